//! Civil time compiled once per time zone and calendar, shared by everything that uses it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::Network;
use leadtime_network::calendar::{CivilDays, DayIndex, OpenDays, OpenIntervals};
use leadtime_network::network::Grain;
use leadtime_network::time::Instant;

use super::Grains;

/// Compiled time zones and calendars of one network.
pub(crate) struct CivilCache<'n> {
    network: &'n Network,
    /// The last instant that can matter.
    pub(crate) end: i64,
    zones: BTreeMap<String, Arc<CivilDays>>,
    days: BTreeMap<(usize, String), Arc<OpenDays>>,
    intervals: BTreeMap<(usize, String), Arc<OpenIntervals>>,
    grains: BTreeMap<(String, bool), Arc<[i64]>>,
}

impl<'n> CivilCache<'n> {
    pub(crate) fn new(network: &'n Network, end: i64) -> Self {
        Self {
            network,
            end,
            zones: BTreeMap::new(),
            days: BTreeMap::new(),
            intervals: BTreeMap::new(),
            grains: BTreeMap::new(),
        }
    }

    /// Civil days of a time zone that validation has accepted.
    pub(crate) fn days_of(&mut self, time_zone: &str) -> Arc<CivilDays> {
        let network = self.network;
        let end = self.end;
        let make = || {
            let clock = &network.clock;
            let days = CivilDays::new(clock.start, &clock.time_zone, time_zone, Instant(end));
            Arc::new(days.expect("validation accepts only known time zones and dates"))
        };
        Arc::clone(self.zones.entry(time_zone.to_owned()).or_insert_with(make))
    }

    /// The days on which a calendar is open, in a time zone.
    pub(crate) fn open_days(&mut self, calendar: usize, time_zone: &str) -> Arc<OpenDays> {
        let days = self.days_of(time_zone);
        let make = || Arc::new(OpenDays::new(&self.network.calendars[calendar], &days));
        Arc::clone(
            self.days
                .entry((calendar, time_zone.to_owned()))
                .or_insert_with(make),
        )
    }

    /// The open hours of a calendar, in a time zone.
    pub(crate) fn open_intervals(
        &mut self,
        calendar: usize,
        time_zone: &str,
    ) -> Arc<OpenIntervals> {
        let days = self.days_of(time_zone);
        let until = Instant(self.end);
        let make = || {
            Arc::new(OpenIntervals::new(
                &self.network.calendars[calendar],
                &days,
                until,
            ))
        };
        Arc::clone(
            self.intervals
                .entry((calendar, time_zone.to_owned()))
                .or_insert_with(make),
        )
    }

    /// The civil days or ISO weeks of a time zone from the one that holds tick 0 to the one that holds the end.
    pub(crate) fn grains(&mut self, grain: Grain, time_zone: &str) -> Grains {
        let days = self.days_of(time_zone);
        let first = days.day_of(Instant::START);
        let last = days.day_of(Instant(self.end));
        let weekly = grain == Grain::Week;
        let make = || {
            let starts_grain = |day: &DayIndex| !weekly || *day == first || days.weekday(*day) == 0;
            let all = (first.0..=last.0 + 1).map(DayIndex);
            all.filter(starts_grain)
                .map(|day| days.start_of(day).0)
                .collect()
        };
        let starts = Arc::clone(
            self.grains
                .entry((time_zone.to_owned(), weekly))
                .or_insert_with(make),
        );
        let usual = if weekly { 7 * 24 } else { 24 } * super::HOUR;
        // Numbered by the date, not by the scenario's first day, so that a scenario that starts later keeps a day's value.
        Grains {
            first: 0,
            starts,
            usual,
        }
    }
}
