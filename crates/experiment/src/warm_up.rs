//! How much of the beginning to leave out: one value per whole day or week, averaged over replications.

use leadtime_network::Network;
use leadtime_network::time::TICKS_PER_DAY;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Journey, journeys};
use leadtime_stats::warm_up::{
    LEAST_BATCHES, MSER_BATCH, WarmUp, average_over_replications, moving_average, mser,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::selection::{Contest, NotSelected};

/// Version of the layout of [`WarmUpFound`].
const SCHEMA: u32 = 1;

/// Where the warm-up of a scenario ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WarmUpFound {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Digest of the scenario.
    pub digest: String,
    /// Master seed.
    pub seed: u64,
    /// Replications that were averaged.
    pub replications: u32,
    /// `day`, `week`: what one value is the mean of.
    pub period: String,
    /// Mean lead time of the orders placed in each period, averaged over replications, seconds.
    pub lead_time: Vec<f64>,
    /// Welch's moving average of it, seconds; two periods on either side, less at the start. The warm-up ends where it has become level.
    pub smoothed: Vec<f64>,
    /// Where MSER ends it; with batches of five where there are enough.
    pub verdict: WarmUp,
    /// Periods per batch of MSER.
    pub batch: u64,
    /// Periods that the scenario itself leaves out.
    pub own: f64,
}

/// Periods on either side in the moving average.
const WINDOW: usize = 2;

/// Looks for the end of the warm-up in runs that leave nothing out; `own` is the warm-up of the scenario as written, in ticks.
///
/// # Errors
/// Interrupted, a horizon of less than one period, or a period in which some replication delivered no order: there is no value then.
pub fn warm_up(
    network: &Network,
    own: i64,
    (weeks, seed, replications): (bool, u64, u32),
    contest: Contest<'_>,
) -> Result<WarmUpFound, NotSelected> {
    let Contest { stop, progress, .. } = contest;
    let plan = Plan::compile(network).without_blame();
    let length = if weeks {
        7 * TICKS_PER_DAY
    } else {
        TICKS_PER_DAY
    };
    let count = usize::try_from(plan.horizon / length).unwrap_or(0);
    if count == 0 {
        let period = if weeks { "week" } else { "day" };
        let message = format!(
            "the horizon is too short: it is less than one {period}, and a warm-up is told from what comes after by {LEAST_BATCHES} or more"
        );
        return Err(NotSelected::Invalid(message));
    }
    let mut runs = Vec::new();
    for replication in 0..replications {
        if stop.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(NotSelected::Interrupted);
        }
        runs.push(means(&journeys(&plan, seed, replication), length, count));
        progress(replication + 1, replications);
    }
    let Some(lead_time) = average_over_replications(&runs) else {
        let message =
            "in some period nothing was delivered: longer periods or more orders are needed";
        return Err(NotSelected::Invalid(message.to_owned()));
    };
    let batch = if count >= LEAST_BATCHES * MSER_BATCH {
        MSER_BATCH
    } else {
        1
    };
    let found = mser(&lead_time, batch);
    Ok(WarmUpFound {
        schema: SCHEMA,
        scenario: network.name.clone(),
        digest: network.digest.clone(),
        seed,
        replications,
        period: if weeks { "week" } else { "day" }.to_owned(),
        smoothed: moving_average(&lead_time, WINDOW).unwrap_or_default(),
        verdict: found.map_or(WarmUp::TooShort, |found| found.verdict),
        batch: batch as u64,
        own: own as f64 / length as f64,
        lead_time,
    })
}

/// Mean lead time of the orders placed in each whole period, seconds; not a number where none was delivered.
fn means(orders: &[Journey], length: i64, count: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); count];
    for order in orders {
        let period = usize::try_from(order.placed / length).unwrap_or(usize::MAX);
        if let (Some(sum), Some(lead)) = (sums.get_mut(period), order.lead_time) {
            *sum = (sum.0 + lead as f64 / 1_000.0, sum.1 + 1.0);
        }
    }
    sums.into_iter().map(|(sum, count)| sum / count).collect()
}
