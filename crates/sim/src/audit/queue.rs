//! A stage: who is served when.

use super::fifo::overtakings;
use super::ledger::Ledger;
use super::leg::{Leg, Place};
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::timetable::is_open;
use super::{centre, drawn, flow, jobs, room, servers};
use crate::trace::{Capacity, Stage, StageRules};

/// Checks all visits to one stage.
pub(super) fn check(rules: &Rules<'_>, number: u32, ledger: &Ledger, findings: &mut Findings) {
    let (stage, end_at) = (rules.stage(number), ledger.end.at);
    if let Some(terms) = &stage.rules {
        return check_staff(rules, number, terms, ledger, findings);
    }
    for work in ledger.works_at(number) {
        findings.add(Kind::Work, work.from, Some(work.order), &stage.name, || {
            "work is recorded where it is not called for".to_owned()
        });
    }
    let legs = ledger.at(Place::Stage(number));
    drawn::check_visits(stage, number, legs, ledger, findings);
    check_hours(stage, legs, findings);
    if stage.capacity != Capacity::Unlimited {
        check_fifo(stage, legs, findings);
    }
    match &stage.capacity {
        Capacity::Servers(count) => {
            servers::check(stage, &[(i64::MIN, *count)], legs, end_at, findings);
        }
        Capacity::Staffing(steps) => servers::check(stage, steps, legs, end_at, findings),
        Capacity::Unlimited => flow::check_unlimited(stage, legs, end_at, findings),
        Capacity::Throughput { per_hour } => {
            flow::check_spaced(stage, *per_hour, legs, end_at, findings);
        }
    }
}

/// A staff with rules, with all its stages; done at the first of them.
fn check_staff(
    rules: &Rules<'_>,
    number: u32,
    terms: &StageRules,
    ledger: &Ledger,
    findings: &mut Findings,
) {
    let stage = rules.stage(number);
    let stages = &rules.header.stages;
    let same = |other: &Stage| stage.pool.is_some() && other.pool == stage.pool;
    if stages[..number as usize].iter().any(same) {
        return;
    }
    let mut all = Vec::new();
    for (at, other) in (0..).zip(stages) {
        let Some(own) = other.rules.as_ref().filter(|_| at == number || same(other)) else {
            continue;
        };
        let jobs = jobs::at(rules, at, own, ledger, findings);
        drawn::check_jobs(other, at, &jobs, ledger, findings);
        if let Some(size) = own.buffer {
            let legs = ledger.at(Place::Stage(at));
            room::check(other, size, legs, &jobs, ledger.end.at, findings);
        }
        all.extend(jobs);
    }
    centre::check(stage, terms, &all, ledger.end.at, findings);
}

fn check_hours(stage: &Stage, legs: &[Leg], findings: &mut Findings) {
    let hours = stage.open.as_deref();
    for leg in legs
        .iter()
        .filter(|leg| !leg.pending && !is_open(hours, leg.start))
    {
        findings.add(
            Kind::Closed,
            leg.start,
            Some(leg.order),
            &stage.name,
            || "starts outside the opening hours".to_owned(),
        );
    }
}

fn check_fifo(stage: &Stage, legs: &[Leg], findings: &mut Findings) {
    let mut lost = None;
    overtakings(
        legs,
        |leg| leg.start,
        |ahead, behind| {
            if ahead.pending {
                // One report per order that is never served, whoever overtakes it.
                if lost.replace(ahead.order) != Some(ahead.order) {
                    findings.add(
                        Kind::Lost,
                        ahead.begin,
                        Some(ahead.order),
                        &stage.name,
                        || {
                            format!(
                                "joins the queue and is never served; order {} overtakes it",
                                behind.order
                            )
                        },
                    );
                }
                return;
            }
            findings.add(
                Kind::Fifo,
                behind.start,
                Some(behind.order),
                &stage.name,
                || {
                    format!(
                        "joins at {} and starts at {}; order {} joined at {} and starts at {}",
                        behind.begin, behind.start, ahead.order, ahead.begin, ahead.start
                    )
                },
            );
        },
    );
}
