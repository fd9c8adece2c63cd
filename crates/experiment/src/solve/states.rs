//! A padding for every state of the queues: what a promise knew at placement shows in the length of its base quote.
//!
//! With the share kept in every segment, each gets the least padding that keeps it. With the share kept in the aggregate and the quotes as short
//! as possible, the least total quote is found by a price of lateness: each segment takes the padding at which price x on-time share - quote is
//! most (Lagrange). Then segments in which lateness is likely anyway are quoted as little as the axis allows: Spearman and Zhang (1999) found
//! that such an optimum quotes zero to the busiest states, a promise that is sure to be broken. It is named for what it is.

use leadtime_network::promise::PaddingAmount;
use leadtime_network::study::{FloorWord, Requirement};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Journey, Measure, journeys};
use leadtime_stats::mean::ratio_mean;
use leadtime_stats::{Confidence, RatioSums, Total};

use super::keep::label;
use super::{Corner, Line, SegmentAnswer};
use crate::trial::{Interrupted, Run, Trials};

/// Orders that a state must have been seen with to have a padding of its own; rarer neighbours share one.
const ENOUGH: u64 = 500;
/// Halvings of the price of lateness.
const HALVINGS: u32 = 60;
/// Ticks in a second.
const SECOND: f64 = 1_000.0;

/// One answer for all orders together, then one per state. No segment where the requirement is not on the on-time share, or the axis no padding
/// that moves every promise by so much time.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    (that, floor): (&Requirement, FloorWord),
    line: &Line,
) -> Result<Vec<SegmentAnswer>, Interrupted> {
    let amounts = trials.paddings(line.axis);
    let amounts: Option<Vec<i64>> =
        amounts.map(|amounts| amounts.iter().filter_map(elapsed).collect());
    let Some(paddings) = amounts.filter(|found| found.len() == line.designs.len()) else {
        return Ok(Vec::new());
    };
    if that.figure.measure != Measure::OnTime.name() || !paddings.is_sorted() {
        return Ok(Vec::new());
    }
    let search = runs(trials, (line, that), Run::Search)?;
    let states = States::of(&search, paddings);
    let chosen = match floor {
        FloorWord::Segment => states.equal_service(that.bound),
        FloorWord::Aggregate => states.shortest_quotes(that.bound),
    };
    let verify = runs(trials, (line, that), Run::Verify)?;
    let mut answers = states.estimates(&verify, &chosen, that.figure.level.as_deref());
    for (answer, choice) in answers.iter_mut().skip(1).zip(&chosen) {
        answer.value = choice.map(|at| label(trials, line.designs[at], line.axis));
    }
    Ok(answers)
}

fn elapsed(amount: &PaddingAmount) -> Option<i64> {
    match amount {
        PaddingAmount::Elapsed(length) => Some(length.0),
        _ => None,
    }
}

/// The orders of the asked level, replication by replication.
fn runs(
    trials: &mut Trials<'_>,
    (line, that): (&Line, &Requirement),
    run: Run,
) -> Result<Vec<Vec<Journey>>, Interrupted> {
    let (plan, seed) = trials.plan(line.designs[0], run)?;
    let level = level(&plan, that);
    let mut all = Vec::new();
    for replication in 0..trials.checked.study.replications {
        trials.step(replication)?;
        let mut orders = journeys(&plan, seed, replication);
        orders.retain(|order| level.is_none_or(|level| order.level == level));
        all.push(orders);
    }
    Ok(all)
}

fn level(plan: &Plan, that: &Requirement) -> Option<u32> {
    let wanted = that.figure.level.as_ref()?;
    let at = plan.level_names.iter().position(|name| name == wanted)?;
    u32::try_from(at).ok()
}

/// What is known of every state.
struct States {
    paddings: Vec<i64>,
    /// Ascending, apart: the base quotes that fall into each.
    bounds: Vec<(i64, i64)>,
    /// Per state: orders.
    orders: Vec<u64>,
    /// Per state and padding: orders that the padding is the first to keep.
    kept: Vec<Vec<u64>>,
    /// Per state: sum of the base quotes, ticks.
    quotes: Vec<f64>,
}

impl States {
    fn of(runs: &[Vec<Journey>], paddings: Vec<i64>) -> Self {
        let mut seen = std::collections::BTreeMap::<i64, u64>::new();
        for order in runs.iter().flatten() {
            *seen.entry(order.base_quote).or_default() += 1;
        }
        let mut bounds: Vec<(i64, i64)> = Vec::new();
        let mut gathered = ENOUGH;
        for (&quote, &orders) in &seen {
            match bounds.last_mut() {
                Some(last) if gathered < ENOUGH => last.1 = quote,
                _ => {
                    bounds.push((quote, quote));
                    gathered = 0;
                }
            }
            gathered += orders;
        }
        let mut states = Self {
            orders: vec![0; bounds.len()],
            kept: vec![vec![0; paddings.len()]; bounds.len()],
            quotes: vec![0.0; bounds.len()],
            bounds,
            paddings,
        };
        for order in runs.iter().flatten() {
            let state = states.state(order);
            states.orders[state] += 1;
            states.quotes[state] += order.base_quote as f64;
            if let Some(first) = states.first_kept(order) {
                states.kept[state][first] += 1;
            }
        }
        states
    }

