//! Shocks: what they touch, and whether their share can be taken out of it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, EdgeIndex};

use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::{Distribution, ShockLaw};
use crate::network::{
    Capacity, Facility, Grain, Lane, Node, Shock, ShockScope, ShockTarget, ShockTouches, Stage,
    Zone,
};
use crate::scenario::{Findings, Given, Scenario, ShockRow};
use crate::text::glob::matches;

/// What shocks can touch.
pub(super) struct Touchable<'a> {
    pub(super) facilities: &'a [Facility],
    pub(super) zones: &'a [Zone],
    pub(super) graph: &'a DiGraph<Node, Lane>,
}

/// All shocks, in the order of the file.
pub(super) fn shocks(
    scenario: &Scenario,
    touchable: &Touchable<'_>,
    time_zone: &str,
    findings: &mut Findings,
) -> Vec<Shock> {
    let rows = scenario.root.shocks.value().map_or(&[][..], Vec::as_slice);
    let mut names = BTreeSet::new();
    for name in rows.iter().filter_map(|row| row.value.name.given()) {
        if !names.insert(name.value.as_str()) {
            findings.report(
                Code::NameTwice,
                name.span,
                format!("there is already a shock `{}`", name.value),
            );
        }
    }
    let mut shocks = Vec::with_capacity(rows.len());
    let mut taken = Taken::default();
    for (row, law) in rows.iter().zip(&scenario.shock_laws) {
        shocks.extend(shock(
            &row.value,
            law.as_ref(),
            touchable,
            time_zone,
            &mut taken,
            findings,
        ));
    }
    shocks
}

/// How much of the variance of each stage and lane is taken out by shocks already.
#[derive(Default)]
struct Taken {
    stages: BTreeMap<(usize, usize), f64>,
    lanes: BTreeMap<EdgeIndex, f64>,
}

fn shock(
    row: &ShockRow,
    law: Option<&ShockLaw>,
    touchable: &Touchable<'_>,
    time_zone: &str,
    taken: &mut Taken,
    findings: &mut Findings,
) -> Option<Shock> {
    let target = row.target.cloned()?;
    let share = ranges::number(&row.share, "share", Allowed::Share, findings).unwrap_or(0.0);
    let touches = touches(row, target, touchable, findings);
    if share > 0.0 {
        check_share(row, target, &touches, share, touchable, taken, findings);
    }
    Some(Shock {
        name: row.name.cloned().unwrap_or_default(),
        target,
        touches,
        scope: row.scope.cloned().unwrap_or(ShockScope::Shared),
        grain: row.grain.cloned().unwrap_or(Grain::Day),
        time_zone: row
            .time_zone
            .value()
            .map_or_else(|| time_zone.to_owned(), |zone| zone.0.clone()),
        law: law?.clone(),
        share,
    })
}

fn touches(
    row: &ShockRow,
    target: ShockTarget,
    touchable: &Touchable<'_>,
    findings: &mut Findings,
) -> ShockTouches {
    let patterns = row.at.given().map(|given| given.value.as_slice());
    let mut used = vec![false; patterns.map_or(0, <[_]>::len)];
    let mut touched = |name: &str| match patterns {
        None => true,
        Some(patterns) => touched_by(patterns, name, &mut used),
    };
    let touches = match target {
        ShockTarget::ServiceTime => {
            ShockTouches::Stages(touched_stages(touchable, &mut touched, |_| true))
        }
        ShockTarget::Servers => {
            ShockTouches::Stages(touched_stages(touchable, &mut touched, has_servers))
        }
        ShockTarget::Transit => {
            ShockTouches::Lanes(touched_lanes(touchable, &mut touched, |_| true))
        }
        ShockTarget::DepartureDelay => {
            ShockTouches::Lanes(touched_lanes(touchable, &mut touched, |lane| {
                lane.delay.is_some()
            }))
        }
        ShockTarget::Demand => {
            let zones = touchable
                .zones
                .iter()
                .enumerate()
                .filter(|(_, zone)| touched(&zone.name));
            ShockTouches::Zones(zones.map(|(at, _)| at).collect())
        }
    };
    report_unused(row, &touches, patterns, &used, findings);
    touches
}

/// Whether any pattern matches; every one that does is marked.
fn touched_by(patterns: &[Given<String>], name: &str, used: &mut [bool]) -> bool {
    let mut any = false;
    for (pattern, used) in patterns.iter().zip(used) {
        if matches(&pattern.value, name) {
            *used = true;
            any = true;
        }
    }
    any
}

