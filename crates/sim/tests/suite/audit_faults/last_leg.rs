//! Drivers and delivery hours: correct traces worked out by hand, and every fault found.

use leadtime_sim::audit::{Kind, audit};

/// Two drivers with stops ten ticks apart, out for 20 at most, leave at 100 and 200 and are at the first street 30 later. Orders 0 to 3
/// fill the first departure; order 4 is alone on the second.
const TOURS: &str = r#"{"trace":2,"scenario":"tours","seed":1,"replication":0,"warm_up":0,"horizon":1000,"ended":null,"origins":["F"],"stages":[],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":4,"load_lead":0,"departures":{"timetable":[100,200]},"draw":"per-departure","last_leg":true,"tour":{"drivers":2,"per_stop":10.0,"per_root":0.0,"hours":20}}],"service_levels":[{"name":"standard","policy":"other","padding":{"elapsed":0},"rounding":"instant","priority":1}],"zones":["Z"]}
{"placed":{"order":0,"at":10,"zone":0,"level":0,"base":500,"promise":500}}
{"placed":{"order":1,"at":20,"zone":0,"level":0,"base":500,"promise":500}}
{"placed":{"order":2,"at":30,"zone":0,"level":0,"base":500,"promise":500}}
{"placed":{"order":3,"at":40,"zone":0,"level":0,"base":500,"promise":500}}
{"placed":{"order":4,"at":50,"zone":0,"level":0,"base":500,"promise":500}}
{"lane":{"order":0,"lane":0,"ready":10,"scheduled":100,"departed":100,"arrive":140}}
{"delivered":{"order":0,"at":140}}
{"lane":{"order":1,"lane":0,"ready":20,"scheduled":100,"departed":100,"arrive":140}}
{"delivered":{"order":1,"at":140}}
{"lane":{"order":2,"lane":0,"ready":30,"scheduled":100,"departed":100,"arrive":150}}
{"delivered":{"order":2,"at":150}}
{"lane":{"order":3,"lane":0,"ready":40,"scheduled":100,"departed":100,"arrive":150}}
{"delivered":{"order":3,"at":150}}
{"lane":{"order":4,"lane":0,"ready":50,"scheduled":200,"departed":200,"arrive":240}}
{"delivered":{"order":4,"at":240}}
{"end":{"at":1000,"placed":5,"delivered":5,"open":0,"not_offered":0}}
"#;

/// An order that arrives at 100, where somebody is at the door from 200 to 300 ticks after midnight.
const DOOR: &str = r#"{"trace":2,"scenario":"door","seed":1,"replication":0,"warm_up":0,"horizon":1000,"ended":null,"origins":["F"],"stages":[],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true}],"service_levels":[{"name":"standard","policy":"other","padding":{"elapsed":0},"rounding":"instant","priority":1}],"zones":["Z"],"clocks":[{"offset":0,"changes":[],"weekday":0,"delivery":[true,true,true,true,true,true,true],"closed":[]}],"zone_clocks":[0],"doors":[{"zone":0,"level":0,"from":200,"to":300}]}
{"placed":{"order":0,"at":0,"zone":0,"level":0,"base":500,"promise":500}}
{"lane":{"order":0,"lane":0,"ready":0,"scheduled":null,"departed":0,"arrive":100}}
{"delivered":{"order":0,"at":200}}
{"end":{"at":86500000,"placed":1,"delivered":1,"open":0,"not_offered":0}}
"#;

#[track_caller]
fn finds(trace: &str, kinds: &[Kind], edits: &[(&str, &str)]) {
    let text = edits.iter().fold(trace.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let report = audit(text.as_bytes()).unwrap();
    let found: Vec<Kind> = report.found.keys().copied().collect();
    assert_eq!(found, kinds, "{report}");
}

/// The edits that deliver an order at another time.
fn at(order: u32, from: i64, to: i64) -> [(String, String); 2] {
    let delivered = |at: i64| format!(r#"{{"delivered":{{"order":{order},"at":{at}}}}}"#);
    let ready = 10 * (order + 1);
    let lane = |at: i64| {
        let scheduled = if order == 4 { 200 } else { 100 };
        format!(
            r#"{{"order":{order},"lane":0,"ready":{ready},"scheduled":{scheduled},"departed":{scheduled},"arrive":{at}}}"#
        )
    };
    [(delivered(from), delivered(to)), (lane(from), lane(to))]
}

#[track_caller]
fn finds_stops(kinds: &[Kind], stops: &[(u32, i64, i64)]) {
    let edits: Vec<_> = stops
        .iter()
        .flat_map(|&(n, from, to)| at(n, from, to))
        .collect();
    let edits: Vec<(&str, &str)> = edits.iter().map(|(a, b)| (&a[..], &b[..])).collect();
    finds(TOURS, kinds, &edits);
}

#[test]
fn tours_as_they_should_be() {
    finds(TOURS, &[], &[]);
    // Another transit.
    finds_stops(&[], &[(4, 240, 270)]);
}

#[test]
fn tours_that_should_not_be() {
    // Dealt in another order.
    finds_stops(&[Kind::Tour], &[(1, 140, 150), (2, 150, 140)]);
    // A driver who is faster, one whose first stop takes no time.
    finds_stops(&[Kind::Tour], &[(3, 150, 145)]);
    finds_stops(&[Kind::Tour], &[(4, 240, 205)]);
    // More stops than fit.
    finds(TOURS, &[Kind::Tour], &[(r#""hours":20"#, r#""hours":15"#)]);
    // A third driver would have been faster.
    finds(
        TOURS,
        &[Kind::Tour],
        &[(r#""drivers":2"#, r#""drivers":3"#)],
    );
    finds(
        TOURS,
        &[Kind::Tour],
        &[(r#""per_root":0.0"#, r#""per_root":2.0"#)],
    );
}

#[test]
fn somebody_is_at_the_door() {
    finds(DOOR, &[], &[]);
    let delivered = r#""order":0,"at":200"#;
    finds(DOOR, &[Kind::Gap], &[(delivered, r#""order":0,"at":100"#)]);
    // What comes at the last instant is taken, what comes later on the next day.
    let arrive = |at: &'static str| (r#""arrive":100"#, at);
    finds(
        DOOR,
        &[],
        &[
            arrive(r#""arrive":300"#),
            (delivered, r#""order":0,"at":300"#),
        ],
    );
    finds(
        DOOR,
        &[],
        &[
            arrive(r#""arrive":301"#),
            (delivered, r#""order":0,"at":86400200"#),
        ],
    );
    finds(
        DOOR,
        &[Kind::Gap],
        &[
            arrive(r#""arrive":301"#),
            (delivered, r#""order":0,"at":301"#),
        ],
    );
}
