//! Studies that stop when they are precise enough, first look after 30 replications.

use leadtime_stats::mean::mean;
use leadtime_stats::stopping::{Blocks, Decision, Growth, Precision, decide};
use leadtime_stats::{Estimate, RatioSums};

use super::LEVEL;
use super::shares::shocked_late;
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen, Table};

pub(super) fn cases() -> Vec<Case> {
    let normal = |draws: &mut Draws| 10.0 + 8.0 * draws.normal();
    let skewed = |draws: &mut Draws| draws.exponential(10.0);
    vec![
        stopped_mean(
            "normal waits, cv .8, to 10 %; looks grow by 50 %",
            Growth::Percent(50),
            0.1,
            normal,
        ),
        stopped_mean(
            "normal waits, cv .8, to 10 %; looks every 10",
            Growth::Steps(10),
            0.1,
            normal,
        ),
        stopped_mean(
            "normal waits, cv .8, to 25 %; looks every 10",
            Growth::Steps(10),
            0.25,
            normal,
        ),
        stopped_mean(
            "exponential waits, to 10 %; looks grow by 50 %",
            Growth::Percent(50),
            0.1,
            skewed,
        ),
        stopped_mean(
            "exponential waits, to 20 %; looks every 10",
            Growth::Steps(10),
            0.2,
            skewed,
        ),
        stopped_share(
            "late share 5 %, shocked days of 100 orders, to 20 % of it",
            0.05,
            0.5,
            0.2,
        ),
        stopped_share(
            "late share 1 %, shocked days of 100 orders, to 20 % of it",
            0.01,
            0.5,
            0.2,
        ),
        stopped_share(
            "late share 1 %, days with strong shocks, to 25 % of it",
            0.01,
            1.0,
            0.25,
        ),
        stopped_share(
            "late share 1 %, days with strong shocks, to 60 % of it",
            0.01,
            1.0,
            0.6,
        ),
    ]
}

/// Runs until the precision is met; the estimate and the replications it took.
fn run_until(
    blocks: Blocks,
    target: Precision,
    mut up_to: impl FnMut(u64) -> Option<Estimate>,
) -> (Estimate, u64) {
    let mut replications = 0;
    loop {
        let estimate = up_to(replications);
        let achieved = estimate.as_ref().map(|figure| target.achieved(figure));
        match decide(&blocks, replications, &[achieved]) {
            Decision::GoOn { next } => replications = next,
            Decision::Met | Decision::BudgetSpent => {
                return (estimate.expect("replications were run"), replications);
            }
        }
    }
}

fn case(what: &str, trial: impl Fn(&mut Draws) -> Seen + Sync + 'static) -> Case {
    Case {
        table: Table::Stopped,
        methods: vec![("stopped", Needs::Stopped)],
        what: what.to_owned(),
        replications: None,
        trial: Box::new(move |draws| vec![trial(draws)]),
    }
}

fn stopped_mean(
    what: &str,
    growth: Growth,
    relative: f64,
    draw: impl Fn(&mut Draws) -> f64 + Sync + 'static,
) -> Case {
    let blocks = Blocks::new(30, growth, 100_000).expect("a schedule");
    case(what, move |draws| {
        let mut waits: Vec<f64> = Vec::new();
        let (wait, replications) = run_until(blocks, Precision::Relative(relative), |n| {
            while (waits.len() as u64) < n {
                waits.push(draw(draws));
            }
            mean(&waits, LEVEL)
        });
        Seen {
            covered: wait.covers(10.0),
            size: replications as f64,
            marked: false,
        }
    })
}

fn stopped_share(what: &str, late: f64, strength: f64, relative: f64) -> Case {
    let blocks = Blocks::new(30, Growth::Percent(50), 100_000).expect("a schedule");
    case(what, move |draws| {
        let mut sums = RatioSums::default();
        let target = Precision::RelativeToComplement(relative);
        let (on_time, replications) = run_until(blocks, target, |n| {
            while sums.replications < n {
                sums.record(100 - shocked_late(draws, 100, late, strength), 100);
            }
            sums.estimate(LEVEL)
        });
        Seen {
            covered: on_time.covers(1.0 - late),
            size: replications as f64,
            marked: !on_time.marks.is_empty(),
        }
    })
}
