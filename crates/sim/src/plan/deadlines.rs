//! Dates before which orders are to be delivered.

use leadtime_network::Network;
use leadtime_network::network::DeadlineOf;
use leadtime_network::time::Instant;

use super::ZonePlan;

/// Hours of a local day.
pub(crate) const HOURS: usize = 24;

/// A deadline, and which hours of placement are looked at.
#[derive(Clone, Debug)]
pub(crate) struct DeadlinePlan {
    pub(crate) name: String,
    /// The date, and its number as a day of the run.
    pub(crate) date: String,
    pub(crate) day: i64,
    pub(crate) target: f64,
    pub(crate) of: DeadlineOf,
    /// So many local days before the date, all of them scored in every zone.
    pub(crate) days: usize,
    /// Per zone: the first instant looked at, and local midnight at which the date begins.
    pub(crate) within: Vec<(i64, i64)>,
    /// Where its cells begin among those of all deadlines.
    pub(crate) first: usize,
}

impl DeadlinePlan {
    /// Local hours that are looked at.
    pub(crate) fn hours(&self) -> usize {
        self.days * HOURS
    }

    /// The first cell of a level and zone, which has one for each hour.
    pub(crate) fn cell(&self, level: usize, zone: usize) -> usize {
        self.first + (level * self.within.len() + zone) * self.hours()
    }
}

/// All of them, and how many cells they have together.
pub(super) fn deadlines(network: &Network, zones: &[ZonePlan]) -> (Vec<DeadlinePlan>, usize) {
    let warm_up = network.clock.warm_up.0;
    let mut cells = 0;
    let plan = |deadline: &leadtime_network::network::Deadline| {
        let day = zones
            .first()
            .map_or(0, |zone| zone.civil.day_of_date(deadline.date).0);
        // Where the first of the days are not scored, fewer are looked at.
        let first = |zone: &ZonePlan| {
            let (start, into) = zone.civil.split(Instant(warm_up));
            start.0 + i64::from(into.0 > 0)
        };
        let earliest = zones.iter().map(first).max().unwrap_or(day);
        let days = (day - earliest).clamp(0, i64::from(deadline.days)) as usize;
        let start = |zone: &ZonePlan, day| {
            let day = leadtime_network::calendar::DayIndex(day);
            zone.civil.start_of(day).0
        };
        let within = zones
            .iter()
            .map(|zone| (start(zone, day - days as i64), start(zone, day)));
        let plan = DeadlinePlan {
            name: deadline.name.clone(),
            date: deadline.date.to_string(),
            day,
            target: deadline.target,
            of: deadline.of,
            days,
            within: within.collect(),
            first: cells,
        };
        cells += network.service_levels.len() * zones.len() * plan.hours();
        plan
    };
    let plans = network.deadlines.iter().map(plan).collect();
    (plans, cells)
}
