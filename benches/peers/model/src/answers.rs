//! What a run answers: means over the scored orders, with standard errors from the scatter of days.

use std::fmt::Write;

use crate::{Model, Task};

/// Lead time, on-time share and the three waits.
const FIGURES: [&str; 5] = [
    "mean_lead_min",
    "on_time",
    "wait_pick_min",
    "wait_pack_min",
    "wait_station_min",
];

/// Where the wait at the last stage stands, which is that of the one queue of the M/M/1.
const WAIT_STATION: usize = 4;

/// Sums over the orders placed on one scored day.
#[derive(Clone, Copy, Default)]
struct Day {
    orders: u64,
    sums: [f64; 5],
}

/// The orders of one replication.
pub struct Tally {
    day: f64,
    days: Vec<Day>,
    completed: u64,
}

/// The orders of all replications.
#[derive(Default)]
pub struct Answers {
    days: Vec<Day>,
    completed: u64,
}

impl Tally {
    /// An empty tally for one replication of a task.
    pub fn new(task: &Task) -> Self {
        Self {
            day: task.model.day(),
            days: vec![Day::default(); task.days as usize],
            completed: 0,
        }
    }

    /// Until when the replication runs, minutes.
    pub fn end(&self) -> f64 {
        self.day * (f64::from(Model::WARM_UP_DAYS) + self.days.len() as f64) + Model::RUN_OUT
    }

    /// An order placed at `placed` is delivered at `now`, having waited so long at each stage (all in minutes).
    /// It is scored if it was placed after the warm-up and before the horizon.
    pub fn record(&mut self, placed: f64, now: f64, waits: [f64; 3]) {
        self.completed += 1;
        let day = (placed / self.day).floor() - f64::from(Model::WARM_UP_DAYS);
        if day < 0.0 {
            return;
        }
        if let Some(day) = self.days.get_mut(day as usize) {
            let lead = now - placed;
            let on_time = f64::from(u8::from(lead <= Model::PROMISE));
            day.orders += 1;
            for (sum, x) in day
                .sums
                .iter_mut()
                .zip([lead, on_time, waits[0], waits[1], waits[2]])
            {
                *sum += x;
            }
        }
    }
}

impl Answers {
    pub(crate) fn take(&mut self, tally: Tally) {
        self.days.extend(tally.days);
        self.completed += tally.completed;
    }

    pub(crate) fn line(&self, peer: &str, version: &str, task: &Task, seconds: f64) -> String {
        let orders: u64 = self.days.iter().map(|day| day.orders).sum();
        let mut line = format!(
            "{{\"peer\": \"{peer}\", \"version\": \"{version}\", \"model\": \"{}\", \"replications\": {}, \"days\": {}, \
             \"orders\": {orders}, \"simulated\": {}, \"seconds\": {seconds}",
            task.model.name(),
            task.replications,
            task.days,
            self.completed,
        );
        let figures: &[(&str, usize)] = &match task.model {
            Model::Mm1 => vec![("wait_min", WAIT_STATION)],
            Model::Reference | Model::ReferenceTight => FIGURES.into_iter().zip(0..).collect(),
        };
        for &(name, figure) in figures {
            let (mean, error) = self.mean(figure);
            write!(line, ", \"{name}\": {mean}, \"{name}_se\": {error}")
                .expect("a string takes everything");
        }
        line.push('}');
        line
    }

    /// The mean of a figure over all scored orders, and its standard error from the scatter of the days' means.
    fn mean(&self, figure: usize) -> (f64, f64) {
        let n = self.days.len() as f64;
        let orders: u64 = self.days.iter().map(|day| day.orders).sum();
        let sum: f64 = self.days.iter().map(|day| day.sums[figure]).sum();
        let mean = sum / orders as f64;
        let scatter: f64 = self
            .days
            .iter()
            .map(|day| (day.sums[figure] / day.orders as f64 - mean).powi(2))
            .sum();
        (mean, (scatter / (n - 1.0) / n).sqrt())
    }
}
