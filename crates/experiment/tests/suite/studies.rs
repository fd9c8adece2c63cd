//! What a study is refused for before anything is simulated, and where each problem is told.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{
    CheckedStudy, Contest, NotSelected, Refused, check, select, uncertainty,
};
use leadtime_network::study::read;
use leadtime_network::{Code, Diagnostic, Files};

const SHOP: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "2d" }
demand.poisson.rate = "20/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pack", servers = 4, service = "exponential(mean=5min)" }]
lanes = [{ from = "FC", to = "city", transit = "3h" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "4h" }
"#;

/// The shop as it is, and under other names with another level, with costs, or not at all.
fn open(scenario: &str) -> Files {
    match scenario {
        "express" => Files::from_text(&SHOP.replace("\"standard\"", "\"express\"")),
        "costs" => Files::from_text(&format!("{SHOP}[costs]\nlate_hour = 3\n")),
        "nowhere" => Files::on_disk(std::path::Path::new("studies/../nowhere")),
        _ => Files::from_text(SHOP),
    }
}

fn checked(study: &str) -> Result<CheckedStudy, Vec<Refused>> {
    let text = format!("schema = 1\nname = \"study\"\n{study}");
    check(read(&Files::from_text(&text)).unwrap(), &open)
}

/// Findings about the study: code, text of the place, message and help.
fn told(refused: &[Refused]) -> Vec<(Code, String, String)> {
    let findings = refused.iter().flat_map(|file| {
        assert_eq!(file.scenario, None, "{:?}", file.findings);
        file.findings.iter()
    });
    let words = |finding: &Diagnostic| {
        let help = finding.help.clone().unwrap_or_default();
        let place = finding.place.as_ref().unwrap();
        let message = format!("{} - {help}", finding.message);
        (finding.code, place.text.clone(), message)
    };
    findings.map(words).collect()
}

fn refused(study: &str) -> Vec<(Code, String, String)> {
    told(&checked(study).unwrap_err())
}

const BUDGET: &str = "budget = { replications = 6 }\n";

// catches: percent taken for shares, and shares that are refused
#[test]
fn a_bound_of_a_share_is_a_share() {
    let asserts = |that: &str| format!("{BUDGET}[[assertions]]\nthat = '{that}'\n");
    for (that, meant) in [
        ("on_time >= 95", "0.95"),
        ("on_time(\"standard\") >= 99.9", "0.999"),
        ("offer_share >= -1", "0.95"),
        ("on_time_day <= 1.01", "0.0101"),
    ] {
        let found = refused(&asserts(that));
        assert_eq!((found.len(), found[0].0), (1, Code::UnknownFigure));
        assert!(found[0].1.contains(that), "{found:?}");
        assert!(found[0].2.contains(meant), "{found:?}");
    }
    for that in ["on_time >= 0", "on_time <= 1", "lead_time <= 9000"] {
        assert!(checked(&asserts(that)).is_ok(), "{that}");
    }
    let axis = "[[axes]]\nset = 'stages.FC/pack.servers'\nvalues = [3, 4]\n";
    let question = "[[solve]]\naxis = \"servers\"\nfind = \"smallest\"\nthat = 'on_time >= 95'\n";
    let found = refused(&format!("{BUDGET}{axis}{question}"));
    assert_eq!((found.len(), found[0].0), (1, Code::UnknownFigure));
}

// catches: figures of the first design taken for those of all
#[test]
fn a_figure_is_there_in_every_design_that_it_is_asked_of() {
    let two = "[[axes]]\nscenarios = [\"shop\", \"express\", \"costs\"]\n";
    let asserts = |that: &str, design: &str| {
        format!("{BUDGET}{two}[[assertions]]\nthat = '{that}'\ndesign = \"{design}\"\n")
    };
    let fine = checked(&asserts("on_time(\"express\") >= 0.5", "scenario express")).unwrap();
    let names: Vec<String> = fine.figures.iter().map(|figure| figure.name()).collect();
    let on_time: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with("on_time(") || *name == "on_time")
        .collect();
    assert_eq!(
        on_time,
        ["on_time(\"standard\")", "on_time(\"express\")", "on_time"]
    );
    assert!(names.contains(&"cost".to_owned()), "{names:?}");
    assert!(checked(&asserts("cost <= 3", "*costs")).is_ok());
    for (that, design, lacks) in [
        (
            "on_time(\"standard\") >= 0.5",
            "*",
            "`scenario express` has no service level",
        ),
        (
            "on_time(\"express\") >= 0.5",
            "*",
            "`scenario shop` has no service level",
        ),
        ("cost <= 3", "*o*", "`scenario shop` gives no costs"),
    ] {
        let found = refused(&asserts(that, design));
        assert_eq!((found.len(), found[0].0), (1, Code::UnknownFigure));
        assert!(found[0].2.contains(lacks), "{found:?}");
    }
    let select = "[select]\nfigure = 'cost'\nindifference = 1\n";
    let precision = "[[precision]]\nfigure = 'on_time(\"express\")'\nabsolute = 0.1\n";
    assert_eq!(
        refused(&format!("{BUDGET}{two}{select}{precision}")).len(),
        2
    );
    let percent = "[select]\nfigure = 'on_time'\nindifference = 1\n";
    let found = refused(&format!("{BUDGET}scenario = 'shop'\n{percent}"));
    assert_eq!((found.len(), found[0].0), (1, Code::OutOfRange));
}

