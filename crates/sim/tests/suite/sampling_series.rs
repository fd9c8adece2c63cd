//! Shock series and the split of log variance.
// Oracles may use the platform's mathematics.
#![allow(clippy::disallowed_methods)]

use leadtime_network::distribution::{Distribution, Regime, ShockLaw};
use leadtime_sim::random::{Purpose, ReplicationKey, StreamKey};
use leadtime_sim::sampling::{ShockSampler, Tables, law, split};

const WEATHER: u64 = 0x5eed_0f3e_a7e7_0001;

fn stream(replication: u64) -> StreamKey {
    ReplicationKey::new(11, replication).stream(WEATHER)
}

fn compile(law: &ShockLaw) -> ShockSampler {
    ShockSampler::new(law, &mut Tables::new())
}

fn regimes(of: &[(f64, f64)]) -> ShockSampler {
    compile(&ShockLaw::Regimes(
        of.iter()
            .map(|&(factor, spell)| Regime { factor, spell })
            .collect(),
    ))
}

/// |estimate - exact| within 4.5 standard errors, which must be small enough to see a mistake of `detect`.
fn within(estimate: f64, exact: f64, se: f64, detect: f64) {
    assert!(
        se <= detect / 6.0,
        "the test cannot see {detect}: standard error {se}"
    );
    assert!(
        (estimate - exact).abs() < 4.5 * se,
        "{estimate} for {exact}, standard error {se}"
    );
}

#[test]
fn ar1_has_mean_one_and_the_stated_variance_at_every_grain() {
    let (sigma, phi, runs) = (0.3, 0.7, 40_000u64);
    let shock = compile(&ShockLaw::Ar1 { sigma, phi });
    let runs_of: Vec<Vec<f64>> = (0..runs)
        .map(|r| shock.series(stream(r), -14..30))
        .collect();
    let n = runs as f64;
    for grain in [0, 7, 14, 15, 20, 43] {
        let mean = runs_of.iter().map(|run| run[grain]).sum::<f64>() / n;
        within(mean, 1.0, ((sigma * sigma).exp_m1() / n).sqrt(), 0.01);
        let log_square = |run: &Vec<f64>| (run[grain].ln() + 0.5 * sigma * sigma).powi(2);
        let square = runs_of.iter().map(log_square).sum::<f64>() / n;
        within(square / (sigma * sigma), 1.0, (2.0 / n).sqrt(), 0.05);
    }
}

#[test]
fn ar1_correlations_decay_by_phi_through_grain_zero() {
    let (sigma, phi, runs) = (0.2, 0.6, 40_000u64);
    let shock = compile(&ShockLaw::Ar1 { sigma, phi });
    let logs: Vec<Vec<f64>> = (0..runs)
        .map(|r| {
            shock
                .series(stream(r), -5..6)
                .iter()
                .map(|x| (x.ln() + 0.5 * sigma * sigma) / sigma)
                .collect()
        })
        .collect();
    for (from, lag) in [(0, 1), (2, 3), (3, 4), (4, 1), (5, 1), (5, 5), (0, 10)] {
        let product = logs
            .iter()
            .map(|run| run[from] * run[from + lag])
            .sum::<f64>()
            / runs as f64;
        let exact = phi.powi(lag as i32);
        within(
            product,
            exact,
            ((1.0 + exact * exact) / runs as f64).sqrt(),
            0.05,
        );
    }
}

