//! The engine: one replication, event by event.
//!
//! Only what depends on others is an event: a parcel's arrival at a stage with servers, or at a lane with a vehicle capacity.
//! Everything else (pure delays, unlimited vehicles, transits, last legs) is walked through at once, because its end is a
//! function of its start. On the reference network that leaves two events an order.

mod agenda;
mod almanac;
mod arrivals;
mod attempts;
mod centre;
mod centres;
mod deadlock;
mod desk;
mod flow;
mod job;
mod meter;
mod offer;
mod parcels;
mod planned;
mod quote;
mod road;
mod shock;
mod station;
mod tally;
mod verdict;
mod work;

pub use deadlock::{Deadlock, Held};
pub use tally::{CurveCell, LaneTally, LevelSums, OwnCell, ReplicationOutcome, StageTally};

pub(crate) use agenda::TIME_LIMIT;
pub(crate) use offer::promise_at;
pub(crate) use planned::planned_delivery;
pub(crate) use shock::ShockValues;

use crate::plan::Plan;
use crate::trace::{NoTrace, Recorder};

/// Runs one replication of a plan.
#[must_use]
pub fn replicate(plan: &Plan, seed: u64, replication: u32) -> ReplicationOutcome {
    replicate_traced(plan, seed, replication, &mut NoTrace)
}

/// Runs one replication and tells a recorder what happens.
pub fn replicate_traced<R: Recorder>(
    plan: &Plan,
    seed: u64,
    replication: u32,
    recorder: &mut R,
) -> ReplicationOutcome {
    flow::Flow::new(plan, seed, replication, recorder).run()
}