fn report_unused(
    row: &ShockRow,
    touches: &ShockTouches,
    patterns: Option<&[Given<String>]>,
    used: &[bool],
    findings: &mut Findings,
) {
    let empty = match touches {
        ShockTouches::Stages(stages) => stages.is_empty(),
        ShockTouches::Lanes(lanes) => lanes.is_empty(),
        ShockTouches::Zones(zones) => zones.is_empty(),
    };
    let unused = patterns
        .unwrap_or_default()
        .iter()
        .zip(used)
        .filter(|(_, used)| !**used);
    let mut reported = false;
    for (pattern, _) in unused {
        reported = true;
        let what = match touches {
            ShockTouches::Stages(_) => "no stage (`facility/stage`)",
            ShockTouches::Lanes(_) => "no lane (`from->to` or `carrier:NAME`)",
            ShockTouches::Zones(_) => "no zone",
        };
        findings.report(
            Code::NothingMatched,
            pattern.span,
            format!("{what} that the target fits matches `{}`", pattern.value),
        );
    }
    if empty && !reported && !row.at.is_bad() {
        let span = row.at.span().or(row.target.span()).unwrap_or(row.span);
        findings.report(
            Code::NothingMatched,
            span,
            "there is nothing that the shock could touch",
        );
    }
}

fn has_servers(stage: &Stage) -> bool {
    matches!(stage.capacity, Capacity::Servers(_) | Capacity::Staffing(_))
}

fn touched_stages(
    touchable: &Touchable<'_>,
    touched: &mut impl FnMut(&str) -> bool,
    fits: impl Fn(&Stage) -> bool,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (f, facility) in touchable.facilities.iter().enumerate() {
        for (s, stage) in facility.stages.iter().enumerate() {
            if fits(stage) && touched(&format!("{}/{}", facility.name, stage.name)) {
                found.push((f, s));
            }
        }
    }
    found
}

fn touched_lanes(
    touchable: &Touchable<'_>,
    touched: &mut impl FnMut(&str) -> bool,
    fits: impl Fn(&Lane) -> bool,
) -> Vec<EdgeIndex> {
    let lanes = touchable
        .graph
        .edge_indices()
        .map(|edge| (edge, &touchable.graph[edge]));
    // The second of two parallel lanes, `a->b#2`, is also one of `a->b`.
    let named = |lane: &Lane, touched: &mut dyn FnMut(&str) -> bool| {
        let carrier = !lane.carrier.is_empty() && touched(&format!("carrier:{}", lane.carrier));
        // Asked whatever the answer: every pattern that matches is marked.
        let name = touched(&lane.name);
        carrier
            || name
            || lane
                .name
                .split_once('#')
                .is_some_and(|(both, _)| touched(both))
    };
    lanes
        .filter(|(_, lane)| fits(lane) && named(lane, touched))
        .map(|(edge, _)| edge)
        .collect()
}

/// Shares need a lognormal to be taken out of, and no more than all of it can be taken.
fn check_share(
    row: &ShockRow,
    target: ShockTarget,
    touches: &ShockTouches,
    share: f64,
    touchable: &Touchable<'_>,
    taken: &mut Taken,
    findings: &mut Findings,
) {
    let span = row.share.span().unwrap_or(row.span);
    if !matches!(target, ShockTarget::ServiceTime | ShockTarget::Transit) {
        findings.report(
            Code::Conflict,
            span,
            "`share` is taken out of service times and transit times only",
        );
        return;
    }
    let mut not_lognormal = None;
    let mut too_much = None;
    let mut check = |law: &Distribution, sum: f64, name: String| {
        if !matches!(law, Distribution::Lognormal { .. }) {
            not_lognormal.get_or_insert(name);
        } else if sum > 1.0 + 1e-9 {
            too_much.get_or_insert(name);
        }
    };
    match touches {
        ShockTouches::Stages(stages) => {
            for &(f, s) in stages {
                let (facility, stage) =
                    (&touchable.facilities[f], &touchable.facilities[f].stages[s]);
                let sum = taken.stages.entry((f, s)).or_insert(0.0);
                *sum += share;
                check(
                    &stage.service,
                    *sum,
                    format!("{}/{}", facility.name, stage.name),
                );
            }
        }
        ShockTouches::Lanes(lanes) => {
            for &edge in lanes {
                let lane = &touchable.graph[edge];
                let sum = taken.lanes.entry(edge).or_insert(lane.vehicle_share);
                *sum += share;
                check(&lane.transit, *sum, lane.name.clone());
            }
        }
        ShockTouches::Zones(_) => {}
    }
    if let Some(name) = not_lognormal {
        findings.report(
            Code::NotALognormal,
            span,
            format!("the distribution of `{name}` is not lognormal"),
        );
    }
    if let Some(name) = too_much {
        let message = format!("shocks and vehicle take more than all of the variance of `{name}`");
        findings.report(Code::OutOfRange, span, message);
    }
}
