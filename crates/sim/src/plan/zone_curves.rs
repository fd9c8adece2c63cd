//! The padding curves per level and zone: every 2^shift-th padding of each grid, so that a large network keeps them small.

use leadtime_network::promise::PaddingGrid;

/// Cells over all levels, zones and grids at most, as far as one padding a grid allows: 4 MiB a replication, 48 MiB a study.
const MOST_CELLS: usize = 1 << 18;

/// Which paddings the curves per level and zone hold, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ZoneCurves {
    /// log2 of the number of paddings of a grid for one of the curves.
    pub(crate) shift: u32,
    /// Cells of one (level, zone): over its grids, each with an end cell.
    pub(crate) width: usize,
}

impl ZoneCurves {
    /// The finest curves of `segments` (level, zone) pairs that stay within `MOST_CELLS`.
    pub(crate) fn new(grids: &[PaddingGrid], segments: usize) -> Self {
        let longest = grids.iter().map(|grid| grid.len).max().unwrap_or(1);
        let coarsest = longest.next_power_of_two().trailing_zeros();
        let curves = |shift| Self::of_shift(grids, shift);
        let fits = |curves: &Self| curves.width * segments <= MOST_CELLS;
        (0..coarsest)
            .map(curves)
            .find(fits)
            .unwrap_or_else(|| curves(coarsest))
    }

    /// Curves of every 2^shift-th padding.
    pub(crate) fn of_shift(grids: &[PaddingGrid], shift: u32) -> Self {
        let widths = grids.iter().map(|grid| points(grid.len, shift) + 1);
        Self {
            shift,
            width: widths.sum(),
        }
    }

    /// Paddings of a curve on a grid.
    pub(crate) fn points(&self, grid: &PaddingGrid) -> usize {
        points(grid.len, self.shift)
    }

    /// Place in the grid of a curve's padding.
    pub(crate) fn place(&self, at: usize) -> usize {
        at << self.shift
    }

    /// Which padding of a curve a place of the grid is, if it is one.
    pub(crate) fn point(&self, place: usize) -> Option<usize> {
        let point = place >> self.shift;
        (self.place(point) == place).then_some(point)
    }

    /// The first padding of a curve at or after a place of the grid; the end cell past the last.
    #[inline]
    pub(crate) fn first_from(&self, place: usize) -> usize {
        (place + (1 << self.shift) - 1) >> self.shift
    }
}

fn points(len: usize, shift: u32) -> usize {
    len.div_ceil(1 << shift)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use leadtime_network::promise::PaddingKind;

    use super::*;

    fn grid(len: usize) -> PaddingGrid {
        PaddingGrid::new(PaddingKind::Elapsed, 0, 1, len)
    }

    #[test]
    fn a_small_network_keeps_every_padding() {
        let curves = ZoneCurves::new(&[grid(61), grid(4)], 300);
        assert_eq!((curves.shift, curves.width), (0, 62 + 5));
    }

    #[test]
    fn ten_thousand_zones_keep_to_the_limit() {
        let curves = ZoneCurves::new(&[grid(61)], 30_000);
        assert_eq!((curves.shift, curves.points(&grid(61))), (4, 4));
        assert!(curves.width * 30_000 <= MOST_CELLS);
        let crowded = ZoneCurves::new(&[grid(61)], 10_000_000);
        assert_eq!(crowded.points(&grid(61)), 1);
    }

    #[test]
    fn the_first_padding_from_a_place_is_the_least_not_below_it() {
        for shift in 0..5 {
            for len in [1, 2, 7, 8, 9, 61] {
                let curves = ZoneCurves { shift, width: 0 };
                let points = curves.points(&grid(len));
                for place in 0..=len {
                    let expected = (0..points).find(|&at| curves.place(at) >= place);
                    assert_eq!(curves.first_from(place), expected.unwrap_or(points));
                }
                assert!(curves.place(points - 1) < len);
            }
        }
    }
}
