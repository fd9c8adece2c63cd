//! What flows back: a correct trace worked out by hand, and every fault found.

use leadtime_sim::audit::{AuditReport, Kind, audit};

/// F has one unit of sku, which order 0 takes; nobody orders more. It is delivered at 20, comes back at 50 and is inspected until 60:
/// order 1, which waits since 30, has it. That one is delivered at 70 and stands at the inspection when the run ends; order 2, whose
/// article is not counted, was delivered at 65, came at 72, and has the inspector.
const TRACE: &str = r#"
{"trace":2,"scenario":"back","seed":1,"replication":0,"warm_up":0,"horizon":80,"ended":null,"origins":["F"],"stages":[{"name":"F/inspect","facility":"F","capacity":{"servers":1},"open":null,"rules":null,"returns":true}],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true}],"service_levels":[{"name":"standard","policy":{"constant":{"elapsed":100}},"padding":{"elapsed":0},"rounding":"instant","priority":1}],"zones":["Z"],"facilities":["F"],"baskets":{"lines_per_parcel":null,"release":null},"stocks":[{"name":"F/sku","facility":0,"sku":"sku","policy":{"fixed-order":{"quantity":1}},"review":{"timetable":[]},"initial":1,"capacity":null,"supplier":null,"when_out":"backorder"}],"returns":{"facilities":["F"],"to":null,"share":1.0,"resellable":1.0}}
{"placed":{"order":0,"at":10,"zone":0,"level":0,"base":110,"promise":110}}
{"parcel":{"order":0,"of":0,"origin":0,"lines":1,"at":10}}
{"line":{"order":0,"stock":0,"units":1,"at":10}}
{"lane":{"order":0,"lane":0,"ready":10,"scheduled":null,"departed":10,"arrive":20}}
{"returned":{"order":0,"facility":0,"leaves":40,"arrives":50}}
{"delivered":{"order":0,"at":20}}
{"placed":{"order":1,"at":30,"zone":0,"level":0,"base":130,"promise":130}}
{"parcel":{"order":1,"of":1,"origin":0,"lines":1,"at":30}}
{"line":{"order":1,"stock":0,"units":1,"at":30}}
{"stage":{"order":0,"stage":0,"arrive":50,"start":50,"end":60}}
{"placed":{"order":2,"at":55,"zone":0,"level":0,"base":155,"promise":155}}
{"parcel":{"order":2,"of":2,"origin":0,"lines":1,"at":55}}
{"lane":{"order":2,"lane":0,"ready":55,"scheduled":null,"departed":55,"arrive":65}}
{"returned":{"order":2,"facility":0,"leaves":66,"arrives":72}}
{"delivered":{"order":2,"at":65}}
{"restocked":{"order":0,"at":60,"resellable":true}}
{"filled":{"order":1,"stock":0,"at":60}}
{"lane":{"order":1,"lane":0,"ready":60,"scheduled":null,"departed":60,"arrive":70}}
{"returned":{"order":1,"facility":0,"leaves":70,"arrives":75}}
{"delivered":{"order":1,"at":70}}
{"stage":{"order":2,"stage":0,"arrive":72,"start":72,"end":90}}
{"end":{"at":80,"placed":3,"delivered":3,"open":0,"not_offered":0}}
"#;

fn report(edits: &[(&str, &str)]) -> AuditReport {
    let text = edits
        .iter()
        .fold(TRACE.trim_start().to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replacen(from, to, 1)
        });
    audit(text.as_bytes()).unwrap()
}

#[track_caller]
fn finds(kind: Kind, edits: &[(&str, &str)]) {
    let report = report(edits);
    assert!(report.found.contains_key(&kind), "{edits:?}: {report}");
}

const FIRST: &str = r#"{"returned":{"order":0,"facility":0,"leaves":40,"arrives":50}}"#;
const SHELF: &str = r#"{"restocked":{"order":0,"at":60,"resellable":true}}"#;
const VISIT: &str = r#"{"stage":{"order":0,"stage":0,"arrive":50,"start":50,"end":60}}"#;

#[test]
fn a_correct_trace_is_clean() {
    let report = report(&[]);
    assert!(report.is_clean(), "{report}");
}

#[test]
fn a_parcel_flows_back_once_after_its_end() {
    finds(Kind::Returned, &[(&format!("{FIRST}\n"), "")]);
    let twice = format!("{FIRST}\n{FIRST}");
    finds(Kind::Returned, &[(FIRST, &twice)]);
    finds(Kind::Returned, &[("\"leaves\":40", "\"leaves\":19")]);
    finds(Kind::Returned, &[("\"leaves\":40", "\"leaves\":51")]);
    finds(Kind::Returned, &[("\"share\":1.0", "\"share\":0.0")]);
}

#[test]
fn it_comes_back_to_its_facility() {
    finds(
        Kind::Returned,
        &[
            (
                r#""returns":{"facilities":["F"]"#,
                r#""returns":{"facilities":["F","G"]"#,
            ),
            (FIRST, &FIRST.replace("\"facility\":0", "\"facility\":1")),
        ],
    );
}

#[test]
fn it_passes_the_stages_for_returns() {
    finds(Kind::Gap, &[("\"arrives\":50", "\"arrives\":45")]);
    finds(Kind::Returned, &[(&format!("{VISIT}\n"), "")]);
    // The inspector stands idle while order 2 waits.
    let second = r#"{"stage":{"order":2,"stage":0,"arrive":72,"start":72,"end":90}}"#;
    finds(Kind::Lost, &[(&format!("{second}\n"), "")]);
    // Two at a time.
    finds(
        Kind::OverCapacity,
        &[(
            second,
            &format!(
                "{second}\n{}",
                r#"{"stage":{"order":1,"stage":0,"arrive":75,"start":75,"end":90}}"#
            ),
        )],
    );
    // What goes out does not pass them.
    finds(
        Kind::Returned,
        &[(
            "\"order\":2,\"facility\":0,\"leaves\":66",
            "\"order\":7,\"facility\":0,\"leaves\":66",
        )],
    );
}

#[test]
fn it_ends_on_the_shelf() {
    finds(Kind::Lost, &[(&format!("{SHELF}\n"), "")]);
    finds(Kind::Returned, &[(SHELF, &SHELF.replace("60", "61"))]);
    finds(Kind::Returned, &[(SHELF, &SHELF.replace("true", "false"))]);
    finds(Kind::EndedTwice, &[(SHELF, &format!("{SHELF}\n{SHELF}"))]);
    finds(Kind::Returned, &[(SHELF, &SHELF.replace(":0,", ":9,"))]);
}

#[test]
fn its_units_are_on_hand_again() {
    let filled = r#"{"filled":{"order":1,"stock":0,"at":60}}"#;
    finds(Kind::Filled, &[(&format!("{filled}\n"), "")]);
    // Nothing came back that could be sold.
    finds(
        Kind::Filled,
        &[
            ("\"resellable\":1.0", "\"resellable\":0.5"),
            (SHELF, &SHELF.replace("true", "false")),
        ],
    );
}
