//! Figures that no tally holds, taken from what the engine tells a recorder.

use leadtime_sim::plan::Plan;
use leadtime_sim::trace::Recorder;
use leadtime_stats::Total;

/// Something to find out about the visits to one stage, or about lead times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) stage: u32,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    /// Share of waits of at most so many ticks.
    Within(i64),
    /// Mean squared difference of the wait from so many ticks.
    SquaredFrom(f64),
    /// The wait of one order of the run, from 0.
    OfOrder(u64),
    /// Ends within half an hour of a clock hour, per scored day.
    EndsAbout(i64),
    /// The end of the last visit that began in the window.
    LastEnd,
    /// Share of lead times of at most so many ticks.
    LeadWithin(i64),
    /// Mean squared difference of the lead time from so many ticks.
    LeadSquaredFrom(f64),
    /// The lead time of one order of the run, from 0.
    LeadOfOrder(u64),
    /// Orders that reach their customers before the end of the scoring window.
    Served,
}

/// Listens to one replication.
pub(crate) struct Observer {
    warm_up: i64,
    horizon: i64,
    questions: Vec<Question>,
    /// In the order of the questions.
    pub(crate) answers: Vec<Total>,
    every: u64,
    placed: Vec<i64>,
    /// Lead times of every so many cohort orders.
    pub(crate) leads: Vec<i64>,
}

const HOUR: i64 = 3_600_000;

impl Observer {
    pub(crate) fn new(plan: &Plan, questions: &[Question], every: Option<u64>) -> Self {
        Self {
            warm_up: plan.warm_up,
            horizon: plan.horizon,
            questions: questions.to_vec(),
            answers: vec![Total::default(); questions.len()],
            every: every.unwrap_or(u64::MAX),
            placed: Vec::new(),
            leads: Vec::new(),
        }
    }

    fn in_window(&self, at: i64) -> bool {
        at >= self.warm_up && at < self.horizon
    }
}

impl Recorder for Observer {
    const ON: bool = true;

    fn placed(&mut self, _: u64, at: i64, _: u32, _: Option<u32>, _: Option<i64>, _: Option<i64>) {
        self.placed.push(at);
    }

    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64) {
        let cohort = self.in_window(arrive);
        for (question, answer) in self.questions.iter().zip(&mut self.answers) {
            if question.stage != stage {
                continue;
            }
            let wait = start - arrive;
            match question.what {
                What::Within(most) if cohort => {
                    answer.sum += f64::from(u8::from(wait <= most));
                    answer.count += 1.0;
                }
                What::SquaredFrom(mean) if cohort => {
                    answer.sum += (wait as f64 - mean) * (wait as f64 - mean);
                    answer.count += 1.0;
                }
                What::OfOrder(number) if order == number => {
                    *answer = Total {
                        sum: wait as f64,
                        count: 1.0,
                    };
                }
                What::EndsAbout(hour) => {
                    answer.count = (self.horizon - self.warm_up) as f64 / (24 * HOUR) as f64;
                    let clock = (end - hour * HOUR + HOUR / 2).rem_euclid(24 * HOUR);
                    let scored = end >= self.warm_up && end < self.horizon;
                    answer.sum += f64::from(u8::from(scored && clock < HOUR));
                }
                What::LastEnd if cohort => {
                    *answer = Total {
                        sum: answer.sum.max(end as f64),
                        count: 1.0,
                    }
                }
                _ => {}
            }
        }
    }

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(&mut self, _: u64, _: u32, _: i64, _: Option<i64>, _: i64, _: i64) {}

    fn attempt(&mut self, _: u64, _: i64, _: bool) {}

    fn exhausted(&mut self, _: u64) {}

    fn delivered(&mut self, order: u64, at: i64) {
        let placed = self.placed[order as usize];
        if !self.in_window(placed) {
            return;
        }
        let lead = at - placed;
        if order % self.every == self.every / 2 {
            self.leads.push(lead);
        }
        for (question, answer) in self.questions.iter().zip(&mut self.answers) {
            if let What::Served = question.what {
                answer.sum += f64::from(u8::from(at < self.horizon));
                answer.count = 1.0;
            }
            let value = match question.what {
                What::LeadWithin(most) => f64::from(u8::from(lead <= most)),
                What::LeadSquaredFrom(mean) => (lead as f64 - mean) * (lead as f64 - mean),
                What::LeadOfOrder(number) if order == number => lead as f64,
                _ => continue,
            };
            answer.sum += value;
            answer.count += 1.0;
        }
    }

    fn end(&mut self, _: i64, _: u64, _: u64, _: u64, _: u64) {}
}
