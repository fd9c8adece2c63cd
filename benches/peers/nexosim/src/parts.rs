//! The parts of the network, each a model with ports.

use std::collections::VecDeque;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::Output;
use nexosim::time::MonotonicTime;
use peers_model::Law;
use rand::SeedableRng;
use rand_distr::Distribution;
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::{Deserialize, Serialize};

/// An order on its way, with what it has waited so far (minutes).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Order {
    /// When it was placed.
    pub placed: f64,
    /// When it last came somewhere.
    pub now: f64,
    /// Waits at pick, pack and station; that of the M/M/1 in the last place.
    pub waits: [f64; 3],
}

/// Minutes as a duration, at least a nanosecond: nothing can be scheduled for now.
pub fn minutes(minutes: f64) -> Duration {
    Duration::from_secs_f64(minutes * 60.0).max(Duration::from_nanos(1))
}

fn now<M: Model>(context: &Context<M>) -> f64 {
    context
        .time()
        .duration_since(MonotonicTime::EPOCH)
        .as_secs_f64()
        / 60.0
}

/// Each part draws from a stream of its own.
fn stream(seed: u64, part: usize) -> Xoshiro256PlusPlus {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    for _ in 0..part {
        rng.jump();
    }
    rng
}

/// Customers: a Poisson stream of orders.
#[derive(Serialize, Deserialize)]
pub struct Demand {
    /// Orders as they are placed.
    pub placed: Output<Order>,
    gap: Law,
    rng: Xoshiro256PlusPlus,
}

#[Model]
impl Demand {
    /// Orders with this time between them.
    pub fn new(gap: Law, seed: u64) -> Self {
        Self {
            placed: Output::new(),
            gap,
            rng: stream(seed, 0),
        }
    }

    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.schedule(context);
    }

    fn schedule(&mut self, context: &Context<Self>) {
        let gap = minutes(self.gap.sample(&mut self.rng));
        context
            .schedule_event(gap, schedulable!(Self::place), ())
            .expect("a time to come");
    }

    #[nexosim(schedulable)]
    async fn place(&mut self, _: (), context: &Context<Self>) {
        let now = now(context);
        self.schedule(context);
        self.placed
            .send(Order {
                placed: now,
                now,
                waits: [0.0; 3],
            })
            .await;
    }
}

/// A stage: a first-in-first-out queue before servers that are all alike.
#[derive(Serialize, Deserialize)]
pub struct Stage {
    /// Orders served.
    pub done: Output<Order>,
    place: usize,
    idle: usize,
    queue: VecDeque<Order>,
    service: Law,
    rng: Xoshiro256PlusPlus,
}

#[Model]
impl Stage {
    /// The stage whose waits stand at `place`; the M/M/1 is a stage like the last.
    pub fn new(place: usize, stage: peers_model::Stage, seed: u64) -> Self {
        Self {
            done: Output::new(),
            place: if stage.servers == 1 { 2 } else { place },
            idle: stage.servers,
            queue: VecDeque::new(),
            service: stage.service,
            rng: stream(seed, 1 + place),
        }
    }

    /// An order comes: input port.
    pub async fn join(&mut self, mut order: Order, context: &Context<Self>) {
        order.now = now(context);
        if self.idle > 0 {
            self.idle -= 1;
            self.start(order, context);
        } else {
            self.queue.push_back(order);
        }
    }

    fn start(&mut self, order: Order, context: &Context<Self>) {
        let work = minutes(self.service.sample(&mut self.rng));
        context
            .schedule_event(work, schedulable!(Self::end), order)
            .expect("a time to come");
    }

    #[nexosim(schedulable)]
    async fn end(&mut self, mut order: Order, context: &Context<Self>) {
        let now = now(context);
        match self.queue.pop_front() {
            Some(mut next) => {
                next.waits[self.place] = now - next.now;
                self.start(next, context);
            }
            None => self.idle += 1,
        }
        order.now = now;
        self.done.send(order).await;
    }
}

/// The dock and the road: a truck every two hours takes all; each parcel has a transit time of its own.
#[derive(Serialize, Deserialize)]
pub struct Linehaul {
    /// Orders at the delivery station.
    pub arrived: Output<Order>,
    dock: Vec<Order>,
    road: Law,
    rng: Xoshiro256PlusPlus,
}

#[Model]
impl Linehaul {
    /// A linehaul with this transit time.
    pub fn new(road: Law, seed: u64) -> Self {
        Self {
            arrived: Output::new(),
            dock: Vec::new(),
            road,
            rng: stream(seed, 4),
        }
    }

    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        let every = minutes(peers_model::Model::TRUCK_EVERY);
        context
            .schedule_periodic_event(every, every, schedulable!(Self::depart), ())
            .expect("a time to come");
    }

    /// An order comes to the dock: input port.
    pub async fn load(&mut self, order: Order) {
        self.dock.push(order);
    }

    #[nexosim(schedulable)]
    async fn depart(&mut self, _: (), context: &Context<Self>) {
        for order in self.dock.drain(..) {
            let transit = minutes(self.road.sample(&mut self.rng));
            context
                .schedule_event(transit, schedulable!(Self::arrive), order)
                .expect("a time to come");
        }
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, order: Order) {
        self.arrived.send(order).await;
    }
}
