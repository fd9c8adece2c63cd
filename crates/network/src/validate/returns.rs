//! What flows back, and the stages that it passes.

use super::facilities::stage_rows;
use super::names::Names;
use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{Discipline, Facility, Returns};
use crate::scenario::{Findings, Scenario, Span, StageRow};

/// The table, and the stages that only make sense with it.
pub(super) fn returns(
    scenario: &Scenario,
    names: &Names<'_>,
    facilities: &[Facility],
    findings: &mut Findings,
) -> Option<Returns> {
    let given = scenario.root.returns.value();
    let returns = given.map(|table| Returns {
        share: ranges::number(&table.share, "share", Allowed::Share, findings).unwrap_or(0.0),
        after: table.after.cloned().unwrap_or(Distribution::Constant(0.0)),
        transit: table
            .transit
            .cloned()
            .unwrap_or(Distribution::Constant(0.0)),
        to: names.facilities.find_optional(&table.to, findings),
        resellable: ranges::number(&table.resellable, "resellable", Allowed::Share, findings)
            .unwrap_or(1.0),
    });
    let rows = stage_rows(scenario, names);
    for (at, (facility, rows)) in facilities.iter().zip(rows).enumerate() {
        if rows.len() != facility.stages.len() {
            continue;
        }
        check_order(facility, &rows, findings);
        for (stage, row) in rows.iter().enumerate() {
            let Some(span) = row
                .returns
                .span()
                .filter(|_| facility.stages[stage].returns)
            else {
                continue;
            };
            check_rules(facility, stage, row, findings);
            if scenario.root.returns.is_absent() {
                let help = "add `[returns]`, or leave `returns` out";
                let message = "a stage for returns needs `[returns]`: nothing flows back";
                findings.report_with(Code::Conflict, span, message, help);
            } else if let Some(returns) = &returns {
                let stated = scenario.root.returns.value();
                let known = stated.is_some_and(|table| !table.to.is_bad());
                let elsewhere = returns.to.is_some_and(|to| to != at);
                let unknown =
                    returns.to.is_none() && stated.is_some_and(|table| table.to.given().is_some());
                let origin = facility.is_fulfilment_centre() || returns.to.is_some();
                if known && !unknown && (elsewhere || !origin) {
                    let message = format!("no parcel comes back to `{}`", facility.name);
                    let help = "write its name as `to` under `[returns]`, or put the stage where parcels come back";
                    findings.report_with(Code::Conflict, span, message, help);
                }
            }
        }
    }
    returns
}

/// What goes out passes the first stages of a facility, what comes back the last ones.
fn check_order(facility: &Facility, rows: &[&StageRow], findings: &mut Findings) {
    let first = facility.stages.iter().position(|stage| stage.returns);
    let Some(first) = first else { return };
    for (stage, row) in rows.iter().enumerate().skip(first) {
        if !facility.stages[stage].returns {
            let span = row.stage.span().unwrap_or(row.span);
            let message = "a stage on the way out stands behind one for returns";
            let help = "put the stages for returns last";
            findings.report_with(Code::Conflict, span, message, help);
        }
    }
}

/// Keys that mean something only on the way out. A parcel that comes back has no promise, no class and no departure.
fn check_rules(facility: &Facility, stage: usize, row: &StageRow, findings: &mut Findings) {
    let keys: [(&str, Option<Span>); 9] = [
        ("discipline", row.discipline.span()),
        ("preemptive", row.preemptive.span()),
        ("batch", row.batch.span()),
        ("release", row.release.span()),
        ("order_cap", row.order_cap.span()),
        ("rework", row.rework.span()),
        ("buffer", row.buffer.span()),
        ("planned", row.planned.span()),
        ("cost", row.cost.span()),
    ];
    for (key, span) in keys {
        if let Some(span) = span {
            let message = format!("`{key}` means nothing to a stage for returns");
            let help = match key {
                "cost" => "what a return costs is `per_return` under `[costs]`",
                _ => "parcels that come back are worked on first in, first out",
            };
            findings.report_with(Code::Conflict, span, message, help);
        }
    }
    let of = &facility.stages[stage];
    if let (Some(span), true) = (
        row.pool.span().filter(|_| of.pool.is_some()),
        of.queueing.discipline != Discipline::Fifo,
    ) {
        let message = "a pool that also works on returns serves first in, first out";
        let help = "leave `discipline` of the pool out, or give the stage servers of its own";
        findings.report_with(Code::Conflict, span, message, help);
    }
}
