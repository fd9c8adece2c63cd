//! On time against padding, one plot per service level and padding grid.

mod notes;

use leadtime_sim::outcome::{Curve, OnTime, Outcome, ServiceLevelFigures};
use plotters::style::RGBColor;

use super::canvas::{Canvas, draw, face};
use super::curve::{DASH, OnTimeCurve, announced, curves, stretches};
use super::frame::{
    BOTTOM, Panel, SMALL, TOP, Tick, WIDTH, headings, hour_ticks, share_ticks, signed_ticks,
};
use super::palette::{BLUE, GREEN, GREY, INK, PURPLE, WHITE};
use super::{Plot, Topic, slug, unique};
use crate::crossing::{Crossing, crossing};
use crate::error::ReportError;
use crate::wording::{self, ALL};

/// Difference between the grains from which the curve by day is drawn too; below it the two cannot be told apart.
const GRAINS_DIFFER: f64 = 0.001;
/// Change of the offer share from which it gets its own panel.
const OFFER_MOVES: f64 = 0.000_5;

/// What one plot shows.
struct View<'a> {
    outcome: &'a Outcome,
    curve: OnTimeCurve<'a>,
    by_day: Option<OnTimeCurve<'a>>,
    /// Whether the curve by day is known and lies on the other.
    alike: bool,
    level: Option<&'a ServiceLevelFigures>,
    offer_moves: bool,
}

pub(crate) fn plots(outcome: &Outcome) -> Result<Vec<Plot>, ReportError> {
    let mut plots = Vec::new();
    for view in views(outcome) {
        plots.push(view.plot()?);
    }
    unique(&mut plots);
    Ok(plots)
}

fn views(outcome: &Outcome) -> Vec<View<'_>> {
    let all = curves(outcome);
    let single = outcome
        .service_levels
        .iter()
        .filter(|l| l.service_level != ALL)
        .count()
        == 1;
    let of_grain = |grain| {
        all.iter()
            .filter(move |c: &&OnTimeCurve<'_>| c.grain == grain)
    };
    of_grain("instant")
        .filter(|c| !(single && c.level == ALL))
        .map(|curve| {
            let twin = of_grain("day")
                .find(|d| (d.level, d.kind, d.unit) == (curve.level, curve.kind, curve.unit));
            let offer = curve.extent(|p| p.offer_share);
            let shown = curve.clone().without_foot();
            View {
                outcome,
                alike: twin.is_some_and(|day| !differ(curve, day)),
                by_day: twin
                    .filter(|day| differ(curve, day))
                    .map(|day| day.within(shown.span())),
                level: outcome
                    .service_levels
                    .iter()
                    .find(|l| l.service_level == curve.level),
                offer_moves: offer.is_some_and(|(least, most)| most - least > OFFER_MOVES),
                curve: shown,
            }
        })
        .collect()
}

fn differ(a: &OnTimeCurve<'_>, b: &OnTimeCurve<'_>) -> bool {
    let pairs = a
        .points
        .iter()
        .zip(&b.points)
        .filter_map(|(p, q)| Some(p.value? - q.value?));
    pairs.fold(0.0, |most: f64, d| most.max(d.abs())) > GRAINS_DIFFER
}

