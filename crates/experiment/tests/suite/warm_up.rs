//! The end of a warm-up that is known: a queue that begins empty.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{Contest, WarmUpFound, warm_up};
use leadtime_network::{Files, load};
use leadtime_stats::warm_up::WarmUp;

/// 40 parcels an hour at 11 servers of 16 minutes: a load of .97, whose queue takes days to build.
fn found(servers: u32, days: u32) -> WarmUpFound {
    let text = format!(
        r#"
schema = 1
name = "queue"
clock = {{ start = 2026-11-02, time_zone = "UTC", horizon = "{days}d" }}
demand.poisson.rate = "40/h"
facilities = [{{ name = "FC", kind = "fulfilment-centre" }}]
stages = [{{ facility = "FC", stage = "pack", servers = {servers}, service = "exponential(mean=16min)" }}]
lanes = [{{ from = "FC", to = "city", transit = "1h" }}]
zones = [{{ name = "city" }}]
[[service_levels]]
name = "standard"
promise.constant = {{ after = "4h" }}
"#
    );
    let (network, _) = load(&Files::from_text(&text)).unwrap();
    let never = AtomicBool::new(false);
    let contest = Contest {
        threads: 1,
        stop: &never,
        progress: &mut |_, _| {},
    };
    warm_up(&network, 0, (false, 3, 40), contest).unwrap()
}

// catches: orders counted on the wrong day, a series that ends or begins late, a transient that is passed over
#[test]
fn a_queue_that_begins_empty_has_a_warm_up_and_an_easy_one_has_none() {
    let busy = found(11, 40);
    assert_eq!(busy.lead_time.len(), 40);
    // The first day is far below what comes; theory's level: 1 h + 16 min + the wait of M/M/11.
    let level = busy.lead_time[20..].iter().sum::<f64>() / 20.0;
    assert!(
        busy.lead_time[0] < 0.8 * level,
        "{} against {level}",
        busy.lead_time[0]
    );
    assert!(
        matches!(busy.verdict, WarmUp::CutAt { periods: 1..=15 }),
        "{:?}",
        busy.verdict
    );
    // 30 servers never wait: every day is as the first, 1 h 16 min.
    let easy = found(30, 40);
    assert!(
        easy.lead_time
            .iter()
            .all(|day| (day - 4_560.0).abs() < 30.0)
    );
    assert_eq!(found(11, 5).verdict, WarmUp::TooShort);
}
