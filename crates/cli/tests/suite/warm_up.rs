//! `leadtime warm-up`: what a period is, and horizons that are too short.

use std::fs;

use crate::support::{leadtime, stderr, stdout, tutorial};

/// What is told of the tutorial's scenario with these departures.
fn told(departures: &str, horizon: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(tutorial().join("scenario.toml")).unwrap();
    let text = text.replace("daily 18:00", departures);
    fs::write(folder.path().join("scenario.toml"), text).unwrap();
    let arguments = ["warm-up", ".", "--replications", "2", "--horizon", horizon];
    let ended = leadtime(folder.path()).args(arguments).output().unwrap();
    (ended.status.code(), stdout(&ended) + &stderr(&ended))
}

// catches: weekdays taken for a warm-up, or one that is not there found in weeks that are too few
#[test]
fn a_period_is_a_week_where_weekdays_differ() {
    for (departures, horizon, needle) in [
        ("daily 18:00", "15d", "15 days"),
        ("mon-sun 18:00", "15d", "15 days"),
        ("mon-sat 18:00; sun 12:00", "71d", "10 weeks"),
        ("mon-sat 18:00; sun 12:00", "35d", "give `--horizon 70d`"),
    ] {
        let (code, told) = told(departures, horizon);
        assert_eq!(code, Some(0), "{told}");
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(needle), "{departures}, {horizon}: {told}");
        let short = words.contains("the horizon is too short");
        assert_eq!(short, horizon == "35d", "{told}");
        assert!(!(short && words.contains("no warm-up is to be seen")));
    }
    let (code, told) = told("mon-sat 18:00; sun 12:00", "5d");
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("less than one week"), "{told}");
}
