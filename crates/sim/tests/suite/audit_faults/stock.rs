//! Parcels and counted stock: a correct trace worked out by hand, and every fault found by its name.

use leadtime_sim::audit::{AuditError, AuditReport, Kind, audit};

/// A centre F without stages sends to Z; two lines a parcel. `F/sku` has 3 units, (r, Q) = (1, 3), is looked at after every
/// demand and supplied by `D/sku`: 4 units, (s, S) = (3, 4), looked at every 100. `F/gem` has 1 unit, 2 are ordered at 50 and
/// 150 as far as 3 fit, and come at once; nobody waits for it.
///
/// At 10 order 0 takes 2 sku, a gem and something that is always there, in two parcels: sku is at 1, 3 are ordered and there at
/// 40. Order 2 waits for one of them. Order 3 takes what is left: 3 are ordered, of which D lacks 2 until 130. Order 4 waits for
/// them until 150. Order 6 waits when the run ends.
const TRACE: &str = r#"
{"trace":2,"scenario":"shop","seed":1,"replication":0,"warm_up":0,"horizon":200,"ended":null,"origins":["F"],"stages":[],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true}],"service_levels":[{"name":"standard","policy":{"constant":{"elapsed":100}},"padding":{"elapsed":0},"rounding":"instant","priority":1}],"zones":["Z"],"facilities":["F","D"],"baskets":{"lines_per_parcel":2,"release":null},"stocks":[{"name":"F/sku","facility":0,"sku":"sku","policy":{"reorder-point":{"reorder_at":1,"quantity":3}},"review":null,"initial":3,"capacity":null,"supplier":1,"when_out":"backorder"},{"name":"D/sku","facility":1,"sku":"sku","policy":{"order-up-to":{"reorder_at":3,"up_to":4}},"review":{"timetable":[0,100,200]},"initial":4,"capacity":null,"supplier":null,"when_out":"backorder"},{"name":"F/gem","facility":0,"sku":"gem","policy":{"fixed-order":{"quantity":2}},"review":{"headway":{"every":100,"offset":50}},"initial":1,"capacity":3,"supplier":null,"when_out":"lost"}]}
{"placed":{"order":0,"at":10,"zone":0,"level":0,"base":110,"promise":110}}
{"parcel":{"order":0,"of":0,"origin":0,"lines":2,"at":10}}
{"parcel":{"order":1,"of":0,"origin":0,"lines":1,"at":10}}
{"line":{"order":0,"stock":0,"units":2,"at":10}}
{"line":{"order":0,"stock":2,"units":1,"at":10}}
{"lane":{"order":0,"lane":0,"ready":10,"scheduled":null,"departed":10,"arrive":20}}
{"delivered":{"order":0,"at":20}}
{"lane":{"order":1,"lane":0,"ready":10,"scheduled":null,"departed":10,"arrive":25}}
{"delivered":{"order":1,"at":25}}
{"ordered":{"stock":0,"at":10,"units":3}}
{"shipped":{"stock":0,"at":10,"units":3,"arrives":40}}
{"placed":{"order":2,"at":20,"zone":0,"level":0,"base":120,"promise":120}}
{"parcel":{"order":2,"of":2,"origin":0,"lines":1,"at":20}}
{"line":{"order":2,"stock":0,"units":2,"at":20}}
{"received":{"stock":0,"at":40,"units":3}}
{"filled":{"order":2,"stock":0,"at":40}}
{"lane":{"order":2,"lane":0,"ready":40,"scheduled":null,"departed":40,"arrive":60}}
{"delivered":{"order":2,"at":60}}
{"ordered":{"stock":2,"at":50,"units":2}}
{"shipped":{"stock":2,"at":50,"units":2,"arrives":50}}
{"received":{"stock":2,"at":50,"units":2}}
{"placed":{"order":3,"at":60,"zone":0,"level":0,"base":160,"promise":160}}
{"parcel":{"order":3,"of":3,"origin":0,"lines":1,"at":60}}
{"line":{"order":3,"stock":0,"units":2,"at":60}}
{"lane":{"order":3,"lane":0,"ready":60,"scheduled":null,"departed":60,"arrive":80}}
{"delivered":{"order":3,"at":80}}
{"ordered":{"stock":0,"at":60,"units":3}}
{"placed":{"order":4,"at":70,"zone":0,"level":0,"base":170,"promise":170}}
{"parcel":{"order":4,"of":4,"origin":0,"lines":1,"at":70}}
{"line":{"order":4,"stock":0,"units":1,"at":70}}
{"ordered":{"stock":1,"at":100,"units":6}}
{"shipped":{"stock":1,"at":100,"units":6,"arrives":130}}
{"received":{"stock":1,"at":130,"units":6}}
{"shipped":{"stock":0,"at":130,"units":3,"arrives":150}}
{"received":{"stock":0,"at":150,"units":3}}
{"filled":{"order":4,"stock":0,"at":150}}
{"lane":{"order":4,"lane":0,"ready":150,"scheduled":null,"departed":150,"arrive":190}}
{"delivered":{"order":4,"at":190}}
{"ordered":{"stock":2,"at":150,"units":1}}
{"shipped":{"stock":2,"at":150,"units":1,"arrives":150}}
{"received":{"stock":2,"at":150,"units":1}}
{"placed":{"order":5,"at":160,"zone":0,"level":null,"base":null,"promise":null}}
{"placed":{"order":6,"at":170,"zone":0,"level":0,"base":270,"promise":270}}
{"parcel":{"order":6,"of":6,"origin":0,"lines":1,"at":170}}
{"line":{"order":6,"stock":0,"units":3,"at":170}}
{"ordered":{"stock":0,"at":170,"units":3}}
{"shipped":{"stock":0,"at":170,"units":3,"arrives":400}}
{"end":{"at":200,"placed":6,"delivered":4,"open":1,"not_offered":1}}
"#;

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

