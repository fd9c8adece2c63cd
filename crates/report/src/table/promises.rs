//! Tables about promises: kept, what one period may bring, padding needed, lead times.

use std::fmt::Write as _;

use leadtime_sim::outcome::{
    Figure, LeadTimeFigures, Mark, Outcome, OutcomeRange, ServiceLevelFigures,
};

use super::content::{Notes, Sheet};
use super::needed;
use crate::plots::{Topic, own_row};
use crate::wording::{self, ALL, NOTHING, TimeUnit};

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    let levels = shown(outcome);
    vec![
        kept(outcome, &levels, notes),
        periods(&levels),
        needed::needed(outcome, &levels, notes),
        lengths("Lead time, click to door", &levels, |l| &l.lead_time, notes),
        slack(&levels, notes),
    ]
}

/// The levels; with a single one, all together would only repeat it.
fn shown(outcome: &Outcome) -> Vec<&ServiceLevelFigures> {
    let mut levels: Vec<_> = outcome.service_levels.iter().collect();
    if levels.len() == 2 {
        levels.retain(|l| l.service_level != ALL);
    }
    levels
}

pub(super) fn name(level: &ServiceLevelFigures) -> String {
    wording::level(&level.service_level).to_owned()
}

fn kept(outcome: &Outcome, levels: &[&ServiceLevelFigures], notes: &mut Notes) -> Sheet {
    let unit = TimeUnit::for_largest(largest(levels, |l| l.quote_length.mean.value));
    let quote = format!("#quote, {}", unit.short());
    let beaten = "#beaten";
    let heads = [
        "level",
        "#padding",
        &quote,
        "#on time (95 % interval)",
        "#by the day",
        "#sold",
        beaten,
        "#broken",
        "#none broken",
    ];
    let mut sheet = Sheet::new(
        Topic::Promises,
        "Promises kept, at the paddings promised now",
        &heads,
    );
    for level in levels {
        let padding = own_row(outcome, &level.service_level)
            .map_or_else(|| NOTHING.to_owned(), |r| wording::padding(&r.padding));
        let on_time =
            wording::percent_interval(level.on_time.value, level.on_time.low, level.on_time.high);
        sheet.rows.push(vec![
            name(level),
            padding,
            unit.number(level.quote_length.mean.value),
            notes.cell(on_time, &level.on_time.marks),
            wording::percent(level.on_time_day.value),
            wording::percent(level.offer_share.value),
            wording::percent(level.beat_rate.value),
            wording::quantity(level.broken_promises.value),
            wording::percent(level.no_broken_promise.value),
        ]);
    }
    let beat_by = levels.first().map(|l| l.beat_by);
    let window = outcome.scenario.horizon - outcome.scenario.warm_up;
    sheet.caption = format!(
        "On time: delivered by the promised instant, over all promised orders; by the day: by the end of the promised local day. \
         Quote: mean length from placement to promise. Sold: sold this level, % of all visits. Beaten: at least {} early. Broken: expected late \
         orders in a window of {}; none broken: share of windows without one.",
        wording::length(beat_by),
        wording::length(Some(window)),
    );
    for level in levels {
        if let Some(window) = &level.window {
            let _ = write!(
                sheet.caption,
                " {}, told as a window of {}: {} of the orders came early ({}), {} in the window.",
                name(level),
                wording::length(Some(window.length)),
                wording::percent(window.early.value),
                if window.early_is_ok {
                    "on time all the same"
                } else {
                    "not on time"
                },
                wording::percent(window.in_window.value),
            );
        }
        if level.attempt_counts {
            let _ = write!(
                sheet.caption,
                " {}: on time if the first attempt was.",
                name(level)
            );
        }
    }
    for level in levels {
        let closed = level.closed_by_cap.as_ref().and_then(|of| of.value);
        if let Some(closed) = closed {
            let _ = write!(
                sheet.caption,
                " {}: {} visits in a window found its departures or waves full.",
                name(level),
                wording::quantity(Some(closed)),
            );
        }
    }
    for level in levels {
        if let Some(sentence) = nothing_late(outcome, level) {
            sheet.caption.push(' ');
            sheet.caption.push_str(&sentence);
        }
    }
    sheet
}

/// Both bounds of the late share of a level that was never late, each with what it assumes.
fn nothing_late(outcome: &Outcome, level: &ServiceLevelFigures) -> Option<String> {
    let own = own_row(outcome, &level.service_level)?;
    let bounds = own.zero_late.as_ref()?;
    let mut sentence = format!(
        "{}: no late order among {} in {}, so with 95 % confidence at most {} are late, assuming only independent replications",
        name(level),
        wording::count(own.n),
        wording::replications(outcome.replications),
        wording::percent_at_most(bounds.assumption_free),
    );
    if let (Some(bound), Some(at)) = (bounds.model_based, &bounds.design_effect_at) {
        let _ = write!(
            sentence,
            ", or at most {} (model-based: if orders depend on each other as they do at {})",
            wording::percent_at_most(bound),
            wording::padding(at),
        );
    }
    sentence.push('.');
    Some(sentence)
}

