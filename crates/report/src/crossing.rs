//! Where a padding curve meets its target: found on the grid, met already where the grid begins, or out of reach.

use leadtime_sim::outcome::{Curve, OnTime, Outcome, Padding};

use crate::wording::{self, ALL};

/// A padding of the grid at which a target is met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reached {
    /// The padding, in the unit of the grid.
    pub(crate) padding: f64,
    /// Whether the grid begins there: a smaller padding might do as well.
    pub(crate) at_start: bool,
    /// Whether the point is exact: every visit is sold as it was, or it was simulated by itself.
    pub(crate) exact: bool,
}

impl Reached {
    /// `+3 h`; `≤ −6 h` where the grid begins there.
    pub(crate) fn words(self, unit: &str) -> String {
        let amount = wording::padding_amount(self.padding, unit);
        if self.at_start {
            format!("≤ {amount}")
        } else {
            amount
        }
    }

    /// The same without the name of the unit, for a column that names it; times keep theirs.
    pub(crate) fn bare(self, unit: &str) -> String {
        if unit == "s" {
            return self.words(unit);
        }
        let sign = if self.at_start { "≤ " } else { "" };
        format!("{sign}{}", wording::plain(self.padding, true))
    }
}

/// Where the curve of a level meets its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Crossing<'a> {
    /// What the outcome says of it.
    pub(crate) curve: &'a Curve,
    /// By the estimate; none: out of reach.
    pub(crate) by_value: Option<Reached>,
    /// By the lower end of the interval; none: out of reach.
    pub(crate) by_low: Option<Reached>,
}

/// Looks up the paddings of a level's crossing on its grid.
pub(crate) fn crossing<'a>(outcome: &'a Outcome, level: &'a str, curve: &'a Curve) -> Crossing<'a> {
    let reached = |padding: f64| {
        let on_grid = || grid(outcome, level, curve);
        let least = on_grid().filter_map(|p| p.padding.value).reduce(f64::min);
        let exact = on_grid()
            .find(|p| p.padding.value == Some(padding))
            .is_none_or(|p| !is_approximate(&p.padding));
        Reached {
            padding,
            at_start: least.is_some_and(|least| padding <= least),
            exact,
        }
    };
    Crossing {
        curve,
        by_value: curve.by_value.map(reached),
        by_low: curve.by_low.map(reached),
    }
}

/// Whether what is told at a padding is neither exact nor simulated.
pub(crate) fn is_approximate(padding: &Padding) -> bool {
    !(padding.passive || padding.simulated)
}

/// The points of the grid behind a crossing; the scenario's own padding is none of them.
fn grid<'a>(
    outcome: &'a Outcome,
    level: &'a str,
    curve: &'a Curve,
) -> impl Iterator<Item = &'a OnTime> {
    outcome
        .on_time
        .iter()
        .filter(|row| row.zone.is_none() && !row.padding.own)
        .filter(move |row| {
            (&row.padding.kind, &row.padding.unit, &row.grain)
                == (&curve.kind, &curve.unit, &curve.grain)
        })
        .filter(move |row| row.service_level.as_deref().unwrap_or(ALL) == level)
}
