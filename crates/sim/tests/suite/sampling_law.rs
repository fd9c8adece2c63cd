//! Exact quantiles, cdf and moments against published and closed-form numbers.
// Oracles may use the platform's mathematics.
#![allow(clippy::disallowed_methods)]

use leadtime_network::distribution::Distribution::{self, *};
use leadtime_sim::sampling::law::{cdf, median, quantile, quantile_upper, survival};

fn close(value: f64, expected: f64, relative: f64) {
    assert!(
        (value / expected - 1.0).abs() < relative,
        "{value} for {expected}"
    );
}

#[test]
fn chi_square_table_by_the_gamma_law() {
    let chi_square_10 = Gamma {
        shape: 5.0,
        scale: 2.0,
    };
    close(quantile(&chi_square_10, 0.05), 3.940_299_136, 1e-9);
    close(quantile(&chi_square_10, 0.95), 18.307_038_053, 1e-9);
    close(quantile_upper(&chi_square_10, 0.001), 29.588_298_445, 1e-9);
    assert_eq!(
        (chi_square_10.mean(), chi_square_10.variance()),
        (10.0, 20.0)
    );
}

#[test]
fn exponential_and_weibull_in_closed_form() {
    let exponential = Exponential { mean: 5.0 };
    close(median(&exponential), 5.0 * 2f64.ln(), 1e-15);
    close(
        quantile_upper(&exponential, 1e-300),
        5.0 * 300.0 * 10f64.ln(),
        1e-14,
    );
    close(quantile(&exponential, 1e-20), 5e-20, 1e-15);
    let rayleigh = Weibull {
        shape: 2.0,
        scale: 2f64.sqrt(),
    };
    close(median(&rayleigh), (2.0 * 2f64.ln()).sqrt(), 1e-14);
    close(rayleigh.mean(), (std::f64::consts::PI / 2.0).sqrt(), 1e-14);
    close(rayleigh.variance(), 2.0 - std::f64::consts::PI / 2.0, 1e-13);
}

#[test]
fn lognormal_by_its_logarithm() {
    let law = Lognormal {
        mu: 3.0,
        sigma: 0.5,
    };
    close(median(&law), 3f64.exp(), 1e-15);
    close(
        quantile(&law, 0.95),
        (3.0 + 0.5 * 1.644_853_626_951_472_7f64).exp(),
        1e-14,
    );
    close(law.mean(), 3.125f64.exp(), 1e-15);
    close(
        law.variance(),
        (6.25f64).exp() * (0.25f64.exp() - 1.0),
        1e-14,
    );
    close(
        survival(&law, (3.0 + 0.5 * 5.0f64).exp()),
        2.866_515_719e-7,
        1e-9,
    );
    assert_eq!((cdf(&law, 0.0), cdf(&law, -1.0)), (0.0, 0.0));
}

#[test]
fn a_normal_cut_at_its_mean_is_half_normal() {
    let law = Normal { mean: 0.0, sd: 2.0 };
    close(median(&law), 2.0 * 0.674_489_750_196_081_7, 1e-13);
    close(law.mean(), 2.0 * (2.0 / std::f64::consts::PI).sqrt(), 1e-14);
    close(
        law.variance(),
        4.0 * (1.0 - 2.0 / std::f64::consts::PI),
        1e-13,
    );
    // hardly cut: the plain normal law
    let far = Normal {
        mean: 10.0,
        sd: 1.0,
    };
    close(quantile(&far, 0.025), 10.0 - 1.959_963_984_540_054, 1e-13);
    close(far.mean(), 10.0, 1e-15);
    close(far.variance(), 1.0, 1e-12);
}

