//! Distribution functions in closed form, for the tests of whole distributions. None is the engine's own code.

use leadtime_network::text;
use leadtime_stats::special::normal_cdf;

/// The law of a lead time, in ticks.
pub(crate) enum Law {
    /// `exponential(5min)`, `exponential(2min, 3min)`: a sum of exponentials with different means.
    Exponentials(Vec<f64>),
    /// `erlang(4, 1min)`: four of mean 1 min.
    Erlang(u32, f64),
    /// `lognormal(1.6d, 0.35)`: mean and coefficient of variation.
    Lognormal(f64, f64),
    /// `triangular(1h, 2h, 6h)`.
    Triangular(f64, f64, f64),
}

impl Law {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('(')?;
        let arguments: Vec<&str> = rest.strip_suffix(')')?.split(',').map(str::trim).collect();
        let length = |at: usize| {
            text::duration(arguments.get(at)?)
                .ok()
                .map(|length| length.0 as f64)
        };
        Some(match name {
            "exponential" => {
                Self::Exponentials((0..arguments.len()).map(length).collect::<Option<_>>()?)
            }
            "erlang" => Self::Erlang(arguments[0].parse().ok()?, length(1)?),
            "lognormal" => Self::Lognormal(length(0)?, arguments.get(1)?.parse().ok()?),
            "triangular" => Self::Triangular(length(0)?, length(1)?, length(2)?),
            _ => return None,
        })
    }

    /// P(X <= x).
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        match self {
            _ if x <= 0.0 => 0.0,
            // 1 - sum_i exp(-x/m_i) prod_{j != i} m_i / (m_i - m_j)
            Self::Exponentials(means) => {
                let term = |(i, &mean): (usize, &f64)| {
                    let others = means.iter().enumerate().filter(|other| other.0 != i);
                    libm::exp(-x / mean)
                        * others
                            .map(|(_, &other)| mean / (mean - other))
                            .product::<f64>()
                };
                1.0 - means.iter().enumerate().map(term).sum::<f64>()
            }
            Self::Erlang(k, mean) => {
                let mut term = 1.0;
                let mut sum = 1.0;
                for i in 1..*k {
                    term *= x / mean / f64::from(i);
                    sum += term;
                }
                1.0 - sum * libm::exp(-x / mean)
            }
            Self::Lognormal(mean, cv) => {
                let variance = libm::log(1.0 + cv * cv);
                normal_cdf(libm::log(x / mean) / variance.sqrt() + 0.5 * variance.sqrt())
            }
            &Self::Triangular(a, m, b) => match x {
                _ if x <= a => 0.0,
                _ if x <= m => (x - a) * (x - a) / ((b - a) * (m - a)),
                _ if x < b => 1.0 - (b - x) * (b - x) / ((b - a) * (b - m)),
                _ => 1.0,
            },
        }
    }
}

/// Values worked out elsewhere: the closed forms themselves must be right.
#[test]
fn closed_forms_have_their_published_values() {
    let minute = 60_000.0;
    let close = |law: &str, x: f64, exact: f64| {
        let found = Law::parse(law).unwrap().cdf(x);
        assert!((found - exact).abs() < 1e-9, "{law}: {found} for {exact}");
    };
    close("exponential(5min)", 5.0 * minute, 0.632_120_558_828_557_7);
    close(
        "exponential(0.5min, 1min, 1.25min, 2min)",
        8.0 * minute,
        0.890_148_965_125_458,
    );
    close("erlang(4, 1min)", 8.0 * minute, 0.957_619_888_008_316);
    close(
        "lognormal(1.6d, 0.35)",
        2.641_571_256_612_401 * 1_440.0 * minute,
        0.95,
    );
    close("triangular(1h, 2h, 6h)", 240.0 * minute, 0.8);
}
