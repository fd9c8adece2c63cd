//! On-time curves of the outcome: one per level, padding kind and grain, sorted by padding.

use leadtime_sim::outcome::{Mark, OnTime, Outcome, Padding};

use crate::crossing::is_approximate;
use crate::wording::{self, ALL};

/// On-time share below which a curve is not worth room.
const FOOT: f64 = 0.005;

/// What a dashed stretch of a curve means, in two lines: orders go on to a level that fares otherwise, or were not sold.
const WITHDRAWN: [&str; 2] = [
    "approximate: orders are sold",
    "otherwise than was simulated",
];
/// The same where promises feed back.
const FEEDS_BACK: [&str; 2] = [
    "approximate: promises change the",
    "queues, which was not simulated",
];
/// Its rhythm, in pixels: drawn, left out.
pub(crate) const DASH: (f64, f64) = (5.0, 3.5);

/// One on-time curve over a padding grid.
#[derive(Clone, Debug)]
pub(crate) struct OnTimeCurve<'a> {
    /// Service level; `all` over all.
    pub(crate) level: &'a str,
    /// Padding kind: `elapsed`, `days`, ...
    pub(crate) kind: &'a str,
    /// Unit of the paddings as stored: `s`, `d`, `bd`, `%`.
    pub(crate) unit: &'a str,
    /// `instant` or `day`.
    pub(crate) grain: &'a str,
    /// Points by padding.
    pub(crate) points: Vec<&'a OnTime>,
}

impl<'a> OnTimeCurve<'a> {
    /// The padding of a point in the axis' unit: hours, days, or percent.
    pub(crate) fn x(&self, point: &OnTime) -> Option<f64> {
        point.padding.value.map(|value| self.scaled(value))
    }

    /// The scenario's own padding on this curve's axis, if it can be told there: zero is the same in every unit.
    pub(crate) fn own_x(&self, own: &OnTime) -> Option<f64> {
        let same = own.padding.kind == self.kind && own.padding.unit == self.unit;
        own.padding
            .value
            .filter(|value| same || *value == 0.0)
            .map(|value| self.scaled(value))
    }

    /// A stored padding in the axis' unit.
    pub(crate) fn scaled(&self, value: f64) -> f64 {
        if self.unit == "s" {
            value / 3600.0
        } else {
            value
        }
    }

    /// The unit of the padding axis.
    pub(crate) fn unit_name(&self) -> &'static str {
        match self.unit {
            "s" => "hours",
            "d" => "civil days",
            "bd" => "business days",
            _ => "% of the base quote",
        }
    }

    /// Name of the padding axis, with its unit.
    pub(crate) fn axis(&self) -> String {
        format!(
            "padding added to the quoted lead time, {}",
            self.unit_name()
        )
    }

    /// Runs of neighbouring points that have a value.
    pub(crate) fn runs(&self) -> Vec<Vec<&'a OnTime>> {
        let mut runs: Vec<Vec<&OnTime>> = vec![Vec::new()];
        for &point in &self.points {
            match (point.value, runs.last_mut()) {
                (Some(_), Some(run)) => run.push(point),
                _ => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }

    /// Least and largest value of `what` over the points.
    pub(crate) fn extent(&self, what: impl Fn(&OnTime) -> Option<f64>) -> Option<(f64, f64)> {
        let values = || self.points.iter().filter_map(|p| what(p));
        Some((values().reduce(f64::min)?, values().reduce(f64::max)?))
    }

    /// Least and largest padding of the points with a value, in the axis' unit. They differ, since two points have one.
    pub(crate) fn span(&self) -> (f64, f64) {
        self.extent(|p| p.value.and(self.x(p)))
            .unwrap_or((0.0, 1.0))
    }

    /// The curve between two paddings, in the axis' unit.
    pub(crate) fn within(&self, (from, to): (f64, f64)) -> Self {
        let mut kept = self.clone();
        kept.points
            .retain(|p| self.x(p).is_some_and(|x| x >= from && x <= to));
        kept
    }

    /// The curve without the flat foot on its left, where next to nothing is on time: one point of it is kept.
    pub(crate) fn without_foot(mut self) -> Self {
        let foot = self
            .points
            .iter()
            .take_while(|p| p.value.is_none_or(|share| share < FOOT))
            .count();
        let left = self.points.iter().skip(foot.max(1) - 1);
        if foot > 1 && left.filter(|p| p.value.is_some()).count() >= 2 {
            self.points.drain(..foot - 1);
        }
        self
    }

    /// Why points are approximate, in two lines; `None`: none is.
    pub(crate) fn approximate_because(&self) -> Option<[&'static str; 2]> {
        let shown = self.points.iter().filter(|p| p.value.is_some());
        because(shown.map(|point| &point.padding))
    }

    /// Whether the point is not exact: orders that this padding withdrew from one level went on to a level whose route differs,
    /// and are counted with the delivery of the route they had; or promises feed back, and another padding is another run.
    pub(crate) fn approximate(point: &OnTime) -> bool {
        is_approximate(&point.padding)
    }

    /// Whether a band may be drawn between two neighbours. Where nothing or everything was late the interval is a bound of
    /// another kind: joined with its neighbour's it would make a wedge that means nothing.
    pub(crate) fn banded(a: &OnTime, b: &OnTime) -> bool {
        let all_late = |p: &OnTime| p.value == Some(0.0);
        let none_late = |p: &OnTime| p.value == Some(1.0);
        !all_late(a) && !all_late(b) && none_late(a) == none_late(b)
    }

    /// Whether the point's interval is not to be trusted.
    pub(crate) fn doubtful(point: &OnTime) -> bool {
        point.marks.contains(&Mark::TooFewBadPeriods)
    }
}

