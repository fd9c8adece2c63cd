//! Plots of synthetic outcomes: well formed, with all their text, nothing cut off, the same bytes every time.

use crate::support;
use crate::support::svg::boxes;
use leadtime_report::plots::{self, Plot};
use leadtime_sim::outcome::Outcome;
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};

fn both() -> [(Outcome, Vec<Plot>); 2] {
    [support::network(), support::degenerate()].map(|outcome| {
        let plots = plots::draw(&outcome).unwrap();
        (outcome, plots)
    })
}

fn texts<'a>(svg: &'a Document<'a>) -> Vec<(Node<'a, 'a>, String)> {
    let nodes = svg.descendants().filter(|n| n.has_tag_name("text"));
    nodes
        .map(|n| (n, n.text().unwrap_or("").trim().to_owned()))
        .collect()
}

#[test]
fn every_kind_of_plot_is_drawn_for_a_network() {
    let plots = plots::draw(&support::network()).unwrap();
    let names: Vec<&str> = plots.iter().map(|p| p.name.as_str()).collect();
    let wanted = [
        "on-time-all-levels",
        "on-time-by-padding-same-day",
        "on-time-by-padding-same-day-days",
        "on-time-by-padding-next-day",
        "on-time-by-padding-next-day-days",
        "on-time-by-padding-two-day",
        "on-time-by-padding-two-day-days",
        "on-time-by-padding-all",
        "on-time-by-padding-all-days",
        "slack",
        "on-time-by-hour-same-day",
        "on-time-by-hour-next-day",
        "on-time-by-hour-two-day",
        "on-time-by-hour-all",
        "worst-zones",
        "utilisation",
        "backlog",
        "map",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn a_tiny_outcome_gets_only_the_plots_it_has_data_for() {
    let plots = plots::draw(&support::degenerate()).unwrap();
    let names: Vec<&str> = plots.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["on-time-by-padding-standard", "slack"]);
}

#[test]
fn every_svg_is_well_formed_and_carries_its_provenance_and_alternative_text() {
    for (outcome, plots) in both() {
        for plot in &plots {
            let svg = Document::parse(&plot.svg).unwrap_or_else(|e| panic!("{}: {e}", plot.name));
            let texts = texts(&svg);
            let says = |needle: &str| texts.iter().any(|(_, t)| t.contains(needle));
            assert!(says(&outcome.scenario.digest[..12]), "{}", plot.name);
            assert!(says(&format!("seed {}", outcome.seed)), "{}", plot.name);
            assert!(says("replication"), "{}", plot.name);
            let child = |tag| {
                svg.root_element()
                    .children()
                    .find(|n| n.has_tag_name(tag))
                    .and_then(|n| n.text())
            };
            assert_eq!(child("title"), Some(plot.title.as_str()));
            assert_eq!(child("desc"), Some(plot.reading.as_str()));
            assert!(
                plot.reading.len() > 30 && plot.reading.ends_with('.'),
                "{}",
                plot.reading
            );
        }
    }
}

#[test]
fn nothing_unobserved_is_printed_as_a_number() {
    for (_, plots) in both() {
        for plot in &plots {
            let svg = Document::parse(&plot.svg).unwrap();
            for (_, text) in texts(&svg) {
                assert!(
                    !["NaN", "null", "inf", "None"]
                        .iter()
                        .any(|bad| text.contains(bad)),
                    "{}: {text}",
                    plot.name
                );
            }
            assert!(!plot.svg.contains("NaN"), "{}", plot.name);
        }
    }
}

/// Every mark lies on the page: a curve that leaves it would be a wrong scale or a missing crop.
#[test]
fn no_mark_leaves_the_page() {
    for (_, plots) in both() {
        for plot in &plots {
            let svg = Document::parse(&plot.svg).unwrap();
            let page: Vec<f64> = numbers(svg.root_element().attribute("viewBox").unwrap());
            for node in svg.descendants().filter(Node::is_element) {
                let points = node.attribute("points").map(numbers).unwrap_or_default();
                for xy in points.chunks(2) {
                    let inside =
                        (0.0..=page[2]).contains(&xy[0]) && (0.0..=page[3]).contains(&xy[1]);
                    assert!(inside, "{}: {xy:?}", plot.name);
                }
            }
        }
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split([' ', ','])
        .filter(|t| !t.is_empty())
        .map(|t| t.parse().unwrap())
        .collect()
}

#[test]
fn no_text_is_clipped_and_no_two_texts_overlap() {
    for (_, plots) in both() {
        for plot in &plots {
            let svg = Document::parse(&plot.svg).unwrap();
            let wide: f32 = svg
                .root_element()
                .attribute("width")
                .unwrap()
                .parse()
                .unwrap();
            let high: f32 = svg
                .root_element()
                .attribute("height")
                .unwrap()
                .parse()
                .unwrap();
            let boxes = boxes(&plot.svg);
            assert!(boxes.len() > 5, "{}", plot.name);
            for (i, (a, words)) in boxes.iter().enumerate() {
                let inside =
                    a.left() >= 0.0 && a.right() <= wide && a.top() >= 0.0 && a.bottom() <= high;
                assert!(inside, "{}: `{words}` is clipped: {a:?}", plot.name);
                for (b, others) in &boxes[..i] {
                    // Boxes hold the line's full height: letters touch only where boxes overlap by a quarter of it.
                    let deep = a.bottom().min(b.bottom()) - a.top().max(b.top())
                        > 0.25 * a.height().min(b.height());
                    let across = a.right().min(b.right()) - a.left().max(b.left()) > 1.0;
                    assert!(
                        !(deep && across),
                        "{}: `{words}` lies on `{others}`",
                        plot.name
                    );
                }
            }
        }
    }
}

#[test]
fn a_png_has_twice_the_size_and_ink_where_its_texts_are() {
    let plots = plots::draw(&support::network()).unwrap();
    for name in ["on-time-by-padding-next-day", "worst-zones", "map"] {
        let plot = plots.iter().find(|p| p.name == name).unwrap();
        let png = Pixmap::decode_png(&plot.png().unwrap()).unwrap();
        let svg = Document::parse(&plot.svg).unwrap();
        let size = |side| {
            svg.root_element()
                .attribute(side)
                .unwrap()
                .parse::<u32>()
                .unwrap()
                * 2
        };
        assert_eq!((png.width(), png.height()), (size("width"), size("height")));
        for (place, words) in boxes(&plot.svg).iter().filter(|(b, _)| b.width() > 1.0) {
            assert!(has_ink(&png, place), "{name}: `{words}` left no ink");
        }
    }
}

fn has_ink(png: &Pixmap, place: &resvg::tiny_skia::Rect) -> bool {
    let (x0, x1) = ((place.left() * 2.0) as u32, (place.right() * 2.0) as u32);
    let (y0, y1) = ((place.top() * 2.0) as u32, (place.bottom() * 2.0) as u32);
    let dark = |x, y| {
        png.pixel(x, y)
            .is_some_and(|p| u32::from(p.red()) + u32::from(p.green()) + u32::from(p.blue()) < 560)
    };
    (x0..x1).any(|x| (y0..y1).any(|y| dark(x, y)))
}

#[test]
fn the_same_outcome_gives_the_same_bytes() {
    let outcome = support::network();
    let (first, second) = (
        plots::draw(&outcome).unwrap(),
        plots::draw(&outcome).unwrap(),
    );
    assert_eq!(first, second);
    let saved: Outcome =
        serde_json::from_str(&leadtime_report::outcome_json(&outcome).unwrap()).unwrap();
    assert_eq!(
        plots::draw(&saved).unwrap(),
        first,
        "a saved outcome gives the same report"
    );
    assert_eq!(first[0].png().unwrap(), second[0].png().unwrap());
}

#[test]
fn long_and_foreign_names_neither_overflow_nor_vanish() {
    let mut outcome = support::network();
    let long =
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch & 東京 <metropolitan> area";
    outcome.scenario.name = long.into();
    for zone in &mut outcome.worst_zones {
        zone.zone = Some(long.into());
    }
    for stage in &mut outcome.stages {
        stage.stage = long.into();
    }
    for node in &mut outcome.map_nodes {
        node.name = long.into();
    }
    let plots = plots::draw(&outcome).unwrap();
    for name in ["worst-zones", "utilisation", "backlog", "map"] {
        let plot = plots.iter().find(|p| p.name == name).unwrap();
        plot.png().unwrap();
        for (place, words) in boxes(&plot.svg) {
            assert!(
                place.left() >= 0.0 && place.right() <= 860.0,
                "{name}: `{words}` at {place:?}"
            );
        }
    }
}

#[test]
fn two_levels_whose_names_make_one_file_name_get_two_files() {
    let mut outcome = support::network();
    outcome.service_levels[0].service_level = "Next day!".into();
    outcome.service_levels[1].service_level = "next-day".into();
    for row in &mut outcome.on_time {
        if row.service_level.as_deref() == Some("same-day") {
            row.service_level = Some("Next day!".into());
        }
    }
    let plots = plots::draw(&outcome).unwrap();
    let mut names: Vec<_> = plots.iter().map(|p| p.name.clone()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}
