//! The order log that is replayed.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;
use jiff::{Timestamp, Zoned};

use super::clock::Clockwork;
use super::names::Names;
use crate::diagnostics::Code;
use crate::network::{Demand, ReplayRow};
use crate::scenario::{
    Field, Findings, Given, ReplayRow as ReplayRecord, ReplayTable, Scenario, Span,
};
use crate::time::Instant;

/// The rows of the log, in order of time.
pub(super) fn replay(
    table: &ReplayTable,
    scenario: &Scenario,
    names: &Names<'_>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Demand {
    let mut rows = Vec::with_capacity(scenario.log.rows.len());
    let mut ids = BTreeSet::new();
    let mut clock = LogClock::default();
    let mut outside = 0_usize;
    for (number, row) in (1_u64..).zip(&scenario.log.rows) {
        let placed = clock.moment(&row.time, clockwork, findings);
        let promise = clock.moment(&row.promise, clockwork, findings);
        let zone = names.zones.find_optional(&row.zone, findings);
        let service_level = names.levels.find_optional(&row.service_level, findings);
        let id = row.id.cloned().unwrap_or(number);
        if !ids.insert(id) {
            let span = row.id.span().unwrap_or(row.span);
            findings.report(
                Code::RowTwice,
                span,
                format!("there are two orders with the number {id}"),
            );
        }
        let lines = lines(row, names, findings);
        let (Some(placed), Some(zone)) = (placed, zone) else {
            continue;
        };
        if let (Some(promise), Some(span)) = (promise, row.promise.span())
            && promise < placed
        {
            findings.report(Code::LogPromise, span, "the promise lies before the order");
        }
        if !within_run(placed, clockwork) {
            outside += 1;
            continue;
        }
        rows.push(ReplayRow {
            placed,
            zone,
            service_level,
            promise,
            lines,
            id,
        });
    }
    clock.report(findings);
    let scored = |row: &ReplayRow| {
        clockwork.is_none_or(|clockwork| {
            let clock = &clockwork.clock;
            row.placed >= Instant::START + clock.warm_up
                && row.placed < Instant::START + clock.horizon
        })
    };
    let all = scenario.log.rows.len();
    if let Some(span) = table.log.span() {
        if outside > 0 {
            let message = format!("{outside} of {all} orders lie outside the run and are left out");
            findings.report(Code::OutsideClock, span, message);
        }
        if !rows.is_empty() && !rows.iter().any(scored) {
            let message = format!("none of {all} orders lies in the scoring window");
            findings.report(Code::OutsideClock, span, message);
        }
    }
    rows.sort_by_key(|row| (row.placed, row.id));
    Demand::Replay { rows }
}

/// What was bought: SKUs, and units of each; without units, 0 stands for a draw.
fn lines(row: &ReplayRecord, names: &Names<'_>, findings: &mut Findings) -> Vec<(usize, u32)> {
    let Some(skus) = row.skus.given() else {
        if let Some(span) = row.units.span() {
            findings.report(Code::Conflict, span, "`units` needs `skus`");
        }
        return Vec::new();
    };
    let find = |name: &String| names.skus.find_text(name, skus.span, findings);
    let found: Vec<usize> = skus.value.0.iter().filter_map(find).collect();
    let Some(units) = row.units.given() else {
        return found.into_iter().map(|sku| (sku, 0)).collect();
    };
    let counts: Vec<u32> = units
        .value
        .0
        .iter()
        .filter_map(|count| count.parse().ok().filter(|&count| count > 0))
        .collect();
    if counts.len() != skus.value.0.len() || units.value.0.len() != counts.len() {
        let message = "`units` has a whole number of at least 1 for each of `skus`";
        findings.report(Code::Conflict, units.span, message);
    }
    found.into_iter().zip(counts).collect()
}

/// Orders after the horizon are part of the run-out; how long that is, is not known here unless it is stated.
fn within_run(placed: Instant, clockwork: Option<&Clockwork>) -> bool {
    placed >= Instant::START
        && clockwork
            .is_none_or(|clockwork| clockwork.clock.drain.is_none() || placed < clockwork.end())
}

/// Reads clock times of a log, and remembers those that a change of clocks makes doubtful.
#[derive(Default)]
struct LogClock {
    /// How many clock times do not exist, and where the first stands.
    skipped: (usize, Option<Span>),
    /// How many exist twice.
    repeated: (usize, Option<Span>),
}

impl LogClock {
    /// An instant of the log: with an offset, or local time of the clock's zone (of two the first, in a gap moved forward).
    fn moment(
        &mut self,
        field: &Field<String>,
        clockwork: Option<&Clockwork>,
        findings: &mut Findings,
    ) -> Option<Instant> {
        let Given { value: text, span } = field.given()?;
        let clockwork = clockwork?;
        let at = self.timestamp(text, *span, clockwork);
        if at.is_none() {
            let help =
                "write 2026-11-02T14:30:00, 2026-11-02T14:30:00-05:00 or 2026-11-02T19:30:00Z";
            let message = format!("`{text}` is not a date with time");
            findings.report_with(Code::NotATime, *span, message, help);
        }
        at.map(|at| clockwork.ticks(at))
    }

    fn timestamp(&mut self, text: &str, span: Span, clockwork: &Clockwork) -> Option<Timestamp> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(at);
        }
        if text.contains('[') {
            return text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp());
        }
        // A date alone would silently mean midnight.
        if !text.contains(':') {
            return None;
        }
        let local: DateTime = text.parse().ok()?;
        let ambiguous = clockwork.zone.to_ambiguous_timestamp(local);
        let doubtful = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Gap { .. } => Some(&mut self.skipped),
            AmbiguousOffset::Fold { .. } => Some(&mut self.repeated),
        };
        if let Some((count, first)) = doubtful {
            *count += 1;
            first.get_or_insert(span);
        }
        ambiguous.compatible().ok()
    }

    fn report(&self, findings: &mut Findings) {
        let doubts = [
            (
                Code::TimeSkipped,
                self.skipped,
                "do not exist there",
                "each is moved forward",
            ),
            (
                Code::TimeRepeated,
                self.repeated,
                "come twice there",
                "of each the first one counts",
            ),
        ];
        for (code, (count, first), what, done) in doubts {
            if let Some(span) = first {
                let message = format!(
                    "{count} clock times of the log {what}, where clocks change: this is the first"
                );
                let help = format!(
                    "{done}; write the offset, such as 2026-11-01T01:30:00-04:00, to be exact"
                );
                findings.report_with(code, span, message, help);
            }
        }
    }
}