#[test]
fn triangular_and_pert_by_polynomials() {
    let triangle = Triangular {
        min: 1.0,
        mode: 2.0,
        max: 5.0,
    };
    close(quantile(&triangle, 0.25), 2.0, 1e-15);
    close(cdf(&triangle, 3.0), 1.0 - 4.0 / 12.0, 1e-15);
    close(triangle.mean(), 8.0 / 3.0, 1e-15);
    close(triangle.variance(), (1.0 + 16.0 - 4.0) / 18.0, 1e-14);
    // PERT(0, 1/2, 1) is beta(3, 3), with the cdf 10 x^3 - 15 x^4 + 6 x^5
    let pert = Pert {
        min: 0.0,
        mode: 0.5,
        max: 1.0,
    };
    for x in [0.1f64, 0.3, 0.5, 0.8] {
        close(
            cdf(&pert, x),
            10.0 * x.powi(3) - 15.0 * x.powi(4) + 6.0 * x.powi(5),
            1e-12,
        );
        close(quantile(&pert, cdf(&pert, x)), x, 1e-12);
    }
    close(pert.variance(), 1.0 / 28.0, 1e-14);
    let skewed = Pert {
        min: 10.0,
        mode: 15.0,
        max: 40.0,
    };
    close(skewed.mean(), (10.0 + 4.0 * 15.0 + 40.0) / 6.0, 1e-14);
    let m = skewed.mean();
    close(skewed.variance(), (m - 10.0) * (40.0 - m) / 7.0, 1e-13);
}

#[test]
fn observed_values_by_type_seven() {
    // R: quantile(c(1, 2, 4, 8, 16), c(.1, .3, .5, .9))
    let law = Empirical(vec![1.0, 2.0, 4.0, 8.0, 16.0]);
    for (p, expected) in [
        (0.0, 1.0),
        (0.1, 1.4),
        (0.3, 2.4),
        (0.5, 4.0),
        (0.9, 12.8),
        (1.0, 16.0),
    ] {
        close(quantile(&law, p), expected, 1e-14);
        assert!((cdf(&law, expected) - p).abs() < 1e-14);
    }
    close(law.mean(), (1.5 + 3.0 + 6.0 + 12.0) / 4.0, 1e-15);
    let tied = Empirical(vec![1.0, 3.0, 3.0, 5.0]);
    close(cdf(&tied, 3.0), 2.0 / 3.0, 1e-14);
    close(cdf(&tied, 2.999_999_999_999), 1.0 / 3.0, 1e-9);
    assert_eq!((median(&tied), median(&Empirical(vec![7.0]))), (3.0, 7.0));
}

#[test]
fn given_quantiles_are_met_and_joined_by_lines() {
    let law = Quantiles(vec![(0.0, 1.0), (0.5, 7.0), (0.95, 25.0), (1.0, 35.0)]);
    for (p, expected) in [
        (0.0, 1.0),
        (0.25, 4.0),
        (0.5, 7.0),
        (0.725, 16.0),
        (0.95, 25.0),
        (0.975, 30.0),
        (1.0, 35.0),
    ] {
        close(quantile(&law, p), expected, 1e-13);
        close(cdf(&law, quantile(&law, p)) + 1.0, p + 1.0, 1e-13);
    }
    close(
        quantile_upper(&law, 1e-12),
        35.0 - 10.0 * 1e-12 / 0.05,
        1e-15,
    );
    close(law.mean(), 0.5 * 4.0 + 0.45 * 16.0 + 0.05 * 30.0, 1e-14);
}

#[test]
fn mixtures_by_their_components() {
    let law = Mixture(vec![
        (0.95, Exponential { mean: 1.0 }),
        (0.05, Exponential { mean: 10.0 }),
    ]);
    close(law.mean(), 1.45, 1e-14);
    close(law.variance(), 2.0 * (0.95 + 5.0) - 1.45 * 1.45, 1e-14);
    // far out the fast component is gone: .05 exp(-x / 10) = q
    close(
        quantile_upper(&law, 1e-12),
        10.0 * (0.05f64 / 1e-12).ln(),
        1e-11,
    );
    // near 0 the density is .95 + .005
    close(quantile(&law, 1e-9), 1e-9 / 0.955, 1e-8);
    for p in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.99, 0.999_999] {
        let x = quantile(&law, p);
        close(1.0 - 0.95 * (-x).exp() - 0.05 * (-x / 10.0).exp(), p, 1e-9);
    }
}

