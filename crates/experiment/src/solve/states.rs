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
use leadtime_stats::Confidence;
use leadtime_stats::rare::{Claim, Verdict};

use super::fresh::{Fresh, told};
use super::{Corner, Line, SegmentAnswer, label};
use crate::trial::{Interrupted, Run, Trials};

/// Orders that a state must have been seen with to have a padding of its own; rarer neighbours share one.
const ENOUGH: u64 = 500;
/// Halvings of the price of lateness.
const HALVINGS: u32 = 60;
/// Ticks in a second.
pub(super) const SECOND: f64 = 1_000.0;

/// One answer for all orders together, then one per state. No segment where the requirement is not on the on-time share, or the axis no padding
/// that moves every promise by so much time.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    (that, floor): (&Requirement, FloorWord),
    line: &Line,
    confidence: Confidence,
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
    let Ok(claim) = Claim::new(that.bound, confidence) else {
        return Ok(Vec::new());
    };
    let search = runs(trials, (line, that), Run::Search)?;
    let states = States::of(&search, paddings);
    drop(search);
    let verify = runs(trials, (line, that), Run::Verify)?;
    let fresh = Fresh::of(&states, &verify);
    let choice = match floor {
        FloorWord::Segment => in_every_state(&states, &fresh, &claim),
        FloorWord::Aggregate => over_all_states(&states, &fresh, &claim),
    };
    let label = |at: usize| label(trials, line.designs[at], line.axis);
    Ok(answers(&fresh, &claim, &choice, (that, &label)))
}

/// Paddings chosen for every state.
struct Choice {
    /// By the orders of the search alone.
    by_value: Vec<Option<usize>>,
    /// Those that surely keep the share on fresh replications.
    safe: Vec<Option<usize>>,
    /// Those that are told: the safe one, else that by value, else the longest.
    told: Vec<usize>,
    /// Replications that would carry the claim of a state at the padding that takes fewest.
    needed: Vec<Option<u64>>,
    /// What is claimed is claimed of every state, not of all together.
    each: bool,
}

impl Choice {
    fn new(by_value: Vec<Option<usize>>, safe: Vec<Option<usize>>, longest: usize) -> Self {
        let both = safe.iter().zip(&by_value);
        Self {
            told: both
                .map(|(safe, seen)| safe.or(*seen).unwrap_or(longest))
                .collect(),
            needed: vec![None; by_value.len()],
            by_value,
            safe,
            each: true,
        }
    }
}

/// The least padding of each state whose claim fresh replications carry.
fn in_every_state(states: &States, fresh: &Fresh<'_>, claim: &Claim) -> Choice {
    let by_value = states.equal_service(claim.level());
    let last = states.paddings.len() - 1;
    let mut chosen: Vec<usize> = by_value.iter().map(|at| at.unwrap_or(last)).collect();
    let (mut safe, mut needed) = (Vec::new(), Vec::new());
    for state in 0..states.len() {
        let first = chosen[state];
        let mut least: Option<u64> = None;
        let carried = (first..=last).find(|&at| {
            chosen[state] = at;
            let standing = fresh.standing(claim, Some(state), &chosen);
            let verdict = standing.map(|standing| standing.verdict);
            if let Some(Verdict::NotYet { replications }) = verdict {
                least = Some(least.map_or(replications, |least| least.min(replications)));
            }
            verdict == Some(Verdict::Carried)
        });
        chosen[state] = carried.unwrap_or(first);
        safe.push(carried);
        needed.push(least.filter(|_| carried.is_none()));
    }
    Choice {
        needed,
        ..Choice::new(by_value, safe, last)
    }
}