impl View<'_> {
    fn plot(&self) -> Result<Plot, ReportError> {
        let kind = if self.curve.kind == "elapsed" {
            String::new()
        } else {
            format!("-{}", slug(self.curve.kind))
        };
        let name = format!("on-time-by-padding-{}{kind}", slug(self.curve.level));
        let title = format!(
            "{}: on time against padding in {}",
            announced(self.curve.level),
            self.curve.unit_name()
        );
        let reading = self.reading();
        let height = if self.offer_moves { 570 } else { 450 };
        let svg = draw(&name, (WIDTH, height), &title, &reading, |canvas| {
            headings(canvas, self.outcome, height, &title, &self.subtitle())?;
            let panel = self.main_panel(height);
            self.axes(canvas, &panel)?;
            self.lines(canvas, &panel)?;
            self.annotate(canvas, &panel)?;
            if self.offer_moves {
                self.offer_panel(canvas, height)
            } else {
                Ok(())
            }
        })?;
        Ok(Plot {
            name,
            title,
            topic: Topic::Padding,
            reading,
            svg,
        })
    }

    /// Where the curve crosses the level's target.
    fn crossing(&self) -> Option<Crossing<'_>> {
        let same = |c: &&Curve| {
            c.kind == self.curve.kind && c.unit == self.curve.unit && c.grain == self.curve.grain
        };
        let curve = self.level?.reaches_target_at.iter().find(same)?;
        Some(crossing(self.outcome, self.curve.level, curve))
    }

    fn target(&self) -> Option<f64> {
        self.level?.target
    }

    fn subtitle(&self) -> String {
        let band = if self.curve.points.iter().all(|p| p.low.is_none()) {
            "One replication: no interval."
        } else if self.curve.points.iter().any(|p| OnTimeCurve::doubtful(p)) {
            "Band: 95 % confidence interval; grey where too few bad periods were seen."
        } else {
            "Band: 95 % confidence interval of the expected share."
        };
        let sold = match self.curve.extent(|p| p.offer_share) {
            Some((_, share)) if !self.offer_moves => {
                format!(
                    " Sold to {} of all visits at every padding.",
                    wording::percent(Some(share))
                )
            }
            _ => String::new(),
        };
        let (_, last) = self.curve.span();
        let end = self.curve.extent(|p| self.curve.x(p)).map_or(last, |e| e.1);
        let withdrawn = if end > last {
            let beyond = wording::plain(last, true);
            let unit = wording::padding_unit(self.curve.unit, last.abs() == 1.0);
            format!(" Beyond {beyond} {unit} it is never sold.")
        } else {
            String::new()
        };
        format!(
            "Share of promised orders delivered by the promise; all levels are padded alike. {band}{sold}{withdrawn}"
        )
    }

    fn reading(&self) -> String {
        let (from, to) = self.curve.span();
        let unit = wording::padding_unit(self.curve.unit, false);
        let range = self
            .curve
            .extent(|p| p.value)
            .map_or_else(String::new, |(least, most)| {
                let (least, most) = (wording::percent(Some(least)), wording::percent(Some(most)));
                if least == most {
                    format!("on time stays at {least}")
                } else {
                    format!("on time rises from {least} to {most}")
                }
            });
        let reached = self.crossing().map(|c| c.by_value);
        let crossing = match (self.target(), reached) {
            (Some(target), Some(Some(at))) => format!(
                "; {} is reached at {}",
                wording::target(target),
                at.words(self.curve.unit)
            ),
            (Some(target), Some(None)) => format!("; {} is out of reach", wording::target(target)),
            _ => String::new(),
        };
        let alike = if self.curve.level == ALL {
            ""
        } else {
            ", and of all other levels alike,"
        };
        let because = self.curve.approximate_because();
        let approximate = because.map_or_else(String::new, |words| {
            format!(". Dashed: {}", words.join(" "))
        });
        format!(
            "As the padding of {}{alike} grows from {} to {} {unit}, {range}{crossing}{approximate}.",
            wording::level(self.curve.level),
            wording::plain(from, true),
            wording::plain(to, true)
        )
    }

    fn main_panel(&self, height: u32) -> Panel {
        let least = [Some(&self.curve), self.by_day.as_ref()]
            .into_iter()
            .flatten();
        let least = least
            .filter_map(|c| c.extent(|p| p.low.or(p.value)))
            .map(|e| e.0)
            .fold(1.0, f64::min);
        let least = least.min(self.target().unwrap_or(1.0));
        let step = if least > 0.9 { 0.02 } else { 0.1 };
        let floor = ((least / step).floor() * step).clamp(0.0, 1.0 - step);
        let below = if self.offer_moves { 196.0 } else { 78.0 };
        Panel {
            left: 84.0,
            top: TOP + 8.0,
            right: f64::from(WIDTH) - 34.0,
            bottom: f64::from(height) - below,
            x: self.curve.span(),
            y: (floor, 1.0),
        }
    }

    fn x_ticks(&self) -> Vec<Tick> {
        let (from, to) = self.curve.span();
        if self.curve.unit == "s" {
            hour_ticks(from, to, 13)
        } else {
            signed_ticks(from, to, 13)
        }
    }

    fn axes(&self, canvas: &Canvas<'_>, panel: &Panel) -> Result<(), ReportError> {
        let name = if self.offer_moves {
            String::new()
        } else {
            self.curve.axis()
        };
        panel.x_axis(canvas, &self.x_ticks(), &name)?;
        panel.y_axis(
            canvas,
            &share_ticks(panel.y.0, panel.y.1, 7),
            "on time, % of promised orders",
        )
    }

    fn lines(&self, canvas: &Canvas<'_>, panel: &Panel) -> Result<(), ReportError> {
        if let Some(day) = &self.by_day {
            ribbon(canvas, panel, day, GREEN, 1.5)?;
        }
        ribbon(canvas, panel, &self.curve, BLUE, 2.25)
    }

    fn offer_panel(&self, canvas: &Canvas<'_>, height: u32) -> Result<(), ReportError> {
        let (least, most) = self.curve.extent(|p| p.offer_share).unwrap_or((0.0, 1.0));
        let bottom = f64::from(height) - BOTTOM - 50.0;
        let main = self.main_panel(height);
        let panel = Panel {
            top: bottom - 66.0,
            bottom,
            y: offer_scale(least, most),
            ..main
        };
        panel.x_axis(canvas, &self.x_ticks(), &self.curve.axis())?;
        panel.y_axis(canvas, &share_ticks(panel.y.0, panel.y.1, 3), "")?;
        let shown = self.curve.within(self.curve.span());
        let points = shown
            .points
            .iter()
            .filter_map(|p| Some(panel.at(shown.x(p)?, p.offer_share?)));
        canvas.path(&points.collect::<Vec<_>>(), PURPLE, 2.0)?;
        let text = if self.curve.level == ALL {
            "sold any level, % of all visits"
        } else {
            "sold this level, % of all visits"
        };
        canvas.text(
            text,
            (panel.left, panel.top - 12.0),
            face(SMALL).color(INK).bold(),
        )
    }
}

