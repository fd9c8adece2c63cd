//! Padding grids and padding overrides.

use std::collections::BTreeSet;

use super::names::Names;
use crate::diagnostics::Code;
use crate::network::PaddingOverride;
use crate::promise::{PaddingGrid, PaddingKind};
use crate::scenario::{Findings, Given, PaddingGridRow, Scenario};
use crate::time::TICKS_PER_HOUR;

/// No grid may have more values: each costs memory per level, zone and replication.
const MOST_VALUES: i64 = 5_000;

/// The grids, or -12 h to 48 h by 1 h where none is given.
pub(super) fn grids(scenario: &Scenario, findings: &mut Findings) -> Vec<PaddingGrid> {
    if scenario.root.padding_grid.is_absent() {
        let hours = |n: i64| n * TICKS_PER_HOUR;
        return vec![PaddingGrid::new(
            PaddingKind::Elapsed,
            hours(-12),
            hours(1),
            61,
        )];
    }
    let Some(Given { value: rows, span }) = scenario.root.padding_grid.given() else {
        return Vec::new();
    };
    if rows.is_empty() {
        findings.report(
            Code::EmptyTable,
            *span,
            "there is no grid; leave `padding_grid` out for the default",
        );
    }
    let mut grids: Vec<PaddingGrid> = Vec::new();
    for row in rows {
        let Some(grid) = grid(&row.value, findings) else {
            continue;
        };
        if grids.iter().any(|other| other.kind == grid.kind) {
            findings.report(
                Code::PaddingGrid,
                row.span,
                "there is already a grid in this unit",
            );
        }
        grids.push(grid);
    }
    grids
}

/// Which grids are simulated padding by padding.
pub(super) fn simulated(scenario: &Scenario, grids: usize) -> Vec<bool> {
    let rows = scenario
        .root
        .padding_grid
        .value()
        .map_or(&[][..], Vec::as_slice);
    let of = |row: &Given<PaddingGridRow>| row.value.simulate.cloned().unwrap_or(false);
    let mut simulated: Vec<bool> = rows.iter().map(of).collect();
    simulated.resize(grids, false);
    simulated
}

fn grid(row: &PaddingGridRow, findings: &mut Findings) -> Option<PaddingGrid> {
    let (from, to, step) = (row.from.given()?, row.to.given()?, row.step.given()?);
    let kind = from.value.kind();
    if let Some(other) = [to, step]
        .into_iter()
        .find(|amount| amount.value.kind() != kind)
    {
        let help = "elapsed time (h), days (d), business days (bd) and percent (%) each need a grid of their own";
        findings.report_with(
            Code::PaddingGrid,
            other.span,
            "`from`, `to` and `step` are not in one unit",
            help,
        );
        return None;
    }
    let (first, last, between) = (from.value.value(), to.value.value(), step.value.value());
    if between <= 0 {
        findings.report(
            Code::PaddingGrid,
            step.span,
            "the step must be longer than nothing",
        );
        return None;
    }
    if last < first {
        findings.report(
            Code::PaddingGrid,
            to.span,
            "the last padding lies before the first",
        );
        return None;
    }
    let count = last.saturating_sub(first) / between + 1;
    if count > MOST_VALUES {
        findings.report(
            Code::PaddingGrid,
            step.span,
            format!("the grid has {count} values, at most {MOST_VALUES} are kept"),
        );
        return None;
    }
    Some(PaddingGrid::new(
        kind,
        first,
        between,
        usize::try_from(count).ok()?,
    ))
}

/// The overrides, the more specific later: a row for a level or a zone holds unless there is one for both. Of two rows
/// alike in this the later one holds.
pub(super) fn overrides(
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Vec<PaddingOverride> {
    let mut seen = BTreeSet::new();
    let mut overrides = Vec::with_capacity(scenario.paddings.rows.len());
    for row in &scenario.paddings.rows {
        let service_level = names.levels.find_optional(&row.service_level, findings);
        let zone = names.zones.find_optional(&row.zone, findings);
        let named = (service_level.is_some() || row.service_level.is_absent())
            && (zone.is_some() || row.zone.is_absent());
        let Some(padding) = row.padding.cloned().filter(|_| named) else {
            continue;
        };
        if !seen.insert((service_level, zone)) {
            findings.report(
                Code::RowTwice,
                row.span,
                "there is already a padding for this service level and zone",
            );
        }
        overrides.push(PaddingOverride {
            service_level,
            zone,
            padding,
        });
    }
    overrides.sort_by_key(|row| {
        usize::from(row.service_level.is_some()) + usize::from(row.zone.is_some())
    });
    overrides
}
