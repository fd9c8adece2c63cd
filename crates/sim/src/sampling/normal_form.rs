//! A law as scale x (standard law) + shift, so that lanes which differ in scale only share one table.

use leadtime_network::distribution::Distribution;

/// Normal laws with mean / sd above this are never cut at 0 by the tables, which end 8.3 sd below the mean.
const NEVER_CUT: f64 = 9.0;

/// The mean / sd that stands for all of them.
const UNCUT: f64 = 16.0;

/// X = scale x standard + shift.
#[derive(Clone, Debug)]
pub(super) struct NormalForm {
    pub(super) standard: Distribution,
    pub(super) scale: f64,
    pub(super) shift: f64,
}

impl NormalForm {
    pub(super) fn of(law: &Distribution) -> Self {
        match *law {
            Distribution::Constant(value) => Self::constant(value),
            Distribution::Uniform { low, high } => Self::on(UNIT, high - low, low),
            Distribution::Exponential { mean } => {
                Self::on(Distribution::Exponential { mean: 1.0 }, mean, 0.0)
            }
            Distribution::Gamma { shape, scale } => {
                Self::on(Distribution::Gamma { shape, scale: 1.0 }, scale, 0.0)
            }
            Distribution::Lognormal { mu, sigma: 0.0 } => Self::constant(libm::exp(mu)),
            Distribution::Lognormal { mu, sigma } => Self::on(
                Distribution::Lognormal { mu: 0.0, sigma },
                libm::exp(mu),
                0.0,
            ),
            Distribution::Normal { mean, sd } => Self::normal(mean, sd),
            Distribution::Weibull { shape, scale } => {
                Self::on(Distribution::Weibull { shape, scale: 1.0 }, scale, 0.0)
            }
            Distribution::Triangular { min, mode, max } => {
                Self::on_range(min, max, |width| Distribution::Triangular {
                    min: 0.0,
                    mode: (mode - min) / width,
                    max: 1.0,
                })
            }
            Distribution::Pert { min, mode, max } => {
                Self::on_range(min, max, |width| Distribution::Pert {
                    min: 0.0,
                    mode: (mode - min) / width,
                    max: 1.0,
                })
            }
            Distribution::Quantiles(ref points) => Self::quantiles(points),
            Distribution::Empirical(ref values) => Self::empirical(values),
            Distribution::Mixture(_) => Self::on(law.clone(), 1.0, 0.0),
            Distribution::Shifted { by, ref base } => {
                let base = Self::of(base);
                Self {
                    shift: by + base.shift,
                    ..base
                }
            }
        }
    }

    fn on(standard: Distribution, scale: f64, shift: f64) -> Self {
        Self {
            standard,
            scale,
            shift,
        }
    }

    fn constant(value: f64) -> Self {
        Self::on(UNIT, 0.0, value)
    }

    /// A law on [min, max]; a point if they are equal.
    fn on_range(min: f64, max: f64, standard: impl FnOnce(f64) -> Distribution) -> Self {
        let width = max - min;
        if width == 0.0 {
            Self::constant(min)
        } else {
            Self::on(standard(width), width, min)
        }
    }

    fn normal(mean: f64, sd: f64) -> Self {
        let ratio = mean / sd;
        if sd == 0.0 {
            Self::constant(mean.max(0.0))
        } else if ratio > NEVER_CUT {
            Self::on(
                Distribution::Normal {
                    mean: UNCUT,
                    sd: 1.0,
                },
                sd,
                mean - UNCUT * sd,
            )
        } else {
            Self::on(
                Distribution::Normal {
                    mean: ratio,
                    sd: 1.0,
                },
                sd,
                0.0,
            )
        }
    }

    fn quantiles(points: &[(f64, f64)]) -> Self {
        let (min, max) = ends(points.iter().map(|&(_, value)| value));
        let standard = |width: f64| {
            points
                .iter()
                .map(|&(p, value)| (p, (value - min) / width))
                .collect()
        };
        Self::on_range(min, max, |width| Distribution::Quantiles(standard(width)))
    }

    fn empirical(values: &[f64]) -> Self {
        let (min, max) = ends(values.iter().copied());
        if min == max {
            Self::constant(min)
        } else {
            Self::on(Distribution::Empirical(values.to_vec()), 1.0, 0.0)
        }
    }
}

/// Uniform on [0, 1].
const UNIT: Distribution = Distribution::Uniform {
    low: 0.0,
    high: 1.0,
};

/// First and last value; NaN if there is none.
fn ends(values: impl DoubleEndedIterator<Item = f64> + Clone) -> (f64, f64) {
    (
        values.clone().next().unwrap_or(f64::NAN),
        values.last().unwrap_or(f64::NAN),
    )
}

/// A law as words, equal for equal laws: the order in which tables are kept.
pub(super) fn key(law: &Distribution) -> Vec<u64> {
    let mut words = Vec::new();
    write_key(law, &mut words);
    words
}

fn write_key(law: &Distribution, words: &mut Vec<u64>) {
    let mut family = |tag: u64, parameters: &[f64]| {
        words.push(tag);
        words.extend(parameters.iter().map(|parameter| parameter.to_bits()));
    };
    match *law {
        Distribution::Constant(value) => family(0, &[value]),
        Distribution::Uniform { low, high } => family(1, &[low, high]),
        Distribution::Exponential { mean } => family(2, &[mean]),
        Distribution::Gamma { shape, scale } => family(3, &[shape, scale]),
        Distribution::Lognormal { mu, sigma } => family(4, &[mu, sigma]),
        Distribution::Normal { mean, sd } => family(5, &[mean, sd]),
        Distribution::Weibull { shape, scale } => family(6, &[shape, scale]),
        Distribution::Triangular { min, mode, max } => family(7, &[min, mode, max]),
        Distribution::Pert { min, mode, max } => family(8, &[min, mode, max]),
        Distribution::Quantiles(ref points) => {
            words.extend([9, points.len() as u64]);
            words.extend(
                points
                    .iter()
                    .flat_map(|&(p, value)| [p.to_bits(), value.to_bits()]),
            );
        }
        Distribution::Empirical(ref values) => {
            words.extend([10, values.len() as u64]);
            words.extend(values.iter().map(|value| value.to_bits()));
        }
        Distribution::Mixture(ref components) => {
            words.extend([11, components.len() as u64]);
            for (weight, component) in components {
                words.push(weight.to_bits());
                write_key(component, words);
            }
        }
        Distribution::Shifted { by, ref base } => {
            words.extend([12, by.to_bits()]);
            write_key(base, words);
        }
    }
}
