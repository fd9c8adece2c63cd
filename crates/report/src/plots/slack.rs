//! Slack at the paddings promised now: how early, how late, one panel per service level on one scale.

use leadtime_sim::outcome::{Bin, Outcome, ServiceLevelFigures};

use super::canvas::{Align, Canvas, draw, face};
use super::curve::announced;
use super::frame::{
    BOTTOM, Panel, SMALL, TOP, Tick, WIDTH, headings, hour_ticks, share_ticks, signed_ticks,
};
use super::palette::{BLUE, INK, VERMILLION};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, ALL, TimeUnit};

/// Height of one panel with the room above it.
const STRIDE: f64 = 138.0;
/// Share of the orders cut off at each end of the scale.
const CUT: f64 = 0.001;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let drawn = |l: &&ServiceLevelFigures| total(&l.slack_histogram) > 0;
    let mut shown: Vec<_> = outcome.service_levels.iter().filter(drawn).collect();
    if shown.iter().any(|l| l.service_level != ALL) {
        shown.retain(|l| l.service_level != ALL);
    }
    let Some(scale) = Scale::of(&shown) else {
        return Ok(None);
    };
    let height = (TOP + STRIDE * shown.len() as f64 + 48.0 + BOTTOM) as u32;
    let name = "slack";
    let title = "Slack: how long before the promise orders arrive";
    let reading = reading(&shown, &scale);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        let subtitle = "Promise minus delivery at the paddings promised now; left of the line: late. Late shares and medians with \
                        95 % confidence intervals; one order in a thousand at either end lies outside the scale.";
        headings(canvas, outcome, height, title, subtitle)?;
        for (i, level) in shown.iter().enumerate() {
            panel(
                canvas,
                level,
                &scale,
                TOP + STRIDE * i as f64,
                i + 1 == shown.len(),
            )?;
        }
        Ok(())
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Lengths,
        reading,
        svg,
    }))
}

fn reading(shown: &[&ServiceLevelFigures], scale: &Scale) -> String {
    let each = shown.iter().map(|l| {
        let half = l.slack.p50.value;
        let side = if half.unwrap_or(0.0) < 0.0 {
            "late"
        } else {
            "early"
        };
        format!(
            "half of {} arrive at least {} {} {side}",
            wording::level(&l.service_level),
            scale.unit.number(half.map(f64::abs)),
            scale.unit.name()
        )
    });
    format!(
        "Histograms of slack per service level: {}.",
        each.collect::<Vec<_>>().join("; ")
    )
}

fn total(bins: &[Bin]) -> u64 {
    bins.iter().map(|b| b.count).sum()
}

/// The common scale: range in seconds, bar width, unit.
struct Scale {
    from: f64,
    to: f64,
    bar: f64,
    unit: TimeUnit,
}

impl Scale {
    fn of(levels: &[&ServiceLevelFigures]) -> Option<Self> {
        let ends = levels.iter().filter_map(|l| middle(&l.slack_histogram));
        let (from, to) = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let (from, to) = (from.clamp(-WIDEST, 0.0), to.clamp(0.0, WIDEST));
        let bar = bar_width((from, to), levels);
        let (from, to) = (
            (from / bar).floor() * bar,
            ((to / bar).ceil() * bar).max(bar),
        );
        let unit = if to - from > 10.0 * 86_400.0 {
            TimeUnit::Days
        } else {
            TimeUnit::Hours
        };
        Some(Self {
            from,
            to,
            bar,
            unit,
        })
    }

    fn ticks(&self) -> Vec<Tick> {
        let (from, to) = (
            self.from / self.unit.seconds(),
            self.to / self.unit.seconds(),
        );
        if self.unit == TimeUnit::Hours {
            hour_ticks(from, to, 13)
        } else {
            signed_ticks(from, to, 13)
        }
    }
}

/// The range that holds all but [`CUT`] of the orders at each end.
fn middle(bins: &[Bin]) -> Option<(f64, f64)> {
    let cut = (total(bins) as f64 * CUT) as u64;
    Some((
        beyond(bins.iter(), cut)?.low,
        beyond(bins.iter().rev(), cut)?.high,
    ))
}

