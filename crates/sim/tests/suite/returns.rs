//! What flows back, worked by hand; every trace is audited.

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::audit::audit;
use leadtime_sim::engine::ReplicationOutcome;
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{Record, TraceReader, record};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// An order every hour from 01:00 on Monday, delivered half an hour later. LANE, RETURNS and MORE are filled in.
const SCENARIO: &str = r#"
schema = 1
name = "back"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.renewal.interarrival = "60min"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
lanes = [{ from = "FC", to = "City", transit = "30min"LANE }]
zones = [{ name = "City" }]
service_levels = [{ name = "standard", promise = { constant = { after = "1d" } } }]
RETURNS
MORE
"#;

fn run(lane: &str, returns: &str, more: &str) -> (ReplicationOutcome, Vec<Record>) {
    let text = SCENARIO
        .replace("LANE", lane)
        .replace("RETURNS", returns)
        .replace("MORE", more);
    let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found:?}"));
    let plan = Plan::compile(&network);
    let (outcome, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    let records = TraceReader::new(&trace[..]).unwrap();
    (outcome, records.map(Result::unwrap).collect())
}

fn shelved(records: &[Record]) -> Vec<i64> {
    let at = records.iter().filter_map(|record| match record {
        Record::Restocked(of) => Some(of.at),
        _ => None,
    });
    at.collect()
}

#[test]
fn a_return_is_kept_travels_and_waits_its_turn_for_inspection() {
    let returns = r#"returns = { share = 1, after = "2h", transit = "1h" }"#;
    let more = r#"stages = [{ facility = "FC", stage = "inspect", servers = 1, service = "90min", returns = true }]"#;
    let (outcome, records) = run("", returns, more);
    // The n-th is delivered at n + 1/2 hours, arrives three hours later, and each inspection takes 90 minutes: the n-th ends at
    // 4.5 + 1.5 n, the first at 6.0.
    let expected: Vec<i64> = (1..=12)
        .map(|n| 4 * HOUR + 30 * MINUTE + n * 90 * MINUTE)
        .collect();
    assert_eq!(shelved(&records)[..12], expected);
    let tally = outcome.returns;
    // Delivered 1:30 to 20:30 and kept for two hours leaves within the day for n = 1..21 (23:30); dealt with before midnight: n = 1..12.
    assert_eq!((tally.sent, tally.finished, tally.resellable), (21, 12, 12));
    let waited: i64 = (1..=12)
        .map(|n| expected[n as usize - 1] - n * HOUR - 30 * MINUTE)
        .sum();
    assert_eq!(tally.ticks, waited);
    assert!(outcome.stages[0].parcels > 0);
}

#[test]
fn staff_of_a_pool_serves_what_goes_out_first() {
    let returns = r#"returns = { share = 1, transit = "30min" }"#;
    // Packing takes 40 minutes, inspection 30: they meet on the hour, when a return and an order come at the same instant.
    let more = r#"pools = [{ facility = "FC", name = "crew", servers = 1, serve = "downstream-first" }]
stages = [
  { facility = "FC", stage = "pack", pool = "crew", service = "40min" },
  { facility = "FC", stage = "inspect", pool = "crew", service = "30min", returns = true },
]"#;
    let (_, records) = run("", returns, more);
    let of = |stage: u32| {
        let visits = records.iter().filter_map(move |record| match record {
            Record::Stage(visit) if visit.stage == stage => Some((visit.arrive, visit.start)),
            _ => None,
        });
        visits.collect::<Vec<_>>()
    };
    let minutes = |hours: i64, minutes: i64| hours * HOUR + minutes * MINUTE;
    // Order 1: packed 1:00-1:40, delivered 2:10, back 2:40 while order 2 has just been packed: inspected 2:40-3:10.
    // Order 3 comes at 3:00, is packed from 3:10 to 3:50; return 2 is back at 3:40, inspected 3:50-4:20; and so on, ten minutes
    // later each hour. From then on a packer is never free when both wait but what goes out is served first.
    assert_eq!(of(1)[0], (minutes(2, 40), minutes(2, 40)));
    assert_eq!(of(0)[2], (minutes(3, 0), minutes(3, 10)));
    assert_eq!(of(1)[1], (minutes(3, 40), minutes(3, 50)));
    assert_eq!(of(0)[3], (minutes(4, 0), minutes(4, 20)));
}

