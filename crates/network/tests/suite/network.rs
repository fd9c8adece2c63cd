//! What a valid scenario becomes: times, distances, indices, defaults.

use std::borrow::Cow;

use leadtime_network::distribution::{Distribution, Regime, ShockLaw};
use leadtime_network::network::{
    CutoffAt, Demand, Network, PromisePolicy, ShockTouches, Sourcing, TransitDraw,
};
use leadtime_network::promise::{DayOffset, PaddingKind};
use leadtime_network::time::{Duration, Instant, TICKS_PER_HOUR};
use leadtime_network::{Code, Files, load};

const BASE: &str = r#"
schema = 1
name = "base"
[clock]
start = 2026-11-02
time_zone = "America/New_York"
horizon = "7d"
[demand.poisson]
rate = "1000/d"
[[facilities]]
name = "FC"
kind = "fulfilment-centre"
lat = 0
lon = 0
[[facilities]]
name = "FC2"
kind = "fulfilment-centre"
[[lanes]]
from = "FC"
to = "East"
transit = "8h"
[[lanes]]
from = "FC2"
to = "East"
transit = "9h"
[[zones]]
name = "East"
lat = 0
lon = 1
[[service_levels]]
name = "standard"
promise.constant = { after = "2d" }
"#;

const RICH: &str = include_str!("rich/scenario.toml");
const ZONES: &str =
    "name,weight,lat,lon\nAtlanta,5.1,33.75,-84.39\n\"Augusta, GA\",2,33.47,-81.97\n";

fn network(text: &str, files: &[(&str, &str)]) -> Network {
    let mut all = vec![(
        "scenario.toml".to_owned(),
        Cow::Owned(text.as_bytes().to_vec()),
    )];
    all.extend(
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Cow::Owned(text.as_bytes().to_vec()))),
    );
    load(&Files::in_memory(all))
        .unwrap_or_else(|errors| panic!("{errors}"))
        .0
}

fn base(from: &str, to: &str) -> String {
    let text = BASE.replacen(from, to, 1);
    assert_ne!(text, BASE, "{from}");
    text
}

#[test]
fn days_of_the_clock_are_civil_days() {
    // Clocks go back on 1 November 2026 in New York: that week has 169 hours.
    let week = |horizon: &str| {
        let text = BASE
            .replace("2026-11-02", "2026-10-26")
            .replace("\"7d\"", horizon);
        network(&text, &[]).clock.horizon
    };
    assert_eq!(week("\"7d\""), Duration::from_hours(169));
    assert_eq!(week("\"168h\""), Duration::from_hours(168));
}

#[test]
fn a_mode_makes_a_lognormal_of_distance() {
    let text = base("transit = \"8h\"", "mode = \"truck\"")
        + "[modes.truck]\nspeed = \"80km/h\"\ndetour = 1.25\nfixed = \"30min\"\ncv = 0.2\n";
    let network = network(&text, &[]);
    let lane = network.lanes().next().unwrap().3;
    // One degree of the equator: 6371.0088 km * pi / 180.
    let distance = 111.195_08;
    assert!((lane.distance_km.unwrap() - distance).abs() < 1e-4);
    let Distribution::Lognormal { mu, sigma } = lane.transit else {
        panic!("{:?}", lane.transit)
    };
    let mean = libm::exp(mu + sigma * sigma / 2.0) / TICKS_PER_HOUR as f64;
    assert!(
        (mean - (0.5 + 1.25 * distance / 80.0)).abs() < 1e-6,
        "{mean}"
    );
    assert!((libm::expm1(sigma * sigma).sqrt() - 0.2).abs() < 1e-12);
}

