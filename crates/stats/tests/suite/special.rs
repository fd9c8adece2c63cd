//! Special functions against values computed with mpmath at 50 digits, against statrs, and against each other.

use leadtime_stats::special as s;

/// Calls a function of the crate by its name in the value file.
fn call(function: &str, a: &[f64]) -> f64 {
    match function {
        "gamma_p" => s::gamma_p(a[0], a[1]),
        "gamma_q" => s::gamma_q(a[0], a[1]),
        "gamma_quantile" => s::gamma_quantile(a[0], a[1]),
        "gamma_quantile_upper" => s::gamma_quantile_upper(a[0], a[1]),
        "beta_i" => s::beta_i(a[0], a[1], a[2]),
        "beta_i_upper" => s::beta_i_upper(a[0], a[1], a[2]),
        "beta_quantile" => s::beta_quantile(a[0], a[1], a[2]),
        "beta_quantile_upper" => s::beta_quantile_upper(a[0], a[1], a[2]),
        "normal_cdf" => s::normal_cdf(a[0]),
        "normal_sf" => s::normal_sf(a[0]),
        "normal_quantile" => s::normal_quantile(a[0]),
        "t_sf" => s::t_sf(a[0], a[1]),
        "t_quantile_upper" => s::t_quantile_upper(a[0], a[1]),
        "binomial_cdf" => s::binomial_cdf(a[0] as u64, a[1] as u64, a[2]),
        "binomial_sf" => s::binomial_sf(a[0] as u64, a[1] as u64, a[2]),
        "chi_square_sf" => s::chi_square_sf(a[0], a[1]),
        other => panic!("unknown function {other}"),
    }
}

/// Relative tolerance: 1e-13, and for tails of parameters of size n the condition number, about sqrt(n) rounding errors.
fn tolerance(function: &str, a: &[f64]) -> f64 {
    let size: f64 = match function {
        "gamma_p" | "gamma_q" => a[0],
        "beta_i" | "beta_i_upper" => a[0] + a[1],
        _ => 1.0,
    };
    1e-13_f64.max(16.0 * f64::EPSILON * size.sqrt())
}

#[test]
fn values_of_mpmath() {
    let table = include_str!("data/special_values.csv");
    let mut failures = Vec::new();
    for row in table.lines().skip(1) {
        let mut fields = row.split(',');
        let (function, arguments, value) = (
            fields.next().unwrap(),
            fields.next().unwrap(),
            fields.next().unwrap(),
        );
        let arguments: Vec<f64> = arguments.split(' ').map(|x| x.parse().unwrap()).collect();
        let expected: f64 = value.parse().unwrap();
        let got = call(function, &arguments);
        let error = ((got - expected) / expected).abs();
        if error.is_nan() || error > tolerance(function, &arguments) {
            failures.push(format!("{row}: got {got:e}, relative error {error:e}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
