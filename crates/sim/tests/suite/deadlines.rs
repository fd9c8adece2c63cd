//! "Order by", worked by hand: one departure a day decides who is in time for a date.

use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::{DeadlineFigures, OrderBy, Outcome, Verdict};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};

/// A visit every ten minutes, the first at 00:10. The only vehicle of a day leaves at 17:55 and is at the door ten hours later: who
/// orders up to 17:50 on the 21st is served on the 22nd at 03:55, who orders later on the 23rd.
const HEAD: &str = r#"
schema = 1
name = "one vehicle a day"
clock = { start = 2026-12-14, time_zone = "America/New_York", warm_up = "1d", horizon = "10d" }
demand.renewal.interarrival = "10min"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
[[lanes]]
from = "FC"
to = "New York"
departures = "daily 17:55"
transit = "constant(10h)"
"#;

const STANDARD: &str = r#"
[[service_levels]]
name = "standard"
promise.constant = { after = "3d" }
"#;

const NEW_YORK: &str = "zones = [{ name = \"New York\" }]\n";

fn outcome_of(text: &str, replications: u32, threads: usize) -> Outcome {
    let (network, warnings) =
        load(&Files::from_text(text)).unwrap_or_else(|found| panic!("{found}"));
    drop(warnings);
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 1,
        replications,
        threads,
    };
    let study = run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {});
    study.outcome(&plan, &network, Vec::new())
}

/// The only deadline of a scenario with one zone.
fn deadline(keys: &str, replications: u32) -> DeadlineFigures {
    let deadline = format!("[[deadlines]]\nname = \"feast\"\ndate = 2026-12-23\n{keys}\n");
    let text = format!("{NEW_YORK}{HEAD}{STANDARD}{deadline}");
    outcome_of(&text, replications, 1).deadlines.remove(0)
}

fn instants(cell: &OrderBy) -> [Option<&str>; 3] {
    [&cell.safe, &cell.estimate, &cell.possible].map(|at| at.as_deref())
}

// catches: an hour off, a cohort of another length, the wrong midnight
#[test]
fn the_last_vehicle_that_is_in_time_decides() {
    let found = deadline("", 40);
    assert_eq!((found.days, found.probability), (7, Some(0.9)));
    let cell = &found.cells[0];
    assert_eq!(instants(cell), [Some("2026-12-21T18:00"); 3]);
    assert_eq!(cell.verdict, Verdict::Carried);
    // Six an hour, for seven days, in each of forty replications.
    assert_eq!(cell.orders, 40 * 7 * 24 * 6);
    // The first hour looked at ends with the first of the seven days.
    assert_eq!(cell.hours.len(), 6 * 24 + 1);
    assert_eq!(cell.hours[0].until, "2026-12-17T00:00");
    assert!(cell.hours.iter().all(|hour| hour.orders == 240));
    // From 18:00 on the 21st, one hour of 24 more is late with each hour.
    let late = |until: &str| {
        let hour = cell.hours.iter().find(|hour| hour.until == until);
        24.0 * (1.0 - hour.unwrap().in_time)
    };
    for (until, hours) in [
        ("2026-12-21T18:00", 0.0),
        ("2026-12-21T19:00", 1.0),
        ("2026-12-22T00:00", 6.0),
        ("2026-12-22T18:00", 24.0),
        ("2026-12-23T00:00", 24.0),
    ] {
        assert!((late(until) - hours).abs() < 1e-9, "{until}");
    }
    // The zone itself says the same, without its hours.
    let zone = &found.cells[1];
    assert_eq!(zone.zone.as_deref(), Some("New York"));
    assert_eq!((instants(zone), zone.hours.len()), (instants(cell), 0));
    assert_eq!(found.cells.len(), 2);
}

// catches: a cohort that is judged hour by hour, a target that is not inclusive
#[test]
fn a_lower_target_takes_some_late_orders_of_a_day() {
    // Two late hours of 24 leave 91.67 %, three 87.5 %.
    for keys in ["target = 0.9", "target = 0.9\nof = \"mean\""] {
        let found = deadline(keys, 40);
        assert_eq!(instants(&found.cells[0]), [Some("2026-12-21T20:00"); 3]);
    }
    // Exactly 22 of 24.
    let found = deadline("target = 0.9166666666666666", 40);
    assert_eq!(found.cells[0].estimate.as_deref(), Some("2026-12-21T20:00"));
}

// catches: a claim that few replications cannot carry, and advice that would not carry it either
#[test]
fn what_cannot_be_sure_says_what_it_takes() {
    let found = deadline("", 34);
    let cell = &found.cells[0];
    assert_eq!(
        (cell.verdict, cell.replications),
        (Verdict::NotYet, Some(35))
    );
    let until = Some("2026-12-21T18:00");
    assert_eq!(instants(cell), [None, until, until]);
    assert_eq!(deadline("", 35).cells[0].verdict, Verdict::Carried);
    // 1 - .05^(1/R) reaches 99.9 % at 2995 replications without a late order.
    let found = deadline("of = \"mean\"", 34);
    let cell = &found.cells[0];
    assert_eq!(
        (cell.verdict, cell.replications),
        (Verdict::NotYet, Some(2995))
    );
    assert_eq!(instants(cell), [None, until, until]);
}

