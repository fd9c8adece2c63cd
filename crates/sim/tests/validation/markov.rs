//! A Markov chain solved here: the figures of `blocking-tandem`.
//!
//! Orders come at rate l; two servers in a row with exponential times of rates m1 and m2. At most `most.0` are at the first
//! stage (one on the server, the rest waiting), who comes then is turned away; at most `most.1` are at the second. Who is
//! finished at the first while the second is full stays on its server, which does nothing until there is room (blocking after
//! service). States (a, b, k): a at the first stage, b at the second, k = 1 while the first server is blocked; then
//! b = most.1 and a >= 1. From (a, b, k) the chain goes
//!
//! * at rate l to (a + 1, b, k), if a < most.0;
//! * at rate m1, if a > 0 and k = 0, to (a - 1, b + 1, 0), or where b = most.1 to (a, b, 1);
//! * at rate m2, if b > 0, to (a, b - 1, 0) if k = 0, else to (a - 1, b, 0): who was blocked takes the place.
//!
//! The stationary law p solves p Q = 0, sum p = 1, by elimination.

use super::expected::families;

type State = (usize, usize, usize);

/// Share offered, mean numbers at both stages, share of time for which the first server is blocked and for which it works.
fn solve(rate: f64, service: (f64, f64), most: (usize, usize)) -> [f64; 5] {
    let free = (0..=most.0).flat_map(|a| (0..=most.1).map(move |b| (a, b, 0)));
    let blocked = (1..=most.0).map(|a| (a, most.1, 1));
    let states: Vec<State> = free.chain(blocked).collect();
    let n = states.len();
    let at = |state: State| states.iter().position(|&other| other == state).unwrap();
    // Row i: flow into state i less flow out of it; the last row: all shares together are 1.
    let mut rows = vec![vec![0.0; n + 1]; n];
    for (from, &(a, b, k)) in states.iter().enumerate() {
        let mut go = |to: State, rate: f64| {
            rows[at(to)][from] += rate;
            rows[from][from] -= rate;
        };
        if a < most.0 {
            go((a + 1, b, k), rate);
        }
        if a > 0 && k == 0 {
            let full = b == most.1;
            go(if full { (a, b, 1) } else { (a - 1, b + 1, 0) }, service.0);
        }
        if b > 0 {
            go(
                if k == 0 { (a, b - 1, 0) } else { (a - 1, b, 0) },
                service.1,
            );
        }
    }
    rows[n - 1] = vec![1.0; n + 1];
    let shares = eliminate(rows);
    let mean = |of: &dyn Fn(&State) -> usize| -> f64 {
        states
            .iter()
            .zip(&shares)
            .map(|(state, share)| of(state) as f64 * share)
            .sum()
    };
    let full = mean(&|state| usize::from(state.0 == most.0));
    [
        1.0 - full,
        mean(&|state| state.0),
        mean(&|state| state.1),
        mean(&|state| state.2),
        mean(&|state| usize::from(state.0 > 0 && state.2 == 0)),
    ]
}

/// Solves a system given as rows with the right side last, by elimination with pivots.
fn eliminate(mut rows: Vec<Vec<f64>>) -> Vec<f64> {
    let n = rows.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))
            .unwrap();
        rows.swap(column, pivot);
        let lead = rows[column].clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if at != column {
                let factor = row[column] / lead[column];
                row.iter_mut()
                    .zip(&lead)
                    .for_each(|(x, y)| *x -= factor * y);
            }
        }
    }
    (0..n).map(|at| rows[at][n] / rows[at][at]).collect()
}

// catches: a mistake in the chain itself
#[test]
fn one_stage_alone_is_the_birth_death_chain() {
    // With a second stage that never fills, and is never slow, the first is M/M/1/3: p_n proportional to r^n.
    let [offered, first, ..] = solve(0.9, (1.0, 1e9), (3, 9));
    let shares = [1.0, 0.9, 0.9 * 0.9, 0.9 * 0.9 * 0.9];
    let all: f64 = shares.iter().sum();
    assert!(
        (offered - (1.0 - shares[3] / all)).abs() < 1e-7,
        "{offered}"
    );
    let mean = shares
        .iter()
        .zip(0..)
        .map(|(share, n)| f64::from(n) * share / all);
    assert!((first - mean.sum::<f64>()).abs() < 1e-7, "{first}");
}

#[test]
fn blocking_tandem_is_the_chain_solved_here() {
    let expected = families()
        .into_iter()
        .find(|family| family.name == "blocking-tandem")
        .unwrap();
    let solved = solve(0.9, (1.0, 1.1), (3, 2));
    for (figure, solved) in expected.figure.iter().zip(solved) {
        assert!(
            (figure.exact - solved).abs() < 1e-10,
            "{}: {solved}",
            figure.name
        );
    }
    assert_eq!(expected.figure.len(), solved.len());
}
