//! Delivery hours, promised windows, first attempts.

use super::{HOUR, MINUTE, run};

const DAY: i64 = 24 * HOUR;

/// Orders arrive half an hour after they were placed, one every ten minutes: those that come before 17:00 wait, those up to 21:00 are
/// delivered at once, those after it on the next day.
#[test]
fn what_comes_early_waits_at_the_door() {
    let keys = [
        ("LANE", r#"transit = "30min""#),
        ("ZONE", r#"delivery_window = "17:00-21:00""#),
    ];
    let delivered = run(&keys).delivered;
    for (nth, at) in (1..).zip(&delivered[..143]) {
        let arrives = nth * 10 * MINUTE + 30 * MINUTE;
        let due = if arrives <= 17 * HOUR {
            17 * HOUR
        } else if arrives <= 21 * HOUR {
            arrives
        } else {
            DAY + 17 * HOUR
        };
        assert_eq!(*at, due, "order {nth}");
    }
}

/// Hours of a level go before those of the zone, and a failed attempt is made again within them.
#[test]
fn hours_of_a_level() {
    let keys = [
        ("LANE", r#"transit = "30min", success = 0.5, attempts = 9"#),
        ("ZONE", r#"delivery_window = "17:00-21:00""#),
        (
            "LEVEL",
            r#"delivery_window = "08:00-24:00", promise = { plan = {} }"#,
        ),
    ];
    let run = run(&keys);
    assert!(run.delivered.len() > 140);
    for at in &run.delivered {
        assert!(at % DAY >= 8 * HOUR, "{at}");
    }
    // The plan waits for the door too: what is taken at the first attempt is on time.
    let own = &run.outcome.own[0];
    assert!(own.on_time > 50 && own.on_time < 90, "{own:?}");
}

/// Delivered an hour after placement, promised for four: with a window of two hours that is early. At a promise after three hours it is
/// the first instant of the window, after one hour the last.
#[test]
fn before_the_window_is_early() {
    let grid = r#"padding_grid = [{ from = "-4h", to = "0h", step = "1h" }]"#;
    let grid = format!("{grid}\nzones =");
    for (word, on_time) in [("true", [0, 1, 1, 1, 1]), ("false", [0, 1, 1, 1, 0])] {
        let level = format!(
            r#"window = "2h", early_is_ok = {word}, promise = {{ constant = {{ after = "4h" }} }}"#
        );
        let keys = [
            ("LANE", r#"transit = "1h""#),
            ("LEVEL", &level),
            ("zones =", &grid),
        ];
        let run = run(&keys);
        let own = &run.outcome.own[0];
        assert_eq!((own.early, own.in_window), (own.n, 0));
        assert_eq!(own.on_time, on_time[4] * own.n);
        let curve = run.outcome.curve[..5].iter();
        let shares: Vec<u32> = curve.map(|cell| (cell.on_time / cell.n) as u32).collect();
        assert_eq!(shares, on_time, "{word}");
    }
}

/// With `attempt_counts` what was tried in time is on time, if it is delivered at all.
#[test]
fn the_first_attempt_counts() {
    let on_time = |keys: &str| {
        let level = format!(r#"{keys}promise = {{ constant = {{ after = "2h" }} }}"#);
        let lane = r#"transit = "1h", success = 0.5, attempts = 2"#;
        let run = run(&[("LANE", lane), ("LEVEL", &level)]);
        let own = run.outcome.own[0];
        (own.n, own.on_time, run.outcome.exhausted)
    };
    let (n, taken, exhausted) = on_time("");
    let (_, tried, again) = on_time("attempt_counts = true, ");
    assert_eq!(exhausted, again);
    assert_eq!(u64::from(tried), u64::from(n) - exhausted);
    assert!(taken < tried);
}
