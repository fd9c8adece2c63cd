//! A tornado: what moving each lever up and down does to the on-time share, the largest first.

use leadtime_experiment::sensitivity::{LeverFigures, MovedFigures, Sensitivity};

use super::canvas::{Align, Canvas, draw, face};
use super::forest::{self, Forest, Row, Spread};
use super::frame::{BOTTOM, MARGIN, SMALL, TOP, WIDTH, headings_over};
use super::palette::{BLUE, ORANGE};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

/// Levers drawn at most.
const MOST: usize = 20;
/// Room for the key.
const KEY: f64 = 8.0;

/// The tornado of a sensitivity study; none where no lever was moved.
///
/// # Errors
/// As [`super::draw`].
pub fn sensitivity(found: &Sensitivity) -> Result<Vec<Plot>, ReportError> {
    let drawn = &found.levers[..found.levers.len().min(MOST)];
    if drawn.is_empty() {
        return Ok(Vec::new());
    }
    let level = found.service_level.as_deref().unwrap_or("all levels");
    let (name, title) = (
        "sensitivity",
        format!("What moves the on-time share of {level}"),
    );
    let forest = Forest {
        title: String::new(),
        sides: ["fewer on time".to_owned(), "more on time".to_owned()],
        axis: format!(
            "on-time share against {} now, percentage points",
            wording::percent(Some(found.on_time.value))
        ),
        figures: "elasticity of the late share".to_owned(),
        rows: drawn.iter().map(row).collect(),
        bars: true,
    };
    let forests = [forest];
    let height = (TOP + KEY + forest::height(&forests) + BOTTOM - 18.0) as u32;
    let more = found.levers.len() - drawn.len();
    let subtitle = subtitle(found, more);
    let reading = reading(found);
    let note = wording::sensitivity_provenance(found);
    let svg = draw(name, (WIDTH, height), &title, &reading, |canvas| {
        headings_over(canvas, &note, height, &title, &subtitle)?;
        key(canvas, found.by)?;
        forest::paint(canvas, &forests, TOP + KEY)
    })?;
    Ok(vec![Plot {
        name: name.to_owned(),
        title,
        topic: Topic::Promises,
        reading,
        svg,
    }])
}

/// Two bars: with more of it above, with less of it below.
fn row(lever: &LeverFigures) -> Row {
    let spread = |moved: &Option<MovedFigures>, color| {
        let difference = &moved.as_ref()?.difference;
        let ends = (difference.low * 100.0, difference.high * 100.0);
        let known = ends.0.is_finite() && ends.1.is_finite() && !wording::is_none(difference);
        Some(Spread {
            value: difference.value * 100.0,
            ends: known.then_some(ends),
            color,
            sure: difference.low > 0.0 || difference.high < 0.0,
        })
    };
    let ends = [spread(&lever.up, BLUE), spread(&lever.down, ORANGE)];
    Row {
        name: lever.label.clone(),
        spreads: ends.into_iter().flatten().collect(),
        figure: lever.elasticity.as_ref().map_or_else(
            || wording::NOTHING.to_owned(),
            |elasticity| wording::difference_interval(elasticity, 1.0),
        ),
        rule: false,
    }
}

fn key(canvas: &Canvas<'_>, by: f64) -> Result<(), ReportError> {
    let small = face(SMALL);
    let y = TOP + 14.0;
    let mut x = f64::from(WIDTH) - MARGIN;
    let share = wording::target(by);
    for (text, color) in [
        (format!("{share} less of it"), ORANGE),
        (format!("{share} more of it"), BLUE),
    ] {
        canvas.text(&text, (x, y), small.align(Align::Right))?;
        x -= canvas.width(&text, small)? + 8.0;
        canvas.block((x - 16.0, y - 5.0), (x, y + 5.0), color, 0.9)?;
        x -= 34.0;
    }
    Ok(())
}

fn subtitle(found: &Sensitivity, more: usize) -> String {
    let mut text = "Each lever by itself, promises and routes as they are, on the same random numbers. Whiskers: 95 % intervals of all at once; a pale bar \
        may be nothing."
        .to_owned();
    if more > 0 {
        text.push_str(&format!(" {more} more in sensitivity.csv."));
    }
    if let Some(screening) = found.screening {
        let (kept, levers) = (screening.kept, screening.levers);
        text.push_str(&format!(
            " The {kept} of {levers} that mattered in a screening."
        ));
    }
    text
}

fn reading(found: &Sensitivity) -> String {
    let largest = found.levers.iter().take(3).map(|lever| {
        let end = |moved: &Option<MovedFigures>| {
            let difference = moved.as_ref().map(|moved| &moved.difference);
            difference.map_or_else(
                || wording::NOTHING.to_owned(),
                |difference| wording::difference_interval(difference, 100.0),
            )
        };
        format!(
            "{}: more of it {}, less of it {} points",
            lever.label,
            end(&lever.up),
            end(&lever.down)
        )
    });
    let largest: Vec<String> = largest.collect();
    format!(
        "Change of the on-time share with each lever moved by {}. {}.",
        wording::target(found.by),
        largest.join("; ")
    )
}
