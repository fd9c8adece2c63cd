//! Answers that are held against runs of every design, one by one.

use leadtime_experiment::{Cause, SegmentAnswer};
use leadtime_network::Code;

use crate::support::{SCENARIO, checked, solved, swept};

/// A study of paddings in hours with questions, which may be on the axis `padding`.
fn along(replications: u32, (from, to, step): (&str, &str, &str), questions: &str) -> String {
    format!(
        "schema = 1\nname = \"s\"\n[budget]\nreplications = {replications}\n[[axes]]\nset = 'service_levels.*.padding'\n\
         from = \"{from}\"\nto = \"{to}\"\nstep = \"{step}\"\n{questions}"
    )
}

fn asked(what: &str) -> String {
    format!("[[solve]]\naxis = \"padding\"\n{what}\n")
}

fn answered(study: &str, scenario: &str) -> Vec<SegmentAnswer> {
    let answers = solved(study, scenario).answers;
    answers
        .into_iter()
        .flat_map(|answer| answer.segments)
        .collect()
}

// catches: a figure that the padding curves do not hold taken for one that is never good enough
#[test]
fn tardiness_along_paddings_is_that_of_runs_of_their_own() {
    let axis = ("-2h", "12h", "1h");
    let questions =
        asked("find = \"smallest\"\nthat = 'tardiness <= 600'") + &asked("minimise = 'tardiness'");
    let found = answered(&along(40, axis, &questions), SCENARIO);
    // The same paddings, each simulated by itself.
    let listed: String = (-2..=12)
        .map(|hours| {
            format!("[[designs]]\nname = \"{hours}\"\nset = {{ 'service_levels.*.padding' = \"{hours}h\" }}\n")
        })
        .collect();
    let study = format!("schema = 1\nname = \"l\"\n[budget]\nreplications = 40\n{listed}");
    let runs = swept(&study, SCENARIO, 2);
    let column = runs
        .figures
        .iter()
        .position(|figure| figure.name.starts_with("tardiness"))
        .unwrap();
    let mut kept = runs.designs.iter().filter(|design| {
        let tardiness = design.figures[column].as_ref().unwrap();
        tardiness.value + tardiness.half_width() <= 600.0
    });
    let least = kept.next().unwrap().name.clone();
    let hours = |answer: &SegmentAnswer| {
        let label = answer.value.as_deref().unwrap();
        leadtime_network::text::signed_duration(label).unwrap().0 as f64 / 3.6e6
    };
    assert_eq!(hours(&found[0]), least.parse::<f64>().unwrap(), "{found:?}");
    // Nobody is late from some padding on; the shortest of these is as good as any.
    assert_eq!(found[1].figure.as_ref().unwrap().value, 0.0, "{found:?}");
    assert!(hours(&found[1]) >= 4.0);
}

// catches: paddings at which nobody is offered the level taken for paddings that are too short
#[test]
fn a_level_that_longer_paddings_withdraw_has_an_answer_before_they_do() {
    let scenario = SCENARIO
        .replace(
            "promise.constant = { after = \"4h\" }",
            "promise.service = { day = 1, at = \"18:00\" }\nlatest = \"next-delivery-day\"",
        )
        .replace("mean=3h", "mean=30h");
    let question = |share: f64| asked(&format!("find = \"smallest\"\nthat = 'on_time >= {share}'"));
    let short = answered(&along(60, ("0h", "5h", "1h"), &question(0.5)), &scenario);
    let long = answered(&along(60, ("0h", "15h", "1h"), &question(0.5)), &scenario);
    assert!(short[0].value.is_some(), "{short:?}");
    assert_eq!(short[0].value, long[0].value);
    assert_eq!(short[0].figure, long[0].figure);
    let never = answered(
        &along(60, ("0h", "15h", "1h"), &question(0.9999)),
        &scenario,
    );
    let saturation = never[0].saturation.as_ref().unwrap();
    assert_eq!(
        (saturation.cause, saturation.value.as_str()),
        (Cause::NotOffered, "5h")
    );
}

// catches: a cause that depends on how finely an axis is cut
#[test]
fn what_an_axis_lacks_does_not_depend_on_its_steps() {
    let question = asked("find = \"smallest\"\nthat = 'on_time >= 0.9999'");
    for step in ["1h", "10min", "1min"] {
        let found = answered(&along(40, ("-2h", "0h", step), &question), SCENARIO);
        assert_eq!(
            found[0].saturation.as_ref().unwrap().cause,
            Cause::AxisEnds,
            "{step}"
        );
    }
}

/// Two cities, one of which is farther away.
fn two_cities() -> String {
    SCENARIO
        .replace(
            "transit = \"lognormal(mean=3h, cv=0.3)\" }]",
            "transit = \"lognormal(mean=3h, cv=0.3)\" }, { from = \"FC\", to = \"village\", transit = \"lognormal(mean=5h, cv=0.3)\" }]",
        )
        .replace("zones = [{ name = \"city\" }]", "zones = [{ name = \"city\" }, { name = \"village\" }]")
}

