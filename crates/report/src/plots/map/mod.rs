//! The network on a plain map: facilities, zones and flows by position; no tiles, no coastline.

mod place;

use leadtime_sim::outcome::{MapNode, Outcome};

use place::{Block, GAP, spots};

use super::canvas::{Canvas, draw, face};
use super::frame::{BOTTOM, MARGIN, Panel, TOP, WIDTH, color_bar, headings};
use super::palette::{BLUE, EMPTY, GREY, GRID, INK, WARM, WHITE};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

const LEGEND: f64 = 34.0;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let placed = |n: &&MapNode| n.latitude.is_finite() && n.longitude.is_finite();
    if outcome.map_nodes.iter().filter(placed).count() < 2 {
        return Ok(None);
    }
    let map = Map::of(outcome);
    let name = "map";
    let title = "The network: where orders come from and how parcels flow";
    let reading = reading(outcome);
    let svg = draw(name, (WIDTH, map.height), title, &reading, |canvas| {
        let subtitle = "Blue: linehaul, wider for more parcels a day. Grey: last legs. Discs: zones, larger for more orders a day, darker \
                        for a lower on-time share.";
        headings(canvas, outcome, map.height, title, subtitle)?;
        map.paint(canvas)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Zones,
        reading,
        svg,
    }))
}

fn is_zone(node: &MapNode) -> bool {
    node.kind == "zone"
}

fn reading(outcome: &Outcome) -> String {
    let zones = outcome.map_nodes.iter().filter(|n| is_zone(n)).count();
    let facilities = outcome.map_nodes.len() - zones;
    let worst = outcome
        .map_nodes
        .iter()
        .filter(|n| is_zone(n))
        .filter_map(|n| Some((n, n.on_time?)));
    let worst = worst
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or_else(String::new, |(n, share)| {
            format!(
                "; the zone with the least on-time share is {} with {}",
                n.name,
                wording::percent(Some(share))
            )
        });
    format!("Map of {facilities} facilities and {zones} zones with the flows between them{worst}.")
}

struct Map<'a> {
    outcome: &'a Outcome,
    panel: Panel,
    height: u32,
    /// Kilometres per degree east over those per degree north, at the map's middle.
    shrink: f64,
    /// Best and worst on-time share of the colours.
    range: (f64, f64),
}

