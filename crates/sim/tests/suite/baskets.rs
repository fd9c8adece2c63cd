//! Where the lines of an order come from, worked by hand.

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::engine::{ReplicationOutcome, replicate, replicate_traced};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{Header, Record, TraceReader, TraceWriter};

const HOUR: i64 = 3_600_000;

/// A is an hour from the city, B five, both at once; one order every two hours. WHAT is bought, and how it is sourced.
const SCENARIO: &str = r#"
schema = 1
name = "two-centres"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.renewal.interarrival = "2h"
zones = [{ name = "City" }]
skus = [{ name = "shirts" }, { name = "shoes" }]
facilities = [{ name = "A", kind = "fulfilment-centre" }, { name = "B", kind = "fulfilment-centre" }]
lanes = [{ from = "A", to = "City", transit = "1h" }, { from = "B", to = "City", transit = "5h" }]
service_levels = [{ name = "standard", promise = { plan = {} } }]
WHAT
"#;

fn plan(text: &str) -> Plan {
    let files = Files::from_text(text);
    let (network, _) = load(&files).unwrap_or_else(|found| panic!("{found:?}"));
    Plan::compile(&network)
}

fn run(what: &str) -> (ReplicationOutcome, Vec<Record>) {
    let plan = plan(&SCENARIO.replace("WHAT", what));
    let mut writer = TraceWriter::new(Vec::new(), &Header::default());
    let outcome = replicate_traced(&plan, 1, 0, &mut writer);
    let bytes = writer.finish().unwrap();
    let reader = TraceReader::new(&bytes[..]).unwrap();
    (outcome, reader.map(Result::unwrap).collect())
}

/// Facilities from which the parcels of the first order are sent, and when it is delivered after its placement.
fn first_order(records: &[Record]) -> (Vec<u32>, i64) {
    let made = records.iter().filter_map(|record| match record {
        Record::Parcel(parcel) if parcel.of == 0 => Some((parcel.order, parcel.origin)),
        _ => None,
    });
    let made: Vec<(u64, u32)> = made.collect();
    let ends = records.iter().filter_map(|record| match record {
        Record::Delivered(end) if made.iter().any(|made| made.0 == end.order) => Some(end.at),
        _ => None,
    });
    let last = ends.max().unwrap();
    (made.iter().map(|made| made.1).collect(), last - 2 * HOUR)
}

/// Both are bought; A has shirts only, B has both.
const BOTH: &str = r#"
basket.kinds = [{ skus = "shirts shoes" }]
stock = [{ facility = "A", sku = "shirts" }, { facility = "B", sku = "shirts" }, { facility = "B", sku = "shoes" }]
"#;

#[test]
fn each_line_comes_from_the_nearest_that_has_it() {
    let (outcome, records) = run(BOTH);
    assert_eq!(first_order(&records), (vec![0, 1], 5 * HOUR));
    // The promise is that of the later parcel.
    assert_eq!(outcome.sums[0].quote, outcome.sums[0].lead);
    assert_eq!(outcome.baskets.split, outcome.baskets.orders.0);
    assert_eq!(outcome.baskets.parcels, 2 * outcome.baskets.orders.0);
}

#[test]
fn fewest_splits_takes_the_far_one_that_has_all() {
    let (outcome, records) = run(&format!("{BOTH}\nsourcing.rule = \"fewest-splits\""));
    assert_eq!(first_order(&records), (vec![1], 5 * HOUR));
    assert_eq!(outcome.baskets.split, 0);
}

#[test]
fn a_parcel_holds_so_many_lines() {
    let what = "basket = { lines = [0, 0, 0, 0, 1], lines_per_parcel = 2 }";
    let (outcome, records) = run(what);
    assert_eq!(first_order(&records).0, [0, 0, 0]);
    assert_eq!(outcome.baskets.split, 0, "one facility sends them all");
}

#[test]
fn the_fastest_is_not_the_nearest_where_a_departure_is_far() {
    let lanes = r#"lanes = [{ from = "A", to = "City", transit = "1h", departures = "every 4h" }, { from = "B", to = "City", transit = "4h" }]"#;
    let text = SCENARIO.replace(
        r#"lanes = [{ from = "A", to = "City", transit = "1h" }, { from = "B", to = "City", transit = "5h" }]"#,
        lanes,
    );
    // The first order comes at 02:00, the next departure of A at 04:00 arrives at 05:00, B's vehicle at 06:00; the second comes
    // at 04:00, just in time.
    let origins = |rule: &str| {
        let plan = plan(&text.replace("WHAT", rule));
        let mut writer = TraceWriter::new(Vec::new(), &Header::default());
        replicate_traced(&plan, 1, 0, &mut writer);
        let bytes = writer.finish().unwrap();
        let records = TraceReader::new(&bytes[..]).unwrap();
        let origins = records.filter_map(|record| match record.unwrap() {
            Record::Parcel(parcel) => Some(parcel.origin),
            _ => None,
        });
        origins.take(2).collect::<Vec<u32>>()
    };
    assert_eq!(origins(""), [0, 0]);
    let nearer = text.replace("transit = \"4h\"", "transit = \"2.5h\"");
    let plan = plan(&nearer.replace("WHAT", "sourcing.rule = \"fastest\""));
    let outcome = replicate(&plan, 1, 0);
    // 2.5 h where A would take 3 h, 1 h where A leaves at once: alternately.
    let orders = outcome.sums[0].delivered as i64;
    assert_eq!(
        outcome.sums[0].lead,
        (orders - orders / 2) * (5 * HOUR / 2) + orders / 2 * HOUR
    );
}

