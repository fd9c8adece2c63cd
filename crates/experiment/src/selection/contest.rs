//! The designs of a selection, each with as many replications as it has taken so far.

use std::sync::atomic::{AtomicBool, Ordering};

use leadtime_sim::plan::Plan;
use leadtime_sim::random::{mix64, name_key};
use leadtime_sim::study::{StudyOptions, StudyOutcome, extend, run};

use super::NotSelected;
use crate::checked::{CheckedStudy, Open, load};
use crate::figures::Figure;
use crate::trial::Interrupted;

/// What simulating takes.
pub struct Contest<'c> {
    /// Threads; 0: one per core.
    pub threads: usize,
    /// Set when the user interrupts.
    pub stop: &'c AtomicBool,
    /// Told the replications of the design under way, and of how many.
    pub progress: &'c mut dyn FnMut(u32, u32),
}

impl<'c> Contest<'c> {
    /// Compiles all designs; nothing is simulated yet.
    pub(super) fn field(
        self,
        checked: &CheckedStudy,
        open: &Open<'_>,
        (figure, own_numbers): (Figure, bool),
    ) -> Result<Field<'c>, NotSelected> {
        let designs = checked.designs.iter().map(|design| {
            let (network, _) = load(design, open).map_err(|_| Interrupted)?;
            let seed = if own_numbers {
                own_seed(checked.seed, &design.name)
            } else {
                checked.seed
            };
            Ok(Design {
                name: design.name.clone(),
                plan: Plan::compile(&network).without_blame(),
                seed,
                study: None,
                values: Vec::new(),
            })
        });
        let designs = designs.collect::<Result<Vec<Design>, NotSelected>>()?;
        Ok(Field {
            designs,
            figure,
            contest: self,
        })
    }
}

/// A seed of a design's own: procedures that assume independence get it.
fn own_seed(seed: u64, name: &str) -> u64 {
    // Below 2^53, as all seeds that are told.
    mix64(seed ^ name_key(name)) >> 11
}

/// All designs.
pub(super) struct Field<'c> {
    designs: Vec<Design>,
    figure: Figure,
    contest: Contest<'c>,
}

struct Design {
    name: String,
    plan: Plan,
    seed: u64,
    study: Option<StudyOutcome>,
    /// The figure of every replication.
    values: Vec<f64>,
}

impl Field<'_> {
    /// Lets a design have so many replications in all.
    pub(super) fn observe(&mut self, design: usize, replications: u32) -> Result<(), NotSelected> {
        let Contest {
            threads,
            stop,
            progress,
        } = &mut self.contest;
        let of = &mut self.designs[design];
        let options = StudyOptions {
            seed: of.seed,
            replications,
            threads: *threads,
        };
        let study = match of.study.take() {
            Some(study) => extend(&of.plan, study, replications, stop, progress),
            None => run(&of.plan, &options, stop, progress),
        };
        if let Some(failure) = study.failure() {
            return Err(NotSelected::Invalid(format!(
                "{}: {}",
                of.name, failure.message
            )));
        }
        if stop.load(Ordering::Relaxed) {
            return Err(NotSelected::Interrupted);
        }
        let row = self.figure.row(&of.plan);
        let totals = row.and_then(|row| study.measured(&of.plan, self.figure.measure, row));
        let observed = totals.unwrap_or_default();
        of.values = observed
            .iter()
            .map(|total| total.sum / total.count)
            .collect();
        of.study = Some(study);
        if of.values.iter().any(|value| !value.is_finite()) {
            let message = format!(
                "{}: `{}` was not observed in some replication",
                of.name,
                self.figure.name()
            );
            return Err(NotSelected::Invalid(message));
        }
        Ok(())
    }

    /// The figure of every replication of a design so far.
    pub(super) fn values(&self, design: usize) -> &[f64] {
        &self.designs[design].values
    }

    pub(super) fn columns(&self) -> Vec<&[f64]> {
        self.designs
            .iter()
            .map(|design| &design.values[..])
            .collect()
    }
}
