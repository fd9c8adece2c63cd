//! The rules of a stage beyond first in, first out.

use super::buffers;
use super::pools::{Staff, StaffRules};
use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::network::{
    Batch, Breakdown, Capacity, Departures, Discipline, Overtime, Queueing, Rework, Stage,
};
use crate::scenario::{Field, Findings, Span, StageRow};

/// The rules of one stage; `before` are the stages of its facility that a parcel passes earlier, `classes` the number of different
/// priorities.
pub(super) fn queueing(
    row: &StageRow,
    staff: &Staff<'_>,
    before: &[Stage],
    classes: usize,
    findings: &mut Findings,
) -> Queueing {
    let rules = staff.rules;
    let queueing = Queueing {
        discipline: rules.discipline,
        preemptive: rules.preemptive,
        overtime: rules.overtime,
        batch: batch(row, findings),
        release: release(row, findings),
        order_cap: order_cap(row, findings),
        breakdown: breakdown(row, findings),
        rework: rework(row, before, findings),
        buffer: buffers::buffer(row, findings),
    };
    check_rules(
        &rules,
        &staff.capacity,
        !staff.outages.is_empty(),
        classes,
        findings,
    );
    check_throughput(row, &staff.capacity, findings);
    queueing
}

/// What cannot be meant of a discipline, preemption or overtime.
fn check_rules(
    rules: &StaffRules,
    capacity: &Capacity,
    outages: bool,
    classes: usize,
    findings: &mut Findings,
) {
    if let (Discipline::Priority, true, Some(span)) =
        (rules.discipline, classes == 1, rules.discipline_at)
    {
        let help = "add service levels, give them different `priority`, or leave `discipline` out";
        let message = "priority without a class: all service levels have the same priority";
        findings.report_with(Code::NoClasses, span, message, help);
    }
    if let (Discipline::Fifo, true, Some(span)) =
        (rules.discipline, rules.preemptive, rules.preemptive_at)
    {
        let message = "nothing is more urgent under `fifo`: `preemptive` needs another discipline";
        findings.report(Code::Conflict, span, message);
    }
    if matches!(capacity, Capacity::Unlimited) {
        let keys = [
            ("discipline", rules.discipline_at),
            ("preemptive", rules.preemptive_at),
        ];
        for (key, span) in keys {
            if let Some(span) = span {
                let message = format!("nobody waits for unlimited servers: `{key}` has no effect");
                findings.report(Code::Conflict, span, message);
            }
        }
    }
    let always = matches!(capacity, Capacity::Servers(_) | Capacity::Unlimited);
    if let (true, true, Some(span)) = (
        always && !rules.calendar && !outages,
        rules.overtime != Overtime::Finish,
        rules.overtime_at,
    ) {
        let message = "nobody ever goes home: `overtime` needs shifts, a calendar or outages";
        findings.report(Code::Conflict, span, message);
    }
}

/// A throughput spaces starts; it has no servers to be given to one parcel or another.
fn check_throughput(row: &StageRow, capacity: &Capacity, findings: &mut Findings) {
    if !matches!(capacity, Capacity::Throughput { .. }) {
        return;
    }
    let keys: [(&str, Option<Span>); 8] = [
        ("discipline", row.discipline.span()),
        ("overtime", row.overtime.span()),
        ("batch", row.batch.span()),
        ("release", row.release.span()),
        ("breakdown", row.breakdown.span()),
        ("preemptive", row.preemptive.span()),
        ("buffer", row.buffer.span()),
        ("outages", row.outages.span()),
    ];
    for (key, span) in keys {
        if let Some(span) = span {
            let message = format!("`{key}` needs servers; this stage has a `throughput`");
            findings.report(Code::Conflict, span, message);
        }
    }
}

fn batch(row: &StageRow, findings: &mut Findings) -> Option<Batch> {
    if let (Some(span), true) = (row.batch_wait.span(), row.batch.is_absent()) {
        findings.report(Code::Conflict, span, "`batch_wait` needs `batch`");
    }
    Some(Batch {
        size: ranges::count(&row.batch, "batch", findings)?,
        wait: ranges::length(&row.batch_wait),
    })
}

fn release(row: &StageRow, findings: &mut Findings) -> Option<Departures> {
    let given = row.release.given()?;
    let never = match &given.value {
        Departures::OnDemand => {
            let message = "waves are released at clock times or at a headway";
            findings.report(Code::Conflict, given.span, message);
            return None;
        }
        Departures::Headway { .. } => false,
        Departures::Timetable(entries) => entries.iter().all(|entry| entry.times.is_empty()),
    };
    if never {
        findings.report(Code::NeverOpen, given.span, "no wave is ever released");
    }
    Some(given.value.clone())
}

fn order_cap(row: &StageRow, findings: &mut Findings) -> Option<u32> {
    if let (Some(span), true) = (row.order_cap.span(), row.release.is_absent()) {
        let message = "`order_cap` is per wave: it needs `release`";
        findings.report(Code::Conflict, span, message);
    }
    ranges::count(&row.order_cap, "order_cap", findings)
}

fn breakdown(row: &StageRow, findings: &mut Findings) -> Option<Breakdown> {
    match (&row.breakdown, &row.repair) {
        (Field::Given(between), Field::Given(repair)) => {
            if between.value.0.0 <= 0 {
                let message = "the time between failures must be longer than nothing";
                findings.report(Code::NegativeDuration, between.span, message);
            }
            Some(Breakdown {
                between: between.value.0,
                repair: repair.value.clone(),
            })
        }
        (Field::Given(given), Field::Absent) => {
            let message = "`breakdown` needs `repair`";
            findings.report(Code::MissingKey, given.span, message);
            None
        }
        (Field::Absent, Field::Given(given)) => {
            let message = "`repair` needs `breakdown`";
            findings.report(Code::MissingKey, given.span, message);
            None
        }
        _ => None,
    }
}

fn rework(row: &StageRow, before: &[Stage], findings: &mut Findings) -> Option<Rework> {
    let probability = ranges::number(&row.rework, "rework", Allowed::Share, findings);
    if let (Some(span), true) = (row.rework_to.span(), row.rework.is_absent()) {
        findings.report(Code::Conflict, span, "`rework_to` needs `rework`");
    }
    let probability = probability?;
    if let (true, Some(span)) = (probability >= 1.0, row.rework.span()) {
        let message = "work that always fails is never done: `rework` must be below 1";
        findings.report(Code::OutOfRange, span, message);
    }
    let to = match row.rework_to.given() {
        None => before.len(),
        Some(name) if row.stage.value() == Some(&name.value) => before.len(),
        Some(name) => {
            let found = before.iter().position(|stage| stage.name == name.value);
            if found.is_none() {
                let message = format!("`{}` is no stage before this one", name.value);
                findings.report(Code::UnknownName, name.span, message);
            }
            found?
        }
    };
    Some(Rework { probability, to })
}
