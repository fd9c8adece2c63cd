//! Promises by the state of the queues, where stages close, batch, share their staff, or serve some first: by hand, and by the share kept.

use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::Outcome;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions};

const HEAD: &str = r#"
schema = 1
name = "state"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "7d", horizon = "21d" }
zones = [{ name = "Z" }]
lanes = [{ from = "FC", to = "Z", transit = "1min" }]
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
"#;

fn outcome(files: &Files, replications: u32) -> Outcome {
    let (network, _) = load(files).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 3,
        replications,
        threads: 1,
    };
    let stop = AtomicBool::new(false);
    study::run(&plan, &options, &stop, &mut |_, _| {}).outcome(&plan, &network, Vec::new())
}

/// The share kept of promises that are to be kept with a probability of 0.9, at the scenario's own padding.
fn kept(rate: &str, stages: &str) -> f64 {
    let text = format!(
        "{HEAD}demand.poisson.rate = \"{rate}\"\n{stages}\n[[service_levels]]\nname = \"s\"\npromise.state = {{ service = 0.9 }}\n"
    );
    let outcome = outcome(&Files::from_text(&text), 5);
    let own = outcome
        .on_time
        .iter()
        .find(|point| point.padding.own && point.grain == "instant");
    own.unwrap().value.unwrap()
}

fn stage(terms: &str, service: &str) -> String {
    format!("[[stages]]\nfacility = \"FC\"\nstage = \"pick\"\nservice = \"{service}\"\n{terms}\n")
}

const EXPONENTIAL: &str = "exponential(mean=10min)";

