//! Nelson and Matejcik's two-stage selection on common random numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{InvalidSelection, Question, VersusBest, multiple_comparisons};
use crate::special::{Sides, dunnett_factor, t_quantile_upper};

/// What is assumed of the variances of the differences between designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Spread {
    /// All differences have the same variance (sphericity), which is pooled: few observations (Nelson and Matejcik 1995). The
    /// stated probability is robust to moderate departures; see [`NelsonMatejcik::imbalance`].
    Spherical,
    /// Nothing: the largest variance of a difference counts, with Bonferroni's factor (Clark and Yang 1986). Safe, and up to
    /// a few times the work.
    Pairwise,
}

/// The second stage of the procedure: the same number of observations of every design, on common random numbers.
///
/// S^2 = 2 sum (X_ij - X_i. - X_.j + X_..)^2 / ((k - 1)(n0 - 1)) estimates the variance of a difference, g is the upper alpha point
/// of the largest of k - 1 t statistics with correlation 1/2 and (k - 1)(n0 - 1) degrees of freedom, and
/// N = max(n0, ceil((g S / delta)^2)) (Nelson and Matejcik 1995, Management Science 41, 1935).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NelsonMatejcik {
    question: Question,
    factor: f64,
    variance: f64,
    imbalance: f64,
}

impl NelsonMatejcik {
    /// From the first stage, `observations[design][replication]`, where a replication is the same random numbers for all
    /// designs. Further observations are not read.
    ///
    /// # Errors
    /// As many columns as designs, each with the first stage at least, all finite.
    pub fn from_first_stage(
        question: Question,
        columns: &[impl AsRef<[f64]>],
        spread: Spread,
    ) -> Result<Self, InvalidSelection> {
        question.check_columns(columns)?;
        let n = question.first_stage() as usize;
        let columns: Vec<&[f64]> = columns.iter().map(|column| &column.as_ref()[..n]).collect();
        let (pooled, greatest) = (pooled_variance(&columns), greatest_variance(&columns));
        let others = question.designs() as f64 - 1.0;
        let freedom = n as f64 - 1.0;
        let (factor, variance) = match spread {
            Spread::Spherical => {
                let comparisons = (question.designs() - 1) as u32;
                let freedom = others * freedom;
                let g = dunnett_factor(comparisons, freedom, question.confidence(), Sides::One);
                (g, pooled)
            }
            Spread::Pairwise => {
                let tail = question.confidence().alpha() / others;
                (t_quantile_upper(tail, freedom), greatest)
            }
        };
        let imbalance = if pooled > 0.0 { greatest / pooled } else { 1.0 };
        Ok(NelsonMatejcik {
            question,
            factor,
            variance,
            imbalance,
        })
    }

    /// The factor g.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The variance of a difference that is used.
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The greatest variance of a difference over the pooled one: 1 under sphericity, above about 3 a reason to use
    /// [`Spread::Pairwise`].
    pub fn imbalance(&self) -> f64 {
        self.imbalance
    }

    /// Observations of each design in total, first stage included.
    pub fn sample_size(&self) -> u64 {
        let ratio = self.factor / self.question.indifference();
        (libm::ceil(ratio * ratio * self.variance) as u64).max(self.question.first_stage())
    }

    /// The best design by its mean, and each design against the best of the others, all holding together with the stated
    /// probability.
    ///
    /// With fewer observations than [`Self::sample_size`] the intervals are wider than the indifference and still hold;
    /// the selection is then only as good as they say.
    ///
    /// # Errors
    /// As many columns as designs, all of the same length and at least the first stage, all finite.
    pub fn select(
        &self,
        columns: &[impl AsRef<[f64]>],
    ) -> Result<(usize, Vec<VersusBest>), InvalidSelection> {
        self.question.check_columns(columns)?;
        let n = columns[0].as_ref().len();
        if let Some(odd) = columns.iter().find(|column| column.as_ref().len() != n) {
            return Err(InvalidSelection::WrongLength {
                wanted: n,
                got: odd.as_ref().len(),
            });
        }
        let means: Vec<f64> = columns
            .iter()
            .map(|column| column.as_ref().iter().sum::<f64>() / n as f64)
            .collect();
        let goal = self.question.goal();
        let half_width = self.factor * (self.variance / n as f64).sqrt();
        let best = goal.best_of(&means).unwrap_or(0);
        Ok((best, multiple_comparisons(&means, half_width, goal)))
    }
}

/// S^2: twice the interaction mean square of designs and replications.
fn pooled_variance(columns: &[&[f64]]) -> f64 {
    let (k, n) = (columns.len(), columns[0].len());
    let design: Vec<f64> = columns
        .iter()
        .map(|c| c.iter().sum::<f64>() / n as f64)
        .collect();
    let all = design.iter().sum::<f64>() / k as f64;
    let mut squares = 0.0;
    for j in 0..n {
        let row = columns.iter().map(|column| column[j]).sum::<f64>() / k as f64;
        for (column, mean) in columns.iter().zip(&design) {
            let rest = column[j] - mean - row + all;
            squares += rest * rest;
        }
    }
    2.0 * squares / ((k - 1) as f64 * (n - 1) as f64)
}

/// The greatest sample variance of a difference of two designs.
fn greatest_variance(columns: &[&[f64]]) -> f64 {
    let n = columns[0].len() as f64;
    let variance = |a: &[f64], b: &[f64]| {
        let mean = a.iter().zip(b).map(|(x, y)| x - y).sum::<f64>() / n;
        let square = |(x, y): (&f64, &f64)| (x - y - mean) * (x - y - mean);
        a.iter().zip(b).map(square).sum::<f64>() / (n - 1.0)
    };
    let mut greatest = 0.0_f64;
    for (i, a) in columns.iter().enumerate() {
        for b in &columns[i + 1..] {
            greatest = greatest.max(variance(a, b));
        }
    }
    greatest
}
