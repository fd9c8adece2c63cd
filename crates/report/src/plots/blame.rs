//! A Pareto plot of blame: the causes of late hours by size, and what they add up to.

use leadtime_sim::outcome::{BlameFigures, CauseFigures, Figure, Outcome};

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{BOTTOM, MARGIN, Panel, SMALL, TOP, WIDTH, headings, share_ticks};
use super::palette::{AXIS, BLUE, GREY, INK, VERMILLION};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

const ROW: f64 = 27.0;
/// Causes drawn by themselves at most.
const MOST: usize = 11;
/// Share of the smallest of them.
const LEAST: f64 = 0.005;
/// Room for names at most.
const NAMES: f64 = 250.0;
/// Room for what a rerun showed.
const RERUNS: f64 = 186.0;

/// One bar.
struct Bar {
    name: String,
    share: Figure,
    gain: Option<String>,
    /// Several causes together.
    rest: bool,
}

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let Some(blame) = &outcome.blame else {
        return Ok(None);
    };
    let bars = bars(blame);
    if bars.is_empty() {
        return Ok(None);
    }
    let height = (TOP + 16.0 + ROW * bars.len() as f64 + 56.0 + BOTTOM) as u32;
    let (name, title) = ("blame", "Why orders are late");
    let reading = reading(blame, &bars);
    let subtitle = format!(
        "Share of the hours between planned and real delivery of {} late orders ({}), by cause. Line: the causes so far together. \
         Whiskers: 95 % confidence interval.",
        wording::count(blame.late_orders),
        wording::replications(blame.replications)
    );
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings(canvas, outcome, height, title, &subtitle)?;
        paint(canvas, &bars)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Blame,
        reading,
        svg,
    }))
}

/// The largest causes, and the others as one.
fn bars(blame: &BlameFigures) -> Vec<Bar> {
    let charged: Vec<&CauseFigures> = blame.causes.iter().filter(|c| c.charged > 0.0).collect();
    let one = |cause: &&CauseFigures| Bar {
        name: wording::cause(cause),
        share: cause.share.clone(),
        gain: cause.to_plan.as_ref().map(|to_plan| {
            let (on_time, gain) = (wording::percent(to_plan.on_time.value), &to_plan.gain);
            format!("{on_time} ({})", wording::points(gain.value, None, None))
        }),
        rest: false,
    };
    let large = |cause: &&&CauseFigures| cause.share.value.is_some_and(|share| share >= LEAST);
    let own = match charged.iter().filter(large).count().clamp(1, MOST) {
        own if own + 1 >= charged.len() => charged.len(),
        own => own,
    };
    let mut bars: Vec<Bar> = charged.iter().take(own).map(one).collect();
    let rest = charged.get(own..).unwrap_or_default();
    if let Some(first) = rest.first() {
        let all: f64 = charged.iter().map(|cause| cause.charged).sum();
        let others: f64 = rest.iter().map(|cause| cause.charged).sum();
        bars.push(Bar {
            name: wording::counted(rest.len() as u32, "other cause", "other causes"),
            share: Figure {
                value: Some(others / all),
                low: None,
                high: None,
                ..first.share.clone()
            },
            gain: None,
            rest: true,
        });
    }
    bars
}

fn reading(blame: &BlameFigures, bars: &[Bar]) -> String {
    let told: Vec<String> = bars
        .iter()
        .filter(|bar| !bar.rest)
        .take(3)
        .map(|bar| format!("{} {}", bar.name, wording::percent(bar.share.value)))
        .collect();
    format!(
        "Of the hours by which {} late orders came after their plan: {}.",
        wording::count(blame.late_orders),
        told.join("; ")
    )
}

