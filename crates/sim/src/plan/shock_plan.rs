//! Compiled shocks.

use std::sync::Arc;

use crate::sampling::ShockSampler;

/// Shared multipliers.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShockPlan {
    pub(crate) series: Vec<ShockSeries>,
    /// Series per station, lane, zone.
    pub(crate) service: Vec<Vec<u32>>,
    pub(crate) servers: Vec<Vec<u32>>,
    pub(crate) transit: Vec<Vec<u32>>,
    pub(crate) delay: Vec<Vec<u32>>,
    pub(crate) demand: Vec<Vec<u32>>,
}

/// One series of multipliers.
#[derive(Clone, Debug)]
pub(crate) struct ShockSeries {
    pub(crate) key: u64,
    /// Which shock of the network, if it is one.
    pub(crate) shock: Option<usize>,
    pub(crate) sampler: ShockSampler,
    pub(crate) grains: Grains,
}

/// The instants at which grains (days, weeks) begin, ascending; numbered from `first`.
#[derive(Clone, Debug)]
pub(crate) struct Grains {
    pub(crate) first: i64,
    pub(crate) starts: Arc<[i64]>,
    /// Usual length, for a first guess.
    pub(crate) usual: i64,
}

impl Grains {
    /// The numbers of the grains.
    pub(crate) fn numbers(&self) -> std::ops::Range<i64> {
        self.first..self.first + self.starts.len() as i64
    }

    /// Position of the grain that holds `t`, clamped to the range.
    #[inline]
    pub(crate) fn index_at(&self, t: i64) -> usize {
        let last = self.starts.len() - 1;
        let mut guess = (((t - self.starts[0]) / self.usual).max(0) as usize).min(last);
        while guess > 0 && self.starts[guess] > t {
            guess -= 1;
        }
        while guess < last && self.starts[guess + 1] <= t {
            guess += 1;
        }
        guess
    }
}
