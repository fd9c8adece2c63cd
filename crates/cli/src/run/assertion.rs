//! `--assert`: does every service level reach its target?

use leadtime_network::Network;
use leadtime_sim::outcome::{Outcome, ServiceLevelFigures};

use crate::arguments::AssertBy;
use crate::console;
use crate::failure::{Exit, Failure};

/// What is held against the targets.
///
/// The share is that of the scenario's own padding, grain `instant`, all promised orders: its point, or the lower end of
/// its 95 % interval. A level that is never offered misses its target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Assertion(AssertBy);

impl Assertion {
    /// Nothing to assert without a target.
    ///
    /// # Errors
    /// No service level has a target.
    pub(super) fn resolve(
        by: Option<AssertBy>,
        network: &Network,
    ) -> Result<Option<Self>, Failure> {
        let Some(by) = by else { return Ok(None) };
        if network
            .service_levels
            .iter()
            .all(|level| level.target.is_none())
        {
            let message =
                "`--assert` needs a `target`, and no service level of the scenario has one";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok(Some(Self(by)))
    }

    /// Tells each level's verdict on standard error.
    pub(super) fn judge(self, outcome: &Outcome) -> Exit {
        let mut exit = Exit::Done;
        for level in &outcome.service_levels {
            let Some(target) = level.target else { continue };
            let share = self.share(level);
            // Unknown is not enough.
            let kept = share.is_some_and(|share| share >= target);
            if !kept {
                exit = Exit::Missed;
            }
            console::note(&self.verdict(level, target, share, kept));
        }
        exit
    }

    fn share(self, level: &ServiceLevelFigures) -> Option<f64> {
        match self.0 {
            AssertBy::Value => level.on_time.value,
            AssertBy::Low => level.on_time.low,
        }
    }

    fn verdict(
        self,
        level: &ServiceLevelFigures,
        target: f64,
        share: Option<f64>,
        kept: bool,
    ) -> String {
        let what = match self.0 {
            AssertBy::Value => "on time",
            AssertBy::Low => "on time, lower end of the 95 % interval",
        };
        let share = share.map_or_else(
            || "unknown".to_owned(),
            |share| format!("{:.3} %", 100.0 * share),
        );
        let verdict = if kept { "kept" } else { "missed" };
        format!(
            "{verdict}: {} {what} {share}, target {:.3} %",
            level.service_level,
            100.0 * target
        )
    }
}