// catches: hours without a late order that hide a later one with a bound of its own
#[test]
fn an_earlier_hour_is_sure_with_a_later_one() {
    // Three parcels of a hundred take forty hours: those of the 21st come too late, 97 % do not.
    let text = format!("{NEW_YORK}{HEAD}{STANDARD}[[deadlines]]\nname = \"feast\"\ndate = 2026-12-23\ntarget = 0.95\nof = \"mean\"\n")
        .replace("constant(10h)", "mixture(0.97: constant(10h), 0.03: constant(40h))");
    let outcome = outcome_of(&text, 40, 1);
    let cell = &outcome.deadlines[0].cells[0];
    // Forty replications without a late order carry 92.8 % only, and long before the feast nothing is late.
    assert_eq!(cell.hours[0].value, 1.0);
    assert!(cell.hours[0].low < 0.95 && cell.hours[0].carried);
    assert_eq!(cell.verdict, Verdict::Carried);
    assert_eq!(cell.safe.as_deref(), Some("2026-12-21T18:00"));
}

// catches: days that are not scored, a date that nobody can meet
#[test]
fn only_scored_days_are_looked_at_and_some_dates_are_out_of_reach() {
    let found = deadline("days = 30", 35);
    // The 15th to the 22nd.
    assert_eq!(found.days, 8);
    assert_eq!(found.cells[0].hours[0].until, "2026-12-16T00:00");
    let found = deadline("days = 1", 35);
    let cell = &found.cells[0];
    assert_eq!(instants(cell), [None; 3]);
    assert_eq!(
        (cell.verdict, cell.replications),
        (Verdict::Contradicted, None)
    );
    assert_eq!(cell.hours.len(), 1);
}

/// Two zones and a level that closes at noon.
const TWO_ZONES: &str = r#"
zones = [{ name = "New York" }, { name = "Los Angeles", time_zone = "America/Los_Angeles" }]
"#;

const REST: &str = r#"
[[lanes]]
from = "FC"
to = "Los Angeles"
departures = "daily 17:55"
transit = "constant(10h)"

[[service_levels]]
name = "until noon"
cutoff = "11:59"
promise.constant = { after = "2d" }

[[service_levels]]
name = "standard"
promise.constant = { after = "3d" }

[[deadlines]]
name = "feast"
date = 2026-12-23

[[deadlines]]
name = "day before"
date = 2026-12-22
of = "mean"
days = 5
"#;

// catches: midnight of the wrong place, hours of a closed level, cells of one deadline counted for another
#[test]
fn each_zone_has_its_own_midnight_and_closed_hours_are_skipped() {
    let text = format!("{TWO_ZONES}{HEAD}{REST}");
    let outcome = outcome_of(&text, 40, 1);
    let cell = |deadline: usize, level: &str, zone: Option<&str>| {
        let cells = outcome.deadlines[deadline].cells.iter();
        let mut cells =
            cells.filter(|cell| cell.service_level == level && cell.zone.as_deref() == zone);
        cells.next().unwrap().clone()
    };
    // In Los Angeles the vehicle leaves at 14:55, and what it brings comes at 00:55 of the next day but one: a day earlier.
    let safe = |level, zone| cell(0, level, zone).safe;
    assert_eq!(
        safe("standard", Some("New York")).as_deref(),
        Some("2026-12-21T18:00")
    );
    assert_eq!(
        safe("standard", Some("Los Angeles")).as_deref(),
        Some("2026-12-21T15:00")
    );
    assert_eq!(safe("standard", None).as_deref(), Some("2026-12-21T15:00"));
    // Noon of the 21st is still in time, the first order of the 22nd is not: it comes after midnight, or on the 23rd.
    assert_eq!(
        safe("until noon", None).as_deref(),
        Some("2026-12-21T12:00")
    );
    let hours = cell(0, "until noon", None).hours;
    assert!(hours.iter().all(|hour| &hour.until[11..13] <= "12"));
    assert_eq!(
        cell(1, "standard", Some("New York")).estimate.as_deref(),
        Some("2026-12-20T18:00")
    );
}

// catches: counts that depend on who finished first, or that one driver misses
#[test]
fn threads_agree() {
    let text =
        format!("{TWO_ZONES}{HEAD}{REST}").replace("constant(10h)", "gamma(mean=10h, cv=0.5)");
    let one = outcome_of(&text, 12, 1);
    assert_eq!(one.deadlines.len(), 2);
    for threads in [2, 5] {
        assert_eq!(outcome_of(&text, 12, threads).deadlines, one.deadlines);
    }
}
