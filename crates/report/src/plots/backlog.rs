//! Backlog by hour of day of the stages where most work waits, and where there are cutoffs what is still there then.

use leadtime_sim::outcome::{Outcome, StageFigures};

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{Panel, SMALL, TOP, Tick, WIDTH, apart, headings, number_ticks};
use super::palette::{CURVES, INK};
use super::utilisation::stage_name;
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, ALL};

const SHOWN: usize = 5;
const HEIGHT: u32 = 420;
const HOURS: usize = 24;
/// Mean backlog below which a stage is not worth a curve.
const NONE: f64 = 0.01;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let rows = fullest(outcome);
    if rows.is_empty() {
        return Ok(None);
    }
    let name = "backlog";
    let cutoffs = cutoffs(outcome);
    let (title, cutoff_note) = if cutoffs.is_empty() {
        ("Backlog by hour of the day", "")
    } else {
        (
            "Backlog by hour of the day: what still waits at the cutoff",
            " Dashed: cutoffs on the customer's clock, or the facility's where set at one; the axis is each stage's own clock.",
        )
    };
    let reading = reading(&rows);
    let svg = draw(name, (WIDTH, HEIGHT), title, &reading, |canvas| {
        let subtitle = format!(
            "Parcels arrived and not started at each full hour, mean over days and replications (no interval is kept); the fullest \
             stages.{cutoff_note}"
        );
        headings(canvas, outcome, HEIGHT, title, &subtitle)?;
        paint(canvas, &rows, &cutoffs)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Network,
        reading,
        svg,
    }))
}

fn peak(stage: &StageFigures) -> f64 {
    stage
        .backlog_by_hour
        .iter()
        .copied()
        .filter(|b| b.is_finite())
        .fold(0.0, f64::max)
}

fn fullest(outcome: &Outcome) -> Vec<&StageFigures> {
    let drawn = |s: &&StageFigures| s.backlog_by_hour.len() == HOURS && peak(s) >= NONE;
    let mut rows: Vec<_> = outcome.stages.iter().filter(drawn).collect();
    rows.sort_by(|a, b| peak(b).total_cmp(&peak(a)));
    rows.truncate(SHOWN);
    rows
}

fn reading(rows: &[&StageFigures]) -> String {
    let first = rows.first().map_or_else(String::new, |s| {
        let top = peak(s);
        let hour = s
            .backlog_by_hour
            .iter()
            .position(|&b| b == top)
            .unwrap_or(0);
        format!(
            "; the largest is {} at {hour:02}:00 with {} parcels",
            stage_name(s),
            wording::quantity(Some(top))
        )
    });
    format!("Lines of the parcels waiting before each stage through the day{first}.")
}

/// Usual cutoffs in hours after midnight with the levels that have them, earliest first.
fn cutoffs(outcome: &Outcome) -> Vec<(f64, String)> {
    let mut out: Vec<(f64, String)> = Vec::new();
    for level in outcome
        .service_levels
        .iter()
        .filter(|l| l.service_level != ALL)
    {
        let Some(hour) = level
            .cutoff
            .map(|s| s / 3600.0)
            .filter(|h| (0.0..=23.0).contains(h))
        else {
            continue;
        };
        match out.iter_mut().find(|(other, _)| *other == hour) {
            Some((_, names)) => *names = format!("{names}, {}", level.service_level),
            None => out.push((hour, level.service_level.clone())),
        }
    }
    out.sort_by(|a, b| a.0.total_cmp(&b.0));
    out
}

fn paint(
    canvas: &Canvas<'_>,
    rows: &[&StageFigures],
    cutoffs: &[(f64, String)],
) -> Result<(), ReportError> {
    let most = rows.iter().map(|s| peak(s)).fold(0.0, f64::max);
    let headroom = if cutoffs.is_empty() { 1.06 } else { 1.2 };
    let bold = face(SMALL).bold();
    let mut widest: f64 = 0.0;
    for stage in rows {
        widest = widest.max(canvas.width(&stage_name(stage), bold)?);
    }
    let panel = Panel {
        left: 84.0,
        top: TOP + 8.0,
        right: f64::from(WIDTH) - (widest + 34.0).clamp(80.0, 230.0),
        bottom: f64::from(HEIGHT) - 78.0,
        x: (0.0, 23.0),
        y: (0.0, most * headroom),
    };
    let hours = (0..HOURS as u32).step_by(2).map(|h| Tick {
        value: f64::from(h),
        label: format!("{h:02}:00"),
    });
    panel.x_axis(
        canvas,
        &hours.collect::<Vec<_>>(),
        "hour of the day, local time of the facility",
    )?;
    panel.y_axis(
        canvas,
        &number_ticks(0.0, panel.y.1, 6),
        "parcels waiting, mean",
    )?;
    for (i, (hour, names)) in cutoffs.iter().take(3).enumerate() {
        let x = panel.px(*hour);
        canvas.dashes((x, panel.top), (x, panel.bottom), (4.0, 3.0), INK, 1.0)?;
        let words = format!("cutoff of {names}");
        let left = x + 6.0 + canvas.width(&words, face(SMALL))? > panel.right;
        let (x, align) = if left {
            (x - 6.0, Align::Right)
        } else {
            (x + 6.0, Align::Left)
        };
        canvas.label(
            &words,
            (x, panel.top + 8.0 + 16.0 * i as f64),
            face(SMALL).align(align),
        )?;
    }
    let mut ends = Vec::new();
    for (stage, &color) in rows.iter().zip(&CURVES) {
        let points = stage
            .backlog_by_hour
            .iter()
            .enumerate()
            .filter(|(_, b)| b.is_finite());
        let points: Vec<_> = points.map(|(h, &b)| panel.at(h as f64, b)).collect();
        canvas.path(&points, color, 2.25)?;
        ends.push(points.last().map_or(panel.bottom, |p| p.1));
    }
    let heights = apart(&ends, 16.0, panel.top, panel.bottom);
    for ((stage, &color), (end, height)) in rows.iter().zip(&CURVES).zip(ends.iter().zip(&heights))
    {
        canvas.path(
            &[(panel.right + 2.0, *end), (panel.right + 12.0, *height)],
            color,
            1.0,
        )?;
        let name = canvas.fitted(&stage_name(stage), bold, 196.0)?;
        canvas.text(
            &name,
            (panel.right + 16.0, *height),
            bold.color(color).align(Align::Left),
        )?;
    }
    Ok(())
}
