//! The marketplace's order log, replayed: the on-time curve at day grain with the promises really given, against an
//! oracle that reads each order's chance from the same lane tables, and against the log's own curve.
//!
//! The log is not part of the repository; without it the test says so and returns.

#![allow(clippy::print_stderr)]

mod log;
mod oracle;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use log::Order;
use serde_json::Value;

/// Days by which every promise is shifted.
const SHIFTS: std::ops::RangeInclusive<i64> = -15..=15;
const REPLICATIONS: usize = 100;

#[test]
fn the_replayed_log_follows_the_lane_tables_and_the_log() {
    let Some(log) = shared_log() else {
        eprintln!("skipped: the order log is not here (../shared/data/olist)");
        return;
    };
    let orders = log::delivered_with_a_lane(&log);
    let folder = tempfile::tempdir().unwrap();
    write_replay(folder.path(), &orders);

    let engine = run(folder.path(), orders.len());
    let oracle = oracle::curve(&scenario(), &orders, SHIFTS);
    let own: Vec<f64> = SHIFTS
        .map(|shift| share(&orders, |order| order.days_late() <= shift))
        .collect();

    let to_oracle = differences(&engine, &oracle);
    let to_log = differences(&engine, &own);
    eprintln!(
        "{} orders; points to the oracle: {}; to the log: {}",
        orders.len(),
        summary(&to_oracle),
        summary(&to_log)
    );
    assert!(
        worst(&to_oracle) <= 1.0,
        "points to the oracle, by shift: {to_oracle:?}"
    );
    assert!(
        worst(&to_log) <= 7.0 && mean(&to_log) <= 2.5,
        "points to the log, by shift: {to_log:?}"
    );
}

fn scenario() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/brazil-marketplace")
}

fn shared_log() -> Option<PathBuf> {
    let file = "../../../shared/data/olist/orders_2016-09_2017-12.csv";
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).filter(|path| path.exists())
}

/// What `generator/replay.py` does: the scenario's tables, `replay.toml` as the scenario, and the orders.
fn write_replay(folder: &Path, orders: &[Order]) {
    for table in [
        "facilities.csv",
        "stages.csv",
        "lanes.csv",
        "zones.csv",
        "sourcing.csv",
    ] {
        fs::copy(scenario().join(table), folder.join(table)).unwrap();
    }
    fs::copy(scenario().join("replay.toml"), folder.join("scenario.toml")).unwrap();
    let mut file = csv::Writer::from_path(folder.join("orders.csv")).unwrap();
    file.write_record(["time", "zone", "service_level", "promise", "id"])
        .unwrap();
    for (number, order) in orders.iter().enumerate() {
        let time = order.purchase.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let promise = format!("{} 00:00:00", order.promised);
        let level = format!("from-{}", order.origin);
        file.write_record([
            &time,
            &order.zone,
            &level,
            &promise,
            &(number + 1).to_string(),
        ])
        .unwrap();
    }
    file.flush().unwrap();
}

/// Runs the built binary; the on-time shares at day grain over all orders, one per shift.
fn run(folder: &Path, orders: usize) -> Vec<f64> {
    let mut command = Command::cargo_bin("leadtime").unwrap();
    command.arg("run").arg(folder).args([
        "--format",
        "json",
        "--replications",
        &REPLICATIONS.to_string(),
        "--out",
    ]);
    let output = command.arg(folder.join("out")).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut by_shift = BTreeMap::new();
    for row in outcome["on_time"].as_array().unwrap() {
        let overall = row["zone"].is_null() && row["service_level"].is_null();
        let padding = &row["padding"];
        let (Some(days), Some(value)) = (padding["value"].as_f64(), row["value"].as_f64()) else {
            continue;
        };
        if overall && row["grain"] == "day" && padding["kind"] == "days" {
            // No order may be lost between the log and the figure, and the run must be sharp enough to tell a tenth.
            assert_eq!(row["n"], (orders * REPLICATIONS) as u64, "at {days} d");
            assert!(
                row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap() < 0.004,
                "{row}"
            );
            by_shift.insert(days as i64, value);
        }
    }
    assert!(
        by_shift.keys().copied().eq(SHIFTS),
        "paddings of the curve: {:?}",
        by_shift.keys()
    );
    by_shift.into_values().collect()
}

fn share(orders: &[Order], test: impl Fn(&Order) -> bool) -> f64 {
    orders.iter().filter(|order| test(order)).count() as f64 / orders.len() as f64
}

/// In points.
fn differences(a: &[f64], b: &[f64]) -> Vec<f64> {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| 100.0 * (a - b)).collect()
}

fn worst(differences: &[f64]) -> f64 {
    differences
        .iter()
        .fold(0.0, |worst, difference| worst.max(difference.abs()))
}

fn mean(differences: &[f64]) -> f64 {
    differences
        .iter()
        .map(|difference| difference.abs())
        .sum::<f64>()
        / differences.len() as f64
}

fn summary(differences: &[f64]) -> String {
    format!(
        "{:.2} at worst, {:.2} on average",
        worst(differences),
        mean(differences)
    )
}
