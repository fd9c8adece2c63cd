//! The same study on one thread and on two.

use std::time::Instant;

use leadtime_benches::beside::{median, processor_time};
use leadtime_benches::sizes::Size;
use leadtime_sim::plan::Plan;

use crate::options::Options;
use crate::studies;

const REPLICATIONS: u32 = 16;

/// A pair takes a second, and what others do on the machine meanwhile shows in it: so many pairs for each round.
const PAIRS: usize = 5;

/// How long a study took on the wall, and how much of the processors it had meanwhile.
struct Run {
    wall: f64,
    share: f64,
}

fn run(plan: &Plan, threads: usize) -> Run {
    let (begun, before) = (Instant::now(), processor_time());
    std::hint::black_box(studies::study(plan, REPLICATIONS, threads));
    let wall = begun.elapsed().as_secs_f64();
    Run {
        wall,
        share: (processor_time() - before).as_secs_f64() / wall,
    }
}

/// Medians over all pairs, with a head. What the machine gave to others meanwhile is not the engine's to answer for, so the speed-up
/// is compared with the processors that the study had on two threads, over those it had on one.
pub(crate) fn table(options: &Options) -> Vec<Vec<String>> {
    let plan = Plan::compile(&Size::reference(options.orders(300_000.0)).network());
    run(&plan, 1);
    let rounds: Vec<[Run; 2]> = (0..PAIRS * options.rounds)
        .map(|_| [1, 2].map(|threads| run(&plan, threads)))
        .collect();
    let of = |figure: fn(&[Run; 2]) -> f64| median(rounds.iter().map(figure).collect());
    let figures: [(&str, f64); 6] = [
        ("wall s, one thread", of(|[one, _]| one.wall)),
        ("wall s, two threads", of(|[_, two]| two.wall)),
        ("processors had, one thread", of(|[one, _]| one.share)),
        ("processors had, two threads", of(|[_, two]| two.share)),
        ("wall speed-up", of(|[one, two]| one.wall / two.wall)),
        (
            "speed-up to processors had",
            of(|[one, two]| one.wall / two.wall / (two.share / one.share)),
        ),
    ];
    let mut table = vec![vec!["figure".to_owned(), "median".to_owned()]];
    table.extend(figures.map(|(name, value)| {
        eprintln!("{name}: {value:.3}");
        vec![name.to_owned(), format!("{value:.3}")]
    }));
    table
}
