//! The reference network for NeXosim: one model per part of the network, orders as messages from port to port.
//!
//! ```text
//! Demand -> Stage pick -> Stage pack -> Linehaul -> Stage station -> delivered orders
//! Demand -> Stage serve -> delivered orders                                                  (the M/M/1)
//! ```
//!
//! One thread, as a run is timed on one core: the executor of NeXosim for one thread, which is its fastest here.

mod parts;

use std::process::ExitCode;

use nexosim::ports::{EventQueueReader, EventSinkReader, Output, SinkState, event_queue};
use nexosim::simulation::{Mailbox, SimInit, Simulation, SimulationError};
use nexosim::time::MonotonicTime;
use peers_model::{Tally, Task};

use parts::{Demand, Linehaul, Order, Stage, minutes};

fn main() -> ExitCode {
    Task::run("NeXosim", "1.0.0", |task, seed, tally| {
        replication(task, seed, tally).expect("the bench is well formed");
    })
}

fn replication(task: &Task, seed: u64, tally: &mut Tally) -> Result<(), SimulationError> {
    let (mut simulation, mut delivered) = assemble(task, seed)?;
    let mut until = 0.0;
    while until < tally.end() {
        until = (until + 1440.0).min(tally.end());
        simulation.step_until(MonotonicTime::EPOCH + minutes(until))?;
        while let Some(order) = delivered.try_read() {
            tally.record(order.placed, order.now, order.waits);
        }
    }
    Ok(())
}

fn assemble(
    task: &Task,
    seed: u64,
) -> Result<(Simulation, EventQueueReader<Order>), SimulationError> {
    let mut demand = Demand::new(task.model.gap(), seed);
    let mut stages: Vec<Stage> = task
        .model
        .stages()
        .into_iter()
        .enumerate()
        .map(|(i, stage)| Stage::new(i, stage, seed))
        .collect();
    let mut linehaul = None;
    if let Some((road, station)) = task.model.beyond_the_truck() {
        linehaul = Some(Linehaul::new(road, seed));
        stages.push(Stage::new(2, station, seed));
    }

    let (sink, delivered) = event_queue(SinkState::Enabled);
    let demand_box = Mailbox::new();
    let linehaul_box = Mailbox::new();
    let stage_boxes: Vec<Mailbox<Stage>> = stages.iter().map(|_| Mailbox::new()).collect();

    demand.placed.connect(Stage::join, &stage_boxes[0]);
    if let [pick, pack, station] = stages.as_mut_slice() {
        pick.done.connect(Stage::join, &stage_boxes[1]);
        pack.done.connect(Linehaul::load, &linehaul_box);
        let road: &mut Output<Order> = &mut linehaul
            .as_mut()
            .expect("three stages have a linehaul")
            .arrived;
        road.connect(Stage::join, &stage_boxes[2]);
        station.done.connect_sink(sink);
    } else {
        stages[0].done.connect_sink(sink);
    }

    let mut bench = SimInit::with_num_threads(1).add_model(demand, demand_box, "demand");
    for (stage, mailbox) in stages.into_iter().zip(stage_boxes) {
        bench = bench.add_model(stage, mailbox, "stage");
    }
    if let Some(linehaul) = linehaul {
        bench = bench.add_model(linehaul, linehaul_box, "linehaul");
    }
    Ok((bench.init(MonotonicTime::EPOCH)?, delivered))
}
