//! Rinott's two-stage selection of independent designs.

use super::{InvalidSelection, Question};
use crate::Confidence;
use crate::special::{increasing_root, normal_cdf, scaled_chi_nodes, whole_power};

/// The constant h of Rinott (1978, Communications in Statistics A 7, 799): the root of
///
/// ∫∫ Phi(h / sqrt(v (1/x + 1/y))) f(x) dx ^(k-1) f(y) dy = P, with v = n0 - 1 and f the chi-square density with v degrees of
/// freedom. 3.875276636 for ten designs, n0 = 20, 95 %.
///
/// By 96 point Gauss rules in sqrt(x / v) and sqrt(y / v); within 1e-8. None unless there are two designs, n0 >=
/// [`super::LEAST_FIRST_STAGE`] and P > 1/k. Some 30 milliseconds.
///
/// ```
/// use leadtime_stats::{Confidence, selection::rinott_constant};
/// let h = rinott_constant(2, 20, Confidence::P95).expect("two designs");
/// assert!((h - 2.452473253).abs() < 1e-6);
/// ```
pub fn rinott_constant(designs: usize, first_stage: u64, confidence: Confidence) -> Option<f64> {
    let others = u32::try_from(designs.checked_sub(1)?).ok()?;
    let level = confidence.level();
    let asked = others > 0 && first_stage >= super::LEAST_FIRST_STAGE;
    if !(asked && level > 1.0 / designs as f64) {
        return None;
    }
    let nodes = scaled_chi_nodes((first_stage - 1) as f64);
    let h = increasing_root(0.0, |h| probability(h, others, &nodes) - level);
    h.is_finite().then_some(h)
}

/// The double integral, over s = sqrt(x / v) and t = sqrt(y / v): h / sqrt(1/s^2 + 1/t^2).
fn probability(h: f64, others: u32, nodes: &[(f64, f64)]) -> f64 {
    let beaten_by = |t: f64| -> f64 {
        let term = |&(s, weight): &(f64, f64)| {
            weight * normal_cdf(h / (1.0 / (s * s) + 1.0 / (t * t)).sqrt())
        };
        nodes.iter().map(term).sum()
    };
    nodes
        .iter()
        .map(|&(t, weight)| weight * whole_power(beaten_by(t), others))
        .sum()
}

/// Rinott's procedure: a first stage tells each design's variance, and with it how many observations the design needs.
///
/// The designs must be **independent**: with common random numbers the stated probability does not hold (use
/// [`KimNelson`](super::KimNelson) or [`NelsonMatejcik`](super::NelsonMatejcik)). Select the design with the best mean over
/// all its observations, first stage included.
///
/// ```
/// use leadtime_stats::Confidence;
/// use leadtime_stats::selection::{Goal, Question, Rinott};
/// let question = Question::new(2, 20, 0.5, Confidence::P95, Goal::Least).expect("a question");
/// let rinott = Rinott::new(question).expect("h exists");
/// // (h s / delta)^2 = (2.452473 * 2 / .5)^2 = 96.2
/// assert_eq!(rinott.sample_size(4.0), 97);
/// assert_eq!(rinott.sample_size(0.1), 20);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rinott {
    question: Question,
    constant: f64,
}

impl Rinott {
    /// Computes the constant. None where it is too large for a number, far beyond any use.
    pub fn new(question: Question) -> Option<Self> {
        let constant = rinott_constant(
            question.designs(),
            question.first_stage(),
            question.confidence(),
        )?;
        Some(Rinott { question, constant })
    }

    /// The constant h.
    pub fn constant(&self) -> f64 {
        self.constant
    }

    /// Observations in total for a design whose first stage has this sample variance: max(n0, ceil((h s / delta)^2)).
    pub fn sample_size(&self, variance: f64) -> u64 {
        let ratio = self.constant / self.question.indifference();
        (libm::ceil(ratio * ratio * variance) as u64).max(self.question.first_stage())
    }

    /// The totals for all designs, from the first stages of `observations[design][replication]`.
    ///
    /// # Errors
    /// As many columns as designs, each with the first stage at least, all finite.
    pub fn sample_sizes(
        &self,
        columns: &[impl AsRef<[f64]>],
    ) -> Result<Vec<u64>, InvalidSelection> {
        self.question.check_columns(columns)?;
        let n = self.question.first_stage() as usize;
        let size = |column: &[f64]| {
            let mean = column[..n].iter().sum::<f64>() / n as f64;
            let squares: f64 = column[..n].iter().map(|x| (x - mean) * (x - mean)).sum();
            self.sample_size(squares / (n as f64 - 1.0))
        };
        Ok(columns.iter().map(|column| size(column.as_ref())).collect())
    }

    /// The design with the best mean over all its observations.
    ///
    /// # Errors
    /// As many columns as designs, each with the first stage at least, all finite. That each column holds as many observations
    /// as [`Self::sample_sizes`] asked for is up to the caller.
    pub fn select(&self, columns: &[impl AsRef<[f64]>]) -> Result<usize, InvalidSelection> {
        self.question.check_columns(columns)?;
        let means: Vec<f64> = columns
            .iter()
            .map(|column| column.as_ref().iter().sum::<f64>() / column.as_ref().len() as f64)
            .collect();
        Ok(self.question.goal().best_of(&means).unwrap_or(0))
    }
}
