//! A rerun is the study of the scenario in which that cause is written as planned, on the same random numbers.

use leadtime_sim::outcome::{CauseKind, Outcome};

use crate::blame::study;

const SCENARIO: &str = r#"
schema = 1
name = "reruns"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "8d", drain = "8d" }
blame = { rerun = 9, replications = 4 }
demand.poisson.rate = "120/d"
facilities = [{ name = "FC", kind = "fulfilment-centre" }, { name = "DS", kind = "delivery-station" }]
zones = [{ name = "City" }]

[calendars.day]
open = ["daily 06:00-22:00"]

[[pools]]
facility = "FC"
name = "crew"
servers = 3

[[stages]]
facility = "FC"
stage = "pick"
pool = "crew"
service = "exponential(mean=20min)"

[[stages]]
facility = "FC"
stage = "pack"
PACK
planned = "5min"

[[stages]]
facility = "DS"
stage = "sort"
pool = "none"
SORT
planned = "15min"

[[lanes]]
from = "FC"
to = "DS"
departures = "every 3h"
TRUCK
planned = "4h"
cancel = CANCEL
delay = "DELAY"
CAPACITY

[[lanes]]
from = "DS"
to = "City"
transit = "gamma(mean=3h, cv=0.4)"
planned = "3h"
success = SUCCESS

[[service_levels]]
name = "standard"
promise.plan = { allowance = "2h" }

[[shocks]]
name = "slow days"
target = "service-time"
at = ["DS/sort"]
grain = "day"
law = "lognormal(mean=1, cv=0.3)"
"#;

/// What stands in the gaps, and what stands there where it runs to plan.
const GAPS: [(&str, &str, &str); 7] = [
    (
        "PACK",
        "servers = 2\nservice = \"exponential(mean=12min)\"\ncalendar = \"day\"",
        "servers = \"unlimited\"\nservice = \"constant(5min)\"\ncalendar = \"day\"",
    ),
    (
        "SORT",
        "servers = 3\nservice = \"exponential(mean=20min)\"\nbatch = 3\nrework = 0.1",
        "servers = \"unlimited\"\nservice = \"constant(15min)\"",
    ),
    (
        "TRUCK",
        "transit = \"gamma(mean=5h, cv=0.5)\"",
        "transit = \"constant(4h)\"",
    ),
    ("CAPACITY", "capacity = 17", ""),
    ("CANCEL", "0.15", "0"),
    ("DELAY", "exponential(mean=40min)", "constant(0min)"),
    ("SUCCESS", "0.85", "1"),
];

fn written(to_plan: &str) -> Outcome {
    let mut text = SCENARIO.replace("pool = \"none\"\n", "");
    for (gap, usual, planned) in GAPS {
        text = text.replace(gap, if gap == to_plan { planned } else { usual });
    }
    if to_plan == "SORT" {
        let (before, _) = text.split_once("[[shocks]]").unwrap();
        text = before.to_owned();
    }
    study(&text, (4, 2))
}

#[test]
fn a_cause_kept_to_plan_is_the_scenario_written_so() {
    let base = written("nothing");
    let blame = base.blame.clone().unwrap();
    let of = |kind: CauseKind, name: &str| {
        let cause = blame
            .causes
            .iter()
            .find(|c| (c.kind, c.name.as_str()) == (kind, name));
        cause.unwrap_or_else(|| panic!("{kind:?} {name} is not charged: {blame:?}"))
    };
    let causes = [
        ("PACK", of(CauseKind::Stage, "FC/pack")),
        ("SORT", of(CauseKind::Stage, "DS/sort")),
        ("TRUCK", of(CauseKind::Transit, "FC->DS")),
        ("CAPACITY", of(CauseKind::VehicleFull, "FC->DS")),
        ("CANCEL", of(CauseKind::CancelledDeparture, "FC->DS")),
        ("DELAY", of(CauseKind::LateDeparture, "FC->DS")),
        ("SUCCESS", of(CauseKind::FailedAttempts, "")),
    ];
    let share = |outcome: &Outcome| outcome.service_levels[0].on_time.value.unwrap();
    for (gap, cause) in causes {
        let to_plan = cause
            .to_plan
            .as_ref()
            .unwrap_or_else(|| panic!("{gap} is not rerun"));
        let expected = share(&written(gap));
        assert_eq!(to_plan.on_time.value, Some(expected), "{gap}");
        let gain = to_plan.gain.value.unwrap();
        assert!((gain - (expected - share(&base))).abs() < 1e-12, "{gap}");
        assert!(gain > 0.0, "{gap}: {gain}");
        assert_eq!(to_plan.replications, 4);
    }
}