/// The first bin after more than `cut` orders.
fn beyond<'a>(mut bins: impl Iterator<Item = &'a Bin>, cut: u64) -> Option<&'a Bin> {
    let mut seen = 0;
    bins.find(|bin| {
        seen += bin.count;
        seen > cut
    })
}

/// The narrowest bar of round length that gives at most 110 bars and is no narrower than the bins on the scale.
fn bar_width((from, to): (f64, f64), levels: &[&ServiceLevelFigures]) -> f64 {
    let bins = levels.iter().flat_map(|l| &l.slack_histogram);
    let shown = bins.filter(|b| b.count > 0 && b.low >= from && b.high <= to);
    let widest = shown.map(|b| b.high - b.low).fold(0.0, f64::max);
    let least = widest.max((to - from) / 110.0);
    let fits = |w: &f64| *w >= least * 0.999;
    let days = 86_400.0 * (least / 86_400.0).ceil();
    ROUND.iter().copied().find(fits).unwrap_or(days)
}

/// Round lengths of time for bars, in seconds: one minute to one day.
const ROUND: [f64; 11] = [
    60.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0,
];

/// Shares per bar: (lower edge in seconds, share). A bin that lies across bars is spread evenly over them.
fn bars(bins: &[Bin], scale: &Scale) -> Vec<(f64, f64)> {
    let all = total(bins) as f64;
    let number = ((scale.to - scale.from) / scale.bar).round() as usize;
    let edge = |i: usize| scale.from + scale.bar * i as f64;
    let mut bars: Vec<_> = (0..number).map(|i| (edge(i), 0.0)).collect();
    for bin in bins {
        let (low, high) = drawn_bounds(bin);
        let first = ((low - scale.from) / scale.bar).floor().max(0.0) as usize;
        for (bottom, share) in bars.iter_mut().skip(first) {
            let inside = high.min(*bottom + scale.bar) - low.max(*bottom);
            if inside <= 0.0 {
                break;
            }
            *share += bin.count as f64 / all * inside / (high - low);
        }
    }
    bars
}

/// The bounds within which a bin is drawn. The outcome keeps a bin of one tick for slack 0: on time, so it is drawn on that side.
fn drawn_bounds(bin: &Bin) -> (f64, f64) {
    if bin.high == 0.0 && bin.low >= -TICK {
        return (0.0, TICK);
    }
    (bin.low, bin.high.max(bin.low + TICK))
}

/// One tick of the simulation's time, in seconds.
const TICK: f64 = 0.001;

/// The widest scale, in seconds: more than a year is no slack but a mistake in the scenario.
const WIDEST: f64 = 400.0 * 86_400.0;

fn panel(
    canvas: &Canvas<'_>,
    level: &ServiceLevelFigures,
    scale: &Scale,
    top: f64,
    last: bool,
) -> Result<(), ReportError> {
    let bars = bars(&level.slack_histogram, scale);
    let most = bars.iter().map(|b| b.1).fold(0.0, f64::max);
    let unit = scale.unit.seconds();
    let panel = Panel {
        left: 84.0,
        top: top + 30.0,
        right: f64::from(WIDTH) - 34.0,
        bottom: top + STRIDE - 8.0,
        x: (scale.from / unit, scale.to / unit),
        y: (0.0, most.max(1e-6) * 1.08),
    };
    panel.y_axis(canvas, &share_ticks(panel.y.0, panel.y.1, 3), "% of orders")?;
    let ticks = scale.ticks();
    if last {
        panel.x_axis(
            canvas,
            &ticks,
            &format!("slack, {} (promise − delivery)", scale.unit.name()),
        )?;
    } else {
        let blank: Vec<_> = ticks
            .into_iter()
            .map(|t| Tick {
                label: String::new(),
                ..t
            })
            .collect();
        panel.x_axis(canvas, &blank, "")?;
    }
    for (low, share) in bars.iter().filter(|b| b.1 > 0.0) {
        let color = if *low < 0.0 { VERMILLION } else { BLUE };
        let (x0, y) = panel.at(low / unit, *share);
        let gap = if scale.bar / unit * (panel.right - panel.left) / (panel.x.1 - panel.x.0) > 4.0 {
            0.6
        } else {
            0.0
        };
        let x1 = panel.px((low + scale.bar) / unit);
        canvas.block(
            (x0, y.min(panel.bottom - 0.5)),
            (x1 - gap, panel.bottom),
            color,
            0.9,
        )?;
    }
    let zero = panel.px(0.0);
    canvas.path(&[(zero, panel.top - 4.0), (zero, panel.bottom)], INK, 1.25)?;
    if let Some(half) = level
        .slack
        .p50
        .value
        .filter(|half| *half > scale.from && *half < scale.to)
    {
        let x = panel.px(half / unit);
        canvas.dashes((x, panel.top), (x, panel.bottom), (3.0, 3.0), INK, 1.0)?;
    }
    words(canvas, level, scale.unit, &panel, zero)
}

