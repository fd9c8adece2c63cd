//! What flows back: each parcel once, after its end, to the right facility, through all stages there, and onto the shelf.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::leg::{Leg, Phase, Place, UNKNOWN};
use super::report::{Findings, Kind};
use super::rules::Rules;
use crate::trace::{Restocked, Returned};

/// Takes the visits to stages for returns out of the legs, so that all others are on the way out. By order.
pub(super) fn take(rules: &Rules<'_>, ledger: &mut Ledger) -> Vec<Leg> {
    let legs = std::mem::take(&mut ledger.legs);
    let comes_back =
        |leg: &Leg| matches!(leg.place, Place::Stage(stage) if rules.stage(stage).returns);
    let (back, out) = legs.into_iter().partition(comes_back);
    ledger.legs = out;
    back
}

/// Checks everything that flows back, while the legs are sorted by order. The visits, with how each parcel came to them, and one
/// more where the run left a parcel in a queue.
pub(super) fn check(
    rules: &Rules<'_>,
    back: Vec<Leg>,
    ledger: &Ledger,
    findings: &mut Findings,
) -> Vec<Leg> {
    let mut visits: BTreeMap<u64, Vec<Leg>> = BTreeMap::new();
    for leg in back {
        visits.entry(leg.order).or_default().push(leg);
    }
    let mut checked = Vec::new();
    for same in ledger.returned.chunk_by(|a, b| a.order == b.order) {
        let returned = &same[0];
        if let Some(again) = same.get(1) {
            report(again.order, again.leaves, "flows back twice", findings);
        }
        check_sent(rules, ledger, returned, findings);
        let from = ledger
            .restocked
            .partition_point(|of| of.order < returned.order);
        let ends = ledger.restocked[from..].iter();
        let ends: Vec<Restocked> = ends
            .take_while(|of| of.order == returned.order)
            .copied()
            .collect();
        let mut way = Way {
            rules,
            returned,
            end_at: ledger.end.at,
            findings: &mut *findings,
        };
        let mut legs = visits.remove(&returned.order).unwrap_or_default();
        way.walk(&mut legs, &ends);
        checked.append(&mut legs);
    }
    for leg in visits.into_values().flatten() {
        let text = "was worked on as a return, and never flowed back";
        report(leg.order, leg.begin, text, findings);
        checked.push(leg);
    }
    for end in &ledger.restocked {
        if !flows_back(ledger, end.order) {
            report(
                end.order,
                end.at,
                "dealt with, and never flowed back",
                findings,
            );
        }
    }
    check_all(rules, ledger, findings);
    checked
}

fn report(order: u64, at: i64, text: &str, findings: &mut Findings) {
    findings.add(Kind::Returned, at, Some(order), "", || text.to_owned());
}

fn flows_back(ledger: &Ledger, order: u64) -> bool {
    let found = ledger.returned.binary_search_by_key(&order, |of| of.order);
    found.is_ok()
}

/// What nobody took always flows back; of what was delivered none or all where the share says so.
fn check_all(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    let Some(returns) = &rules.header.returns else {
        return;
    };
    for &order in &ledger.exhausted {
        if !flows_back(ledger, order) {
            let text = "nobody took it, and it does not flow back";
            report(order, ledger.end.at, text, findings);
        }
    }
    for delivered in &ledger.delivered {
        let back = flows_back(ledger, delivered.order);
        if back && returns.share <= 0.0 || !back && returns.share >= 1.0 {
            let text = "does not do what all delivered parcels do: flow back, or stay";
            report(delivered.order, delivered.at, text, findings);
        }
    }
}