#[test]
fn a_grain_has_its_value_whatever_is_asked_for_around_it() {
    let laws = [
        ShockLaw::Ar1 {
            sigma: 0.2,
            phi: 0.9,
        },
        ShockLaw::Regimes(vec![
            Regime {
                factor: 1.0,
                spell: 9.0,
            },
            Regime {
                factor: 2.0,
                spell: 3.0,
            },
        ]),
        ShockLaw::Independent(Distribution::Gamma {
            shape: 4.0,
            scale: 0.25,
        }),
    ];
    for law in laws {
        let shock = compile(&law);
        let all = shock.series(stream(3), -20..30);
        assert_eq!(all.len(), 50);
        for range in [-20..30, 0..30, -20..0, -7..5, 3..8, -9..-4, 29..30, 0..1] {
            let expected = &all[(range.start + 20) as usize..(range.end + 20) as usize];
            assert_eq!(
                shock.series(stream(3), range.clone()),
                expected,
                "{law:?} {range:?}"
            );
        }
        assert!(shock.series(stream(3), 4..4).is_empty());
        let backwards = std::ops::Range { start: 5, end: 2 };
        assert!(shock.series(stream(3), backwards).is_empty());
        assert_ne!(
            shock.series(stream(4), 0..30),
            shock.series(stream(3), 0..30)
        );
    }
}

#[test]
fn designs_that_differ_in_sigma_share_the_weather() {
    let log = |sigma: f64| -> Vec<f64> {
        let shock = compile(&ShockLaw::Ar1 { sigma, phi: 0.6 });
        shock
            .series(stream(0), 0..20)
            .iter()
            .map(|x| (x.ln() + 0.5 * sigma * sigma) / sigma)
            .collect()
    };
    for (a, b) in log(0.1).iter().zip(log(0.4)) {
        assert!((a - b).abs() < 1e-12);
    }
}

#[test]
fn ar1_at_its_edges() {
    assert_eq!(
        compile(&ShockLaw::Ar1 {
            sigma: 0.0,
            phi: 0.5
        })
        .series(stream(0), -3..3),
        [1.0; 6]
    );
    // phi = 0 is independent: grain k has the value that its own draw gives
    let independent = compile(&ShockLaw::Ar1 {
        sigma: 0.1,
        phi: 0.0,
    })
    .series(stream(0), 0..4);
    for (grain, value) in (0..).zip(independent) {
        let g = leadtime_sim::random::gaussian(stream(0).entity(grain).draw(Purpose::SHOCK));
        assert!((value.ln() - (0.1 * g - 0.005)).abs() < 1e-14);
    }
    let slow = compile(&ShockLaw::Ar1 {
        sigma: 0.3,
        phi: 0.9999,
    })
    .series(stream(0), 0..50);
    assert!(
        slow.windows(2)
            .all(|pair| (pair[1] / pair[0] - 1.0).abs() < 0.03)
    );
}

#[test]
fn regimes_start_in_their_stationary_shares() {
    let shock = regimes(&[(1.0, 19.0), (1.6, 1.5), (2.5, 4.5)]);
    let runs = 40_000u64;
    let series: Vec<Vec<f64>> = (0..runs)
        .map(|r| shock.series(stream(r), -10..11))
        .collect();
    for grain in [0, 10, 11, 20] {
        for (factor, share) in [(1.0, 0.76), (1.6, 0.06), (2.5, 0.18f64)] {
            let found =
                series.iter().filter(|run| run[grain] == factor).count() as f64 / runs as f64;
            within(
                found,
                share,
                (share * (1.0 - share) / runs as f64).sqrt(),
                0.02,
            );
        }
    }
}

#[test]
fn regime_spells_are_geometric_and_their_successors_even() {
    let shock = regimes(&[(1.0, 8.0), (2.0, 2.5), (3.0, 1.0)]);
    for range in [0..400_000, -400_000..0] {
        let series = shock.series(stream(0), range);
        for (factor, spell) in [(1.0, 8.0), (2.0, 2.5), (3.0, 1.0f64)] {
            let visits: Vec<&[f64]> = series.windows(2).filter(|pair| pair[0] == factor).collect();
            let left: Vec<f64> = visits
                .iter()
                .filter(|pair| pair[1] != factor)
                .map(|pair| pair[1])
                .collect();
            let n = visits.len() as f64;
            let hazard = 1.0 / spell;
            if spell == 1.0 {
                assert_eq!(left.len(), visits.len());
            } else {
                within(
                    left.len() as f64 / n,
                    hazard,
                    (hazard * (1.0 - hazard) / n).sqrt(),
                    0.05 * hazard,
                );
            }
            let lower = left.iter().copied().fold(f64::INFINITY, f64::min);
            let share = left.iter().filter(|&&to| to == lower).count() as f64 / left.len() as f64;
            within(share, 0.5, 0.5 / (left.len() as f64).sqrt(), 0.03);
        }
    }
}

