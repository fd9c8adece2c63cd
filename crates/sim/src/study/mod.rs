//! A study: replications in parallel, merged in their order, so the outcome is the same for any number of threads.

mod figures;
mod levels;
mod network;
mod sums;
mod table;
mod zero_late;
mod zone_curves;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use crate::engine::{ReplicationOutcome, replicate};
use crate::outcome::Stopped;
use crate::plan::Plan;

use sums::StudySums;

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyOptions {
    /// Master seed.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
    /// Threads; 0: one per core.
    pub threads: usize,
}

/// What a study found, as sums over its replications.
#[derive(Clone, Debug)]
pub struct StudyOutcome {
    /// What was asked for.
    pub options: StudyOptions,
    /// Why it stopped.
    pub stopped: Stopped,
    pub(crate) sums: StudySums,
}

impl StudyOutcome {
    /// Replications that were finished and are counted.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.sums.replications
    }
}

/// Runs a study. `stop` ends it early: replications under way are finished, later ones are not begun. `progress` is told
/// after each merged replication how many of how many are done.
pub fn run(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> StudyOutcome {
    let mut sums = StudySums::new(plan);
    let mut merge = |outcome: &ReplicationOutcome| {
        sums.absorb(plan, outcome);
        progress(sums.replications, options.replications);
    };
    match pool(options.threads) {
        Some(pool) if pool.current_num_threads() > 1 => {
            in_parallel(plan, options, stop, &pool, &mut merge);
        }
        _ => in_turn(plan, options, stop, &mut merge),
    }
    let stopped = if sums.replications < options.replications {
        Stopped::Interrupted
    } else {
        Stopped::Completed
    };
    StudyOutcome {
        options: *options,
        stopped,
        sums,
    }
}

/// A pool of its own, so that the number of threads is what was asked for; `None` where threads cannot be had.
fn pool(threads: usize) -> Option<rayon::ThreadPool> {
    if threads == 1 {
        return None;
    }
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .ok()
}

fn in_turn(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    merge: &mut dyn FnMut(&ReplicationOutcome),
) {
    for replication in 0..options.replications {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        merge(&replicate(plan, options.seed, replication));
    }
}

/// Replications are begun in order; what comes back out of turn waits for its predecessors.
fn in_parallel(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    pool: &rayon::ThreadPool,
    merge: &mut dyn FnMut(&ReplicationOutcome),
) {
    // Room for a few finished replications: a slow merge holds the workers back rather than filling the memory.
    let (sender, receiver) = mpsc::sync_channel(pool.current_num_threads());
    pool.in_place_scope_fifo(|scope| {
        for replication in 0..options.replications {
            let sender = sender.clone();
            scope.spawn_fifo(move |_| {
                if !stop.load(Ordering::Relaxed) {
                    // The receiver lives until all senders are gone.
                    let _ = sender.send(replicate(plan, options.seed, replication));
                }
            });
        }
        drop(sender);
        let mut next = 0;
        let mut early: Vec<ReplicationOutcome> = Vec::new();
        for outcome in receiver {
            early.push(outcome);
            while let Some(at) = early.iter().position(|outcome| outcome.replication == next) {
                merge(&early.swap_remove(at));
                next += 1;
            }
        }
    });
}