/// The shortest quotes on average with which fresh replications carry the claim over all states.
fn over_all_states(states: &States, fresh: &Fresh<'_>, claim: &Claim) -> Choice {
    let (price, by_value) = states.shortest_quotes(claim.level());
    let last = states.paddings.len() - 1;
    let carried = |chosen: &[Option<usize>]| {
        let chosen: Vec<usize> = chosen.iter().map(|at| at.unwrap_or(last)).collect();
        let standing = fresh.standing(claim, None, &chosen);
        standing.is_some_and(|standing| standing.verdict == Verdict::Carried)
    };
    let safe = states.dearer(price, &carried);
    let safe = safe.unwrap_or_else(|| vec![None; states.len()]);
    Choice {
        each: false,
        ..Choice::new(by_value, safe, last)
    }
}

/// One answer for all orders together, then one per state, all on fresh replications.
fn answers(
    fresh: &Fresh<'_>,
    claim: &Claim,
    choice: &Choice,
    (that, label): (&Requirement, &dyn Fn(usize) -> String),
) -> Vec<SegmentAnswer> {
    let states = 0..choice.told.len();
    let rows = std::iter::once(None).chain(states.map(Some));
    let answer = |state: Option<usize>| {
        let claimed = (choice.each == state.is_some())
            .then(|| fresh.standing(claim, state, &choice.told))
            .flatten();
        let of = |chosen: &[Option<usize>]| state.and_then(|state| chosen[state]).map(label);
        let of_all = claimed.as_ref().and_then(|found| match found.verdict {
            Verdict::NotYet { replications } => Some(replications),
            _ => None,
        });
        let needed = state.map_or(of_all, |state| choice.needed[state]);
        SegmentAnswer {
            service_level: that.figure.level.clone(),
            base_quote: state.map(|state| fresh.base_quotes(state)),
            value: of(&choice.safe),
            by_value: of(&choice.by_value),
            standing: claimed.map(|found| told(&found, claim.level())),
            figure: fresh.on_time(state, &choice.told),
            corner: state
                .filter(|state| choice.told[*state] == 0)
                .map(|_| Corner::BrokenPromise),
            quote_length: fresh.quote_length(state, &choice.told),
            replications: fresh.replications(),
            replications_needed: needed,
            ..SegmentAnswer::default()
        }
    };
    rows.map(answer).collect()
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
pub(super) struct States {
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
    pub(super) fn state(&self, order: &Journey) -> usize {
        let after = self
            .bounds
            .partition_point(|(_, to)| *to < order.base_quote);
        after.min(self.bounds.len().saturating_sub(1))
    }

    /// The first padding that keeps an order.
    pub(super) fn first_kept(&self, order: &Journey) -> Option<usize> {
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

    /// The price, and at it the paddings of the shortest quotes on average that keep the share over all states.
    fn shortest_quotes(&self, share: f64) -> (f64, Vec<Option<usize>>) {
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
        let (mut low, mut high) = (0.0, self.dearest());
        if !keeps(&self.at_price(high)) {
            return (high, self.at_price(high));
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if keeps(&self.at_price(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        (high, self.at_price(high))
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

    /// The choice at a price that is a hundredth higher, again and again, until it has a property; `None`: at no price.
    fn dearer(
        &self,
        mut price: f64,
        has: &dyn Fn(&[Option<usize>]) -> bool,
    ) -> Option<Vec<Option<usize>>> {
        let dearest = self.dearest();
        while price <= dearest {
            let chosen = self.at_price(price);
            if has(&chosen) {
                return Some(chosen);
            }
            price = 1.01 * price + SECOND;
        }
        None
    }

    /// A price at which every order that can be kept is.
    fn dearest(&self) -> f64 {
        let longest = self.paddings.last().copied().unwrap_or(0).unsigned_abs() as f64;
        1_000.0 * (longest + SECOND)
    }

    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }

    /// The base quotes that fall into a state, ticks.
    pub(super) fn bounds(&self, state: usize) -> (i64, i64) {
        self.bounds[state]
    }

    pub(super) fn paddings(&self) -> &[i64] {
        &self.paddings
    }
}