#[test]
fn a_replayed_log_is_sorted_and_read_in_any_offset() {
    let text = base(
        "[demand.poisson]\nrate = \"1000/d\"",
        "[demand.replay]\nlog = \"log.csv\"",
    )
    .replace("start = 2026-11-02", "start = 2026-10-31");
    let log = "time,zone,service_level,promise,id\n\
               2026-11-01T02:30:00,East,standard,2026-11-03T21:00:00,3\n\
               2026-10-31T00:30:00-04:00,East,,,1\n\
               2026-11-01T05:30:00Z,East,,,2\n\
               2026-11-01T01:30:00,East,,,4\n";
    let Demand::Replay { rows } = network(&text, &[("log.csv", log)]).demand else {
        panic!()
    };
    let hours = |n: f64| Instant((n * TICKS_PER_HOUR as f64) as i64);
    let found: Vec<(u64, Instant)> = rows.iter().map(|row| (row.id, row.placed)).collect();
    // 05:30Z is 01:30 of the first pass (25.5 h after the start); the local 01:30 means the same; 02:30 comes after the repeated hour.
    assert_eq!(
        found,
        [
            (1, hours(0.5)),
            (2, hours(25.5)),
            (4, hours(25.5)),
            (3, hours(27.5))
        ]
    );
    assert_eq!(rows[3].service_level, Some(0));
    assert_eq!(rows[3].promise, Some(hours(24.0 + 25.0 + 24.0 + 21.0)));
    assert_eq!(rows[0].promise, None);
}

#[test]
fn rows_outside_the_run_are_left_out_with_a_warning() {
    let text = base(
        "[demand.poisson]\nrate = \"1000/d\"",
        "[demand.replay]\nlog = \"log.csv\"",
    );
    let log = "time,zone\n2026-11-01T12:00:00,East\n2026-11-02T12:00:00,East\n";
    let files = Files::in_memory(
        [("scenario.toml", text.as_str()), ("log.csv", log)]
            .map(|(name, text)| (name.to_owned(), Cow::Owned(text.as_bytes().to_vec()))),
    );
    let (network, warnings) = load(&files).unwrap();
    let Demand::Replay { rows } = network.demand else {
        panic!()
    };
    assert_eq!(rows.len(), 1);
    assert_eq!(
        warnings
            .iter()
            .map(|warning| warning.code)
            .collect::<Vec<_>>(),
        [Code::OutsideClock]
    );
}

#[test]
fn a_forecast_keeps_its_rows() {
    let text = base(
        "[demand.poisson]\nrate = \"1000/d\"",
        "[demand.forecast]\nvolume = \"f.csv\"\nerror = \"lognormal(mean=1, cv=0.1)\"",
    );
    let forecast = "date,volume,zone\n2026-11-02,100,East\n2026-11-03,120.5,\n";
    let Demand::Forecast {
        volumes,
        error,
        profile,
    } = network(&text, &[("f.csv", forecast)]).demand
    else {
        panic!()
    };
    assert_eq!((volumes[0].zone, volumes[0].volume), (Some(0), 100.0));
    assert_eq!((volumes[1].zone, volumes[1].volume), (None, 120.5));
    assert!(matches!(
        error,
        Some(ShockLaw::Independent(Distribution::Lognormal { .. }))
    ));
    assert_eq!(profile, None);
}

#[test]
fn an_empirical_distribution_reads_its_file() {
    let text = base("transit = \"8h\"", "transit = 'empirical(\"hours.csv\")'");
    let with = network(&text, &[("hours.csv", "3h\n1h\n2h\n")]);
    let hours = [1.0, 2.0, 3.0].map(|n| n * TICKS_PER_HOUR as f64);
    assert_eq!(
        with.lanes().next().unwrap().3.transit,
        Distribution::Empirical(hours.to_vec())
    );
    let other = network(&text, &[("hours.csv", "3h\n1h\n4h\n")]);
    assert_ne!(with.digest, other.digest, "the file is part of the digest");
}