impl<'a> Map<'a> {
    /// Equirectangular about the middle latitude: lengths east and north compare there.
    fn of(outcome: &'a Outcome) -> Self {
        let nodes = &outcome.map_nodes;
        let extent = |of: fn(&MapNode) -> f64| {
            let values = nodes.iter().map(of).filter(|v| v.is_finite());
            let (a, b) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
                (a.min(v), b.max(v))
            });
            let spare = ((b - a) * 0.05).max(0.05);
            (a - spare, b + spare)
        };
        let (south, north) = extent(|n| n.latitude);
        let (west, east) = extent(|n| n.longitude);
        let shrink = libm::cos(((south + north) / 2.0).to_radians()).max(0.05);
        let (wide, high) = ((east - west) * shrink, north - south);
        let (left, right) = (MARGIN, f64::from(WIDTH) - MARGIN);
        let tall = ((right - left) * high / wide).clamp(260.0, 620.0);
        let scale = ((right - left) / wide).min(tall / high);
        let (spare_x, spare_y) = (
            ((right - left) / scale - wide) / shrink / 2.0,
            (tall / scale - high) / 2.0,
        );
        let panel = Panel {
            left,
            top: TOP,
            right,
            bottom: TOP + tall,
            x: (west - spare_x, east + spare_x),
            y: (south - spare_y, north + spare_y),
        };
        let shares = nodes
            .iter()
            .filter(|n| is_zone(n))
            .filter_map(|n| n.on_time);
        let (least, most) = shares.fold((1.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
        let range = (most, least.min(most - 0.01).max(0.0));
        Self {
            outcome,
            panel,
            height: (TOP + tall + LEGEND + BOTTOM) as u32,
            shrink,
            range,
        }
    }

    fn at(&self, node: &MapNode) -> (f64, f64) {
        self.panel.at(node.longitude, node.latitude)
    }

    fn placed(&self) -> impl Iterator<Item = &'a MapNode> {
        self.outcome
            .map_nodes
            .iter()
            .filter(|n| n.latitude.is_finite() && n.longitude.is_finite())
    }

    fn paint(&self, canvas: &Canvas<'_>) -> Result<(), ReportError> {
        self.graticule(canvas)?;
        self.edges(canvas)?;
        for zone in self.by_size(true) {
            self.zone(canvas, zone)?;
        }
        for facility in self.by_size(false) {
            self.facility(canvas, facility)?;
        }
        self.labels(canvas)?;
        self.legend(canvas)
    }

    /// Zones or facilities, largest first, so that small ones stay on top.
    fn by_size(&self, zones: bool) -> Vec<&'a MapNode> {
        let mut nodes: Vec<_> = self.placed().filter(|n| is_zone(n) == zones).collect();
        nodes.sort_by(|a, b| b.per_day.total_cmp(&a.per_day));
        nodes
    }

    fn graticule(&self, canvas: &Canvas<'_>) -> Result<(), ReportError> {
        let p = &self.panel;
        let span = ((p.x.1 - p.x.0) * self.shrink).max(p.y.1 - p.y.0);
        let step = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0]
            .into_iter()
            .find(|s| span / s <= 7.0)
            .unwrap_or(30.0);
        let lines = |(from, to): (f64, f64)| {
            ((from / step).ceil() as i64..=(to / step).floor() as i64).map(move |i| i as f64 * step)
        };
        let small = face(10.0).color(GREY);
        for lon in lines(p.x) {
            let x = p.px(lon);
            canvas.path(&[(x, p.top), (x, p.bottom)], GRID, 0.75)?;
            canvas.text(&degrees(lon, "E", "W"), (x + 3.0, p.bottom - 7.0), small)?;
        }
        for lat in lines(p.y) {
            let y = p.py(lat);
            canvas.path(&[(p.left, y), (p.right, y)], GRID, 0.75)?;
            canvas.text(&degrees(lat, "N", "S"), (p.left + 3.0, y - 7.0), small)?;
        }
        Ok(())
    }

    fn edges(&self, canvas: &Canvas<'_>) -> Result<(), ReportError> {
        let nodes = &self.outcome.map_nodes;
        let ends = |from: u32, to: u32| Some((nodes.get(from as usize)?, nodes.get(to as usize)?));
        let mut edges: Vec<_> = self
            .outcome
            .map_edges
            .iter()
            .filter_map(|e| Some((e, ends(e.from, e.to)?)))
            .collect();
        edges.sort_by(|a, b| a.0.per_day.total_cmp(&b.0.per_day));
        let most = |last: bool| {
            let flows = edges
                .iter()
                .filter(|(_, ends)| is_zone(ends.1) == last)
                .map(|(e, _)| e.per_day);
            flows.fold(0.0_f64, f64::max).max(1e-9)
        };
        let (linehaul, last_leg) = (most(false), most(true));
        for last in [true, false] {
            for (edge, (from, to)) in edges.iter().filter(|(_, ends)| is_zone(ends.1) == last) {
                let share = (edge.per_day.max(0.0) / if last { last_leg } else { linehaul }).sqrt();
                let (color, alpha, width) = if last {
                    (GREY, 0.35, 0.4 + 1.2 * share)
                } else {
                    (BLUE, 0.3 + 0.4 * share, 0.6 + 4.0 * share)
                };
                canvas.faint_path(&[self.at(from), self.at(to)], color, alpha, width)?;
            }
        }
        Ok(())
    }

    /// Radius in pixels: area follows the orders a day.
    fn radius(&self, node: &MapNode) -> f64 {
        let most = self
            .placed()
            .filter(|n| is_zone(n) == is_zone(node))
            .map(|n| n.per_day)
            .fold(1e-9, f64::max);
        let largest = if is_zone(node) { 13.0 } else { 6.0 };
        let least = if is_zone(node) { 4.0 } else { 2.2 };
        (largest * (node.per_day.max(0.0) / most).sqrt()).max(least)
    }

    fn zone(&self, canvas: &Canvas<'_>, node: &MapNode) -> Result<(), ReportError> {
        let color = node.on_time.map_or(EMPTY, |share| {
            WARM.at((self.range.0 - share) / (self.range.0 - self.range.1))
        });
        let radius = self.radius(node);
        canvas.disc(self.at(node), radius, color)?;
        canvas.ring(self.at(node), radius, INK, 0.6)
    }

    fn facility(&self, canvas: &Canvas<'_>, node: &MapNode) -> Result<(), ReportError> {
        symbol(canvas, &node.kind, self.at(node), self.radius(node))
    }

    /// How far a node's mark reaches from its middle, with its rim.
    fn reach(&self, node: &MapNode) -> f64 {
        if is_zone(node) {
            self.radius(node) + 1.1
        } else {
            1.25 * (self.radius(node) + 1.0)
        }
    }

    /// Names of facilities, largest first, then of the largest zones, wherever there is room.
    fn labels(&self, canvas: &Canvas<'_>) -> Result<(), ReportError> {
        let marks = self
            .placed()
            .map(|n| Block::around(self.at(n), self.reach(n) + GAP));
        let mut taken: Vec<Block> = marks.collect();
        let look = |node: &MapNode| {
            if is_zone(node) {
                face(10.0).color(GREY)
            } else {
                face(11.0).bold()
            }
        };
        let many = self
            .by_size(false)
            .into_iter()
            .take(30)
            .chain(self.by_size(true).into_iter().take(30));
        for node in many {
            let face = look(node);
            let size = (canvas.width(&node.name, face)?, face.size);
            let spots = spots(self.at(node), self.reach(node), size);
            let free = |spot: &&(f64, f64)| {
                let block = Block::of_label(**spot, size);
                block.inside(&self.panel)
                    && !taken.iter().any(|t| t.meets(&block))
                    && self.names(&block, node)
            };
            if let Some(&spot) = spots.iter().find(free) {
                canvas.label(&node.name, spot, face)?;
                taken.push(Block::of_label(spot, size));
            }
        }
        Ok(())
    }

    /// Whether a label there is read as the node's: no other mark lies nearer to it, but for those that touch the node's own.
    fn names(&self, label: &Block, node: &MapNode) -> bool {
        let away = |n: &MapNode| label.distance(self.at(n)) - self.reach(n);
        let own = away(node);
        let (x, y) = self.at(node);
        let touching = |n: &MapNode| {
            let (dx, dy) = (self.at(n).0 - x, self.at(n).1 - y);
            (dx * dx + dy * dy).sqrt() < self.reach(node) + self.reach(n)
        };
        self.placed().all(|n| away(n) >= own - 1.0 || touching(n))
    }

    fn legend(&self, canvas: &Canvas<'_>) -> Result<(), ReportError> {
        let y = self.panel.bottom + LEGEND / 2.0 + 4.0;
        let mut x = MARGIN + 8.0;
        let mut kinds: Vec<&str> = self
            .placed()
            .filter(|n| !is_zone(n))
            .map(|n| n.kind.as_str())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds.into_iter().take(4) {
            symbol(canvas, kind, (x, y), 5.0)?;
            let words = kind.replace('-', " ");
            canvas.text(&words, (x + 11.0, y), face(11.0))?;
            x += canvas.width(&words, face(11.0))? + 36.0;
        }
        let (best, worst) = (
            wording::percent(Some(self.range.0)),
            wording::percent(Some(self.range.1)),
        );
        if self.range.0 <= 0.0 {
            return Ok(());
        }
        let right = f64::from(WIDTH) - MARGIN;
        color_bar(
            canvas,
            |s| WARM.at(s),
            (right, y),
            (&best, &format!("{worst} on time")),
        )
    }
}

fn degrees(value: f64, positive: &str, negative: &str) -> String {
    let side = if value < 0.0 { negative } else { positive };
    format!("{}° {side}", wording::plain(value.abs(), false))
}

/// A facility's sign: square for fulfilment centres, triangle for sort centres, diamond for all others.
fn symbol(canvas: &Canvas<'_>, kind: &str, (x, y): (f64, f64), r: f64) -> Result<(), ReportError> {
    let shape = |r: f64| match kind {
        "fulfilment-centre" => vec![
            (x - r, y - r),
            (x + r, y - r),
            (x + r, y + r),
            (x - r, y + r),
        ],
        "sort-centre" => vec![
            (x, y - 1.2 * r),
            (x + 1.15 * r, y + 0.85 * r),
            (x - 1.15 * r, y + 0.85 * r),
        ],
        _ => vec![
            (x, y - 1.25 * r),
            (x + 1.25 * r, y),
            (x, y + 1.25 * r),
            (x - 1.25 * r, y),
        ],
    };
    canvas.area(&shape(r + 1.0), WHITE, 0.9)?;
    canvas.area(&shape(r), INK, 1.0)
}
