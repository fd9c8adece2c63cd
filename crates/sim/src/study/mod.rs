//! A study: replications in parallel, merged in their order, so the outcome is the same for any number of threads.

mod blame;
mod claims;
mod clocks;
mod conditional;
mod cost_curves;
mod costs;
mod curves;
mod deadlines;
mod figures;
mod importance;
mod journeys;
mod levels;
mod measures;
mod network;
mod padded;
mod padding;
mod precision;
mod rerun;
mod stock;
mod sums;
mod table;
mod workers;
mod zero_late;
mod zone_curves;
mod zone_totals;
mod zones;

pub use journeys::{Journey, journeys};
pub use measures::Measure;
pub use precision::{Goal, Reached, StoppingRule};
pub use zone_totals::{ZoneTotals, worst_zone};

use std::sync::atomic::AtomicBool;

use leadtime_network::time::TICKS_PER_DAY;
use leadtime_network::{Code, Diagnostic};
use leadtime_stats::Total;

use crate::engine::{ReplicationOutcome, replicate, replicate_padded};
use crate::outcome::Stopped;
use crate::plan::Plan;

use rerun::Rerun;
use sums::StudySums;
use workers::Workers;

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyOptions {
    /// Master seed.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
    /// Threads; 0: one per core.
    pub threads: usize,
}

/// What a study found, as sums over its replications.
#[derive(Clone, Debug)]
pub struct StudyOutcome {
    /// What was asked for.
    pub options: StudyOptions,
    /// Why it stopped.
    pub stopped: Stopped,
    /// The first replication in which too many orders were under way at once. Then no figure means anything: to be refused with
    /// its [diagnostic](Overflow::diagnostic).
    pub overflow: Option<Overflow>,
    /// The first replication in which stages waited for each other without end; as bad.
    pub deadlock: Option<Standstill>,
    /// What the goals of its stopping rule achieved; none without one.
    pub reached: Vec<Reached>,
    pub(crate) sums: StudySums,
    /// The largest causes of lateness, kept to plan.
    reruns: Vec<Rerun>,
    /// Per replication of their own and level: late orders with more bad days, weighed; and orders.
    weighted: Vec<Vec<Total>>,
}

/// More orders were under way at once than their numbers can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// Which replication, from 0.
    pub replication: u32,
    /// When, in ticks from the start.
    pub at: i64,
    /// So many may be.
    pub most: usize,
}

impl Overflow {
    /// The error to tell, [`Code::TooManyInFlight`].
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!(
            "more than {} orders were under way at once, {:.1} days after the start of replication {}",
            self.most,
            self.at as f64 / TICKS_PER_DAY as f64,
            self.replication
        );
        Diagnostic::new(Code::TooManyInFlight, message).help(
            "a backlog grows without bound, or orders travel very long: add capacity, lower the demand, or shorten the horizon",
        )
    }
}

/// Stages waited for each other without end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standstill {
    /// Which replication, from 0.
    pub replication: u32,
    /// When, in ticks from the start.
    pub at: i64,
    /// Who waited for whom.
    pub waits: String,
}

impl Standstill {
    /// The error to tell, [`Code::Deadlock`].
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!(
            "nothing moves any more, {:.1} days after the start of replication {}: {}",
            self.at as f64 / TICKS_PER_DAY as f64,
            self.replication,
            self.waits
        );
        Diagnostic::new(Code::Deadlock, message).help(
            "give the stage to which parcels come back a larger `buffer` or none, or the stages servers of their own",
        )
    }
}

impl StudyOutcome {
    /// The error to tell when the study came to a bad end: nothing that it counted means anything.
    #[must_use]
    pub fn failure(&self) -> Option<Diagnostic> {
        let overflow = self.overflow.as_ref().map(Overflow::diagnostic);
        overflow.or(self.deadlock.as_ref().map(Standstill::diagnostic))
    }

