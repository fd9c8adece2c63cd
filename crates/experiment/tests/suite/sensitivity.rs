//! Levers: known derivatives, whole numbers, a planted bottleneck.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use leadtime_experiment::sensitivity::{
    CostFrom, Direction, LeverKind, NotRun, Question, Sensitivity, levers, sensitivity,
};
use leadtime_experiment::{Design, compare};
use leadtime_network::network::BlameBy;
use leadtime_network::{Files, Network, load};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Measure, StudyOptions, StudyOutcome, run};

fn network(text: &str) -> Network {
    let (network, _) = load(&Files::from_text(text)).unwrap();
    network
}

fn study(plan: &Plan, seed: u64, replications: u32) -> StudyOutcome {
    let options = StudyOptions {
        seed,
        replications,
        threads: 2,
    };
    run(plan, &options, &AtomicBool::new(false), &mut |_, _| {})
}

fn question(replications: u32, by: f64) -> Question {
    Question {
        seed: 11,
        replications,
        level: None,
        by,
        grouping: BlameBy::Kind,
        most: 24,
        screening: 4,
        costs: BTreeMap::new(),
    }
}

fn found(network: &Network, question: &Question) -> Sensitivity {
    let mut simulate = |plan: &Plan, seed: u64, replications: u32| {
        let study = study(plan, seed, replications);
        match study.failure() {
            Some(failure) => Err(NotRun::Failed(failure.message)),
            None => Ok(study),
        }
    };
    sensitivity(network, question, &mut simulate)
        .unwrap()
        .unwrap()
}

/// M/M/1 with arrivals .8 and service 1 a minute; promised 10 minutes after placement.
fn mm1() -> Network {
    network(
        r#"
schema = 1
name = "mm1"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "29d" }
demand.poisson.rate = "48/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "serve", servers = 1, service = "exponential(mean=1min)" }]
lanes = [{ from = "FC", to = "city", transit = "0min" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "10min" }
"#,
    )
}

/// The sojourn of M/M/1 is exponential with rate mu - lambda, so the late share is exp(-(mu - lambda) q): d ln L / d ln S = mu q = 10 for the service
/// time S = 1 / mu, and d ln L / d ln lambda = lambda q = 8 (standard: Kleinrock 1975). Central differences over +-5 % are known as exactly.
#[test]
fn elasticities_of_an_mm1_queue_are_those_of_theory() {
    let by = 0.05;
    let told = found(&mm1(), &question(120, by));
    let late = |mu: f64, lambda: f64| (-(mu - lambda) * 10.0_f64).exp();
    let across = ((1.0 + by) / (1.0 - by)).ln();
    let central = |up: f64, down: f64| (up.ln() - down.ln()) / across;
    let exact = [
        (
            "service time serve",
            late(1.0 / (1.0 + by), 0.8),
            late(1.0 / (1.0 - by), 0.8),
            10.0,
        ),
        (
            "demand",
            late(1.0, 0.8 * (1.0 + by)),
            late(1.0, 0.8 * (1.0 - by)),
            8.0,
        ),
    ];
    for (label, up, down, derivative) in exact {
        let expected = central(up, down);
        assert!((expected / derivative - 1.0).abs() < 0.005, "{label}");
        let lever = told
            .levers
            .iter()
            .find(|lever| lever.label == label)
            .unwrap();
        let estimate = lever.elasticity.clone().unwrap();
        let se = estimate.half_width() / 1.98;
        assert!(
            ((estimate.value - expected) / se).abs() < 4.5,
            "{label}: {estimate:?}, {expected}"
        );
        // 5 % of the value are six standard errors: a wrong factor, sign or base shows.
        assert!(se < 0.05 * expected / 6.0, "{label}: {se}");
        for (end, exact) in [(&lever.up, up), (&lever.down, down)] {
            let moved = end.as_ref().unwrap();
            let change = late(1.0, 0.8) - exact;
            let near = 1.3 * moved.difference.half_width();
            assert!(
                (moved.difference.value - change).abs() < near,
                "{label}: {moved:?}, {change}"
            );
        }
    }
    // The last server cannot be sent home; a second one ends all queues.
    let servers = told
        .levers
        .iter()
        .find(|lever| lever.kind == LeverKind::Servers);
    let servers = servers.unwrap();
    assert_eq!(servers.up.as_ref().unwrap().factor, Some(2.0));
    assert!(servers.down.is_none() && servers.elasticity.is_none());
    assert!(
        told.left_out
            .iter()
            .any(|left| left.label == "servers serve")
    );
}