/// Every curve with orders at two paddings or more, in the outcome's order of levels.
pub(crate) fn curves(outcome: &Outcome) -> Vec<OnTimeCurve<'_>> {
    let mut out: Vec<OnTimeCurve<'_>> = Vec::new();
    let grid = outcome
        .on_time
        .iter()
        .filter(|row| row.zone.is_none() && row.padding.value.is_some());
    for row in grid {
        let key = (
            row.service_level.as_deref().unwrap_or(ALL),
            &row.padding.kind,
            &row.padding.unit,
            &row.grain,
        );
        match out
            .iter_mut()
            .find(|c| (c.level, c.kind, c.unit, c.grain) == (key.0, key.1, key.2, key.3))
        {
            Some(curve) => curve.points.push(row),
            None => out.push(OnTimeCurve {
                level: key.0,
                kind: key.1,
                unit: key.2,
                grain: key.3,
                points: vec![row],
            }),
        }
    }
    for curve in &mut out {
        curve
            .points
            .sort_by(|a, b| padding_of(a).total_cmp(&padding_of(b)));
        // The scenario's own padding may stand both in the grid and on its own.
        curve.points.dedup_by(|a, b| padding_of(a) == padding_of(b));
    }
    out.retain(|curve| curve.points.iter().filter(|p| p.value.is_some()).count() >= 2);
    sort_as_offered(outcome, &mut out);
    out
}

fn sort_as_offered(outcome: &Outcome, curves: &mut [OnTimeCurve<'_>]) {
    let rank = |level: &str| {
        outcome
            .service_levels
            .iter()
            .position(|l| l.service_level == level)
    };
    curves.sort_by_key(|c| rank(c.level).unwrap_or(usize::MAX));
}

fn padding_of(row: &OnTime) -> f64 {
    row.padding.value.unwrap_or(f64::NAN)
}

/// The row at the scenario's own padding.
pub(crate) fn own<'a>(outcome: &'a Outcome, level: &str, grain: &str) -> Option<&'a OnTime> {
    outcome.on_time.iter().find(|row| {
        row.zone.is_none()
            && row.padding.own
            && row.grain == grain
            && row.service_level.as_deref().unwrap_or(ALL) == level
    })
}