const COUNTED: &str = r#"
basket.kinds = [{ skus = "shirts" }]
[[stock]]
facility = "A"
sku = "shirts"
policy = "order-up-to"
reorder_at = 0
order_up_to = 2
lead_time = "5h"
when_out = "lost"
"#;

#[test]
fn without_backorders_the_next_facility_sends_it() {
    let other = "[[stock]]\nfacility = \"B\"\nsku = \"shirts\"\n";
    let (outcome, records) = run(&format!("{COUNTED}{other}"));
    let origins = records.iter().filter_map(|record| match record {
        Record::Parcel(parcel) => Some(parcel.origin),
        _ => None,
    });
    // Two at 02:00 and 04:00; ordered at 04:00, received at 09:00; B at 06:00 and 08:00; A again at 10:00.
    assert_eq!(origins.take(5).collect::<Vec<_>>(), [0, 0, 1, 1, 0]);
    assert_eq!(outcome.baskets.refused, 0);
}

#[test]
fn what_is_nowhere_is_not_offered() {
    let (outcome, _) = run(COUNTED);
    // Visits at 2, 4, ..., 22 h; two are served, two are not, and so on: 6, 8, 14, 16, 22 find nothing.
    assert_eq!((outcome.cohort_visits, outcome.not_offered), (11, 5));
    assert_eq!(outcome.baskets.refused, 5);
    assert_eq!(outcome.stock[0].lines, (6, 6));
}

#[test]
fn a_backorder_waits_for_the_receipt() {
    let (outcome, records) = run(&COUNTED.replace("lost", "backorder"));
    assert_eq!((outcome.cohort_visits, outcome.not_offered), (11, 0));
    let filled = records.iter().filter_map(|record| match record {
        Record::Filled(filled) => Some(filled.at / HOUR),
        _ => None,
    });
    // Out at 04:00, two are ordered; 06:00 is owed, 08:00 too, two more are ordered; both get theirs at 09:00; and so on.
    assert_eq!(filled.take(4).collect::<Vec<_>>(), [9, 9, 13, 13]);
    assert_eq!(outcome.stock[0].lines.0, 11);
}

#[test]
fn orders_wait_for_their_release() {
    let what = "basket.kinds = [{ skus = \"shirts\" }]\nsourcing.release = \"every 3h\"";
    let (_, records) = run(what);
    let made = records.iter().filter_map(|record| match record {
        Record::Parcel(parcel) => Some(parcel.at / HOUR),
        _ => None,
    });
    // Placed at 2, 4, 6, 8 h.
    assert_eq!(made.take(4).collect::<Vec<_>>(), [3, 6, 6, 9]);
}

/// One line of something that is always there is an order as before, to the bit.
#[test]
fn one_line_of_one_sku_changes_nothing() {
    let text = r#"
schema = 1
name = "plain"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "8d" }
demand.poisson.rate = "60/h"
padding_grid = [{ from = "0h", to = "4h", step = "30min" }]
zones = [{ name = "City" }, { name = "Town" }]
facilities = [{ name = "A", kind = "fulfilment-centre" }]
stages = [{ facility = "A", stage = "pick", servers = 4, service = "exponential(mean=3min)" }]
lanes = [{ from = "A", to = "City", transit = "lognormal(mean=2h, cv=0.5)" }, { from = "A", to = "Town", departures = "every 2h", transit = "gamma(mean=2h, cv=0.5)", success = 0.8 }]
service_levels = [{ name = "standard", promise = { constant = { after = "4h" } } }]
"#;
    let plain = replicate(&plan(text), 3, 0);
    let mut basket = replicate(
        &plan(&format!("{text}\nskus = [{{ name = \"thing\" }}]")),
        3,
        0,
    );
    assert!(basket.baskets.orders.0 > 5_000);
    basket.baskets = plain.baskets;
    assert_eq!(format!("{plain:?}"), format!("{basket:?}"));
}
