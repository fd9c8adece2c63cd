//! The largest causes of lateness once more as if they ran to plan, one at a time, on the same random numbers.

use std::sync::atomic::AtomicBool;

use super::StudyOptions;
use super::blame::BlameSums;
use super::workers::Workers;
use crate::engine::{Cause, replicate};
use crate::plan::Plan;

/// On time and promised, per replication from the first, with one cause kept to plan.
#[derive(Clone, Debug)]
pub(crate) struct Rerun {
    pub(crate) cause: Cause,
    pub(crate) on_time: Vec<(u64, u64)>,
}

/// How many replications all reruns have at most.
pub(super) fn planned(plan: &Plan, options: &StudyOptions) -> u32 {
    plan.blame.as_ref().map_or(0, |blame| {
        blame
            .rerun
            .saturating_mul(blame.replications.min(options.replications))
    })
}

/// Reruns the largest causes. A cause of which no replication was finished, or whose run came to a bad end, is left out.
pub(super) fn reruns(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    workers: &Workers,
    (sums, finished): (&BlameSums, u32),
    progress: &mut dyn FnMut(),
) -> Vec<Rerun> {
    let Some(blame) = &plan.blame else {
        return Vec::new();
    };
    let replications = blame.replications.min(finished);
    let mut reruns = Vec::new();
    for cause in sums.largest(blame.rerun as usize) {
        let Some(changed) = plan.to_plan(cause) else {
            continue;
        };
        let mut on_time = Vec::new();
        let mut merge = |outcome: &crate::engine::ReplicationOutcome| {
            if outcome.is_void() {
                on_time.clear();
                return false;
            }
            let cells = outcome.own.iter();
            on_time.push(cells.fold((0, 0), |sum, cell| {
                (sum.0 + u64::from(cell.on_time), sum.1 + u64::from(cell.n))
            }));
            progress();
            true
        };
        let simulate = |replication| replicate(&changed, options.seed, replication);
        workers.run(0..replications, &simulate, stop, &mut merge);
        if !on_time.is_empty() {
            reruns.push(Rerun { cause, on_time });
        }
    }
    reruns
}
