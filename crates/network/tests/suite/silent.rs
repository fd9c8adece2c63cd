//! What has no effect, or another than it seems, is said: doubtful clock times of a log, keys without effect, overrides.

use std::borrow::Cow;

use leadtime_network::promise::PaddingAmount;
use leadtime_network::time::Duration;
use leadtime_network::{Code, Diagnostics, Files, Network, load};

const BASE: &str = r#"
schema = 1
name = "base"
clock = { start = 2026-10-26, time_zone = "America/New_York", warm_up = "1d", horizon = "14d" }
DEMAND
[[facilities]]
name = "FC"
kind = "fulfilment-centre"
[[lanes]]
from = "FC"
to = "East"
transit = "8h"
[[zones]]
name = "East"
ZONE
[[service_levels]]
name = "standard"
promise.constant = { after = "2d" }
LEVEL
"#;

fn read(parts: [&str; 3], log: &str) -> Result<(Network, Diagnostics), Diagnostics> {
    let [demand, zone, level] = parts;
    let text = BASE
        .replace("DEMAND", demand)
        .replace("ZONE", zone)
        .replace("LEVEL", level);
    let file = |name: &str, text: String| (name.to_owned(), Cow::Owned(text.into_bytes()));
    load(&Files::in_memory([
        file("scenario.toml", text),
        file("log.csv", format!("time,zone\n{log}")),
    ]))
}

const REPLAY: &str = "demand.replay.log = \"log.csv\"";
const POISSON: &str = "demand.poisson.rate = \"10/h\"";

fn codes(found: &Diagnostics) -> Vec<Code> {
    found.iter().map(|finding| finding.code).collect()
}

/// Clocks go back on 1 November 2026: 01:30 comes twice, and an offset says which is meant.
#[test]
fn clock_times_of_a_log_that_come_twice_are_told_once() {
    let log =
        "2026-11-01T01:30:00,East\n2026-11-01T01:40:00,East\n2026-11-01T01:30:00-05:00,East\n";
    let (network, warnings) = read([REPLAY, "", ""], log).unwrap();
    assert_eq!(codes(&warnings), [Code::TimeRepeated]);
    let text = warnings.to_string();
    assert!(
        text.contains("2 clock times") && text.contains("log.csv:2:"),
        "{text}"
    );
    let leadtime_network::network::Demand::Replay { rows } = &network.demand else {
        panic!("a replay");
    };
    // The first 01:30, 01:40, and an hour after the first the second 01:30.
    assert_eq!(rows[2].placed, rows[0].placed + Duration::from_hours(1));
}

/// Clocks go forward on 8 March 2026: 02:30 does not exist.
#[test]
fn clock_times_of_a_log_that_do_not_exist_are_told() {
    let spring = |text: &str| text.replace("2026-10-26", "2026-03-02");
    let text = spring(
        &BASE
            .replace("DEMAND", REPLAY)
            .replace("ZONE", "")
            .replace("LEVEL", ""),
    );
    let file = |name: &str, text: String| (name.to_owned(), Cow::Owned(text.into_bytes()));
    let log = "time,zone\n2026-03-08T02:30:00,East\n".to_owned();
    let files = Files::in_memory([file("scenario.toml", text), file("log.csv", log)]);
    assert_eq!(codes(&load(&files).unwrap().1), [Code::TimeSkipped]);
}

#[test]
fn a_date_is_not_a_time() {
    let errors = read([REPLAY, "", ""], "2026-11-04,East\n").unwrap_err();
    assert_eq!(codes(&errors), [Code::NotATime]);
}

#[test]
fn a_log_that_scores_nothing_is_told() {
    let (_, warnings) = read([REPLAY, "", ""], "2026-11-20T10:00:00,East\n").unwrap();
    assert_eq!(codes(&warnings), [Code::OutsideClock]);
}

#[test]
fn keys_without_effect_contradict() {
    let renewal = "demand.renewal.interarrival = \"5min\"";
    let errors = read([renewal, "weight = 5", ""], "").unwrap_err();
    assert_eq!(codes(&errors), [Code::Conflict]);
    let errors = read([POISSON, "", "keep_label = true"], "").unwrap_err();
    assert_eq!(codes(&errors), [Code::Conflict]);
}

/// In whatever order they stand.
#[test]
fn the_more_specific_padding_holds() {
    let specific = "{ zone = \"East\", service_level = \"standard\", padding = \"2h\" }";
    let general = "{ zone = \"East\", padding = \"1h\" }";
    for rows in [[specific, general], [general, specific]] {
        let paddings = format!("{POISSON}\npaddings = [{}]", rows.join(", "));
        let (network, _) = read([&paddings, "", ""], "").unwrap();
        let last = network.paddings.last().unwrap();
        assert_eq!(
            last.padding,
            PaddingAmount::Elapsed(Duration::from_hours(2))
        );
    }
}
