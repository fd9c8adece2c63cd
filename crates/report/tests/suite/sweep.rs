//! A sweep as plots and page: every figure at its place, nothing clipped, nothing on top of another.

use crate::support::svg::{boxes, circles, named, shapes, words};
use leadtime_experiment::{AxisSummary, FigureSummary, Front, Objective, Sweep, SweptDesign};
use leadtime_report::plots::{self, Plot};
use leadtime_sim::outcome::{Stopped, Unit};
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

fn axis(name: &str, kind: &str, values: &[(&str, Option<f64>)]) -> AxisSummary {
    AxisSummary {
        name: name.to_owned(),
        addresses: vec![format!("service_levels.*.{name}")],
        kind: kind.to_owned(),
        values: values.iter().map(|value| value.0.to_owned()).collect(),
        numbers: values.iter().map(|value| value.1).collect(),
    }
}

fn cutoffs() -> AxisSummary {
    let values = [
        ("18:00", 64_800.0),
        ("19:00", 68_400.0),
        ("21:00", 75_600.0),
    ];
    axis(
        "cutoff",
        "clock-time",
        &values.map(|(label, number)| (label, Some(number))),
    )
}

fn packers() -> AxisSummary {
    axis(
        "packers",
        "factor",
        &[("0.9", Some(0.9)), ("1.0", Some(1.0))],
    )
}

fn figure(measure: &str, unit: Unit, level: Option<&str>) -> FigureSummary {
    FigureSummary {
        name: measure.to_owned(),
        measure: measure.to_owned(),
        service_level: level.map(str::to_owned),
        unit,
        more_is_better: unit == Unit::Share,
    }
}

/// A later first value is later in time and shorter in quote; more of the second one is better.
fn found(axes: Vec<AxisSummary>, listed: &[&str]) -> Sweep {
    let levels = [Some("next-day"), Some("two-day"), None];
    let mut places = vec![Vec::new()];
    for axis in &axes {
        let longer = |at: &Vec<usize>| {
            let at = at.clone();
            (0..axis.values.len()).map(move |value| [&at[..], &[value]].concat())
        };
        places = places.iter().flat_map(longer).collect();
    }
    let named = |at: &Vec<usize>| {
        let parts = axes.iter().zip(at);
        let parts: Vec<String> = parts
            .map(|(axis, &at)| format!("{} {}", axis.name, axis.values[at]))
            .collect();
        (parts.join(", "), at.clone())
    };
    let designs: Vec<(String, Vec<usize>)> = if listed.is_empty() {
        places.iter().map(named).collect()
    } else {
        listed
            .iter()
            .map(|name| ((*name).to_owned(), vec![]))
            .collect()
    };
    let design = |(number, (name, at)): (usize, (String, Vec<usize>))| {
        let first = at.first().copied().unwrap_or(number) as f64;
        let second = at.get(1).copied().unwrap_or(0) as f64;
        let share = 0.96 - 0.03 * first + 0.02 * second;
        let values = [
            estimate(share, 0.01),
            estimate(share + 0.01, 0.005),
            estimate(share + 0.005, 0.008),
            estimate(180_000.0 - 7_200.0 * first, 600.0),
            estimate(12.0 + second, 0.3),
        ];
        SweptDesign {
            name,
            at,
            digest: format!("{number}123456789abcdef"),
            replications: 40,
            stopped: Stopped::Completed,
            precision: Vec::new(),
            passive: false,
            failure: None,
            figures: values.into_iter().map(Some).collect(),
            worst_zone: None,
        }
    };
    let shares = levels.map(|level| figure("on_time", Unit::Share, level));
    let designs: Vec<SweptDesign> = designs.into_iter().enumerate().map(design).collect();
    Sweep {
        schema: 1,
        study: "later & later".to_owned(),
        description: None,
        seed: 7,
        budget: 40,
        figures: shares
            .into_iter()
            .chain([
                figure("quote_length", Unit::Seconds, None),
                figure("cost", Unit::Money, None),
            ])
            .collect(),
        pareto: Front {
            objectives: ["quote_length", "on_time", "cost"]
                .map(|name| Objective {
                    figure: name.to_owned(),
                    more_is_better: name == "on_time",
                })
                .to_vec(),
            designs: (0..designs.len()).collect(),
        },
        assertions: Vec::new(),
        interrupted: false,
        axes,
        designs,
    }
}