#[test]
fn mixtures_with_atoms_and_gaps_take_the_least_value() {
    let atoms = Mixture(vec![(0.25, Constant(2.0)), (0.75, Constant(5.0))]);
    assert_eq!(
        (
            quantile(&atoms, 0.1),
            quantile(&atoms, 0.25),
            quantile(&atoms, 0.250_000_1)
        ),
        (2.0, 2.0, 5.0)
    );
    assert_eq!(
        (cdf(&atoms, 1.9), cdf(&atoms, 2.0), cdf(&atoms, 5.0)),
        (0.0, 0.25, 1.0)
    );
    let gap = Mixture(vec![
        (
            0.75,
            Uniform {
                low: 1.0,
                high: 2.0,
            },
        ),
        (
            0.25,
            Uniform {
                low: 4.0,
                high: 5.0,
            },
        ),
    ]);
    close(quantile(&gap, 0.75), 2.0, 1e-12);
    close(quantile(&gap, 0.750_000_01), 4.0, 1e-7);
    close(quantile(&gap, 0.5), 1.0 + 2.0 / 3.0, 1e-12);
    let half_atom = Mixture(vec![(0.5, Constant(3.0)), (0.5, Exponential { mean: 3.0 })]);
    let before = 0.5 * (1.0 - (-1.0f64).exp());
    for p in [before + 1e-9, 0.5, before + 0.5 - 1e-9] {
        close(quantile(&half_atom, p), 3.0, 1e-8);
    }
}

#[test]
fn shifts_add() {
    let base = Gamma {
        shape: 4.0,
        scale: 1.25,
    };
    let law = Shifted {
        by: 6.0,
        base: Box::new(base.clone()),
    };
    close(quantile(&law, 0.3), 6.0 + quantile(&base, 0.3), 1e-15);
    close(cdf(&law, 11.0), cdf(&base, 5.0), 1e-15);
    assert_eq!((law.mean(), law.variance()), (11.0, base.variance()));
}

#[test]
fn quantile_and_cdf_are_inverse_in_both_tails() {
    let laws: Vec<Distribution> = vec![
        Uniform {
            low: 2.0,
            high: 9.0,
        },
        Exponential { mean: 3.0 },
        Gamma {
            shape: 0.3,
            scale: 4.0,
        },
        Gamma {
            shape: 100.0,
            scale: 4.0,
        },
        Lognormal {
            mu: 1.0,
            sigma: 1.2,
        },
        Weibull {
            shape: 0.7,
            scale: 3.0,
        },
        Triangular {
            min: 0.0,
            mode: 3.0,
            max: 4.0,
        },
        Pert {
            min: 0.0,
            mode: 3.0,
            max: 4.0,
        },
        Normal { mean: 3.0, sd: 2.0 },
        Mixture(vec![
            (
                0.9,
                Lognormal {
                    mu: 1.0,
                    sigma: 0.2,
                },
            ),
            (
                0.1,
                Lognormal {
                    mu: 2.0,
                    sigma: 0.5,
                },
            ),
        ]),
        Quantiles(vec![(0.0, 1.0), (0.5, 7.0), (0.95, 25.0), (1.0, 35.0)]),
    ];
    for law in laws {
        for tail in [1e-8, 1e-5, 1e-3, 0.02, 0.2, 0.4999] {
            close(cdf(&law, quantile(&law, tail)), tail, 2e-7);
            close(survival(&law, quantile_upper(&law, tail)), tail, 2e-7);
            close(cdf(&law, quantile(&law, 1.0 - tail)), 1.0 - tail, 1e-11);
        }
    }
}

#[test]
fn probabilities_outside_the_unit_interval_have_no_quantile() {
    let law = Exponential { mean: 1.0 };
    assert!(
        quantile(&law, -0.1).is_nan()
            && quantile(&law, 1.1).is_nan()
            && quantile_upper(&law, f64::NAN).is_nan()
    );
    assert_eq!(
        (quantile(&law, 0.0), quantile(&law, 1.0)),
        (0.0, f64::INFINITY)
    );
}
