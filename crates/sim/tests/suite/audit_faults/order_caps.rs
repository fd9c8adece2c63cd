//! Order caps: a correct trace worked out by hand, and every fault found by its name.

use leadtime_sim::audit::{AuditReport, Kind, audit};

/// A centre F without stages, a vehicle to Z every 100, ten of load lead, on which one order of the first level is promised; orders of
/// the second level go on demand. Order 0 is promised the vehicle at 100, so the level is closed to visit 1, which is sold the other.
/// Order 2, ready after 90, is promised the one at 200; visit 3 finds that full and is offered nothing.
const TRACE: &str = r#"
{"trace":2,"scenario":"caps","seed":1,"replication":0,"warm_up":0,"horizon":300,"ended":null,"origins":["F"],"stages":[],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":10,"departures":{"headway":{"every":100,"offset":0}},"draw":"per-parcel","last_leg":true,"service_levels":[0]},{"name":"F->Z#2","from":"F","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true,"service_levels":[1]}],"service_levels":[{"name":"fast","policy":{"constant":{"elapsed":500}},"padding":{"elapsed":0},"rounding":"instant"},{"name":"slow","policy":{"constant":{"elapsed":1000}},"padding":{"elapsed":0},"rounding":"instant"}],"zones":["Z"],"plan":{"stages":[],"lanes":[{"cap":1,"ticks":20},{"ticks":50}],"paths":[{"zone":0,"level":0,"lanes":[0]},{"zone":0,"level":1,"lanes":[1]}]}}
{"placed":{"order":0,"at":10,"zone":0,"level":0,"base":510,"promise":510}}
{"booked":{"order":0,"place":{"lane":0},"leaves":100}}
{"lane":{"order":0,"lane":0,"ready":10,"scheduled":100,"departed":100,"arrive":120}}
{"delivered":{"order":0,"at":120}}
{"placed":{"order":1,"at":20,"zone":0,"level":1,"base":1020,"promise":1020}}
{"closed":{"order":1,"level":0,"place":{"lane":0},"leaves":100}}
{"lane":{"order":1,"lane":1,"ready":20,"scheduled":null,"departed":20,"arrive":70}}
{"delivered":{"order":1,"at":70}}
{"placed":{"order":2,"at":95,"zone":0,"level":0,"base":595,"promise":595}}
{"booked":{"order":2,"place":{"lane":0},"leaves":200}}
{"lane":{"order":2,"lane":0,"ready":95,"scheduled":200,"departed":200,"arrive":220}}
{"delivered":{"order":2,"at":220}}
{"placed":{"order":3,"at":100,"zone":0,"level":null,"base":null,"promise":null}}
{"closed":{"order":3,"level":0,"place":{"lane":0},"leaves":200}}
{"end":{"at":300,"placed":4,"delivered":3,"open":0,"not_offered":1}}
"#;

fn report(from: &str, to: &str) -> AuditReport {
    assert_eq!(TRACE.matches(from).count(), 1, "{from}");
    audit(TRACE.trim_start().replacen(from, to, 1).as_bytes()).unwrap()
}

/// Only this is found.
#[track_caller]
fn finds(from: &str, to: &str) {
    let report = report(from, to);
    let found: Vec<Kind> = report.found.keys().copied().collect();
    assert_eq!(found, [Kind::OrderCap], "{report}");
}

#[test]
fn a_correct_trace_is_clean() {
    let report = audit(TRACE.trim_start().as_bytes()).unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.records.cap, 4);
}

const FIRST: &str = r#"{"booked":{"order":0,"place":{"lane":0},"leaves":100}}"#;
const SECOND: &str = r#"{"booked":{"order":2,"place":{"lane":0},"leaves":200}}"#;
const CLOSED: &str = r#"{"closed":{"order":1,"level":0,"place":{"lane":0},"leaves":100}}"#;

