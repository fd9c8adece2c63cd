//! Replications in parallel, merged in their order.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use crate::engine::ReplicationOutcome;

/// The threads of a study.
pub(super) struct Workers(Option<rayon::ThreadPool>);

/// What runs one replication.
type Simulate<'a> = &'a (dyn Fn(u32) -> ReplicationOutcome + Sync);

impl Workers {
    /// A pool of its own, so that the number of threads is what was asked for (0: one per core); none where one is enough, or where
    /// threads cannot be had.
    pub(super) fn new(threads: usize) -> Self {
        let pool = || {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .ok()
        };
        let pool = if threads == 1 { None } else { pool() };
        Self(pool.filter(|pool| pool.current_num_threads() > 1))
    }

    /// Runs these replications, and merges them in order until `merge` says that it is enough, or `stop` is set.
    pub(super) fn run(
        &self,
        replications: Range<u32>,
        simulate: Simulate<'_>,
        stop: &AtomicBool,
        merge: &mut dyn FnMut(&ReplicationOutcome) -> bool,
    ) {
        match &self.0 {
            Some(pool) => in_parallel(replications, simulate, stop, pool, merge),
            None => in_turn(replications, simulate, stop, merge),
        }
    }
}

fn in_turn(
    replications: Range<u32>,
    simulate: Simulate<'_>,
    stop: &AtomicBool,
    merge: &mut dyn FnMut(&ReplicationOutcome) -> bool,
) {
    for replication in replications {
        if stop.load(Ordering::Relaxed) || !merge(&simulate(replication)) {
            return;
        }
    }
}

/// Replications are begun in order; what comes back out of turn waits for its predecessors. `merge` says whether to go on.
fn in_parallel(
    replications: Range<u32>,
    simulate: Simulate<'_>,
    stop: &AtomicBool,
    pool: &rayon::ThreadPool,
    merge: &mut dyn FnMut(&ReplicationOutcome) -> bool,
) {
    let enough = AtomicBool::new(false);
    let enough = &enough;
    // Room for a few finished replications: a slow merge holds the workers back rather than filling the memory.
    let (sender, receiver) = mpsc::sync_channel(pool.current_num_threads());
    pool.in_place_scope_fifo(|scope| {
        for replication in replications.clone() {
            let sender = sender.clone();
            scope.spawn_fifo(move |_| {
                if !stop.load(Ordering::Relaxed) && !enough.load(Ordering::Relaxed) {
                    // The receiver lives until all senders are gone.
                    let _ = sender.send(simulate(replication));
                }
            });
        }
        drop(sender);
        let mut next = replications.start;
        let mut early: Vec<ReplicationOutcome> = Vec::new();
        for outcome in receiver {
            early.push(outcome);
            while let Some(at) = early.iter().position(|outcome| outcome.replication == next) {
                let outcome = early.swap_remove(at);
                if !enough.load(Ordering::Relaxed) && !merge(&outcome) {
                    enough.store(true, Ordering::Relaxed);
                }
                next += 1;
            }
        }
    });
}
