//! What a table gives back is the trace that was put in.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use leadtime_network::{Files, load};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{
    Blame, BlameCause, Header, Place, Record, Recorder, TraceReader, TraceWriter, record,
};

/// Together they have records of every kind.
const SCENARIOS: [&str; 10] = [
    "tutorial/two-node",
    "small-shop-3pl",
    "validation/attempts",
    "validation/batch-formation",
    "validation/blocking-tandem",
    "validation/base-stock",
    "validation/pause",
    "validation/order-cap",
    "validation/returns-shelf",
    "validation/two-parcels",
];

fn trace(scenario: &str) -> Vec<u8> {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let (network, _) = load(&Files::on_disk(&scenarios.join(scenario))).unwrap();
    record(&Plan::compile(&network), 1, 0, Vec::new())
        .unwrap()
        .1
}

fn table(lines: &[u8]) -> File {
    let bytes = leadtime_parquet::write(lines, Vec::new()).unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file
}

fn records(lines: &[u8]) -> Vec<Record> {
    TraceReader::new(lines)
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// What none of the scenarios does.
fn by_hand() -> Vec<u8> {
    let mut trace = TraceWriter::new(Vec::new(), &Header::default());
    trace.entered(7, 1, Some(5));
    trace.entered(8, 1, None);
    trace.given_back(7, Place::Stage(3), 60, 40);
    for (cause, ticks) in [
        (BlameCause::Stage(0), 30),
        (BlameCause::Transit(2), -10),
        (BlameCause::Plan, 1),
    ] {
        let order = 7;
        trace.record(&Record::Blame(Blame {
            order,
            cause,
            ticks,
        }));
    }
    trace.end(100, 9, 0, 9, 0);
    trace.finish().unwrap()
}

#[test]
fn every_record_comes_back() {
    let mut kinds = BTreeSet::new();
    let traces = SCENARIOS.map(|scenario| (scenario, trace(scenario)));
    for (scenario, lines) in traces.into_iter().chain([("by hand", by_hand())]) {
        let back = leadtime_parquet::read(table(&lines)).unwrap();
        let (put_in, got_out) = (records(&lines), records(&back));
        assert!(put_in == got_out, "{scenario}");
        let header = |lines| TraceReader::new(lines).unwrap().header().clone();
        assert_eq!(header(&lines[..]), header(&back[..]), "{scenario}");
        kinds.extend(put_in.iter().map(kind));
    }
    let all: BTreeSet<String> = KINDS.iter().map(|&kind| kind.to_owned()).collect();
    assert_eq!(kinds, all);
}

fn kind(record: &Record) -> String {
    let value = serde_json::to_value(record).unwrap();
    value.as_object().unwrap().keys().next().unwrap().clone()
}

const KINDS: [&str; 28] = [
    "placed",
    "parcel",
    "line",
    "filled",
    "ordered",
    "shipped",
    "received",
    "stage",
    "work",
    "batch",
    "blocked",
    "entered",
    "drawn",
    "lane",
    "attempt",
    "exhausted",
    "delivered",
    "weight",
    "overflow",
    "cost",
    "books",
    "end",
    "booked",
    "closed",
    "given-back",
    "blame",
    "returned",
    "restocked",
];

#[test]
fn another_table_is_no_trace() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"PAR1 is how it begins, and no more")
        .unwrap();
    assert!(!leadtime_parquet::is_trace(file.try_clone().unwrap()));
    assert!(leadtime_parquet::read(file).is_err());
    assert!(leadtime_parquet::is_trace(table(&trace(
        "tutorial/two-node"
    ))));
}
