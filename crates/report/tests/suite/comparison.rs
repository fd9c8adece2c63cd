//! A comparison as plots, table, CSV and page: every difference on its side of zero, with all names.

use crate::support::svg::{boxes, circles, words};
use leadtime_experiment::{Comparison, DesignSummary, MeasureRow, PairFigure, SharedOrders};
use leadtime_report::plots::{self, Plot};
use leadtime_sim::outcome::Unit;
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

fn row(designs: &[String], (measure, unit): (&str, Unit), level: Option<&str>) -> MeasureRow {
    let value = |at: usize| match unit {
        Unit::Share => 0.9 + 0.01 * at as f64,
        _ => 36_000.0 - 1_800.0 * at as f64,
    };
    let pairs = (0..designs.len()).flat_map(|a| (a + 1..designs.len()).map(move |b| (a, b)));
    MeasureRow {
        measure: measure.to_owned(),
        service_level: level.map(str::to_owned),
        unit,
        values: (0..designs.len())
            .map(|at| estimate(value(at), 0.01))
            .collect(),
        differences: pairs
            .map(|(a, b)| PairFigure {
                design: designs[b].clone(),
                minus: designs[a].clone(),
                // The lead time of all levels is in doubt.
                difference: match (measure, level) {
                    ("offer_share", _) => estimate(0.0, 0.0),
                    ("lead_time", None) => estimate(-60.0, 90.0),
                    _ => estimate(value(b) - value(a), 0.3 * (value(b) - value(a)).abs()),
                },
                correlation: Some(0.9),
            })
            .collect(),
        winner: None,
    }
}

fn comparison(designs: &[&str], levels: &[&str]) -> Comparison {
    let designs: Vec<String> = designs.iter().map(|name| (*name).to_owned()).collect();
    let measures = [
        ("on_time", Unit::Share),
        ("offer_share", Unit::Share),
        ("lead_time", Unit::Seconds),
    ];
    let levels = levels.iter().copied().map(Some).chain([None]);
    let rows = levels.flat_map(|level| measures.map(|measure| row(&designs, measure, level)));
    Comparison {
        schema: 1,
        seed: 7,
        replications: 40,
        requested: 40,
        warnings: vec!["warm-up of `b`: 2 d; of `a`: 1 d".to_owned()],
        rows: rows.collect(),
        shared_orders: vec![SharedOrders {
            design: designs[1].clone(),
            minus: designs[0].clone(),
            orders: 900,
            orders_minus: 1_000,
            common_low: 0.88,
            common_high: 0.9,
        }],
        designs: designs
            .into_iter()
            .enumerate()
            .map(|(at, name)| DesignSummary {
                name,
                digest: format!("{at}123456789abcdef"),
            })
            .collect(),
    }
}

fn drawn(comparison: &Comparison) -> Vec<Plot> {
    let plots = plots::comparison(comparison).unwrap();
    for plot in &plots {
        Document::parse(&plot.svg).unwrap();
        plot.png().unwrap();
        assert!(plot.reading.ends_with('.') && !plot.svg.contains("NaN"));
    }
    plots
}

fn nothing_overlaps(plot: &Plot) {
    let svg = Document::parse(&plot.svg).unwrap();
    let side = |name| svg.root_element().attribute(name).unwrap().parse::<f32>();
    let (wide, high) = (side("width").unwrap(), side("height").unwrap());
    let boxes = boxes(&plot.svg);
    for (at, (a, words)) in boxes.iter().enumerate() {
        let inside = a.left() >= 0.0 && a.right() <= wide && a.top() >= 0.0 && a.bottom() <= high;
        assert!(inside, "{}: `{words}` is clipped: {a:?}", plot.name);
        for (b, others) in &boxes[..at] {
            let deep = a.bottom().min(b.bottom()) - a.top().max(b.top())
                > 0.25 * a.height().min(b.height());
            let across = a.right().min(b.right()) - a.left().max(b.left()) > 1.0;
            assert!(!(deep && across), "{}: `{words}` on `{others}`", plot.name);
        }
    }
}