/// How a level's curve is announced: with the level's name, quoted as the planner wrote it.
pub(crate) fn announced(level: &str) -> String {
    let name = wording::level(level);
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Why paddings are approximate, in two lines; `None`: none is.
pub(crate) fn because<'a>(
    paddings: impl Iterator<Item = &'a Padding>,
) -> Option<[&'static str; 2]> {
    let mut approximate = paddings
        .filter(|padding| is_approximate(padding))
        .peekable();
    approximate.peek()?;
    let feeds_back = approximate.any(|padding| padding.feeds_back);
    Some(if feeds_back { FEEDS_BACK } else { WITHDRAWN })
}

/// A run of neighbours in stretches of exact and of approximate points, each beginning where the one before ends; a step to or
/// from an approximate point is approximate.
pub(crate) fn stretches<'a>(run: &[&'a OnTime]) -> Vec<(bool, Vec<&'a OnTime>)> {
    let mut out: Vec<(bool, Vec<&OnTime>)> = Vec::new();
    for pair in run.windows(2) {
        let approximate = pair.iter().any(|p| OnTimeCurve::approximate(p));
        match out.last_mut() {
            Some((same, points)) if *same == approximate => points.push(pair[1]),
            _ => out.push((approximate, pair.to_vec())),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use leadtime_sim::outcome::Padding;

    use super::*;

    fn point(hours: f64, value: Option<f64>, passive: bool) -> OnTime {
        OnTime {
            service_level: Some("a".into()),
            zone: None,
            padding: Padding {
                kind: "elapsed".into(),
                place: "promise".into(),
                value: Some(hours * 3600.0),
                unit: "s".into(),
                own: false,
                passive,
                simulated: false,
                feeds_back: false,
            },
            grain: "instant".into(),
            denominator: "all-promised".into(),
            value,
            low: value,
            high: value,
            n: 1,
            method: String::new(),
            offer_share: None,
            design_effect: None,
            zero_late: None,
            marks: Vec::new(),
        }
    }

    fn curve(points: &[OnTime]) -> OnTimeCurve<'_> {
        OnTimeCurve {
            level: "a",
            kind: "elapsed",
            unit: "s",
            grain: "instant",
            points: points.iter().collect(),
        }
    }

    // catches: grey wedges where the bound of an all-late or never-late padding is joined with its neighbour's interval
    #[test]
    fn a_band_joins_only_intervals_of_one_kind() {
        let [none, some, more, all] = [0.0, 0.3, 0.9, 1.0].map(|v| point(0.0, Some(v), true));
        assert!(OnTimeCurve::banded(&some, &more));
        assert!(OnTimeCurve::banded(&all, &all));
        for (a, b) in [(&none, &none), (&none, &some), (&more, &all), (&all, &more)] {
            assert!(!OnTimeCurve::banded(a, b), "{:?} {:?}", a.value, b.value);
        }
    }

    #[test]
    fn a_step_to_or_from_an_approximate_point_is_approximate() {
        let exact = [true, true, false, true, true];
        let points: Vec<_> = exact
            .iter()
            .enumerate()
            .map(|(i, &exact)| point(i as f64, Some(0.5), exact))
            .collect();
        let run: Vec<&OnTime> = points.iter().collect();
        let got: Vec<_> = stretches(&run)
            .into_iter()
            .map(|(approximate, points)| (approximate, points.len()))
            .collect();
        assert_eq!(got, [(false, 2), (true, 3), (false, 2)]);
    }

    // catches: an axis from one padding to the same one, on which nothing has a place
    #[test]
    fn cutting_the_foot_leaves_two_points() {
        let values = [Some(0.0), Some(0.0), None, Some(0.5), None];
        let points: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(i, &value)| point(i as f64, value, true))
            .collect();
        let (from, to) = curve(&points).without_foot().span();
        assert!(from < to, "{from} {to}");
        let long = [Some(0.0), Some(0.0), Some(0.001), Some(0.5), Some(0.9)];
        let points: Vec<_> = long
            .iter()
            .enumerate()
            .map(|(i, &value)| point(i as f64, value, true))
            .collect();
        assert_eq!(curve(&points).without_foot().span(), (2.0, 4.0));
    }
}
