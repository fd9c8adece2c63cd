//! Order caps, worked by hand: what is promised on a departure or a wave, and when a level closes and opens again.

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::audit::audit;
use leadtime_sim::engine::ReplicationOutcome;
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{Booked, Place, Record, TraceReader, record};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A visit every ten minutes, the first at 00:10 on a Monday.
const HEAD: &str = r#"
schema = 1
name = "caps"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.renewal.interarrival = "10min"
offer.choose = "fastest"
zones = [{ name = "City" }]
"#;

struct Run {
    outcome: ReplicationOutcome,
    /// Instant and level of each visit.
    placed: Vec<(i64, Option<u32>)>,
    booked: Vec<Booked>,
    given_back: usize,
}

/// One audited replication.
fn run(text: &str) -> Run {
    let text = format!("{HEAD}{text}");
    let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found:?}"));
    let plan = Plan::compile(&network);
    let (outcome, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    let mut run = Run {
        outcome,
        placed: Vec::new(),
        booked: Vec::new(),
        given_back: 0,
    };
    for record in TraceReader::new(&trace[..]).unwrap() {
        match record.unwrap() {
            Record::Placed(placed) => run.placed.push((placed.at, placed.level)),
            Record::Booked(booked) => run.booked.push(booked),
            Record::GivenBack(_) => run.given_back += 1,
            _ => {}
        }
    }
    run
}

impl Run {
    /// Visits of a stretch (from, to], in hours, that were sold a level.
    fn sold(&self, level: u32, from: i64, to: i64) -> usize {
        let within = |placed: &&(i64, Option<u32>)| {
            placed.1 == Some(level) && placed.0 > from * HOUR && placed.0 <= to * HOUR
        };
        self.placed.iter().filter(within).count()
    }
}

