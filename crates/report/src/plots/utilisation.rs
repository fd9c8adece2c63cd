//! Utilisation by hour of the week of the busiest stages: a heat map.

use leadtime_sim::outcome::{Outcome, StageFigures};

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{BOTTOM, MARGIN, SMALL, TOP, WIDTH, color_bar, headings};
use super::hours::WEEKDAYS;
use super::palette::{COOL, GREY, WHITE};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

const SHOWN: usize = 14;
const ROW: f64 = 21.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 156.0;
const WEEK: usize = 168;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let rows = busiest(outcome);
    if rows.is_empty() {
        return Ok(None);
    }
    let height = (TOP + 24.0 + ROW * rows.len() as f64 + 62.0 + BOTTOM) as u32;
    let name = "utilisation";
    let title = "Utilisation by hour of the week, busiest stages";
    let reading = reading(&rows);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        let subtitle = "Busy server time over server time present, mean over replications; white: nobody on shift or nothing to do. \
                        At the right: the whole window with its 95 % confidence interval.";
        headings(canvas, outcome, height, title, subtitle)?;
        paint(canvas, &rows)?;
        let below = TOP + 24.0 + ROW * rows.len() as f64 + 30.0;
        let right = f64::from(WIDTH) - MARGIN;
        color_bar(
            canvas,
            |s| COOL.at(s),
            (right, below + 12.0),
            ("0 %", "100 % busy"),
        )
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Network,
        reading,
        svg,
    }))
}

fn busiest(outcome: &Outcome) -> Vec<&StageFigures> {
    let drawn =
        |s: &&StageFigures| s.utilisation_by_hour.len() == WEEK && s.utilisation.value.is_some();
    let mut rows: Vec<_> = outcome.stages.iter().filter(drawn).collect();
    rows.sort_by(|a, b| {
        b.utilisation
            .value
            .unwrap_or(0.0)
            .total_cmp(&a.utilisation.value.unwrap_or(0.0))
    });
    rows.truncate(SHOWN);
    rows
}

/// How a stage is named: `ATL1 pick`.
pub(crate) fn stage_name(stage: &StageFigures) -> String {
    format!("{} {}", stage.facility, stage.stage)
}

fn reading(rows: &[&StageFigures]) -> String {
    let peak = |s: &StageFigures| s.utilisation_by_hour.iter().copied().fold(0.0, f64::max);
    let first = rows.first().map_or_else(String::new, |s| {
        let (mean, top) = (
            wording::percent(s.utilisation.value),
            wording::percent(Some(peak(s))),
        );
        format!(
            ": {} is busiest, {mean} on average and {top} in its busiest hour",
            stage_name(s)
        )
    });
    format!(
        "Heat map of how busy each stage is in every hour of its local week, darker is busier{first}."
    )
}

fn paint(canvas: &Canvas<'_>, rows: &[&StageFigures]) -> Result<(), ReportError> {
    let wide = (f64::from(WIDTH) - LEFT - RIGHT) / WEEK as f64;
    let top = TOP + 22.0;
    let bottom = top + ROW * rows.len() as f64;
    for (day, name) in WEEKDAYS.iter().enumerate() {
        let x = LEFT + wide * 24.0 * (day as f64 + 0.5);
        canvas.text(name, (x, top - 10.0), face(SMALL).align(Align::Middle))?;
    }
    for (i, stage) in rows.iter().enumerate() {
        let y = top + ROW * i as f64;
        let label = canvas.fitted(&stage_name(stage), face(SMALL), LEFT - MARGIN - 8.0)?;
        canvas.text(
            &label,
            (LEFT - 8.0, y + ROW / 2.0),
            face(SMALL).align(Align::Right),
        )?;
        strip(canvas, stage, (LEFT, y), wide)?;
        let u = &stage.utilisation;
        let figure = wording::percent_interval(u.value, u.low, u.high);
        canvas.text(
            &figure,
            (f64::from(WIDTH) - RIGHT + 8.0, y + ROW / 2.0),
            face(11.0),
        )?;
    }
    for day in 0..=7 {
        let x = LEFT + wide * 24.0 * f64::from(day);
        canvas.path(
            &[(x, top - 2.0), (x, bottom + 4.0)],
            if day % 7 == 0 { GREY } else { WHITE },
            1.0,
        )?;
    }
    for day in 0..7 {
        for hour in [0.0, 12.0] {
            let x = LEFT + wide * (24.0 * f64::from(day) + hour);
            canvas.path(&[(x, bottom), (x, bottom + 4.0)], GREY, 0.75)?;
            let label = if hour == 0.0 { "0" } else { "12" };
            canvas.text(
                label,
                (x, bottom + 12.0),
                face(10.0).color(GREY).align(Align::Middle),
            )?;
        }
    }
    let middle = (LEFT + f64::from(WIDTH) - RIGHT) / 2.0;
    canvas.text(
        "hour of the facility's local week",
        (middle, bottom + 28.0),
        face(SMALL).align(Align::Middle),
    )
}

/// One stage's week; equal neighbours become one block, so that no seam shows.
fn strip(
    canvas: &Canvas<'_>,
    stage: &StageFigures,
    (left, y): (f64, f64),
    wide: f64,
) -> Result<(), ReportError> {
    let colors: Vec<_> = stage
        .utilisation_by_hour
        .iter()
        .map(|&u| COOL.at(if u.is_finite() { u } else { 0.0 }))
        .collect();
    let mut start = 0;
    for end in 1..=colors.len() {
        if end == colors.len() || colors[end] != colors[start] {
            let (x0, x1) = (left + wide * start as f64, left + wide * end as f64);
            let x1 = if end < colors.len() { x1 + 0.5 } else { x1 };
            canvas.block((x0, y + 1.0), (x1, y + ROW - 1.0), colors[start], 1.0)?;
            start = end;
        }
    }
    Ok(())
}
