//! On time by hour and weekday of the order: a heat map per service level.

use leadtime_sim::outcome::{Hourly, Outcome, ServiceLevelFigures};

use super::canvas::{Align, Canvas, draw, face};
use super::curve::announced;
use super::frame::{MARGIN, SMALL, TOP, WIDTH, color_bar, headings};
use super::palette::{EMPTY, GREY, WARM, text_on};
use super::{Plot, Topic, slug, unique};
use crate::error::ReportError;
use crate::wording;

pub(crate) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS: usize = 24;
const LEFT: f64 = 62.0;
const CELL: (f64, f64) = (31.9, 30.0);
const HEIGHT: u32 = 396;
/// Orders below which a cell gets no colour: its share is mostly chance.
const FEW: u64 = 200;

pub(crate) fn plots(outcome: &Outcome) -> Result<Vec<Plot>, ReportError> {
    let mut plots = Vec::new();
    let single = outcome.service_levels.len() == 2;
    for level in &outcome.service_levels {
        let seen = level.by_hour_of_week.len() == 7 * HOURS
            && level.by_hour_of_week.iter().any(|h| h.n > 0);
        if seen && !(single && level.service_level == wording::ALL) {
            plots.push(plot(outcome, level)?);
        }
    }
    unique(&mut plots);
    Ok(plots)
}

/// The range of shares that the colours span: at least one point wide.
struct Range {
    least: f64,
    most: f64,
    digits: usize,
}

fn share(cell: &Hourly) -> Option<f64> {
    (cell.n > 0).then(|| cell.on_time as f64 / cell.n as f64)
}

fn range(cells: &[Hourly]) -> Range {
    // Cells of a handful of orders would stretch the colours for all the others.
    let solid: Vec<f64> = cells
        .iter()
        .filter(|c| c.n >= FEW)
        .filter_map(share)
        .collect();
    let shares = if solid.is_empty() {
        cells.iter().filter_map(share).collect()
    } else {
        solid
    };
    let most = shares.iter().copied().fold(0.0, f64::max);
    let least = shares
        .iter()
        .copied()
        .fold(most, f64::min)
        .min(most - 0.01)
        .max(0.0);
    Range {
        least,
        most,
        digits: usize::from(least >= 0.9),
    }
}

fn plot(outcome: &Outcome, level: &ServiceLevelFigures) -> Result<Plot, ReportError> {
    let name = format!("on-time-by-hour-{}", slug(&level.service_level));
    let title = format!(
        "{}: on time by hour and weekday of the order",
        announced(&level.service_level)
    );
    let cells = &level.by_hour_of_week;
    let range = range(cells);
    let reading = reading(level, cells);
    let svg = draw(&name, (WIDTH, HEIGHT), &title, &reading, |canvas| {
        headings(canvas, outcome, HEIGHT, &title, &subtitle(cells))?;
        grid(canvas, cells, &range)?;
        let small = face(SMALL).align(Align::Middle);
        let below = TOP + 7.0 * CELL.1 + 32.0;
        canvas.text(
            "hour of placement, local time of the zone",
            (LEFT + CELL.0 * 12.0, below + 6.0),
            small,
        )?;
        let ends = (
            wording::percent(Some(range.most)),
            format!("{} on time", wording::percent(Some(range.least))),
        );
        color_bar(
            canvas,
            |s| WARM.at(s),
            (f64::from(WIDTH) - MARGIN, below + 34.0),
            (&ends.0, &ends.1),
        )
    })?;
    Ok(Plot {
        name,
        title,
        topic: Topic::Hours,
        reading,
        svg,
    })
}

fn subtitle(cells: &[Hourly]) -> String {
    let counts = || cells.iter().map(|c| c.n).filter(|&n| n > 0);
    let (least, most) = (counts().min().unwrap_or(0), counts().max().unwrap_or(0));
    let few = if least < FEW {
        format!(" Grey: under {FEW} orders.")
    } else {
        String::new()
    };
    let (least, most) = (wording::count(least), wording::count(most));
    format!(
        "% of the orders placed in that hour that kept the promise; {least} to {most} orders in a cell.{few}"
    )
}

fn reading(level: &ServiceLevelFigures, cells: &[Hourly]) -> String {
    let solid = cells
        .iter()
        .enumerate()
        .filter(|(_, c)| c.n >= FEW)
        .filter_map(|(i, c)| Some((i, share(c)?)));
    let name = wording::level(&level.service_level);
    match solid.min_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((i, worst)) => format!(
            "Heat map of the on-time share of {name} by weekday and hour of the order, darker is worse: the worst hour is {} \
             {:02}:00 with {}.",
            WEEKDAYS[i / HOURS],
            i % HOURS,
            wording::percent(Some(worst))
        ),
        None => format!(
            "Heat map of the on-time share of {name} by weekday and hour of the order, darker is worse."
        ),
    }
}

fn grid(canvas: &Canvas<'_>, cells: &[Hourly], range: &Range) -> Result<(), ReportError> {
    for (day, row) in cells.chunks(HOURS).enumerate() {
        let y = TOP + 4.0 + CELL.1 * day as f64;
        canvas.text(
            WEEKDAYS[day],
            (LEFT - 8.0, y + CELL.1 / 2.0),
            face(SMALL).align(Align::Right),
        )?;
        for (hour, cell) in row.iter().enumerate() {
            draw_cell(canvas, cell, range, (LEFT + CELL.0 * hour as f64, y))?;
        }
    }
    for hour in (0..HOURS).step_by(2) {
        let x = LEFT + CELL.0 * (hour as f64 + 0.5);
        let small = face(11.0).color(GREY).align(Align::Middle);
        canvas.text(
            &format!("{hour:02}–{:02}", hour + 1),
            (x, TOP + 7.0 * CELL.1 + 16.0),
            small,
        )?;
    }
    Ok(())
}

fn draw_cell(
    canvas: &Canvas<'_>,
    cell: &Hourly,
    range: &Range,
    (x, y): (f64, f64),
) -> Result<(), ReportError> {
    let corner = (x + CELL.0 - 1.0, y + CELL.1 - 1.0);
    let Some(share) = share(cell) else {
        return canvas.block((x, y), corner, EMPTY, 1.0);
    };
    let few = cell.n < FEW;
    let warm = WARM.at((range.most - share) / (range.most - range.least));
    let color = if few { EMPTY } else { warm };
    canvas.block((x, y), corner, color, 1.0)?;
    let ink = if few { GREY } else { text_on(color) };
    let text = if cell.on_time == cell.n {
        "100".to_owned()
    } else {
        format!("{:.*}", range.digits, share * 100.0)
    };
    let middle = (x + CELL.0 / 2.0 - 0.5, y + CELL.1 / 2.0);
    canvas.text(&text, middle, face(10.5).color(ink).align(Align::Middle))
}