fn words(
    canvas: &Canvas<'_>,
    level: &ServiceLevelFigures,
    unit: TimeUnit,
    panel: &Panel,
    zero: f64,
) -> Result<(), ReportError> {
    let y = panel.top - 14.0;
    let on_time = &level.on_time;
    let late = |share: Option<f64>| share.map(|s| 1.0 - s);
    let late =
        wording::percent_interval(late(on_time.value), late(on_time.high), late(on_time.low));
    let median = &level.slack.p50;
    let half = format!("median {}, {}", unit.number_interval(median), unit.name());
    let bold = face(SMALL + 1.0).bold();
    let title = canvas.fitted(&announced(&level.service_level), bold, 260.0)?;
    canvas.text(&title, (panel.left, y), bold)?;
    let small = face(SMALL).align(Align::Right);
    canvas.text(&half, (panel.right, y), small.color(BLUE).bold())?;
    let at = panel.right - canvas.width(&half, small.bold())? - 22.0;
    canvas.text(
        &format!("late {late}"),
        (at, y),
        small.color(VERMILLION).bold(),
    )?;
    let left = zero - panel.left > 60.0;
    let (x, align) = if left {
        (zero - 5.0, Align::Right)
    } else {
        (zero + 5.0, Align::Left)
    };
    canvas.label("promise", (x, panel.top + 4.0), face(11.0).align(align))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    fn bin(low: f64, high: f64, count: u64) -> Bin {
        Bin { low, high, count }
    }

    #[test]
    fn a_delivery_at_the_very_promise_is_drawn_as_on_time() {
        let scale = Scale {
            from: -7200.0,
            to: 7200.0,
            bar: 3600.0,
            unit: TimeUnit::Hours,
        };
        let bins = [
            bin(-900.0, -TICK, 1),
            bin(-TICK, 0.0, 1),
            bin(0.0, 900.0, 1),
            bin(3600.0, 4500.0, 1),
        ];
        let shares = bars(&bins, &scale);
        assert_eq!(
            shares,
            vec![(-7200.0, 0.0), (-3600.0, 0.25), (0.0, 0.5), (3600.0, 0.25)]
        );
    }

    #[test]
    fn a_bin_across_bars_is_spread_over_them() {
        let scale = Scale {
            from: 0.0,
            to: 7200.0,
            bar: 3600.0,
            unit: TimeUnit::Hours,
        };
        assert_eq!(
            bars(&[bin(2700.0, 6300.0, 4)], &scale),
            vec![(0.0, 0.25), (3600.0, 0.75)]
        );
    }

    #[test]
    fn the_scale_leaves_out_one_order_in_a_thousand() {
        let bins = [
            bin(-1e6, -9e5, 1),
            bin(0.0, 3600.0, 9_998),
            bin(8e6, 9e6, 1),
        ];
        assert_eq!(middle(&bins), Some((0.0, 3600.0)));
        assert_eq!(middle(&[]), None);
    }
}
