//! Reading a plot back: its texts, circles and lines, in pixels of the page.

use leadtime_report::plots::Plot;
use resvg::usvg::roxmltree::{Document, Node};

/// Drawing units per pixel.
const FINE: f64 = 4.0;

pub fn named<'a>(plots: &'a [Plot], name: &str) -> &'a Plot {
    plots
        .iter()
        .find(|p| p.name == name)
        .unwrap_or_else(|| panic!("no plot {name}"))
}

/// Every text of the plot, joined by spaces.
pub fn words(plot: &Plot) -> String {
    let svg = Document::parse(&plot.svg).unwrap();
    let texts = svg.descendants().filter(|n| n.has_tag_name("text"));
    let texts: Vec<_> = texts.filter_map(|n| n.text()).map(str::trim).collect();
    texts.join(" ").replace('\u{a0}', " ")
}

/// A circle: middle, radius, colour, whether it is filled.
pub struct Circle {
    pub at: (f64, f64),
    pub radius: f64,
    pub color: String,
    pub filled: bool,
}

pub fn circles(plot: &Plot) -> Vec<Circle> {
    let svg = Document::parse(&plot.svg).unwrap();
    let number =
        |n: &Node<'_, '_>, name: &str| n.attribute(name).unwrap().parse::<f64>().unwrap() / FINE;
    svg.descendants()
        .filter(|n| n.has_tag_name("circle"))
        .map(|n| {
            let filled = n.attribute("fill") != Some("none");
            Circle {
                at: (number(&n, "cx"), number(&n, "cy")),
                radius: number(&n, "r"),
                color: n
                    .attribute(if filled { "fill" } else { "stroke" })
                    .unwrap()
                    .to_owned(),
                filled,
            }
        })
        .collect()
}

/// Corners of every element of the kind with its colour: `polyline` or `polygon`.
pub fn shapes(plot: &Plot, tag: &str) -> Vec<(String, Vec<(f64, f64)>)> {
    let svg = Document::parse(&plot.svg).unwrap();
    let paint = if tag == "polygon" { "fill" } else { "stroke" };
    svg.descendants()
        .filter(|n| n.has_tag_name(tag))
        .map(|n| {
            let numbers: Vec<f64> = n
                .attribute("points")
                .unwrap()
                .split([' ', ','])
                .filter(|t| !t.is_empty())
                .map(|t| t.parse::<f64>().unwrap() / FINE)
                .collect();
            let corners = numbers.chunks(2).map(|xy| (xy[0], xy[1])).collect();
            (n.attribute(paint).unwrap().to_owned(), corners)
        })
        .collect()
}

/// Distance of a point to a line through corners.
pub fn distance((x, y): (f64, f64), line: &[(f64, f64)]) -> f64 {
    line.windows(2)
        .map(|ends| {
            let ((ax, ay), (bx, by)) = (ends[0], ends[1]);
            let (dx, dy) = (bx - ax, by - ay);
            let long = dx * dx + dy * dy;
            let t = if long > 0.0 {
                (((x - ax) * dx + (y - ay) * dy) / long).clamp(0.0, 1.0)
            } else {
                0.0
            };
            ((ax + t * dx - x).powi(2) + (ay + t * dy - y).powi(2)).sqrt()
        })
        .fold(f64::INFINITY, f64::min)
}

/// Texts as the renderer lays them out with the embedded font.
pub fn boxes(svg: &str) -> Vec<(resvg::tiny_skia::Rect, String)> {
    let mut fonts = resvg::usvg::fontdb::Database::new();
    for face in ["DejaVuSans-subset.ttf", "DejaVuSans-Bold-subset.ttf"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("assets/font")
            .join(face);
        fonts.load_font_data(std::fs::read(path).unwrap());
    }
    let options = resvg::usvg::Options {
        fontdb: fonts.into(),
        ..Default::default()
    };
    let tree = resvg::usvg::Tree::from_str(svg, &options).unwrap();
    let mut out = Vec::new();
    collect(tree.root(), &mut out);
    out
}

fn collect(group: &resvg::usvg::Group, out: &mut Vec<(resvg::tiny_skia::Rect, String)>) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(inner) => collect(inner, out),
            resvg::usvg::Node::Text(text) => {
                let words = text
                    .chunks()
                    .iter()
                    .map(|c| c.text().to_owned())
                    .collect::<String>();
                out.push((text.abs_bounding_box(), words));
            }
            _ => {}
        }
    }
}
