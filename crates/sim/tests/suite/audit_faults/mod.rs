//! The auditor is itself audited: a hand-made correct trace passes, and every planted fault is found by its name.

mod attempts;
mod blame;
mod departures;
mod format;
mod last_leg;
mod offers;
mod order_caps;
mod orders;
mod promises;
mod queues;
mod returns;
mod stages;
mod stock;

use leadtime_sim::audit::{AuditReport, Kind, audit};

/// A fulfilment centre F (pick: 2 servers; pack: 1 server, 2 in `[100, 200)`, closed in `[1000, 2000)`), trucks of two
/// to a station S (sort: one start per 100 ticks), an on-demand last leg to Z, a headway of 500 that may be cancelled
/// to Y. Worked out by hand. Order 4 was offered nothing, order 9 is open at the end, order 6 missed a cancelled 1500.
const TRACE: &str = r#"
{"trace":2,"scenario":"hand-made","seed":1,"replication":0,"warm_up":0,"horizon":3000,"ended":null,"origins":["F"],"stages":[{"name":"F/pick","facility":"F","capacity":{"servers":2},"open":null},{"name":"F/pack","facility":"F","capacity":{"staffing":[[0,1],[100,2],[200,1]]},"open":[[0,1000],[2000,3000]]},{"name":"S/sort","facility":"S","capacity":{"throughput":{"per_hour":36000.0}},"open":null}],"lanes":[{"name":"F->S","from":"F","to":"S","capacity":2,"load_lead":10,"departures":{"timetable":[300,600,900,2400]},"draw":"per-departure","last_leg":false,"delay":true,"cancel":0.0},{"name":"S->Z","from":"S","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true},{"name":"S->Y","from":"S","to":"Y","capacity":null,"load_lead":0,"departures":{"headway":{"every":500,"offset":0}},"draw":"per-departure","last_leg":true,"spread":50,"cancel":0.1}],"service_levels":[{"name":"standard","policy":{"constant":{"elapsed":1000}},"padding":{"elapsed":100},"rounding":"instant"},{"name":"next-day","policy":"other","padding":{"days":1},"rounding":"end-of-day"}],"paddings":[{"level":null,"zone":1,"padding":{"elapsed":200}}],"zones":["Z","Y"]}
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

#[test]
fn a_correct_trace_is_clean() {
    let report = report(&[]);
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.records.placed, report.records.stage), (10, 25));
    assert_eq!((report.records.lane, report.records.delivered), (16, 8));
    assert_eq!((report.promises.exact, report.promises.bounded), (8, 1));
}
