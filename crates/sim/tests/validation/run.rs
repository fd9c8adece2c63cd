//! Runs the replications of a family and collects what its figures are made from.

use std::borrow::Cow;
use std::sync::atomic::AtomicBool;

use leadtime_network::Network;
use leadtime_network::network::StudyDefaults;
use leadtime_network::scenario::Files;
use leadtime_sim::engine::{ReplicationOutcome, replicate, replicate_traced};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions};
use leadtime_stats::{Confidence, Total, mean};
use rayon::prelude::*;

use super::expected::{Expected, root};
use super::observer::Observer;
use super::selector::Selector;

/// A scenario compiled.
pub(crate) struct Scenario {
    network: Network,
    plan: Plan,
    pub(crate) study: StudyDefaults,
}

/// What the replications showed.
pub(crate) struct Observed {
    /// Per figure, per replication: a sum, and the number of things summed over.
    pub(crate) figures: Vec<Vec<Total>>,
    /// Lead times of independent orders, ticks.
    pub(crate) leads: Vec<i64>,
}

impl Scenario {
    pub(crate) fn load(family: &Expected) -> Self {
        let folder = root().join("scenarios/validation").join(&family.name);
        let folder = family
            .scenario
            .as_ref()
            .map_or(folder.clone(), |other| folder.join(other));
        let files = match &family.horizon {
            None => Files::on_disk(&folder),
            Some(horizon) => {
                let text = std::fs::read_to_string(folder.join("scenario.toml")).unwrap();
                let mut scenario: toml::Table = text.parse().unwrap();
                scenario["clock"]["horizon"] = toml::Value::from(horizon.clone());
                let text = toml::to_string(&scenario).unwrap().into_bytes();
                Files::in_memory([("scenario.toml".to_owned(), Cow::Owned(text))])
            }
        };
        let (network, _) = leadtime_network::load(&files)
            .unwrap_or_else(|problems| panic!("{}: {problems:?}", family.name));
        let mut plan = Plan::compile(&network);
        if family.uncapacitated {
            plan = plan.uncapacitated();
        }
        let study = StudyDefaults {
            seed: family.seed.unwrap_or(network.study.seed),
            replications: family.replications.unwrap_or(network.study.replications),
        };
        Self {
            network,
            plan,
            study,
        }
    }

    /// All replications, in parallel; results in their order.
    pub(crate) fn run(&self, family: &Expected) -> Observed {
        let selectors = self.selectors(family);
        let every = family.distribution.as_ref().map(|law| law.every);
        let questions: Vec<_> = selectors.iter().filter_map(Selector::question).collect();
        let traced = every.is_some() || !questions.is_empty();
        let replications: Vec<(Vec<Total>, Vec<i64>)> = (0..self.study.replications)
            .into_par_iter()
            .map(|replication| {
                let mut observer = Observer::new(&self.plan, &questions, every);
                let outcome = if traced {
                    replicate_traced(&self.plan, self.study.seed, replication, &mut observer)
                } else {
                    replicate(&self.plan, self.study.seed, replication)
                };
                (self.totals(&selectors, &outcome, &observer), observer.leads)
            })
            .collect();
        let figures = (0..selectors.len())
            .map(|figure| {
                replications
                    .iter()
                    .map(|replication| replication.0[figure])
                    .collect()
            })
            .collect();
        let leads = replications
            .into_iter()
            .flat_map(|replication| replication.1)
            .collect();
        Observed { figures, leads }
    }

    fn selectors(&self, family: &Expected) -> Vec<Selector> {
        let parse = |of: &str| {
            Selector::parse(of, &self.plan)
                .unwrap_or_else(|| panic!("{}: what is `{of}`?", family.name))
        };
        family
            .figure
            .iter()
            .map(|figure| parse(&figure.of))
            .collect()
    }

    fn totals(
        &self,
        selectors: &[Selector],
        outcome: &ReplicationOutcome,
        observer: &Observer,
    ) -> Vec<Total> {
        let mut answers = observer.answers.iter();
        selectors
            .iter()
            .map(|selector| match selector.question() {
                None => selector.total(&self.plan, outcome),
                Some(_) => *answers.next().unwrap(),
            })
            .collect()
    }

    /// The same figures out of `outcome.json`, over a few replications.
    pub(crate) fn compare_outcome(&self, family: &Expected) {
        let options = StudyOptions {
            seed: self.study.seed,
            replications: self.study.replications.min(3),
            threads: 1,
        };
        let study = study::run(
            &self.plan,
            &options,
            &AtomicBool::new(false),
            &mut |_, _| {},
        );
        let outcome = study.outcome(&self.plan, &self.network, Vec::new());
        let replications: Vec<ReplicationOutcome> = (0..options.replications)
            .map(|r| replicate(&self.plan, options.seed, r))
            .collect();
        for (figure, selector) in family.figure.iter().zip(self.selectors(family)) {
            let Some(shown) = selector.in_outcome(&self.plan, &outcome) else {
                continue;
            };
            let totals: Vec<Total> = replications
                .iter()
                .map(|one| selector.total(&self.plan, one))
                .collect();
            let found = mean::ratio_mean(&totals, Confidence::P95).map(|estimate| estimate.value);
            // Lengths are seconds in the outcome and ticks here.
            let found = found.map(|value| {
                if selector.is_length() {
                    value / 1_000.0
                } else {
                    value
                }
            });
            let agree = match (shown, found) {
                (Some(shown), Some(found)) => (shown - found).abs() <= 1e-9 * found.abs().max(1e-9),
                (shown, found) => shown.is_none() && found.is_none(),
            };
            assert!(
                agree,
                "{}: {}: outcome {shown:?}, replications {found:?}",
                family.name, figure.of
            );
        }
    }
}
