//! The compiled quantile function of one normalised law.

/// Cells per octave are 2^CELL_BITS.
const CELL_BITS: u32 = 4;

/// Octaves of the tail probability that are cut into cells: t from 1/2 down to 2^-11.
const OCTAVES: usize = 10;

/// Cells a side; one more holds t = 1/2 itself.
pub(super) const CELLS: usize = OCTAVES << CELL_BITS;

/// One more for all positions below the first, and each on both sides.
pub(super) const PLACES: usize = 2 * (CELLS + 2);

/// Positions are tail probabilities times 2^64; this is one half.
pub(super) const MIDDLE: f64 = (1u64 << 63) as f64;

/// Where the pieces begin: a tail probability of 2^-54. Nearer the end the value at it is taken.
pub(super) const FLOOR: f64 = (1u64 << 10) as f64;

/// Mantissa bits below the number of a cell.
const CELL_SHIFT: u32 = f64::MANTISSA_DIGITS - 1 - CELL_BITS;

/// Exponent and upper mantissa bits of the lowest cell.
const FIRST_CELL: u64 = (MIDDLE.to_bits() >> CELL_SHIFT) - CELLS as u64;

/// c0 + c1 x + c2 x^2.
pub(super) type Parabola = [f64; 3];

/// A cell that the pieces cover.
pub(super) const IN_PIECES: Parabola = [f64::NAN; 3];

/// One end of the quantile function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// u below one half: t = u.
    Lower,
    /// u above one half: t = 1 - u.
    Upper,
}

/// A stretch of the quantile function from `start` to the start of the next piece, as a parabola in (position - start).
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) start: f64,
    pub(super) parabola: Parabola,
}

/// The two halves of a quantile function over position, see [`crate::sampling`].
#[derive(Clone)]
pub(super) struct QuantileTable {
    /// By cell and side, in the position itself: see [`Place`]. The last two are of all positions below the first cell.
    pub(super) cells: [Parabola; PLACES],
    /// By side, ascending; the first starts at [`FLOOR`].
    pub(super) pieces: [Vec<Piece>; 2],
}

/// Where u = bits / 2^64 is found in every table.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Twice the number of its cell, and its side.
    pub(super) cell: u64,
    /// Counted from the nearer end, rounded to 53 significant bits.
    pub(super) position: f64,
}

impl Place {
    /// No step depends on what the bits are, so that it is found for several at once.
    #[inline(always)]
    pub(super) fn of(bits: u64) -> Self {
        let nearer = bits ^ ((bits as i64 >> 63) as u64);
        let position = nearer as i64 as f64;
        // Below the first cell the difference wraps around.
        let cell = (position.to_bits() >> CELL_SHIFT).wrapping_sub(FIRST_CELL);
        let cell = cell.min(CELLS as u64 + 1);
        Self {
            cell: (cell << 1) | (bits >> 63),
            position,
        }
    }
}

impl QuantileTable {
    /// The value at u = bits / 2^64.
    #[inline]
    pub(super) fn value(&self, bits: u64) -> f64 {
        self.value_at(Place::of(bits))
    }

    /// The value at a place.
    #[inline(always)]
    pub(super) fn value_at(&self, Place { cell, position }: Place) -> f64 {
        let [c0, c1, c2] = self.cells[cell as usize];
        let value = c0 + position * (c1 + position * c2);
        if value.is_nan() {
            self.value_in_pieces((cell % 2) as usize, position)
        } else {
            value
        }
    }

    #[cold]
    #[inline(never)]
    fn value_in_pieces(&self, side: usize, position: f64) -> f64 {
        let position = position.max(FLOOR);
        let pieces = &self.pieces[side];
        let index = pieces
            .partition_point(|piece| piece.start <= position)
            .saturating_sub(1);
        pieces.get(index).map_or(f64::NAN, |piece| {
            let [c0, c1, c2] = piece.parabola;
            let along = position - piece.start;
            c0 + along * (c1 + along * c2)
        })
    }
}

impl core::fmt::Debug for QuantileTable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let in_pieces = self.cells.iter().filter(|cell| cell[0].is_nan()).count();
        f.debug_struct("QuantileTable")
            .field("cells_in_pieces", &in_pieces)
            .field("pieces", &self.pieces.each_ref().map(Vec::len))
            .finish_non_exhaustive()
    }
}

/// The positions at which a cell begins and ends; the last begins and ends at the middle.
pub(super) fn cell_bounds(cell: usize) -> (f64, f64) {
    let bound = |number: usize| f64::from_bits((FIRST_CELL + number as u64) << CELL_SHIFT);
    (bound(cell), bound((cell + 1).min(CELLS)))
}
