//! The auditor is itself audited: a hand-made correct trace passes, and every planted fault is found by its name.
#![allow(clippy::unwrap_used, missing_docs)]

mod attempts;
mod stages;

use leadtime_sim::audit::{AuditError, AuditReport, Kind, audit};
use leadtime_sim::trace::{Capacity, Recorder as _, Stage, TraceReader, TraceWriter};

/// A fulfilment centre F (pick: 2 servers; pack: 1 server, 2 in `[100, 200)`, closed in `[1000, 2000)`), trucks of two
/// to a station S (sort: one start per 100 ticks), an on-demand last leg to Z, a headway of 500 that may be cancelled
/// to Y. Worked out by hand. Order 4 was offered nothing, order 9 is open at the end, order 6 missed a cancelled 1500.
const TRACE: &str = r#"
{"trace":1,"scenario":"hand-made","seed":1,"replication":0,"warm_up":0,"horizon":3000,"ended":null,"origins":["F"],"stages":[{"name":"F/pick","facility":"F","capacity":{"servers":2},"open":null},{"name":"F/pack","facility":"F","capacity":{"staffing":[[0,1],[100,2],[200,1]]},"open":[[0,1000],[2000,3000]]},{"name":"S/sort","facility":"S","capacity":{"throughput":{"per_hour":36000.0}},"open":null}],"lanes":[{"name":"F->S","from":"F","to":"S","capacity":2,"load_lead":10,"departures":{"timetable":[300,600,900,2400]},"draw":"per-departure","last_leg":false,"delay":true,"cancel":0.0},{"name":"S->Z","from":"S","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true},{"name":"S->Y","from":"S","to":"Y","capacity":null,"load_lead":0,"departures":{"headway":{"every":500,"offset":0}},"draw":"per-departure","last_leg":true,"spread":50,"cancel":0.1}],"service_levels":[{"name":"standard","policy":{"constant":1000},"padding":{"elapsed":100},"rounding":"instant"},{"name":"next-day","policy":"other","padding":{"days":1},"rounding":"end-of-day"}],"paddings":[{"level":null,"zone":1,"padding":{"elapsed":200}}],"zones":["Z","Y"]}
{"placed":{"order":0,"at":0,"zone":0,"level":0,"base":1000,"promise":1100}}
{"stage":{"order":0,"stage":0,"arrive":0,"start":0,"end":50}}
{"placed":{"order":1,"at":10,"zone":0,"level":0,"base":1010,"promise":1110}}
{"stage":{"order":1,"stage":0,"arrive":10,"start":10,"end":40}}
{"placed":{"order":2,"at":20,"zone":0,"level":0,"base":1020,"promise":1120}}
{"stage":{"order":2,"stage":0,"arrive":20,"start":40,"end":80}}
{"placed":{"order":3,"at":30,"zone":1,"level":0,"base":1030,"promise":1230}}
{"stage":{"order":3,"stage":0,"arrive":30,"start":50,"end":95}}
{"stage":{"order":1,"stage":1,"arrive":40,"start":40,"end":90}}
{"stage":{"order":0,"stage":1,"arrive":50,"start":90,"end":130}}
{"stage":{"order":2,"stage":1,"arrive":80,"start":100,"end":160}}
{"stage":{"order":3,"stage":1,"arrive":95,"start":130,"end":180}}
{"placed":{"order":4,"at":145,"zone":0,"level":null,"base":null,"promise":null}}
{"placed":{"order":5,"at":150,"zone":1,"level":0,"base":1150,"promise":1350}}
{"stage":{"order":5,"stage":0,"arrive":150,"start":150,"end":170}}
{"placed":{"order":6,"at":160,"zone":1,"level":0,"base":1160,"promise":1360}}
{"stage":{"order":6,"stage":0,"arrive":160,"start":160,"end":190}}
{"stage":{"order":5,"stage":1,"arrive":170,"start":170,"end":290}}
{"stage":{"order":6,"stage":1,"arrive":190,"start":190,"end":295}}
{"lane":{"order":1,"lane":0,"ready":90,"scheduled":300,"departed":305,"arrive":350}}
{"lane":{"order":0,"lane":0,"ready":130,"scheduled":300,"departed":305,"arrive":350}}
{"stage":{"order":0,"stage":2,"arrive":350,"start":350,"end":355}}
{"stage":{"order":1,"stage":2,"arrive":350,"start":450,"end":455}}
{"lane":{"order":0,"lane":1,"ready":355,"scheduled":null,"departed":355,"arrive":400}}
{"delivered":{"order":0,"at":400}}
{"lane":{"order":1,"lane":1,"ready":455,"scheduled":null,"departed":455,"arrive":500}}
{"delivered":{"order":1,"at":500}}
{"lane":{"order":2,"lane":0,"ready":160,"scheduled":600,"departed":600,"arrive":700}}
{"lane":{"order":3,"lane":0,"ready":180,"scheduled":600,"departed":600,"arrive":700}}
{"stage":{"order":2,"stage":2,"arrive":700,"start":700,"end":705}}
{"stage":{"order":3,"stage":2,"arrive":700,"start":800,"end":805}}
{"lane":{"order":2,"lane":1,"ready":705,"scheduled":null,"departed":705,"arrive":790}}
{"delivered":{"order":2,"at":790}}
{"lane":{"order":5,"lane":0,"ready":290,"scheduled":900,"departed":900,"arrive":950}}
{"lane":{"order":6,"lane":0,"ready":295,"scheduled":900,"departed":900,"arrive":950}}
{"stage":{"order":5,"stage":2,"arrive":950,"start":950,"end":955}}
{"stage":{"order":6,"stage":2,"arrive":950,"start":1050,"end":1055}}
{"placed":{"order":7,"at":960,"zone":0,"level":0,"base":1960,"promise":2060}}
{"stage":{"order":7,"stage":0,"arrive":960,"start":960,"end":990}}
{"placed":{"order":8,"at":970,"zone":0,"level":1,"base":5000000,"promise":91400001}}
{"stage":{"order":8,"stage":0,"arrive":970,"start":970,"end":1005}}
{"stage":{"order":7,"stage":1,"arrive":990,"start":990,"end":1020}}
{"lane":{"order":3,"lane":2,"ready":805,"scheduled":1000,"departed":1000,"arrive":1100}}
{"lane":{"order":5,"lane":2,"ready":955,"scheduled":1000,"departed":1000,"arrive":1140}}
{"delivered":{"order":3,"at":1100}}
{"delivered":{"order":5,"at":1140}}
{"stage":{"order":8,"stage":1,"arrive":1005,"start":2000,"end":2040}}
{"lane":{"order":6,"lane":2,"ready":1055,"scheduled":2000,"departed":2000,"arrive":2090}}
{"delivered":{"order":6,"at":2090}}
{"lane":{"order":7,"lane":0,"ready":1020,"scheduled":2400,"departed":2400,"arrive":2500}}
{"lane":{"order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2400,"arrive":2500}}
{"stage":{"order":7,"stage":2,"arrive":2500,"start":2500,"end":2505}}
{"stage":{"order":8,"stage":2,"arrive":2500,"start":2600,"end":2605}}
{"lane":{"order":7,"lane":1,"ready":2505,"scheduled":null,"departed":2505,"arrive":2600}}
{"delivered":{"order":7,"at":2600}}
{"lane":{"order":8,"lane":1,"ready":2605,"scheduled":null,"departed":2605,"arrive":2700}}
{"delivered":{"order":8,"at":2700}}
{"placed":{"order":9,"at":2990,"zone":1,"level":0,"base":3990,"promise":4190}}
{"stage":{"order":9,"stage":0,"arrive":2990,"start":2990,"end":3005}}
{"end":{"at":3000,"placed":10,"delivered":8,"open":1,"not_offered":1}}
"#;

/// The trace with each `(from, to)` replaced; every `from` must occur exactly once.
fn edited(edits: &[(&str, &str)]) -> String {
    edits
        .iter()
        .fold(TRACE.trim_start().to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replacen(from, to, 1)
        })
}

fn report(edits: &[(&str, &str)]) -> AuditReport {
    audit(edited(edits).as_bytes()).unwrap()
}

/// Exactly these kinds are found; the first is the fault, the others its consequences.
#[track_caller]
fn finds(kinds: &[Kind], edits: &[(&str, &str)]) {
    let report = report(edits);
    let mut due = kinds.to_vec();
    due.sort_unstable();
    let found: Vec<Kind> = report.found.keys().copied().collect();
    assert_eq!(found, due, "{report}");
}

/// As [`finds`], and the listed violation names the order and the place.
#[track_caller]
fn blames(kind: Kind, order: u64, place: &str, edits: &[(&str, &str)]) {
    finds(&[kind], edits);
    let report = report(edits);
    let named = report
        .violations
        .iter()
        .any(|v| v.order == Some(order) && v.place == place);
    assert!(named, "{report}");
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
fn a_correct_trace_is_clean() {
    let report = report(&[]);
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.records.placed, report.records.stage), (10, 25));
    assert_eq!((report.records.lane, report.records.delivered), (16, 8));
    assert_eq!((report.promises.exact, report.promises.bounded), (8, 1));
}

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
        assert_eq!((right.promises.exact, right.promises.bounded), (9, 0));
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

#[test]
fn first_in_first_out() {
    // Orders 2 and 3 change places at pick, and so at every later step up to the truck.
    finds(
        &[Kind::Fifo],
        &[
            (
                r#""arrive":20,"start":40,"end":80"#,
                r#""arrive":20,"start":50,"end":95"#,
            ),
            (
                r#""arrive":30,"start":50,"end":95"#,
                r#""arrive":30,"start":40,"end":80"#,
            ),
            (
                r#"{"stage":{"order":2,"stage":1,"arrive":80"#,
                r#"{"stage":{"order":3,"stage":1,"arrive":80"#,
            ),
            (
                r#"{"stage":{"order":3,"stage":1,"arrive":95"#,
                r#"{"stage":{"order":2,"stage":1,"arrive":95"#,
            ),
            (
                r#""order":2,"lane":0,"ready":160"#,
                r#""order":2,"lane":0,"ready":180"#,
            ),
            (
                r#""order":3,"lane":0,"ready":180"#,
                r#""order":3,"lane":0,"ready":160"#,
            ),
        ],
    );
    // Parcels of one truck are sorted by number, not in the order in which they were loaded.
    finds(
        &[Kind::Fifo],
        &[
            (
                r#""order":0,"stage":2,"arrive":350,"start":350,"end":355"#,
                r#""order":0,"stage":2,"arrive":350,"start":450,"end":455"#,
            ),
            (
                r#""order":1,"stage":2,"arrive":350,"start":450,"end":455"#,
                r#""order":1,"stage":2,"arrive":350,"start":350,"end":355"#,
            ),
            (
                r#""order":0,"lane":1,"ready":355,"scheduled":null,"departed":355"#,
                r#""order":0,"lane":1,"ready":455,"scheduled":null,"departed":455"#,
            ),
            (
                r#""order":1,"lane":1,"ready":455,"scheduled":null,"departed":455"#,
                r#""order":1,"lane":1,"ready":355,"scheduled":null,"departed":355"#,
            ),
            (
                r#""departed":455,"arrive":400"#,
                r#""departed":455,"arrive":500"#,
            ),
            (r#"{"order":0,"at":400}"#, r#"{"order":0,"at":500}"#),
        ],
    );
}

#[test]
fn servers() {
    // Packed while both packers are busy.
    blames(
        Kind::OverCapacity,
        3,
        "F/pack",
        &[(r#""arrive":95,"start":130"#, r#""arrive":95,"start":129"#)],
    );
    // The second packer comes at 100, not before; and stays until 200.
    blames(
        Kind::OverCapacity,
        2,
        "F/pack",
        &[(r#""arrive":80,"start":100"#, r#""arrive":80,"start":99"#)],
    );
    blames(Kind::OverCapacity, 6, "F/pack", &[("[200,1]", "[190,1]")]);
    blames(
        Kind::Closed,
        8,
        "F/pack",
        &[(r#""start":2000"#, r#""start":1999"#)],
    );
    blames(Kind::Closed, 7, "F/pack", &[("[[0,1000]", "[[0,990]")]);
    // Idle: the second packer is there at 100, the first is free at 990, the shift opens at 2000.
    blames(
        Kind::Idle,
        2,
        "F/pack",
        &[(r#""arrive":80,"start":100"#, r#""arrive":80,"start":101"#)],
    );
    blames(
        Kind::Idle,
        7,
        "F/pack",
        &[(r#""arrive":990,"start":990"#, r#""arrive":990,"start":991"#)],
    );
    blames(
        Kind::Idle,
        8,
        "F/pack",
        &[(r#""start":2000"#, r#""start":2001"#)],
    );
    // With a third picker nobody would have waited.
    finds(&[Kind::Idle], &[(r#"{"servers":2}"#, r#"{"servers":3}"#)]);
    finds(
        &[Kind::OverCapacity],
        &[(r#"{"servers":2}"#, r#"{"servers":1}"#)],
    );
    finds(&[Kind::Idle], &[(r#"{"servers":2}"#, r#""unlimited""#)]);
}

#[test]
fn throughput() {
    blames(
        Kind::Spacing,
        3,
        "S/sort",
        &[(r#""arrive":700,"start":800"#, r#""arrive":700,"start":799"#)],
    );
    blames(
        Kind::Idle,
        3,
        "S/sort",
        &[(r#""arrive":700,"start":800"#, r#""arrive":700,"start":801"#)],
    );
    finds(
        &[Kind::Idle, Kind::Spacing],
        &[(r#""arrive":700,"start":700"#, r#""arrive":700,"start":701"#)],
    );
}

#[test]
fn departures() {
    let truck = r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2400,"arrive":2500"#;
    let instead = |to: &'static str| [(truck, to)];
    // Another time than the timetable's: then the real departure left the parcel behind.
    finds(
        &[Kind::NotScheduled, Kind::LeftBehind],
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2401,"departed":2401,"arrive":2500"#,
        ),
    );
    finds(
        &[Kind::NotScheduled],
        &[
            (r#""every":500,"offset":0"#, r#""every":500,"offset":1500"#),
            (r#""spread":50,"#, r#""spread":50,"delay":true,"#),
        ],
    );
    blames(
        Kind::DepartureTime,
        8,
        "F->S",
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2410,"arrive":2500"#,
        ),
    );
    finds(
        &[Kind::Together, Kind::Gap],
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2400,"arrive":2501"#,
        ),
    );
    // Only 40 ticks of spread where 50 were allowed.
    finds(&[Kind::Together], &[(r#""spread":50"#, r#""spread":39"#)]);
    finds(&[], &[(r#""spread":50"#, r#""spread":40"#)]);
    // The truck of 300 leaves at 305.
    finds(
        &[Kind::DepartureTime],
        &[(r#""delay":true"#, r#""delay":false"#)],
    );
    finds(
        &[Kind::DepartureTime],
        &[(
            r#""ready":2605,"scheduled":null,"departed":2605"#,
            r#""ready":2605,"scheduled":null,"departed":2606"#,
        )],
    );
    finds(
        &[Kind::NotScheduled],
        &[(
            r#""ready":2605,"scheduled":null"#,
            r#""ready":2605,"scheduled":2605"#,
        )],
    );
}

#[test]
fn boarding() {
    // One too many: order 2 squeezes onto the truck of 300.
    finds(
        &[Kind::VehicleCapacity, Kind::Gap, Kind::LeftBehind],
        &[(
            r#""ready":160,"scheduled":600,"departed":600,"arrive":700"#,
            r#""ready":160,"scheduled":300,"departed":305,"arrive":350"#,
        )],
    );
    finds(
        &[Kind::AfterCpt],
        &[(r#""load_lead":10"#, r#""load_lead":200"#)],
    );
    // A later parcel takes the place of an earlier one.
    finds(
        &[Kind::BoardingOrder, Kind::Gap],
        &[
            (
                r#""ready":130,"scheduled":300,"departed":305,"arrive":350"#,
                r#""ready":130,"scheduled":600,"departed":600,"arrive":700"#,
            ),
            (
                r#""ready":160,"scheduled":600,"departed":600,"arrive":700"#,
                r#""ready":160,"scheduled":300,"departed":305,"arrive":350"#,
            ),
        ],
    );
    // Room for a third parcel at 300, for which two were waiting.
    finds(
        &[Kind::LeftBehind],
        &[(r#""capacity":2,"#, r#""capacity":3,"#)],
    );
    finds(
        &[Kind::LeftBehind],
        &[
            (r#""capacity":2,"#, r#""capacity":3,"#),
            (r#""cancel":0.0"#, r#""cancel":0.5"#),
        ],
    );
    // A departure that nobody took: allowed only where departures are cancelled.
    let more = ("[300,600,900,2400]", "[300,600,900,2050,2400]");
    blames(Kind::LeftBehind, 7, "F->S", &[more]);
    finds(&[], &[more, (r#""cancel":0.0"#, r#""cancel":0.5"#)]);
    blames(Kind::LeftBehind, 6, "S->Y", &[(r#","cancel":0.1"#, "")]);
}

#[test]
fn what_cannot_be_audited_is_an_error() {
    let error = |edits: &[(&str, &str)]| audit(edited(edits).as_bytes()).unwrap_err();
    let end =
        "{\"end\":{\"at\":3000,\"placed\":10,\"delivered\":8,\"open\":1,\"not_offered\":1}}\n";
    assert!(matches!(error(&[(end, "")]), AuditError::NoEnd));
    assert!(matches!(
        error(&[(end, &end.repeat(2))]),
        AuditError::AfterEnd { line: 62 }
    ));
    let lane = (r#"{"order":8,"lane":1,"#, r#"{"order":8,"lane":3,"#);
    assert!(matches!(
        error(&[lane]),
        AuditError::Index {
            what: "lane",
            index: 3,
            ..
        }
    ));
    let time = (r#""promise":1110"#, r#""promise":9223372036854775807"#);
    assert!(matches!(error(&[time]), AuditError::Time { line: 4 }));
    assert!(matches!(
        error(&[("[300,600,900,2400]", "[300,900,600,2400]")]),
        AuditError::Header(_)
    ));
    assert!(matches!(
        error(&[(r#""every":500"#, r#""every":0"#)]),
        AuditError::Header(_)
    ));
    assert!(matches!(
        error(&[("[[0,1000]", "[[0,2001]")]),
        AuditError::Header(_)
    ));
    assert!(matches!(
        error(&[(r#""zones":["Z","Y"]"#, r#""zones":["Z","X"]"#)]),
        AuditError::Header(_)
    ));
}

/// A trace of `orders` orders through one stage of three servers and one on-demand lane, by the recursion of Kiefer and
/// Wolfowitz. `LEADTIME_ORDERS=2500000` in release: ten million records, five seconds.
#[test]
fn a_long_queue_is_clean() {
    let orders: u64 = std::env::var("LEADTIME_ORDERS").map_or(20_000, |text| text.parse().unwrap());
    let trace = long_queue(orders);
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.records.delivered, orders);
}

fn long_queue(orders: u64) -> Vec<u8> {
    let text = edited(&[]);
    let reader = TraceReader::new(text.as_bytes()).unwrap();
    let mut header = reader.header().clone();
    header.stages = vec![Stage {
        name: "S/pick".into(),
        facility: "S".into(),
        capacity: Capacity::Servers(3),
        open: None,
        rules: None,
        pool: None,
        breakdowns: false,
        drawn: false,
        rework: None,
        planned: None,
    }];
    header.origins = vec!["S".into()];
    let mut writer = TraceWriter::new(Vec::new(), &header);
    let (mut free, mut now, mut random) = ([0_i64; 3], 0_i64, 1_u64);
    let mut last = 0;
    for order in 0..orders {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        now += (random >> 33) as i64 % 1_000;
        let work = (random >> 13) as i64 & 0x7ff;
        free.sort_unstable();
        let start = now.max(free[0]);
        free[0] = start + work;
        let (ready, arrive) = (free[0], free[0] + 500);
        writer.placed(order, now, 0, Some(0), Some(now + 1_000), Some(now + 1_100));
        writer.stage(order, 0, now, start, ready);
        writer.lane(order, 1, ready, None, ready, arrive);
        writer.delivered(order, arrive);
        last = last.max(arrive);
    }
    writer.end(last, orders, orders, 0, 0);
    writer.finish().unwrap()
}

/// The reference page shows lines that can be read, and names every code, and no other.
#[test]
fn the_reference_page_agrees() {
    let page = include_str!("../../../../docs/reference/trace.md");
    let blocks: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let [header, records] = blocks[..] else {
        panic!("two JSON blocks, not {}", blocks.len())
    };
    let trace = format!("{}\n{records}", header.replace('\n', ""));
    let reader = TraceReader::new(trace.as_bytes()).unwrap();
    assert_eq!(reader.map(Result::unwrap).count(), 12);

    let table = page.split("## What the auditor checks").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let mut listed: Vec<String> = rows
        .flat_map(|row| row.split('|').nth(1).unwrap().split(','))
        .map(|code| code.trim().trim_matches('`').to_owned())
        .collect();
    let mut codes: Vec<String> = Kind::ALL.iter().map(ToString::to_string).collect();
    listed.sort_unstable();
    codes.sort_unstable();
    assert_eq!(listed, codes);
}
