//! The tables against the exact quantiles: error, moments, monotonicity, jumps, sharing.
// Oracles may use the platform's mathematics.
#![allow(clippy::disallowed_methods)]

use leadtime_network::distribution::Distribution::{self, *};
use leadtime_sim::sampling::{Sampler, Tables, law, to_ticks};

const TWO_64: f64 = 18_446_744_073_709_551_616.0;

fn lognormal(mean: f64, cv: f64) -> Distribution {
    let variance = (cv * cv).ln_1p();
    Lognormal {
        mu: mean.ln() - 0.5 * variance,
        sigma: variance.sqrt(),
    }
}

fn gamma(mean: f64, cv: f64) -> Distribution {
    Gamma {
        shape: 1.0 / (cv * cv),
        scale: mean * cv * cv,
    }
}

/// Smooth laws with cv at most 3, in minutes to days of ticks.
fn smooth_laws() -> Vec<Distribution> {
    let minute = 60_000.0;
    let mut laws = vec![
        Uniform {
            low: 2.0 * minute,
            high: 9.0 * minute,
        },
        Exponential {
            mean: 10.0 * minute,
        },
        Triangular {
            min: 10.0 * minute,
            mode: 15.0 * minute,
            max: 40.0 * minute,
        },
        Triangular {
            min: 0.0,
            mode: 0.0,
            max: minute,
        },
        Triangular {
            min: 0.0,
            mode: minute,
            max: minute,
        },
        Pert {
            min: 10.0 * minute,
            mode: 15.0 * minute,
            max: 40.0 * minute,
        },
        Pert {
            min: 0.0,
            mode: minute,
            max: minute,
        },
        Pert {
            min: 0.0,
            mode: 0.3 * minute,
            max: 5.0 * minute,
        },
        Normal {
            mean: 20.0 * minute,
            sd: 2.0 * minute,
        },
        Normal {
            mean: 20.0 * minute,
            sd: 5.0 * minute,
        },
        Normal {
            mean: 2.0 * minute,
            sd: 2.0 * minute,
        },
        Normal {
            mean: -2.0 * minute,
            sd: 2.0 * minute,
        },
        Shifted {
            by: 360.0 * minute,
            base: Box::new(gamma(120.0 * minute, 0.5)),
        },
    ];
    for cv in [0.05, 0.25, 0.5, 1.0, 2.0, 3.0] {
        laws.push(lognormal(255_000.0, cv));
        laws.push(gamma(3.6e6, cv));
    }
    // Weibull shapes with cv 3.1 (just above the bound that is promised), 2.2, 1, 0.52, 0.23
    laws.extend([0.42, 0.5, 1.0, 2.0, 5.0].map(|shape| Weibull {
        shape,
        scale: 30.0 * minute,
    }));
    laws.remove(laws.len() - 5);
    laws
}

/// Laws whose quantile function bends or jumps.
fn broken_laws() -> Vec<Distribution> {
    let day = 86.4e6;
    vec![
        Quantiles(vec![
            (0.0, day),
            (0.05, 2.0 * day),
            (0.5, 7.0 * day),
            (0.95, 24.0 * day),
            (0.99, 40.0 * day),
            (1.0, 60.0 * day),
        ]),
        Quantiles(vec![
            (0.0, day),
            (0.3, day),
            (0.3, 2.0 * day),
            (1.0, 3.0 * day),
        ]),
        Mixture(vec![
            (0.95, lognormal(2.0 * day, 0.3)),
            (0.05, lognormal(6.0 * day, 0.5)),
        ]),
        Mixture(vec![
            (0.95, Constant(2.0 * day)),
            (0.05, Constant(5.0 * day)),
        ]),
        Mixture(vec![
            (0.999, Constant(2.0 * day)),
            (0.001, gamma(5.0 * day, 1.0)),
        ]),
        Mixture(vec![
            (
                0.7,
                Uniform {
                    low: day,
                    high: 2.0 * day,
                },
            ),
            (
                0.3,
                Uniform {
                    low: 4.0 * day,
                    high: 5.0 * day,
                },
            ),
        ]),
        Mixture(vec![
            (0.9, lognormal(day, 0.05)),
            (0.1, lognormal(10.0 * day, 0.05)),
        ]),
        Mixture(vec![
            (0.5, Empirical(vec![1.0, 2.0, 4.0, 4.0, 9.0])),
            (0.5, Exponential { mean: 3.0 }),
        ]),
        Empirical(vec![1.0, 2.0, 2.0, 2.0, 3.0, 8.0, 9.0]),
        Empirical((0..1000).map(|i| f64::from(i * i)).collect()),
    ]
}

