//! Orders: counted, numbered, ended once, lost nowhere, on a way that hangs together.

use leadtime_sim::audit::{AuditReport, Kind, audit};

use crate::audit_faults::{TRACE, blames, edited, finds};

#[test]
fn counts_and_numbers() {
    finds(&[Kind::Count], &[(r#""placed":10,"#, r#""placed":11,"#)]);
    finds(
        &[Kind::Count],
        &[(r#""open":1,"not_offered":1"#, r#""open":2,"not_offered":0"#)],
    );
    finds(
        &[Kind::Numbering],
        &[(r#"{"placed":{"order":4,"#, r#"{"placed":{"order":40,"#)],
    );
    let again =
        r#"{"placed":{"order":4,"at":145,"zone":0,"level":null,"base":null,"promise":null}}"#;
    finds(
        &[Kind::PlacedTwice, Kind::Count, Kind::Numbering],
        &[(again, &format!("{again}\n{again}"))],
    );
    finds(
        &[Kind::UnknownOrder, Kind::Count],
        &[(
            r#"{"delivered":{"order":8,"at":2700}}"#,
            "{\"delivered\":{\"order\":8,\"at\":2700}}\n{\"delivered\":{\"order\":77,\"at\":2700}}",
        )],
    );
    finds(
        &[Kind::AfterEnd],
        &[(r#"{"end":{"at":3000"#, r#"{"end":{"at":2650"#)],
    );
    finds(&[Kind::AfterEnd], &[(r#""ended":null"#, r#""ended":2990"#)]);
}

#[test]
fn an_order_ends_once() {
    let delivered = r#"{"delivered":{"order":5,"at":1140}}"#;
    finds(
        &[Kind::EndedTwice],
        &[(delivered, &format!("{delivered}\n{delivered}"))],
    );
    finds(
        &[Kind::NotOffered, Kind::Count],
        &[(
            delivered,
            &format!("{delivered}\n{}", r#"{"delivered":{"order":4,"at":1140}}"#),
        )],
    );
}

#[test]
fn lost_orders() {
    loses(9, "F/pick", "{\"stage\":{\"order\":9,\"stage\":0");
    loses(8, "F/pack", "{\"stage\":{\"order\":8,\"stage\":1");
    loses(8, "F->S", "{\"lane\":{\"order\":8,\"lane\":0");
    loses(8, "S/sort", "{\"stage\":{\"order\":8,\"stage\":2");
    loses(8, "S->Z", "{\"lane\":{\"order\":8,\"lane\":1");
    loses(8, "Z", "{\"delivered\":{\"order\":8");
    // Overtaken in the queue; then the next one need not have waited for it at the station.
    let overtaken = cut(5, "{\"stage\":{\"order\":5,\"stage\":1");
    let lost = overtaken
        .violations
        .iter()
        .find(|v| v.kind == Kind::Lost)
        .unwrap();
    assert_eq!(
        (lost.order, &lost.place[..]),
        (Some(5), "F/pack"),
        "{overtaken}"
    );
}

/// Without the records of `order` from the line that starts with `from` on; the counts know it.
fn cut(order: u64, from: &str) -> AuditReport {
    let delivered = TRACE.contains(&format!("{{\"delivered\":{{\"order\":{order},"));
    let counts = (r#""delivered":8,"open":1"#, r#""delivered":7,"open":2"#);
    let text = edited(if delivered {
        std::slice::from_ref(&counts)
    } else {
        &[]
    });
    let mine = format!("\"order\":{order},");
    let mut cutting = false;
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| {
            cutting |= line.starts_with(from);
            !(cutting && line.contains(&mine))
        })
        .collect();
    audit(kept.join("\n").as_bytes()).unwrap()
}

#[track_caller]
fn loses(order: u64, place: &str, from: &str) {
    let report = cut(order, from);
    assert_eq!(
        report.found.keys().collect::<Vec<_>>(),
        [&Kind::Lost],
        "{report}"
    );
    assert!(
        report
            .violations
            .iter()
            .all(|v| v.order == Some(order) && v.place == place),
        "{report}"
    );
}

#[test]
fn causality() {
    // Ready one tick after packing ended.
    blames(
        Kind::Gap,
        2,
        "F->S",
        &[(r#""lane":0,"ready":160"#, r#""lane":0,"ready":161"#)],
    );
    blames(
        Kind::Gap,
        7,
        "",
        &[(r#"{"order":7,"at":2600}"#, r#"{"order":7,"at":2601}"#)],
    );
    // A transit without length; the parcel arrives where it was.
    finds(
        &[Kind::Causality],
        &[
            (
                r#""departed":2605,"arrive":2700"#,
                r#""departed":2605,"arrive":2605"#,
            ),
            (r#"{"order":8,"at":2700}"#, r#"{"order":8,"at":2605}"#),
        ],
    );
    finds(
        &[Kind::Causality, Kind::Idle],
        &[(
            r#""arrive":970,"start":970,"end":1005"#,
            r#""arrive":970,"start":1006,"end":1005"#,
        )],
    );
}

#[test]
fn paths() {
    // Sorting skipped.
    finds(
        &[Kind::Path],
        &[
            (
                "{\"stage\":{\"order\":8,\"stage\":2,\"arrive\":2500,\"start\":2600,\"end\":2605}}\n",
                "",
            ),
            (
                r#""ready":2605,"scheduled":null,"departed":2605"#,
                r#""ready":2500,"scheduled":null,"departed":2500"#,
            ),
        ],
    );
    finds(
        &[Kind::WrongZone, Kind::Promise],
        &[(
            r#"{"order":7,"at":960,"zone":0"#,
            r#"{"order":7,"at":960,"zone":1"#,
        )],
    );
    finds(
        &[Kind::LaneLevel],
        &[(r#""delay":true,"#, r#""delay":true,"service_levels":[0],"#)],
    );
}