    /// The state of an order; beyond those seen, the nearest.
    fn state(&self, order: &Journey) -> usize {
        let after = self
            .bounds
            .partition_point(|(_, to)| *to < order.base_quote);
        after.min(self.bounds.len().saturating_sub(1))
    }

    /// The first padding that keeps an order.
    fn first_kept(&self, order: &Journey) -> Option<usize> {
        let lead = order.lead_time?;
        // No promise precedes placement.
        let first = self
            .paddings
            .partition_point(|padding| (order.base_quote + padding).max(0) < lead);
        (first < self.paddings.len()).then_some(first)
    }

    /// Orders of a state that every padding keeps.
    fn curve(&self, state: usize) -> impl Iterator<Item = u64> + '_ {
        self.kept[state].iter().scan(0, |all, kept| {
            *all += kept;
            Some(*all)
        })
    }

    /// The mean quote of a state at a padding, ticks.
    fn quote(&self, state: usize, padding: usize) -> f64 {
        let mean = self.quotes[state] / self.orders[state] as f64;
        (mean + self.paddings[padding] as f64).max(0.0)
    }

    /// The least padding of every state that keeps the share there; the last where none does.
    fn equal_service(&self, share: f64) -> Vec<Option<usize>> {
        let of = |state: usize| {
            let orders = self.orders[state] as f64;
            self.curve(state)
                .position(|kept| kept as f64 >= share * orders)
        };
        (0..self.bounds.len()).map(of).collect()
    }

    /// The paddings of the shortest quotes on average that keep the share over all states.
    fn shortest_quotes(&self, share: f64) -> Vec<Option<usize>> {
        let orders: u64 = self.orders.iter().sum();
        let keeps = |chosen: &[Option<usize>]| {
            let kept: u64 = chosen
                .iter()
                .enumerate()
                .map(|(state, at)| self.kept_at(state, *at))
                .sum();
            kept as f64 >= share * orders as f64
        };
        // Prices, in ticks of quote for an order on time.
        let longest = self.paddings.last().copied().unwrap_or(0).unsigned_abs() as f64;
        let (mut low, mut high) = (0.0, 1_000.0 * (longest + SECOND));
        if !keeps(&self.at_price(high)) {
            return self.at_price(high);
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if keeps(&self.at_price(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        self.at_price(high)
    }

    /// Per state, the padding at which price x on-time share - quote is most; the shortest quote among equals.
    fn at_price(&self, price: f64) -> Vec<Option<usize>> {
        let best = |state: usize| {
            let orders = self.orders[state] as f64;
            let mut best: Option<(usize, f64)> = None;
            for (at, kept) in self.curve(state).enumerate() {
                let worth = price * kept as f64 / orders - self.quote(state, at);
                if best.is_none_or(|(_, most)| worth > most) {
                    best = Some((at, worth));
                }
            }
            best.map(|(at, _)| at)
        };
        (0..self.bounds.len()).map(best).collect()
    }

    fn kept_at(&self, state: usize, padding: Option<usize>) -> u64 {
        padding.map_or(0, |at| self.kept[state][..=at].iter().sum())
    }

    /// The chosen paddings on other replications: all orders together, then every state.
    fn estimates(
        &self,
        runs: &[Vec<Journey>],
        chosen: &[Option<usize>],
        level: Option<&str>,
    ) -> Vec<SegmentAnswer> {
        let rows = self.bounds.len() + 1;
        let mut on_time = vec![RatioSums::default(); rows];
        let mut quotes: Vec<Vec<Total>> = vec![Vec::new(); rows];
        for orders in runs {
            let mut counts = vec![(0, 0, 0.0); rows];
            for order in orders {
                let state = self.state(order);
                let at = chosen[state].unwrap_or(self.paddings.len() - 1);
                let quote = (order.base_quote + self.paddings[at]).max(0);
                let kept = order.lead_time.is_some_and(|lead| lead <= quote);
                for row in [0, 1 + state] {
                    counts[row].0 += u64::from(kept);
                    counts[row].1 += 1;
                    counts[row].2 += quote as f64 / SECOND;
                }
            }
            for (row, (kept, orders, quote)) in counts.into_iter().enumerate() {
                on_time[row].record(kept, orders);
                quotes[row].push(Total {
                    sum: quote,
                    count: orders as f64,
                });
            }
        }
        let answer = |row: usize| {
            let quote_length = ratio_mean(&quotes[row], Confidence::P95);
            let state = row.checked_sub(1);
            let shortest = state.is_some_and(|state| chosen[state] == Some(0));
            SegmentAnswer {
                service_level: level.map(str::to_owned),
                base_quote: state.map(|state| {
                    let (from, to) = self.bounds[state];
                    [from as f64 / SECOND, to as f64 / SECOND]
                }),
                figure: on_time[row].estimate(Confidence::P95),
                corner: shortest.then_some(Corner::BrokenPromise),
                quote_length,
                replications: runs.len() as u32,
                ..SegmentAnswer::default()
            }
        };
        (0..rows).map(answer).collect()
    }
}
