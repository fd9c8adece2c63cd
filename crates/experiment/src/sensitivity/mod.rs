//! Which stage, lane or shock moves the on-time share most, and what the next best fix is.
//!
//! ```text
//! Network -> levers       stages, pools, lanes, shocks, demand, cutoffs, as they are found in it
//!   each moved up and down, promises and routes as they were, on the same random numbers
//!     -> Sensitivity      paired differences of the on-time share, elasticities, fixes by late orders per money
//! ```

mod effects;
mod ends;
mod figures;
mod lever;
mod moved;
mod run;

use std::collections::BTreeMap;

use leadtime_network::Network;
use leadtime_network::network::BlameBy;
use leadtime_network::time::TICKS_PER_DAY;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::StudyOutcome;
use leadtime_stats::simultaneous::bonferroni;
use leadtime_stats::{Confidence, RatioSums};

use ends::{Ends, fixes};
pub use figures::{CostFrom, Fix, LeftOut, LeverFigures, MovedFigures, Screening, Sensitivity};
pub use lever::{Direction, Lever, LeverKind, levers};
pub use moved::{Moved, with_fixed_plan};
use run::Run;

/// Version of the layout of [`Sensitivity`].
const SCHEMA: u32 = 1;
/// Seeds of screenings are those of the study with this added to them.
const SCREENING: u64 = 0x5eed_5c4e;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Master seed.
    pub seed: u64,
    /// Replications of the scenario and of every end of every lever.
    pub replications: u32,
    /// The service level looked at, by its place; `None`: all together.
    pub level: Option<usize>,
    /// The share by which levers are moved, in (0, 1).
    pub by: f64,
    /// What counts as one stage or lane.
    pub grouping: BlameBy,
    /// So many levers are moved at most; of more, those with the largest effect in a few replications.
    pub most: usize,
    /// Replications of the screening.
    pub screening: u32,
    /// Cost of moving a lever by one percent, money a day, by its label.
    pub costs: BTreeMap<String, f64>,
}

/// Why a study of a lever has no figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRun {
    /// Interrupted: nothing more is run.
    Stopped,
    /// It came to a bad end, in words: queues that grow without bound, stages that wait for each other.
    Failed(String),
}

/// Runs so many replications of a plan with a seed.
pub type Simulate<'a> = dyn FnMut(&Plan, u64, u32) -> Result<StudyOutcome, NotRun> + 'a;

/// Moves every lever of a network up and down and tells what it does to the on-time share.
///
/// Promises, routes and sourcing stay those of the scenario as it stands: the times of its plan are kept while levers move what really happens, so
/// a slower lane is late and not promised later. Effects are paired on common random numbers; how they are estimated stands with the figures.
///
/// # Errors
/// [`NotRun`], where already the scenario as it stands has no figures.
pub fn sensitivity(
    network: &Network,
    question: &Question,
    simulate: &mut Simulate<'_>,
) -> Result<Option<Sensitivity>, NotRun> {
    let base = Plan::compile(network);
    let fixed = with_fixed_plan(network, &base);
    let mut run = Run {
        network: fixed,
        question,
        simulate,
        left_out: Vec::new(),
        stopped: false,
    };
    let all = levers(network, question.grouping);
    let (chosen, screening) = run.screened(all)?;
    let as_it_is = run.column(None, question.seed, question.replications)?;
    let mut found = Vec::new();
    for lever in chosen {
        if !run.stopped {
            found.extend(run.ends(lever)?);
        }
    }
    let replications = found.iter().flat_map(Ends::columns).map(Vec::len).min();
    let replications = replications.unwrap_or(as_it_is.len()).min(as_it_is.len());
    let as_it_is = &as_it_is[..replications];
    let mut sums = RatioSums::default();
    for total in as_it_is {
        sums.record(total.sum as u64, total.count as u64);
    }
    let Some(on_time) = sums.estimate(Confidence::P95) else {
        return Ok(None);
    };
    let days = (base.horizon - base.warm_up) as f64 / TICKS_PER_DAY as f64;
    let fixes = fixes(&found, as_it_is, (days, question));
    let ends: usize = found.iter().map(|ends| ends.columns().count()).sum();
    let confidence = bonferroni(Confidence::P95, ends as u64);
    let mut levers: Vec<LeverFigures> = found
        .iter()
        .map(|ends| ends.figures(as_it_is, confidence))
        .collect();
    // Labels are unique, so that the order is one.
    levers.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then(a.label.cmp(&b.label)));
    Ok(Some(Sensitivity {
        schema: SCHEMA,
        scenario: network.name.clone(),
        digest: network.digest.clone(),
        seed: question.seed,
        replications: replications as u32,
        requested: question.replications,
        service_level: question
            .level
            .map(|at| network.service_levels[at].name.clone()),
        by: question.by,
        on_time,
        days,
        levers,
        fixes,
        screening,
        left_out: run.left_out,
    }))
}