#[test]
fn units_are_on_hand_again_and_fill_who_waits() {
    let returns = r#"returns = { share = 1, after = "1h" }"#;
    let more = r#"skus = [{ name = "lamp" }]
stock = [{ facility = "FC", sku = "lamp", policy = "fixed-order", order_quantity = 1, review = "every 100d", initial = 2, lead_time = "1d" }]"#;
    let (outcome, records) = run("", returns, more);
    // Two lamps, an order an hour, each back an hour and a half after it left: orders 1 and 2 find one; order 3 at 3:00 has the
    // first, back at 2:30; and so on.
    let filled = records
        .iter()
        .any(|record| matches!(record, Record::Filled(_)));
    assert!(!filled);
    assert_eq!(outcome.stock[0].lines.0, outcome.stock[0].lines.1);
    assert!(outcome.returns.units >= 20);

    // With one lamp, order 2 at 2:00 waits for the one that order 1 sends back at 2:30; from then on the lamp comes back every
    // hour and a half: order n sets out at 1:00 + (n - 1) 1:30.
    let one = more.replace("initial = 2", "initial = 1");
    let (outcome, records) = run("", returns, &one);
    let fills: Vec<i64> = records
        .iter()
        .filter_map(|record| match record {
            Record::Filled(of) => Some(of.at),
            _ => None,
        })
        .collect();
    let expected: Vec<i64> = (1..=14).map(|n| HOUR + n * 90 * MINUTE).collect();
    assert_eq!(fills[..14], expected);
    assert_eq!(outcome.stock[0].lines.1, 1);

    // What cannot be sold again fills nobody.
    let spoilt = r#"returns = { share = 1, after = "1h", resellable = 0 }"#;
    let (outcome, _) = run("", spoilt, &one);
    assert_eq!((outcome.returns.resellable, outcome.returns.units), (0, 0));
    assert_eq!(outcome.returns.finished, 1);
}

#[test]
fn what_nobody_takes_comes_back_at_once() {
    let returns = r#"returns = { share = 0, after = "9d", transit = "1h", to = "Depot" }"#;
    let more = r#"costs = { per_return = 3, failed_attempt = 1 }"#;
    let depot = r#"[{ name = "Depot", kind = "hub" }, { name = "FC""#;
    let text = SCENARIO
        .replace("[{ name = \"FC\"", depot)
        .replace("1d\" }\n", "6d\" }\n")
        .replace("LANE", ", success = 0.5, attempts = 2")
        .replace("RETURNS", returns)
        .replace("MORE", more);
    let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found:?}"));
    let plan = Plan::compile(&network);
    let (outcome, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    let tally = outcome.returns;
    assert_eq!(tally.sent, tally.undelivered);
    assert!(tally.sent > 10);
    assert_eq!(tally.ticks, tally.finished as i64 * HOUR);
    // Both books agree.
    let costs = outcome.costs.unwrap();
    assert_eq!(costs.ledger, costs.of_orders());
}

/// Nothing but the way back changes: every record of the way out is the same with returns and without.
#[test]
fn returns_of_their_own_staff_change_no_delivery() {
    let lane = r#", success = 0.7, attempts = 3"#;
    let more = r#"stages = [{ facility = "FC", stage = "inspect", servers = 1, service = "exponential(mean=90min)", returns = true }]"#;
    let returns = r#"returns = { share = 0.4, after = "lognormal(mean=3h, cv=1)", transit = "uniform(1h, 3h)" }"#;
    let out = |records: &[Record]| {
        let kept = records.iter().filter(|record| {
            matches!(
                record,
                Record::Placed(_) | Record::Lane(_) | Record::Delivered(_) | Record::Exhausted(_)
            )
        });
        kept.take(30).copied().collect::<Vec<_>>()
    };
    let (_, with) = run(lane, returns, more);
    let (_, without) = run(lane, "", "");
    assert_eq!(out(&with), out(&without));
}