// catches: waits that run through the night, quantiles added to the clock, work in hand taken for whole services, other stages of a
// pool and other parcels of a batch forgotten or counted one by one
#[test]
fn the_share_asked_for_is_kept() {
    let pool = format!(
        "pools = [{{ facility = \"FC\", name = \"p\", servers = 4 }}]\n{}{}",
        stage("pool = \"p\"", EXPONENTIAL),
        stage("pool = \"p\"", EXPONENTIAL).replace("\"pick\"", "\"pack\"")
    );
    let cases = [
        (
            "one server, exponential",
            "115/d",
            stage("servers = 1", EXPONENTIAL),
            0.89,
            0.91,
        ),
        (
            "five servers, exponential",
            "650/d",
            stage("servers = 5", EXPONENTIAL),
            0.87,
            0.93,
        ),
        (
            "five servers, lognormal, cv 0.2",
            "650/d",
            stage("servers = 5", "lognormal(mean=10min, cv=0.2)"),
            0.87,
            0.95,
        ),
        (
            "five servers, constant",
            "650/d",
            stage("servers = 5", "10min"),
            0.9,
            1.0,
        ),
        (
            "seven servers in a week of days, lognormal",
            "240/d",
            stage(
                "servers = \"7 @ mon-fri 08:00-17:00\"",
                "lognormal(mean=10min, cv=1)",
            ),
            0.87,
            0.96,
        ),
        (
            "seven servers in a week of days, constant",
            "240/d",
            stage("servers = \"7 @ mon-fri 08:00-17:00\"", "10min"),
            0.9,
            1.0,
        ),
        (
            "work that stops at night",
            "60/d",
            stage(
                "servers = \"1 @ daily 08:00-20:00\"\novertime = \"pause\"",
                EXPONENTIAL,
            ),
            0.86,
            0.95,
        ),
        ("a pool of four at two stages", "240/d", pool, 0.85, 0.96),
        (
            "batches of ten, at most 30 min",
            "240/d",
            stage(
                "servers = 2\nbatch = 10\nbatch_wait = \"30min\"",
                "lognormal(mean=10min, cv=1)",
            ),
            0.85,
            1.0,
        ),
    ];
    let mut wrong = Vec::new();
    for (what, rate, stages, least, most) in cases {
        let share = kept(rate, &stages);
        if !(least..=most).contains(&share) {
            wrong.push((what, share));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn replayed(scenario: String, log: &str) -> Outcome {
    let files = [("scenario.toml", scenario), ("orders.csv", log.to_owned())];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes().into()));
    outcome(&Files::in_memory(files), 1)
}

/// A scenario of two weeks that replays a log.
fn replay(levels: &str, stages: &str) -> String {
    let head = HEAD.replace("warm_up = \"7d\", horizon = \"21d\"", "horizon = \"14d\"");
    format!("{head}demand.replay.log = \"orders.csv\"\n{stages}\n{levels}")
}

/// Every order of a log is promised the minute at which it is delivered: all is constant, and nothing comes in between.
fn exact(log: &str, levels: &str, stages: &str) {
    let text = replay(levels, stages);
    let outcome = replayed(text, log);
    for level in &outcome.service_levels {
        let slack = &level.slack;
        let most = [
            slack.mean.value.unwrap(),
            slack.p50.value.unwrap(),
            slack.p99.value.unwrap(),
        ];
        assert!(
            most.iter().all(|slack| slack.abs() < 1.0),
            "{stages}: {most:?}"
        );
    }
}

const STD: &str = "[[service_levels]]\nname = \"std\"\npromise.state = {}\n";

fn log(rows: impl Iterator<Item = (u32, &'static str)>) -> String {
    let rows = rows.map(|(second, level)| {
        format!(
            "2026-11-03T01:{:02}:{:02},Z,{level}\n",
            second / 60,
            second % 60
        )
    });
    "time,zone,service_level\n".to_owned() + &rows.collect::<String>()
}

// catches: an order of the night promised for five in the morning
#[test]
fn what_comes_at_night_waits_for_the_shifts() {
    let night = || log((0..120).map(|second| (second, "std")));
    for shift in [
        "1 @ daily 08:00-18:00",
        "3 @ daily 08:00-18:00",
        "2 @ daily 08:00-09:10",
    ] {
        for overtime in ["finish", "pause", "restart"] {
            let terms = format!("servers = \"{shift}\"\novertime = \"{overtime}\"");
            if shift.starts_with('2') && overtime != "finish" {
                // Whose work is stopped is not foreseen with more than one server.
                continue;
            }
            exact(&night(), STD, &stage(&terms, "10min"));
        }
    }
}

// catches: parcels of a batch that are counted as a service each
#[test]
fn a_batch_is_one_service() {
    let rows = log((0..40).map(|second| (second, "std")));
    let stages = stage("servers = 1\nbatch = 20", "60min");
    let outcome = replayed(replay(STD, &stages), &rows);
    let level = &outcome.service_levels[0];
    // The last one: a batch in hand, its own full with it, a minute on the road.
    let longest = level.quote_length.p99.value.unwrap();
    assert!((7_200.0..7_300.0).contains(&longest), "{longest}");
    // Nobody is late but by the collecting, which nothing tells, and a full batch before the own is one service.
    assert!(level.slack.mean.value.unwrap() > -60.0);
}

// catches: a more urgent order that is told to wait behind all who are there
#[test]
fn only_who_goes_ahead_is_ahead() {
    let rows = (0..20).map(|second| (second, "slow")).chain([(60, "fast")]);
    let levels = "[[service_levels]]\nname = \"fast\"\npromise.state = {}\n[[service_levels]]\nname = \"slow\"\npromise.constant = { after = \"1d\" }\n";
    let text = log(rows);
    let stages = stage("servers = 1\ndiscipline = \"priority\"", "60min");
    // One in hand, 59 of 60 minutes left; then an hour of its own, and a minute on the road.
    let outcome = replayed(replay(levels, &stages), &text);
    let fast = &outcome.service_levels[0];
    assert_eq!(fast.quote_length.mean.value.unwrap(), 60.0 * 120.0);
    assert_eq!(fast.slack.mean.value.unwrap(), 0.0);
}
