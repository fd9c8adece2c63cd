//! A case, its macro-replications, and what came of them.

use std::thread;

use leadtime_stats::Estimate;

use crate::draws::Draws;

/// What one method said in one macro-replication.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    /// The truth lay inside (or the right design was selected).
    pub(crate) covered: bool,
    /// Half the width of the interval over the truth, or the observations taken.
    pub(crate) size: f64,
    /// The figure carried a mark of doubt.
    pub(crate) marked: bool,
}

impl Seen {
    pub(crate) fn of(estimate: &Estimate, truth: f64) -> Self {
        Seen {
            covered: estimate.covers(truth),
            size: estimate.half_width() / truth.abs(),
            marked: !estimate.marks.is_empty(),
        }
    }
}

/// What a coverage is held against.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Needs {
    /// Nominally exact: 94 to 96 %.
    Exact,
    /// Conservative by construction: at least 94.5 %.
    Conservative,
    /// Stopped by its own precision: at least 93 %.
    Stopped,
    /// Correct selections: at least 930 in 1000.
    Selection,
    /// Right, or marked: at most 7 % of the studies miss without a mark.
    Candid,
    /// A claim that is just not true (or just true), at one-sided 95 %: at most 7 % wrong.
    Claim,
    /// Told, not required.
    Told,
}

impl Needs {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Needs::Exact => ".94 to .96",
            Needs::Conservative => "at least .945",
            Needs::Stopped | Needs::Selection | Needs::Claim => "at least .93",
            Needs::Candid => "missed without a mark in at most .07",
            Needs::Told => "told",
        }
    }

    pub(crate) fn holds(self, row: &Row) -> bool {
        let coverage = row.coverage;
        match self {
            Needs::Exact => (0.94..=0.96).contains(&coverage),
            Needs::Conservative => coverage >= 0.945,
            Needs::Stopped | Needs::Selection | Needs::Claim => coverage >= 0.93,
            Needs::Candid => row.silent <= 0.07,
            Needs::Told => true,
        }
    }
}

/// One macro-replication: what each method said.
type Trial = Box<dyn Fn(&mut Draws) -> Vec<Seen> + Sync>;

/// A data-generating process with known truth, and the methods tried on it.
pub(crate) struct Case {
    /// The table it belongs to.
    pub(crate) table: Table,
    pub(crate) methods: Vec<(&'static str, Needs)>,
    /// What is drawn; also the name of its random numbers.
    pub(crate) what: String,
    /// Replications of one study; none if it decides itself.
    pub(crate) replications: Option<u64>,
    pub(crate) trial: Trial,
}

/// The tables of the page.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Table {
    Intervals,
    Stopped,
    Rare,
    Claims,
    Selection,
}

/// The counts of one method on one case.
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) needs: Needs,
    pub(crate) what: String,
    pub(crate) replications: Option<u64>,
    pub(crate) coverage: f64,
    pub(crate) size: f64,
    pub(crate) marked: f64,
    /// The share of studies that missed the truth and carried no mark.
    pub(crate) silent: f64,
}

/// Runs all macro-replications of a case on `threads` threads; the result does not depend on their number.
pub(crate) fn run(case: &Case, macros: u64, threads: u64) -> Vec<Row> {
    let each = macros.div_ceil(threads);
    let seen: Vec<Vec<Seen>> = thread::scope(|scope| {
        let part = |from: u64| {
            scope.spawn(move || {
                let numbers = from..(from + each).min(macros);
                numbers
                    .map(|number| (case.trial)(&mut Draws::new(number, &case.what)))
                    .collect::<Vec<_>>()
            })
        };
        let parts: Vec<_> = (0..threads).map(|thread| part(thread * each)).collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("a trial does not panic"))
            .collect()
    });
    let row = |(place, &(method, needs)): (usize, &(&'static str, Needs))| {
        let column: Vec<Seen> = seen.iter().map(|row| row[place]).collect();
        summarise(&column, case, method, needs)
    };
    case.methods.iter().enumerate().map(row).collect()
}

fn summarise(column: &[Seen], case: &Case, method: &'static str, needs: Needs) -> Row {
    let n = column.len() as f64;
    let count = |holds: fn(&Seen) -> bool| column.iter().filter(|seen| holds(seen)).count() as f64;
    let finite = column.iter().filter(|seen| seen.size.is_finite());
    Row {
        method,
        needs,
        what: case.what.clone(),
        replications: case.replications,
        coverage: count(|seen| seen.covered) / n,
        size: finite.clone().map(|seen| seen.size).sum::<f64>() / finite.count() as f64,
        marked: count(|seen| seen.marked) / n,
        silent: count(|seen| !seen.covered && !seen.marked) / n,
    }
}
