//! Finite room in front of stages: never more than its size, never unused while somebody waits outside.

use std::collections::BTreeMap;

use super::jobs::{Job, NEVER};
use super::ledger::Ledger;
use super::leg::{Leg, Place};
use super::report::{Findings, Kind};
use super::rules::Rules;
use crate::trace::{Header, Stage};

/// Records about room that belong to no visit, or to a stage where there is nothing to wait for.
pub(super) fn check_records(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    for of in &ledger.blocked {
        let name = &rules.stage(of.stage).name;
        findings.add(Kind::Work, of.from, Some(of.order), name, || {
            "keeps a server where no work of its own ended".to_owned()
        });
    }
    // Where a parcel was that had not come in when the run ended cannot always be told.
    // Nor can it of one of which nothing else is told but its placement: there may be several places to start from.
    let is_told = |order: u64| ledger.legs.iter().any(|leg| leg.order == order);
    let came_in = ledger.entered.iter().filter(|of| of.at.is_some());
    for of in came_in.filter(|of| is_told(of.order)) {
        let name = &rules.stage(of.stage).name;
        findings.add(
            Kind::Room,
            of.at.unwrap_or(ledger.end.at),
            Some(of.order),
            name,
            || "came in from a yard in which it did not wait".to_owned(),
        );
    }
    let limited = |header: &Header, stage: u32| {
        let terms = header.stages[stage as usize].rules.as_ref();
        terms.is_some_and(|terms| terms.buffer.is_some())
    };
    for leg in ledger.legs.iter().filter(|leg| leg.entered > leg.outside) {
        let Place::Stage(stage) = leg.place else {
            continue;
        };
        if !limited(rules.header, stage) {
            let name = &rules.stage(stage).name;
            findings.add(Kind::Room, leg.outside, Some(leg.order), name, || {
                "waits for room where there is no limit to it".to_owned()
            });
        }
    }
}

/// What changes, in this order within an instant; only what is left when the instant is over must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Outside,
    ComesIn,
    Enters,
    Starts,
}

/// Checks the room in front of one stage.
pub(super) fn check(
    stage: &Stage,
    size: u32,
    legs: &[Leg],
    jobs: &[Job<'_>],
    end_at: i64,
    findings: &mut Findings,
) {
    // Work on parcels that are not finished may have begun.
    let mut begun: BTreeMap<(u64, i64), i64> = BTreeMap::new();
    for job in jobs {
        let start = job.work.first().map_or(NEVER, |work| work.0);
        begun.extend(
            job.members
                .iter()
                .map(|leg| ((leg.order, leg.begin), start)),
        );
    }
    let mut events: Vec<(i64, Change, u64)> = Vec::new();
    for leg in legs {
        let start = if leg.pending {
            begun.get(&(leg.order, leg.begin)).copied().unwrap_or(NEVER)
        } else {
            leg.start
        };
        if leg.entered > leg.outside {
            events.push((leg.outside, Change::Outside, leg.order));
            events.push((leg.entered, Change::ComesIn, leg.order));
        } else {
            events.push((leg.entered, Change::Enters, leg.order));
        }
        events.push((start, Change::Starts, leg.order));
    }
    events.retain(|event| event.0 < end_at);
    events.sort_unstable();
    let (mut outside, mut inside) = (0_i64, 0_i64);
    for same in events.chunk_by(|a, b| a.0 == b.0) {
        let now = same[0].0;
        for &(_, change, _) in same {
            match change {
                Change::Outside => outside += 1,
                Change::Enters => inside += 1,
                Change::ComesIn => {
                    inside += 1;
                    outside -= 1;
                }
                Change::Starts => inside -= 1,
            }
        }
        let order = same.last().map(|event| event.2);
        if inside > i64::from(size) {
            findings.add(Kind::Room, now, order, &stage.name, || {
                format!("{inside} wait where {size} have room")
            });
        }
        // Without any room a parcel comes in when a server takes it at once: that is not seen here.
        if size > 0 && outside > 0 && inside < i64::from(size) {
            findings.add(Kind::Room, now, order, &stage.name, || {
                format!("{outside} wait outside, and {inside} of {size} places are taken")
            });
        }
    }
}
