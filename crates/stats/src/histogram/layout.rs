//! The fixed bins: exact near zero, 256 to the octave beyond, closed at the right.

/// Bins per octave: a bin is at most 1/256 of its distance from zero wide.
pub const SUBDIVISIONS: u64 = 1 << SUB_BITS;

const SUB_BITS: u32 = 8;

/// The bin of a value. Any i64 has one (the least shares the bin of its neighbour); bins are numbered in the
/// order of their values, from -14336 to 14335.
///
/// A bin holds the values in (low, high], see [`bin_bounds`]. Zero is the upper edge of bin -1, so "at most zero" is exact
/// at an edge. Values from -255 to 256 have a bin of their own; beyond, each octave is cut in 256, so a bin is narrower
/// than 2^-8 of the values in it. The layout never depends on data: histograms merge by adding counts.
#[inline]
pub fn bin_of(value: i64) -> i32 {
    // Values up to zero mirror those above it. Both ways are the same instructions: which of them it is, nobody can foresee.
    let above = value.saturating_sub(1);
    let mirror = above >> 63;
    magnitude_bin((above ^ mirror) as u64) ^ mirror as i32
}

/// The bounds (low, high] of a bin; saturated at the ends of i64.
pub fn bin_bounds(bin: i32) -> (i64, i64) {
    let (low, high) = if bin >= 0 {
        (magnitude_edge(bin), magnitude_edge(bin.saturating_add(1)))
    } else {
        (-magnitude_edge(bin), -magnitude_edge(bin + 1))
    };
    (saturated(low), saturated(high))
}

fn saturated(edge: i128) -> i64 {
    edge.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// The first bin and one past the last that [`bin_of`] can return.
pub(super) const BIN_RANGE: (i32, i32) = (-14_336, 14_336);

/// The bin of a magnitude u >= 0: u itself below 256, else 256 to the octave.
#[inline]
fn magnitude_bin(u: u64) -> i32 {
    let octave = (u | SUBDIVISIONS).ilog2();
    let shift = octave - SUB_BITS;
    ((u64::from(shift) << SUB_BITS) + (u >> shift)) as i32
}

/// The least magnitude in the bin |`bin`|: the inverse of `magnitude_bin`.
fn magnitude_edge(bin: i32) -> i128 {
    let bin = i128::from(bin.unsigned_abs());
    let shift = ((bin >> SUB_BITS) - 1).max(0);
    (bin - (shift << SUB_BITS)) << shift.min(64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whole_range_has_bins_and_zero_is_an_edge() {
        assert_eq!(bin_of(i64::MIN), BIN_RANGE.0);
        assert_eq!(bin_of(i64::MAX), BIN_RANGE.1 - 1);
        assert_eq!(bin_bounds(-1), (-1, 0));
        assert_eq!(bin_bounds(0), (0, 1));
        for value in -255..=256 {
            assert_eq!(bin_bounds(bin_of(value)), (value - 1, value));
        }
    }

    // catches: an edge off by one, an octave joined at the wrong place
    #[test]
    fn every_bin_starts_where_the_one_before_ended() {
        for bin in BIN_RANGE.0 + 1..BIN_RANGE.1 {
            assert_eq!(bin_bounds(bin - 1).1, bin_bounds(bin).0, "bin {bin}");
            assert!(bin_bounds(bin).0 < bin_bounds(bin).1, "bin {bin}");
        }
    }

    proptest! {
        #[test]
        fn a_value_lies_in_its_narrow_bin(value: i64, shift in 0..60u32) {
            let value = value >> shift;
            let (low, high) = bin_bounds(bin_of(value));
            prop_assert!((low < value || value == i64::MIN) && value <= high);
            let width = i128::from(high) - i128::from(low);
            prop_assert!(width == 1 || (width as f64) <= (value.unsigned_abs() as f64) / 256.0 * 1.000_001);
        }
    }
}
