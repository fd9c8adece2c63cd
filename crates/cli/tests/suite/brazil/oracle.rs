//! The on-time curve that the lane tables imply, as a direct sum: no events, no random numbers, nothing of the engine.
//!
//! An order is on time at a shift if handling + transit, both from their quantile tables and independent, is less than
//! the time left until the end of the shifted promised day. The sum is represented by all pairs of midpoints of equal strata.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;

use super::log::{Order, days_between};

/// Fine enough for the handling's tail: with 80 strata the curve is .2 points too high at the long end.
const STRATA: usize = 400;

/// (probability, days), ascending.
type Table = Vec<(f64, f64)>;

/// On-time shares, one per shift.
pub(crate) fn curve(scenario: &Path, orders: &[Order], shifts: RangeInclusive<i64>) -> Vec<f64> {
    let handling = tables(
        &scenario.join("stages.csv"),
        ["facility", "stage"],
        "service",
    );
    let transit = tables(&scenario.join("lanes.csv"), ["from", "to"], "transit");
    let mut lanes: BTreeMap<(String, String), Vec<&Order>> = BTreeMap::new();
    for order in orders {
        lanes
            .entry((format!("sellers-{}", order.origin), order.zone.clone()))
            .or_default()
            .push(order);
    }
    let mut kept = vec![0.0; shifts.clone().count()];
    for (lane, orders) in &lanes {
        let stage = (lane.0.clone(), "handling".to_owned());
        let leads = sums(&midpoints(&handling[&stage]), &midpoints(&transit[lane]));
        for order in orders {
            for (kept, shift) in kept.iter_mut().zip(shifts.clone()) {
                let limit = days_left(order, shift);
                *kept += leads.partition_point(|lead| *lead < limit) as f64 / leads.len() as f64;
            }
        }
    }
    kept.iter().map(|kept| kept / orders.len() as f64).collect()
}

/// From purchase to the end of the promised day, shifted, in days.
fn days_left(order: &Order, shift: i64) -> f64 {
    let clock = order.purchase.time();
    let seconds = f64::from(clock.hour()) * 3600.0
        + f64::from(clock.minute()) * 60.0
        + f64::from(clock.second());
    (days_between(order.purchase.date(), order.promised) + shift + 1) as f64 - seconds / 86_400.0
}

fn tables(path: &Path, key: [&str; 2], column: &str) -> BTreeMap<(String, String), Table> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader
        .deserialize::<BTreeMap<String, String>>()
        .map(Result::unwrap);
    rows.map(|row| {
        (
            (row[key[0]].clone(), row[key[1]].clone()),
            table(&row[column]),
        )
    })
    .collect()
}

/// `quantiles(min=1d, p5=2.5d, ..., max=9d)`.
fn table(text: &str) -> Table {
    let points = text
        .strip_prefix("quantiles(")
        .unwrap()
        .strip_suffix(')')
        .unwrap();
    let point = |text: &str| {
        let (name, value) = text.trim().split_once('=').unwrap();
        let percent: f64 = match name {
            "min" => 0.0,
            "max" => 100.0,
            other => other.strip_prefix('p').unwrap().parse().unwrap(),
        };
        (
            percent / 100.0,
            value.strip_suffix('d').unwrap().parse().unwrap(),
        )
    };
    points.split(',').map(point).collect()
}

/// The table read at the middle of equal strata.
fn midpoints(table: &Table) -> Vec<f64> {
    let at = |u: f64| {
        let above = table.partition_point(|(p, _)| *p < u);
        let ((p0, v0), (p1, v1)) = (table[above - 1], table[above]);
        v0 + (u - p0) / (p1 - p0) * (v1 - v0)
    };
    (0..STRATA)
        .map(|stratum| at((stratum as f64 + 0.5) / STRATA as f64))
        .collect()
}

/// All sums of one of each, ascending.
fn sums(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sums: Vec<f64> = a
        .iter()
        .flat_map(|a| b.iter().map(move |b| a + b))
        .collect();
    sums.sort_by(f64::total_cmp);
    sums
}
