//! Charges of late orders: a fulfilment centre that plans ten ticks and took thirty, a departure missed, and one that was full.

use leadtime_sim::audit::{Kind, audit};

/// Orders 0 and 1 are late for the truck of 100, which takes one: order 0 leaves at 200 and order 1 at 300.
const TRACE: &str = r#"
{"trace":2,"scenario":"hand-made","seed":1,"replication":0,"warm_up":0,"horizon":1000,"ended":null,"origins":["F"],"stages":[{"name":"F/pick","facility":"F","capacity":"unlimited","open":null}],"lanes":[{"name":"F->Z","from":"F","to":"Z","capacity":1,"load_lead":0,"departures":{"headway":{"every":100,"offset":0}},"draw":"per-parcel","last_leg":true}],"service_levels":[{"name":"standard","policy":{"constant":{"elapsed":150}},"padding":{"elapsed":0},"rounding":"instant"}],"zones":["Z"],"plan":{"stages":[{"work":10}],"lanes":[{"ticks":20}]},"blame":true}
{"placed":{"order":0,"at":80,"zone":0,"level":0,"base":230,"promise":230}}
{"stage":{"order":0,"stage":0,"arrive":80,"start":80,"end":110}}
{"placed":{"order":1,"at":85,"zone":0,"level":0,"base":235,"promise":235}}
{"stage":{"order":1,"stage":0,"arrive":85,"start":85,"end":115}}
{"lane":{"order":0,"lane":0,"ready":110,"scheduled":200,"departed":200,"arrive":225}}
{"blame":{"order":0,"cause":{"stage":0},"ticks":100}}
{"blame":{"order":0,"cause":{"transit":0},"ticks":5}}
{"delivered":{"order":0,"at":225}}
{"lane":{"order":1,"lane":0,"ready":115,"scheduled":300,"departed":300,"arrive":310}}
{"blame":{"order":1,"cause":{"stage":0},"ticks":100}}
{"blame":{"order":1,"cause":{"full":0},"ticks":100}}
{"blame":{"order":1,"cause":{"transit":0},"ticks":-10}}
{"delivered":{"order":1,"at":310}}
{"end":{"at":900,"placed":2,"delivered":2,"open":0,"not_offered":0}}
"#;

#[track_caller]
fn found(from: &str, to: &str) -> Vec<Kind> {
    assert_eq!(TRACE.matches(from).count(), 1, "{from}");
    let trace = TRACE.trim_start().replacen(from, to, 1);
    let report = audit(trace.as_bytes()).unwrap();
    report.found.keys().copied().collect()
}

#[test]
fn charges_that_are_right_are_clean() {
    let report = audit(TRACE.trim_start().as_bytes()).unwrap();
    assert!(report.is_clean(), "{report}");
}

#[test]
fn charges_that_are_wrong_are_found() {
    let first = r#"{"blame":{"order":0,"cause":{"stage":0},"ticks":100}}"#;
    let full = r#"{"blame":{"order":1,"cause":{"full":0},"ticks":100}}"#;
    let given_back = r#"{"blame":{"order":1,"cause":{"transit":0},"ticks":-10}}"#;
    for (from, to) in [
        // A tick too many; another cause; a charge that is lost; one that nobody has.
        (first, &first.replace("100", "101")),
        (first, &first.replace(r#"{"stage":0}"#, r#"{"transit":0}"#)),
        (first, &String::new()),
        (first, &first.replace(r#"{"stage":0}"#, r#""stock""#)),
        // The vehicle ran and carried somebody: it was full, and not cancelled.
        (full, &full.replace("full", "cancelled")),
        // What is made good counts too.
        (given_back, &String::new()),
        (given_back, &given_back.replace("order\":1", "order\":0")),
    ] {
        assert_eq!(
            found(&format!("{from}\n"), &line(to)),
            [Kind::Blame],
            "{to}"
        );
    }
}

fn line(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{text}\n")
    }
}

/// Another plan charges otherwise: twenty ticks more of planned work are planned for the next truck.
#[test]
fn the_plan_decides_what_is_late() {
    assert_eq!(found(r#""work":10"#, r#""work":30"#), [Kind::Blame]);
    assert_eq!(found(r#"{"ticks":20}"#, r#"{"ticks":21}"#), [Kind::Blame]);
}

#[test]
fn a_plan_that_does_not_fit_is_refused() {
    for (from, to) in [
        (r#"[{"ticks":20}]"#, "[]"),
        (r#"{"ticks":20}"#, r#"{"ticks":20,"open":[[5,1]]}"#),
        (r#"{"ticks":20}"#, r#"{"ticks":4611686018427387904}"#),
    ] {
        let trace = TRACE.trim_start().replacen(from, to, 1);
        assert!(audit(trace.as_bytes()).is_err(), "{to}");
    }
}