/// A parcel leaves after its end, and arrives at the facility at which it has to.
fn check_sent(rules: &Rules<'_>, ledger: &Ledger, returned: &Returned, findings: &mut Findings) {
    let order = returned.order;
    let delivered = ledger
        .delivered
        .binary_search_by_key(&order, |end| end.order);
    let from = ledger.attempts.partition_point(|one| one.order < order);
    let tries = ledger.attempts[from..].iter();
    let last = tries.take_while(|one| one.order == order).last();
    let leaves = match (delivered, ledger.exhausted.binary_search(&order)) {
        (Ok(at), Err(_)) => returned.leaves >= ledger.delivered[at].at,
        (Err(_), Ok(_)) => last.is_some_and(|one| returned.leaves == one.at),
        _ => false,
    };
    if !leaves || returned.arrives < returned.leaves {
        let text = "flows back without having ended, or too early";
        report(order, returned.leaves, text, findings);
    }
    let stated = rules.header.returns.as_ref().and_then(|of| of.to);
    let right = match (stated, ledger.parcel(order)) {
        (Some(to), _) => returned.facility == to,
        (None, Some(made)) => rules.is_back_at(returned.facility, rules.facility_at(made.origin)),
        (None, None) => {
            let first = ledger.legs.partition_point(|leg| leg.order < order);
            let first = ledger.legs.get(first).filter(|leg| leg.order == order);
            first.is_some_and(|leg| {
                let origin = match leg.place {
                    Place::Stage(stage) => rules.facility_of(stage),
                    Place::Lane(lane) => rules.lane_from(lane),
                };
                rules.is_back_at(returned.facility, origin)
            })
        }
    };
    if !right {
        let text = "flows back to another facility than it has to";
        report(order, returned.arrives, text, findings);
    }
}

/// The way of a parcel through the facility to which it comes back.
struct Way<'a, 'h> {
    rules: &'a Rules<'h>,
    returned: &'a Returned,
    end_at: i64,
    findings: &'a mut Findings,
}

impl Way<'_, '_> {
    fn report(&mut self, kind: Kind, at: i64, text: &str) {
        let order = Some(self.returned.order);
        self.findings.add(kind, at, order, "", || text.to_owned());
    }

    /// Follows the visits; adds the one that the run left pending.
    fn walk(&mut self, legs: &mut Vec<Leg>, ends: &[Restocked]) {
        let mut due = self.rules.first_back(self.returned.facility);
        let (mut now, mut finished) = (self.returned.arrives, self.returned.arrives);
        let (mut phase, mut ranked, mut held) = (Phase::Receipt, true, false);
        for leg in legs.iter_mut() {
            leg.outside = if now > finished { finished } else { leg.begin };
            if leg.begin != now {
                self.report(Kind::Gap, leg.begin, "a return begins late or early");
            }
            if leg.start < leg.begin || leg.end < leg.start {
                self.report(
                    Kind::Causality,
                    leg.begin,
                    "a return is worked on backwards",
                );
            }
            let Place::Stage(stage) = leg.place else {
                continue;
            };
            if due != Some(stage) {
                self.report(Kind::Path, leg.begin, "a return at another stage than due");
            }
            (leg.phase, leg.ranked) = (phase, ranked);
            (now, finished, held) = (leg.left, leg.end, leg.held);
            phase = Phase::Completion;
            ranked = leg.start < leg.end && leg.left == leg.end;
            due = self.rules.stage_after(stage);
        }
        self.finish(due, (now, held), ends);
        if let (Some(stage), [], false, true) = (due, ends, held, now < self.end_at) {
            legs.push(Leg {
                order: self.returned.order,
                place: Place::Stage(stage),
                phase,
                ranked,
                pending: true,
                begin: now,
                start: self.end_at,
                end: self.end_at,
                scheduled: None,
                left: self.end_at,
                held: false,
                outside: finished,
                entered: now,
                onward: UNKNOWN,
            });
        }
    }

    fn finish(&mut self, due: Option<u32>, (now, held): (i64, bool), ends: &[Restocked]) {
        match (ends, due) {
            ([], None) if now < self.end_at && !held => {
                self.report(Kind::Lost, now, "a return was worked on, and has no end");
            }
            ([], _) => {}
            ([end, again @ ..], _) => {
                if due.is_some() || end.at != now {
                    let text = "a return ends before its last stage, or at another instant";
                    self.report(Kind::Returned, end.at, text);
                }
                let resellable = self.rules.header.returns.as_ref().map(|of| of.resellable);
                let certain = match resellable {
                    Some(share) if share <= 0.0 => Some(false),
                    Some(share) if share >= 1.0 => Some(true),
                    _ => None,
                };
                if certain.is_some_and(|certain| certain != end.resellable) {
                    self.report(Kind::Returned, end.at, "sold again against the shares");
                }
                for end in again {
                    self.report(Kind::EndedTwice, end.at, "a return ends twice");
                }
            }
        }
    }
}
