//! The multipliers of a shock over its grains (civil days or weeks).

use core::ops::Range;

use leadtime_network::distribution::{Regime, ShockLaw};

use super::{Sampler, Tables};
use crate::random::{Purpose, StreamKey, gaussian, unit};

/// A compiled shock law.
///
/// The multiplier of a grain is a function of (stream, grain number) alone: asking for another range of grains gives the
/// same values where the ranges overlap. The chains are stationary and reversible, so they are started at grain 0 and run
/// from there in both directions; each grain uses its own draw.
#[derive(Clone, Debug)]
pub struct ShockSampler {
    law: Compiled,
}

#[derive(Clone, Debug)]
enum Compiled {
    Independent(Sampler),
    Ar1 { sigma: f64, phi: f64 },
    Regimes(Vec<Regime>),
}

impl ShockSampler {
    /// Compiles `law`.
    pub fn new(law: &ShockLaw, tables: &mut Tables) -> Self {
        let law = match law {
            ShockLaw::Independent(distribution) => {
                Compiled::Independent(tables.sampler(distribution))
            }
            &ShockLaw::Ar1 { sigma, phi } => Compiled::Ar1 { sigma, phi },
            ShockLaw::Regimes(regimes) => Compiled::Regimes(regimes.clone()),
        };
        Self { law }
    }

    /// The multipliers of `grains` (numbered from the start of the scenario, negative before it), in order.
    ///
    /// Takes time proportional to the distance of the farthest grain from 0.
    #[must_use]
    pub fn series(&self, stream: StreamKey, grains: Range<i64>) -> Vec<f64> {
        let draw = |grain: i64| stream.entity(grain as u64).draw(Purpose::SHOCK);
        match &self.law {
            Compiled::Independent(sampler) => {
                grains.map(|grain| sampler.sample(draw(grain))).collect()
            }
            &Compiled::Ar1 { sigma, phi } => {
                let innovation = (1.0 - phi * phi).sqrt();
                let step = |g: f64, bits: u64| phi * g + innovation * gaussian(bits);
                let levels = outward(grains, gaussian, step, draw);
                levels
                    .into_iter()
                    .map(|g| libm::exp(sigma * g - 0.5 * sigma * sigma))
                    .collect()
            }
            Compiled::Regimes(regimes) => {
                let start = |bits| stationary(regimes, unit(bits));
                let step = |regime, bits| next(regimes, regime, unit(bits));
                let states = outward(grains, start, step, draw);
                states
                    .into_iter()
                    .map(|state| regimes.get(state).map_or(1.0, |regime| regime.factor))
                    .collect()
            }
        }
    }
}

/// A reversible chain over `grains`: `start` at grain 0, then `step` away from it on both sides.
fn outward<S: Copy>(
    grains: Range<i64>,
    start: impl Fn(u64) -> S,
    step: impl Fn(S, u64) -> S,
    draw: impl Fn(i64) -> u64,
) -> Vec<S> {
    let origin = start(draw(0));
    let mut before: Vec<S> = Vec::new();
    let mut state = origin;
    for grain in (grains.start..0).rev() {
        state = step(state, draw(grain));
        before.push(state);
    }
    let mut states: Vec<S> = before.into_iter().rev().collect();
    state = origin;
    for grain in 0..grains.end {
        if grain > 0 {
            state = step(state, draw(grain));
        }
        states.push(state);
    }
    // walked from 0 outwards; now cut to what was asked for
    let first = grains.start.min(0);
    let skip = usize::try_from(grains.start - first).unwrap_or(usize::MAX);
    let count = usize::try_from(grains.end - grains.start).unwrap_or(0);
    states.into_iter().skip(skip).take(count).collect()
}

/// The regime at u of the stationary law, whose probabilities are proportional to the mean spells: with the next regime
/// chosen evenly among the n - 1 others, the flow from i to j is p_i / spell_i / (n - 1), equal in both directions.
fn stationary(regimes: &[Regime], u: f64) -> usize {
    let total: f64 = regimes.iter().map(|regime| regime.spell).sum();
    let mut passed = 0.0;
    for (number, regime) in regimes.iter().enumerate() {
        passed += regime.spell;
        if u * total < passed {
            return number;
        }
    }
    regimes.len().saturating_sub(1)
}

/// Leaves the regime with probability 1 / spell, for one of the others with equal chance; the same u decides both.
fn next(regimes: &[Regime], now: usize, u: f64) -> usize {
    let Some(regime) = regimes.get(now) else {
        return now;
    };
    let others = regimes.len() - 1;
    let along = u * regime.spell;
    if others == 0 || along >= 1.0 {
        return now;
    }
    let chosen = ((along * others as f64) as usize).min(others - 1);
    if chosen < now { chosen } else { chosen + 1 }
}
