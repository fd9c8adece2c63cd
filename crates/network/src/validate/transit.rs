//! Transit times: given, or by mode and distance.

use super::lanes::Surroundings;
use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::TransitDraw;
use crate::scenario::{Findings, Given, LaneRow, ModeTable, Scenario};
use crate::time::{Duration, TICKS_PER_HOUR};

/// A mode as it counts for transit times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    km_per_hour: f64,
    pub(super) detour: f64,
    fixed: Duration,
    cv: f64,
}

/// All modes, in the order of the file.
pub(super) fn modes(scenario: &Scenario, findings: &mut Findings) -> Vec<Mode> {
    let tables = scenario
        .root
        .modes
        .value()
        .map_or(&[][..], |named| named.entries.as_slice());
    tables
        .iter()
        .map(|(_, table)| mode(table, findings))
        .collect()
}

fn mode(table: &ModeTable, findings: &mut Findings) -> Mode {
    Mode {
        km_per_hour: table.speed.value().map_or(1.0, |speed| speed.0),
        detour: ranges::number(&table.detour, "detour", Allowed::AtLeastOne, findings)
            .unwrap_or(1.0),
        fixed: ranges::length(&table.fixed).unwrap_or(Duration::ZERO),
        cv: ranges::number(&table.cv, "cv", Allowed::NonNegative, findings).unwrap_or(0.0),
    }
}

/// A vehicle shares a part of a lognormal transit only.
pub(super) fn check_vehicle_share(
    row: &LaneRow,
    transit: Option<&Distribution>,
    findings: &mut Findings,
) {
    let Some(Given { value, span }) = row.vehicle_share.given() else {
        return;
    };
    if row.draw.value() == Some(&TransitDraw::PerDeparture) {
        findings.report(
            Code::Conflict,
            *span,
            "with `draw = \"per-departure\"` all of the variance is shared already",
        );
    }
    if *value > 0.0
        && transit.is_some_and(|transit| !matches!(transit, Distribution::Lognormal { .. }))
    {
        findings.report(
            Code::NotALognormal,
            *span,
            "the transit time is not lognormal",
        );
    }
}

/// The transit time, given or by mode and distance.
pub(super) fn transit(
    row: &LaneRow,
    ends: Option<(usize, usize)>,
    distance_km: Option<f64>,
    around: &Surroundings<'_, '_>,
    findings: &mut Findings,
) -> Option<Distribution> {
    if !row.transit.is_absent() {
        return row.transit.cloned();
    }
    ends?;
    let mode = row.mode.given();
    let known = mode.and_then(|mode| around.names.modes.get(&mode.value));
    match (known, distance_km) {
        (Some(mode), Some(distance)) => Some(around.modes[mode].transit(distance)),
        (Some(_), None) => {
            let help = "give `lat` and `lon` of both ends, or `transit`";
            findings.report_with(
                Code::NoTransit,
                row.span,
                "the distance of the lane is not known",
                help,
            );
            None
        }
        (None, _) => {
            if let Some(mode) = mode {
                around.names.modes.find(mode, findings);
            } else {
                let help = "give `transit`, or a `mode` that has a speed";
                findings.report_with(
                    Code::NoTransit,
                    row.span,
                    "the lane has neither `transit` nor `mode`",
                    help,
                );
            }
            None
        }
    }
}

impl Mode {
    /// Lognormal with mean `fixed + detour x distance / speed` and this coefficient of variation:
    /// sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2 / 2.
    fn transit(&self, distance_km: f64) -> Distribution {
        let hours = self.detour * distance_km / self.km_per_hour;
        let mean = self.fixed.0 as f64 + hours * TICKS_PER_HOUR as f64;
        if self.cv == 0.0 || mean == 0.0 {
            return Distribution::Constant(mean);
        }
        let variance = libm::log1p(self.cv * self.cv);
        Distribution::Lognormal {
            mu: libm::log(mean) - variance / 2.0,
            sigma: variance.sqrt(),
        }
    }
}
