//! Kim and Nelson's fully sequential selection: one row of observations at a time, and worse designs drop out early.

use super::{InvalidSelection, Question};

/// The procedure KN (Kim and Nelson 2001, ACM TOMACS 11, 251), with c = 1.
///
/// After n0 rows the variance of each difference is estimated, S2_il = sum ((X_i - X_l) - mean)^2 / (n0 - 1). From then on, with
/// r rows, design i stays while sum (X_i - X_l) >= -max(0, h^2 S2_il / (2 delta) - delta r / 2) for every other l that was in
/// before this row, where h^2 = 2 eta (n0 - 1) and eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2. What is paired is the
/// *difference*, so common random numbers make it faster and cost nothing.
///
/// A row is one observation of every design still in: the same replication, or the mean over the same block of replications.
/// The order of the rows matters and must be that of the replications.
///
/// ```
/// use leadtime_stats::Confidence;
/// use leadtime_stats::selection::{Goal, KimNelson, Question};
/// let question = Question::new(3, 20, 1.0, Confidence::P95, Goal::Least).expect("a question");
/// let mut selection = KimNelson::new(question);
/// for r in 0..200 {
///     let day = f64::from((r * 37) % 41); // shared by all designs: it cancels
///     selection.record(&[day + 5.0, day + 2.0 + f64::from(r % 3), day + 9.0]).expect("a row");
///     if selection.selected().is_some() {
///         break;
///     }
/// }
/// assert_eq!((selection.selected(), selection.rows()), (Some(1), 20));
/// ```
#[derive(Debug, Clone)]
pub struct KimNelson {
    question: Question,
    /// h^2.
    scale: f64,
    rows: u64,
    /// Sum of the observations so far of each design, turned so that more is better; stale once a design is out.
    sums: Vec<f64>,
    /// The first rows, until variances are known.
    first: Vec<Vec<f64>>,
    /// S2_il at `i * k + l`.
    variances: Vec<f64>,
    survivors: Vec<usize>,
}

impl KimNelson {
    /// Starts with all designs in.
    pub fn new(question: Question) -> Self {
        let k = question.designs();
        KimNelson {
            scale: squared_constant(&question),
            rows: 0,
            sums: vec![0.0; k],
            first: Vec::new(),
            variances: Vec::new(),
            survivors: (0..k).collect(),
            question,
        }
    }

    /// Adds one observation of every design; those of designs that are out are not read (NaN will do). Does nothing once a
    /// design is selected.
    ///
    /// # Errors
    /// A row of the wrong length, or an observation of a surviving design that is not finite; the row is not taken.
    pub fn record(&mut self, row: &[f64]) -> Result<(), InvalidSelection> {
        let wanted = self.question.designs();
        if row.len() != wanted {
            return Err(InvalidSelection::WrongLength {
                wanted,
                got: row.len(),
            });
        }
        if let Some(&design) = self.survivors.iter().find(|&&i| !row[i].is_finite()) {
            return Err(InvalidSelection::NotFinite { design });
        }
        if self.selected().is_some() {
            return Ok(());
        }
        self.rows += 1;
        for &i in &self.survivors {
            self.sums[i] += self.question.goal().gain(row[i]);
        }
        if self.rows <= self.question.first_stage() {
            self.first.push(row.to_vec());
        }
        if self.rows == self.question.first_stage() {
            self.estimate_variances();
        }
        if self.rows >= self.question.first_stage() {
            self.screen();
        }
        Ok(())
    }

    /// The designs still in, ascending.
    pub fn survivors(&self) -> &[usize] {
        &self.survivors
    }

    /// The design selected, once only one is in.
    pub fn selected(&self) -> Option<usize> {
        match self.survivors[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Rows taken.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// What was asked.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The survivor with the best mean so far: the answer if the budget ends early, without a stated probability.
    pub fn leader(&self) -> usize {
        let better = |best: usize, i: usize| {
            if self.sums[i] > self.sums[best] {
                i
            } else {
                best
            }
        };
        self.survivors.iter().copied().reduce(better).unwrap_or(0)
    }

    /// The rows after which the present survivors will surely have been reduced to one; none before the first stage ends.
    pub fn most_rows(&self) -> Option<u64> {
        (!self.variances.is_empty()).then(|| {
            let delta = self.question.indifference();
            let widest = self.greatest_variance();
            let closing = libm::floor(self.scale * widest / (delta * delta)) as u64;
            closing.saturating_add(1).max(self.rows)
        })
    }

    fn greatest_variance(&self) -> f64 {
        let k = self.question.designs();
        let pairs = self
            .survivors
            .iter()
            .flat_map(|&i| self.survivors.iter().map(move |&l| (i, l)));
        pairs.fold(0.0, |most, (i, l)| most.max(self.variances[i * k + l]))
    }

    fn estimate_variances(&mut self) {
        let k = self.question.designs();
        let n = self.first.len() as f64;
        self.variances = vec![0.0; k * k];
        for i in 0..k {
            for l in i + 1..k {
                let mean = self.first.iter().map(|row| row[i] - row[l]).sum::<f64>() / n;
                let squares: f64 = self
                    .first
                    .iter()
                    .map(|row| (row[i] - row[l] - mean) * (row[i] - row[l] - mean))
                    .sum();
                self.variances[i * k + l] = squares / (n - 1.0);
                self.variances[l * k + i] = squares / (n - 1.0);
            }
        }
        self.first = Vec::new();
    }

    /// Drops every design that is behind another by more than the closing bound allows.
    fn screen(&mut self) {
        let before = self.survivors.clone();
        let stays = |i: usize| {
            before
                .iter()
                .all(|&l| l == i || self.sums[i] - self.sums[l] >= -self.slack(i, l))
        };
        let after: Vec<usize> = before.iter().copied().filter(|&i| stays(i)).collect();
        let closed = after
            .iter()
            .all(|&i| after.iter().all(|&l| l == i || self.slack(i, l) == 0.0));
        // equal sums under a closed bound: the designs are the same (or the rounding is all that differs), so the first will do
        self.survivors = if closed {
            after.into_iter().take(1).collect()
        } else {
            after
        };
    }

    /// How far the sum of design i may fall behind that of l.
    fn slack(&self, i: usize, l: usize) -> f64 {
        let delta = self.question.indifference();
        let variance = self.variances[i * self.question.designs() + l];
        (self.scale * variance / (2.0 * delta) - 0.5 * delta * self.rows as f64).max(0.0)
    }
}

/// h^2 = 2 eta (n0 - 1): .3029 * 38 = 11.51 for ten designs, n0 = 20 and 95 %.
fn squared_constant(question: &Question) -> f64 {
    let freedom = (question.first_stage() - 1) as f64;
    let ratio = 2.0 * question.confidence().alpha() / (question.designs() as f64 - 1.0);
    let eta = 0.5 * libm::expm1(-2.0 / freedom * libm::log(ratio));
    2.0 * eta * freedom
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::squared_constant;
    use crate::Confidence;
    use crate::selection::{Goal, Question};

    #[test]
    fn constant_of_kim_and_nelson() {
        let question = Question::new(10, 20, 1.0, Confidence::P95, Goal::Most).unwrap();
        let got = squared_constant(&question);
        assert!((got - 11.511_484_538_672_446).abs() < 1e-10, "{got}");
    }
}
