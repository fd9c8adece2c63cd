//! Rows of differences with their intervals around a line at zero, panel below panel: a forest plot.

use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, face};
use super::frame::{MARGIN, Panel, SMALL, WIDTH, difference_ticks};
use super::palette::{AXIS, GREY, GRID, INK};
use crate::error::ReportError;

/// Height of a row.
const ROW: f64 = 22.0;
/// Height of a panel's heading, and of the axis below it with the gap to the next panel.
const HEAD: f64 = 40.0;
const FOOT: f64 = 58.0;
/// Room for the names of rows at most.
const NAMES: f64 = 250.0;

/// A difference to draw, in the unit of its panel's axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) value: f64,
    /// Ends of the interval; none where the data give none.
    pub(crate) ends: Option<(f64, f64)>,
    pub(crate) color: RGBColor,
    /// A disc, or a ring where the difference is in doubt.
    pub(crate) sure: bool,
}

/// A row: what it is about, what is drawn, and what stands at its right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) spreads: Vec<Spread>,
    pub(crate) figure: String,
    /// A new group begins: a thin rule above.
    pub(crate) rule: bool,
}

/// One axis and the rows above it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Forest {
    pub(crate) title: String,
    /// What stands above the left and the right side of zero.
    pub(crate) sides: [String; 2],
    pub(crate) axis: String,
    /// Head of the figures at the right.
    pub(crate) figures: String,
    pub(crate) rows: Vec<Row>,
    /// Bars from zero below the intervals.
    pub(crate) bars: bool,
}

/// Height of all panels together.
pub(crate) fn height(forests: &[Forest]) -> f64 {
    let of = |forest: &Forest| HEAD + forest.rows.iter().map(row_height).sum::<f64>() + FOOT;
    forests.iter().map(of).sum()
}

fn row_height(row: &Row) -> f64 {
    ROW + 9.0 * row.spreads.len().saturating_sub(1) as f64
}

/// Draws the panels below each other, from `top` down, names and figures aligned through all of them.
pub(crate) fn paint(canvas: &Canvas<'_>, forests: &[Forest], top: f64) -> Result<(), ReportError> {
    let small = face(SMALL);
    let (mut names, mut figures): (f64, f64) = (60.0, 40.0);
    for forest in forests {
        figures = figures.max(canvas.width(&forest.figures, small)?);
        for row in &forest.rows {
            names = names.max(canvas.width(&row.name, small)?);
            figures = figures.max(canvas.width(&row.figure, small)?);
        }
    }
    let mut top = top;
    for forest in forests {
        let rows: f64 = forest.rows.iter().map(row_height).sum();
        let panel = Panel {
            left: MARGIN + names.min(NAMES) + 14.0,
            top: top + HEAD,
            right: f64::from(WIDTH) - MARGIN - figures - 18.0,
            bottom: top + HEAD + rows,
            x: span(forest),
            y: (0.0, 1.0),
        };
        one(canvas, forest, &panel)?;
        top = panel.bottom + FOOT;
    }
    Ok(())
}

/// All that is drawn, zero, and a little air.
fn span(forest: &Forest) -> (f64, f64) {
    let spreads = forest.rows.iter().flat_map(|row| &row.spreads);
    let all = spreads.flat_map(|spread| {
        let (low, high) = spread.ends.unwrap_or((spread.value, spread.value));
        [low, spread.value, high]
    });
    let (from, to) = all.fold((0.0_f64, 0.0_f64), |(a, b), x| (a.min(x), b.max(x)));
    let air = ((to - from) * 0.06).max(1e-9);
    (from - air, to + air)
}

