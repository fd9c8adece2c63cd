//! Input uncertainty: a variance that is known, found in the right part.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{Contest, Uncertainty, check, uncertainty};
use leadtime_network::Files;
use leadtime_network::study::read;

/// A lead time of two hours, times what is drawn: the mean lead time of a run is the draw but for some orders' luck.
const SCENARIO: &str = r#"
schema = 1
name = "road"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "2d" }
demand.poisson.rate = "200/d"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
lanes = [{ from = "FC", to = "city", transit = "exponential(mean=2h)" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "4h" }
"#;

fn found(law: &str, draws: u32, threads: usize) -> Uncertainty {
    let study = format!(
        "schema = 1\nname = \"s\"\ndraws = {draws}\n[budget]\nreplications = 10\n[[uncertain]]\nname = \"road\"\nscale = 'lanes.FC->city.transit'\nlaw = \"{law}\"\n"
    );
    let study = read(&Files::from_text(&study)).unwrap();
    let open = |_: &str| Files::from_text(SCENARIO);
    let checked = check(study, &open).unwrap();
    let never = AtomicBool::new(false);
    let contest = Contest {
        threads,
        stop: &never,
        progress: &mut |_, _| {},
    };
    uncertainty(&checked, &open, contest).unwrap()
}

// catches: draws on the same random numbers, a split the wrong way round, a factor applied twice or not at all
#[test]
fn the_variance_of_the_parameters_is_told_apart_from_that_of_the_replications() {
    let all = found("uniform(0.8, 1.2)", 200, 0);
    let lead = all
        .figures
        .iter()
        .find(|figure| figure.figure.measure == "lead_time")
        .unwrap();
    // Exactly: var A = (7200 s)^2 x .4^2 / 12, var E = E(mean^2) / 400 orders.
    let input = 7_200.0 * 7_200.0 * 0.16 / 12.0;
    let sampling = (7_200.0 * 7_200.0 + input) / 400.0;
    let split = &lead.split;
    assert!(
        split.input.low <= input && input <= split.input.high.unwrap(),
        "{input}: {:?}",
        split.input
    );
    assert!(
        split.sampling.low <= sampling && sampling <= split.sampling.high.unwrap(),
        "{sampling}: {:?}",
        split.sampling
    );
    assert!(
        split.input_share.value > 0.6 && split.mean.covers(7_200.0),
        "{split:?}"
    );
    // Longer roads, longer lead times, fewer on time.
    assert!(lead.correlations[0].unwrap() > 0.95);
    let on_time = all
        .figures
        .iter()
        .find(|figure| figure.figure.measure == "on_time")
        .unwrap();
    assert!(on_time.correlations[0].unwrap() < -0.9);
    assert_eq!(
        found("uniform(0.8, 1.2)", 20, 1),
        found("uniform(0.8, 1.2)", 20, 2)
    );
}

// catches: an input part that is made of replications
#[test]
fn a_parameter_that_is_known_adds_nothing() {
    let all = found("uniform(0.999999, 1.000001)", 60, 0);
    let lead = all
        .figures
        .iter()
        .find(|figure| figure.figure.measure == "lead_time")
        .unwrap();
    assert!(lead.split.input_share.low < 0.02, "{:?}", lead.split);
}

// catches: parameters of one default name that are drawn as one
#[test]
fn parameters_are_drawn_independently() {
    let row = |key: &str| format!("[[uncertain]]\nscale = '{key}'\nlaw = \"uniform(0.8, 1.2)\"\n");
    let study = format!(
        "schema = 1\nname = \"s\"\ndraws = 400\n[budget]\nreplications = 2\n{}{}",
        row("lanes.FC->city.transit"),
        row("lanes.FC->town.transit"),
    );
    let scenario = SCENARIO
        .replace(
            "lanes = [",
            "lanes = [{ from = \"FC\", to = \"town\", transit = \"1h\" }, ",
        )
        .replace("zones = [", "zones = [{ name = \"town\" }, ")
        .replace("200/d", "20/d");
    let open = |_: &str| Files::from_text(&scenario);
    let checked = check(read(&Files::from_text(&study)).unwrap(), &open).unwrap();
    let never = AtomicBool::new(false);
    let contest = Contest {
        threads: 1,
        stop: &never,
        progress: &mut |_, _| {},
    };
    let found = uncertainty(&checked, &open, contest).unwrap();
    let names: Vec<&str> = found
        .parameters
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["lanes.FC->city.transit", "lanes.FC->town.transit"]);
    let [a, b] = [0, 1].map(|at: usize| &found.parameters[at].values);
    let moved = |value: &f64| (value - 1.0) / 0.4 * f64::sqrt(12.0);
    let product: f64 = a.iter().zip(b).map(|(a, b)| moved(a) * moved(b)).sum();
    // Of independent ones the sum has mean 0 and standard deviation 20; of equal ones it is 400.
    assert!(product.abs() < 80.0, "{product}");
}
