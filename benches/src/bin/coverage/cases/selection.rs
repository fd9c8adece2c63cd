//! The best of ten designs: one leads by exactly the indifference, the others are equal (the hardest case), or the means are a staircase.

use leadtime_stats::selection::{Goal, KimNelson, NelsonMatejcik, Question, Rinott, Spread};

use super::LEVEL;
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen, Table};

const DESIGNS: usize = 10;
const BEST: usize = 6;
const FIRST: usize = 20;

/// Ten designs; the least mean is best, by at least 1.
#[derive(Clone, Copy)]
struct Source {
    /// One observation of all.
    draw: fn(&mut Draws) -> [f64; DESIGNS],
    /// The mean of a design.
    mean: fn(usize) -> f64,
}

pub(super) fn cases() -> Vec<Case> {
    let lead = |draw| Source {
        draw,
        mean: one_leads,
    };
    let steps = Source {
        draw: staircase,
        mean: step,
    };
    vec![
        case(
            "normal, one leads by the indifference, correlation .5",
            lead(slippage),
            false,
        ),
        case(
            "normal, one leads by the indifference, independent",
            lead(independent),
            true,
        ),
        case("normal, means 1 apart, correlation .5", steps, false),
        case(
            "means of 10 exponential waits, one leads by the indifference",
            lead(skewed),
            false,
        ),
    ]
}

fn one_leads(design: usize) -> f64 {
    if design == BEST { 9.0 } else { 10.0 }
}

fn slippage(draws: &mut Draws) -> [f64; DESIGNS] {
    let common = 4.5_f64.sqrt() * draws.normal();
    core::array::from_fn(|i| one_leads(i) + common + 4.5_f64.sqrt() * draws.normal())
}

fn independent(draws: &mut Draws) -> [f64; DESIGNS] {
    core::array::from_fn(|i| one_leads(i) + 3.0 * draws.normal())
}

fn step(design: usize) -> f64 {
    9.0 + ((design + DESIGNS - BEST) % DESIGNS) as f64
}

fn staircase(draws: &mut Draws) -> [f64; DESIGNS] {
    let common = 4.5_f64.sqrt() * draws.normal();
    core::array::from_fn(|i| step(i) + common + 4.5_f64.sqrt() * draws.normal())
}

/// Half of the ten waits are the same draws in all designs.
fn skewed(draws: &mut Draws) -> [f64; DESIGNS] {
    let mut sum = |n: u32| (0..n).map(|_| draws.exponential(1.0)).sum::<f64>();
    let common = sum(5);
    core::array::from_fn(|i| one_leads(i) * 0.1 * (common + sum(5)))
}

fn case(what: &str, source: Source, independent: bool) -> Case {
    let question =
        Question::new(DESIGNS, FIRST as u64, 1.0, LEVEL, Goal::Least).expect("a question");
    let rinott = Rinott::new(question).expect("a constant");
    let mut methods = vec![
        ("Kim-Nelson", Needs::Selection),
        ("Nelson-Matejcik", Needs::Selection),
        (
            "Nelson-Matejcik, intervals of all designs",
            Needs::Selection,
        ),
    ];
    methods.extend(independent.then_some(("Rinott", Needs::Selection)));
    let trial = move |draws: &mut Draws| {
        let mut seen = vec![kim_nelson(question, source, draws)];
        seen.extend(nelson_matejcik(question, source, draws));
        seen.extend(independent.then(|| two_stage(&rinott, source, draws)));
        seen
    };
    Case {
        table: Table::Selection,
        methods,
        what: what.to_owned(),
        replications: None,
        trial: Box::new(trial),
    }
}

fn selected(design: Option<usize>, observations: u64) -> Seen {
    Seen {
        covered: design == Some(BEST),
        size: observations as f64,
        marked: false,
    }
}

fn kim_nelson(question: Question, source: Source, draws: &mut Draws) -> Seen {
    let mut selection = KimNelson::new(question);
    let mut observations = 0;
    while selection.selected().is_none() {
        observations += selection.survivors().len() as u64;
        selection
            .record(&(source.draw)(draws))
            .expect("a row of finite values");
    }
    selected(selection.selected(), observations)
}

fn columns(source: Source, draws: &mut Draws, n: usize) -> Vec<Vec<f64>> {
    let rows: Vec<_> = (0..n).map(|_| (source.draw)(draws)).collect();
    (0..DESIGNS)
        .map(|i| rows.iter().map(|row| row[i]).collect())
        .collect()
}

fn nelson_matejcik(question: Question, source: Source, draws: &mut Draws) -> [Seen; 2] {
    let mut values = columns(source, draws, FIRST);
    let plan = NelsonMatejcik::from_first_stage(question, &values, Spread::Spherical)
        .expect("a first stage");
    let total = plan.sample_size() as usize;
    let more = columns(source, draws, total - FIRST);
    values
        .iter_mut()
        .zip(more)
        .for_each(|(column, more)| column.extend(more));
    let (best, versus) = plan.select(&values).expect("columns");
    let holds = versus
        .iter()
        .all(|row| (row.low..=row.high).contains(&versus_best(source, row.design)));
    let observations = (total * DESIGNS) as u64;
    [
        selected(Some(best), observations),
        Seen {
            covered: holds,
            ..selected(None, observations)
        },
    ]
}

/// The mean of a design minus the least of the others.
fn versus_best(source: Source, design: usize) -> f64 {
    let others = (0..DESIGNS).filter(|&l| l != design);
    let least = others.map(source.mean).fold(f64::INFINITY, f64::min);
    (source.mean)(design) - least
}

fn two_stage(rinott: &Rinott, source: Source, draws: &mut Draws) -> Seen {
    let mut values = columns(source, draws, FIRST);
    let sizes = rinott.sample_sizes(&values).expect("a first stage");
    let most = sizes.iter().copied().max().unwrap_or(0) as usize;
    let more = columns(source, draws, most - FIRST);
    for ((column, more), &size) in values.iter_mut().zip(&more).zip(&sizes) {
        column.extend(&more[..size as usize - FIRST]);
    }
    selected(rinott.select(&values).ok(), sizes.iter().sum())
}
