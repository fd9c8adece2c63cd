//! Selection of the best: published constants, hand-worked cases, and how often the best is found.

use crate::draws::{Draws, margin};
use leadtime_stats::Confidence;
use leadtime_stats::selection::ocba::{Known, next_step, shares};
use leadtime_stats::selection::{
    Goal, InvalidSelection, KimNelson, NelsonMatejcik, Question, Rinott, Spread,
    multiple_comparisons, rinott_constant,
};
use leadtime_stats::special::{Sides, dunnett_cdf, dunnett_factor, t_quantile_upper};

const LEVEL: Confidence = Confidence::P95;

#[test]
fn rinotts_constants() {
    // by Gauss quadrature and a root finder in another program, about 6 digits
    for (designs, first, h) in [
        (2, 20, 2.452_473_253),
        (5, 20, 3.385_418_732),
        (10, 20, 3.875_276_636),
        (10, 50, 3.686_758_938),
    ] {
        let got = rinott_constant(designs, first, LEVEL).unwrap();
        assert!((got - h).abs() < 1e-6 * h, "{designs} {first}: {got}");
    }
    assert_eq!(rinott_constant(1, 20, LEVEL), None);
    assert_eq!(
        rinott_constant(4, 20, Confidence::try_from(0.25).unwrap()),
        None
    );
}

#[test]
fn dunnetts_factors() {
    // Dunnett 1955 and 1964, 95 %, as printed, some to two decimals only
    let infinite = f64::INFINITY;
    let table = [
        (1, infinite, Sides::One, 1.645),
        (2, infinite, Sides::One, 1.916),
        (9, infinite, Sides::One, 2.417),
        (2, infinite, Sides::Two, 2.212),
        (9, infinite, Sides::Two, 2.686),
        (2, 20.0, Sides::One, 2.027),
        (9, 20.0, Sides::Two, 2.95),
    ];
    for (comparisons, dof, sides, factor) in table {
        let got = dunnett_factor(comparisons, dof, LEVEL, sides);
        assert!((got - factor).abs() < 5.1e-3, "{comparisons} {dof}: {got}");
    }
    // one comparison is Student's t, to the last digits of the quadrature
    for dof in [4.0, 19.0, 171.0] {
        let one = dunnett_factor(1, dof, LEVEL, Sides::One);
        assert!((one - t_quantile_upper(0.05, dof)).abs() < 1e-9, "{one}");
        let two = dunnett_factor(1, dof, LEVEL, Sides::Two);
        assert!((two - t_quantile_upper(0.025, dof)).abs() < 1e-9, "{two}");
    }
    assert!(dunnett_cdf(1.0, 0, 5.0, Sides::One).is_nan());
}

fn question(designs: usize, first: u64, delta: f64) -> Question {
    Question::new(designs, first, delta, LEVEL, Goal::Most).unwrap()
}

#[test]
fn questions_without_an_answer_are_refused() {
    let ask = |k, n, delta, level| {
        Question::new(
            k,
            n,
            delta,
            Confidence::try_from(level).unwrap(),
            Goal::Most,
        )
        .unwrap_err()
    };
    assert_eq!(ask(1, 20, 1.0, 0.95), InvalidSelection::TooFewDesigns(1));
    assert_eq!(
        ask(3, 4, 1.0, 0.95),
        InvalidSelection::FirstStageTooSmall(4)
    );
    assert_eq!(ask(3, 20, 0.0, 0.95), InvalidSelection::Indifference(0.0));
    assert!(matches!(
        ask(3, 20, 1.0, 0.33),
        InvalidSelection::NoBetterThanGuessing(_)
    ));
    let mut selection = KimNelson::new(question(2, 5, 1.0));
    assert_eq!(
        selection.record(&[1.0]),
        Err(InvalidSelection::WrongLength { wanted: 2, got: 1 })
    );
    assert_eq!(
        selection.record(&[1.0, f64::NAN]),
        Err(InvalidSelection::NotFinite { design: 1 })
    );
    assert_eq!(selection.rows(), 0);
}

