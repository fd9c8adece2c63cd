//! Integers wider than JSON's and than the machine's: exact products of 256 bits, and 128-bit sums in saved files.

/// An unsigned integer of 256 bits: `high` * 2^128 + `low`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct U256 {
    high: u128,
    low: u128,
}

impl U256 {
    /// The exact product of two 128-bit integers, by halves as on paper.
    pub(crate) fn product(a: u128, b: u128) -> Self {
        const HALF: u128 = u64::MAX as u128;
        let (a1, a0, b1, b0) = (a >> 64, a & HALF, b >> 64, b & HALF);
        let bottom = a0 * b0;
        // (2^64 - 1)^2 + 2^64 - 1 < 2^128, so neither sum overflows
        let middle = a1 * b0 + (bottom >> 64);
        let cross = a0 * b1 + (middle & HALF);
        U256 {
            high: a1 * b1 + (middle >> 64) + (cross >> 64),
            low: (cross << 64) | (bottom & HALF),
        }
    }

    /// The sum; the caller knows that it is below 2^256.
    pub(crate) fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        U256 {
            high: self
                .high
                .wrapping_add(other.high)
                .wrapping_add(u128::from(carry)),
            low,
        }
    }

    /// The difference, or zero if `other` is larger.
    pub(crate) fn minus(self, other: Self) -> Self {
        if self <= other {
            return U256 { high: 0, low: 0 };
        }
        let (low, borrow) = self.low.overflowing_sub(other.low);
        U256 {
            high: self.high - other.high - u128::from(borrow),
            low,
        }
    }

    /// The nearest double, to within one unit in its last place.
    pub(crate) fn to_f64(self) -> f64 {
        const TWO_128: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;
        self.high as f64 * TWO_128 + self.low as f64
    }
}

/// The JSON schema of a wide integer.
pub(crate) fn wide_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": ["integer", "string"], "pattern": "^-?[0-9]+$" })
}

/// Saves a wide integer as a number while every JSON reader keeps it exact (to 2^53), else as a decimal string; reads both.
pub(crate) mod serde_wide {
    use core::fmt::{Display, Formatter};
    use core::marker::PhantomData;
    use core::str::FromStr;

    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    const EXACT: u64 = 1 << 53;

    pub(crate) fn serialize<T, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Copy + Display + TryInto<i64>,
        S: Serializer,
    {
        match (*value).try_into() {
            Ok(small) if small.unsigned_abs() <= EXACT => serializer.serialize_i64(small),
            _ => serializer.collect_str(value),
        }
    }

    pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: FromStr + TryFrom<i64> + TryFrom<u64>,
        D: Deserializer<'de>,
    {
        deserializer.deserialize_any(Wide(PhantomData))
    }

    struct Wide<T>(PhantomData<T>);

    impl<T: FromStr + TryFrom<i64> + TryFrom<u64>> Visitor<'_> for Wide<T> {
        type Value = T;

        fn expecting(&self, f: &mut Formatter<'_>) -> core::fmt::Result {
            f.write_str("a whole number, or one written as a string of digits")
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
            T::try_from(value).map_err(|_| E::custom(format!("{value} is out of range")))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
            T::try_from(value).map_err(|_| E::custom(format!("{value} is out of range")))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|_| E::custom(format!("'{text}' is not a whole number in range")))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::U256;

    #[test]
    fn largest_product_is_exact() {
        // (2^128 - 1)^2 = 2^256 - 2^129 + 1
        let square = U256::product(u128::MAX, u128::MAX);
        assert_eq!(
            square,
            U256 {
                high: u128::MAX - 1,
                low: 1
            }
        );
    }

    proptest! {
        // catches: a lost carry between the halves
        #[test]
        fn product_distributes(a: u128, b in 0..u128::MAX, c: u64) {
            let whole = U256::product(a, u128::from(c)).plus(U256::product(a, b));
            let (sum, carry) = b.overflowing_add(u128::from(c));
            prop_assume!(!carry);
            prop_assert_eq!(whole, U256::product(a, sum));
            prop_assert_eq!(whole.minus(U256::product(a, b)), U256::product(a, u128::from(c)));
        }

        #[test]
        fn small_products_agree_with_u128(a: u64, b: u64) {
            let product = U256::product(u128::from(a), u128::from(b));
            prop_assert_eq!(product, U256 { high: 0, low: u128::from(a) * u128::from(b) });
        }
    }
}
