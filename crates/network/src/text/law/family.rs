//! Parametric families, mixtures and shifts.

use super::call::Call;
use super::{Laws, finite};
use crate::distribution::Distribution;
use crate::text::number::{count, positive_number};
use crate::text::{Piece, TextError, TextErrorKind};

/// Standard normal quantiles with which a lognormal may be given beside its median.
const NORMAL_QUANTILES: [(&str, f64); 4] = [
    ("p90", 1.281_551_565_544_600_4),
    ("p95", 1.644_853_626_951_472_2),
    ("p99", 2.326_347_874_040_840_8),
    ("p99.9", 3.090_232_306_167_813),
];

impl Laws<'_> {
    pub(super) fn constant(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        match call.bind([&["value"]])? {
            [Some(value)] => self.value(value).map(Distribution::Constant),
            _ => Err(call.missing("a value", "constant(5min)")),
        }
    }

    pub(super) fn uniform(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [Some(first), Some(last)] = call.bind([&["low", "a", "min"], &["high", "b", "max"]])?
        else {
            return Err(call.missing("its least and greatest value", "uniform(5min, 15min)"));
        };
        let (low, high) = (self.value(first)?, self.value(last)?);
        ascending(last, low < high)?;
        Ok(Distribution::Uniform { low, high })
    }

    pub(super) fn exponential(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        match call.bind([&["mean"]])? {
            [Some(mean)] => Ok(Distribution::Exponential {
                mean: self.positive(mean, "the mean")?,
            }),
            _ => Err(call.missing("a mean", "exponential(mean=10min)")),
        }
    }

    /// The sum of k exponentials: shape k, scale mean/k.
    pub(super) fn erlang(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [Some(stages), Some(mean)] = call.bind([&["k"], &["mean"]])? else {
            return Err(call.missing("k and a mean", "erlang(2, mean=10min)"));
        };
        let shape = f64::from(count(stages, "k")?);
        Ok(Distribution::Gamma {
            shape,
            scale: self.positive(mean, "the mean")? / shape,
        })
    }

    /// From mean and cv: shape 1/cv^2, scale mean cv^2.
    pub(super) fn gamma(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let example = "gamma(mean=8h, cv=0.25)";
        let (shape, scale) =
            match call.bind_named([&["mean"], &["cv"], &["shape"], &["scale"]], example)? {
                [Some(mean), Some(cv), None, None] => {
                    let cv = positive_number(cv, "cv")?;
                    (1.0 / (cv * cv), self.positive(mean, "the mean")? * cv * cv)
                }
                [None, None, Some(shape), Some(scale)] => (
                    positive_number(shape, "the shape")?,
                    self.positive(scale, "the scale")?,
                ),
                _ => return Err(call.missing("`mean` and `cv`, or `shape` and `scale`", example)),
            };
        finite(
            call.name,
            Distribution::Gamma { shape, scale },
            [shape, 1.0 / scale],
        )
    }

    /// From mean and cv: sigma^2 = ln(1 + cv^2), mu = ln mean - sigma^2/2. From the median: mu = ln median, sigma given
    /// or (ln p - ln median) / z_p.
    pub(super) fn lognormal(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let example = "lognormal(median=20min, p95=1h 5min)";
        let names: [&[&str]; 8] = [
            &["mean"],
            &["cv"],
            &["median", "p50"],
            &["sigma"],
            &["p90"],
            &["p95"],
            &["p99"],
            &["p99.9"],
        ];
        let [mean, cv, median, sigma, quantiles @ ..] = call.bind_named(names, example)?;
        let given: Vec<(Piece<'_>, f64)> = quantiles
            .iter()
            .zip(NORMAL_QUANTILES)
            .filter_map(|(value, (_, z))| value.map(|value| (value, z)))
            .collect();
        let (mu, sigma) = match (mean, cv, median, sigma, &given[..]) {
            (Some(mean), Some(cv), None, None, []) => {
                let cv = positive_number(cv, "cv")?;
                let variance = libm::log1p(cv * cv);
                (
                    libm::log(self.positive(mean, "the mean")?) - variance / 2.0,
                    variance.sqrt(),
                )
            }
            (None, None, Some(median), Some(sigma), []) => (
                libm::log(self.positive(median, "the median")?),
                positive_number(sigma, "sigma")?,
            ),
            (None, None, Some(median), None, &[(piece, z)]) => {
                let (middle, upper) = (self.positive(median, "the median")?, self.value(piece)?);
                above_median(piece, middle < upper)?;
                (libm::log(middle), libm::log(upper / middle) / z)
            }
            _ => {
                let what =
                    "`mean` and `cv`, or `median` and one of `p90`, `p95`, `p99`, `p99.9`, `sigma`";
                return Err(call.missing(what, example));
            }
        };
        finite(
            call.name,
            Distribution::Lognormal { mu, sigma },
            [mu, sigma],
        )
    }

    pub(super) fn normal(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [Some(mean), Some(sd)] = call.bind([&["mean"], &["sd"]])? else {
            return Err(call.missing("`mean` and `sd`", "normal(mean=10h, sd=1h)"));
        };
        Ok(Distribution::Normal {
            mean: self.value(mean)?,
            sd: self.positive(sd, "sd")?,
        })
    }

    pub(super) fn weibull(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [Some(shape), Some(scale)] = call.bind([&["shape"], &["scale"]])? else {
            return Err(call.missing("`shape` and `scale`", "weibull(shape=1.5, scale=2h)"));
        };
        Ok(Distribution::Weibull {
            shape: positive_number(shape, "the shape")?,
            scale: self.positive(scale, "the scale")?,
        })
    }

    pub(super) fn triangular(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [min, mode, max] = self.three_points(call)?;
        Ok(Distribution::Triangular { min, mode, max })
    }

    pub(super) fn pert(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [min, mode, max] = self.three_points(call)?;
        Ok(Distribution::Pert { min, mode, max })
    }

    /// Least, most likely and greatest value.
    fn three_points(&self, call: &Call<'_>) -> Result<[f64; 3], TextError> {
        let [Some(first), Some(middle), Some(last)] =
            call.bind([&["min", "low"], &["mode"], &["max", "high"]])?
        else {
            return Err(call.missing(
                "least, most likely and greatest value",
                "pert(10min, 15min, 40min)",
            ));
        };
        let [min, mode, max] = [self.value(first)?, self.value(middle)?, self.value(last)?];
        ascending(middle, min <= mode)?;
        ascending(last, mode <= max && min < max)?;
        Ok([min, mode, max])
    }

    /// `mixture(weight: law, weight: law, ...)`.
    pub(super) fn mixture(&mut self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let example = "mixture(0.95: gamma(mean=8h, cv=0.2), 0.05: constant(2d))";
        let mut components = Vec::new();
        for argument in &call.arguments {
            let Some((weight, law)) = weighted(argument.value).filter(|_| argument.name.is_none())
            else {
                let error = argument
                    .name
                    .unwrap_or(argument.value)
                    .error(TextErrorKind::Syntax, "a weight and a colon are due here");
                return Err(error.with_help(format!("write `{example}`")));
            };
            components.push((positive_number(weight, "a weight")?, self.law(law)?));
        }
        if components.is_empty() {
            return Err(call.missing("weighted laws", example));
        }
        let total: f64 = components.iter().map(|(weight, _)| weight).sum();
        if (total - 1.0).abs() > 1e-6 {
            let message = format!("the weights of the mixture sum to {total}, not to 1");
            return Err(call.name.error(TextErrorKind::OutOfRange, message));
        }
        // A sum that is off by rounding alone stays as written.
        if (total - 1.0).abs() > 1e-12 {
            components
                .iter_mut()
                .for_each(|(weight, _)| *weight /= total);
        }
        Ok(Distribution::Mixture(components))
    }

    /// `shifted(by, law)`.
    pub(super) fn shifted(&mut self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let [Some(by), Some(base)] = call.bind([&["by"], &["law", "base"]])? else {
            return Err(call.missing("a length and a law", "shifted(6h, gamma(mean=2h, cv=0.5))"));
        };
        Ok(Distribution::Shifted {
            by: self.value(by)?,
            base: Box::new(self.law(base)?),
        })
    }
}

/// The two sides of the first colon, if it stands before any parenthesis.
fn weighted(piece: Piece<'_>) -> Option<(Piece<'_>, Piece<'_>)> {
    let colon = piece.text.find([':', '('])?;
    if piece.text[colon..].starts_with(':') {
        piece.split_once(':')
    } else {
        None
    }
}

fn ascending(piece: Piece<'_>, holds: bool) -> Result<(), TextError> {
    if holds {
        return Ok(());
    }
    let error = piece.error(
        TextErrorKind::OutOfRange,
        format!("`{}` is not above the value before it", piece.text),
    );
    Err(error.with_help(
        "values go from the least to the greatest; use `constant(...)` for a single value",
    ))
}

fn above_median(piece: Piece<'_>, holds: bool) -> Result<(), TextError> {
    if holds {
        return Ok(());
    }
    Err(piece.error(
        TextErrorKind::OutOfRange,
        format!("`{}` must be above the median", piece.text),
    ))
}
