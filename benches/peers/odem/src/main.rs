//! The reference network for odem-rs: each order is a process that walks through the network.
//!
//! The library's facility has one place; a stage of many servers is made here of what it offers for such a case: a
//! queue of wakers, as in its own M/M/1 example. A server that becomes free is handed to the first in line.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::process::ExitCode;
use std::task::Waker;

use odem_rs::prelude::*;
use peers_model::{Law, Model, Tally, Task};
use rand::SeedableRng;
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;

fn main() -> ExitCode {
    Task::run("odem-rs", "0.4.0", |task, seed, tally| {
        let end = tally.end();
        let simulator = Simulator::new(Network::new(task, seed, tally));
        let ran = simulator.run(async |sim| {
            let demand = sim.fork(demand(sim));
            let until = sim.advance(end);
            match task.model {
                Model::Mm1 => demand.or(until).await,
                Model::Reference | Model::ReferenceTight => demand.or(trucks(sim)).or(until).await,
            }
            sim.global().forget_wakers();
        });
        ran.expect("demand never ends");
        *tally = simulator.into_inner().tally.into_inner();
    })
}

/// What all processes share.
#[derive(Config)]
#[time(f64)]
struct Network {
    gap: Law,
    /// Pick and pack, or the one queue of the M/M/1.
    stages: Vec<Stage>,
    dock: RefCell<Vec<Waker>>,
    beyond: Option<(Law, Stage)>,
    rng: RefCell<Xoshiro256PlusPlus>,
    tally: RefCell<Tally>,
}

impl Network {
    fn new(task: &Task, seed: u64, tally: &mut Tally) -> Self {
        Self {
            gap: task.model.gap(),
            stages: task.model.stages().into_iter().map(Stage::new).collect(),
            dock: RefCell::default(),
            beyond: task
                .model
                .beyond_the_truck()
                .map(|(road, stage)| (road, Stage::new(stage))),
            rng: RefCell::new(Xoshiro256PlusPlus::seed_from_u64(seed)),
            tally: RefCell::new(std::mem::replace(tally, Tally::new(task))),
        }
    }

    fn sample(&self, law: &Law) -> f64 {
        law.sample(&mut *self.rng.borrow_mut())
    }

    /// No waker may outlive the run.
    fn forget_wakers(&self) {
        self.dock.borrow_mut().clear();
        for stage in self
            .stages
            .iter()
            .chain(self.beyond.iter().map(|(_, station)| station))
        {
            stage.queue.borrow_mut().clear();
        }
    }
}

/// A first-in-first-out queue before servers that are all alike.
struct Stage {
    idle: Cell<usize>,
    queue: RefCell<VecDeque<Waker>>,
    service: Law,
}

impl Stage {
    fn new(stage: peers_model::Stage) -> Self {
        Self {
            idle: Cell::new(stage.servers),
            queue: RefCell::default(),
            service: stage.service,
        }
    }

    /// Waits for a server, is served and lets the server go; the wait in minutes.
    async fn pass(&self, sim: &Sim<Network>) -> f64 {
        let joined = sim.now();
        match self.idle.get() {
            0 => {
                let me = waker().await;
                self.queue.borrow_mut().push_back(me);
                sleep().await;
            }
            idle => self.idle.set(idle - 1),
        }
        let started = sim.now();
        sim.advance(sim.global().sample(&self.service)).await;
        self.release();
        started - joined
    }

    fn release(&self) {
        match self.queue.borrow_mut().pop_front() {
            Some(next) => next.wake(),
            None => self.idle.set(self.idle.get() + 1),
        }
    }
}

/// An order from placement to delivery.
struct Order;

impl Behavior<Network> for Order {
    type Output = ();

    async fn actions(&self, sim: &Sim<Network>) {
        let network = sim.global();
        let placed = sim.now();
        let mut waits = [0.0; 3];
        for (stage, wait) in network.stages.iter().zip(&mut waits) {
            *wait = stage.pass(sim).await;
        }
        if let Some((road, station)) = &network.beyond {
            let me = waker().await;
            network.dock.borrow_mut().push(me);
            sleep().await;
            sim.advance(network.sample(road)).await;
            waits[2] = station.pass(sim).await;
        } else {
            waits.swap(0, 2);
        }
        network.tally.borrow_mut().record(placed, sim.now(), waits);
    }
}

/// Customers: a Poisson stream of orders.
async fn demand(sim: &Sim<Network>) {
    let network = sim.global();
    loop {
        sim.advance(network.sample(&network.gap)).await;
        sim.spawn(Order);
    }
}

/// A truck every two hours takes all that is at the dock.
async fn trucks(sim: &Sim<Network>) {
    loop {
        sim.advance(Model::TRUCK_EVERY).await;
        for parcel in sim.global().dock.borrow_mut().drain(..) {
            parcel.wake();
        }
    }
}
