//! Late shares with the last leg integrated: what they cost, where they are the outcome itself, and where they are left out.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::engine::replicate;
use leadtime_sim::outcome::{Outcome, Verdict};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};
use leadtime_stats::Confidence;
use leadtime_stats::rare::trials_for_relative;

fn outcome_of(text: &str, replications: u32, threads: usize) -> Outcome {
    let (network, _) = load(&Files::from_text(text)).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: network.study.seed,
        replications,
        threads,
    };
    let study = run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {});
    study.outcome(&plan, &network, Vec::new())
}

fn weather_tail() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join("scenarios/validation/weather-tail/scenario.toml")).unwrap()
}

/// P(Exp(mean 2 h) + the mixture of case `weather_mix` > 120 h).
const EXACT: f64 = 8.7392e-6;

// catches: an integral that counts outcomes after all, an interval that is too narrow or too wide
#[test]
fn one_in_a_hundred_thousand_takes_a_thousandth_of_the_orders() {
    let text = weather_tail().replace("horizon = \"30d\"", "horizon = \"1d\"");
    let outcome = outcome_of(&text, 60, 1);
    let level = &outcome.conditional.as_ref().unwrap().levels[0];
    let late = &level.late;
    let (value, low, high) = (late.value.unwrap(), late.low.unwrap(), late.high.unwrap());
    assert!(low < EXACT && EXACT < high, "{late:?}");
    assert!(high - low <= 0.2 * value, "{late:?}");
    // Counted, a half-width of 10 % takes 44 million orders.
    let plain = trials_for_relative(EXACT, 0.1, Confidence::P95).unwrap();
    assert!(plain > 43_000_000);
    let work = outcome.orders_simulated;
    assert!(work * 1_000 <= plain, "{work} of {plain}");
    // The outcome says so: what was simulated is a thousandth of that in replications too.
    assert!(level.plain_replications.unwrap() > 60 * 1_000);
    assert_eq!(level.integrated, 1.0);
    // Not one order was late, and yet 99.99 % may be claimed.
    assert_eq!(outcome.service_levels[0].on_time.value, Some(1.0));
    let claim = outcome.service_levels[0].claim.as_ref().unwrap();
    assert_eq!((claim.verdict, claim.conditional), (Verdict::Carried, true));
    let counted = outcome_of(&text.replace("conditional = true", ""), 60, 1);
    let claim = counted.service_levels[0].claim.as_ref().unwrap();
    assert_eq!(
        (claim.verdict, claim.replications, claim.conditional),
        (Verdict::NotYet, Some(29_956), false)
    );
}

/// Two stages, a truck whose parcels share a part of the transit, weather, a spread over the round: all that a last leg may have.
const BUSY: &str = r#"
schema = 1
name = "busy"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "2d", horizon = "16d" }
study = { conditional = true, replications = 60 }
demand.poisson.rate = "60/h"
facilities = [
  { name = "FC", kind = "fulfilment-centre" },
  { name = "DS", kind = "delivery-station" },
]
stages = [{ facility = "FC", stage = "pack", servers = 6, service = "lognormal(mean=5min, cv=0.5)" }]
zones = [{ name = "near" }, { name = "far" }]
[[lanes]]
from = "FC"
to = "DS"
departures = "every 2h"
transit = "gamma(mean=3h, cv=0.3)"
[[lanes]]
from = "DS"
to = "near"
departures = "every 1h"
transit = "lognormal(mean=2h, cv=0.5)"
draw = "per-parcel"
vehicle_share = 0.4
spread = "3h"
[[lanes]]
from = "DS"
to = "far"
transit = "gamma(mean=6h, cv=0.5)"
[[shocks]]
name = "weather"
target = "transit"
at = ["DS->*"]
law = "regimes(1.0 for 5d, 1.6 for 1d)"
[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }
target = 0.9
"#;

// catches: a shared part, a shock, a spread or a departure that the integral forgets
#[test]
fn the_integral_has_the_mean_of_the_outcomes_and_less_variance() {
    let (network, _) = load(&Files::from_text(BUSY)).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    let (mut differences, mut counted, mut integrated) = (Vec::new(), Vec::new(), Vec::new());
    for replication in 0..120 {
        let outcome = replicate(&plan, 1, replication);
        let cell = &outcome.conditional[0];
        let n: u32 = outcome.own.iter().map(|cell| cell.n).sum();
        let on_time: u32 = outcome.own.iter().map(|cell| cell.on_time).sum();
        assert_eq!((cell.n, cell.integrated), (u64::from(n), u64::from(n)));
        let late = f64::from(n - on_time) / f64::from(n);
        let mean = cell.late() / f64::from(n);
        differences.push(mean - late);
        counted.push(late);
        integrated.push(mean);
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let variance = |values: &[f64]| {
        let centre = mean(values);
        let squares = values
            .iter()
            .map(|value| (value - centre) * (value - centre));
        squares.sum::<f64>() / (values.len() - 1) as f64
    };
    let error = (variance(&differences) / differences.len() as f64).sqrt();
    assert!(mean(&counted) > 0.02, "{}", mean(&counted));
    // An error of a hundredth of the late share would show.
    assert!(error < mean(&counted) / 300.0, "{error}");
    assert!(
        mean(&differences).abs() < 4.5 * error,
        "{} {error}",
        mean(&differences)
    );
    assert!(variance(&integrated) < variance(&counted));
}

// catches: a lane that is integrated although more is to come, a reason that is not told, orders counted twice
#[test]
fn what_cannot_be_integrated_is_counted_and_says_why() {
    let text = BUSY.replace(
        "to = \"far\"\n",
        "to = \"far\"\nattempts = 2\nsuccess = 0.8\n",
    );
    let outcome = outcome_of(&text, 20, 1);
    let found = outcome.conditional.as_ref().unwrap();
    let [left_out] = &found.left_out[..] else {
        panic!("{:?}", found.left_out);
    };
    assert_eq!((left_out.lanes, left_out.example.as_str()), (1, "DS->far"));
    assert!(left_out.reason.contains("attempt"));
    assert!((found.levels[0].integrated - 0.5).abs() < 0.02);
    // Where nothing is integrated, it is the late share.
    let text = text.replace("spread = \"3h\"", "attempts = 2\nsuccess = 0.8");
    let outcome = outcome_of(&text, 20, 1);
    let found = outcome.conditional.as_ref().unwrap();
    assert_eq!(found.levels[0].integrated, 0.0);
    let on_time = outcome.service_levels[0].on_time.value.unwrap();
    assert!((found.levels[0].late.value.unwrap() - (1.0 - on_time)).abs() < 1e-12);
}

// catches: sums of floats that depend on who finished first, or on the order of the events
#[test]
fn threads_agree_and_nothing_else_changes() {
    let one = outcome_of(BUSY, 12, 1);
    let other = outcome_of(BUSY, 12, 3);
    assert_eq!(other.conditional, one.conditional);
    let mut plain = outcome_of(&BUSY.replace("conditional = true, ", ""), 12, 1);
    assert_eq!(plain.conditional, None);
    plain.conditional = one.conditional.clone();
    plain.scenario.digest.clone_from(&one.scenario.digest);
    for (plain, one) in plain.service_levels.iter_mut().zip(&one.service_levels) {
        plain.claim.clone_from(&one.claim);
    }
    assert_eq!(plain, one);
}
