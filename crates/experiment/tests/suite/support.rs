//! Studies of a small shop.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{Answers, CheckedStudy, Refused, Sweep, Trials, check, solve, sweep};
use leadtime_network::Files;
use leadtime_network::study::read;

/// One packer who is bad on a day in ten: lateness that no padding of some hours mends.
pub const SCENARIO: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "3d" }
demand.poisson.rate = "40/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pack", servers = 4, service = "exponential(mean=5min)" }]
lanes = [{ from = "FC", to = "city", transit = "lognormal(mean=3h, cv=0.3)" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "4h" }
"#;

pub fn checked(study: &str, scenario: &str) -> Result<CheckedStudy, Vec<Refused>> {
    let study = read(&Files::from_text(study)).unwrap();
    let scenario = scenario.to_owned();
    check(study, &move |_| Files::from_text(&scenario))
}

pub fn swept(study: &str, scenario: &str, threads: usize) -> Sweep {
    let checked = checked(study, scenario).unwrap();
    let scenario = scenario.to_owned();
    let open = move |_: &str| Files::from_text(&scenario);
    let never = AtomicBool::new(false);
    sweep(&mut Trials::new(
        &checked,
        &open,
        threads,
        &never,
        &mut |_, _| {},
    ))
}

pub fn solved(study: &str, scenario: &str) -> Answers {
    let checked = checked(study, scenario).unwrap();
    let scenario = scenario.to_owned();
    let open = move |_: &str| Files::from_text(&scenario);
    let never = AtomicBool::new(false);
    solve(&mut Trials::new(&checked, &open, 1, &never, &mut |_, _| {}))
}