/// bits with (bits + 1/2) / 2^64 near u = t (lower) or 1 - t (upper).
fn bits_at(t: f64, upper: bool) -> u64 {
    let bits = (t * TWO_64) as u64;
    if upper { !bits } else { bits }
}

/// The exact quantile at a position of that sampler.
fn exact(of: &Distribution, bits: u64) -> f64 {
    if bits >> 63 == 0 {
        law::quantile(of, bits as f64 / TWO_64)
    } else {
        law::quantile_upper(of, !bits as f64 / TWO_64)
    }
}

/// Tail probabilities from 1e-7 to one half, away from any regular grid.
fn tails() -> Vec<f64> {
    let steps = 2500;
    (0..steps)
        .map(|i| 1e-7 * (5e6f64).powf((f64::from(i) + 0.37) / f64::from(steps)))
        .collect()
}

#[test]
fn error_is_within_the_bound_everywhere_between_1e_7_and_its_mirror() {
    let mut tables = Tables::new();
    for of in smooth_laws() {
        let sampler = tables.sampler(&of);
        let sd = of.variance().sqrt();
        let mut worst = 0.0f64;
        for t in tails() {
            for upper in [false, true] {
                let bits = bits_at(t, upper);
                let exact = exact(&of, bits);
                worst =
                    worst.max((sampler.sample(bits) - exact).abs() / exact.abs().max(0.01 * sd));
            }
        }
        assert!(worst < 1e-4, "{of:?}: error {worst:.1e}");
        // 5e-5 where it is checked, at the quarters of each piece, and a little more between
        assert!(
            worst < 6e-5,
            "{of:?}: error {worst:.1e} above the tolerance of the tables"
        );
    }
}

#[test]
fn broken_laws_err_only_within_a_hair_of_a_jump() {
    let mut tables = Tables::new();
    for of in broken_laws() {
        let sampler = tables.sampler(&of);
        let sd = of.variance().sqrt();
        let mut outside = 0;
        for t in tails() {
            for upper in [false, true] {
                let bits = bits_at(t, upper);
                let u = bits as f64 / TWO_64;
                let value = sampler.sample(bits);
                let hair = 1e-6 * t;
                let low = law::quantile(&of, (u - hair).max(0.0));
                let high = law::quantile(&of, (u + hair).min(1.0));
                let slack = 1e-4 * exact(&of, bits).abs().max(0.01 * sd);
                outside += usize::from(value < low - slack || value > high + slack);
            }
        }
        assert_eq!(outside, 0, "{of:?}");
    }
}

/// Means of X and (X - mean)^2 under the table, by the midpoint rule on 32768 equal parts of every octave of both tails.
fn table_moments(sampler: &Sampler, mean: f64) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    for octave in 1..=53 {
        let low = 0.5f64.powi(octave + 1);
        let weight = low / 32768.0;
        for part in 0..32768 {
            let t = low + (f64::from(part) + 0.5) * weight;
            for upper in [false, true] {
                let value = sampler.sample(bits_at(t, upper)) - mean;
                first += weight * value;
                second += weight * value * value;
            }
        }
    }
    (mean + first, second - first * first)
}

#[test]
fn mean_and_variance_are_those_of_the_law() {
    let mut tables = Tables::new();
    for of in smooth_laws().into_iter().chain(broken_laws()) {
        let (mean, variance) = (of.mean(), of.variance());
        let (table_mean, table_variance) = table_moments(&tables.sampler(&of), mean);
        assert!(
            (table_mean / mean - 1.0).abs() < 1e-4,
            "{of:?}: mean {table_mean} for {mean}"
        );
        assert!(
            (table_variance / variance - 1.0).abs() < 1e-4,
            "{of:?}: variance {table_variance} for {variance}"
        );
    }
}

