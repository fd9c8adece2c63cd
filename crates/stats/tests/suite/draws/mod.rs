//! Random numbers for tests: SplitMix64, the same on every machine.
#![allow(dead_code, unreachable_pub)]

use leadtime_stats::special::normal_quantile;

pub struct Draws(pub u64);

impl Draws {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }

    /// Hits among `trials` of probability `p`.
    pub fn hits(&mut self, trials: u64, p: f64) -> u64 {
        (0..trials).filter(|_| self.uniform() < p).count() as u64
    }
}

/// The share of `macros` macro-replications in which `covers` holds.
pub fn coverage(macros: u32, seed: u64, mut covers: impl FnMut(&mut Draws) -> bool) -> f64 {
    let mut draws = Draws(seed);
    f64::from((0..macros).filter(|_| covers(&mut draws)).count() as u32) / f64::from(macros)
}

/// 4.5 standard errors of an estimated coverage.
pub fn margin(coverage: f64, macros: u32) -> f64 {
    4.5 * (coverage * (1.0 - coverage) / f64::from(macros)).sqrt()
}
