//! Intervals for each design minus the best of the others, that all hold together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Goal;

/// One design against the best of the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersusBest {
    /// The design, counted from 0.
    pub design: usize,
    /// Its mean minus the best mean among the others, as observed.
    pub difference: f64,
    /// The lower end, at most 0.
    pub low: f64,
    /// The upper end, at least 0.
    pub high: f64,
}

impl VersusBest {
    /// True if the interval leaves room for the design to be the best.
    pub fn may_be_best(&self, goal: Goal) -> bool {
        match goal {
            Goal::Most => self.high > 0.0,
            Goal::Least => self.low < 0.0,
        }
    }

    /// True if the interval says that no other design is better.
    pub fn is_best(&self, goal: Goal) -> bool {
        match goal {
            Goal::Most => self.low >= 0.0,
            Goal::Least => self.high <= 0.0,
        }
    }
}

/// Constrained multiple comparisons with the best (Hsu 1984): for m_i - max over l != i of m_l,
/// [min(0, x_i - max x_l - w), max(0, x_i - max x_l + w)]; with [`Goal::Least`] the mirror image, against the least of the
/// others.
///
/// `half_width` w is the half-width at which all differences from a single control hold together: g S / sqrt(N) of
/// [`NelsonMatejcik`](super::NelsonMatejcik), or delta itself after any of the procedures here (Nelson and Matejcik 1995,
/// Management Science 41, 1935, proposition 1). Empty for fewer than two designs.
///
/// ```
/// use leadtime_stats::selection::{Goal, multiple_comparisons};
/// let rows = multiple_comparisons(&[5.0, 7.0, 6.5], 1.0, Goal::Most);
/// let ends: Vec<_> = rows.iter().map(|row| (row.low, row.high)).collect();
/// // the first is surely not the best; the second and third are not told apart
/// assert_eq!(ends, [(-3.0, 0.0), (-0.5, 1.5), (-1.5, 0.5)]);
/// assert!(!rows[0].may_be_best(Goal::Most) && rows[2].may_be_best(Goal::Most) && !rows[1].is_best(Goal::Most));
/// ```
pub fn multiple_comparisons(means: &[f64], half_width: f64, goal: Goal) -> Vec<VersusBest> {
    if means.len() < 2 {
        return Vec::new();
    }
    let versus = |design: usize| {
        let others = means.iter().enumerate().filter(|&(l, _)| l != design);
        let best = others.fold(f64::NEG_INFINITY, |best, (_, &m)| best.max(goal.gain(m)));
        let lead = goal.gain(means[design]) - best;
        let (low, high) = ((lead - half_width).min(0.0), (lead + half_width).max(0.0));
        let (low, high) = match goal {
            Goal::Most => (low, high),
            Goal::Least => (0.0 - high, 0.0 - low),
        };
        VersusBest {
            design,
            difference: goal.gain(lead),
            low,
            high,
        }
    };
    (0..means.len()).map(versus).collect()
}
