//! Bad days drawn more often than they happen, and what each is worth.

use leadtime_network::network::Importance;

use super::{Plan, ShockPlan};
use crate::random::ReplicationKey;

/// The plan in which some shocks are bad more often.
#[derive(Clone, Debug)]
pub(crate) struct ImportancePlan {
    /// The same orders with more bad days.
    pub(crate) tilted: Plan,
    /// Series that are drawn otherwise there.
    series: Vec<u32>,
    /// Names of their shocks.
    pub(crate) shocks: Vec<String>,
    pub(crate) times: f64,
    /// Replications; `None`: as many as the study has.
    pub(crate) replications: Option<u32>,
}

impl ImportancePlan {
    pub(super) fn new(plan: &Plan, asked: &Importance, names: &[String]) -> Self {
        let mut tilted = plan.clone();
        tilted.blame = None;
        let all = tilted.shocks.series.iter_mut().zip(0..);
        let chosen = all.filter(|(series, _)| {
            series
                .shock
                .is_some_and(|shock| asked.shocks.contains(&shock))
        });
        let mut series = Vec::new();
        for (one, at) in chosen {
            one.sampler = one.sampler.bad_more_often(asked.times);
            series.push(at);
        }
        Self {
            tilted,
            series,
            shocks: asked.shocks.iter().map(|&at| names[at].clone()).collect(),
            times: asked.times,
            replications: asked.replications,
        }
    }

    /// The same without congestion.
    pub(super) fn uncapacitated(mut self) -> Self {
        self.tilted = self.tilted.uncapacitated();
        self
    }

    /// The likelihood ratio of a replication: of the shocks as they happen, over the mixture in which every second replication draws them more
    /// often. At most 2.
    ///
    /// The mixture is the defensive one of Hesterberg (1995, Technometrics 37), its parts of equal and fixed size as in Owen and Zhou (2000,
    /// JASA 95): 1 / (1/2 + 1/2 g / f), with f and g the probabilities of the regimes of all days.
    pub(crate) fn weight(&self, plan: &Plan, seed: u64, replication: u32) -> f64 {
        let key = ReplicationKey::new(seed, u64::from(replication));
        let drawn = if is_tilted(replication) {
            &self.tilted.shocks
        } else {
            &plan.shocks
        };
        let log = |of: &ShockPlan| -> f64 {
            let series = self.series.iter().map(|&at| at as usize);
            series
                .map(|at| {
                    let one = &drawn.series[at];
                    let grains = one.grains.numbers();
                    let path = one.sampler.path(key.stream(one.key), grains);
                    of.series[at].sampler.log_probability(&path)
                })
                .sum()
        };
        let ratio = libm::exp(log(&self.tilted.shocks) - log(&plan.shocks));
        1.0 / (0.5 + 0.5 * ratio)
    }

    /// The plan of a replication.
    pub(crate) fn of<'p>(&'p self, plan: &'p Plan, replication: u32) -> &'p Plan {
        if is_tilted(replication) {
            &self.tilted
        } else {
            plan
        }
    }
}

/// Every second replication is.
fn is_tilted(replication: u32) -> bool {
    !replication.is_multiple_of(2)
}
