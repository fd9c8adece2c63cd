//! What the Rust peers simulate, and what they answer: the same models, command line and line of JSON for each.
//!
//! Times are minutes from the start of a replication.

mod answers;
mod laws;
mod models;

pub use answers::{Answers, Tally};
pub use laws::{Law, lognormal};
pub use models::{Model, Stage};

/// What is asked for on the command line: `MODEL REPLICATIONS SEED [DAYS]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Task {
    /// The network, or the queue.
    pub model: Model,
    /// Independent runs, one after the other on one thread.
    pub replications: u32,
    /// Seed of the first replication; the next one takes the next seed.
    pub seed: u64,
    /// Scored days per replication, after three days of warm-up.
    pub days: u32,
}

impl Task {
    /// Reads the words after the program's name; `None` if they are not a task.
    pub fn from_words(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let task = Self {
            model: Model::named(&words.next()?)?,
            replications: words.next()?.parse().ok()?,
            seed: words.next()?.parse().ok()?,
            days: match words.next() {
                Some(word) => word.parse().ok()?,
                None => 70,
            },
        };
        (task.replications > 0 && task.days > 0 && words.next().is_none()).then_some(task)
    }

    /// Runs all replications and prints the line of answers, or how to call the program.
    ///
    /// `simulate` runs one replication of the given seed and records its orders.
    pub fn run(
        peer: &str,
        version: &str,
        simulate: impl Fn(&Self, u64, &mut Tally),
    ) -> std::process::ExitCode {
        let Some(task) = Self::from_words(std::env::args().skip(1)) else {
            eprintln!("usage: {peer} reference|reference-tight|mm1 REPLICATIONS SEED [DAYS]");
            return std::process::ExitCode::from(2);
        };
        let begun = std::time::Instant::now();
        let mut answers = Answers::default();
        for replication in 0..task.replications {
            let mut tally = Tally::new(&task);
            simulate(&task, task.seed + u64::from(replication), &mut tally);
            answers.take(tally);
        }
        println!(
            "{}",
            answers.line(peer, version, &task, begun.elapsed().as_secs_f64())
        );
        std::process::ExitCode::SUCCESS
    }
}
