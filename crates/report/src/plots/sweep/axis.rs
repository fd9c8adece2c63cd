//! An axis of a sweep as an axis of a plot.

use leadtime_experiment::AxisSummary;

use crate::error::ReportError;
use crate::plots::canvas::{Canvas, face};
use crate::plots::frame::{SMALL, Tick};

/// An axis whose values are different numbers.
pub(super) struct Numbers {
    /// By place on the axis.
    values: Vec<f64>,
    /// As written.
    labels: Vec<String>,
}

impl Numbers {
    /// The numbers of an axis; `None` where its values are names, or one number twice.
    pub(super) fn of(axis: &AxisSummary) -> Option<Self> {
        let values: Option<Vec<f64>> = axis.numbers.iter().copied().collect();
        let values = values.filter(|_| axis.kind != "name")?;
        let finite = values.iter().all(|value| value.is_finite());
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let different = sorted.windows(2).all(|pair| pair[0] < pair[1]);
        (finite && different && values.len() > 1).then(|| Self {
            values,
            labels: axis.values.clone(),
        })
    }

    /// The number at a place.
    pub(super) fn at(&self, place: usize) -> f64 {
        self.values[place]
    }

    /// Least and largest.
    pub(super) fn span(&self) -> (f64, f64) {
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self
            .values
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        (least, most)
    }

    /// A tick at every value as it is written, or at every second, third, ... so that labels stay apart on so many pixels.
    pub(super) fn ticks(&self, canvas: &Canvas<'_>, room: f64) -> Result<Vec<Tick>, ReportError> {
        let (from, to) = self.span();
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by(|&a, &b| self.values[a].total_cmp(&self.values[b]));
        let mut wide = Vec::with_capacity(order.len());
        for &place in &order {
            wide.push(canvas.width(&self.labels[place], face(SMALL))?);
        }
        let x = |i: usize| (self.values[order[i]] - from) / (to - from) * room;
        let fits = |every: usize| {
            let shown: Vec<usize> = (0..order.len()).step_by(every).collect();
            shown
                .windows(2)
                .all(|pair| x(pair[1]) - x(pair[0]) > (wide[pair[0]] + wide[pair[1]]) / 2.0 + 10.0)
        };
        let every = (1..order.len()).find(|&every| fits(every));
        let shown = order.iter().step_by(every.unwrap_or(order.len()));
        Ok(shown
            .map(|&place| Tick {
                value: self.values[place],
                label: self.labels[place].clone(),
            })
            .collect())
    }
}

/// The name of an axis, with what its values are where they do not say so themselves.
pub(super) fn title(axis: &AxisSummary) -> String {
    match axis.kind.as_str() {
        "factor" => format!("{}, factor", axis.name),
        _ => axis.name.clone(),
    }
}
