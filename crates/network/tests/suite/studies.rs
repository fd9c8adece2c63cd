//! Studies: what is read from them, and what is wrong with bad ones.

use std::borrow::Cow;

use leadtime_network::study::{Of, STUDY_FILE, Study, designs, read};
use leadtime_network::{Code, Diagnostics, Files};

fn study(text: &str) -> Result<Study, Diagnostics> {
    let text = text.replace("SCENARIO.toml", STUDY_FILE);
    read(&Files::from_text(&text))
}

const GOOD: &str = r#"
schema = 1
name = "later"
scenario = "../us-next-day"
horizon = "14d"
[budget]
replications = 100
[set]
'service_levels.next-day.target' = 0.9
[[axes]]
set = 'service_levels.next-day.cutoff'
from = "19:00"
to = "21:00"
step = "1h"
[[axes]]
name = "packers"
scale = ['stages."*/pack".servers', 'stages."*/pick".servers']
values = [0.9, 1.1]
[[assertions]]
that = 'on_time("next-day") >= 0.95'
of = "period"
[[solve]]
axis = "cutoff"
find = "largest"
that = 'on_time("next-day") >= 0.95'
"#;

// catches: an axis that varies out of turn, a change that is lost, a value that becomes another
#[test]
fn a_factorial_has_every_value_with_every_other() {
    let study = study(GOOD).unwrap();
    let designs = designs(&study);
    let names: Vec<&str> = designs.iter().map(|design| design.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cutoff 19:00, packers x 0.9",
            "cutoff 19:00, packers x 1.1",
            "cutoff 20:00, packers x 0.9",
            "cutoff 20:00, packers x 1.1",
            "cutoff 21:00, packers x 0.9",
            "cutoff 21:00, packers x 1.1",
        ]
    );
    assert_eq!(designs[3].at, [1, 1]);
    // The horizon, the common value, the cutoff, and one for each of two addresses.
    let paths: Vec<String> = designs[3]
        .changes
        .list
        .iter()
        .map(|change| change.path.to_string())
        .collect();
    assert_eq!(
        paths,
        [
            "clock.horizon",
            "service_levels.next-day.target",
            "service_levels.next-day.cutoff",
            "stages.*/pack.servers",
            "stages.*/pick.servers",
        ]
    );
    assert_eq!(study.axes[0].points[1].number, Some(20.0 * 3600.0));
    assert_eq!(study.assertions[0].of, Of::Period { probability: 0.9 });
    assert_eq!(study.questions[0].axis, 0);
}

fn codes(text: &str) -> Vec<Code> {
    let found = study(text).unwrap_err();
    assert!(
        found.iter().all(|problem| problem.place.is_some()),
        "{found}"
    );
    found.iter().map(|problem| problem.code).collect()
}

// catches: a mistake that is passed over, told as another, or hides the next one
#[test]
fn every_mistake_is_told_at_once() {
    let line = |from: &str, to: &str| codes(&GOOD.replace(from, to));
    assert_eq!(line("[budget]\nreplications = 100\n", ""), [Code::NoBudget]);
    assert_eq!(
        line("replications = 100", "replications = 0"),
        [Code::NoBudget]
    );
    assert_eq!(
        line(
            "that = 'on_time(\"next-day\") >= 0.95'\nof",
            "that = 'on_time(next-day) >= 0.95'\nof"
        ),
        [Code::UnknownFigure]
    );
    assert_eq!(
        line("step = \"1h\"", "step = \"0h\""),
        [Code::BadAxis, Code::UnknownAxis]
    );
    assert_eq!(line("values = [0.9, 1.1]", "values = []"), [Code::BadAxis]);
    assert_eq!(
        line("values = [0.9, 1.1]", "values = [\"a few\"]"),
        [Code::BadAxis]
    );
    assert_eq!(
        line("axis = \"cutoff\"", "axis = \"cut-off\""),
        [Code::UnknownAxis]
    );
    assert_eq!(
        line("of = \"period\"", "of = \"periods\""),
        [Code::UnknownWord]
    );
    assert_eq!(
        line("of = \"period\"", "probability = 0.9"),
        [Code::OutOfRange]
    );
    assert_eq!(
        line("step = \"1h\"", "step = \"1s\""),
        [Code::TooManyDesigns]
    );
    assert_eq!(
        line("[set]", "[[designs]]\nname = \"as it is\"\n[set]"),
        [Code::DesignsClash]
    );
    assert_eq!(
        line("set = 'service_levels.next-day.cutoff'", "set = 'cutoff'"),
        [Code::NothingChanged, Code::UnknownAxis]
    );
    assert_eq!(
        line("name = \"later\"", "nmae = \"later\""),
        [Code::UnknownKey]
    );
    assert_eq!(
        line(
            "find = \"largest\"\nthat = 'on_time(\"next-day\") >= 0.95'",
            "maximise = 'profit'"
        ),
        [Code::UnknownFigure]
    );
    assert_eq!(line("find = \"largest\"\n", ""), [Code::MissingKey]);
    assert_eq!(
        line("[set]", "[profit]\nrevenue = 3\n[set]"),
        [Code::MissingKey]
    );
    let all = line("[budget]\nreplications = 100\n", "").len()
        + line("values = [0.9, 1.1]", "values = []").len();
    let both = GOOD
        .replace("[budget]\nreplications = 100\n", "")
        .replace("values = [0.9, 1.1]", "values = []");
    assert_eq!(codes(&both).len(), all);
}

// catches: a study that is no text, or not there
#[test]
fn a_file_that_is_none_is_told() {
    let nothing = Files::in_memory([("scenario.toml".to_owned(), Cow::Borrowed(&b"\xff\xfe"[..]))]);
    assert_eq!(
        read(&nothing).unwrap_err().iter().next().unwrap().code,
        Code::NotUtf8
    );
}