#[test]
fn orders_count_on_what_their_plan_needs() {
    // Not counted, twice, on another departure, by an order that does not need it, by a visit that bought nothing.
    finds(&format!("{FIRST}\n"), "");
    finds(FIRST, &format!("{FIRST}\n{FIRST}"));
    finds(SECOND, &SECOND.replace("200", "300"));
    finds(SECOND, &SECOND.replace("200", "100"));
    finds(
        CLOSED,
        &format!("{CLOSED}\n{}", FIRST.replace("\"order\":0", "\"order\":1")),
    );
    finds(
        SECOND,
        &format!("{SECOND}\n{}", SECOND.replace("\"order\":2", "\"order\":3")),
    );
    finds(
        SECOND,
        &format!("{SECOND}\n{}", SECOND.replace("\"order\":2", "\"order\":9")),
    );
    // On a lane without a cap.
    finds(
        CLOSED,
        &format!(
            "{CLOSED}\n{}",
            r#"{"booked":{"order":1,"place":{"lane":1},"leaves":20}}"#
        ),
    );
    // The plan of another way.
    finds(r#""level":0,"lanes":[0]"#, r#""level":0,"lanes":[1]"#);
}

#[test]
fn nothing_is_promised_beyond_the_cap() {
    let sold = r#""at":20,"zone":0,"level":1,"base":1020,"promise":1020"#;
    let way =
        r#"{"lane":{"order":1,"lane":1,"ready":20,"scheduled":null,"departed":20,"arrive":70}}"#;
    let mut text = TRACE.trim_start().to_owned();
    for (from, to) in [
        (
            sold,
            r#""at":20,"zone":0,"level":0,"base":520,"promise":520"#,
        ),
        (CLOSED, &FIRST.replace("\"order\":0", "\"order\":1")),
        (
            way,
            r#"{"lane":{"order":1,"lane":0,"ready":20,"scheduled":100,"departed":100,"arrive":120}}"#,
        ),
        (r#""order":1,"at":70"#, r#""order":1,"at":120"#),
    ] {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replacen(from, to, 1);
    }
    let report = audit(text.as_bytes()).unwrap();
    assert_eq!(
        report.found.keys().copied().collect::<Vec<_>>(),
        [Kind::OrderCap],
        "{report}"
    );
    assert!(
        report.to_string().contains("2 orders are promised"),
        "{report}"
    );
}

#[test]
fn a_level_is_closed_only_where_its_departure_is_full() {
    finds(r#""cap":1"#, r#""cap":2"#);
    finds(CLOSED, &CLOSED.replace("100", "200"));
    finds(CLOSED, &format!("{CLOSED}\n{CLOSED}"));
    finds(CLOSED, &CLOSED.replace("\"order\":1", "\"order\":0"));
    finds(CLOSED, &CLOSED.replace("\"level\":0", "\"level\":1"));
    finds(CLOSED, &CLOSED.replace("\"order\":1", "\"order\":9"));
}

#[test]
fn nothing_is_given_back_but_at_a_release() {
    let given = r#"{"given-back":{"order":0,"place":{"lane":0},"leaves":100,"at":15}}"#;
    finds(FIRST, &format!("{FIRST}\n{given}"));
    finds(
        FIRST,
        &format!("{FIRST}\n{}", given.replace("\"order\":0", "\"order\":7")),
    );
}

#[test]
fn headers_that_make_no_sense_are_refused() {
    for (from, to) in [
        (r#""level":1,"lanes":[1]"#, r#""level":1,"lanes":[2]"#),
        (r#""level":1,"lanes":[1]"#, r#""level":2,"lanes":[1]"#),
        (r#""level":1,"lanes":[1]"#, r#""level":1,"lanes":[]"#),
        (
            r#"{"ticks":50}"#,
            r#"{"ticks":50,"open":[[-9223372036854775808,9223372036854775807]]}"#,
        ),
        (r#"{"ticks":50}"#, r#"{"ticks":50,"delivery":0}"#),
        (
            r#""plan":{"stages":[]"#,
            r#""plan":{"stages":[{"cap":1,"work":1}]"#,
        ),
        (
            r#""place":{"lane":0},"leaves":200}}
{"lane"#,
            r#""place":{"lane":2},"leaves":200}}
{"lane"#,
        ),
    ] {
        assert_eq!(TRACE.matches(from).count(), 1, "{from}");
        let text = TRACE.trim_start().replacen(from, to, 1);
        assert!(audit(text.as_bytes()).is_err(), "{to}");
    }
}