/// A linehaul every two hours, an hour on the road, and a last leg every three hours on which two orders are promised. Who is placed
/// after 04:00 and by 08:00 reaches the station by 09:00: two vehicles of the linehaul fill one departure.
#[test]
fn the_second_departure_of_a_path_closes_the_level() {
    let run = run(r#"
facilities = [{ name = "FC", kind = "fulfilment-centre" }, { name = "DS", kind = "delivery-station" }]
lanes = [
  { from = "FC", to = "DS", departures = "every 2h", transit = "1h" },
  { from = "DS", to = "City", departures = "every 3h", order_cap = 2, transit = "30min" },
]
service_levels = [{ name = "standard", promise = { constant = { after = "1d" } } }]
"#);
    let sold: Vec<usize> = (0..6).map(|at| run.sold(0, 2 * at, 2 * at + 2)).collect();
    assert_eq!(sold, [2, 2, 2, 0, 2, 2]);
    let leaves: Vec<i64> = run.booked.iter().map(|of| of.leaves / HOUR).collect();
    assert_eq!(leaves[..10], [3, 3, 6, 6, 9, 9, 12, 12, 15, 15]);
    assert!(run.booked.iter().all(|of| of.place == Place::Lane(1)));
    // With one level, who finds it closed is offered nothing.
    assert_eq!(run.outcome.sums[0].closed, run.outcome.not_offered);
}

/// A wave at each full hour, four orders promised on each, work of 20 minutes after it, and a vehicle at each full hour on which three are
/// promised: the tighter cap closes the level, and who is turned away by one does not count on the other.
#[test]
fn waves_and_departures_count_each_for_itself() {
    let run = run(r#"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pick", servers = 9, service = "20min", release = "every 1h", order_cap = 4 }]
lanes = [{ from = "FC", to = "City", departures = "every 1h", order_cap = 3, load_lead = "15min", transit = "30min" }]
service_levels = [{ name = "standard", promise = { plan = {} } }]
"#);
    for hour in 0..20 {
        assert_eq!(run.sold(0, hour, hour + 1), 3, "{hour}");
    }
    let waves = run.booked.iter().filter(|of| of.place == Place::Stage(0));
    assert_eq!(2 * waves.count(), run.booked.len());
    // Placed by 01:00, released then, ready at 01:20, gone at 02:00.
    let first: Vec<(i64, Place)> = run.booked[..2]
        .iter()
        .map(|of| (of.leaves / HOUR, of.place))
        .collect();
    assert_eq!(first, [(1, Place::Stage(0)), (2, Place::Lane(0))]);
}

/// Padding of the process moves the plan: ready at once, with half an hour of padding for the departure after next from half past on.
#[test]
fn padding_of_the_process_moves_what_is_counted() {
    let run = run(r#"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
lanes = [{ from = "FC", to = "City", departures = "every 1h", order_cap = 2, transit = "30min" }]
service_levels = [{ name = "standard", promise = { plan = {} }, padding = "30min", padding_at = "process" }]
"#);
    // By 00:30 for 01:00; from 00:40 to 01:30 for 02:00.
    let leaves: Vec<(i64, i64)> = run.booked[..6]
        .iter()
        .map(|of| (run.placed[of.order as usize].0 / MINUTE, of.leaves / HOUR))
        .collect();
    assert_eq!(
        leaves,
        [(10, 1), (20, 1), (40, 2), (50, 2), (100, 3), (110, 3)]
    );
}

/// A level that is closed falls to the next slower one that is open, whatever closes it there.
#[test]
fn a_closed_level_falls_to_the_next_open_one() {
    let run = run(r#"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
lanes = [
  { from = "FC", to = "City", departures = "every 2h", order_cap = 3, transit = "10min", service_levels = "fast" },
  { from = "FC", to = "City", departures = "every 2h", order_cap = 4, transit = "1h", service_levels = "slow" },
  { from = "FC", to = "City", transit = "1d", service_levels = "late" },
]
service_levels = [
  { name = "fast", promise = { constant = { after = "3h" } } },
  { name = "slow", promise = { constant = { after = "1d" } } },
  { name = "late", promise = { constant = { after = "2d" } } },
]
"#);
    for at in 0..11 {
        let sold = [0, 1, 2].map(|level| run.sold(level, 2 * at, 2 * at + 2));
        assert_eq!(sold, [3, 4, 5]);
    }
    // 143 visits; up to midnight three and four of the eleven.
    let closed: Vec<u64> = run.outcome.sums.iter().map(|sums| sums.closed).collect();
    assert_eq!(closed, [11 * 9 + 8, 11 * 5 + 4, 0]);
}

/// One unit at the near centre is seen by everybody until the hourly release; its vehicle at noon takes two promises. Who is released from
/// the far centre gives its place back, and others are promised it.
#[test]
fn orders_sourced_elsewhere_give_back() {
    let run = run(r#"
facilities = [{ name = "near", kind = "fulfilment-centre" }, { name = "far", kind = "fulfilment-centre" }]
lanes = [
  { from = "near", to = "City", departures = "daily 12:00", order_cap = 2, transit = "10min" },
  { from = "far", to = "City", transit = "4d" },
]
skus = [{ name = "book" }]
stock = [
  { facility = "near", sku = "book", policy = "base-stock", order_up_to = 1, lead_time = "30min" },
  { facility = "far", sku = "book" },
]
sourcing = { rule = "nearest", release = "every 1h" }
service_levels = [{ name = "standard", promise = { constant = { after = "9d" } } }]
"#);
    let noon: Vec<i64> = run
        .booked
        .iter()
        .filter(|of| of.leaves == 12 * HOUR)
        .map(|of| run.placed[of.order as usize].0 / MINUTE)
        .collect();
    // Two by 01:00, of which one is sourced from afar; the unit is back at 01:30, and is promised once more.
    assert_eq!(noon[..3], [10, 20, 90]);
    assert!(noon.len() > 2 && run.given_back > 0);
}
