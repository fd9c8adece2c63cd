//! Where a quantile function is not smooth.

use leadtime_network::distribution::Distribution;

use super::{Level, tails};

/// The levels at which the quantile function may jump or bend, ascending, without those at 0 and 1.
pub(in crate::sampling) fn kinks(distribution: &Distribution) -> Vec<Level> {
    let mut values = Vec::new();
    collect(distribution, 0.0, &mut values);
    values.sort_by(f64::total_cmp);
    values.dedup();
    let mut levels: Vec<Level> = values
        .iter()
        .flat_map(|&value| {
            [
                tails(distribution, value.next_down()),
                tails(distribution, value),
            ]
        })
        .collect();
    levels.retain(|level| level.lower > 0.0 && level.upper > 0.0);
    levels.dedup();
    levels
}

/// The values at which the cdf may jump, bend, or begin and end.
fn collect(distribution: &Distribution, by: f64, into: &mut Vec<f64>) {
    match *distribution {
        Distribution::Constant(value) => into.push(by + value),
        Distribution::Uniform { low, high } => into.extend([by + low, by + high]),
        Distribution::Exponential { .. }
        | Distribution::Gamma { .. }
        | Distribution::Lognormal { .. }
        | Distribution::Normal { .. }
        | Distribution::Weibull { .. } => into.push(by),
        Distribution::Triangular { min, mode, max } => into.extend([by + min, by + mode, by + max]),
        Distribution::Pert { min, max, .. } => into.extend([by + min, by + max]),
        Distribution::Quantiles(ref points) => {
            into.extend(points.iter().map(|&(_, value)| by + value));
        }
        Distribution::Empirical(ref values) => {
            into.extend(values.iter().map(|value| by + value));
        }
        Distribution::Mixture(ref components) => {
            for (_, component) in components {
                collect(component, by, into);
            }
        }
        Distribution::Shifted {
            by: further,
            ref base,
        } => collect(base, by + further, into),
    }
}