    /// Replications that were finished and are counted.
    #[must_use]
    pub fn replications(&self) -> u32 {
        self.sums.replications
    }
}

/// Runs a study. It ends at the first replication, in their order, that [overflows](Overflow) or comes to a [standstill](Standstill). `stop` ends it early: replications under way are finished, later ones are not begun. `progress` is told
/// after each merged replication how many of how many are done, those included that are run again with one cause of lateness kept to plan.
pub fn run(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> StudyOutcome {
    run_until(plan, options, None, stop, progress)
}

/// Runs a study as [`run`] does, and ends it where a rule says that its figures are precise: after replications that the rule alone names.
pub fn run_until(
    plan: &Plan,
    options: &StudyOptions,
    rule: Option<&StoppingRule>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> StudyOutcome {
    go_on(plan, options, (StudySums::new(plan), rule), stop, progress)
}

/// Runs more replications of a study, up to so many in all: it is then the same as a longer run.
pub fn extend(
    plan: &Plan,
    study: StudyOutcome,
    replications: u32,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> StudyOutcome {
    if study.failure().is_some() || replications <= study.replications() {
        return study;
    }
    let options = StudyOptions {
        replications,
        ..study.options
    };
    go_on(plan, &options, (study.sums, None), stop, progress)
}

/// Runs the replications that the sums do not hold yet.
fn go_on(
    plan: &Plan,
    options: &StudyOptions,
    (mut sums, rule): (StudySums, Option<&StoppingRule>),
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u32, u32),
) -> StudyOutcome {
    let all = options
        .replications
        .saturating_add(rerun::planned(plan, options))
        .saturating_add(importance::planned(plan, options));
    let first = sums.replications;
    let (mut overflow, mut deadlock) = (None, None);
    let mut precise = false;
    let mut merge = |outcome: &ReplicationOutcome| {
        if let Some(at) = outcome.overflowed {
            let (replication, most) = (outcome.replication, plan.most_in_flight);
            overflow = Some(Overflow {
                replication,
                at,
                most,
            });
            return false;
        }
        if let Some(of) = &outcome.deadlock {
            deadlock = Some(Standstill {
                replication: outcome.replication,
                at: of.at,
                waits: of.describe(plan),
            });
            return false;
        }
        sums.absorb(plan, outcome);
        progress(sums.replications, all);
        precise = rule.is_some_and(|rule| rule.is_met(plan, &sums));
        !precise
    };
    let workers = Workers::new(options.threads);
    let replication = |replication| simulate(plan, options.seed, replication);
    let missing = first..options.replications;
    workers.run(missing, &replication, stop, &mut merge);
    let stopped = match rule {
        Some(_) if precise => Stopped::Precise,
        _ if sums.replications < options.replications => Stopped::Interrupted,
        Some(_) => Stopped::BudgetSpent,
        None => Stopped::Completed,
    };
    let reached = rule.map_or_else(Vec::new, |rule| rule.reached(plan, &sums));
    let mut done = sums.replications;
    let mut step = || {
        done += 1;
        progress(done, all);
    };
    let good = overflow.is_none() && deadlock.is_none();
    let blamed = (&sums.blame, sums.replications);
    let reruns = if good {
        rerun::reruns(plan, options, stop, &workers, blamed, &mut step)
    } else {
        Vec::new()
    };
    let weighted = if good {
        importance::weighted(plan, options, stop, &workers, &mut step)
    } else {
        Vec::new()
    };
    StudyOutcome {
        options: *options,
        stopped,
        overflow,
        deadlock,
        reached,
        sums,
        reruns,
        weighted,
    }
}

/// The seed of replications that nothing was chosen on: as good as independent of those of `seed`, and the same wherever the same is verified.
///
/// A padding, a cutoff or a design that was chosen for how well it did looks better on the replications that chose it than it is.
#[must_use]
pub fn verify_seed(seed: u64) -> u64 {
    crate::random::verify_seed(seed)
}

/// One replication; and once more at every padding of a grid that is simulated, of which it takes that point of the curves.
fn simulate(plan: &Plan, seed: u64, replication: u32) -> ReplicationOutcome {
    let mut outcome = replicate(plan, seed, replication);
    let mut cell = 0;
    let mut zone_cell = 0;
    for (grid, &simulated) in plan.grids.iter().zip(&plan.simulated_grids) {
        let points = plan.zone_curves.points(grid);
        if simulated {
            for at in 0..grid.len {
                let paddings = vec![grid.amount(at); plan.paddings.len()];
                let other = replicate_padded(plan, &paddings, seed, replication);
                outcome.overflowed = outcome.overflowed.or(other.overflowed);
                if outcome.overflowed.is_some() {
                    return outcome;
                }
                outcome.take_point(plan, &other, cell + at);
                if let Some(point) = plan.zone_curves.point(at) {
                    outcome.take_zone_point(plan, &other, zone_cell + point);
                }
            }
        }
        cell += grid.len + 1;
        zone_cell += points + 1;
    }
    outcome
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use leadtime_network::scenario::Files;

    use crate::engine::Driver;

    use super::*;

    const A_DAY_ON_THE_ROAD: &str = r#"
schema = 1
name = "test"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "7d" }
demand.poisson.rate = "1000/d"
facilities = [{ name = "FC", kind = "fulfilment-centre" }, { name = "DS", kind = "delivery-station" }]
stages = [{ facility = "DS", stage = "sort", servers = 10, service = "5min" }]
lanes = [{ from = "FC", to = "DS", transit = "1d" }, { from = "DS", to = "city", transit = "8h" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "2d" }
"#;

    /// 1000 orders a day that travel a day to a stage: about a thousand are under way at any time.
    fn plan(most_in_flight: usize) -> Plan {
        let (network, _) = leadtime_network::load(&Files::from_text(A_DAY_ON_THE_ROAD)).unwrap();
        let mut plan = Plan::compile(&network);
        plan.most_in_flight = most_in_flight;
        plan
    }

    fn run_with(plan: &Plan, threads: usize) -> StudyOutcome {
        let options = StudyOptions {
            seed: 1,
            replications: 6,
            threads,
        };
        run(plan, &options, &AtomicBool::new(false), &mut |_, _| {})
    }

    // catches: an overflow that is passed over, that depends on the threads, or that comes one order early or late
    #[test]
    fn too_many_orders_under_way_end_the_study_at_the_same_replication_for_any_threads() {
        assert_eq!(run_with(&plan(1 << 23), 2).overflow, None);
        let peak = (500..3_000).collect::<Vec<_>>();
        // The least bound that all six replications keep; with one less, one of them does not.
        let least = peak.partition_point(|&most| run_with(&plan(most), 1).overflow.is_some());
        assert!((900..1_300).contains(&peak[least]), "{}", peak[least]);
        let events = |most| plan(most).driven_by(Driver::Events).unwrap();
        assert_eq!(run_with(&events(peak[least]), 1).overflow, None);
        let events = run_with(&events(peak[least] - 1), 1);
        let plan = plan(peak[least] - 1);
        let one = run_with(&plan, 1);
        assert_eq!(one.overflow, events.overflow);
        let overflow = one.overflow.unwrap();
        assert_eq!(one.replications(), overflow.replication);
        assert_eq!(overflow.most, peak[least] - 1);
        assert!(overflow.at > 0 && overflow.at < plan.end);
        for threads in [2, 8] {
            let other = run_with(&plan, threads);
            assert_eq!(other.overflow, one.overflow);
            assert_eq!(other.replications(), one.replications());
        }
        let told = overflow.diagnostic();
        assert_eq!(told.code, Code::TooManyInFlight);
        assert!(told.message.contains(&overflow.most.to_string()) && told.help.is_some());
    }
}