fn paint(canvas: &Canvas<'_>, bars: &[Bar]) -> Result<(), ReportError> {
    let small = face(SMALL);
    let mut widest: f64 = 60.0;
    for bar in bars {
        widest = widest.max(canvas.width(&bar.name, small)?);
    }
    let reruns = bars.iter().any(|bar| bar.gain.is_some());
    let room = if reruns { RERUNS } else { MARGIN + 30.0 };
    let panel = Panel {
        left: MARGIN + widest.min(NAMES) + 12.0,
        top: TOP + 16.0,
        right: f64::from(WIDTH) - room,
        bottom: TOP + 16.0 + ROW * bars.len() as f64,
        x: (0.0, 1.0),
        y: (0.0, 1.0),
    };
    panel.x_axis(canvas, &share_ticks(0.0, 1.0, 6), "share of late hours")?;
    let axis = [(panel.left, panel.top), (panel.left, panel.bottom)];
    canvas.path(&axis, AXIS, 1.0)?;
    if reruns {
        let head = face(SMALL).color(GREY).align(Align::Right);
        let right = f64::from(WIDTH) - MARGIN;
        canvas.text("on time if it ran to plan", (right, TOP + 6.0), head)?;
    }
    let middle = |at: usize| panel.top + ROW * (at as f64 + 0.5);
    let mut passed = 0.0;
    let mut line = Vec::new();
    for (at, one) in bars.iter().enumerate() {
        passed += one.share.value.unwrap_or(0.0);
        line.push((panel.px(passed.min(1.0)), middle(at)));
        bar(canvas, &panel, one, middle(at))?;
    }
    together(canvas, &panel, &line, bars)
}

/// One bar with its name, its share and what the rerun showed.
fn bar(canvas: &Canvas<'_>, panel: &Panel, bar: &Bar, y: f64) -> Result<(), ReportError> {
    let small = face(SMALL);
    let name = canvas.fitted(&bar.name, small, NAMES)?;
    canvas.text(&name, (panel.left - 8.0, y), small.align(Align::Right))?;
    let share = bar.share.value.unwrap_or(0.0);
    let color = if bar.rest { AXIS } else { BLUE };
    let end = panel.px(share);
    canvas.block((panel.left, y - 8.5), (end, y + 8.5), color, 1.0)?;
    let mut free = end;
    if let (Some(low), Some(high)) = (bar.share.low, bar.share.high) {
        let ends = [panel.px(low.max(0.0)), panel.px(high.min(1.0))];
        canvas.path(&[(ends[0], y), (ends[1], y)], INK, 1.5)?;
        for end in ends {
            canvas.path(&[(end, y - 4.0), (end, y + 4.0)], INK, 1.25)?;
        }
        free = free.max(ends[1]);
    }
    let figure = wording::percent(bar.share.value);
    canvas.label(&figure, (free + 7.0, y), small.bold())?;
    if let Some(gain) = &bar.gain {
        let right = (f64::from(WIDTH) - MARGIN, y);
        canvas.text(gain, right, small.align(Align::Right))?;
    }
    Ok(())
}

/// The line of sums. A sum is named where its bar's own figure leaves room.
fn together(
    canvas: &Canvas<'_>,
    panel: &Panel,
    line: &[(f64, f64)],
    bars: &[Bar],
) -> Result<(), ReportError> {
    if bars.len() < 2 {
        return Ok(());
    }
    canvas.path(line, VERMILLION, 1.75)?;
    let named = face(11.0).color(VERMILLION);
    let mut passed = 0.0;
    for (at, (&(x, y), bar)) in line.iter().zip(bars).enumerate() {
        canvas.disc((x, y), 3.0, VERMILLION)?;
        passed += bar.share.value.unwrap_or(0.0);
        let text = format!("{:.0} %", passed * 100.0);
        let wide = canvas.width(&text, named)?;
        // The first sum is the first bar.
        if at == 0 {
            continue;
        }
        if x + 8.0 + wide < panel.right + 34.0 {
            canvas.text(&text, (x + 7.0, y - 7.0), named)?;
        }
    }
    Ok(())
}
