//! Delivery attempts: the first when the last leg arrives, the last one decides.

use super::ledger::Ledger;
use super::leg::{Leg, Place};
use super::parcels::Parcel;
use super::report::{Findings, Kind};
use super::rules::Rules;

/// How often a last leg tries, and what came of it.
struct Door<'a> {
    order: u64,
    arrived: i64,
    most: u32,
    /// (when, taken), in the order of the trace.
    tries: &'a [crate::trace::Attempt],
    delivered: Option<i64>,
    exhausted: bool,
}

/// Checks every order whose last leg may fail. Only while the legs are sorted by order.
pub(super) fn check(
    rules: &Rules<'_>,
    parcels: &[Parcel],
    ledger: &Ledger,
    findings: &mut Findings,
) {
    check_arrived(rules, ledger, findings);
    for leg in &ledger.legs {
        let Place::Lane(lane) = leg.place else {
            continue;
        };
        let Some(most) = rules.lane(lane).attempts else {
            continue;
        };
        let of = |order: u64| {
            let first = ledger.attempts.partition_point(|one| one.order < order);
            let tries = &ledger.attempts[first..];
            &tries[..tries.partition_point(|one| one.order == order)]
        };
        let ended = ledger
            .delivered
            .binary_search_by_key(&leg.order, |end| end.order);
        Door {
            order: leg.order,
            arrived: at_door(rules, parcels, leg),
            most,
            tries: of(leg.order),
            delivered: ended.ok().map(|at| ledger.delivered[at].at),
            exhausted: ledger.exhausted.binary_search(&leg.order).is_ok(),
        }
        .check(findings);
    }
}

/// Nobody rings at a door before the last leg.
fn check_arrived(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    let rings = |place| matches!(place, Place::Lane(lane) if rules.lane(lane).attempts.is_some());
    let doors = ledger.legs.iter().filter(|leg| rings(leg.place));
    let doors: Vec<u64> = doors.map(|leg| leg.order).collect();
    for same in ledger.attempts.chunk_by(|a, b| a.order == b.order) {
        let order = same[0].order;
        if doors.binary_search(&order).is_err() {
            findings.add(Kind::Attempts, same[0].at, Some(order), "", || {
                "somebody rang at a door to which no last leg went".to_owned()
            });
        }
    }
}

/// When a parcel is first tried: on arrival, or when somebody is at the door.
fn at_door(rules: &Rules<'_>, parcels: &[Parcel], leg: &Leg) -> i64 {
    let known = parcels.binary_search_by_key(&leg.order, |parcel| parcel.number);
    let Ok(known) = known else { return leg.end };
    let placed = &parcels[known].placed;
    rules.at_door(placed.zone, placed.level.unwrap_or(0), leg.end)
}

impl Door<'_> {
    fn check(&self, findings: &mut Findings) {
        let mut report = |at: i64, text: &str| {
            findings.add(Kind::Attempts, at, Some(self.order), "", || text.to_owned());
        };
        let [first, ..] = self.tries else {
            return report(self.arrived, "nobody rang at the door");
        };
        if first.at != self.arrived {
            report(first.at, "the first attempt is not made on arrival");
        }
        if self.tries.len() > self.most as usize {
            report(first.at, "more attempts than are made");
        }
        for pair in self.tries.windows(2) {
            if pair[0].succeeds {
                report(pair[1].at, "an attempt after one that succeeded");
            }
            if pair[1].at <= pair[0].at {
                report(pair[1].at, "an attempt not later than the one before");
            }
        }
        let last = self.tries[self.tries.len() - 1];
        if last.succeeds && (self.delivered != Some(last.at) || self.exhausted) {
            report(last.at, "taken at the door, and not delivered then");
        }
        let given_up = self.tries.len() == self.most as usize;
        if !last.succeeds && (self.delivered.is_some() || !given_up || !self.exhausted) {
            report(
                last.at,
                "not taken at the door, and neither tried again nor given up",
            );
        }
    }
}
