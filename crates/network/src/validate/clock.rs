//! Start, warm-up, scoring window, study.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::ranges;
use crate::diagnostics::Code;
use crate::network::{Blame, BlameBy, Clock, StudyDefaults};
use crate::promise::DayOffset;
use crate::scenario::{Field, Findings, Given, Scenario};
use crate::time::{Duration, Instant};

/// Bits of time in an event key.
const TIME_BITS: u32 = 38;

/// The clock with what is needed to turn civil times into ticks.
#[derive(Debug)]
pub(super) struct Clockwork {
    /// The validated clock.
    pub(super) clock: Clock,
    /// Its time zone.
    pub(super) zone: TimeZone,
    /// The instant of tick 0.
    pub(super) start: Timestamp,
}

impl Clockwork {
    /// Ticks from the start to an instant.
    pub(super) fn ticks(&self, at: Timestamp) -> Instant {
        Instant(at.as_millisecond() - self.start.as_millisecond())
    }

    /// The end of the run at the latest that is known before simulating: horizon and drain.
    pub(super) fn end(&self) -> Instant {
        Instant::START + self.clock.horizon + self.clock.drain.unwrap_or(Duration::ZERO)
    }
}

/// Validates the clock. `None` if it cannot be told when anything is.
pub(super) fn clock(scenario: &Scenario, findings: &mut Findings) -> Option<Clockwork> {
    let table = scenario.root.clock.value()?;
    let date = table.start.given()?;
    let time_zone = table.time_zone.value()?.0.clone();
    let zone = TimeZone::get(&time_zone).ok()?;
    let Ok(start) = date.value.to_zoned(zone.clone()) else {
        findings.report(
            Code::OutOfRange,
            date.span,
            "the start is too far from today",
        );
        return None;
    };
    let after_start = |days: i32| -> Option<Duration> {
        let end = date
            .value
            .checked_add(days.days())
            .ok()?
            .to_zoned(zone.clone())
            .ok()?;
        Some(Duration(
            end.timestamp().as_millisecond() - start.timestamp().as_millisecond(),
        ))
    };
    let warm_up =
        offset(&table.warm_up, "warm_up", &after_start, findings).unwrap_or(Duration::ZERO);
    let horizon = offset(&table.horizon, "horizon", &after_start, findings)?;
    let drain = ranges::length(&table.drain);
    if warm_up >= horizon {
        let span = table
            .warm_up
            .span()
            .or(table.horizon.span())
            .unwrap_or(table.span);
        findings.report(
            Code::NothingScored,
            span,
            "no order would be scored: the warm-up lasts until the horizon",
        );
    }
    let total = horizon + drain.unwrap_or(Duration::ZERO);
    if total.0 >= 1 << TIME_BITS {
        let span = table.horizon.span().unwrap_or(table.span);
        findings.report(
            Code::TooLong,
            span,
            "horizon and drain together are longer than 8.7 years",
        );
    }
    let clock = Clock {
        start: date.value,
        time_zone,
        warm_up,
        horizon,
        drain,
    };
    Some(Clockwork {
        clock,
        zone,
        start: start.timestamp(),
    })
}

/// Ticks from the start; days are civil days of the clock's zone.
fn offset(
    field: &Field<DayOffset>,
    key: &str,
    after_start: &dyn Fn(i32) -> Option<Duration>,
    findings: &mut Findings,
) -> Option<Duration> {
    let Given { value, span } = field.given()?;
    match *value {
        DayOffset::Elapsed(length) => Some(length),
        DayOffset::Days(days) => {
            let length = after_start(days);
            if length.is_none() {
                findings.report(
                    Code::TooLong,
                    *span,
                    format!("`{key}` leads too far from the start"),
                );
            }
            length
        }
        DayOffset::BusinessDays(_) => {
            let help = "write civil days (`7d`) or hours (`168h`)";
            findings.report_with(
                Code::NotAQuantity,
                *span,
                format!("`{key}` has no calendar of business days"),
                help,
            );
            None
        }
    }
}

/// Seed and replications.
pub(super) fn study(scenario: &Scenario, findings: &mut Findings) -> StudyDefaults {
    let table = scenario.root.study.value();
    StudyDefaults {
        seed: table.and_then(|table| table.seed.cloned()).unwrap_or(1),
        replications: table
            .and_then(|table| ranges::count(&table.replications, "replications", findings))
            .unwrap_or(100),
    }
}

/// Whether late orders are charged to their causes.
pub(super) fn blame(scenario: &Scenario, findings: &mut Findings) -> Option<Blame> {
    let table = scenario.root.blame.value()?;
    Some(Blame {
        by: table.by.cloned().unwrap_or(BlameBy::Place),
        rerun: table.rerun.cloned().unwrap_or(5),
        replications: ranges::count(&table.replications, "replications", findings).unwrap_or(20),
    })
}
