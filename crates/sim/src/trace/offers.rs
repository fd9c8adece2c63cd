//! The terms of an offer: how a base promise is made, and until when a level is sold.

use leadtime_network::calendar::OpenDays;
use leadtime_network::network;
use leadtime_network::promise::DayOffset;
use serde::{Deserialize, Serialize};

use super::clocks::Clocks;
use crate::plan::{self, LevelPlan, TableRow};

/// A time after another one, by the clock and the delivery days of the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum After {
    /// Ticks.
    Elapsed(i64),
    /// Civil days.
    Days(i32),
    /// Delivery days.
    BusinessDays(i32),
}

impl From<DayOffset> for After {
    fn from(of: DayOffset) -> Self {
        match of {
            DayOffset::Elapsed(ticks) => Self::Elapsed(ticks.0),
            DayOffset::Days(days) => Self::Days(days),
            DayOffset::BusinessDays(days) => Self::BusinessDays(days),
        }
    }
}

/// How the base promise of an order is made from the instant at which it counts as placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// So long after it.
    Constant(After),
    /// By the first window whose `until` its clock time has not passed, otherwise the last.
    Service(Vec<Window>),
    /// The last planned delivery of its parcels, in delivery hours, after so many ticks more.
    Plan(i64),
    /// Days by a table, per zone; `null`: the table has no answer.
    StaticTable(Vec<Option<TransitDays>>),
    /// So many ticks after it, per zone.
    Quantile(Vec<i64>),
    /// The plan, and the queues as they are then: the base is not recomputed.
    State,
    /// As logged: the base is not recomputed.
    Log,
    /// Unknown: the base is not recomputed.
    Other,
}

/// A promise by the clock time of placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// For orders up to and including this clock time, ticks after midnight; `null`: for all.
    pub until: Option<i64>,
    /// On which day.
    pub day: After,
    /// The clock time on that day, ticks after midnight; 24:00 is its last tick.
    pub at: i64,
}

/// A promise by transit days: what is there by the cutoff leaves on the first dispatch day, travels so many transit days, and is
/// promised for the end of the first delivery day of the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransitDays {
    /// Transit days.
    pub days: u32,
    /// Ticks after midnight of the origin; `null`: its last tick.
    pub cutoff: Option<i64>,
    /// Index of the clock of the origin, whose delivery days are dispatch days.
    pub dispatch: u32,
    /// The same, with transit days.
    pub transit: u32,
}

/// Until when a level is offered, day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Per weekday (Monday first) the last clock time, ticks after midnight; 24:00 is the day's last tick; `null`: not offered.
    pub weekdays: [Option<i64>; 7],
    /// Days on which `holiday` holds instead, ascending.
    #[serde(default)]
    pub holidays: Vec<i64>,
    /// The last clock time on those; `null`: not offered.
    #[serde(default)]
    pub holiday: Option<i64>,
    /// Later orders count as placed on the next day with a cutoff; otherwise they are not offered the level.
    pub next_day: bool,
    /// Per zone the index of the clock by which it holds.
    pub clocks: Vec<u32>,
}

/// Where padding sits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaddingAt {
    /// Added to the base promise.
    #[default]
    Promise,
    /// Added to the planned work before the first departure: it is in the base.
    Process,
    /// The cutoff is so much earlier: the base is what it is then.
    Cutoff,
}

impl PaddingAt {
    pub(super) fn is_promise(&self) -> bool {
        *self == Self::Promise
    }
}

impl From<network::PaddingAt> for PaddingAt {
    fn from(of: network::PaddingAt) -> Self {
        match of {
            network::PaddingAt::Promise => Self::Promise,
            network::PaddingAt::Process => Self::Process,
            network::PaddingAt::Cutoff => Self::Cutoff,
        }
    }
}

/// The policy of a level.
pub(super) fn policy(level: &LevelPlan, clocks: &mut Clocks) -> Policy {
    match &level.policy {
        plan::Policy::Constant(after) => Policy::Constant((*after).into()),
        plan::Policy::Service(windows) => Policy::Service(
            windows
                .iter()
                .map(|window| Window {
                    until: window.until.map(|until| i64::from(until.0)),
                    day: window.day.into(),
                    at: i64::from(window.at.0),
                })
                .collect(),
        ),
        &plan::Policy::Plan(allowance) => Policy::Plan(allowance),
        plan::Policy::State(_) => Policy::State,
        plan::Policy::StaticTable(rows) => Policy::StaticTable(
            rows.iter()
                .map(|row| Some(table_row(row.as_ref()?, clocks)))
                .collect(),
        ),
        plan::Policy::Quantile(_, _, after) => Policy::Quantile(after.clone()),
        plan::Policy::Log => Policy::Log,
    }
}

fn table_row(row: &TableRow, clocks: &mut Clocks) -> TransitDays {
    TransitDays {
        days: row.days,
        cutoff: row.cutoff.map(|cutoff| i64::from(cutoff.0)),
        dispatch: clocks.index(&row.origin, &row.dispatch),
        transit: clocks.index(&row.origin, &row.transit),
    }
}

/// The cutoff of a level, if it has one.
pub(super) fn cutoff(level: &LevelPlan, clocks: &mut Clocks) -> Option<Cutoff> {
    let every_day = OpenDays::every_day();
    let of = level.cutoffs.first()?;
    let ticks = |time: leadtime_network::calendar::DayTime| i64::from(time.0);
    let (holidays, holiday) = of.holidays();
    Some(Cutoff {
        weekdays: of.weekdays().map(|time| time.map(ticks)),
        holidays: holidays.iter().map(|day| day.0).collect(),
        holiday: holiday.map(ticks),
        next_day: of.rolls(),
        clocks: level
            .cutoffs
            .iter()
            .map(|of| clocks.index(of.days(), &every_day))
            .collect(),
    })
}