#[test]
fn the_rich_scenario_becomes_what_it_says() {
    let network = network(RICH, &[("zones.csv", ZONES)]);
    let next_day = &network.service_levels[0];
    let cutoff = next_day.cutoff.as_ref().unwrap();
    assert_eq!(
        cutoff
            .weekdays
            .map(|day| day.map(|time| time.0 / 3_600_000)),
        [
            Some(17),
            Some(17),
            Some(17),
            Some(17),
            Some(17),
            Some(12),
            None
        ]
    );
    assert_eq!(cutoff.at, CutoffAt::Facility(0));
    assert_eq!(next_day.latest, Some(DayOffset::BusinessDays(1)));
    assert_eq!(next_day.zones, Some(vec![0]));
    let PromisePolicy::Service(windows) = &next_day.promise else {
        panic!()
    };
    assert_eq!(windows[1].day, DayOffset::BusinessDays(1));
    assert!(matches!(&network.sourcing, Sourcing::Table(rows) if rows.len() == 2));

    let lanes: Vec<_> = network.lanes().map(|(_, _, _, lane)| lane).collect();
    // A share of the variance for the vehicle asks for draws per parcel; a last leg has them anyway.
    assert!(lanes.iter().all(|lane| lane.draw == TransitDraw::PerParcel));
    assert_eq!(lanes[2].service_levels, Some(vec![1]));

    let week: f64 = network.profiles[0].week.iter().sum();
    assert!((week / 168.0 - 1.0).abs() < 1e-12);
    assert_eq!(
        network.profiles[0].week[5 * 24] / network.profiles[0].week[0],
        2.0
    );

    assert!(matches!(&network.shocks[0].touches, ShockTouches::Lanes(lanes) if lanes.len() == 1));
    assert!(matches!(&network.shocks[1].touches, ShockTouches::Zones(zones) if *zones == [0, 1]));
    assert!(
        matches!(&network.shocks[2].touches, ShockTouches::Stages(stages) if *stages == [(0, 0)])
    );
    let regimes = vec![
        Regime {
            factor: 1.0,
            spell: 19.0,
        },
        Regime {
            factor: 1.6,
            spell: 1.5,
        },
    ];
    assert_eq!(network.shocks[1].law, ShockLaw::Regimes(regimes));

    let grid = network.padding_grids[1];
    assert_eq!(
        (grid.kind, grid.from, grid.step(), grid.len),
        (PaddingKind::BusinessDays, -1, 1, 7)
    );
    assert_eq!(network.routes[0].path.len(), 3);
    assert_eq!(network.places.stages[1][0].text, "\"sort\"");
    let line = RICH
        .lines()
        .position(|line| line == "name = \"next-day\"")
        .unwrap()
        + 1;
    assert_eq!(network.places.service_levels[0].line as usize, line);
}

#[test]
fn defaults() {
    let network = network(BASE, &[]);
    assert_eq!((network.study.seed, network.study.replications), (1, 100));
    assert_eq!(network.clock.warm_up, Duration::ZERO);
    let grid = network.padding_grids[0];
    assert_eq!(
        (grid.value(0), grid.value(grid.len - 1)),
        (-12 * TICKS_PER_HOUR, 48 * TICKS_PER_HOUR)
    );
    assert_eq!(network.service_levels[0].beat_by, Duration::from_hours(24));
    assert_eq!(network.zone(0).unwrap().time_zone, "America/New_York");
    assert_eq!(network.node("East"), Some(network.zones[0]));
    assert_eq!(network.lanes_to(network.zones[0]).len(), 2);
    assert_eq!(network.lanes_from(network.facilities[1]).len(), 1);
}

#[test]
fn many_mistakes_are_reported_at_once() {
    let text = BASE
        .replace("rate = \"1000/d\"", "rate = 1000")
        .replace(
            "kind = \"fulfilment-centre\"\nlat = 0",
            "kind = \"fulfilment-centre\"\nlat = inf",
        )
        .replace(
            "to = \"East\"\ntransit = \"9h\"",
            "to = \"Eest\"\ntransit = \"-9h\"",
        )
        .replace("after = \"2d\"", "after = \"2 days\"");
    let problems = load(&Files::from_text(&text)).unwrap_err();
    let found: Vec<Code> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        found,
        [
            Code::MissingUnit,
            Code::NotFinite,
            Code::UnknownName,
            Code::NegativeDuration,
            Code::NotAQuantity
        ],
        "{problems}"
    );
    assert_eq!(problems.error_count(), 5);
    assert!(problems.source("scenario.toml").is_some());
}
