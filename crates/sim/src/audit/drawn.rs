//! What the work on each parcel consists of: service, repairs, and nothing else.

use super::jobs::Job;
use super::ledger::Ledger;
use super::leg::Leg;
use super::report::{Findings, Kind};
use crate::trace::{Batched, Drawn, Stage};

/// A stage first in, first out: work from start to end.
pub(super) fn check_visits(
    stage: &Stage,
    number: u32,
    legs: &[Leg],
    ledger: &Ledger,
    findings: &mut Findings,
) {
    let mut done: Vec<&Leg> = legs.iter().filter(|leg| !leg.pending).collect();
    done.sort_by_key(|leg| (leg.order, leg.begin, leg.end));
    let work = done
        .iter()
        .map(|leg| (leg.order, leg.start, vec![leg.end - leg.start]));
    compare(stage, number, work.collect(), ledger, findings);
}

/// A stage with rules: the stretches of work of each job.
pub(super) fn check_jobs(
    stage: &Stage,
    number: u32,
    jobs: &[Job<'_>],
    ledger: &Ledger,
    findings: &mut Findings,
) {
    let mut done: Vec<&Job<'_>> = jobs.iter().filter(|job| job.finished()).collect();
    done.sort_by_key(|job| (job.first().order, job.first().begin, job.first().end));
    let work = done.iter().map(|job| {
        let lengths = job.work.iter().map(|work| work.1 - work.0);
        (job.first().order, job.first().start, lengths.collect())
    });
    compare(stage, number, work.collect(), ledger, findings);
}

/// (order, start, lengths of the stretches) of all finished work, by order and time, against what was drawn.
fn compare(
    stage: &Stage,
    number: u32,
    work: Vec<(u64, i64, Vec<i64>)>,
    ledger: &Ledger,
    findings: &mut Findings,
) {
    let from = ledger.drawn.partition_point(|of| of.stage < number);
    let count = ledger.drawn[from..].partition_point(|of| of.stage == number);
    // Batches of the last instant are nobody's jobs: not everything is told of it.
    let of_last_instant = |of: &Drawn| {
        let first = |batched: &Batched| (batched.stage, batched.first) == (number, of.order);
        let last = ledger.batched.iter().rev();
        last.take_while(|batched| batched.at >= ledger.end.at)
            .any(first)
    };
    let mut drawn = ledger.drawn[from..from + count].iter().peekable();
    let mut wrong = |at, order, message: String| {
        findings.add(Kind::Work, at, Some(order), &stage.name, || message);
    };
    for (order, start, lengths) in work {
        while let Some(stray) = drawn.next_if(|of| of.order < order) {
            if !of_last_instant(stray) {
                wrong(
                    start,
                    stray.order,
                    "tells of work that was not done".to_owned(),
                );
            }
        }
        match drawn.next_if(|of| of.order == order) {
            Some(of) => {
                if let Some(message) = fault(stage, of, &lengths) {
                    wrong(start, order, message);
                }
            }
            None if stage.drawn => {
                wrong(
                    start,
                    order,
                    "does not tell what the work consists of".to_owned(),
                );
            }
            None => {}
        }
    }
    for stray in drawn.filter(|of| !of_last_instant(of)) {
        wrong(
            ledger.end.at,
            stray.order,
            "tells of work that was not done".to_owned(),
        );
    }
}

fn fault(stage: &Stage, of: &Drawn, lengths: &[i64]) -> Option<String> {
    if of.service < 0 || of.repairs < 0 || (of.repairs > 0 && !stage.breakdowns) {
        return Some(format!("service {}, repairs {}", of.service, of.repairs));
    }
    let whole = of.service + of.repairs;
    let (sum, last) = (
        lengths.iter().sum::<i64>(),
        lengths.last().copied().unwrap_or(0),
    );
    let terms = stage.rules.as_ref();
    let restarts = terms.is_some_and(|terms| terms.overtime == "restart");
    let fits = match (restarts, terms.is_some_and(|terms| terms.preemptive)) {
        (false, _) => sum == whole,
        (true, false) => last == whole,
        (true, true) => last <= whole && sum >= whole,
    };
    (!fits).then(|| format!("{sum} ticks of work, {last} at last, where {whole} were due"))
}
