//! The tables against rand_distr's samplers: two-sample Kolmogorov-Smirnov tests on independent draws.

use leadtime_network::distribution::Distribution as Law;
use leadtime_sim::random::{DrawStream, Philox4x32, Purpose, ReplicationKey};
use leadtime_sim::sampling::Tables;
use rand::Rng;
use rand_distr::Distribution;

const COUNT: usize = 200_000;

/// Largest distance of two empirical cdfs of COUNT values each; ties move both.
fn distance(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut worst) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        let next = a[i].min(b[j]);
        while i < a.len() && a[i] <= next {
            i += 1;
        }
        while j < b.len() && b[j] <= next {
            j += 1;
        }
        worst = worst.max(i.abs_diff(j));
    }
    worst as f64 / COUNT as f64
}

fn stream(number: u64) -> DrawStream {
    ReplicationKey::new(7, 0)
        .stream(1)
        .entity(number)
        .stream(Purpose::SERVICE)
}

fn check(law: &Law, oracle: impl Distribution<f64>) {
    let ours: Vec<f64> = Tables::new()
        .sampler(law)
        .sample_iter(stream(1))
        .take(COUNT)
        .collect();
    let theirs: Vec<f64> = oracle
        .sample_iter(Philox4x32::new([3, 4]).stream(5))
        .take(COUNT)
        .collect();
    // the distance exceeds 2.7 sqrt(2/n) once in 10^6; a cdf that is off by 1 % shows
    let bound = 2.7 * (2.0 / COUNT as f64).sqrt();
    let found = distance(ours, theirs);
    assert!(
        bound < 0.01 && found < bound,
        "{law:?}: {found} over {bound}"
    );
}

struct Truncated(rand_distr::Normal<f64>);

impl Distribution<f64> for Truncated {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        loop {
            let value = self.0.sample(rng);
            if value >= 0.0 {
                return value;
            }
        }
    }
}

#[test]
fn gamma() {
    for (shape, scale) in [
        (0.111, 2.0),
        (0.5, 1.0),
        (1.0, 3.0),
        (4.0, 1.25),
        (16.0, 30.0),
        (400.0, 0.1),
    ] {
        check(
            &Law::Gamma { shape, scale },
            rand_distr::Gamma::new(shape, scale).unwrap(),
        );
    }
}

#[test]
fn lognormal() {
    for (mu, sigma) in [(0.0, 0.05), (3.0, 0.47), (1.0, 1.5)] {
        check(
            &Law::Lognormal { mu, sigma },
            rand_distr::LogNormal::new(mu, sigma).unwrap(),
        );
    }
}

#[test]
fn exponential_uniform_and_weibull() {
    check(
        &Law::Exponential { mean: 4.0 },
        rand_distr::Exp::new(0.25).unwrap(),
    );
    check(
        &Law::Uniform {
            low: 2.0,
            high: 5.0,
        },
        rand_distr::Uniform::new(2.0, 5.0).unwrap(),
    );
    for (shape, scale) in [(0.42, 1.0), (1.5, 2.0), (5.0, 3.0)] {
        check(
            &Law::Weibull { shape, scale },
            rand_distr::Weibull::new(scale, shape).unwrap(),
        );
    }
}

#[test]
fn normal_whole_and_cut() {
    for (mean, sd) in [(20.0, 1.0), (3.0, 1.0), (0.5, 1.0), (-1.0, 1.0)] {
        check(
            &Law::Normal { mean, sd },
            Truncated(rand_distr::Normal::new(mean, sd).unwrap()),
        );
    }
}

#[test]
fn triangular_and_pert() {
    for (min, mode, max) in [(10.0, 15.0, 40.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0)] {
        check(
            &Law::Triangular { min, mode, max },
            rand_distr::Triangular::new(min, max, mode).unwrap(),
        );
        check(
            &Law::Pert { min, mode, max },
            rand_distr::Pert::new(min, max).with_mode(mode).unwrap(),
        );
    }
}

struct TwoGammas(rand_distr::Gamma<f64>, rand_distr::Gamma<f64>);

impl Distribution<f64> for TwoGammas {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if rng.next_u32() < u32::MAX / 5 {
            self.0.sample(rng)
        } else {
            2.0 + self.1.sample(rng)
        }
    }
}

#[test]
fn mixture_and_shift() {
    let law = Law::Mixture(vec![
        (
            0.2,
            Law::Gamma {
                shape: 2.0,
                scale: 1.0,
            },
        ),
        (
            0.8,
            Law::Shifted {
                by: 2.0,
                base: Box::new(Law::Gamma {
                    shape: 9.0,
                    scale: 0.5,
                }),
            },
        ),
    ]);
    let gamma = |shape, scale| rand_distr::Gamma::new(shape, scale).unwrap();
    check(&law, TwoGammas(gamma(2.0, 1.0), gamma(9.0, 0.5)));
}
