//! The worst ten zones: dots with intervals.

use leadtime_sim::outcome::{OnTime, Outcome};

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{BOTTOM, MARGIN, Panel, SMALL, TOP, WIDTH, headings, share_ticks};
use super::palette::{GREY, INK, VERMILLION};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, ALL};

const ROW: f64 = 26.0;
const SHOWN: usize = 10;
/// Most room for a zone's name.
const NAMES: f64 = 210.0;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let (rows, honest) = worst(outcome);
    // A single zone is the whole network.
    if rows.is_empty() || outcome.zones.len() < 2 {
        return Ok(None);
    }
    let height = (TOP + ROW * rows.len() as f64 + 62.0 + BOTTOM) as u32;
    let name = "worst-zones";
    let title = if rows.len() == SHOWN {
        "The ten worst zones"
    } else {
        "The worst zones"
    };
    let reading = reading(&rows);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings(canvas, outcome, height, title, &subtitle(outcome, honest))?;
        paint(canvas, outcome, &rows)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Zones,
        reading,
        svg,
    }))
}

fn subtitle(outcome: &Outcome, honest: bool) -> String {
    let how = if honest {
        "Chosen on even replications, estimated on odd ones; bars: simultaneous 95 % confidence intervals."
    } else {
        "Chosen and estimated on the same orders, so the worst look worse than they are; bars: 95 % confidence intervals."
    };
    format!(
        "All levels as promised now. {how} Grey line: all zones together, {}.",
        wording::percent(overall(outcome))
    )
}

/// The on-time share of all zones together.
fn overall(outcome: &Outcome) -> Option<f64> {
    outcome
        .service_levels
        .iter()
        .find(|l| l.service_level == ALL)
        .and_then(|l| l.on_time.value)
}

/// The outcome's own choice if it could make one; else the zones with the least shares.
pub(crate) fn worst(outcome: &Outcome) -> (Vec<&OnTime>, bool) {
    if !outcome.worst_zones.is_empty() {
        return (
            outcome
                .worst_zones
                .iter()
                .filter(|z| z.value.is_some())
                .take(SHOWN)
                .collect(),
            true,
        );
    }
    let mut rows: Vec<_> = outcome
        .zones
        .iter()
        .map(|z| &z.on_time)
        .filter(|z| z.value.is_some())
        .collect();
    rows.sort_by(|a, b| a.value.unwrap_or(1.0).total_cmp(&b.value.unwrap_or(1.0)));
    rows.truncate(SHOWN);
    (rows, false)
}

fn reading(rows: &[&OnTime]) -> String {
    let of = |row: &OnTime| {
        format!(
            "{} {}",
            row.zone.as_deref().unwrap_or("?"),
            wording::percent(row.value)
        )
    };
    let first = rows
        .iter()
        .take(3)
        .map(|r| of(r))
        .collect::<Vec<_>>()
        .join(", ");
    format!("On-time shares of the zones that do worst, worst first: {first}.")
}

fn paint(canvas: &Canvas<'_>, outcome: &Outcome, rows: &[&OnTime]) -> Result<(), ReportError> {
    let all = overall(outcome);
    let ends = rows
        .iter()
        .flat_map(|r| [r.value, r.low, r.high])
        .flatten()
        .chain(all);
    let (least, most) = ends.fold((1.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let spare = ((most - least) * 0.08).max(0.002);
    let small = face(SMALL);
    let mut widest: f64 = 0.0;
    for row in rows {
        widest = widest.max(canvas.width(row.zone.as_deref().unwrap_or("?"), small)?);
    }
    let panel = Panel {
        left: MARGIN + widest.clamp(60.0, NAMES) + 16.0,
        top: TOP + 4.0,
        right: f64::from(WIDTH) - 236.0,
        bottom: TOP + 4.0 + ROW * rows.len() as f64,
        x: ((least - spare).max(0.0), (most + spare).min(1.0)),
        y: (0.0, 1.0),
    };
    panel.x_axis(
        canvas,
        &share_ticks(panel.x.0, panel.x.1, 5),
        "on time, % of promised orders",
    )?;
    if let Some(x) = all.map(|share| panel.px(share)) {
        canvas.path(&[(x, panel.top - 2.0), (x, panel.bottom)], GREY, 1.25)?;
    }
    for (i, row) in rows.iter().enumerate() {
        let y = panel.top + ROW * (i as f64 + 0.5);
        let name = canvas.fitted(row.zone.as_deref().unwrap_or("?"), small, NAMES)?;
        canvas.text(&name, (panel.left - 10.0, y), small.align(Align::Right))?;
        if let (Some(low), Some(high)) = (row.low, row.high) {
            canvas.path(&[(panel.px(low), y), (panel.px(high), y)], VERMILLION, 2.0)?;
            for end in [low, high] {
                canvas.path(
                    &[(panel.px(end), y - 4.0), (panel.px(end), y + 4.0)],
                    VERMILLION,
                    1.5,
                )?;
            }
        }
        canvas.disc((panel.px(row.value.unwrap_or(0.0)), y), 4.0, INK)?;
        let figure = wording::percent_interval(row.value, row.low, row.high);
        canvas.text(&figure, (panel.right + 14.0, y - 0.5), small.bold())?;
        let n = format!("n {}", wording::count(row.n));
        canvas.text(
            &n,
            (f64::from(WIDTH) - MARGIN, y),
            face(10.0).color(GREY).align(Align::Right),
        )?;
    }
    Ok(())
}
