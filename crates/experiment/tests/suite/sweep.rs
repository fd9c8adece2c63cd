//! Sweeps: passive paddings against runs of their own, cutoffs, targets that cannot be reached, what is refused.

use leadtime_experiment::{Cause, Corner, Refused};
use leadtime_network::Code;

use crate::support::{SCENARIO, checked, solved, swept};

const STUDY: &str = r#"
schema = 1
name = "study"
[budget]
replications = 12
[[axes]]
name = "servers"
set = 'stages.FC/pack.servers'
values = [4, 5]
[[axes]]
name = "padding"
set = 'service_levels.*.padding'
values = ["0h", "1h", "2h"]
"#;

// catches: a passive figure under the wrong padding or design, bits that depend on threads
#[test]
fn a_passive_padding_has_the_figures_of_a_run_of_its_own() {
    let free = swept(STUDY, SCENARIO, 1);
    assert_eq!(swept(STUDY, SCENARIO, 8), free);
    let passive: Vec<bool> = free.designs.iter().map(|design| design.passive).collect();
    assert_eq!(passive, [false, true, true, false, true, true]);
    // The same designs one by one: no axis, no curve.
    let listed = |servers: u32, padding: &str| {
        let set = format!(
            "set = {{ 'stages.FC/pack.servers' = {servers}, 'service_levels.*.padding' = \"{padding}\" }}"
        );
        let study = format!(
            "schema = 1\nname = \"one\"\n[budget]\nreplications = 12\n[[designs]]\nname = \"one\"\n{set}\n"
        );
        swept(&study, SCENARIO, 2)
    };
    for (at, design) in free.designs.iter().enumerate() {
        let (servers, padding) = ([4, 5][at / 3], ["0h", "1h", "2h"][at % 3]);
        let own = listed(servers, padding);
        for (figure, (free, own)) in free
            .figures
            .iter()
            .zip(design.figures.iter().zip(&own.designs[0].figures))
        {
            // What neither assertion nor front needs may be left to a run of its own.
            let Some(free) = free else {
                assert_eq!(figure.measure, "tardiness");
                continue;
            };
            let own = own.as_ref().unwrap();
            for (a, b) in [
                (free.value, own.value),
                (free.low, own.low),
                (free.high, own.high),
            ] {
                assert!(
                    (a - b).abs() <= 1e-9 * b.abs(),
                    "{}: {free:?} {own:?}",
                    figure.name
                );
            }
        }
    }
    let worst = |design: &leadtime_experiment::SweptDesign| design.worst_zone.clone().unwrap();
    for (at, design) in free.designs.iter().enumerate() {
        let (servers, padding) = ([4, 5][at / 3], ["0h", "1h", "2h"][at % 3]);
        assert_eq!(worst(design), worst(&listed(servers, padding).designs[0]));
    }
    // More padding, more on time, longer quotes: all three of the better staffed are on the front, none of the others beats them.
    assert!(
        [3, 4, 5].iter().all(|at| free.pareto.designs.contains(at)),
        "{:?}",
        free.pareto
    );
    assert!(!free.pareto.designs.contains(&0));
}

