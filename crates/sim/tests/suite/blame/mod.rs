//! Blame: worked by hand, audited, and the same for any number of threads.

mod audited;
mod by_hand;
mod reruns;

use std::sync::atomic::AtomicBool;

use leadtime_network::scenario::Files;
use leadtime_network::{Network, load};
use leadtime_sim::audit::audit;
use leadtime_sim::engine::ReplicationOutcome;
use leadtime_sim::outcome::Outcome;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};
use leadtime_sim::trace::{BlameCause, Record, TraceReader, record};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

fn network(text: &str) -> Network {
    let loaded = load(&Files::from_text(text));
    loaded
        .unwrap_or_else(|found| panic!("{:.3000}", format!("{found:?}")))
        .0
}

/// One audited replication: what each order was charged, and the counts.
fn traced(text: &str) -> (Vec<(u64, BlameCause, i64)>, ReplicationOutcome) {
    let plan = Plan::compile(&network(text));
    let (outcome, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    let records = TraceReader::new(&trace[..]).unwrap().map(Result::unwrap);
    let charges = records.filter_map(|record| match record {
        Record::Blame(blame) => Some((blame.order, blame.cause, blame.ticks)),
        _ => None,
    });
    (charges.collect(), outcome)
}

fn study(text: &str, (replications, threads): (u32, usize)) -> Outcome {
    let network = network(text);
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 1,
        replications,
        threads,
    };
    let study = run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {});
    study.outcome(&plan, &network, Vec::new())
}
