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
                let states = chain(regimes, grains, draw);
                states
                    .into_iter()
                    .map(|state| regimes.get(state).map_or(1.0, |regime| regime.factor))
                    .collect()
            }
        }
    }

    /// The same regimes where the usual one, of the longest mean spell, ends `times` as often (a spell lasts one grain at least): all others
    /// come more often. Other laws stay as they are.
    #[must_use]
    pub(crate) fn bad_more_often(&self, times: f64) -> Self {
        let mut changed = self.clone();
        if let Compiled::Regimes(regimes) = &mut changed.law {
            let longest = regimes
                .iter()
                .fold(0.0_f64, |most, one| most.max(one.spell));
            if let Some(usual) = regimes.iter_mut().find(|one| one.spell == longest) {
                usual.spell = (longest / times).max(1.0).min(longest);
            }
        }
        changed
    }

    /// The regimes of grains, in order; none of other laws.
    pub(crate) fn path(&self, stream: StreamKey, grains: Range<i64>) -> Vec<usize> {
        match &self.law {
            Compiled::Regimes(regimes) => chain(regimes, grains, |grain| {
                stream.entity(grain as u64).draw(Purpose::SHOCK)
            }),
            _ => Vec::new(),
        }
    }

    /// The logarithm of the probability of a path of regimes; 0 of other laws.
    pub(crate) fn log_probability(&self, path: &[usize]) -> f64 {
        let Compiled::Regimes(regimes) = &self.law else {
            return 0.0;
        };
        let Some(&first) = path.first() else {
            return 0.0;
        };
        let total: f64 = regimes.iter().map(|regime| regime.spell).sum();
        let others = (regimes.len() - 1).max(1) as f64;
        let step = |now: usize, next: usize| {
            let leave = if regimes.len() > 1 {
                (1.0 / regimes[now].spell).min(1.0)
            } else {
                0.0
            };
            libm::log(if now == next {
                1.0 - leave
            } else {
                leave / others
            })
        };
        // Reversible: from the first grain on it is the same as from grain 0 outwards.
        let start = libm::log(regimes[first].spell / total);
        let steps = path.windows(2).map(|pair| step(pair[0], pair[1]));
        start + steps.sum::<f64>()
    }
}

/// The regimes over `grains`.
fn chain(regimes: &[Regime], grains: Range<i64>, draw: impl Fn(i64) -> u64) -> Vec<usize> {
    let start = |bits| stationary(regimes, unit(bits));
    let step = |regime, bits| next(regimes, regime, unit(bits));
    outward(grains, start, step, draw)
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