// catches: a target that is not reached told as reached, or without its cause
#[test]
fn a_target_that_no_padding_reaches_is_an_answer() {
    let asks = |replications: u32, to: &str, share: f64| {
        let axis = format!(
            "[[axes]]\nset = 'service_levels.*.padding'\nfrom = \"0h\"\nto = \"{to}\"\nstep = \"1h\"\n"
        );
        let question = format!(
            "[[solve]]\naxis = \"padding\"\nfind = \"smallest\"\nthat = 'on_time >= {share}'\n"
        );
        format!(
            "schema = 1\nname = \"s\"\n[budget]\nreplications = {replications}\n{axis}{question}"
        )
    };
    let bad_days = format!(
        "{SCENARIO}\n[[shocks]]\nname = \"flood\"\ntarget = \"transit\"\nat = [\"FC->city\"]\nscope = \"shared\"\nlaw = \"regimes(1.0 for 40d, 30.0 for 1d)\"\n"
    );
    let answers = solved(&asks(200, "12h", 0.99), &bad_days);
    let answer = &answers.answers[0].segments[0];
    assert_eq!(answer.value, None);
    let saturation = answer.saturation.as_ref().unwrap();
    assert_eq!(saturation.cause, Cause::BadDays);
    assert!(saturation.most.value < 0.99 && saturation.in_worst_tenth.unwrap() > 0.5);
    // The same without floods, on an axis that is too short.
    let answers = solved(&asks(60, "1h", 0.999), SCENARIO);
    let answer = &answers.answers[0].segments[0];
    assert_eq!(
        (
            answer.value.as_ref(),
            answer.saturation.as_ref().unwrap().cause
        ),
        (None, Cause::AxisEnds)
    );
    // And one that every padding keeps: the first is an end of the axis.
    let answers = solved(&asks(60, "12h", 0.5), SCENARIO);
    let answer = &answers.answers[0].segments[0];
    assert_eq!(
        (answer.value.as_deref(), answer.corner),
        (Some("0h"), Some(Corner::FirstValue))
    );
}

// catches: an active value that is not simulated, an answer on the wrong side
#[test]
fn the_fewest_servers_are_found_and_estimated_on_fresh_replications() {
    let study = r#"
schema = 1
name = "servers"
[budget]
replications = 40
[[axes]]
set = 'stages.FC/pack.servers'
from = 4
to = 9
step = 1
[[solve]]
axis = "servers"
find = "smallest"
that = 'lead_time <= 11220'
"#;
    let answers = solved(study, SCENARIO);
    let answer = &answers.answers[0].segments[0];
    // M/M/c with 40 an hour and 5 minutes: lead times of 3 h + 5 min + the wait, and 3 h 7 min allow a wait of two minutes. Erlang C: it is
    // .98 minutes with 5 servers, 4.9 with 4.
    assert_eq!(answer.value.as_deref(), Some("5"), "{answer:?}");
    let figure = answer.figure.as_ref().unwrap();
    let exact = 3.0 * 3600.0 + 300.0 + 0.98 * 60.0;
    assert!(
        (figure.value - exact).abs() < 4.5 * figure.half_width() / 1.96,
        "{figure:?}"
    );
    assert!(figure.half_width() < 30.0);
    assert_ne!(answers.seed, answers.verify_seed);
}

// catches: a figure, level or design that is not there, found only after hours of simulation
#[test]
fn what_no_outcome_has_is_refused_before_anything_runs() {
    let with = |more: &str| checked(&format!("{STUDY}{more}"), SCENARIO).unwrap_err();
    let codes = |refused: Vec<Refused>| {
        let all = refused.iter().flat_map(|file| file.findings.iter());
        all.map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(
        codes(with("[[assertions]]\nthat = 'speed >= 1'\n")),
        [Code::UnknownFigure]
    );
    assert_eq!(
        codes(with("[[assertions]]\nthat = 'on_time(\"express\") >= 1'\n")),
        [Code::UnknownFigure]
    );
    assert_eq!(
        codes(with("[[assertions]]\nthat = 'cost >= 1'\n")),
        [Code::UnknownFigure]
    );
    assert_eq!(
        codes(with(
            "[[assertions]]\nthat = 'on_time >= 1'\ndesign = \"nobody\"\n"
        )),
        [Code::NothingMatched]
    );
    assert_eq!(
        codes(with(
            "[[axes]]\nset = 'stages.FC/sort.servers'\nvalues = [1, 2]\nname = \"sort\"\n"
        )),
        [Code::NothingChanged]
    );
    // A bad value of an axis is told where it stands, once, however many designs have it.
    let bad = STUDY.replace("[4, 5]", "[4, -5]");
    let refused = checked(&bad, SCENARIO).unwrap_err();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].findings.len(), 1, "{:?}", refused[0].findings);
    assert!(refused[0].scenario.is_none());
}