#[test]
fn kim_nelson_by_hand() {
    // two designs, n0 = 5, delta = 1: eta = (.1^(-1/2) - 1) / 2 = 1.0811388, h^2 = 8.6491106. Differences 1, -1, 1, -1, 1: mean .2,
    // S^2 = 1.2. Slack after r rows: 8.6491106 * 1.2 / 2 - r / 2 = 5.1894664 - r / 2. From row 6 on design 0 leads by 1 more each
    // row: lead 1 + (r - 5) > 5.1894664 - r / 2 first at r = 7, where 3 > 1.69.
    let mut selection = KimNelson::new(question(2, 5, 1.0));
    let mut rows = [1.0, -1.0, 1.0, -1.0, 1.0, 1.0, 1.0].into_iter();
    let mut survivors = Vec::new();
    while selection.selected().is_none() {
        selection.record(&[rows.next().unwrap(), 0.0]).unwrap();
        survivors.push(selection.survivors().len());
    }
    assert_eq!(survivors, [2, 2, 2, 2, 2, 2, 1]);
    assert_eq!((selection.selected(), selection.rows()), (Some(0), 7));
    // rows after the end change nothing
    selection.record(&[-1e9, 0.0]).unwrap();
    assert_eq!((selection.selected(), selection.rows()), (Some(0), 7));
}

#[test]
fn equal_designs_end_and_the_first_is_taken() {
    let mut selection = KimNelson::new(question(3, 10, 0.5));
    let mut draws = Draws(3);
    while selection.selected().is_none() {
        let shared = draws.normal();
        selection.record(&[shared, shared, shared]).unwrap();
    }
    // no variance of the difference: nothing left to learn after the first stage
    assert_eq!((selection.selected(), selection.rows()), (Some(0), 10));
    let mut selection = KimNelson::new(question(2, 10, 0.5));
    let mut bound = None;
    while selection.selected().is_none() {
        selection.record(&[draws.normal(), draws.normal()]).unwrap();
        bound = bound.or(selection.most_rows());
    }
    assert!(selection.rows() <= bound.unwrap());
}

#[test]
fn ties_and_goals_in_multiple_comparisons() {
    let rows = multiple_comparisons(&[3.0, 1.0], 0.5, Goal::Least);
    assert_eq!((rows[0].low, rows[0].high), (0.0, 2.5));
    assert_eq!(
        (rows[1].low, rows[1].high, rows[1].difference),
        (-2.5, 0.0, -2.0)
    );
    assert!(rows[1].is_best(Goal::Least) && !rows[0].may_be_best(Goal::Least));
    assert!(multiple_comparisons(&[1.0], 0.5, Goal::Least).is_empty());
}

/// Ten designs in the slippage configuration, the hardest: one is better by exactly delta, all others are equal.
struct Ten {
    draws: Draws,
    /// Share of the variance that the designs have in common.
    common: f64,
}

impl Ten {
    const BEST: usize = 6;

    fn row(&mut self) -> [f64; 10] {
        let shared = self.common.sqrt() * self.draws.normal();
        let own = (1.0 - self.common).sqrt();
        core::array::from_fn(|i| {
            let lead = if i == Self::BEST { 1.0 } else { 0.0 };
            10.0 + lead + 3.0 * (shared + own * self.draws.normal())
        })
    }

    fn columns(&mut self, n: usize) -> Vec<Vec<f64>> {
        let rows: Vec<[f64; 10]> = (0..n).map(|_| self.row()).collect();
        (0..10)
            .map(|i| rows.iter().map(|row| row[i]).collect())
            .collect()
    }
}

