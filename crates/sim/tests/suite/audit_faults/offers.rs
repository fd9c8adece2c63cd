//! Base promises of every policy, and levels that were not open: worked out by hand, and every fault found by its name.

use leadtime_sim::audit::{AuditReport, Kind, audit};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// One order at `at`, sold the only level. Day 0 is a Monday; clock 0 delivers from Monday to Saturday, clock 1 to Friday. A centre plans
/// two hours of work; a vehicle leaves daily at 18:00, an hour after its last load, and travels three hours.
fn sold(level: &str, at: i64, base: i64, promise: i64) -> AuditReport {
    let departures: Vec<i64> = (0..14).map(|day| day * DAY + 18 * HOUR).collect();
    let (work, transit, end) = (2 * HOUR, 3 * HOUR, at + 2 * HOUR);
    let trace = format!(
        r#"{{"trace":2,"scenario":"offers","seed":1,"replication":0,"warm_up":0,"horizon":{horizon},"ended":null,"origins":["F"],"stages":[{{"name":"F/pick","facility":"F","capacity":"unlimited","open":null}}],"lanes":[{{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":{HOUR},"departures":{{"timetable":{departures:?}}},"draw":"per-parcel","last_leg":true}}],"service_levels":[{{"name":"level","rounding":"instant",{level}}}],"zones":["Z"],"clocks":[{{"offset":0,"changes":[],"weekday":0,"delivery":[true,true,true,true,true,true,false],"closed":[]}},{{"offset":0,"changes":[],"weekday":0,"delivery":[true,true,true,true,true,false,false],"closed":[]}}],"zone_clocks":[0],"plan":{{"stages":[{{"work":{work}}}],"lanes":[{{"ticks":{transit}}}],"paths":[{{"zone":0,"level":0,"lanes":[0]}}]}}}}
{{"placed":{{"order":0,"at":{at},"zone":0,"level":0,"base":{base},"promise":{promise}}}}}
{{"stage":{{"order":0,"stage":0,"arrive":{at},"start":{at},"end":{end}}}}}
{{"end":{{"at":{},"placed":1,"delivered":0,"open":1,"not_offered":0}}}}
"#,
        at + 1,
        horizon = 14 * DAY,
    );
    audit(trace.as_bytes()).unwrap()
}

#[track_caller]
fn finds(kinds: &[Kind], report: &AuditReport) {
    let found: Vec<Kind> = report.found.keys().copied().collect();
    assert_eq!(found, kinds, "{report}");
}

