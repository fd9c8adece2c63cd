//! Quotes that are the same whenever an order is placed: nothing need be asked of a calendar, a queue or a cap.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::{DayOffset, PaddingAmount, Rounding};

use crate::plan::{Plan, Policy};

/// Far less than any run: no sum of such lengths leaves the range of time.
const LONGEST: i64 = 1 << 40;

/// Base promise and promise, ticks after the placement, and the first step of the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SteadyQuote {
    pub(crate) first: u32,
    pub(crate) base: i64,
    pub(crate) promise: i64,
}

/// Per (zone, level): the quote of every order that wants the level, where it is always the same.
pub(crate) fn steady_quotes(plan: &Plan, paddings: &[PaddingAmount]) -> Vec<Option<SteadyQuote>> {
    let orders_matter =
        plan.turns_away || plan.capped || plan.feedback.withdraws || plan.baskets.is_some();
    let zones = 0..plan.zones.len();
    let quote = |zone, level| {
        let first = plan.route(zone as u32, level)?.first;
        let padding = paddings[level * plan.zones.len() + zone];
        (!orders_matter).then(|| steady(plan, (zone, level, first), padding))?
    };
    zones
        .flat_map(|zone| (0..plan.levels.len()).map(move |level| quote(zone, level)))
        .collect()
}

fn steady(
    plan: &Plan,
    (zone, level, first): (usize, usize, u32),
    padding: PaddingAmount,
) -> Option<SteadyQuote> {
    let level = &plan.levels[level];
    let after = match &level.policy {
        Policy::Constant(DayOffset::Elapsed(after)) => after.0,
        Policy::Quantile(_, _, after) => *after.get(zone)?,
        _ => return None,
    };
    let PaddingAmount::Elapsed(padding) = padding else {
        return None;
    };
    let plain = level.padding_at == PaddingAt::Promise
        && level.rounding == Rounding::Instant
        && level.cutoffs.is_empty()
        && level.at_least.is_none()
        && level.latest.is_none()
        && after.abs().max(padding.0.abs()) < LONGEST;
    let base = after.max(0);
    plain.then(|| SteadyQuote {
        first,
        base,
        promise: (base + padding.0).max(0),
    })
}