fn one(canvas: &Canvas<'_>, forest: &Forest, panel: &Panel) -> Result<(), ReportError> {
    let small = face(SMALL);
    let head = panel.top - HEAD + 10.0;
    let right = f64::from(WIDTH) - MARGIN;
    // Drawn only where there is one: a plot of one panel has its title above.
    let title = canvas.fitted(&forest.title, small.bold(), right - MARGIN)?;
    canvas.text(&title, (MARGIN, head), small.bold())?;
    sides(canvas, forest, panel)?;
    let figures = small.color(GREY).align(Align::Right);
    canvas.text(&forest.figures, (right, panel.top - 10.0), figures)?;
    panel.x_axis(
        canvas,
        &difference_ticks(panel.x.0, panel.x.1, 7),
        &forest.axis,
    )?;
    let zero = panel.px(0.0);
    canvas.path(&[(zero, panel.top - 3.0), (zero, panel.bottom)], INK, 1.25)?;
    let mut y = panel.top;
    for row in &forest.rows {
        if row.rule && y > panel.top {
            canvas.path(&[(MARGIN, y), (right, y)], GRID, 1.0)?;
        }
        let high = row_height(row);
        draw_row(canvas, (forest, row), panel, y + high / 2.0)?;
        y += high;
    }
    Ok(())
}

/// What the sides of zero mean, where each has room.
fn sides(canvas: &Canvas<'_>, forest: &Forest, panel: &Panel) -> Result<(), ReportError> {
    let note = face(11.0).color(GREY);
    let zero = panel.px(0.0);
    let y = panel.top - 10.0;
    let [left, right] = [
        format!("← {}", forest.sides[0]),
        format!("{} →", forest.sides[1]),
    ];
    // Beside zero; where that is too narrow, the side is the smaller one and goes without saying.
    if !forest.sides[0].is_empty() && canvas.width(&left, note)? + 8.0 < zero - MARGIN {
        canvas.text(&left, (zero - 8.0, y), note.align(Align::Right))?;
    }
    if !forest.sides[1].is_empty() && canvas.width(&right, note)? + 8.0 < panel.right - zero {
        canvas.text(&right, (zero + 8.0, y), note)?;
    }
    Ok(())
}

fn draw_row(
    canvas: &Canvas<'_>,
    (forest, row): (&Forest, &Row),
    panel: &Panel,
    y: f64,
) -> Result<(), ReportError> {
    let small = face(SMALL);
    let name = canvas.fitted(&row.name, small, NAMES)?;
    canvas.text(&name, (panel.left - 10.0, y), small.align(Align::Right))?;
    let right = (f64::from(WIDTH) - MARGIN, y);
    canvas.text(&row.figure, right, small.align(Align::Right))?;
    let first = y - 5.0 * row.spreads.len().saturating_sub(1) as f64;
    for (at, spread) in row.spreads.iter().enumerate() {
        let y = first + 10.0 * at as f64;
        if forest.bars {
            let (a, b) = (panel.px(0.0), panel.px(spread.value));
            canvas.block(
                (a.min(b), y - 4.5),
                (a.max(b), y + 4.5),
                spread.color,
                if spread.sure { 0.9 } else { 0.35 },
            )?;
            whiskers(canvas, (spread, INK), panel, y)?;
        } else {
            whiskers(canvas, (spread, spread.color), panel, y)?;
            dot(canvas, spread, (panel.px(spread.value), y))?;
        }
    }
    Ok(())
}

fn whiskers(
    canvas: &Canvas<'_>,
    (spread, color): (&Spread, RGBColor),
    panel: &Panel,
    y: f64,
) -> Result<(), ReportError> {
    let Some((low, high)) = spread.ends else {
        return Ok(());
    };
    let ends = [panel.px(low), panel.px(high)];
    // An interval narrower than its mark is still seen by its ends.
    let tall = 4.0;
    canvas.path(&[(ends[0], y), (ends[1], y)], color, 1.75)?;
    for end in ends {
        canvas.path(&[(end, y - tall), (end, y + tall)], color, 1.25)?;
    }
    Ok(())
}

fn dot(canvas: &Canvas<'_>, spread: &Spread, at: (f64, f64)) -> Result<(), ReportError> {
    if spread.sure {
        return canvas.disc(at, 4.0, spread.color);
    }
    canvas.dot(at, 4.5, super::palette::WHITE, 1.0)?;
    canvas.ring(
        at,
        4.0,
        if spread.color == GREY {
            AXIS
        } else {
            spread.color
        },
        1.5,
    )
}
