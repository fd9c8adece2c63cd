//! What chosen paddings do to the orders of fresh replications, state by state.

use leadtime_sim::study::Journey;
use leadtime_stats::mean::ratio_mean;
use leadtime_stats::rare::{Claim, Standing as Claimed, Verdict};
use leadtime_stats::{Confidence, RatioSums, Total};

use super::states::{SECOND, States};
use crate::requirement::Standing;

/// Orders of fresh replications by the states of the search.
pub(super) struct Fresh<'s> {
    states: &'s States,
    /// Per replication and state: orders that every padding keeps.
    kept: Vec<Vec<Vec<u32>>>,
    /// Per replication and state: base quotes, ticks.
    quotes: Vec<Vec<Vec<i64>>>,
}

impl<'s> Fresh<'s> {
    pub(super) fn of(states: &'s States, runs: &[Vec<Journey>]) -> Self {
        let all = states.len();
        let mut fresh = Self {
            states,
            kept: Vec::new(),
            quotes: Vec::new(),
        };
        for run in runs {
            let mut kept = vec![vec![0; states.paddings().len()]; all];
            let mut quotes = vec![Vec::new(); all];
            for order in run {
                let state = states.state(order);
                quotes[state].push(order.base_quote);
                if let Some(first) = states.first_kept(order) {
                    kept[state][first] += 1;
                }
            }
            for of_state in &mut kept {
                let mut all = 0;
                for kept in of_state {
                    all += *kept;
                    *kept = all;
                }
            }
            fresh.kept.push(kept);
            fresh.quotes.push(quotes);
        }
        fresh
    }

    /// On time and all, replication by replication, of one state, or of all with the padding of each.
    pub(super) fn periods(&self, state: Option<usize>, chosen: &[usize]) -> Vec<(u64, u64)> {
        let states = match state {
            Some(state) => state..state + 1,
            None => 0..self.states.len(),
        };
        let runs = self.quotes.iter().zip(&self.kept);
        let periods = runs.map(|(quotes, kept)| {
            states.clone().fold((0, 0), |(on_time, all), state| {
                let kept = u64::from(kept[state][chosen[state]]);
                (on_time + kept, all + quotes[state].len() as u64)
            })
        });
        periods.collect()
    }

    /// Where the claim of a share stands.
    pub(super) fn standing(
        &self,
        claim: &Claim,
        state: Option<usize>,
        chosen: &[usize],
    ) -> Option<Claimed> {
        claim.standing(&self.periods(state, chosen), None)
    }

    /// The mean quote, seconds.
    pub(super) fn quote_length(
        &self,
        state: Option<usize>,
        chosen: &[usize],
    ) -> Option<leadtime_stats::Estimate> {
        let states = match state {
            Some(state) => state..state + 1,
            None => 0..self.states.len(),
        };
        let totals = self.quotes.iter().map(|quotes| {
            let mut total = Total {
                sum: 0.0,
                count: 0.0,
            };
            for state in states.clone() {
                let padding = self.states.paddings()[chosen[state]];
                let told = quotes[state]
                    .iter()
                    .map(|base| (base + padding).max(0) as f64 / SECOND);
                total.sum += told.sum::<f64>();
                total.count += quotes[state].len() as f64;
            }
            total
        });
        ratio_mean(&totals.collect::<Vec<_>>(), Confidence::P95)
    }

    /// The on-time share with its interval.
    pub(super) fn on_time(
        &self,
        state: Option<usize>,
        chosen: &[usize],
    ) -> Option<leadtime_stats::Estimate> {
        let mut sums = RatioSums::default();
        for (kept, orders) in self.periods(state, chosen) {
            sums.record(kept, orders);
        }
        sums.estimate(Confidence::P95)
    }

    /// The base quotes of a state, seconds, from and to.
    pub(super) fn base_quotes(&self, state: usize) -> [f64; 2] {
        let (from, to) = self.states.bounds(state);
        [from as f64 / SECOND, to as f64 / SECOND]
    }

    pub(super) fn replications(&self) -> u32 {
        self.kept.len() as u32
    }
}

/// In the words of a requirement.
pub(super) fn told(claimed: &Claimed, share: f64) -> Standing {
    Standing {
        value: claimed.value,
        low: claimed.low,
        high: claimed.high,
        met: claimed.value >= share,
        surely_met: claimed.verdict == Verdict::Carried,
        surely_missed: claimed.verdict == Verdict::Contradicted,
    }
}
