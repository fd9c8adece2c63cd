//! Cost per order and memory at every size, beside the reference network.

use std::time::Instant;

use leadtime_benches::beside::{Comparison, beside};
use leadtime_benches::sizes::{Dimension, ORDERS_OF_REFERENCE, Size};
use leadtime_sim::plan::Plan;

use crate::options::Options;
use crate::{memory, studies};

/// One size, measured.
pub(crate) struct Row {
    pub(crate) name: String,
    /// Along which dimension, and how far; `None`: along two.
    pub(crate) along: Option<(Dimension, u64)>,
    /// Orders of one run.
    pub(crate) orders: u64,
    pub(crate) cost: Comparison,
    /// Reading, validating and compiling, seconds.
    start: f64,
    /// Peak memory of a process that runs it once, MiB.
    memory: Option<f64>,
}

/// Runs of more orders than this are measured in fewer rounds.
const LONG: u64 = 2_500_000;

/// Every size; a small one where only the program is tried.
pub(crate) fn rows(options: &Options) -> Vec<Row> {
    let reference = Size::reference(options.orders(ORDERS_OF_REFERENCE));
    let reference = Plan::compile(&reference.network());
    let mut sizes: Vec<(Option<(Dimension, u64)>, Size)> = Vec::new();
    for dimension in Dimension::ALL {
        let along = |&value: &u64| (Some((dimension, value)), Size::new(dimension, value));
        sizes.extend(dimension.values().iter().map(along));
    }
    sizes.push((None, Size::scored()));
    sizes.extend(Size::together().map(|size| (None, size)));
    if options.quick {
        sizes.truncate(1);
    }
    let measured = sizes.into_iter().map(|(along, size)| {
        let row = row(&reference, along, &size, options);
        eprintln!("{}: {:.2} x reference", row.name, row.cost.ratio);
        row
    });
    measured.collect()
}

fn row(reference: &Plan, along: Option<(Dimension, u64)>, size: &Size, options: &Options) -> Row {
    let memory = memory::peak(&size.name);
    let begun = Instant::now();
    let plan = Plan::compile(&size.network());
    let start = begun.elapsed().as_secs_f64();
    let mut work = studies::work(&plan);
    let rounds = if work.orders > LONG {
        options.rounds.div_ceil(2)
    } else {
        options.rounds
    };
    let cost = beside(&mut work, &mut studies::work(reference), rounds);
    Row {
        name: size.name.clone(),
        along,
        orders: work.orders,
        cost,
        start,
        memory,
    }
}

/// The table, with a head.
pub(crate) fn table(rows: &[Row]) -> Vec<Vec<String>> {
    let head = [
        "size",
        "orders a run",
        "ns an order",
        "ratio to reference",
        "least ratio",
        "greatest ratio",
        "load and compile s",
        "peak memory MiB",
    ];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(rows.iter().map(|row| {
        vec![
            row.name.clone(),
            row.orders.to_string(),
            format!("{:.0}", row.cost.cost),
            format!("{:.2}", row.cost.ratio),
            format!("{:.2}", row.cost.range.0),
            format!("{:.2}", row.cost.range.1),
            format!("{:.2}", row.start),
            row.memory.map_or(String::new(), |mib| format!("{mib:.1}")),
        ]
    }));
    table
}
