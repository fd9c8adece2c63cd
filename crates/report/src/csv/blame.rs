//! Table of blame.

use leadtime_sim::outcome::{CauseFigures, CauseKind, Figure, Outcome, ToPlan};

use super::{Table, marks, number};

/// One row per cause, the one charged most first.
pub(super) fn blame(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "cause",
        "name",
        "charged_s",
        "share",
        "share_low",
        "share_high",
        "given_back_s",
        "orders",
        "largest_cause_of",
        "rerun_replications",
        "on_time_to_plan",
        "on_time_to_plan_low",
        "on_time_to_plan_high",
        "gain",
        "gain_low",
        "gain_high",
        "marks",
    ]);
    let causes = outcome.blame.iter().flat_map(|blame| &blame.causes);
    table.rows = causes.map(row).collect();
    table
}

fn row(cause: &CauseFigures) -> Vec<String> {
    let three = |figure: &Figure| [figure.value, figure.low, figure.high].map(number);
    let [share, share_low, share_high] = three(&cause.share);
    let mut row = vec![
        kind(cause.kind).to_owned(),
        cause.name.clone(),
        number(Some(cause.charged)),
        share,
        share_low,
        share_high,
        number(Some(cause.given_back)),
        cause.orders.to_string(),
        cause.largest.to_string(),
    ];
    match &cause.to_plan {
        Some(ToPlan {
            replications,
            on_time,
            gain,
        }) => {
            row.push(replications.to_string());
            row.extend(three(on_time));
            row.extend(three(gain));
        }
        None => row.extend((0..7).map(|_| String::new())),
    }
    row.push(marks(&cause.share.marks));
    row
}

fn kind(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Stage => "stage",
        CauseKind::Transit => "transit",
        CauseKind::VehicleFull => "vehicle-full",
        CauseKind::FleetFull => "fleet-full",
        CauseKind::LateDeparture => "late-departure",
        CauseKind::CancelledDeparture => "cancelled-departure",
        CauseKind::Stock => "stock",
        CauseKind::FailedAttempts => "failed-attempts",
        CauseKind::PlanInfeasible => "plan-infeasible",
    }
}