fn drawn(found: &Sweep) -> Vec<Plot> {
    let plots = plots::sweep(found).unwrap();
    for plot in &plots {
        plot.png().unwrap();
        assert!(!plot.svg.contains("NaN") && !plot.svg.contains("inf"));
        assert!(plot.reading.ends_with('.'), "{}", plot.reading);
        nothing_overlaps(plot);
        assert!(words(plot).contains("40 replications of each · seed 7 · study later & later"));
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

const BLUE: &str = "#0072B2";

// catches: points by their place instead of their number, a share upside down, bands without their ends
#[test]
fn a_curve_goes_through_its_numbers() {
    let plots = drawn(&found(vec![cutoffs()], &[]));
    let plot = named(&plots, "sweep");
    let told = words(plot);
    for needle in [
        "What cutoff does",
        "18:00",
        "21:00",
        "next-day",
        "two-day",
        "all levels",
        "quote length, h",
        "The same throughout: cost per order",
    ] {
        assert!(told.contains(needle), "{needle}: {told}");
    }
    let lines = shapes(plot, "polyline");
    let line = lines
        .iter()
        .find(|(color, places)| color == BLUE && places.len() == 3);
    let places = &line.unwrap().1;
    // 18, 19, 21 o'clock: the second step is twice as wide as the first.
    let steps = [places[1].0 - places[0].0, places[2].0 - places[1].0];
    assert!((steps[1] - 2.0 * steps[0]).abs() < 1.0, "{places:?}");
    assert!(
        places[0].1 < places[1].1 && places[1].1 < places[2].1,
        "later keeps less"
    );
    let bands = shapes(plot, "polygon");
    let band = bands.iter().find(|(color, _)| color == BLUE).unwrap();
    assert_eq!(band.1.len(), 6, "upper ends, then lower ones");
    // Upper end, value and lower end: evenly spaced.
    let (upper, lower) = (band.1[0].1, band.1[5].1);
    assert!(((upper + lower) / 2.0 - places[0].1).abs() < 1.0 && upper < lower);
}

// catches: axes exchanged, rows upside down, a dark cell for a good value, further axes that vanish without a word
#[test]
fn a_heat_map_has_its_cells_at_their_places() {
    let plots = drawn(&found(vec![cutoffs(), packers()], &[]));
    let map = named(&plots, "sweep");
    let at = |words: &str| {
        let boxes = boxes(&map.svg);
        let found = boxes.iter().find(|(_, text)| text.trim() == words);
        let place = found.unwrap_or_else(|| panic!("no `{words}`")).0;
        (
            (place.left() + place.right()) / 2.0,
            (place.top() + place.bottom()) / 2.0,
        )
    };
    // On time of all: 98.5 % at 18:00 with 1.0, 90.5 % at 21:00 with 0.9.
    let (best, worst) = (at("98.5 %"), at("90.5 %"));
    assert!((best.0 - at("18:00").0).abs() < 2.0 && (worst.0 - at("21:00").0).abs() < 2.0);
    assert!(best.1 < worst.1, "more packers are higher up");
    assert!(words(map).contains("97.7–99.3"), "{}", words(map));
    let third = axis("carrier", "name", &[("van", None), ("truck", None)]);
    let plots = drawn(&found(vec![cutoffs(), packers(), third], &[]));
    let told = words(named(&plots, "sweep"));
    assert!(
        told.contains("with carrier van") && told.contains("in designs.csv"),
        "{told}"
    );
    // Six cells, not twelve.
    assert_eq!(
        told.matches("98.5 %").count(),
        2,
        "in its cell and beside the colours: {told}"
    );
}

// catches: a design that is beaten joined with the best, points without cost in the colour of one
#[test]
fn the_line_joins_what_no_other_design_beats() {
    let sweep = found(vec![cutoffs(), packers()], &[]);
    let plots = drawn(&sweep);
    let plot = named(&plots, "quote-and-on-time");
    let ink = "#202020";
    let lines = shapes(plot, "polyline");
    let line = lines
        .iter()
        .find(|(color, places)| color == ink && places.len() == 3);
    let places = &line.unwrap().1;
    // Shorter quotes at the left keep less; of two with one quote the better one.
    assert!(
        places
            .windows(2)
            .all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1)
    );
    assert_eq!(
        circles(plot).iter().filter(|circle| !circle.filled).count(),
        6
    );
    let told = words(plot);
    assert!(
        told.contains("cutoff 18:00, packers 1.0") && !told.contains("packers 0.9"),
        "{told}"
    );
    assert!(told.contains("13.00 cost per order"));
    let mut alike = sweep;
    for design in &mut alike.designs {
        design.figures[3] = Some(estimate(180_000.0, 600.0));
    }
    let plots = drawn(&alike);
    assert!(
        plots.iter().all(|plot| plot.name == "sweep"),
        "nothing to weigh"
    );
}

// catches: names that run into the picture, designs beyond the last row without a word
#[test]
fn listed_designs_and_names_have_rows() {
    let long = "a carrier with a name as long as a sentence of a lawyer & more <of it>, 東京";
    let plots = drawn(&found(Vec::new(), &["as it is", long]));
    let told = words(named(&plots, "sweep"));
    assert!(
        told.contains("What the designs do") && told.contains("as it is"),
        "{told}"
    );
    let names = axis(
        "carrier",
        "name",
        &[("van", None), (long, None), ("truck", None)],
    );
    let plots = drawn(&found(vec![names], &[]));
    assert!(words(named(&plots, "sweep")).contains("What carrier does"));
    let many: Vec<&str> = std::iter::repeat_n("some design", 70).collect();
    let mut many = found(Vec::new(), &many);
    for design in &mut many.designs {
        design
            .figures
            .iter_mut()
            .for_each(|figure| *figure = Some(estimate(0.5, 0.1)));
    }
    let plots = drawn(&many);
    assert!(words(named(&plots, "sweep")).contains("10 more in designs.csv"));
}

// catches: a panic or a line to nowhere where a design broke down, one replication, or next to nothing was swept
#[test]
fn what_was_not_observed_is_left_out() {
    for axes in [vec![cutoffs()], vec![cutoffs(), packers()]] {
        let mut broken = found(axes, &[]);
        let design = &mut broken.designs[1];
        design.failure = Some("a backlog without bound".to_owned());
        design.figures.iter_mut().for_each(|figure| *figure = None);
        for figure in broken.designs[0].figures.iter_mut().flatten() {
            (figure.low, figure.high) = (f64::NEG_INFINITY, f64::INFINITY);
        }
        assert_eq!(drawn(&broken).len(), 2);
        broken.designs.truncate(1);
        drawn(&broken);
        broken.designs[0]
            .figures
            .iter_mut()
            .for_each(|figure| *figure = None);
        assert!(plots::sweep(&broken).unwrap().is_empty());
    }
}

// catches: a page without its plots, a plot that is not in the list of files
#[test]
fn the_folder_has_what_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let sweep = found(vec![cutoffs(), packers()], &[]);
    let files = leadtime_report::write_sweep(&sweep, folder.path(), true).unwrap();
    assert_eq!(files.len(), 7);
    for file in &files {
        assert!(folder.path().join(file).exists(), "{file}");
    }
    let page = std::fs::read_to_string(folder.path().join("report.html")).unwrap();
    for needle in [
        "<figure id=\"sweep\">",
        "<figure id=\"quote-and-on-time\">",
        "leadtime sweep &#x27;later &amp; later&#x27;",
        "--seed 7 --replications 40",
    ] {
        assert!(page.contains(needle), "{needle}");
    }
    let bare = tempfile::tempdir().unwrap();
    let files = leadtime_report::write_sweep(&sweep, bare.path(), false).unwrap();
    assert_eq!(files, ["sweep.json", "designs.csv"]);
}
