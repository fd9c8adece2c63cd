//! What an order of the reference network costs beside other things: the limit, a hand-written loop, the padding tally, a large scenario.

use std::hint::black_box;
use std::path::Path;

use leadtime_benches::beside::{Work, beside};
use leadtime_benches::limit::{Limit, WINDOW};
use leadtime_benches::padding::{self, PaddingTally};
use leadtime_benches::reference_loop::{Parameters, simulate};
use leadtime_benches::sizes::Size;
use leadtime_network::promise::Rounding;
use leadtime_network::time::Duration;
use leadtime_network::{Files, load};
use leadtime_sim::plan::Plan;

use crate::options::Options;
use crate::studies;

const BESIDE: f64 = 600_000.0;
/// Orders that a run of the padding tally counts: fewer are too short for a clock.
const TALLIED: f64 = 1e7;

/// One thing beside the reference network.
struct Floor<'a> {
    name: &'static str,
    work: Work<'a>,
}

/// Each of them beside the reference network, with a head.
pub(crate) fn table(options: &Options) -> Vec<Vec<String>> {
    let reference = Plan::compile(&Size::reference(options.orders(BESIDE)).network());
    let mut reference = studies::work(&reference);
    let head = [
        "what",
        "orders a run",
        "ns an order",
        "its cost to that of reference",
        "orders a second to those of reference",
    ];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    let large = (!options.quick).then(large);
    for mut floor in floors(options, large.as_ref()) {
        let found = beside(&mut floor.work, &mut reference, options.rounds);
        eprintln!("{}: {:.1} ns", floor.name, found.cost);
        table.push(vec![
            floor.name.to_owned(),
            floor.work.orders.to_string(),
            format!("{:.1}", found.cost),
            format!("{:.3}", found.ratio),
            format!("{:.3}", 1.0 / found.ratio),
        ]);
    }
    table
}

fn floors<'a>(options: &Options, large: Option<&'a [Plan; 2]>) -> Vec<Floor<'a>> {
    let windows = options.orders(500_000.0) as usize / WINDOW;
    let mut parts = Limit::new(studies::SEED);
    let limit = Work::new((windows * WINDOW) as u64, move || {
        black_box(parts.run(windows));
    });
    let scored = options.orders(288_000.0) as u64;
    let simulated = simulate(Parameters::REFERENCE, scored, studies::SEED).simulated;
    let by_hand = Work::new(simulated, move || {
        black_box(simulate(Parameters::REFERENCE, scored, studies::SEED));
    });
    let mut floors = vec![
        Floor {
            name: "limit",
            work: limit,
        },
        Floor {
            name: "reference loop by hand",
            work: by_hand,
        },
        Floor {
            name: "padding tally, plain count",
            work: tally(options, PaddingTally::count_plain),
        },
        Floor {
            name: "padding tally, one count",
            work: tally(options, |tally| tally.count(Rounding::Instant)),
        },
        Floor {
            name: "padding tally, curve of the engine",
            work: tally(options, |tally| tally.count_curve(Rounding::Instant)),
        },
    ];
    let names = [
        "us-next-day, 30 days",
        "us-next-day, 30 days, causes of lateness asked for",
    ];
    for (name, plan) in names.into_iter().zip(large.into_iter().flatten()) {
        let work = studies::work(plan);
        floors.push(Floor { name, work });
    }
    floors
}

fn tally(options: &Options, count: impl Fn(&mut PaddingTally) + 'static) -> Work<'static> {
    let mut tally = PaddingTally::new();
    let runs = (options.orders(TALLIED) as u64).div_ceil(padding::ORDERS);
    Work::new(runs * padding::ORDERS, move || {
        for _ in 0..runs {
            count(black_box(&mut tally));
        }
    })
}

/// A hundred thousand orders a day for thirty days; without and with the causes of lateness, which the scenario asks for in its first
/// replications.
fn large() -> [Plan; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/us-next-day");
    let (mut network, _) = load(&Files::on_disk(&folder)).expect("a scenario of the repository");
    network.clock.horizon = Duration::from_days(30);
    let asked = Plan::compile(&network);
    network.blame = None;
    [Plan::compile(&network), asked]
}
