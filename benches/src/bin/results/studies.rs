//! Studies to be timed: replications with their statistics, merged.

use std::sync::atomic::AtomicBool;

use leadtime_benches::beside::Work;
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, StudyOutcome, run};

pub(crate) const SEED: u64 = 1;

/// Runs so many replications on so many threads.
pub(crate) fn study(plan: &Plan, replications: u32, threads: usize) -> StudyOutcome {
    let options = StudyOptions {
        seed: SEED,
        replications,
        threads,
    };
    run(plan, &options, &AtomicBool::new(false), &mut |_, _| {})
}

/// Orders of one replication, of the whole run.
pub(crate) fn orders(plan: &Plan, replication: u32) -> u64 {
    replicate(plan, SEED, replication).visits
}

/// One replication with its statistics.
pub(crate) fn work(plan: &Plan) -> Work<'_> {
    Work::new(orders(plan, 0), || {
        std::hint::black_box(study(plan, 1, 1));
    })
}