#[test]
fn one_regime_never_changes_and_none_is_no_shock() {
    assert_eq!(regimes(&[(1.3, 5.0)]).series(stream(0), -2..2), [1.3; 4]);
    assert_eq!(regimes(&[]).series(stream(0), 0..3), [1.0; 3]);
    // two regimes that last one grain each must alternate
    let series = regimes(&[(1.0, 1.0), (2.0, 1.0)]).series(stream(0), -5..5);
    assert!(series.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn independent_shocks_follow_their_law() {
    let of = Distribution::Gamma {
        shape: 25.0,
        scale: 0.04,
    };
    let series = compile(&ShockLaw::Independent(of)).series(stream(0), 0..40_000);
    let n = series.len() as f64;
    let mean = series.iter().sum::<f64>() / n;
    within(mean, 1.0, 0.2 / n.sqrt(), 0.01);
    let lagged = series
        .windows(2)
        .map(|pair| (pair[0] - 1.0) * (pair[1] - 1.0))
        .sum::<f64>()
        / n;
    within(lagged / 0.04, 0.0, 1.0 / n.sqrt(), 0.05);
}

#[test]
fn a_split_law_multiplies_back_to_itself() {
    let whole = Distribution::Lognormal {
        mu: 2.0,
        sigma: 0.8,
    };
    for share in [0.0, 0.3, 0.5, 1.0] {
        let parts = split(&whole, share).unwrap();
        let (
            Distribution::Lognormal { mu: m1, sigma: s1 },
            Distribution::Lognormal { mu: m2, sigma: s2 },
        ) = (&parts.common, &parts.own)
        else {
            panic!("both parts are lognormal");
        };
        assert!((m1 + m2 - 2.0).abs() < 1e-15 && (s1 * s1 + s2 * s2 - 0.64).abs() < 1e-15);
        assert!((s1 * s1 - share * 0.64).abs() < 1e-15);
        assert!((parts.common.mean() - 1.0).abs() < 1e-15);
        assert!((parts.own.mean() / whole.mean() - 1.0).abs() < 1e-14);
    }
    assert_eq!(split(&Distribution::Constant(1.0), 0.3), None);
    assert_eq!(split(&whole, -0.1), None);
    assert_eq!(split(&whole, f64::NAN), None);
}

/// One-sample Kolmogorov-Smirnov of the product of both parts' draws against the whole.
#[test]
fn drawn_products_have_the_law_of_the_whole() {
    let whole = Distribution::Lognormal {
        mu: 2.0,
        sigma: 0.8,
    };
    let parts = split(&whole, 0.3).unwrap();
    let mut tables = Tables::new();
    let (common, own) = (tables.sampler(&parts.common), tables.sampler(&parts.own));
    let n = 100_000u64;
    let mut levels: Vec<f64> = (0..n)
        .map(|k| {
            let entity = stream(0).entity(k);
            let product = common.sample(entity.draw(Purpose::TRANSIT))
                * own.sample(entity.draw(Purpose::SERVICE));
            law::cdf(&whole, product)
        })
        .collect();
    levels.sort_by(f64::total_cmp);
    let far = |(i, level): (usize, &f64)| (level - (i as f64 + 0.5) / n as f64).abs();
    let distance = levels.iter().enumerate().map(far).fold(0.0, f64::max);
    assert!(distance < 2.7 / (n as f64).sqrt(), "{distance}");
}