/// dE[T]/dmu = -1 / (mu - lambda)^2 = -25 (Glasserman 1991), by paired differences of the moved networks.
#[test]
fn the_mean_time_of_an_mm1_queue_falls_by_25_a_unit_of_service_rate() {
    let network = mm1();
    let all = levers(&network, BlameBy::Kind);
    let service = all
        .iter()
        .find(|lever| lever.kind == LeverKind::ServiceTime)
        .unwrap();
    let by = 0.02;
    let made: Vec<(Plan, StudyOutcome)> = [Direction::Up, Direction::Down]
        .map(|way| service.moved(&network, by, way).unwrap())
        .iter()
        .map(|moved| {
            let plan = Plan::compile(&moved.network);
            let study = study(&plan, 3, 150);
            (plan, study)
        })
        .collect();
    let designs: Vec<Design<'_>> = made
        .iter()
        .zip(["slow", "fast"])
        .map(|((plan, study), name)| Design {
            name,
            digest: "",
            plan,
            study,
        })
        .collect();
    let compared = compare(&designs).unwrap();
    let row = compared
        .rows
        .iter()
        .find(|row| row.measure == "lead_time" && row.service_level.is_none());
    let difference = &row.unwrap().differences[0].difference;
    let (slow, fast) = (1.0 / (1.0 + by), 1.0 / (1.0 - by));
    let minutes = |value: f64| value / 60.0 / (fast - slow);
    let expected = (1.0 / (fast - 0.8) - 1.0 / (slow - 0.8)) / (fast - slow);
    assert!((expected / -25.0 - 1.0).abs() < 0.02);
    let se = minutes(difference.half_width()) / 1.98;
    assert!(
        ((minutes(difference.value) - expected) / se).abs() < 4.5,
        "{difference:?}"
    );
    assert!(se < 0.06 * 25.0 / 6.0, "{se}");
}

/// Three stages of which `pack` is nearly always busy, and a shock on an idle one.
fn planted() -> Network {
    network(
        r#"
schema = 1
name = "planted"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "6d" }
demand.poisson.rate = "60/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [
  { facility = "FC", stage = "pick", servers = 12, service = "exponential(mean=5min)", wage = 20.0 },
  { facility = "FC", stage = "pack", servers = 11, service = "exponential(mean=10min)", wage = 30.0 },
  { facility = "FC", stage = "sort", servers = 6, service = "exponential(mean=2min)" },
]
lanes = [{ from = "FC", to = "city", mode = "van", transit = "gamma(mean=1h, cv=0.1)" }]
zones = [{ name = "city" }]
[[shocks]]
name = "pace"
target = "service-time"
at = ["*/sort"]
law = "ar1(sigma=0.05, phi=0.3)"
[[service_levels]]
name = "standard"
promise.constant = { after = "100min" }
"#,
    )
}