/// The base promise is this one to the tick, and no other.
#[track_caller]
fn exactly(level: &str, at: i64, base: i64) {
    let level = match level.contains("padding") {
        true => level.to_owned(),
        false => format!(r#"{level},"padding":{{"elapsed":0}}"#),
    };
    let right = sold(&level, at, base, base);
    finds(&[], &right);
    assert_eq!(right.promises.exact, 1, "{right}");
    for shift in [-DAY, -1, 1, 2 * HOUR, DAY] {
        let wrong = sold(&level, at, base + shift, base + shift);
        assert!(wrong.found.contains_key(&Kind::Promise), "{shift}: {wrong}");
    }
}

#[test]
fn constants_by_the_calendar() {
    let level = r#""policy":{"constant":{"business-days":2}}"#;
    // Friday noon, Saturday, Monday noon.
    exactly(level, 4 * DAY + 12 * HOUR, 7 * DAY + 12 * HOUR);
    exactly(
        r#""policy":{"constant":{"elapsed":3600000}},"at_least":{"days":1}"#,
        5 * HOUR,
        29 * HOUR,
    );
}

#[test]
fn services() {
    let level = format!(
        r#""policy":{{"service":[{{"until":{},"day":{{"days":0}},"at":{}}},{{"until":null,"day":{{"business-days":1}},"at":{DAY}}}]}}"#,
        12 * HOUR,
        20 * HOUR
    );
    exactly(&level, 12 * HOUR, 20 * HOUR);
    exactly(&level, 12 * HOUR + 1, 2 * DAY - 1);
    exactly(&level, 5 * DAY + 13 * HOUR, 8 * DAY - 1);
}

#[test]
fn plans() {
    let level = format!(r#""policy":{{"plan":{HOUR}}}"#);
    exactly(&level, 10 * HOUR, 22 * HOUR);
    exactly(&level, 15 * HOUR, 22 * HOUR);
    exactly(&level, 15 * HOUR + 1, 46 * HOUR);
    // Padding of the work moves the plan to a later departure.
    let level = format!(
        r#""policy":{{"plan":0}},"padding":{{"elapsed":{}}},"padding_at":"process""#,
        4 * HOUR
    );
    exactly(&level, 11 * HOUR, 21 * HOUR);
    exactly(&level, 12 * HOUR, 45 * HOUR);
    // After the last departure there is no plan.
    let late = 13 * DAY + 18 * HOUR;
    let level = r#""policy":{"plan":0},"padding":{"elapsed":0}"#;
    finds(&[Kind::Offer], &sold(level, late, late, late));
    let level = r#""policy":{"plan":0},"fallback":{"days":3}"#;
    exactly(level, late, late + 3 * DAY);
}

#[test]
fn tables() {
    let level = format!(
        r#""policy":{{"static-table":[{{"days":2,"cutoff":{},"dispatch":1,"transit":0}}]}}"#,
        15 * HOUR
    );
    // Friday by the cutoff: Saturday, Monday. Later: dispatched on Monday, there on Wednesday.
    exactly(&level, 4 * DAY + 15 * HOUR, 8 * DAY - 1);
    exactly(&level, 4 * DAY + 15 * HOUR + 1, 10 * DAY - 1);
    let none = r#""policy":{"static-table":[null]}"#;
    let fallback = format!(r#"{none},"fallback":{{"elapsed":{}}}"#, 40 * HOUR);
    exactly(&fallback, 5 * HOUR, 45 * HOUR);
    let none = format!(r#"{none},"padding":{{"elapsed":0}}"#);
    finds(&[Kind::Offer], &sold(&none, 5, 10, 10));
    exactly(r#""policy":{"quantile":[7200000]}"#, HOUR, 3 * HOUR);
}

/// Not offered on Sundays, and on Wednesday of the first week until 10:00.
fn cutoff(next_day: bool) -> String {
    let noon = 12 * HOUR;
    format!(
        r#""cutoff":{{"weekdays":[{noon},{noon},{noon},{noon},{noon},{noon},null],"holidays":[2],"holiday":{},"next_day":{next_day},"clocks":[0]}}"#,
        10 * HOUR
    )
}

#[test]
fn cutoffs() {
    let constant = format!(r#""policy":{{"constant":{{"elapsed":{}}}}},"#, 10 * HOUR);
    let rolls = constant.clone() + &cutoff(true);
    exactly(&rolls, 12 * HOUR, 22 * HOUR);
    exactly(&rolls, 12 * HOUR + 1, DAY + 10 * HOUR);
    exactly(&rolls, 2 * DAY + 11 * HOUR, 3 * DAY + 10 * HOUR);
    exactly(&rolls, 5 * DAY + 13 * HOUR, 7 * DAY + 10 * HOUR);
    let closes = constant + &cutoff(false) + r#","padding":{"elapsed":0}"#;
    for (at, kinds) in [
        (12 * HOUR, &[][..]),
        (12 * HOUR + 1, &[Kind::Offer]),
        (2 * DAY + 11 * HOUR, &[Kind::Offer]),
        (6 * DAY + 11 * HOUR, &[Kind::Offer]),
    ] {
        let base = at + 10 * HOUR;
        finds(kinds, &sold(&closes, at, base, base));
    }
    // Two hours of padding: as if it were at 10:00.
    let earlier = format!(
        r#""policy":{{"service":[{{"until":null,"day":{{"days":0}},"at":{}}}]}},"padding":{{"elapsed":{}}},"padding_at":"cutoff",{}"#,
        20 * HOUR,
        2 * HOUR,
        cutoff(true)
    );
    exactly(&earlier, 10 * HOUR, 20 * HOUR);
    exactly(&earlier, 10 * HOUR + 1, 44 * HOUR);
}

#[test]
fn latest_promises() {
    let level = |latest: &str, padding: i64| {
        format!(
            r#""policy":{{"constant":{{"elapsed":0}}}},"latest":{latest},"padding":{{"elapsed":{padding}}}"#
        )
    };
    let at = 5 * DAY + 12 * HOUR;
    for (latest, last) in [
        (r#"{"days":0}"#, 6 * DAY - 1),
        (r#"{"business-days":0}"#, 6 * DAY - 1),
        (r#"{"business-days":1}"#, 8 * DAY - 1),
        (r#"{"elapsed":86400000}"#, 7 * DAY - 1),
    ] {
        let padding = last - at;
        finds(&[], &sold(&level(latest, padding), at, at, last));
        let beyond = level(latest, padding + 1);
        finds(&[Kind::Offer], &sold(&beyond, at, at, last + 1));
    }
}

#[test]
fn what_is_not_recomputed_is_counted_apart() {
    for policy in ["state", "log", "other"] {
        let level = format!(r#""policy":"{policy}","padding":{{"elapsed":5}}"#);
        let report = sold(&level, 10, 1_000, 1_005);
        finds(&[], &report);
        let counts = report.promises;
        assert_eq!((counts.exact, counts.bounded, counts.from_base), (0, 0, 1));
        assert!(report.to_string().contains("1 from their base alone"));
        finds(&[Kind::Promise], &sold(&level, 10, 1_000, 1_006));
    }
}
