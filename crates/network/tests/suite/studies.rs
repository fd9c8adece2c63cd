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

const UNCERTAIN: &str = r#"
schema = 1
name = "pace"
budget = { replications = 10 }
[[uncertain]]
scale = 'stages."FC/pick".service'
law = "uniform(0.8, 1.1)"
[[uncertain]]
scale = 'stages."FC/pack".service'
law = "uniform(0.8, 1.1)"
[[uncertain]]
name = "roads"
scale = ['lanes."FC->A".transit', 'lanes."FC->B".transit']
law = "uniform(0.8, 1.1)"
"#;

// catches: two parameters under one name, which would be drawn as one
#[test]
fn uncertain_parameters_have_names_of_their_own() {
    let names = |text: &str| {
        let parameters = study(text).unwrap().uncertain;
        let names = parameters.into_iter().map(|parameter| parameter.name);
        names.collect::<Vec<String>>()
    };
    assert_eq!(
        names(UNCERTAIN),
        ["stages.FC/pick.service", "stages.FC/pack.service", "roads"]
    );
    let other = UNCERTAIN.replace("\"FC/pack\".service", "\"FC/pack\".servers");
    assert_eq!(names(&other), ["service", "servers", "roads"]);
    let line = |from: &str, to: &str| codes(&UNCERTAIN.replacen(from, to, 1));
    let pick = "scale = 'stages.\"FC/pick\".service'";
    // The same name, one that is the address of another, the same address in two parameters and in one.
    assert_eq!(
        codes(&UNCERTAIN.replace(pick, &format!("name = \"roads\"\n{pick}"))),
        [Code::DesignsClash]
    );
    assert_eq!(
        line("\"roads\"", "\"stages.FC/pack.service\""),
        [Code::DesignsClash]
    );
    assert_eq!(line("FC/pack", "FC/pick"), [Code::DesignsClash]);
    assert_eq!(line("FC->B", "FC->A"), [Code::DesignsClash]);
}

// catches: values that are simulated twice, or only taken for the same
#[test]
fn a_value_stands_on_an_axis_once() {
    let line = |values: &str| GOOD.replace("values = [0.9, 1.1]", values);
    for twice in [
        "values = [0.9, 0.9]",
        "values = [1, 1.0]",
        "values = [1, \"1\"]",
        "from = 0.0\nto = 1e-13\nstep = 1e-14",
    ] {
        assert_eq!(codes(&line(twice)), [Code::BadAxis], "{twice}");
    }
    let padded = |values: &str| {
        let from = "from = \"19:00\"\nto = \"21:00\"\nstep = \"1h\"";
        GOOD.replace(from, values)
            .replace(".cutoff", ".padding")
            .replace("axis = \"cutoff\"", "axis = \"padding\"")
    };
    assert_eq!(
        codes(&padded("values = [\"60min\", \"1h\"]")),
        [Code::BadAxis]
    );
    assert!(study(&padded("values = [\"60s\", \"1h\", \"-1h\"]")).is_ok());
    let exchanged = "values = [0.9, 1.1]\n[[axes]]\nscenarios = [\"a\", \"b\", \"a/\"]";
    let found = study(&line(exchanged)).unwrap_err();
    let found = found.iter().next().unwrap();
    assert_eq!(
        (found.code, found.place.as_ref().unwrap().text.as_str()),
        (Code::BadAxis, "\"a/\"")
    );
}

// catches: designs that are told as different, and are the same but for their names
#[test]
fn two_axes_do_not_change_the_same() {
    let twice = "values = [0.9, 1.1]\n[[axes]]\nname = \"earlier\"\nset = 'service_levels.next-day.cutoff'\nvalues = [\"18:00\"]";
    let text = GOOD.replace("values = [0.9, 1.1]", twice);
    assert_eq!(codes(&text), [Code::BadAxis]);
    assert!(study(&text.replace("next-day.cutoff'\nvalues", "same-day.cutoff'\nvalues")).is_ok());
}

// catches: a number of designs or draws that takes all memory before anything is said, a proposal that is refused
#[test]
fn nothing_is_made_of_numbers_that_are_too_large() {
    let axis = |at: u32| {
        format!(
            "[[axes]]\nname = \"a{at}\"\nscale = 'stages.\"FC/s{at}\".servers'\nfrom = 1\nto = 9000\nstep = 1\n"
        )
    };
    for axes in [2, 10] {
        let axes: String = (0..axes).map(axis).collect();
        let huge = format!(
            "schema = 1\nname = \"huge\"\nbudget = {{ replications = 1, designs = 4294967295 }}\n{axes}"
        );
        let found = study(&huge).unwrap_err();
        let found: Vec<_> = found.iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, Code::TooManyDesigns);
        assert!(!found[0].help.as_ref().unwrap().contains("designs ="));
    }
    let one = axis(0);
    let small = format!("schema = 1\nname = \"one\"\nbudget = {{ replications = 1 }}\n{one}");
    let found = study(&small).unwrap_err();
    let help = found.iter().next().unwrap().help.clone().unwrap();
    assert!(help.contains("designs = 9000"), "{help}");
    let draws = format!("draws = 4000000000\n{UNCERTAIN}");
    assert_eq!(codes(&draws), [Code::OutOfRange]);
}

// catches: an axis that is dropped without a word
#[test]
fn an_empty_list_of_addresses_is_told() {
    let text = GOOD.replace(
        "set = 'service_levels.next-day.cutoff'",
        "name = \"cutoff\"\nset = []",
    );
    assert_eq!(codes(&text), [Code::NothingChanged, Code::UnknownAxis]);
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
