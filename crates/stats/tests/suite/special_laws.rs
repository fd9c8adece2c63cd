//! Special functions against statrs, round trips over wide grids, and edges of the domain.

use leadtime_stats::special as s;
use proptest::prelude::*;
use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF, Gamma, Normal, StudentsT};

fn close(a: f64, b: f64, relative: f64) -> bool {
    a == b || (a - b).abs() <= relative * a.abs().max(b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    // statrs is good to about 1e-11 here; catches a wrong branch, not a wrong last digit
    #[test]
    fn distribution_functions_of_statrs(a in 0.05..200.0_f64, b in 0.05..200.0_f64, u in 1e-6..1.0_f64) {
        let x = a * (0.2 + 2.0 * u);
        prop_assert!(close(s::gamma_p(a, x), Gamma::new(a, 1.0).unwrap().cdf(x), 1e-9));
        prop_assert!(close(s::beta_i(a, b, u), Beta::new(a, b).unwrap().cdf(u), 1e-9));
        let t = 12.0 * u - 6.0;
        prop_assert!(close(s::t_cdf(t, b), StudentsT::new(0.0, 1.0, b).unwrap().cdf(t), 1e-9));
        prop_assert!(close(s::normal_cdf(t), Normal::standard().cdf(t), 1e-9));
        let n = (a * 50.0) as u64 + 1;
        let k = (u * n as f64) as u64;
        prop_assert!(close(s::binomial_cdf(k, n, 0.3), Binomial::new(0.3, n).unwrap().cdf(k), 1e-9));
    }

    // both tails, p from 1e-300 to 1/2, shapes over ten decades
    #[test]
    fn gamma_round_trip(ln_a in -3.0..20.0_f64, ln_p in -690.0..-0.7_f64) {
        let (a, p) = (libm::exp(ln_a), libm::exp(ln_p));
        let tolerance = 1e-12_f64.max(1e-15 * a.sqrt() * (1.0 - ln_p));
        let x = s::gamma_quantile(a, p);
        prop_assert!(x < 1e-290 || close(s::gamma_p(a, x), p, tolerance), "lower a={a} p={p:e}: {:e}", s::gamma_p(a, x));
        let x = s::gamma_quantile_upper(a, p);
        prop_assert!(close(s::gamma_q(a, x), p, tolerance.max(1e-15 * x)), "upper a={a} q={p:e}: {:e}", s::gamma_q(a, x));
    }

    #[test]
    fn beta_round_trip(ln_a in -2.0..20.0_f64, ln_b in -2.0..20.0_f64, ln_p in -200.0..-0.7_f64) {
        let (a, b, p) = (libm::exp(ln_a), libm::exp(ln_b), libm::exp(ln_p));
        let tolerance = 1e-11_f64.max(3e-15 * (a + b).sqrt() * (1.0 - ln_p));
        let x = s::beta_quantile(a, b, p);
        // one rounding of x near 1 moves the probability by b / (1 - x) roundings
        prop_assert!(!(1e-290..=0.99).contains(&x) || close(s::beta_i(a, b, x), p, tolerance), "a={a} b={b} p={p:e} x={x:e}");
        let x = s::beta_quantile_upper(a, b, p);
        prop_assert!(x > 0.99 || close(s::beta_i_upper(a, b, x), p, tolerance), "a={a} b={b} q={p:e} x={x:e}");
    }

    #[test]
    fn t_round_trip(ln_dof in -0.5..25.0_f64, ln_q in -80.0..-0.7_f64) {
        let (dof, q) = (libm::exp(ln_dof), libm::exp(ln_q));
        let t = s::t_quantile_upper(q, dof);
        prop_assert!(close(s::t_sf(t, dof), q, 1e-11), "dof={dof} q={q:e} t={t}: {:e}", s::t_sf(t, dof));
        prop_assert_eq!(s::t_quantile(q, dof), -t);
    }

    #[test]
    fn normal_round_trip(ln_q in -700.0..-0.7_f64) {
        let q = libm::exp(ln_q);
        let z = s::normal_quantile_upper(q);
        prop_assert!(close(s::normal_sf(z), q, 1e-15 * (10.0 + z * z)));
    }

    #[test]
    fn quantiles_increase(a in 0.05..50.0_f64, p in 0.0001..0.9998_f64) {
        let next = p + 1e-4;
        prop_assert!(s::gamma_quantile(a, p) < s::gamma_quantile(a, next));
        prop_assert!(s::beta_quantile(a, 2.0, p) <= s::beta_quantile(a, 2.0, next));
        prop_assert!(s::t_quantile(p, a) < s::t_quantile(next, a));
    }
}

/// Closed forms: exponential, uniform, arcsine and Cauchy laws, to the last digits and deep into the tails.
#[test]
fn closed_forms() {
    for exponent in 1..=53 {
        let q = libm::ldexp(1.0, -exponent);
        assert!(close(s::gamma_quantile_upper(1.0, q), -libm::log(q), 4e-15));
        assert!(close(s::gamma_quantile(1.0, q), -libm::log1p(-q), 4e-15));
        assert!(close(s::beta_quantile(1.0, 1.0, q), q, 2e-14));
        assert!(close(
            s::beta_quantile(1.0, 3000.0, q),
            -libm::expm1(libm::log1p(-q) / 3000.0),
            1e-14
        ));
        let cauchy = 1.0 / libm::tan(core::f64::consts::PI * q);
        assert!(
            q == 0.5 || close(s::t_quantile_upper(q, 1.0), cauchy, 1e-14),
            "2^-{exponent}"
        );
    }
}

#[test]
fn edges_of_the_domain() {
    assert_eq!(s::gamma_quantile(2.0, 0.0), 0.0);
    assert_eq!(s::gamma_quantile(2.0, 1.0), f64::INFINITY);
    assert_eq!(s::gamma_quantile_upper(2.0, 0.0), f64::INFINITY);
    assert_eq!(s::gamma_quantile(1e-5, 0.3), 0.0);
    assert_eq!(
        (s::beta_i(2.0, 3.0, 0.0), s::beta_i(2.0, 3.0, 1.0)),
        (0.0, 1.0)
    );
    assert_eq!(
        (
            s::beta_quantile(2.0, 3.0, 0.0),
            s::beta_quantile_upper(2.0, 3.0, 0.0)
        ),
        (0.0, 1.0)
    );
    assert_eq!(
        (s::gamma_p(3.0, 0.0), s::gamma_q(3.0, f64::INFINITY)),
        (0.0, 0.0)
    );
    assert_eq!(
        (s::normal_quantile(0.0), s::normal_quantile(1.0)),
        (f64::NEG_INFINITY, f64::INFINITY)
    );
    assert_eq!(
        (
            s::normal_cdf(f64::NEG_INFINITY),
            s::normal_sf(f64::NEG_INFINITY)
        ),
        (0.0, 1.0)
    );
    assert_eq!(
        (s::t_quantile(0.5, 7.0), s::t_quantile(1.0, 7.0)),
        (0.0, f64::INFINITY)
    );
    assert_eq!(s::t_cdf(1.5, f64::INFINITY), s::normal_cdf(1.5));
    assert_eq!(
        (s::binomial_cdf(10, 10, 0.4), s::binomial_sf(10, 10, 0.4)),
        (1.0, 0.0)
    );
    assert_eq!(
        (s::binomial_cdf(3, 10, 0.0), s::binomial_cdf(3, 10, 1.0)),
        (1.0, 0.0)
    );
    let refused = [
        s::gamma_p(0.0, 1.0),
        s::gamma_p(1.0, -1.0),
        s::gamma_q(f64::NAN, 1.0),
        s::gamma_quantile(1.0, 1.5),
        s::beta_i(1.0, -1.0, 0.5),
        s::beta_i(1.0, 1.0, f64::NAN),
        s::beta_quantile(1.0, 1.0, -0.1),
        s::normal_quantile(f64::NAN),
        s::t_cdf(0.0, 0.0),
        s::t_quantile(0.5, -1.0),
        s::binomial_cdf(1, 2, 1.1),
    ];
    assert!(refused.iter().all(|value| value.is_nan()), "{refused:?}");
}
