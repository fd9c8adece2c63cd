//! Every promise, recomputed: its base from the terms of its level, then padding and rounding.

use super::civil::{DAY, HOUR};
use super::ledger::Ledger;
use super::offers::{self, Base};
use super::report::{Findings, Kind, PromiseCounts};
use super::rules::Rules;
use crate::trace::{Clock, Padding, PaddingAt, Placed, Rounding, ServiceLevel};

/// A civil day may be longer or shorter than 24 h by this much.
const CLOCK_CHANGE: i64 = 2 * HOUR;

/// From the least to the greatest instant that the rules allow; open at the top where calendars decide.
type Range = (i64, i64);

/// Checks every promise; how many could be recomputed to the tick.
pub(super) fn check(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) -> PromiseCounts {
    let mut counts = PromiseCounts::default();
    for placed in &ledger.placed {
        if let Some(level) = placed.level {
            check_order(rules, ledger, (placed, level), findings, &mut counts);
        }
    }
    counts
}

fn check_order(
    rules: &Rules<'_>,
    ledger: &Ledger,
    (placed, level): (&Placed, u32),
    findings: &mut Findings,
    counts: &mut PromiseCounts,
) {
    let terms = &rules.header.service_levels[level as usize];
    let mut wrong = |kind: Kind, what: String| {
        findings.add(kind, placed.at, Some(placed.order), &terms.name, || what);
    };
    let due = offers::base(rules, ledger, placed, level);
    let (Some(base), Some(promise)) = (placed.base, placed.promise) else {
        if due != Base::Unknown || placed.base.is_some() != placed.promise.is_some() {
            wrong(Kind::Promise, "an offered order has no promise".to_owned());
        }
        return;
    };
    let known = match due {
        Base::Any(due) => {
            if !due.contains(&base) {
                let due = list(&due);
                wrong(
                    Kind::Promise,
                    format!("base promise {base} where {due} was due"),
                );
            }
            Known::from(due.len() == 1)
        }
        Base::Unknown => Known::No,
        Base::NotSold(why) => {
            wrong(Kind::Offer, format!("sold at {}: {why}", placed.at));
            Known::No
        }
    };
    if let Some(last) = offers::latest(rules, terms, placed)
        && promise > last
    {
        wrong(
            Kind::Offer,
            format!("sold with the promise {promise}, beyond {last}, the latest"),
        );
    }
    if promise < placed.at {
        wrong(Kind::Promise, format!("promise {promise} before placement"));
    }
    // Padding elsewhere is in the base.
    let padding = match terms.padding_at {
        PaddingAt::Promise => padding_of(rules, terms, level, placed.zone),
        _ => Padding::Elapsed(0),
    };
    let clock = rules.clock(placed.zone);
    let due = clock.and_then(|clock| {
        let padded = pad_by(clock, padding, placed.at, base)?.max(placed.at);
        round_by(clock, terms.rounding, padded)
    });
    let (low, high) = due.map_or_else(
        || {
            let (low, high) = pad(padding, placed.at, base);
            // Negative padding reaches back to placement at most; rounding comes after.
            round(terms.rounding, (low.max(placed.at), high.max(placed.at)))
        },
        exactly,
    );
    if !(low..=high).contains(&promise) {
        let due = if low == high {
            format!("promise {promise} where {low} was due")
        } else {
            format!("promise {promise} outside {low} to {high}")
        };
        wrong(Kind::Promise, due);
    }
    *(match known {
        _ if low != high => &mut counts.bounded,
        Known::Yes => &mut counts.exact,
        Known::OneOf => &mut counts.bounded,
        Known::No => &mut counts.from_base,
    }) += 1;
}

/// What is known of a base promise.
#[derive(Clone, Copy)]
enum Known {
    Yes,
    /// Which of several facilities it was made for is not told.
    OneOf,
    No,
}

impl From<bool> for Known {
    fn from(single: bool) -> Self {
        if single { Self::Yes } else { Self::OneOf }
    }
}

/// The first few, for a message.
fn list(due: &[i64]) -> String {
    let first: Vec<String> = due.iter().take(4).map(i64::to_string).collect();
    first.join(" or ")
}

