//! Promises, within bounds and by the clock.

use leadtime_sim::audit::Kind;

use crate::audit_faults::{blames, finds, report};

#[test]
fn promises() {
    blames(
        Kind::Promise,
        0,
        "standard",
        &[(r#""promise":1100"#, r#""promise":1101"#)],
    );
    // The zone's own padding forgotten.
    blames(
        Kind::Promise,
        3,
        "standard",
        &[(r#""promise":1230"#, r#""promise":1130"#)],
    );
    blames(
        Kind::Promise,
        2,
        "standard",
        &[(
            r#""base":1020,"promise":1120"#,
            r#""base":1021,"promise":1121"#,
        )],
    );
    blames(
        Kind::Promise,
        5,
        "standard",
        &[(
            r#""base":1150,"promise":1350"#,
            r#""base":1150,"promise":null"#,
        )],
    );
    // A civil day of padding, up to the end of its day: not two, not none.
    blames(
        Kind::Promise,
        8,
        "next-day",
        &[(r#""promise":91400001"#, r#""promise":201400001"#)],
    );
    blames(
        Kind::Promise,
        8,
        "next-day",
        &[(r#""promise":91400001"#, r#""promise":5000001"#)],
    );
    // Negative padding never promises the past.
    finds(
        &[Kind::Promise],
        &[(r#"{"elapsed":100}"#, r#"{"elapsed":-2000}"#)],
    );
}

/// With the clock of a zone a promise is recomputed to the tick: a day more or less is no longer within bounds.
#[test]
fn promises_by_the_clock() {
    let day = 86_400_000_i64;
    // Day 0 is a Monday; Wednesday is closed, and so are weekends; the clock goes back an hour on Friday at 03:00.
    let clock = format!(
        r#""clocks":[{{"offset":0,"changes":[[{},-3600000]],"weekday":0,"delivery":[true,true,true,true,true,false,false],"closed":[2]}}],"zone_clocks":[0,0],"zones":["#,
        4 * day + 3 * 3_600_000
    );
    let check = |padding: &str, rounding: &str, base: i64, promise: i64| {
        let level = format!(r#""policy":"other","padding":{padding},"rounding":"{rounding}""#);
        let sold = format!(r#""base":{base},"promise":{promise}"#);
        report(&[
            (r#""zones":["#, &clock),
            (
                r#""policy":"other","padding":{"days":1},"rounding":"end-of-day""#,
                &level,
            ),
            (r#""base":5000000,"promise":91400001"#, &sold),
        ])
    };
    let exact = |padding: &str, rounding: &str, base: i64, promise: i64| {
        let right = check(padding, rounding, base, promise);
        assert!(right.is_clean(), "{padding} {rounding}: {right}");
        let counts = right.promises;
        // Nothing is known of the base of `other`.
        assert_eq!((counts.exact, counts.bounded, counts.from_base), (8, 0, 1));
        for wrong in [promise - day, promise - 1, promise + 1, promise + day] {
            let found = check(padding, rounding, base, wrong).found;
            assert!(
                found.contains_key(&Kind::Promise),
                "{padding} {rounding} {wrong}"
            );
        }
    };
    let hour = 3_600_000;
    // Tuesday noon, one delivery day: Thursday noon. To the end of the day; of the delivery day.
    exact(
        r#"{"business-days":1}"#,
        "instant",
        day + 12 * hour,
        3 * day + 12 * hour,
    );
    exact(r#"{"days":1}"#, "end-of-day", day + 12 * hour, 3 * day - 1);
    exact(
        r#"{"days":1}"#,
        "end-of-delivery-day",
        day + 12 * hour,
        4 * day - 1,
    );
    // Over the clock change of Friday: noon is an hour later.
    exact(
        r#"{"days":1}"#,
        "instant",
        3 * day + 12 * hour,
        4 * day + 13 * hour,
    );
    exact(r#"{"days":0}"#, "end-of-day", 4 * day, 5 * day + hour - 1);
    // From Friday on, over the weekend, and back again.
    exact(
        r#"{"business-days":1}"#,
        "instant",
        4 * day + hour,
        7 * day + 2 * hour,
    );
    exact(
        r#"{"business-days":-2}"#,
        "instant",
        7 * day + 2 * hour,
        3 * day + hour,
    );
    // A share of the quote from 970 on, rounded down.
    exact(r#"{"percent":1}"#, "instant", 5_000_000, 5_000_499);
}