#[test]
fn values_never_fall_as_bits_rise() {
    let mut tables = Tables::new();
    for of in smooth_laws().into_iter().chain(broken_laws()) {
        let sampler = tables.sampler(&of);
        let mut last = sampler.sample(0);
        let check = |bits: u64, last: &mut f64| {
            let value = sampler.sample(bits);
            assert!(
                value >= *last - 1e-13 * value.abs(),
                "{of:?}: {value} after {last} at {bits:#x}"
            );
            *last = last.max(value);
        };
        // every octave of the lower tail upwards, then the upper tail
        for octave in (0..63).rev() {
            for part in 0..500u64 {
                let position = (1u64 << (62 - octave)) as f64 * (1.0 + part as f64 / 500.0);
                check(position as u64, &mut last);
            }
        }
        for octave in 0..63 {
            for part in (0..500u64).rev() {
                let position = (1u64 << (62 - octave)) as f64 * (1.0 + part as f64 / 500.0);
                check(!(position as u64), &mut last);
            }
        }
    }
}

#[test]
fn neighbouring_bits_around_every_cell_bound_do_not_fall_in_ticks() {
    let sampler = Tables::new().sampler(&lognormal(3.6e6, 0.5));
    for octave in 1..30 {
        for cell in 0..16u64 {
            let bound = (1u64 << (63 - octave)) / 16 * (16 + cell);
            for upper in [false, true] {
                let fold = |bits: u64| if upper { !bits } else { bits };
                let (a, b) = (sampler.ticks(fold(bound - 1)), sampler.ticks(fold(bound)));
                assert!(if upper { a >= b } else { a <= b });
                assert!((a - b).abs() <= 1, "jump of {} ticks at {bound:#x}", a - b);
            }
        }
    }
}

#[test]
fn the_far_tail_is_not_clipped() {
    let mut tables = Tables::new();
    let of = lognormal(1.0, 1.0);
    let sampler = tables.sampler(&of);
    for exponent in 8..=16 {
        let t = 10f64.powi(-exponent);
        for upper in [false, true] {
            let bits = bits_at(t, upper);
            let (value, exact) = (sampler.sample(bits), exact(&of, bits));
            assert!(
                (value - exact).abs() < 1e-3 * exact.max(0.01),
                "{value} for {exact} at {t}"
            );
        }
    }
}

#[test]
fn extreme_bits_and_extreme_laws_give_finite_values() {
    let laws = [
        Exponential { mean: 1.0 },
        Gamma {
            shape: 0.01,
            scale: 1.0,
        },
        Gamma {
            shape: 1e6,
            scale: 1.0,
        },
        Lognormal {
            mu: 0.0,
            sigma: 8.0,
        },
        Lognormal {
            mu: 0.0,
            sigma: 200.0,
        },
        Weibull {
            shape: 0.1,
            scale: 1.0,
        },
        Weibull {
            shape: 1000.0,
            scale: 1.0,
        },
        Normal {
            mean: -30.0,
            sd: 1.0,
        },
        Pert {
            min: 5.0,
            mode: 5.0,
            max: 5.0,
        },
        Triangular {
            min: 5.0,
            mode: 5.0,
            max: 5.0,
        },
        Uniform {
            low: 5.0,
            high: 5.0,
        },
        Normal { mean: 5.0, sd: 0.0 },
        Empirical(vec![5.0]),
        Mixture(vec![(1.0, Constant(3.0))]),
        Mixture(vec![
            (1e-12, Constant(1e9)),
            (
                1.0 - 1e-12,
                Lognormal {
                    mu: 0.0,
                    sigma: 0.01,
                },
            ),
        ]),
    ];
    let mut tables = Tables::new();
    for of in laws {
        let sampler = tables.sampler(&of);
        for bits in [
            0,
            1,
            1 << 9,
            1 << 10,
            1 << 20,
            (1 << 63) - 1,
            1 << 63,
            (1 << 63) + 1,
            u64::MAX - 1,
            u64::MAX,
        ] {
            let value = sampler.sample(bits);
            assert!(
                value.is_finite() && value >= 0.0,
                "{of:?} gives {value} at {bits:#x}"
            );
        }
    }
}