/// The padding of the last matching override, else the level's.
pub(super) fn padding_of(
    rules: &Rules<'_>,
    terms: &ServiceLevel,
    level: u32,
    zone: u32,
) -> Padding {
    let matches = |of: Option<u32>, index: u32| of.is_none_or(|of| of == index);
    let overrides = rules.header.paddings.iter().rev();
    overrides
        .filter(|row| matches(row.level, level) && matches(row.zone, zone))
        .map(|row| row.padding)
        .next()
        .unwrap_or(terms.padding)
}

/// The padded promise by the clock of the zone; `None`: there is no such day.
pub(super) fn pad_by(clock: &Clock, padding: Padding, placed: i64, base: i64) -> Option<i64> {
    match padding {
        Padding::Days(days) => Some(clock.add_days(base, i64::from(days))),
        Padding::BusinessDays(days) => clock.add_delivery_days(base, i64::from(days)),
        Padding::Elapsed(_) | Padding::Percent(_) => Some(pad(padding, placed, base).0),
    }
}

/// The first instant from `t` on that the rounding allows, by the clock of the zone.
fn round_by(clock: &Clock, rounding: Rounding, t: i64) -> Option<i64> {
    match rounding {
        Rounding::Instant => Some(t),
        Rounding::Hours(hours) => Some(clock.window_end(t, hours)),
        Rounding::EndOfDay => Some(clock.day_end(t)),
        Rounding::EndOfDeliveryDay => clock.delivery_day_end(t),
    }
}

/// Without a clock: as far as it can be told.
fn pad(padding: Padding, placed: i64, base: i64) -> Range {
    match padding {
        Padding::Elapsed(ticks) => exactly(base.saturating_add(ticks)),
        // The quote's share in hundredths of a percent, rounded down to a tick.
        Padding::Percent(share) => {
            let quote = i128::from(base) - i128::from(placed);
            let more = (quote.max(0) * i128::from(share)).div_euclid(10_000);
            exactly(i64::try_from(i128::from(base) + more).unwrap_or(i64::MAX))
        }
        Padding::Days(0) => exactly(base),
        Padding::Days(days) => {
            let padded = base.saturating_add(i64::from(days) * DAY);
            (
                padded.saturating_sub(CLOCK_CHANGE),
                padded.saturating_add(CLOCK_CHANGE),
            )
        }
        // Closed days make the way longer, never shorter.
        Padding::BusinessDays(days) => {
            let padded = base.saturating_add(i64::from(days) * DAY);
            if days < 0 {
                (i64::MIN, padded.saturating_add(CLOCK_CHANGE))
            } else {
                (padded.saturating_sub(CLOCK_CHANGE), i64::MAX)
            }
        }
    }
}

fn exactly(time: i64) -> Range {
    (time, time)
}

fn round(rounding: Rounding, (low, high): Range) -> Range {
    match rounding {
        Rounding::Instant => (low, high),
        Rounding::Hours(hours) => (
            low,
            high.saturating_add(i64::from(hours) * HOUR + CLOCK_CHANGE),
        ),
        Rounding::EndOfDay => (low, high.saturating_add(DAY + CLOCK_CHANGE)),
        Rounding::EndOfDeliveryDay => (low, i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_of_the_base_quote() {
        // 10 % of a quote of 1000 ticks.
        assert_eq!(pad(Padding::Percent(1000), 500, 1500), exactly(1600));
        assert_eq!(pad(Padding::Percent(-1000), 500, 1500), exactly(1400));
        // Down to a tick, whatever the sign.
        assert_eq!(pad(Padding::Percent(1), 500, 1500), exactly(1500));
        assert_eq!(pad(Padding::Percent(-1), 500, 1500), exactly(1499));
    }

    #[test]
    fn negative_business_days_go_back_at_least_as_many_days() {
        let (low, high) = pad(Padding::BusinessDays(-2), 0, 10 * DAY);
        assert!(low < 0 && high == 8 * DAY + CLOCK_CHANGE);
    }
}
