//! The distinct clocks of a header: civil times with days on which something is open.

use leadtime_network::calendar::{CivilDays, DayIndex, OpenDays};

use super::Clock;

/// Clocks collected while a header is made, each once.
#[derive(Default)]
pub(super) struct Clocks {
    pub(super) all: Vec<Clock>,
}

impl Clocks {
    /// The index of a civil time with its open days.
    pub(super) fn index(&mut self, days: &CivilDays, open: &OpenDays) -> u32 {
        let (offset, changes) = days.offsets();
        let weekday = days.weekday(DayIndex(0));
        let (delivery, closed) = open.pattern(weekday);
        let own = Clock {
            offset,
            changes: changes.map(|(at, offset)| (at.0, offset)).collect(),
            weekday,
            delivery,
            closed: closed.map(|day| day.0).collect(),
        };
        let known = self.all.iter().position(|clock| *clock == own);
        known.unwrap_or_else(|| {
            self.all.push(own);
            self.all.len() - 1
        }) as u32
    }
}
