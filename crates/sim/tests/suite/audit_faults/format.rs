//! What is no trace at all, a long one, and the reference page.

use leadtime_sim::audit::{AuditError, Kind, audit};
use leadtime_sim::trace::{Capacity, Recorder as _, Stage, TraceReader, TraceWriter};

use crate::audit_faults::edited;

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
        returns: false,
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
    let page = include_str!("../../../../../docs/reference/trace.md");
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
    assert_eq!(reader.map(Result::unwrap).count(), 21);

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