fn periods(levels: &[&ServiceLevelFigures]) -> Sheet {
    let heads = [
        "level",
        "#target",
        "#a day",
        "#reaches it",
        "#a week",
        "#reaches it",
        "#the window",
        "#reaches it",
    ];
    let mut sheet = Sheet::new(
        Topic::Promises,
        "What a single period may bring: 5–95 % range of its on-time share",
        &heads,
    );
    for level in levels {
        let find = |period: &str| level.outcome_range.iter().find(|r| r.period == period);
        let range = |r: Option<&OutcomeRange>| {
            r.map_or_else(
                || NOTHING.to_owned(),
                |r| wording::percent_range(r.p5, r.p95),
            )
        };
        let reaches = |r: Option<&OutcomeRange>| {
            let figure = r.and_then(|r| r.reaches_target.as_ref());
            figure.map_or_else(|| NOTHING.to_owned(), |f| wording::percent(f.value))
        };
        let window = find("window").and_then(|r| r.reaches_target.as_ref());
        let window_reaches = window.map_or_else(
            || NOTHING.to_owned(),
            |f| {
                wording::percent_interval(
                    f.value,
                    f.low.map(|v| v.max(0.0)),
                    f.high.map(|v| v.min(1.0)),
                )
            },
        );
        let cells = vec![
            name(level),
            level
                .target
                .map_or_else(|| NOTHING.to_owned(), wording::target),
            range(find("day")),
            reaches(find("day")),
            range(find("week")),
            reaches(find("week")),
            range(find("window")),
            window_reaches,
        ];
        if cells[2..].iter().any(|c| c != NOTHING) {
            sheet.rows.push(cells);
        }
    }
    "The range of one period does not shrink with more replications. Reaches it: probability that the period's share meets the target."
        .clone_into(&mut sheet.caption);
    sheet
}

fn largest(
    levels: &[&ServiceLevelFigures],
    of: impl Fn(&ServiceLevelFigures) -> Option<f64>,
) -> f64 {
    levels
        .iter()
        .filter_map(|l| of(l))
        .map(f64::abs)
        .filter(|v| v.is_finite())
        .fold(0.0, f64::max)
}

fn lengths(
    title: &str,
    levels: &[&ServiceLevelFigures],
    of: impl Fn(&ServiceLevelFigures) -> &LeadTimeFigures,
    notes: &mut Notes,
) -> Sheet {
    let unit = TimeUnit::for_largest(largest(levels, |l| of(l).p95.value));
    let heads = ["level", "#mean", "#p50", "#p95", "#p99", "#p99.9"];
    let mut sheet = Sheet::new(Topic::Lengths, &format!("{title}, {}", unit.name()), &heads);
    for level in levels {
        let l = of(level);
        let figures = [&l.mean, &l.p50, &l.p95, &l.p99, &l.p99_9];
        sheet
            .rows
            .push(length_row(level, unit, &figures.map(Some), notes));
    }
    sheet
}

/// Slack from its late tail to its early one.
fn slack(levels: &[&ServiceLevelFigures], notes: &mut Notes) -> Sheet {
    let unit = TimeUnit::for_largest(largest(levels, |l| l.slack.p95.value));
    let heads = ["level", "#p0.1", "#p1", "#p5", "#p50", "#p95"];
    let title = format!(
        "Slack, promise minus delivery (negative: late), {}",
        unit.name()
    );
    let mut sheet = Sheet::new(Topic::Lengths, &title, &heads);
    for level in levels {
        let tail = level.slack_tail.as_ref();
        let figures = [
            tail.map(|t| &t.p0_1),
            tail.map(|t| &t.p1),
            tail.map(|t| &t.p5),
            Some(&level.slack.p50),
            Some(&level.slack.p95),
        ];
        sheet.rows.push(length_row(level, unit, &figures, notes));
    }
    "p0.1: one order in a thousand has less slack, so it is later still; p95: one in twenty has more, so it is earlier still."
        .clone_into(&mut sheet.caption);
    sheet
}

/// One figure's caveat holds for its row: a mark in every cell would only widen the table.
fn length_row(
    level: &ServiceLevelFigures,
    unit: TimeUnit,
    figures: &[Option<&Figure>],
    notes: &mut Notes,
) -> Vec<String> {
    let mut marks: Vec<Mark> = Vec::new();
    for mark in figures.iter().flatten().flat_map(|f| &f.marks) {
        if !marks.contains(mark) {
            marks.push(*mark);
        }
    }
    let cell =
        |f: &Option<&Figure>| f.map_or_else(|| NOTHING.to_owned(), |f| unit.number_interval(f));
    let mut row = vec![notes.cell(name(level), &marks)];
    row.extend(figures.iter().map(cell));
    row
}
