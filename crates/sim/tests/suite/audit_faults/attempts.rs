//! Delivery attempts: correct traces worked out by hand, and every fault found.

use leadtime_sim::audit::{AuditReport, Kind, audit};

/// One order that arrives at 100 on a lane with two attempts; what happens at the door, and how many are delivered and open.
fn at_the_door(records: &str, delivered: u32, open: u32) -> AuditReport {
    let text = format!(
        r#"{{"trace":2,"scenario":"door","seed":1,"replication":0,"warm_up":0,"horizon":1000,"ended":null,"origins":["F"],"stages":[],"lanes":[{{"name":"F->Z","from":"F","to":"Z","capacity":null,"attempts":2,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true}}],"service_levels":[{{"name":"standard","policy":"other","padding":{{"elapsed":0}},"rounding":"instant","priority":1}}],"zones":["Z"]}}
{{"placed":{{"order":0,"at":0,"zone":0,"level":0,"base":500,"promise":500}}}}
{{"lane":{{"order":0,"lane":0,"ready":0,"scheduled":null,"departed":0,"arrive":100}}}}
{records}
{{"end":{{"at":1000,"placed":1,"delivered":{delivered},"open":{open},"not_offered":0}}}}
"#
    );
    audit(text.as_bytes()).unwrap()
}

fn attempt(at: i64, succeeds: bool) -> String {
    format!("{{\"attempt\":{{\"order\":0,\"at\":{at},\"succeeds\":{succeeds}}}}}\n")
}

const DELIVERED: &str = "{\"delivered\":{\"order\":0,\"at\":200}}";
const EXHAUSTED: &str = "{\"exhausted\":{\"order\":0}}";

#[test]
fn attempts_as_they_should_be() {
    let second = attempt(100, false) + &attempt(200, true) + DELIVERED;
    let in_vain = attempt(100, false) + &attempt(200, false) + EXHAUSTED;
    for (records, delivered) in [(second, 1), (in_vain, 0)] {
        let report = at_the_door(&records, delivered, 0);
        assert!(report.is_clean(), "{report}");
    }
}

#[test]
fn attempts_that_should_not_be() {
    let faults = [
        ("nobody rang", DELIVERED.to_owned(), 1),
        (
            "late for the first",
            attempt(150, false) + &attempt(200, true) + DELIVERED,
            1,
        ),
        (
            "delivered at another time",
            attempt(100, true) + DELIVERED,
            1,
        ),
        (
            "a third",
            attempt(100, false) + &attempt(150, false) + &attempt(200, true) + DELIVERED,
            1,
        ),
        (
            "after a success",
            attempt(100, true) + &attempt(200, true) + DELIVERED,
            1,
        ),
        (
            "at once again",
            attempt(100, false) + &attempt(100, false) + EXHAUSTED,
            0,
        ),
        ("given up early", attempt(100, false) + EXHAUSTED, 0),
        (
            "delivered although not taken",
            attempt(100, false) + &attempt(200, false) + DELIVERED,
            1,
        ),
    ];
    for (what, records, delivered) in faults {
        let report = at_the_door(&records, delivered, 0);
        let found = report
            .violations
            .iter()
            .any(|one| one.kind == Kind::Attempts);
        assert!(found, "{what}: {report}");
    }
}
