//! Welch's plot: one value per period, averaged over replications, and its moving average; where MSER ends the warm-up.

use leadtime_experiment::WarmUpFound;
use leadtime_stats::warm_up::WarmUp;

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{Panel, SMALL, TOP, WIDTH, headings_over, number_ticks};
use super::palette::{BLUE, GREY, INK};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, TimeUnit};

const HEIGHT: u32 = 380;
const NAME: &str = "welch";
/// Room for the names of the two lines at the right.
const NAMES: f64 = 110.0;

/// Draws the series that a warm-up is judged by.
///
/// # Errors
/// As [`super::draw`].
pub fn warm_up(found: &WarmUpFound) -> Result<Plot, ReportError> {
    let title = format!(
        "Lead time from an empty start: when does it become level? ({})",
        found.scenario
    );
    let subtitle = format!(
        "Mean lead time of the orders placed in each {}, averaged over replications that leave nothing out, and its moving average (two on either side, fewer at \
         the start). Dashed: where MSER ends the warm-up.",
        found.period
    );
    let note = format!(
        "{} · seed {} · digest {}",
        wording::replications(found.replications),
        found.seed,
        found.digest.chars().take(12).collect::<String>()
    );
    let reading = reading(found);
    let svg = draw(NAME, (WIDTH, HEIGHT), &title, &reading, |canvas| {
        headings_over(canvas, &note, HEIGHT, &title, &subtitle)?;
        paint(canvas, found)
    })?;
    Ok(Plot {
        name: NAME.to_owned(),
        title,
        topic: Topic::Promises,
        reading,
        svg,
    })
}

fn reading(found: &WarmUpFound) -> String {
    let end = match found.verdict {
        WarmUp::TooShort => "the series is too short to tell".to_owned(),
        WarmUp::CutAt { periods: 0 } => "no warm-up is to be seen".to_owned(),
        WarmUp::CutAt { periods } => format!("level from {} {} on", found.period, periods + 1),
    };
    let count = found.lead_time.len();
    format!("A line of the mean lead time of {count} periods and its moving average; {end}.")
}

fn paint(canvas: &Canvas<'_>, found: &WarmUpFound) -> Result<(), ReportError> {
    let most = found.lead_time.iter().copied().fold(0.0, f64::max);
    let least = found.lead_time.iter().copied().fold(most, f64::min);
    let unit = TimeUnit::for_largest(most);
    let scaled = |seconds: f64| seconds / unit.seconds();
    // A little air, also where nothing moves.
    let air = (0.08 * (most - least)).max(0.01 * most);
    let panel = Panel {
        left: 84.0,
        top: TOP + 10.0,
        right: f64::from(WIDTH) - NAMES,
        bottom: f64::from(HEIGHT) - 78.0,
        x: (0.5, found.lead_time.len() as f64 + 0.5),
        y: (scaled(least - air), scaled(most + air)),
    };
    panel.x_axis(
        canvas,
        &number_ticks(1.0, found.lead_time.len() as f64, 10),
        &format!("{} from the start", found.period),
    )?;
    panel.y_axis(
        canvas,
        &number_ticks(panel.y.0, panel.y.1, 6),
        &format!("lead time, {}", unit.short()),
    )?;
    if let WarmUp::CutAt { periods } = found.verdict
        && periods > 0
    {
        let x = panel.px(periods as f64 + 0.5);
        canvas.dashes((x, panel.top), (x, panel.bottom), (4.0, 3.0), INK, 1.0)?;
        let words = format!("leave out {periods}");
        canvas.label(
            &words,
            (x + 6.0, panel.bottom - 10.0),
            face(SMALL).align(Align::Left),
        )?;
    }
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        let placed = values.iter().enumerate();
        placed
            .map(|(at, value)| panel.at(at as f64 + 1.0, scaled(*value)))
            .collect()
    };
    let raw = points(&found.lead_time);
    canvas.path(&raw, GREY, 1.25)?;
    for point in &raw {
        canvas.dot(*point, 2.0, GREY, 1.0)?;
    }
    canvas.path(&points(&found.smoothed), BLUE, 2.5)?;
    let at = |row: f64| (panel.right + 10.0, panel.top + 10.0 + row * 16.0);
    let name = face(SMALL).bold().align(Align::Left);
    canvas.text("smoothed", at(0.0), name.color(BLUE))?;
    canvas.text(&format!("per {}", found.period), at(1.0), name.color(GREY))
}