// catches: a difference on the wrong side of zero or in the colour of the other, a doubtful one drawn as sure
#[test]
fn a_difference_stands_on_its_side_of_zero_with_its_doubt() {
    let plots = drawn(&comparison(&["a", "b"], &["next-day", "two-day"]));
    let names: Vec<&str> = plots.iter().map(|plot| plot.name.as_str()).collect();
    assert_eq!(names, ["differences-on-time", "differences-times"]);
    let told = words(&plots[0]);
    for needle in [
        "40 replications of each design",
        "seed 7",
        "A 0123456789ab",
        "Equal throughout: offer share",
        "+1.0 (+0.7…+1.3)",
        "next-day   B − A",
    ] {
        assert!(told.contains(needle), "{needle}: {told}");
    }
    let blue = "#0072B2";
    let sure = |plot: &Plot| -> usize {
        let discs = circles(plot);
        discs
            .iter()
            .filter(|circle| circle.filled && circle.color == blue)
            .count()
    };
    // Better on time in both levels and together; two lead times are shorter, that of all levels is in doubt.
    assert_eq!((sure(&plots[0]), sure(&plots[1])), (3, 2));
    assert!(circles(&plots[1]).iter().any(|circle| !circle.filled));
    // More promises kept are better, longer times are worse.
    assert!(words(&plots[0]).contains("better →"));
    assert!(words(&plots[1]).contains("← better"));
}

// catches: names that run into the picture, levels or pairs that vanish without a word
#[test]
fn long_names_and_many_designs_fit() {
    let long = "reference with a very long name that says everything: one more server at each stage & one less elsewhere, 東京 <test>";
    let levels = ["a level with a name as long as a sentence is", "two-day"];
    for designs in [
        &["a", long][..],
        &["a", long, "c"],
        &["a", long, "c", "d", "e", "f", "g", "h"],
    ] {
        for plot in drawn(&comparison(designs, &levels)) {
            nothing_overlaps(&plot);
        }
    }
    let many = drawn(&comparison(&["a", "b", "c", "d"], &["standard"]));
    let told = words(&many[0]);
    assert!(told.contains("Pairs with A alone"), "{told}");
    assert!(told.contains("D − A") && !told.contains("D − B"), "{told}");
    nothing_overlaps(&many[0]);
}

// catches: an open interval drawn to infinity
#[test]
fn one_replication_has_points_and_no_intervals() {
    let mut one = comparison(&["a", "b"], &["standard"]);
    for pair in one.rows.iter_mut().flat_map(|row| &mut row.differences) {
        (pair.difference.low, pair.difference.high) = (f64::NEG_INFINITY, f64::INFINITY);
    }
    for plot in drawn(&one) {
        nothing_overlaps(&plot);
        assert!(!plot.svg.contains("inf"));
    }
}

// catches: a folder without one of its parts; a warning that only the document tells
#[test]
fn the_folder_holds_document_table_plots_and_page() {
    let folder = tempfile::tempdir().unwrap();
    let compared = comparison(&["a", "b <i>"], &["standard"]);
    let data = leadtime_report::write_comparison(&compared, folder.path(), false).unwrap();
    assert_eq!(data, ["comparison.json", "differences.csv"]);
    let files = leadtime_report::write_comparison(&compared, folder.path(), true).unwrap();
    assert!(files.contains(&"plots/differences-on-time.png".to_owned()));
    assert!(files.iter().all(|file| folder.path().join(file).exists()));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let back: Comparison = serde_json::from_str(&read("comparison.json")).unwrap();
    assert_eq!(back, compared);
    let csv = read("differences.csv");
    let first = csv.lines().nth(1).unwrap();
    assert!(
        first.starts_with("standard,on_time,share,b <i>,a,0.91,0.9,0.010"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 7);
    let page = read("report.html");
    for needle in [
        "b &lt;i&gt;",
        "warm-up of `b`",
        "comparison.json",
        "88.0–90.0",
        "<svg",
        "leadtime compare a 'b <i>'"
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .as_str(),
    ] {
        let page = page.replace("&#x27;", "'");
        assert!(page.contains(needle), "{needle}");
    }
    assert!(!page.contains("<i>"));
    let table = leadtime_report::table::comparison(&compared);
    assert!(
        table.contains("warning: ") && table.contains("88.0–90.0 %"),
        "{table}"
    );
}
