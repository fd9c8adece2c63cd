//! Does an estimate agree with the exact value, and could it have shown a difference?

use std::fmt;

use leadtime_stats::goodness::{kolmogorov_smirnov, z_from_t};
use leadtime_stats::special::normal_quantile_upper;
use leadtime_stats::{Confidence, Total, mean};

use super::LIMIT;
use super::distribution::Law;
use super::expected::{ExpectedFigure, ExpectedLaw};
use super::selector::is_share;

/// The error of a distribution function that must show.
const DETECT: f64 = 0.03;

/// The heading of the table.
pub(crate) const HEADER: &str = "family                     figure                                                 exact      estimate            se       z  detect    R";

/// One line of the table.
pub(crate) struct Row {
    family: String,
    name: String,
    exact: f64,
    estimate: f64,
    se: f64,
    pub(crate) z: f64,
    detect: f64,
    replications: usize,
    pub(crate) in_chi_square: bool,
    complaint: Option<String>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<26} {:<48} {:>13.7} {:>13.7} {:>13.3e} {:>7.2} {:>7.3} {:>4}{}",
            self.family,
            self.name,
            self.exact,
            self.estimate,
            self.se,
            self.z,
            self.detect,
            self.replications,
            if self.complaint.is_some() {
                "  <<<"
            } else {
                ""
            },
        )
    }
}

impl Row {
    pub(crate) fn failure(&self) -> Option<String> {
        self.complaint
            .as_ref()
            .map(|complaint| format!("{self}\n    {complaint}"))
    }
}

/// z = Phi^-1(F_{t,R-1}((estimate - exact) / se)), and se <= detect / 6.
pub(crate) fn judge(family: &str, figure: &ExpectedFigure, totals: &[Total]) -> Row {
    let unit = figure.unit_ticks();
    let (estimate, own_se) = estimate(totals);
    let (estimate, own_se) = (estimate / unit, own_se / unit);
    let se = (own_se * own_se + figure.exact_se * figure.exact_se).sqrt();
    let z = z_from_t(estimate, figure.exact, se, totals.len() as u64).unwrap_or(f64::NAN);
    let size = if is_share(&figure.of) {
        figure.exact.min(1.0 - figure.exact)
    } else {
        figure.exact.abs()
    };
    let complaint = if figure.exactly {
        let off = (estimate - figure.exact).abs();
        (off.is_nan() || off > figure.tolerance)
            .then(|| format!("off by {off}, allowed {}", figure.tolerance))
    } else if z.is_nan() || z.abs() >= LIMIT {
        Some(format!("|z| is not below {LIMIT}"))
    } else if own_se > figure.detect * size / 6.0 {
        let detected = 6.0 * own_se / size;
        Some(format!(
            "too few replications: this run could only show an error of {detected:.4}"
        ))
    } else {
        None
    };
    Row {
        family: family.to_owned(),
        name: figure.name.clone(),
        exact: figure.exact,
        estimate,
        se: own_se,
        z: if figure.exactly { 0.0 } else { z },
        detect: if figure.exactly { 0.0 } else { figure.detect },
        replications: totals.len(),
        in_chi_square: figure.chi_square,
        complaint,
    }
}

/// Ratio of sums over replications and its standard error by the delta method: sqrt(sum (x - r n)^2 / (R )) / mean n.
fn estimate(totals: &[Total]) -> (f64, f64) {
    let Some(estimate) = mean::ratio_mean(totals, Confidence::P95) else {
        return (f64::NAN, f64::NAN);
    };
    let (r, n) = (
        totals.len() as f64,
        totals.iter().map(|total| total.count).sum::<f64>(),
    );
    let squares: f64 = totals
        .iter()
        .map(|total| total.sum - estimate.value * total.count)
        .map(|residual| residual * residual)
        .sum();
    (estimate.value, (squares * r / (r - 1.0)).sqrt() / n)
}

/// Kolmogorov-Smirnov on independent lead times.
pub(crate) fn judge_law(family: &str, expected: &ExpectedLaw, leads: &[i64]) -> Row {
    let law = Law::parse(&expected.lead)
        .unwrap_or_else(|| panic!("{family}: what is `{}`?", expected.lead));
    let mut sorted: Vec<f64> = leads.iter().map(|&lead| lead as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let fit = kolmogorov_smirnov(&sorted, |x| law.cdf(x)).unwrap();
    let z = normal_quantile_upper(fit.p_value);
    // The standard error of a share is at most .5 / sqrt n: an error of .03 in the distribution function must show.
    let se = 0.5 / (sorted.len() as f64).sqrt();
    let enough = se <= DETECT / 6.0;
    let complaint = if z >= LIMIT {
        Some(format!(
            "Kolmogorov-Smirnov: distance {} over {} orders",
            fit.statistic,
            sorted.len()
        ))
    } else if !enough {
        Some(format!(
            "too few orders for a Kolmogorov-Smirnov test: {}",
            sorted.len()
        ))
    } else {
        None
    };
    Row {
        family: family.to_owned(),
        name: format!("Kolmogorov-Smirnov, {} leads", sorted.len()),
        exact: 0.0,
        estimate: fit.statistic,
        se,
        z,
        detect: DETECT,
        replications: 0,
        in_chi_square: false,
        complaint,
    }
}