/// Round ends for the offer share: a level that few visits want still shows its moves.
fn offer_scale(least: f64, most: f64) -> (f64, f64) {
    if least > 0.9 {
        return (((least * 50.0).floor() / 50.0).min(0.98), 1.0);
    }
    let round = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
    (
        0.0,
        round.into_iter().find(|end| most <= *end).unwrap_or(1.0),
    )
}

/// A curve with its band; grey band where the interval is not to be trusted.
pub(crate) fn ribbon(
    canvas: &Canvas<'_>,
    panel: &Panel,
    curve: &OnTimeCurve<'_>,
    color: RGBColor,
    width: f64,
) -> Result<(), ReportError> {
    for run in curve.runs() {
        for pair in run.windows(2).filter(|p| OnTimeCurve::banded(p[0], p[1])) {
            let doubt = pair.iter().any(|p| OnTimeCurve::doubtful(p));
            let edge = |p: &OnTime, v: Option<f64>| Some(panel.at(curve.x(p)?, v?.max(panel.y.0)));
            let corners = [
                edge(pair[0], pair[0].low),
                edge(pair[1], pair[1].low),
                edge(pair[1], pair[1].high),
                edge(pair[0], pair[0].high),
            ];
            if let Some(corners) = corners.into_iter().collect::<Option<Vec<_>>>() {
                canvas.area(&corners, if doubt { GREY } else { color }, 0.22)?;
            }
        }
        line(canvas, panel, curve, &run, (color, width))?;
    }
    Ok(())
}

/// The line through neighbouring points: dashed to and from what is approximate. Between whole days there is nothing: there the
/// line is faint and only leads the eye, and points are dots, rings where approximate.
fn line(
    canvas: &Canvas<'_>,
    panel: &Panel,
    curve: &OnTimeCurve<'_>,
    run: &[&OnTime],
    (color, width): (RGBColor, f64),
) -> Result<(), ReportError> {
    let place = |p: &OnTime| Some(panel.at(curve.x(p)?, p.value?));
    let steps = curve.unit != "s";
    for (approximate, points) in stretches(run) {
        let places: Vec<_> = points.into_iter().filter_map(place).collect();
        match (approximate, steps) {
            (true, _) => canvas.dashed_path(&places, DASH, color, width.min(1.5))?,
            (false, true) => canvas.faint_path(&places, color, 0.45, 1.0)?,
            (false, false) => canvas.path(&places, color, width)?,
        }
    }
    for point in run.iter().filter(|_| steps) {
        match place(point) {
            Some(place) if OnTimeCurve::approximate(point) => {
                canvas.dot(place, 4.0, WHITE, 1.0)?;
                canvas.ring(place, 4.0, color, 1.5)?;
            }
            Some(place) => canvas.dot(place, 4.0, color, 1.0)?,
            None => {}
        }
    }
    Ok(())
}
