//! Causes of lateness in words.

use leadtime_sim::outcome::{CauseFigures, CauseKind};

/// What a cause is called: `EWR/pick`, `transit EWR->BOS`, `vehicles full, EWR->BOS`.
pub(crate) fn cause(cause: &CauseFigures) -> String {
    let name = &cause.name;
    match cause.kind {
        CauseKind::Stage => name.clone(),
        CauseKind::Transit => format!("transit, {name}"),
        CauseKind::VehicleFull => format!("vehicles full, {name}"),
        CauseKind::FleetFull => format!("drivers full, {name}"),
        CauseKind::LateDeparture => format!("late departures, {name}"),
        CauseKind::CancelledDeparture => format!("cancelled departures, {name}"),
        CauseKind::Stock => "waiting for stock".to_owned(),
        CauseKind::FailedAttempts => "failed attempts".to_owned(),
        CauseKind::PlanInfeasible => "plan infeasible".to_owned(),
    }
}

/// A difference of shares in percentage points: `+1.23`, with its interval.
pub(crate) fn points(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return super::NOTHING.to_owned();
    };
    let width = low.zip(high).map_or(value.abs(), |(low, high)| high - low);
    let digits = super::share::width_digits(width.abs() * 100.0).clamp(1, 4);
    let signed = |value: f64| super::number::signed(value * 100.0, digits, true);
    match (low, high) {
        (Some(low), Some(high)) => {
            format!("{} ({} to {})", signed(value), signed(low), signed(high))
        }
        _ => signed(value),
    }
}
