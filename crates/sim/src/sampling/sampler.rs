//! Samplers and the tables they share.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::distribution::Distribution;
use rand::Rng;

use super::fit;
use super::normal_form::{NormalForm, key};
use super::table::QuantileTable;

/// A compiled distribution: a monotone function from 64 random bits to a value.
///
/// Cloning is cheap; samplers of the same family and shape share one table.
#[derive(Clone, Debug)]
pub struct Sampler {
    pub(super) source: Source,
    scale: f64,
    shift: f64,
}

#[derive(Clone, Debug)]
pub(super) enum Source {
    Table(Arc<QuantileTable>),
    /// At least two ascending values, joined by lines of equal probability.
    Values(Arc<[f64]>),
}

impl Sampler {
    /// The value at u = `bits` / 2^64, in the unit of the distribution (ticks for durations). Nondecreasing in `bits`, up to
    /// the last few bits of the value where two cells meet.
    #[inline(always)]
    #[must_use]
    pub fn sample(&self, bits: u64) -> f64 {
        let standard = match &self.source {
            Source::Table(table) => table.value(bits),
            Source::Values(values) => between_values(values, bits),
        };
        self.scaled_up(standard)
    }

    /// Of a value of the normalised law.
    #[inline(always)]
    pub(super) fn scaled_up(&self, standard: f64) -> f64 {
        self.scale * standard + self.shift
    }

    /// The sampled duration in whole ticks, see [`to_ticks`].
    #[inline]
    #[must_use]
    pub fn ticks(&self, bits: u64) -> i64 {
        to_ticks(self.sample(bits))
    }

    /// The value if it is always the same: then no draw is needed.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        (self.scale == 0.0).then_some(self.shift)
    }

    /// The law that always gives a value.
    #[must_use]
    pub(crate) fn always(&self, value: f64) -> Self {
        Self {
            source: self.source.clone(),
            scale: 0.0,
            shift: value,
        }
    }

    /// The law of `factor` x X, for `factor` >= 0.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            source: self.source.clone(),
            scale: factor * self.scale,
            shift: factor * self.shift,
        }
    }
}

impl rand_distr::Distribution<f64> for Sampler {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        Sampler::sample(self, rng.next_u64())
    }
}

/// The nearest tick, halves up, never negative (nor beyond the range of i64; NaN gives 0).
#[inline]
#[must_use]
pub fn to_ticks(value: f64) -> i64 {
    // the conversion truncates, which is the floor of what is not negative
    ((value + 0.5) as i64).max(0)
}

/// Linear between values, the i-th of n at u = i / (n - 1).
#[inline(never)]
fn between_values(values: &[f64], bits: u64) -> f64 {
    let place = u128::from(bits) * (values.len() as u128 - 1);
    let left = (place >> 64) as usize;
    let fraction = (place as u64 >> 11) as i64 as f64 * (1.0 / (1u64 << 53) as f64);
    values[left] + (values[left + 1] - values[left]) * fraction
}

/// The tables compiled so far, by normalised law. What a sampler gives depends on its law alone, not on what else is here.
#[derive(Debug, Default)]
pub struct Tables {
    tables: BTreeMap<Vec<u64>, Arc<QuantileTable>>,
    values: BTreeMap<Vec<u64>, Arc<[f64]>>,
}

impl Tables {
    /// No tables yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Compiles `law`, reusing the table of the same family and shape. Parameters are taken as validated: with invalid ones
    /// every value is NaN.
    ///
    /// A new table takes some 12 kB and 0.1 ms (lognormal, exponential, Weibull) to some 5 ms (gamma, PERT), mixtures more.
    pub fn sampler(&mut self, law: &Distribution) -> Sampler {
        let NormalForm {
            standard,
            scale,
            shift,
        } = NormalForm::of(law);
        let key = key(&standard);
        let source = match standard {
            Distribution::Empirical(values) if values.len() > 1 => Source::Values(Arc::clone(
                self.values.entry(key).or_insert_with(|| values.into()),
            )),
            other => Source::Table(Arc::clone(
                self.tables
                    .entry(key)
                    .or_insert_with(|| Arc::new(fit::table(&other))),
            )),
        };
        Sampler {
            source,
            scale,
            shift,
        }
    }

    /// How many different tables there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.len() + self.values.len()
    }

    /// Whether nothing has been compiled yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