#[test]
fn invalid_parameters_do_not_hang_or_panic() {
    let mut tables = Tables::new();
    for of in [
        Gamma {
            shape: -1.0,
            scale: 1.0,
        },
        Lognormal {
            mu: f64::NAN,
            sigma: 1.0,
        },
        Normal {
            mean: 1.0,
            sd: f64::INFINITY,
        },
        Quantiles(vec![]),
        Empirical(vec![]),
        Mixture(vec![]),
        Weibull {
            shape: 0.0,
            scale: 1.0,
        },
    ] {
        let _ = tables.sampler(&of).ticks(0x1234_5678_9abc_def0);
    }
}

#[test]
fn a_jump_lies_where_the_weights_put_it() {
    let two_points = Mixture(vec![(0.95, Constant(2.0)), (0.05, Constant(5.0))]);
    let sampler = Tables::new().sampler(&two_points);
    let at = |u: f64| sampler.sample((u * TWO_64) as u64);
    assert_eq!((at(0.0), at(0.3), at(0.94999)), (2.0, 2.0, 2.0));
    assert_eq!((at(0.95001), at(0.99), at(1.0 - 1e-15)), (5.0, 5.0, 5.0));
}

#[test]
fn scale_and_shift_share_one_table() {
    let mut tables = Tables::new();
    for mean in [1.0, 60.0, 3.6e6] {
        let _ = tables.sampler(&gamma(mean, 0.25));
        let _ = tables.sampler(&Shifted {
            by: mean,
            base: Box::new(gamma(2.0 * mean, 0.25)),
        });
    }
    assert_eq!(tables.len(), 1);
    for sd in [0.01, 0.02, 0.1] {
        let _ = tables.sampler(&Normal { mean: 1.0, sd });
    }
    assert_eq!(tables.len(), 2, "normal laws far from 0 share one table");
    for mean in [1.0, 5.0] {
        let _ = tables.sampler(&Exponential { mean });
        let _ = tables.sampler(&Triangular {
            min: mean,
            mode: 2.0 * mean,
            max: 4.0 * mean,
        });
        let _ = tables.sampler(&Constant(mean));
        let _ = tables.sampler(&Uniform {
            low: mean,
            high: 3.0 * mean,
        });
    }
    assert_eq!(
        tables.len(),
        5,
        "one for exponentials, one for triangles, one for the uniform and constants"
    );
}

#[test]
fn what_a_sampler_gives_does_not_depend_on_what_was_compiled_before() {
    let of = lognormal(5.0, 0.7);
    let mut busy = Tables::new();
    for other in smooth_laws() {
        let _ = busy.sampler(&other);
    }
    let (alone, late) = (Tables::new().sampler(&of), busy.sampler(&of));
    for i in 0..1000u64 {
        let bits = i.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        assert_eq!(alone.sample(bits).to_bits(), late.sample(bits).to_bits());
    }
}

#[test]
fn constants_need_no_draw_and_scaling_multiplies() {
    let mut tables = Tables::new();
    assert_eq!(tables.sampler(&Constant(5.0)).constant(), Some(5.0));
    assert_eq!(
        tables
            .sampler(&Shifted {
                by: 2.0,
                base: Box::new(Lognormal {
                    mu: 0.0,
                    sigma: 0.0
                })
            })
            .constant(),
        Some(3.0)
    );
    assert_eq!(tables.sampler(&Exponential { mean: 5.0 }).constant(), None);
    let base = tables.sampler(&Shifted {
        by: 2.0,
        base: Box::new(Exponential { mean: 1.0 }),
    });
    assert!((base.scaled(3.0).sample(1 << 63) - 3.0 * base.sample(1 << 63)).abs() < 1e-12);
}

#[test]
fn ticks_are_the_nearest_halves_up_never_negative() {
    let cases = [
        (0.0, 0),
        (0.49, 0),
        (0.5, 1),
        (1.5, 2),
        (2.5, 3),
        (-0.4, 0),
        (-7.0, 0),
        (1e6 + 0.25, 1_000_000),
    ];
    for (value, ticks) in cases {
        assert_eq!(to_ticks(value), ticks, "{value}");
    }
    assert_eq!(to_ticks(f64::NAN), 0);
    assert_eq!(to_ticks(f64::NEG_INFINITY), 0);
    assert_eq!(to_ticks(1e30), i64::MAX);
}
