//! A padding for every state of the queues.
//!
//! With the share kept in every segment, each gets the least padding that keeps it. With the share kept in the aggregate, quotes are as short as
//! possible, and states in which lateness is likely anyway are quoted as little as the axis allows: Spearman and Zhang (1999) found that such
//! an optimum quotes zero to the busiest states, a promise that is sure to be broken. It is named for what it is.

use leadtime_network::promise::PaddingAmount;
use leadtime_network::study::{FloorWord, Requirement};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Journey, journeys};
use leadtime_stats::Confidence;
use leadtime_stats::rare::{Claim, Verdict};

use super::fresh::{Fresh, told};
use super::states::States;
use super::{Corner, Line, SegmentAnswer, label};
use crate::trial::{Interrupted, Run, Trials};

/// One answer for all orders together, then one per state.
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
    let last = states.paddings().len() - 1;
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
    let last = states.paddings().len() - 1;
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
