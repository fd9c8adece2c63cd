//! Changes of a scenario: what they reach, and what they are told.

use std::path::Path;

use leadtime_network::scenario::{Change, Changes, How, Span, Written, read_changed};
use leadtime_network::{Code, Diagnostics, Files, Network, validate};

fn us_next_day() -> Files {
    Files::on_disk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/us-next-day"))
}

fn change(path: &str, how: How) -> Change {
    let nowhere = Span {
        source: u32::MAX,
        start: 0,
        end: 0,
    };
    Change {
        path: path.parse().unwrap(),
        how,
        span: nowhere,
        address: nowhere,
    }
}

fn set(path: &str, text: &str) -> Change {
    change(path, How::Set(Written::text(text)))
}

fn load(files: &Files, list: Vec<Change>) -> Result<Network, Diagnostics> {
    let changes = Changes { list, source: None };
    let (network, _) = validate::validate(read_changed(files, &changes)?)?;
    Ok(network)
}

fn plain() -> Network {
    load(&us_next_day(), Vec::new()).unwrap()
}

// catches: a change that misses rows of a CSV file, a column that the file does not have, nested keys of the main file
#[test]
fn a_change_is_the_same_as_another_text() {
    let files = Files::from_text(
        &std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../../scenarios/tutorial/two-node/scenario.toml"),
        )
        .unwrap(),
    );
    let network = load(&files, vec![set("clock.horizon", "21d")]).unwrap();
    let before = load(&files, Vec::new()).unwrap();
    assert_ne!(
        format!("{:?}", network.clock),
        format!("{:?}", before.clock)
    );
    assert_ne!(network.digest, before.digest);

    let changed = load(
        &us_next_day(),
        vec![
            set("service_levels.next-day.cutoff", "18:00"),
            set("service_levels.*.padding", "1h"),
            change("stages.*/pack.servers", How::Set(Written::whole(77))),
            change("lanes.ABE2->ATL6.capacity", How::Set(Written::whole(123))),
            set(
                "zones.St. Louis.delivery_calendar"
                    .replace("St. Louis", "\"St. Louis\"")
                    .as_str(),
                "mon-sat",
            ),
            change("demand.poisson.rate", How::Scale(1.5)),
        ],
    )
    .unwrap();
    let text = format!("{changed:?}");
    assert_ne!(text, format!("{:?}", plain()));
    let packers = changed
        .graph
        .node_weights()
        .map(|node| format!("{node:?}"))
        .filter(|node| node.contains("\"pack\""));
    assert!(packers.count() > 20);
}

// catches: a change twice made, or one whose order does not count
#[test]
fn later_changes_see_earlier_ones() {
    let twice = |a: f64, b: f64| {
        let list = vec![
            change("stages.ABE2/pick.servers", How::Set(Written::whole(10))),
            change("stages.ABE2/pick.servers", How::Scale(a)),
            change("stages.ABE2/pick.servers", How::Scale(b)),
        ];
        format!("{:?}", load(&us_next_day(), list).unwrap().graph)
    };
    let once = vec![change(
        "stages.ABE2/pick.servers",
        How::Set(Written::whole(30)),
    )];
    let once = format!("{:?}", load(&us_next_day(), once).unwrap().graph);
    assert_eq!(twice(2.0, 1.5), once);
}

// catches: a slip that silently runs the same design over and over
#[test]
fn a_change_that_names_nothing_is_told_with_what_was_meant() {
    for (path, code, help) in [
        (
            "service_levels.nextday.cutoff",
            Code::NothingChanged,
            "did you mean `next-day`?",
        ),
        (
            "stages.ABE2/pakc.servers",
            Code::NothingChanged,
            "did you mean `ABE2/pack`?",
        ),
        (
            "stages.ABE2/pack.server",
            Code::UnknownKey,
            "did you mean `servers`?",
        ),
        (
            "service_levels.next-day.cutof",
            Code::UnknownKey,
            "did you mean `cutoff`?",
        ),
        (
            "stagse.ABE2/pack.servers",
            Code::NothingChanged,
            "did you mean `stages`?",
        ),
    ] {
        let list = vec![set(path, "12")];
        let found = load(&us_next_day(), list).unwrap_err();
        let found: Vec<_> = found.iter().collect();
        assert!(
            found
                .iter()
                .any(|f| f.code == code && f.help.as_deref() == Some(help)),
            "{path}: {found:?}"
        );
    }
    let scaled = vec![change("stages.ABE2/tote.servers", How::Scale(2.0))];
    let found = load(&us_next_day(), scaled).unwrap_err();
    assert_eq!(found.iter().next().unwrap().code, Code::NothingChanged);
}

// catches: a bad value that is told nowhere, or that hides others
#[test]
fn a_bad_value_is_told_like_any_other() {
    let list = vec![
        set("service_levels.next-day.cutoff", "25:00"),
        set("stages.ABE2/pack.servers", "none"),
    ];
    let found = load(&us_next_day(), list).unwrap_err();
    let codes: Vec<Code> = found.iter().map(|f| f.code).collect();
    assert!(codes.contains(&Code::NotATime), "{codes:?}");
    assert!(codes.len() >= 2, "{codes:?}");
}
