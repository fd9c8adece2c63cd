//! What designs are compared by: a sum and a count of every replication.

use leadtime_stats::{Confidence, Estimate, RatioSums, Total, mean};

use super::StudyOutcome;
use super::costs::UNIT;
use super::figures::total;
use super::sums::StudySums;
use crate::outcome::Unit;
use crate::plan::Plan;

/// A measure of a service level at the scenario's own padding: a ratio of sums over replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Delivered by the promised instant, of all promised.
    OnTime,
    /// Delivered by the end of the promised day, of all promised.
    OnTimeDay,
    /// Sold the level, of all visits.
    OfferShare,
    /// Delivery minus placement, of delivered orders; seconds.
    LeadTime,
    /// Promise minus placement, of promised orders; seconds.
    QuoteLength,
    /// max(0, delivery - promise), of delivered orders; seconds.
    Tardiness,
    /// What an order costs, of promised orders; money. Only where costs are given.
    Cost,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::OnTime,
        Self::OnTimeDay,
        Self::OfferShare,
        Self::LeadTime,
        Self::QuoteLength,
        Self::Tardiness,
        Self::Cost,
    ];

    /// Its stable name: `on_time`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::OnTimeDay => "on_time_day",
            Self::OfferShare => "offer_share",
            Self::LeadTime => "lead_time",
            Self::QuoteLength => "quote_length",
            Self::Tardiness => "tardiness",
            Self::Cost => "cost",
        }
    }

    /// The unit of its values.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::OnTime | Self::OnTimeDay | Self::OfferShare => Unit::Share,
            Self::LeadTime | Self::QuoteLength | Self::Tardiness => Unit::Seconds,
            Self::Cost => Unit::Money,
        }
    }

    /// The measure with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// The ratio of sums over replications with its interval: Korn and Graubard's for shares, Student's t with the variance of a ratio for
    /// others. `None` where nothing was observed.
    #[must_use]
    pub fn estimate(self, totals: &[Total], confidence: Confidence) -> Option<Estimate> {
        match self.unit() {
            Unit::Share => self.counts(totals).estimate(confidence),
            _ => mean::ratio_mean(totals, confidence),
        }
    }

    /// The counts of a share.
    #[must_use]
    pub fn counts(self, totals: &[Total]) -> RatioSums {
        let mut sums = RatioSums::default();
        for total in totals {
            // Counts came as whole numbers below 2^53.
            sums.record(total.sum as u64, total.count as u64);
        }
        sums
    }

    /// Whether more of it is better (true) or less.
    #[must_use]
    pub const fn more_is_better(self) -> bool {
        matches!(self, Self::OnTime | Self::OnTimeDay | Self::OfferShare)
    }
}

impl StudyOutcome {
    /// The measure of a service level, by its place among the plan's levels (one past the last: all together), for every replication in
    /// its order. `None` where the scenario gives no costs, or has no such level.
    #[must_use]
    pub fn measured(&self, plan: &Plan, measure: Measure, level: usize) -> Option<Vec<Total>> {
        self.sums.measured(plan, measure, level)
    }
}

impl StudySums {
    pub(super) fn measured(
        &self,
        plan: &Plan,
        measure: Measure,
        level: usize,
    ) -> Option<Vec<Total>> {
        let levels = plan.levels.len();
        if level > levels {
            return None;
        }
        let ticks = |sum: i64, count: u64| total(sum as f64 / 1_000.0, count as f64);
        let rows = self.level_sums.iter().map(|rows| &rows[level]);
        Some(match measure {
            Measure::OnTime => rows
                .map(|(_, cell)| total(f64::from(cell.on_time), f64::from(cell.n)))
                .collect(),
            Measure::OnTimeDay => rows
                .map(|(_, cell)| total(f64::from(cell.on_time_day), f64::from(cell.n)))
                .collect(),
            Measure::OfferShare => rows
                .zip(&self.baskets)
                .map(|((_, cell), (_, visits))| total(f64::from(cell.n), *visits as f64))
                .collect(),
            Measure::LeadTime => rows
                .map(|(sums, _)| ticks(sums.lead, sums.delivered))
                .collect(),
            Measure::QuoteLength => rows
                .map(|(sums, _)| ticks(sums.quote, sums.promised))
                .collect(),
            Measure::Tardiness => rows
                .map(|(sums, _)| ticks(sums.tardiness, sums.delivered))
                .collect(),
            Measure::Cost => return self.cost_of(plan, level),
        })
    }

    fn cost_of(&self, plan: &Plan, level: usize) -> Option<Vec<Total>> {
        plan.money.as_ref()?;
        // All orders come first among the rows of costs, then the levels.
        let row = if level == plan.levels.len() {
            0
        } else {
            1 + level
        };
        let cells = self.costs.rows.iter().map(|rows| &rows[row]);
        let totals = cells.map(|cell| {
            let cost = cell.own.total() + cell.shared.total();
            total(cost as f64 / UNIT, cell.n as f64)
        });
        Some(totals.collect())
    }
}