/// The fault is found by this name, whatever follows from it.
#[track_caller]
fn finds(kind: Kind, edits: &[(&str, &str)]) {
    let report = report(edits);
    assert!(report.found.contains_key(&kind), "{edits:?}: {report}");
}

/// Without one line of the trace.
#[track_caller]
fn misses(kind: Kind, line: &str) {
    finds(kind, &[(&format!("{line}\n"), "")]);
}

#[test]
fn a_correct_trace_is_clean() {
    let report = report(&[]);
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.records.parcel, report.records.stock), (6, 25));
}

#[test]
fn parcels_belong_to_orders() {
    let second = r#"{"parcel":{"order":1,"of":0,"#;
    finds(
        Kind::Numbering,
        &[(second, r#"{"parcel":{"order":9,"of":0,"#)],
    );
    finds(
        Kind::UnknownOrder,
        &[(second, r#"{"parcel":{"order":1,"of":7,"#)],
    );
    finds(
        Kind::NotOffered,
        &[(second, r#"{"parcel":{"order":1,"of":5,"#)],
    );
    misses(
        Kind::UnknownOrder,
        r#"{"parcel":{"order":1,"of":0,"origin":0,"lines":1,"at":10}}"#,
    );
    misses(
        Kind::Sourcing,
        r#"{"parcel":{"order":6,"of":6,"origin":0,"lines":1,"at":170}}"#,
    );
    let fourth = r#"{"parcel":{"order":4,"of":4,"origin":0,"lines":1,"at":70}}"#;
    finds(
        Kind::PlacedTwice,
        &[(fourth, &format!("{fourth}\n{fourth}"))],
    );
    // Two parcels of order 0 are delivered, or it is not.
    finds(
        Kind::Count,
        &[("{\"delivered\":{\"order\":1,\"at\":25}}\n", "")],
    );
}

#[test]
fn parcels_are_made_when_their_order_is_sourced() {
    finds(
        Kind::Sourcing,
        &[(
            r#"{"order":4,"of":4,"origin":0,"lines":1,"at":70}"#,
            r#"{"order":4,"of":4,"origin":0,"lines":1,"at":71}"#,
        )],
    );
    finds(
        Kind::Sourcing,
        &[(
            r#"{"order":1,"of":0,"origin":0"#,
            r#"{"order":1,"of":0,"origin":1"#,
        )],
    );
    // From another facility its way does not begin.
    finds(
        Kind::Path,
        &[(
            r#"{"order":1,"of":0,"origin":0"#,
            r#"{"order":1,"of":0,"origin":1"#,
        )],
    );
    finds(
        Kind::Gap,
        &[(
            r#""ready":150,"scheduled":null,"departed":150"#,
            r#""ready":140,"scheduled":null,"departed":140"#,
        )],
    );
}

#[test]
fn parcels_are_as_few_as_hold_their_lines() {
    let most = r#""lines_per_parcel":2"#;
    finds(Kind::Packing, &[(most, r#""lines_per_parcel":1"#)]);
    finds(Kind::Packing, &[(most, r#""lines_per_parcel":3"#)]);
    finds(Kind::Packing, &[(most, r#""lines_per_parcel":null"#)]);
    let line = r#"{"line":{"order":0,"stock":2,"units":1,"at":10}}"#;
    finds(
        Kind::Packing,
        &[(
            line,
            &format!(
                "{line}
{}",
                line.replace(r#""stock":2"#, r#""stock":0"#)
            ),
        )],
    );
}

#[test]
fn releases() {
    let at = |release: &str| format!(r#""release":{{"timetable":{release}}}"#);
    let now = r#""release":null"#;
    // At the instants of placement nothing else comes of it, as long as one can wait for the gem.
    let right = at("[10,20,60,70,170]");
    assert!(report(&[(now, &right)]).is_clean());
    finds(Kind::Sourcing, &[(now, &at("[10,20,60,170]"))]);
    // Where all wait for stock, the first release takes them.
    let backorder = (r#""when_out":"lost""#, r#""when_out":"backorder""#);
    let early = at("[10,20,60,70,165,170]");
    assert!(report(&[(now, &early), backorder]).is_clean());
    let missed = (
        r#"{"placed":{"order":6,"at":170,"zone":0,"level":0,"base":270,"promise":270}}"#,
        r#"{"placed":{"order":6,"at":165,"zone":0,"level":0,"base":265,"promise":265}}"#,
    );
    finds(Kind::Sourcing, &[(now, &early), backorder, missed]);
    assert!(report(&[(now, &early), missed]).is_clean());
}

#[test]
fn claims() {
    let line = r#"{"line":{"order":4,"stock":0,"units":1,"at":70}}"#;
    for wrong in [
        line.replace("70", "71"),
        line.replace(r#""stock":0"#, r#""stock":1"#),
        line.replace(r#""units":1"#, r#""units":0"#),
    ] {
        finds(Kind::Line, &[(line, &wrong)]);
    }
    finds(
        Kind::UnknownOrder,
        &[(line, &line.replace(r#""order":4"#, r#""order":8"#))],
    );
    misses(Kind::Filled, line);
    // One more gem is not there, and nobody waits for it.
    finds(
        Kind::Line,
        &[(
            r#""order":0,"stock":2,"units":1"#,
            r#""order":0,"stock":2,"units":2"#,
        )],
    );
    // Order 2 is served first, although it was placed later.
    let first = "{\"line\":{\"order\":0,\"stock\":0,\"units\":2,\"at\":10}}\n";
    let second = "{\"line\":{\"order\":2,\"stock\":0,\"units\":2,\"at\":20}}\n";
    let late = (second, "");
    let ahead = second.replace("20", "10") + first;
    finds(Kind::Line, &[late, (first, &ahead)]);
}

#[test]
fn filled() {
    let filled = r#"{"filled":{"order":4,"stock":0,"at":150}}"#;
    misses(Kind::Filled, filled);
    for wrong in [
        filled.replace("150", "149"),
        filled.replace(r#""order":4"#, r#""order":6"#),
        filled.replace(r#""stock":0"#, r#""stock":2"#),
        format!("{filled}\n{filled}"),
    ] {
        finds(Kind::Filled, &[(filled, &wrong)]);
    }
}

#[test]
fn ordered() {
    let ordered = r#"{"ordered":{"stock":0,"at":60,"units":3}}"#;
    misses(Kind::Ordered, ordered);
    for wrong in [
        ordered.replace("60", "61"),
        ordered.replace(r#""units":3"#, r#""units":6"#),
        ordered.replace(r#""stock":0"#, r#""stock":1"#),
        format!("{ordered}\n{ordered}"),
    ] {
        finds(Kind::Ordered, &[(ordered, &wrong)]);
    }
    // Another policy would have ordered otherwise.
    for (of, other) in [
        (r#""reorder_at":1"#, r#""reorder_at":2"#),
        (r#""reorder_at":3,"up_to":4"#, r#""reorder_at":3,"up_to":5"#),
        (
            r#""fixed-order":{"quantity":2}"#,
            r#""fixed-order":{"quantity":1}"#,
        ),
        (r#""capacity":3"#, r#""capacity":2"#),
        (r#""every":100,"offset":50"#, r#""every":50,"offset":50"#),
        (r#"[0,100,200]"#, r#"[0,110,200]"#),
        (r#""initial":3"#, r#""initial":4"#),
    ] {
        finds(Kind::Ordered, &[(of, other)]);
    }
}

#[test]
fn shipped_and_received() {
    // Two thirds of order 3's replenishment are not there before 130.
    let shipped = r#"{"shipped":{"stock":0,"at":130,"units":3,"arrives":150}}"#;
    misses(Kind::Shipped, shipped);
    for wrong in [
        shipped.replace("130", "60"),
        shipped.replace(r#""units":3"#, r#""units":2"#),
        shipped.replace("150", "120"),
        format!("{shipped}\n{shipped}"),
    ] {
        finds(Kind::Shipped, &[(shipped, &wrong)]);
    }
    finds(Kind::Received, &[(shipped, &shipped.replace("150", "151"))]);
    let received = r#"{"received":{"stock":1,"at":130,"units":6}}"#;
    misses(Kind::Received, received);
    for wrong in [
        received.replace("130", "131"),
        received.replace(r#""units":6"#, r#""units":5"#),
        format!("{received}\n{received}"),
    ] {
        finds(Kind::Received, &[(received, &wrong)]);
    }
    // Supplied from outside, all of it would have left at once.
    finds(Kind::Shipped, &[(r#""supplier":1"#, r#""supplier":null"#)]);
}

#[test]
fn of_the_last_instant_some_may_be_missing() {
    let cut = "{\"received\":{\"stock\":2,\"at\":150,\"units\":1}}\n";
    finds(Kind::Received, &[(cut, "")]);
    let text = edited(&[]);
    let at_150 = text.find(r#"{"ordered":{"stock":2,"at":150"#).unwrap();
    let end = r#"{"end":{"at":150,"placed":4,"delivered":4,"open":0,"not_offered":0}}"#;
    let report = audit(format!("{}{end}\n", &text[..at_150]).as_bytes()).unwrap();
    assert!(report.is_clean(), "{report}");
}

#[test]
fn headers_that_make_no_sense() {
    for (from, to) in [
        (r#""supplier":1"#, r#""supplier":3"#),
        (r#""supplier":1"#, r#""supplier":0"#),
        (r#""facility":1"#, r#""facility":2"#),
        (
            r#""reorder_at":1,"quantity":3"#,
            r#""reorder_at":1,"quantity":0"#,
        ),
        (r#""every":100"#, r#""every":0"#),
        ("[0,100,200]", "[0,200,100]"),
    ] {
        let error = audit(edited(&[(from, to)]).as_bytes()).unwrap_err();
        assert!(matches!(error, AuditError::Header(_)), "{to}: {error}");
    }
    let line = r#"{"line":{"order":4,"stock":0,"#;
    let error = audit(edited(&[(line, r#"{"line":{"order":4,"stock":3,"#)]).as_bytes());
    assert!(matches!(
        error.unwrap_err(),
        AuditError::Index { what: "stock", .. }
    ));
}