// catches: a slip that shows only when draws are simulated, or is told away from where it was made
#[test]
fn uncertain_parameters_are_read_with_the_study() {
    let uncertain = |row: &str| format!("{BUDGET}[[uncertain]]\n{row}\n");
    let slip = "set = 'stages.\"FC/pck\".servers'\nlaw = \"uniform(1, 2)\"";
    let found = refused(&uncertain(slip));
    assert_eq!((found.len(), found[0].0), (1, Code::NothingChanged));
    assert_eq!(found[0].1, "'stages.\"FC/pck\".servers'");
    assert!(found[0].2.contains("FC/pack"), "{found:?}");
    for (address, code) in [
        ("stages.FC/pack.servers", Code::WrongType),
        ("service_levels.standard.padding", Code::MissingUnit),
    ] {
        let found = refused(&uncertain(&format!(
            "set = '{address}'\nlaw = \"uniform(5, 7)\""
        )));
        assert_eq!((found.len(), found[0].0), (1, code));
        assert_eq!(found[0].1, "\"uniform(5, 7)\"");
        assert!(found[0].2.contains("`scale`"), "{found:?}");
    }
}

fn drawn(study: &str) -> NotSelected {
    let (checked, never) = (checked(study).unwrap(), AtomicBool::new(false));
    let contest = Contest {
        threads: 1,
        stop: &never,
        progress: &mut |_, _| panic!("nothing is simulated"),
    };
    uncertainty(&checked, &open, contest).unwrap_err()
}

// catches: draws that are simulated before the next one is looked at; a draw that nobody can find
#[test]
fn all_draws_are_validated_before_one_is_simulated() {
    let study = format!(
        "draws = 40\n{BUDGET}[[uncertain]]\nname = \"mix\"\nset = 'service_levels.standard.target'\nlaw = \"uniform(0.2, 1.2)\"\n"
    );
    let NotSelected::Refused(refused) = drawn(&study) else {
        panic!("a target above 1")
    };
    let found = told(&refused);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].1, "\"uniform(0.2, 1.2)\"");
    assert!(found[0].2.contains(" of 40: mix 1."), "{found:?}");
    assert!(found[0].2.contains("more draws"), "{found:?}");
}

// catches: methods that simulate what they cannot judge, and an empty table
#[test]
fn too_small_a_budget_is_refused_before_anything_is_simulated() {
    let uncertain =
        "[[uncertain]]\nscale = 'stages.FC/pack.service'\nlaw = \"uniform(0.9, 1.1)\"\n";
    let NotSelected::Refused(refused) =
        drawn(&format!("budget = {{ replications = 1 }}\n{uncertain}"))
    else {
        panic!("one replication")
    };
    assert_eq!(told(&refused)[0].0, Code::NoBudget);
    let axis = "[[axes]]\nset = 'stages.FC/pack.servers'\nvalues = [3, 4]\n";
    for method in ["kim-nelson", "nelson-matejcik", "rinott", "ocba"] {
        let wanted = "[select]\nfigure = 'on_time'\nindifference = 0.01\nfirst = 7\n";
        let checked = checked(&format!("{BUDGET}{axis}{wanted}method = \"{method}\"\n")).unwrap();
        let never = AtomicBool::new(false);
        let contest = Contest {
            threads: 1,
            stop: &never,
            progress: &mut |_, _| panic!("nothing is simulated"),
        };
        let asked = checked.study.selection.clone().unwrap();
        let Err(NotSelected::Refused(refused)) = select(&checked, &asked, &open, contest) else {
            panic!("{method}: 6 replications for a first stage of 7")
        };
        let found = told(&refused);
        assert_eq!((found[0].0, found[0].1.as_str()), (Code::NoBudget, "6"));
        assert!(found[0].2.contains('7'), "{found:?}");
    }
}

// catches: a folder that is told by its last part, nowhere in the study
#[test]
fn a_scenario_that_is_not_there_is_told_where_it_is_named() {
    let axis = "[[axes]]\nscenarios = [\"shop\", \"nowhere\"]\n";
    let found = refused(&format!("{BUDGET}{axis}"));
    assert_eq!((found.len(), found[0].0), (1, Code::FileUnreadable));
    assert_eq!(found[0].1, "\"nowhere\"");
    assert!(found[0].2.contains("`studies/../nowhere`"), "{found:?}");
}

// catches: the same slip once for every value of its axis
#[test]
fn an_address_that_names_nothing_is_told_once() {
    for values in [
        "set = 'stages.FC/pck.servers'",
        "scale = 'lanes.FC->city.departures'",
    ] {
        let axis = format!("[[axes]]\n{values}\nvalues = [2, 3, 4]\n");
        let found = refused(&format!("{BUDGET}{axis}"));
        assert_eq!(
            (found.len(), found[0].0),
            (1, Code::NothingChanged),
            "{found:?}"
        );
    }
}