// catches: an answer of another zone, periods taken for means, an axis of anything but paddings left without answers
#[test]
fn every_zone_has_its_own_answer_in_the_mean_and_in_a_period() {
    let of = |more: &str| {
        asked(&format!(
            "find = \"smallest\"\nthat = 'on_time >= 0.9'\nper = \"zone\"\n{more}"
        ))
    };
    let questions = of("") + &of("of = \"period\"\nprobability = 0.9");
    let found = answered(
        &along(60, ("-2h", "10h", "5min"), &questions),
        &two_cities(),
    );
    let zones: Vec<&str> = found
        .iter()
        .map(|one| one.zone.as_deref().unwrap())
        .collect();
    assert_eq!(zones, ["city", "village", "city", "village"]);
    let hours = |at: usize| {
        let label = found[at].value.as_deref().unwrap();
        leadtime_network::text::duration(label).unwrap().0 as f64 / 3.6e6
    };
    // A period keeps what the mean keeps and more; the village is two hours farther.
    assert!(hours(0) < hours(1) && hours(2) < hours(3), "{found:?}");
    assert!(hours(0) < hours(2) && hours(1) < hours(3), "{found:?}");
    let share = |at: usize| found[at].figure.as_ref().unwrap().value;
    assert!(share(2) > share(0) && share(0) >= 0.9);
    // Servers are no paddings: every value is simulated, and zones have their answers all the same.
    let servers = r#"
schema = 1
name = "s"
[budget]
replications = 40
[[axes]]
set = 'stages.FC/pack.servers'
values = [4, 6]
[[solve]]
axis = "servers"
find = "smallest"
that = 'on_time("standard") >= 0.8'
per = "zone"
"#;
    let found = answered(servers, &two_cities());
    assert_eq!(found[0].value.as_deref(), Some("4"));
    assert_eq!(
        (found[1].zone.as_deref(), found[1].value.as_deref()),
        (Some("village"), None)
    );
    assert!(found[1].saturation.is_some());
}

// catches: an unsure padding told as sure, a confidence that is ignored
#[test]
fn a_state_is_told_the_padding_that_surely_keeps_its_share() {
    let scenario = SCENARIO
        .replace(
            "promise.constant = { after = \"4h\" }",
            "promise.state = { safety = \"0min\" }",
        )
        .replace(
            "lognormal(mean=3h, cv=0.3)",
            "lognormal(mean=30min, cv=0.3)",
        );
    let of = |confidence: f64| {
        asked(&format!(
            "find = \"smallest\"\nthat = 'on_time >= 0.9'\nper = \"state\"\nconfidence = {confidence}"
        ))
    };
    let study = along(80, ("-10min", "1h", "15s"), &(of(0.6) + &of(0.999)));
    let answers = solved(&study, &scenario).answers;
    let seconds = |answer: &SegmentAnswer| {
        answer
            .value
            .as_deref()
            .map(|label| leadtime_network::text::duration(label).unwrap().0)
    };
    let mut sure = 0;
    for (loose, strict) in answers[0].segments.iter().zip(&answers[1].segments).skip(1) {
        if let (Some(loose), Some(value)) = (seconds(loose), seconds(strict)) {
            assert!(value >= loose, "{strict:?}");
            let standing = strict.standing.as_ref().unwrap();
            assert!(standing.surely_met && standing.low >= 0.9, "{strict:?}");
            sure += usize::from(value > loose);
        }
    }
    assert!(sure > 0, "{answers:?}");
}

// catches: a claim that needs a few replications more told to need millions
#[test]
fn what_a_claim_takes_is_what_its_easiest_value_takes() {
    let question = asked("find = \"smallest\"\nthat = 'on_time >= 0.95'");
    let study = |replications| along(replications, ("0h", "6h", "15min"), &question);
    let few = &answered(&study(20), SCENARIO)[0];
    assert!(few.value.is_none() && few.by_value.is_some());
    assert_eq!(few.saturation.as_ref().unwrap().cause, Cause::NotYetCarried);
    let needed = few.replications_needed.unwrap();
    assert!((21..=100).contains(&needed), "{needed}");
    let enough = &answered(&study(needed as u32 * 2), SCENARIO)[0];
    assert!(enough.value.is_some(), "{enough:?}");
}

// catches: a question that vanishes, or is answered as if it had been another one
#[test]
fn questions_that_segments_have_no_answer_to_are_refused() {
    let refused = |question: &str| {
        let found = checked(&along(5, ("0h", "1h", "1h"), &asked(question)), SCENARIO).unwrap_err();
        let codes: Vec<Code> = found
            .iter()
            .flat_map(|file| file.findings.iter().map(|one| one.code))
            .collect();
        codes
    };
    let keep = "find = \"smallest\"\nthat = 'on_time >= 0.9'";
    for question in [
        "minimise = 'quote_length'\nper = \"zone\"".to_owned(),
        "find = \"smallest\"\nthat = 'tardiness <= 60'\nper = \"zone\"".to_owned(),
        "find = \"smallest\"\nthat = 'tardiness <= 60'\nper = \"state\"".to_owned(),
        "find = \"largest\"\nthat = 'on_time >= 0.9'\nper = \"state\"".to_owned(),
        format!("{keep}\nper = \"state\"\nof = \"period\""),
        format!("{keep}\nper = \"zone\"\nfloor = \"aggregate\""),
        format!("{keep}\nfloor = \"aggregate\""),
    ] {
        assert_eq!(refused(&question), [Code::NoSegments], "{question}");
    }
}
