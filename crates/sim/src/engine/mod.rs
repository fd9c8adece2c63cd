//! The engine: one replication, event by event.
//!
//! Only what depends on others is an event: a parcel's arrival at a stage with servers, or at a lane with a vehicle capacity.
//! Everything else (pure delays, unlimited vehicles, transits, last legs) is walked through at once, because its end is a
//! function of its start. On the reference network that leaves two events an order.

mod accounts;
mod agenda;
mod almanac;
mod arrivals;
mod attempts;
mod backlog;
mod baskets;
mod blame;
mod caps;
mod centre;
mod centres;
mod closing;
mod conditional;
mod costs;
mod course;
mod crossed;
mod curves;
mod deadlock;
mod deliveries;
mod desk;
mod events;
mod flow;
mod heap;
mod hourly;
mod job;
mod ladder;
mod light;
mod meter;
mod offer;
mod orders;
mod parcels;
mod placement;
mod planned;
mod price_curves;
mod quote;
mod release;
mod residual;
mod returns;
mod road;
mod servers;
mod shifts;
mod shock;
mod sorting;
mod sourcing;
mod standing;
mod station;
mod steady;
mod store;
mod stores;
mod sweep;
mod tally;
mod timely;
mod told;
mod tours;
mod turn;
mod verdict;
mod view;
mod walk;
mod work;

pub use blame::{BlameTally, Cause, CauseCell};
pub use conditional::ConditionalCell;
pub use costs::{CostCell, CostTally, Parts, PlaceCost, PriceCell};
pub use deadlock::{Deadlock, Held};
pub use hourly::Hourly;
pub use tally::{
    BasketTally, CurveCell, LaneTally, LevelSums, OwnCell, ReplicationOutcome, ReturnTally,
    StageTally, StockTally,
};

pub use sweep::Driver;
pub use timely::TimelyCell;

pub(crate) use agenda::TIME_LIMIT;
pub(crate) use backlog::most_dealt;
pub(crate) use offer::promise_at;
pub(crate) use planned::planned_delivery;
pub(crate) use residual::residuals;
pub(crate) use shock::ShockValues;
pub(crate) use tally::HOURS_OF_WEEK;

use leadtime_network::promise::PaddingAmount;

use crate::plan::Plan;
use crate::trace::{NoTrace, Recorder};

/// Runs one replication of a plan.
#[must_use]
pub fn replicate(plan: &Plan, seed: u64, replication: u32) -> ReplicationOutcome {
    replicate_traced(plan, seed, replication, &mut NoTrace)
}

/// Runs one replication and tells a recorder what happens. One that takes things out of order is told all of them again where more parcels
/// seem to be under way at once than there may be: then the replication is run anew, event by event.
pub fn replicate_traced<R: Recorder>(
    plan: &Plan,
    seed: u64,
    replication: u32,
    recorder: &mut R,
) -> ReplicationOutcome {
    run(plan, &plan.paddings, (seed, replication), recorder)
}

/// Runs one replication with other paddings, per (level, zone), than the plan's own.
#[must_use]
pub(crate) fn replicate_padded(
    plan: &Plan,
    paddings: &[PaddingAmount],
    seed: u64,
    replication: u32,
) -> ReplicationOutcome {
    run(plan, paddings, (seed, replication), &mut NoTrace)
}

/// Whether the parcels of a replication that nobody looks at travel light: their turns tell all of them, and nothing else is kept. Only the
/// speed depends on it. Late orders are charged to their causes in the first replications only; this is asked of a later one.
#[must_use]
pub fn travels_light(plan: &Plan) -> bool {
    let (which, mut recorder) = ((0, u32::MAX), NoTrace);
    let flow = flow::Flow::new(plan, &plan.paddings, which, &mut recorder).hastened();
    flow.travels_light()
}

fn run<R: Recorder>(
    plan: &Plan,
    paddings: &[PaddingAmount],
    which: (u64, u32),
    recorder: &mut R,
) -> ReplicationOutcome {
    let flow = flow::Flow::new(plan, paddings, which, recorder).hastened();
    let by_each = flow.sweep.is_none() && !flow.light;
    let outcome = flow.run();
    if by_each || outcome.overflowed.is_none() {
        return outcome;
    }
    // A parcel counts as under way to the end of the window or bucket in which it is delivered: only one event after the other tells.
    flow::Flow::new(plan, paddings, which, recorder).run()
}