#[test]
fn the_best_of_ten_is_found() {
    const STUDIES: u32 = 300;
    let (mut kn, mut nm, mut rinott_found, mut intervals) = (0, 0, 0, 0);
    let (mut kn_rows, mut nm_rows) = (0, 0);
    let rinott = Rinott::new(question(10, 20, 1.0)).unwrap();
    for study in 0..STUDIES {
        let mut ten = Ten {
            draws: Draws(u64::from(study) << 32),
            common: 0.5,
        };
        let mut selection = KimNelson::new(question(10, 20, 1.0));
        while selection.selected().is_none() {
            selection.record(&ten.row()).unwrap();
        }
        kn += u32::from(selection.selected() == Some(Ten::BEST));
        kn_rows += selection.rows();

        let mut columns = ten.columns(20);
        let plan =
            NelsonMatejcik::from_first_stage(question(10, 20, 1.0), &columns, Spread::Spherical)
                .unwrap();
        let more = ten.columns(plan.sample_size() as usize - 20);
        columns
            .iter_mut()
            .zip(more)
            .for_each(|(column, more)| column.extend(more));
        let (best, versus) = plan.select(&columns).unwrap();
        nm += u32::from(best == Ten::BEST);
        nm_rows += plan.sample_size();
        intervals += u32::from(versus.iter().all(|row| {
            let truth = if row.design == Ten::BEST { 1.0 } else { -1.0 };
            row.low <= truth && truth <= row.high
        }));

        ten.common = 0.0;
        let mut columns = ten.columns(20);
        let sizes = rinott.sample_sizes(&columns).unwrap();
        let longest = *sizes.iter().max().unwrap() as usize;
        let more = ten.columns(longest - 20);
        for ((column, more), size) in columns.iter_mut().zip(more).zip(sizes) {
            column.extend(&more[..size as usize - 20]);
        }
        rinott_found += u32::from(rinott.select(&columns).unwrap() == Ten::BEST);
    }
    for found in [kn, nm, rinott_found, intervals] {
        let got = f64::from(found) / f64::from(STUDIES);
        assert!(got > 0.95 - margin(0.95, STUDIES), "{got}");
    }
    // sampling stage by stage pays
    assert!(kn_rows < nm_rows * 2, "{kn_rows} {nm_rows}");
}

#[test]
fn pairwise_spread_is_safe_without_sphericity() {
    // design 0 is noisy, all others are nearly the same: the pooled variance is far below that of the pairs with design 0
    let mut draws = Draws(9);
    let columns: Vec<Vec<f64>> = (0..10)
        .map(|i| {
            (0..20)
                .map(|_| if i == 0 { 10.0 } else { 1.0 } * draws.normal())
                .collect()
        })
        .collect();
    let pooled =
        NelsonMatejcik::from_first_stage(question(10, 20, 1.0), &columns, Spread::Spherical)
            .unwrap();
    let pairwise =
        NelsonMatejcik::from_first_stage(question(10, 20, 1.0), &columns, Spread::Pairwise)
            .unwrap();
    assert!(pooled.imbalance() > 3.0);
    assert!((pairwise.variance() / pooled.variance() - pooled.imbalance()).abs() < 1e-12);
    // t_{.05/9, 19} = 2.8
    assert!((pairwise.factor() - t_quantile_upper(0.05 / 9.0, 19.0)).abs() < 1e-15);
    assert!(pairwise.sample_size() > pooled.sample_size());
}

#[test]
fn budget_goes_where_it_separates() {
    let known = [(5.0, 1.0), (5.5, 1.0), (8.0, 1.0), (5.5, 2.0)]
        .map(|(mean, deviation)| Known { mean, deviation });
    let share = shares(&known, 0.01, Goal::Least).unwrap();
    assert!((share.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    // s_i / d_i: 2, 1/3, 4
    assert!((share[1] / share[2] - 36.0).abs() < 1e-9 && (share[3] / share[1] - 4.0).abs() < 1e-9);
    let root = (share[1] * share[1] + share[2] * share[2] + share[3] * share[3] / 4.0).sqrt();
    assert!((share[0] - root).abs() < 1e-12);
    let step = next_step(&share, &[100, 10, 10, 10], 100).unwrap();
    assert_eq!(step.iter().sum::<u64>(), 100);
    assert_eq!(step[2], 0, "it has had more than its share");
    // equal means: the indifference keeps the shares finite
    let equal = [Known {
        mean: 1.0,
        deviation: 1.0,
    }; 3];
    let share = shares(&equal, 0.1, Goal::Most).unwrap();
    assert!(share.iter().all(|s| *s > 0.2 && *s < 0.6), "{share:?}");
    let frozen = [Known {
        mean: 1.0,
        deviation: 0.0,
    }; 2];
    assert_eq!(shares(&frozen, 0.1, Goal::Most).unwrap(), [0.5, 0.5]);
}
