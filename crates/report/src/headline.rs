//! The answer first: one sentence per service level.

use leadtime_sim::outcome::{Curve, Figure, Mark, Outcome, ServiceLevelFigures};

use serde::Serialize;

use crate::crossing::crossing;
use crate::plots::own_row;
use crate::wording::{self, ALL};

/// The answer for one level, in the three parts of its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Answer {
    /// Name of the level.
    pub(crate) level: String,
    /// How often the promise is kept, with its interval; none if it was never made.
    pub(crate) kept: Option<String>,
    /// What the target asks for; begins with a semicolon, empty without a target.
    pub(crate) advice: String,
}

impl Answer {
    /// `next-day as promised is kept 97.1 % (96.8–97.4); to reach 98 % quote 3 h longer.`
    pub(crate) fn sentence(&self) -> String {
        match &self.kept {
            Some(kept) => format!("{} as promised is kept {kept}{}.", self.level, self.advice),
            None => format!("{} was never promised.", self.level),
        }
    }
}

/// One answer per level: how often the promise is kept, and what padding the target needs.
pub(crate) fn answers(outcome: &Outcome) -> Vec<Answer> {
    let levels = outcome.service_levels.iter();
    let single = outcome.service_levels.len() <= 2;
    levels
        .filter(|l| !(single && l.service_level == ALL))
        .map(|l| answer(outcome, l))
        .collect()
}

fn answer(outcome: &Outcome, level: &ServiceLevelFigures) -> Answer {
    let share = level.on_time.value;
    Answer {
        level: wording::level(&level.service_level).to_owned(),
        kept: share.map(|_| kept(&level.on_time)),
        advice: share.map_or_else(String::new, |share| advice(outcome, level, share)),
    }
}

fn kept(on_time: &Figure) -> String {
    let share = wording::percent_interval(on_time.value, on_time.low, on_time.high);
    if on_time.marks.contains(&Mark::OneReplication) {
        format!("{share} (one replication: no interval)")
    } else {
        share
    }
}

/// What the target asks for: nothing without one.
fn advice(outcome: &Outcome, level: &ServiceLevelFigures, share: f64) -> String {
    let Some(target) = level.target else {
        return String::new();
    };
    let goal = wording::target(target);
    let own = own_row(outcome, &level.service_level);
    let same_kind =
        |c: &&Curve| own.is_none_or(|o| o.padding.kind == c.kind && o.padding.unit == c.unit);
    let instant = || {
        level
            .reaches_target_at
            .iter()
            .filter(|c| c.grain == "instant")
    };
    let Some(curve) = instant().find(same_kind).or_else(|| instant().next()) else {
        return met(share >= target, &goal);
    };
    let crossing = crossing(outcome, &level.service_level, curve);
    let Some(needed) = crossing.by_value else {
        let most = wording::percent(curve.highest);
        return format!("; {goal} is out of reach of padding alone (at most {most})");
    };
    let now = own
        .filter(|o| o.padding.unit == curve.unit && o.padding.kind == curve.kind)
        .and_then(|o| o.padding.value);
    if share >= target && level.on_time.low.is_some_and(|low| low < target) {
        return format!(
            "; the target {goal} is met by the estimate, but its interval reaches below"
        );
    }
    match now {
        Some(now) if share >= target => match crossing.by_low.filter(|sure| sure.padding < now) {
            Some(sure) => format!(
                "; the target {goal} is met, and would be with {}{} less",
                if sure.at_start { "at least " } else { "" },
                change(now - sure.padding, curve)
            ),
            None => format!("; the target {goal} is met with nothing to spare"),
        },
        Some(now) => format!(
            "; to reach {goal} quote {}{} longer",
            if needed.exact { "" } else { "about " },
            change(needed.padding - now, curve)
        ),
        None => format!(
            "; {goal} is reached with a padding of {}",
            needed.words(&curve.unit)
        ),
    }
}

fn met(met: bool, goal: &str) -> String {
    if met {
        format!("; the target {goal} is met")
    } else {
        format!("; the target {goal} is missed")
    }
}

/// A difference of paddings without its sign: `3 h`.
fn change(amount: f64, curve: &Curve) -> String {
    wording::padding_amount(amount, &curve.unit)
        .trim_start_matches('+')
        .to_owned()
}
