//! Why a plan cannot be swept.

use super::super::{Plan, Policy};

/// What ties places together within an instant.
pub(super) fn refusal(plan: &Plan) -> Result<(), &'static str> {
    ties(plan)?;
    let overflows = plan.lanes.iter().any(|lane| lane.overflow.is_some());
    match overflows {
        true => Err("what finds a departure full goes another way"),
        false => Ok(()),
    }
}

/// What ties parcels together, or promises to them.
pub(super) fn ties(plan: &Plan) -> Result<(), &'static str> {
    let looks = |policy: &Policy| matches!(policy, Policy::State(_));
    let reasons = [
        (
            plan.baskets.is_some(),
            "orders are sourced one after the other",
        ),
        (plan.returns.is_some(), "parcels flow back"),
        (plan.capped, "order caps look at all orders promised so far"),
        (
            plan.turns_away,
            "a stage that turns orders away is looked at when they are placed",
        ),
        (
            plan.levels.iter().any(|level| looks(&level.policy)),
            "a promise looks at the queues",
        ),
        (
            plan.stations.iter().any(|station| station.centre.is_some()),
            "at a stage those who come later matter (a discipline, batches, waves, shifts that pause work, finite room, a pool)",
        ),
        (
            plan.lanes.iter().any(|lane| lane.tour.is_some()),
            "tours are made up when a departure closes",
        ),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        Some((_, reason)) => Err(reason),
        None => Ok(()),
    }
}
