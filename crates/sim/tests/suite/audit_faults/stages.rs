//! Stages with rules beyond first in, first out: correct traces worked out by hand, and every fault found by its name.

use std::fmt::Write as _;

use leadtime_sim::audit::{AuditReport, Kind, audit};

/// An order: placed at, level (0 express, 1 standard), promise, and the stretches of work on it.
#[derive(Clone, Copy)]
struct Order<'w>(i64, u32, i64, &'w [(i64, i64)]);

/// A parcel put in a batch: the first order of the batch, and when it is complete.
type Batch = Option<(u64, i64)>;

const END: i64 = 10_000;

/// One stage of one facility and an on-demand lane; orders numbered from 0.
fn trace(stage: &str, orders: &[Order<'_>], batches: &[Batch]) -> String {
    let mut text = format!(
        r#"{{"trace":2,"scenario":"stage","seed":1,"replication":0,"warm_up":0,"horizon":{END},"ended":null,"origins":["F"],"stages":[{{"name":"F/work","facility":"F","open":null,{stage}}}],"lanes":[{{"name":"F->Z","from":"F","to":"Z","capacity":null,"load_lead":0,"departures":"on-demand","draw":"per-parcel","last_leg":true}}],"service_levels":[{{"name":"express","policy":"other","padding":{{"elapsed":0}},"rounding":"instant","priority":1}},{{"name":"standard","policy":"other","padding":{{"elapsed":0}},"rounding":"instant","priority":2}}],"zones":["Z"]}}
"#
    );
    let line = |text: &mut String, line: String| writeln!(text, "{{{line}}}").unwrap();
    for (order, Order(at, level, promise, _)) in orders.iter().enumerate() {
        line(
            &mut text,
            format!(
                r#""placed":{{"order":{order},"at":{at},"zone":0,"level":{level},"base":{promise},"promise":{promise}}}"#
            ),
        );
    }
    for (order, batch) in batches.iter().enumerate() {
        if let Some((first, at)) = batch {
            line(
                &mut text,
                format!(r#""batch":{{"order":{order},"stage":0,"first":{first},"at":{at}}}"#),
            );
        }
    }
    let mut delivered = 0;
    for (order, Order(at, _, _, work)) in orders.iter().enumerate() {
        let batch = batches.get(order).copied().flatten();
        if batch.is_none_or(|(first, _)| first == order as u64) {
            for (from, to) in *work {
                line(
                    &mut text,
                    format!(r#""work":{{"order":{order},"stage":0,"from":{from},"to":{to}}}"#),
                );
            }
        }
        let (Some((start, _)), Some((_, end))) = (work.first(), work.last()) else {
            continue;
        };
        let arrive = end + 10;
        line(
            &mut text,
            format!(
                r#""stage":{{"order":{order},"stage":0,"arrive":{at},"start":{start},"end":{end}}}"#
            ),
        );
        line(
            &mut text,
            format!(
                r#""lane":{{"order":{order},"lane":0,"ready":{end},"scheduled":null,"departed":{end},"arrive":{arrive}}}"#
            ),
        );
        line(
            &mut text,
            format!(r#""delivered":{{"order":{order},"at":{arrive}}}"#),
        );
        delivered += 1;
    }
    let (placed, open) = (orders.len(), orders.len() - delivered);
    line(
        &mut text,
        format!(
            r#""end":{{"at":{END},"placed":{placed},"delivered":{delivered},"open":{open},"not_offered":0}}"#
        ),
    );
    text
}

fn rules(capacity: &str, discipline: &str, preemptive: bool, overtime: &str, more: &str) -> String {
    format!(
        r#""capacity":{capacity},"rules":{{"discipline":"{discipline}","preemptive":{preemptive},"overtime":"{overtime}"{more}}}"#
    )
}

#[track_caller]
fn finds(kinds: &[Kind], stage: &str, orders: &[Order<'_>], batches: &[Batch]) {
    agree(
        kinds,
        &audit(trace(stage, orders, batches).as_bytes()).unwrap(),
    );
}

#[track_caller]
fn agree(kinds: &[Kind], report: &AuditReport) {
    let mut due = kinds.to_vec();
    due.sort_unstable();
    let found: Vec<Kind> = report.found.keys().copied().collect();
    assert_eq!(found, due, "{report}");
}

const ONE: &str = r#"{"servers":1}"#;

#[test]
fn preemption() {
    let stage = |preemptive| rules(ONE, "priority", preemptive, "finish", "");
    let orders = [
        Order(0, 1, 900, &[(0, 10), (30, 50)]),
        Order(10, 0, 900, &[(10, 30)]),
        Order(20, 1, 900, &[(50, 55), (65, 70)]),
        Order(55, 0, 900, &[(55, 65)]),
    ];
    finds(&[], &stage(true), &orders, &[]);
    finds(&[Kind::Interrupted], &stage(false), &orders, &[]);
    // The other one is no more urgent.
    let mut alike = orders;
    alike[1].1 = 1;
    finds(&[Kind::Interrupted], &stage(true), &alike, &[]);
    // The express order waits for the standard one.
    let patient = [Order(0, 1, 900, &[(0, 30)]), Order(10, 0, 900, &[(30, 50)])];
    finds(&[], &stage(false), &patient, &[]);
    finds(&[Kind::Urgency], &stage(true), &patient, &[]);
    // Of two at work the more urgent one is interrupted.
    let two = rules(r#"{"servers":2}"#, "earliest-due-date", true, "finish", "");
    let least = [
        Order(0, 1, 500, &[(0, 40)]),
        Order(0, 1, 900, &[(0, 10), (20, 50)]),
        Order(10, 1, 100, &[(10, 20)]),
    ];
    finds(&[], &two, &least, &[]);
    let most = [
        Order(0, 1, 500, &[(0, 10), (20, 50)]),
        Order(0, 1, 900, &[(0, 40)]),
        Order(10, 1, 100, &[(10, 20)]),
    ];
    finds(&[Kind::Urgency], &two, &most, &[]);
}

#[test]
fn disciplines() {
    let by_date = rules(ONE, "earliest-due-date", false, "finish", "");
    let orders = [
        Order(0, 1, 990, &[(0, 10)]),
        Order(1, 1, 900, &[(20, 30)]),
        Order(2, 1, 500, &[(10, 20)]),
    ];
    finds(&[], &by_date, &orders, &[]);
    let swapped = [
        orders[0],
        Order(1, 1, 900, &[(10, 20)]),
        Order(2, 1, 500, &[(20, 30)]),
    ];
    finds(&[Kind::Urgency], &by_date, &swapped, &[]);
    // By priority both are alike: first come, first served.
    let by_level = rules(ONE, "priority", false, "finish", "");
    finds(&[], &by_level, &swapped, &[]);
    finds(&[Kind::Fifo], &by_level, &orders, &[]);
    finds(
        &[Kind::Fifo],
        &rules(ONE, "fifo", false, "pause", ""),
        &orders,
        &[],
    );
}

/// Parcels for two departures: which one a parcel takes is told by its lane.
#[test]
fn earliest_critical_pull_time() {
    let check = |planned: i64, second: (i64, i64), third: (i64, i64)| {
        let stage = rules(ONE, "earliest-cpt", false, "finish", "");
        let zones = format!(
            r#""zones":["Z","Y"],"plan":{{"stages":[{{"work":{planned}}}],"lanes":[{{"ticks":10}},{{"ticks":10}}]}}"#
        );
        let orders = [
            Order(0, 1, 900, &[(0, 10)]),
            Order(1, 1, 900, &[second]),
            Order(2, 1, 900, &[third]),
        ];
        let text = trace(&stage, &orders, &[])
            .replace(
                r#","departures":"on-demand","draw":"per-parcel","last_leg":true}]"#,
                r#","departures":{"timetable":[300]},"draw":"per-parcel","last_leg":true},{"name":"F->Y","from":"F","to":"Y","capacity":null,"load_lead":20,"departures":{"timetable":[20,200]},"draw":"per-parcel","last_leg":true}]"#,
            )
            .replace(r#""zones":["Z"]"#, &zones)
            .replace(r#"{"order":2,"at":2,"zone":0"#, r#"{"order":2,"at":2,"zone":1"#);
        let boarded = |text: String, order: usize, end: i64, lane: u32, departure: i64| {
            text.replace(
                &format!(r#"{{"order":{order},"lane":0,"ready":{end},"scheduled":null,"departed":{end},"#),
                &format!(r#"{{"order":{order},"lane":{lane},"ready":{end},"scheduled":{departure},"departed":{departure},"#),
            )
            .replace(&format!(r#""departed":{departure},"arrive":{}}}"#, end + 10), &format!(r#""departed":{departure},"arrive":{}}}"#, departure + 10))
            .replace(&format!(r#"{{"delivered":{{"order":{order},"at":{}}}"#, end + 10), &format!(r#"{{"delivered":{{"order":{order},"at":{}}}"#, departure + 10))
        };
        let text = boarded(text, 0, 10, 0, 300);
        let text = boarded(text, 1, second.1, 0, 300);
        let text = boarded(text, 2, third.1, 1, 200);
        audit(text.as_bytes()).unwrap()
    };
    agree(&[], &check(5, (20, 30), (10, 20)));
    agree(&[Kind::Urgency], &check(5, (10, 20), (20, 30)));
    // The plan cannot reach the departure of 200 any more: both wait for nothing in particular.
    agree(&[], &check(190, (10, 20), (20, 30)));
}

#[test]
fn overtime() {
    let shifts = r#"{"staffing":[[0,1],[100,0],[200,1]]}"#;
    let stage = |overtime| rules(shifts, "earliest-due-date", false, overtime, "");
    let paused = [
        Order(90, 1, 900, &[(90, 100), (200, 220)]),
        Order(95, 1, 900, &[(220, 230)]),
    ];
    finds(&[], &stage("pause"), &paused, &[]);
    finds(&[], &stage("restart"), &paused, &[]);
    finds(&[Kind::Interrupted], &stage("finish"), &paused, &[]);
    // A restart that takes less than what had been done.
    let short = [Order(90, 1, 900, &[(90, 100), (200, 205)])];
    finds(&[], &stage("pause"), &short, &[]);
    finds(&[Kind::Interrupted], &stage("restart"), &short, &[]);
    let finished = [
        Order(90, 1, 900, &[(90, 120)]),
        Order(95, 1, 900, &[(200, 210)]),
    ];
    finds(&[], &stage("finish"), &finished, &[]);
    finds(&[Kind::OverCapacity], &stage("pause"), &finished, &[]);
    // Begun when nobody is there.
    let begun = [finished[0], Order(95, 1, 900, &[(120, 130)])];
    finds(&[Kind::OverCapacity], &stage("finish"), &begun, &[]);
    // Stops without need.
    let needless = [Order(10, 1, 900, &[(10, 20), (20, 30)])];
    finds(&[Kind::Interrupted], &stage("pause"), &needless, &[]);
    let idle = [Order(90, 1, 900, &[(90, 100), (205, 220)])];
    finds(&[Kind::Idle], &stage("pause"), &idle, &[]);
    finds(
        &[Kind::Lost],
        &stage("pause"),
        &[Order(90, 1, 900, &[])],
        &[],
    );
    // Who goes on is the more urgent one.
    let fewer = r#"{"staffing":[[0,2],[100,1],[200,2]]}"#;
    let stage = rules(fewer, "earliest-due-date", false, "pause", "");
    let right = [
        Order(90, 1, 500, &[(90, 150)]),
        Order(90, 1, 900, &[(90, 100), (150, 160)]),
    ];
    finds(&[], &stage, &right, &[]);
    let wrong = [
        Order(90, 1, 500, &[(90, 100), (150, 160)]),
        Order(90, 1, 900, &[(90, 150)]),
    ];
    finds(&[Kind::Urgency], &stage, &wrong, &[]);
    // A pure delay with hours.
    let delay = rules(r#""unlimited""#, "earliest-due-date", false, "finish", "");
    let shut = trace(&delay, &[Order(90, 1, 900, &[(90, 95)])], &[]);
    agree(&[], &audit(shut.as_bytes()).unwrap());
    let shut = shut.replace(r#""open":null,"#, r#""open":[[0,90],[95,9000]],"#);
    agree(&[Kind::Closed], &audit(shut.as_bytes()).unwrap());
}

#[test]
fn waves() {
    let stage = rules(
        ONE,
        "fifo",
        false,
        "finish",
        r#","release":{"timetable":[50,100]}"#,
    );
    let orders = |last| {
        [
            Order(0, 1, 900, &[(50, 60)]),
            Order(50, 1, 900, &[(60, 70)]),
            Order(51, 1, 900, last),
        ]
    };
    finds(&[], &stage, &orders(&[(100, 110)]), &[]);
    finds(&[Kind::Wave], &stage, &orders(&[(70, 80)]), &[]);
    finds(&[Kind::Idle], &stage, &orders(&[(101, 110)]), &[]);
    // Nobody is released after the last wave.
    finds(&[], &stage, &[Order(101, 1, 900, &[])], &[]);
    finds(
        &[Kind::Wave],
        &stage,
        &[Order(101, 1, 900, &[(150, 160)])],
        &[],
    );
}

#[test]
fn batches() {
    let stage = |size: u32| {
        let more = format!(r#","batch":{size},"batch_wait":30"#);
        rules(ONE, "fifo", false, "finish", &more)
    };
    let orders = [
        Order(0, 1, 900, &[(10, 20)]),
        Order(10, 1, 900, &[(10, 20)]),
        Order(15, 1, 900, &[(45, 55)]),
        Order(9_990, 1, 9_999, &[]),
    ];
    let batches = [Some((0, 10)), Some((0, 10)), Some((2, 45))];
    finds(&[], &stage(2), &orders, &batches);
    // Complete too late, too early; too many; not all that fit.
    let with = |last| [batches[0], batches[1], last];
    finds(
        &[Kind::Batch, Kind::Idle],
        &stage(2),
        &orders,
        &with(Some((2, 44))),
    );
    finds(&[Kind::Batch], &stage(2), &orders, &with(Some((2, 46))));
    finds(&[Kind::Batch], &stage(1), &orders, &batches);
    finds(&[Kind::Batch], &stage(3), &orders, &batches);
    finds(&[Kind::Batch, Kind::Work], &stage(2), &orders, &with(None));
    // Nobody forms a batch of those who have waited.
    let waiting = [Order(9_000, 1, 9_999, &[])];
    finds(&[Kind::Batch], &stage(2), &waiting, &[]);
    let full = [Order(9_990, 1, 9_999, &[]), Order(9_991, 1, 9_999, &[])];
    finds(&[Kind::Batch], &stage(2), &full, &[]);
    // The second parcel is done before the first.
    let apart = [orders[0], Order(10, 1, 900, &[(10, 19)]), orders[2]];
    finds(&[Kind::Batch], &stage(2), &apart, &batches);
    // The cart goes off before its second parcel is there.
    let early = [Order(0, 1, 900, &[(5, 20)]), Order(10, 1, 900, &[(5, 20)])];
    let report = audit(trace(&stage(2), &early, &batches[..2]).as_bytes()).unwrap();
    assert!(report.found.contains_key(&Kind::Batch), "{report}");
}

#[test]
fn work_is_that_of_the_visits() {
    let stage = rules(ONE, "earliest-due-date", false, "finish", "");
    let orders = [Order(0, 1, 900, &[(0, 10)]), Order(20, 1, 900, &[(20, 30)])];
    let text = trace(&stage, &orders, &[]);
    let edited = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        audit(text.replace(from, to).as_bytes()).unwrap()
    };
    let work = r#"{"work":{"order":0,"stage":0,"from":0,"to":10}}"#;
    agree(&[], &edited(work, work));
    agree(
        &[Kind::Work],
        &edited(work, &work.replace(r#""to":10"#, r#""to":9"#)),
    );
    agree(&[Kind::Work], &edited(&format!("{work}\n"), ""));
    agree(&[Kind::Work], &edited(work, &format!("{work}\n{work}")));
    let other = work.replace(r#""from":0,"to":10"#, r#""from":40,"to":50"#);
    agree(&[Kind::Work], &edited(work, &format!("{work}\n{other}")));
    // The stage has no rules: then its servers have nothing to tell.
    let plain = r#""capacity":{"servers":1},"rules":null"#;
    agree(
        &[Kind::Work],
        &audit(trace(plain, &orders, &[]).as_bytes()).unwrap(),
    );
}

#[test]
fn rework() {
    let check = |rework: &str, visits: &[u32]| {
        let header = trace(r#""capacity":"unlimited""#, &[], &[]);
        let header = header.lines().next().unwrap().replace(
            r#"[{"name":"F/work","facility":"F","open":null,"capacity":"unlimited"}]"#,
            &format!(r#"[{{"name":"F/first","facility":"F","capacity":"unlimited","open":null}},{{"name":"F/second","facility":"F","capacity":"unlimited","open":null}},{{"name":"F/third","facility":"F","capacity":"unlimited","open":null,"rework":{rework}}}]"#),
        );
        let mut text = header
            + "\n{\"placed\":{\"order\":0,\"at\":0,\"zone\":0,\"level\":1,\"base\":900,\"promise\":900}}\n";
        let mut now = 0;
        for stage in visits {
            writeln!(text, r#"{{"stage":{{"order":0,"stage":{stage},"arrive":{now},"start":{now},"end":{}}}}}"#, now + 10).unwrap();
            now += 10;
        }
        writeln!(text, r#"{{"lane":{{"order":0,"lane":0,"ready":{now},"scheduled":null,"departed":{now},"arrive":{}}}}}"#, now + 5).unwrap();
        writeln!(text, r#"{{"delivered":{{"order":0,"at":{}}}}}"#, now + 5).unwrap();
        writeln!(
            text,
            r#"{{"end":{{"at":10000,"placed":1,"delivered":1,"open":0,"not_offered":0}}}}"#
        )
        .unwrap();
        audit(text.as_bytes()).unwrap()
    };
    agree(&[], &check("1", &[0, 1, 2]));
    agree(&[], &check("1", &[0, 1, 2, 1, 2, 1, 2]));
    agree(&[], &check("0", &[0, 1, 2, 2, 2]));
    agree(&[], &check("2", &[0, 1, 2, 0, 1, 2]));
    // Too far back, not far enough, not at all; from a stage where nothing fails; and the way on is not skipped.
    agree(&[Kind::Path], &check("1", &[0, 1, 2, 0, 1, 2]));
    agree(&[Kind::Path], &check("2", &[0, 1, 2, 1, 2]));
    agree(&[Kind::Path], &check("null", &[0, 1, 2, 2]));
    agree(&[Kind::Path], &check("1", &[0, 1, 1, 2]));
    agree(&[Kind::Path], &check("2", &[0, 1, 2, 0, 2]));
}
