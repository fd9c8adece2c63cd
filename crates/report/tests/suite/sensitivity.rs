//! A sensitivity study as plot, table, CSV and page.

use crate::support::svg::{boxes, shapes, words};
use leadtime_experiment::sensitivity::{
    CostFrom, Direction, Fix, LeftOut, LeverFigures, LeverKind, MovedFigures, Screening,
    Sensitivity,
};
use leadtime_report::plots;
use leadtime_stats::{Confidence, Estimate, Method};
use resvg::usvg::roxmltree::Document;

fn estimate(value: f64, half: f64) -> Estimate {
    Estimate {
        value,
        low: value - half,
        high: value + half,
        n: 40,
        method: Method::PairedRatioT,
        confidence: Confidence::P95,
        marks: Vec::new(),
    }
}

fn lever(kind: LeverKind, name: &str, effect: f64) -> LeverFigures {
    let moved = |factor: f64, value: f64| {
        Some(MovedFigures {
            factor: Some(factor),
            on_time: 0.95 + value,
            difference: estimate(value, 0.4 * value.abs()),
        })
    };
    LeverFigures {
        kind,
        name: name.to_owned(),
        label: format!("{} {name}", kind.words()),
        up: moved(4.0 / 3.0, effect),
        down: moved(0.9, -1.5 * effect),
        elasticity: Some(estimate(-20.0 * effect, 0.2)),
    }
}

fn found(names: &[&str]) -> Sensitivity {
    let levers = names.iter().enumerate();
    Sensitivity {
        schema: 1,
        scenario: "shop".to_owned(),
        digest: "0123456789abcdef".to_owned(),
        seed: 7,
        replications: 40,
        requested: 40,
        service_level: Some("next-day".to_owned()),
        by: 0.1,
        on_time: estimate(0.95, 0.01),
        days: 28.0,
        levers: levers
            .map(|(at, name)| lever(LeverKind::Servers, name, 0.02 / (at + 1) as f64))
            .collect(),
        fixes: vec![Fix {
            label: "servers pack".to_owned(),
            direction: Direction::Up,
            factor: 4.0 / 3.0,
            late_orders_a_day: estimate(120.0, 10.0),
            cost_a_day: Some(480.0),
            cost_from: Some(CostFrom::Wages),
            late_orders_per_money: Some(estimate(0.25, 0.02)),
        }],
        screening: Some(Screening {
            levers: 40,
            kept: 2,
            replications: 4,
            seed: 99,
        }),
        left_out: vec![LeftOut {
            label: "servers sort".to_owned(),
            why: "down: it cannot be moved that way".to_owned(),
        }],
    }
}

// catches: bars on the wrong side, a colour of the other direction, levers that vanish without a word
#[test]
fn bars_stand_on_their_sides_of_zero() {
    let plots = plots::sensitivity(&found(&["pack", "pick"])).unwrap();
    let plot = &plots[0];
    plot.png().unwrap();
    let told = words(plot);
    for needle in [
        "next-day",
        "seed 7",
        "0123456789ab",
        "10 % more of it",
        "servers pack",
        "95.0 % now",
    ] {
        assert!(told.contains(needle), "{needle}: {told}");
    }
    let svg = Document::parse(&plot.svg).unwrap();
    let bars: Vec<(f64, f64, &str)> = svg
        .descendants()
        .filter(|node| node.has_tag_name("rect"))
        .filter_map(|node| {
            let number = |name| node.attribute(name)?.parse::<f64>().ok();
            let height = number("height")?;
            let bar = (30.0..40.0).contains(&height);
            bar.then_some((number("x")?, number("width")?, node.attribute("fill")?))
        })
        .collect();
    let (blue, orange) = ("#0072B2", "#E69F00");
    let of = |color: &str| -> Vec<(f64, f64)> {
        let bars = bars.iter().filter(|bar| bar.2 == color);
        bars.map(|bar| (bar.0, bar.0 + bar.1)).collect()
    };
    let (more, less) = (of(blue), of(orange));
    assert_eq!((more.len(), less.len()), (2, 2), "{bars:?}");
    // More servers are good: blue ends where orange begins, at zero.
    for (right, left) in more.iter().zip(&less) {
        assert!((left.1 - right.0).abs() <= 4.0, "{bars:?}");
    }
    assert!(more[0].1 > more[1].1 && less[0].0 < less[1].0);
    assert!(!shapes(plot, "polyline").is_empty());
}

// catches: names that run into bars, more levers than a page holds
#[test]
fn many_levers_with_long_names_fit() {
    let long = "a stage with a name as long as a sentence of a lawyer & more <of it>";
    let names: Vec<&str> = std::iter::repeat_n(long, 30).collect();
    let plot = &plots::sensitivity(&found(&names)).unwrap()[0];
    assert!(words(plot).contains("10 more in sensitivity.csv"));
    let svg = Document::parse(&plot.svg).unwrap();
    let high: f32 = svg
        .root_element()
        .attribute("height")
        .unwrap()
        .parse()
        .unwrap();
    let boxes = boxes(&plot.svg);
    for (at, (a, words)) in boxes.iter().enumerate() {
        assert!(
            a.left() >= 0.0 && a.right() <= 860.0 && a.bottom() <= high,
            "{words}"
        );
        for (b, others) in &boxes[..at] {
            let deep = a.bottom().min(b.bottom()) - a.top().max(b.top()) > 0.25 * a.height();
            let across = a.right().min(b.right()) - a.left().max(b.left()) > 1.0;
            assert!(!(deep && across), "`{words}` on `{others}`");
        }
    }
    let mut nothing = found(&["pack"]);
    nothing.levers.clear();
    assert!(plots::sensitivity(&nothing).unwrap().is_empty());
}

// catches: a realised factor that is not told, a cost without its source, what was left out without a word
#[test]
fn the_folder_and_the_table_tell_everything() {
    let folder = tempfile::tempdir().unwrap();
    let study = found(&["pack", "pick"]);
    let files = leadtime_report::write_sensitivity(&study, folder.path(), true).unwrap();
    assert!(
        files.iter().all(|file| folder.path().join(file).exists()),
        "{files:?}"
    );
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let back: Sensitivity = serde_json::from_str(&read("sensitivity.json")).unwrap();
    assert_eq!(back, study);
    let csv = read("sensitivity.csv");
    assert!(
        csv.lines()
            .nth(1)
            .unwrap()
            .starts_with("servers pack,servers,pack,up,1.33333"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 5);
    assert!(read("fixes.csv").contains("servers pack,up,1.33333"));
    let page = read("report.html");
    assert!(page.contains(
        "leadtime sensitivity shop --level next-day --by 10% --seed 7 --replications 40"
    ));
    let table = leadtime_report::table::sensitivity(&study);
    for needle in [
        " x1.33",
        "480.00 (wages)",
        "+25.0",
        "Not moved: servers sort, down",
        "Of 40 levers these 2",
    ] {
        assert!(table.contains(needle), "{needle}: {table}");
    }
    assert!(
        table.lines().all(|line| line.chars().count() <= 120),
        "{table}"
    );
}
