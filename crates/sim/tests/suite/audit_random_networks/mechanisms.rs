//! What all random networks together made happen, mechanism by mechanism.

use std::collections::BTreeMap;

use leadtime_sim::trace::{After, PaddingAt, Policy, Record, ServiceLevel, TraceReader};

/// Visits by what they were sold, and traces by what their scenarios say.
#[derive(Clone, Debug, Default)]
pub struct Mechanisms {
    sold: BTreeMap<&'static str, u64>,
    written: BTreeMap<&'static str, u64>,
}

/// Orders are sold levels with each of these.
const SOLD: [&str; 16] = [
    "constant",
    "service",
    "plan",
    "state",
    "quantile",
    "static table",
    "no days in the table",
    "at least",
    "fallback",
    "padding of the work",
    "padding of the cutoff",
    "counted on a later day",
    "latest",
    "padding in delivery days",
    "not offered where orders are turned away",
    "not offered after a cutoff or beyond the latest promise",
];

/// Traces of scenarios in which these words stand.
const WRITTEN: [&str; 20] = [
    "padding_at = \"process\"",
    "padding_at = \"cutoff\"",
    "window = ",
    "early_is_ok = true",
    "early_is_ok = false",
    "attempt_counts",
    "when_full = \"turn-away\"",
    "assign = \"cheapest\"",
    "assign = \"own-first\"",
    "assign = \"cheapest-that-meets-the-promise\"",
    "rule = \"cheapest-that-meets-the-promise\"",
    "rule = \"least-loaded\"",
    "wage",
    "cost_per_km",
    "per_return",
    "[[routes]]",
    "season",
    "quantile",
    "state = { safety",
    "state = { service",
];

impl Mechanisms {
    /// Counts what one trace shows.
    pub fn see(&mut self, scenario: &str, trace: &[u8]) {
        for word in WRITTEN {
            *self.written.entry(word).or_default() += u64::from(scenario.contains(word));
        }
        let mut reader = TraceReader::new(trace).unwrap();
        let levels = reader.header().service_levels.clone();
        let turns_away = scenario.contains("turn-away");
        let may_close = levels
            .iter()
            .any(|level| level.cutoff.is_some() || level.latest.is_some());
        for record in reader.by_ref().map(Result::unwrap) {
            let Record::Placed(placed) = record else {
                continue;
            };
            let Some(level) = placed.level else {
                self.count(SOLD[14], turns_away);
                self.count(SOLD[15], may_close);
                continue;
            };
            self.sold(&levels[level as usize], placed.zone as usize);
        }
    }

    fn count(&mut self, what: &'static str, seen: bool) {
        *self.sold.entry(what).or_default() += u64::from(seen);
    }

    fn sold(&mut self, level: &ServiceLevel, zone: usize) {
        let policy = match &level.policy {
            Policy::Constant(_) => SOLD[0],
            Policy::Service(_) => SOLD[1],
            Policy::Plan(_) => SOLD[2],
            Policy::State => SOLD[3],
            Policy::Quantile(_) => SOLD[4],
            Policy::StaticTable(_) => SOLD[5],
            Policy::Log | Policy::Other => return,
        };
        self.count(policy, true);
        let no_days = matches!(&level.policy, Policy::StaticTable(rows) if rows[zone].is_none());
        self.count(SOLD[6], no_days);
        self.count(SOLD[7], level.at_least.is_some());
        self.count(SOLD[8], level.fallback.is_some());
        self.count(SOLD[9], level.padding_at == PaddingAt::Process);
        self.count(SOLD[10], level.padding_at == PaddingAt::Cutoff);
        let rolls = level.cutoff.as_ref().is_some_and(|cutoff| cutoff.next_day);
        self.count(SOLD[11], rolls);
        self.count(SOLD[12], level.latest.is_some());
        let by_calendar = matches!(level.policy, Policy::Constant(After::BusinessDays(_)));
        self.count(SOLD[13], by_calendar);
    }

    /// Each of them often enough in so many traces.
    pub fn assert_seen(&self, traces: u64) {
        let count = |of: &BTreeMap<_, u64>, what: &str| of.get(what).copied().unwrap_or(0);
        for what in SOLD {
            let count = count(&self.sold, what);
            assert!(count > traces, "{what}: {count} orders in {traces} traces");
        }
        for what in WRITTEN {
            let count = count(&self.written, what);
            assert!(50 * count > traces, "{what}: {count} of {traces} traces");
        }
    }
}
