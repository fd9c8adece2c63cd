//! Random numbers by address: macro-replication, case, running index. Nothing depends on threads or on other cases.

use leadtime_sim::random::{EntityKey, Purpose, ReplicationKey, gaussian, mix64, unit, unit_open};

/// The seed of the whole study.
const SEED: u64 = 20_261_122;

/// The draws of one macro-replication of one case, in order.
pub(crate) struct Draws {
    entity: EntityKey,
    index: u64,
}

impl Draws {
    pub(crate) fn new(macro_replication: u64, case: &str) -> Self {
        let name = case
            .bytes()
            .fold(0, |hash, byte| mix64(hash ^ u64::from(byte)) + 1);
        Draws {
            entity: ReplicationKey::new(SEED, macro_replication)
                .stream(name)
                .entity(0),
            index: 0,
        }
    }

    fn bits(&mut self) -> u64 {
        let bits = self.entity.draw_at(Purpose::SHOCK, self.index);
        self.index += 1;
        bits
    }

    pub(crate) fn normal(&mut self) -> f64 {
        gaussian(self.bits())
    }

    /// Uniform on (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        unit_open(self.bits())
    }

    /// True with probability `p`.
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        unit(self.bits()) < p
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }

    /// A whole number from `from` to `to`, both included.
    pub(crate) fn whole(&mut self, from: u64, to: u64) -> u64 {
        from + (unit(self.bits()) * (to + 1 - from) as f64) as u64
    }

    /// Hits among `trials` of probability `p`, jumping from hit to hit.
    pub(crate) fn binomial(&mut self, trials: u64, p: f64) -> u64 {
        if p > 0.5 {
            return trials - self.binomial(trials, 1.0 - p);
        }
        let log_miss = libm::log1p(-p);
        if log_miss == 0.0 {
            return 0;
        }
        let (mut place, mut hits) = (0.0, 0);
        loop {
            place += libm::floor(libm::log(self.uniform()) / log_miss) + 1.0;
            if place > trials as f64 {
                return hits;
            }
            hits += 1;
        }
    }
}
