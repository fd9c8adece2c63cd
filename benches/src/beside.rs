//! One thing timed beside another, in turn, so that what slows the machine down for a while slows both.

use std::time::Duration;
#[cfg(not(unix))]
use std::time::Instant;

/// Processor time of this process so far, all threads together; the wall clock's where the system does not tell.
#[cfg(unix)]
#[must_use]
pub fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Processor time of this process so far, all threads together; the wall clock's where the system does not tell.
#[cfg(not(unix))]
#[must_use]
pub fn processor_time() -> Duration {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(Instant::now).elapsed()
}

/// Something to be timed.
pub struct Work<'a> {
    /// Orders that one run of it simulates.
    pub orders: u64,
    run: Box<dyn FnMut() + 'a>,
}

impl<'a> Work<'a> {
    /// What one run does, and for how many orders.
    pub fn new(orders: u64, run: impl FnMut() + 'a) -> Self {
        Self {
            orders,
            run: Box::new(run),
        }
    }

    /// Processor time of one run per order, nanoseconds.
    pub fn cost(&mut self) -> f64 {
        let begun = processor_time();
        (self.run)();
        (processor_time() - begun).as_secs_f64() * 1e9 / self.orders as f64
    }
}

/// What an order costs, and how that compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Median processor time per order, nanoseconds.
    pub cost: f64,
    /// Median over the rounds of the ratio to the cost of the other in the same round.
    pub ratio: f64,
    /// Least and greatest of these ratios.
    pub range: (f64, f64),
}

/// Times `work` and `other` in turn, so many rounds, after one run of each that is not counted.
pub fn beside(work: &mut Work<'_>, other: &mut Work<'_>, rounds: usize) -> Comparison {
    work.cost();
    other.cost();
    let pairs = (0..rounds.max(1)).map(|_| (other.cost(), work.cost()));
    compare(&pairs.collect::<Vec<_>>())
}

/// What both cost in each round, the other first.
fn compare(pairs: &[(f64, f64)]) -> Comparison {
    let ratios: Vec<f64> = pairs.iter().map(|(other, cost)| cost / other).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = ratios.iter().copied().fold(0.0, f64::max);
    Comparison {
        cost: median(pairs.iter().map(|pair| pair.1).collect()),
        ratio: median(ratios),
        range: (least, greatest),
    }
}

/// The middle value; of an even number the mean of both in the middle.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    }
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    // catches: a ratio turned upside down, or of medians of rounds that have nothing to do with each other
    #[test]
    fn ratios_are_those_of_neighbours() {
        // The machine is four times slower in the second round.
        let found = compare(&[(10.0, 20.0), (40.0, 120.0), (10.0, 25.0)]);
        assert_eq!((found.cost, found.ratio), (25.0, 2.5));
        assert_eq!(found.range, (2.0, 3.0));
    }

    // catches: a cost of the run and not of an order
    #[test]
    fn every_round_runs_both_once_and_the_first_is_not_counted() {
        let (mut one, mut other) = (0, 0);
        let mut work = Work::new(10, || one += 1);
        beside(&mut work, &mut Work::new(10, || other += 1), 3);
        drop(work);
        assert_eq!((one, other), (4, 4));
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