// catches: levers ranked by name or by their own size, a fix of the wrong direction, wages of the wrong stage
#[test]
fn a_planted_bottleneck_comes_first() {
    let network = planted();
    let mut asked = question(30, 0.1);
    asked
        .costs
        .insert("transit last leg by van".to_owned(), 1_000.0);
    let told = found(&network, &asked);
    let stages: Vec<&str> = told
        .levers
        .iter()
        .filter(|lever| matches!(lever.kind, LeverKind::Servers | LeverKind::ServiceTime))
        .map(|lever| lever.name.as_str())
        .collect();
    assert_eq!((stages[0], stages[1]), ("pack", "pack"), "{stages:?}");
    let lever = |label: &str| {
        told.levers
            .iter()
            .find(|lever| lever.label == label)
            .unwrap()
    };
    let pack = lever("servers pack");
    assert_eq!(pack.up.as_ref().unwrap().factor, Some(12.0 / 11.0));
    assert!(pack.up.as_ref().unwrap().difference.low > 0.0, "{pack:?}");
    assert!(
        pack.down.as_ref().unwrap().difference.high < 0.0,
        "{pack:?}"
    );
    assert!(lever("shock pace").swing() < 0.01 * pack.swing());
    let first = &told.fixes[0];
    assert_eq!(
        (first.label.as_str(), first.cost_from),
        ("servers pack", Some(CostFrom::Wages))
    );
    // One more packer at 30 an hour around the clock.
    assert!((first.cost_a_day.unwrap() - 720.0).abs() < 1e-9);
    let per_money = first.late_orders_per_money.as_ref().unwrap();
    let orders = &first.late_orders_a_day;
    assert!((per_money.value * 720.0 - orders.value).abs() < 1e-9 && orders.low > 0.0);
    let van = told
        .fixes
        .iter()
        .find(|fix| fix.label == "transit last leg by van")
        .unwrap();
    assert_eq!(
        (van.direction, van.cost_from),
        (Direction::Down, Some(CostFrom::Given))
    );
    assert!((van.cost_a_day.unwrap() - 10_000.0).abs() < 1e-6);
}

// catches: a screening that throws out what matters, or tells its own lucky replications
#[test]
fn screening_keeps_what_matters() {
    let network = planted();
    let asked = Question {
        most: 3,
        ..question(20, 0.1)
    };
    let told = found(&network, &asked);
    let screening = told.screening.unwrap();
    assert_eq!((screening.levers, screening.kept), (9, 3));
    assert_ne!(screening.seed, told.seed);
    let labels: Vec<&str> = told
        .levers
        .iter()
        .map(|lever| lever.label.as_str())
        .collect();
    assert_eq!(labels.len(), 3);
    assert!(labels.contains(&"service time pack"), "{labels:?}");
}

// catches: a base that is not the scenario as it stands
#[test]
fn the_base_is_the_scenario_as_it_stands() {
    let network = planted();
    let told = found(&network, &question(5, 0.1));
    let plan = Plan::compile(&network);
    let column = study(&plan, 11, 5)
        .measured(&plan, Measure::OnTime, 1)
        .unwrap();
    let (on_time, all) = column.iter().fold((0.0, 0.0), |sum, total| {
        (sum.0 + total.sum, sum.1 + total.count)
    });
    assert_eq!(told.on_time.value, on_time / all);
    assert_eq!(told, found(&network, &question(5, 0.1)), "the same again");
}

// catches: servers that vanish in rounding, a plan that moves with the lever
#[test]
fn whole_numbers_move_by_one_at_least_and_the_plan_stays() {
    let network = planted();
    let all = levers(&network, BlameBy::Place);
    let lever = |label: &str| all.iter().find(|lever| lever.label() == label).unwrap();
    let sort = lever("servers FC/sort");
    let factor = |way| sort.moved(&network, 0.01, way).unwrap().factor.unwrap();
    assert!((factor(Direction::Up) - 7.0 / 6.0).abs() < 1e-12);
    assert!((factor(Direction::Down) - 5.0 / 6.0).abs() < 1e-12);
    let transit = lever("transit FC->city");
    let base = Plan::compile(&network);
    let fixed = leadtime_experiment::sensitivity::with_fixed_plan(&network, &base);
    let slow = transit.moved(&fixed, 0.5, Direction::Up).unwrap();
    let plan = Plan::compile(&slow.network);
    assert_eq!(plan.planned_transits(), base.planned_transits());
    assert_eq!(plan.planned_services(), base.planned_services());
}
