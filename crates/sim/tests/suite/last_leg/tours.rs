//! Drivers with finite stops.

use super::{HOUR, MINUTE, run};

/// Minutes after `from`.
fn minutes(delivered: &[i64], from: i64) -> Vec<i64> {
    let of = |at: &i64| {
        assert_eq!((at - from) % MINUTE, 0, "{at}");
        (at - from) / MINUTE
    };
    delivered.iter().map(of).collect()
}

/// Two drivers, 20 stops an hour, out for 12 min: a departure takes eight, and stops are three minutes apart. Of the twelve orders
/// until 02:00 four stay, and are the first to board at 04:00.
#[test]
fn what_does_not_fit_stays_and_keeps_its_rank() {
    let lane = r#"transit = "1h", departures = "every 2h", drivers = 2, stops_per_hour = 20, route_hours = "12min""#;
    let run = run(&[("LANE", lane)]);
    let stops = [3, 3, 6, 6, 9, 9, 12, 12];
    assert_eq!(minutes(&run.delivered[..8], 3 * HOUR), stops);
    assert_eq!(minutes(&run.delivered[8..16], 5 * HOUR), stops);
    let lane = &run.outcome.lanes[0];
    assert!(lane.left_behind > 0 && lane.missed[0] > 0);
    assert_eq!(run.plan.lanes[0].name, "S->City");
}

/// Who is ready at the critical pull time itself is on the tour, and makes it longer for everybody: n stops take 4 n + 6 sqrt(n) min,
/// as 3/4 sqrt(64 n) km at 60 km/h are 6 sqrt(n) min. One driver; four orders until 00:40, the pull time of 01:00; nine orders
/// between 01:40 and the next, at 02:10.
#[test]
fn a_tour_is_as_long_as_its_load_makes_it() {
    let lane = r#"transit = "30min", departures = "every 90min from 01:00", load_lead = "20min", drivers = 1, route_hours = "8h",
        route_time = { per_stop = "4min", area_km2 = 64, speed = "60km/h", b = 0.75 }"#;
    let run = run(&[("LANE", &lane.replace('\n', " "))]);
    // 4 stops: 16 + 12 = 28 min, 7 min apart. 9 stops: 36 + 18 = 54 min, 6 min apart.
    assert_eq!(minutes(&run.delivered[..4], 90 * MINUTE), [7, 14, 21, 28]);
    assert_eq!(
        minutes(&run.delivered[4..13], 180 * MINUTE),
        [6, 12, 18, 24, 30, 36, 42, 48, 54]
    );
}

/// Without `b` the constant of shortest tours: one stop in 100 km2 at 10 km/h takes 0.7124 h.
#[test]
fn the_constant_of_shortest_tours() {
    let lane = r#"transit = "1h", departures = "every 10min", drivers = 1, route_hours = "1h",
        route_time = { per_stop = "0s", area_km2 = 100, speed = "10km/h" }"#;
    let run = run(&[("LANE", &lane.replace('\n', " "))]);
    let expected = (0.7124 * HOUR as f64).round() as i64;
    assert_eq!(run.delivered[0] - 70 * MINUTE, expected);
}

/// Tours of one departure leave together and late together; a failed stop is made again the day after.
#[test]
fn tours_are_late_and_ring_in_vain() {
    let lane = r#"transit = "lognormal(mean=1h, cv=0.5)", departures = "every 2h", delay = "exponential(mean=20min)", cancel = 0.2,
        drivers = 3, stops_per_hour = 6, route_hours = "1h", success = 0.6, attempts = 2"#;
    let run = run(&[("LANE", &lane.replace('\n', " "))]);
    assert!(run.delivered.len() > 80, "{}", run.delivered.len());
}
