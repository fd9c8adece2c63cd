//! Means and variances against exact values and against numerical integration; scaling.
// Oracles may use the platform's mathematics.
#![allow(clippy::disallowed_methods)]

use leadtime_network::distribution::Distribution;
use leadtime_network::text::{self, Unit};

fn law(source: &str) -> Distribution {
    text::distribution(source, Unit::Plain, &mut |_| Err("no files".to_owned())).unwrap()
}

fn close(value: f64, exact: f64, within: f64) {
    assert!(
        (value - exact).abs() <= within * exact.abs().max(1e-300),
        "{value} is not {exact}"
    );
}

/// Mean and variance of a density on [low, high] by Simpson's rule.
fn integrated(density: impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    let steps = 200_000;
    let width = (high - low) / f64::from(steps);
    let moment = |power: i32| -> f64 {
        (0..=steps)
            .map(|i| {
                let x = low + width * f64::from(i);
                let weight = if i == 0 || i == steps {
                    1.0
                } else if i % 2 == 1 {
                    4.0
                } else {
                    2.0
                };
                weight * density(x) * x.powi(power)
            })
            .sum::<f64>()
            * width
            / 3.0
    };
    let mean = moment(1) / moment(0);
    (mean, moment(2) / moment(0) - mean * mean)
}

#[test]
fn moments_are_exact() {
    for (source, mean, variance) in [
        ("7", 7.0, 0.0),
        ("uniform(2, 8)", 5.0, 3.0),
        ("exponential(mean=4)", 4.0, 16.0),
        ("erlang(4, mean=6)", 6.0, 9.0),
        ("gamma(mean=8, cv=0.25)", 8.0, 4.0),
        ("lognormal(mean=4.25, cv=0.5)", 4.25, 4.25 * 4.25 / 4.0),
        // scale Gamma(1.5) = sqrt(pi)/2, scale^2 (1 - pi/4).
        (
            "weibull(shape=2, scale=1)",
            0.886_226_925_452_758,
            0.214_601_836_602_551_7,
        ),
        ("weibull(shape=1, scale=3)", 3.0, 9.0),
        ("triangular(0, 3, 6)", 3.0, 1.5),
        ("pert(0, 3, 6)", 3.0, 9.0 / 7.0),
        // Half a standard normal: sqrt(2/pi), 1 - 2/pi.
        (
            "normal(mean=0, sd=1)",
            0.797_884_560_802_865_4,
            0.363_380_227_632_418_7,
        ),
        ("quantiles(min=1, p50=3, max=5)", 3.0, 16.0 / 12.0),
        ("empirical(1, 2, 3, 4)", 2.5, 9.0 / 12.0),
        ("empirical(4)", 4.0, 0.0),
        ("mixture(0.25: 4, 0.75: 8)", 7.0, 3.0),
        ("shifted(10, uniform(2, 8))", 15.0, 3.0),
    ] {
        close(law(source).mean(), mean, 1e-12);
        close(law(source).variance(), variance, 1e-12);
    }
}

#[test]
fn moments_agree_with_integration() {
    for (mean, sd) in [(1.0, 1.0), (3.0, 1.0), (0.5, 2.0)] {
        let density = |x: f64| (-(x - mean) * (x - mean) / (2.0 * sd * sd)).exp();
        let (first, second) = integrated(density, 0.0, mean + 14.0 * sd);
        let truncated = Distribution::Normal { mean, sd };
        close(truncated.mean(), first, 1e-9);
        close(truncated.variance(), second, 1e-9);
    }
    for (mean, least) in [(5.0, 5.0), (-5.0, 0.0)] {
        let point = Distribution::Normal { mean, sd: 0.0 };
        assert_eq!((point.mean(), point.variance()), (least, 0.0));
    }
    // PERT(10, 15, 40): a beta(1 + 4 x 5/30, 1 + 4 x 25/30).
    let (a, b) = (4.0 * 5.0 / 30.0_f64, 4.0 * 25.0 / 30.0_f64);
    let (first, second) = integrated(
        |x| ((x - 10.0) / 30.0).powf(a) * ((40.0 - x) / 30.0).powf(b),
        10.0,
        40.0,
    );
    close(law("pert(10, 15, 40)").mean(), first, 1e-5);
    close(law("pert(10, 15, 40)").variance(), second, 1e-5);
    let (first, second) = integrated(
        |x| if x < 2.0 { x - 1.0 } else { (8.0 - x) / 6.0 },
        1.0,
        8.0,
    );
    close(law("triangular(1, 2, 8)").mean(), first, 1e-6);
    close(law("triangular(1, 2, 8)").variance(), second, 1e-6);
}

#[test]
fn scaling_scales_mean_and_deviation() {
    for source in [
        "7",
        "uniform(2, 8)",
        "exponential(mean=4)",
        "gamma(mean=8, cv=0.25)",
        "lognormal(mean=4.25, cv=0.5)",
        "normal(mean=1, sd=2)",
        "weibull(shape=2, scale=1)",
        "triangular(0, 3, 6)",
        "pert(0, 3, 6)",
        "quantiles(min=1, p50=3, max=5)",
        "empirical(1, 2, 3, 4)",
        "mixture(0.25: 4, 0.75: uniform(1, 2))",
        "shifted(10, uniform(2, 8))",
    ] {
        let (law, scaled) = (law(source), law(source).scale_by(3.0));
        close(scaled.mean(), 3.0 * law.mean(), 1e-14);
        close(scaled.variance(), 9.0 * law.variance(), 1e-13);
        assert_eq!(law.is_constant(), source == "7", "{source}");
        assert_eq!(scaled.is_constant(), law.is_constant());
    }
    for source in [
        "shifted(1, 2)",
        "empirical(3, 3)",
        "mixture(0.5: 2, 0.5: shifted(1, 1))",
        "quantiles(min=2, max=2)",
    ] {
        assert!(law(source).is_constant(), "{source}");
    }
    assert!(!law("mixture(0.5: 2, 0.5: 3)").is_constant());
}
