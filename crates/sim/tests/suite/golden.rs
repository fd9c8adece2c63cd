//! Golden outcomes: the same scenario and seed give the same bytes, on 1, 2 and 8 threads, today and after the next change.
//!
//! This is a golden test, not a validation: it says that nothing changed, not that it is right. `UPDATE=1 cargo test -p
//! leadtime-sim --test suite golden` rewrites the files; look at the difference before committing it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use leadtime_network::Network;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::{Figure, Outcome};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn outcome(network: &Network, plan: &Plan, threads: usize) -> Outcome {
    let options = StudyOptions {
        seed: network.study.seed,
        replications: network.study.replications,
        threads,
    };
    study::run(plan, &options, &AtomicBool::new(false), &mut |_, _| {}).outcome(
        plan,
        network,
        Vec::new(),
    )
}

/// A few figures to read, with all their digits, and a digest of the whole.
fn summary(outcome: &Outcome, json: &[u8]) -> String {
    let mut text = String::new();
    let scenario = &outcome.scenario;
    let _ = writeln!(text, "scenario      {} {}", scenario.name, scenario.digest);
    let _ = writeln!(
        text,
        "seed          {}, {} replications",
        outcome.seed, outcome.replications
    );
    let _ = writeln!(
        text,
        "window        {} s to {} s",
        scenario.warm_up, scenario.horizon
    );
    let _ = writeln!(text, "orders        {} simulated", outcome.orders_simulated);
    let cohort = &outcome.cohort;
    let _ = writeln!(
        text,
        "cohort        {} visits, {} not offered, {} promised, {} delivered, {} undecided",
        cohort.visits, cohort.not_offered, cohort.promised, cohort.delivered, cohort.undecided
    );
    let _ = writeln!(text, "lead time     {}", shown(&outcome.lead_time.mean));
    let _ = writeln!(text, "lead p99      {}", shown(&outcome.lead_time.p99));
    let _ = writeln!(text, "quote         {}", shown(&outcome.quote_length.mean));
    for level in &outcome.service_levels {
        let _ = writeln!(
            text,
            "on time       {} (offered {}): {}",
            shown(&level.on_time),
            shown(&level.offer_share),
            level.service_level
        );
    }
    for stage in &outcome.stages {
        let _ = writeln!(
            text,
            "wait          {}: {}/{}",
            shown(&stage.wait),
            stage.facility,
            stage.stage
        );
    }
    for lane in &outcome.lanes {
        let _ = writeln!(
            text,
            "lane          {} parcels, left behind {}: {}",
            shown(&lane.parcels),
            shown(&lane.left_behind),
            lane.lane
        );
    }
    let _ = writeln!(text, "outcome.json  {}", blake3::hash(json).to_hex());
    text
}

fn shown(figure: &Figure) -> String {
    figure
        .value
        .map_or_else(|| "-".to_owned(), |value| format!("{value:?}"))
}

fn check(name: &str, files: &Files) {
    let (network, _) =
        leadtime_network::load(files).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
    let plan = Plan::compile(&network);
    let json = |outcome: &Outcome| serde_json::to_vec(outcome).unwrap();
    let one = outcome(&network, &plan, 1);
    let bytes = json(&one);
    for threads in [2, 8] {
        assert!(
            bytes == json(&outcome(&network, &plan, threads)),
            "{name}: {threads} threads give other bytes than one"
        );
    }
    let again = Plan::compile(&network);
    assert!(
        bytes == json(&outcome(&network, &again, 2)),
        "{name}: a second plan of the same network gives other bytes"
    );
    let found = summary(&one, &bytes);
    let file = folder().join(format!("{name}.golden"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let golden = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        golden, found,
        "{name}: the outcome changed; if that is meant, run with UPDATE=1"
    );
}

fn from_golden(name: &str, tables: &[&str]) -> Files {
    let read = |file: &str| Cow::Owned(std::fs::read(folder().join(file)).unwrap());
    let mut files = vec![("scenario.toml".to_owned(), read(&format!("{name}.toml")))];
    files.extend(tables.iter().map(|&table| (table.to_owned(), read(table))));
    Files::in_memory(files)
}

/// The reference network over one scored day.
#[test]
fn reference() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/reference/scenario.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let short = text.replace("horizon = \"73d\"", "horizon = \"4d\"");
    assert_ne!(
        short, text,
        "the horizon of the reference network is no longer 73d"
    );
    check("reference", &Files::from_text(&short));
}

#[test]
fn everything() {
    check("everything", &from_golden("everything", &[]));
}

#[test]
fn replay() {
    check("replay", &from_golden("replay", &["orders.csv"]));
}
