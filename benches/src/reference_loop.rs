//! The reference network as a textbook event loop, written by hand without anything of leadtime.
//!
//! It is what a good Rust programmer writes in an hour: one `std::collections::BinaryHeap` of events, a `VecDeque` per
//! queue, idle-server counts, the samplers of `rand_distr`. leadtime must agree with its answers (oracle) and be faster
//! than it (floor). The network: Poisson 10 orders per minute; pick and pack at a fulfilment centre; a truck every
//! 120 min without limit; a linehaul of gamma(shape 16, scale 30 min) drawn per parcel; a delivery station; FIFO
//! everywhere; promise 720 min after placement. Three days of warm-up, then the scored orders; demand goes on until
//! the last scored order is delivered.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, Exp, Gamma, LogNormal};

/// Ticks (milliseconds) in a minute.
const MINUTE: f64 = 60_000.0;
const WARM_UP: i64 = 3 * 24 * 60 * 60_000;
const TRUCK_EVERY: i64 = 120 * 60_000;
const PROMISE: i64 = 720 * 60_000;
/// The padding tally: bins of 10 min, closed at the right, from -720 min; the last one takes all that is later.
const PADDING_STEP: i64 = 10 * 60_000;
const PADDING_BINS: usize = 360;

const PICK: usize = 0;
const PACK: usize = 1;
const STATION: usize = 2;

/// What differs between the variants of the reference network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Servers at pick, pack and station.
    pub servers: [usize; 3],
}

impl Parameters {
    /// `reference`: utilisation .85, .80, .83.
    pub const REFERENCE: Self = Self {
        servers: [50, 40, 60],
    };
    /// `reference-tight`: utilisation .94.
    pub const TIGHT: Self = Self {
        servers: [45, 34, 53],
    };
}

/// What one run says about its scored orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Orders scored, all of them delivered.
    pub orders: u64,
    /// Orders placed in all, warm-up and run-out included: the work done.
    pub simulated: u64,
    /// Mean of delivery - placement, in minutes.
    pub lead_mean_min: f64,
    /// Share delivered at most 720 min after placement.
    pub on_time: f64,
    /// Mean waits for a picker, a packer and a place at the station, in minutes.
    pub waits_min: [f64; 3],
    /// Scored orders per bin of required padding (lead time - 720 min): bin `i` counts those in
    /// `(-720 + 10 (i - 1), -720 + 10 i]` min.
    pub padding: Vec<u64>,
}

/// Simulates `orders` scored orders.
#[must_use]
pub fn simulate(parameters: Parameters, orders: u64, seed: u64) -> Answers {
    let mut run = Loop::new(parameters, orders, seed);
    run.schedule_arrival(0);
    run.schedule(TRUCK_EVERY, Kind::Truck);
    while run.delivered < orders {
        let Some(Reverse(event)) = run.events.pop() else {
            break;
        };
        run.handle(event);
    }
    run.answers()
}

/// What happens at an instant; the number is the order's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Arrival,
    PickEnd(u32),
    PackEnd(u32),
    Truck,
    LinehaulEnd(u32),
    StationEnd(u32),
}

/// Ordered by time, then by kind and order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: i64,
    kind: Kind,
}

/// One FIFO queue with its servers.
struct Station {
    idle: usize,
    queue: VecDeque<u32>,
    waited: i64,
}

#[derive(Clone, Copy)]
struct Order {
    placed: i64,
    /// When it joined the queue in which it now stands.
    joined: i64,
    scored: bool,
}

struct Samplers {
    gap: Exp<f64>,
    pick: LogNormal<f64>,
    pack: LogNormal<f64>,
    linehaul: Gamma<f64>,
    station: Gamma<f64>,
}

struct Loop {
    rng: Xoshiro256PlusPlus,
    samplers: Samplers,
    events: BinaryHeap<Reverse<Event>>,
    orders: Vec<Order>,
    stations: [Station; 3],
    dock: Vec<u32>,
    to_score: u64,
    scored: u64,
    delivered: u64,
    lead: i64,
    on_time: u64,
    padding: Vec<u64>,
}

impl Samplers {
    fn new() -> Self {
        Self {
            gap: Exp::new(10.0 / MINUTE).expect("a positive rate"),
            pick: lognormal(4.25 * MINUTE, 0.5),
            pack: lognormal(3.2 * MINUTE, 0.5),
            linehaul: Gamma::new(16.0, 30.0 * MINUTE).expect("positive shape and scale"),
            station: Gamma::new(4.0, 1.25 * MINUTE).expect("positive shape and scale"),
        }
    }
}

/// The lognormal law of a mean and a coefficient of variation.
fn lognormal(mean: f64, cv: f64) -> LogNormal<f64> {
    LogNormal::from_mean_cv(mean, cv).expect("a positive mean and a finite cv")
}

fn ticks(x: f64) -> i64 {
    x.round() as i64
}

impl Loop {
    fn new(parameters: Parameters, to_score: u64, seed: u64) -> Self {
        Self {
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
            samplers: Samplers::new(),
            events: BinaryHeap::new(),
            orders: Vec::new(),
            stations: parameters.servers.map(|idle| Station {
                idle,
                queue: VecDeque::new(),
                waited: 0,
            }),
            dock: Vec::new(),
            to_score,
            scored: 0,
            delivered: 0,
            lead: 0,
            on_time: 0,
            padding: vec![0; PADDING_BINS],
        }
    }

    fn schedule(&mut self, at: i64, kind: Kind) {
        self.events.push(Reverse(Event { at, kind }));
    }

    fn schedule_arrival(&mut self, now: i64) {
        let gap = ticks(self.samplers.gap.sample(&mut self.rng));
        self.schedule(now + gap, Kind::Arrival);
    }

    fn handle(&mut self, event: Event) {
        let now = event.at;
        match event.kind {
            Kind::Arrival => self.place(now),
            Kind::PickEnd(order) => {
                self.release(PICK, now);
                self.join(PACK, order, now);
            }
            Kind::PackEnd(order) => {
                self.release(PACK, now);
                self.dock.push(order);
            }
            Kind::Truck => self.depart(now),
            Kind::LinehaulEnd(order) => self.join(STATION, order, now),
            Kind::StationEnd(order) => {
                self.release(STATION, now);
                self.deliver(order, now);
            }
        }
    }

    fn place(&mut self, now: i64) {
        let order = self.orders.len() as u32;
        let scored = now >= WARM_UP && self.scored < self.to_score;
        self.scored += u64::from(scored);
        self.orders.push(Order {
            placed: now,
            joined: now,
            scored,
        });
        self.schedule_arrival(now);
        self.join(PICK, order, now);
    }

    fn join(&mut self, station: usize, order: u32, now: i64) {
        self.orders[order as usize].joined = now;
        if self.stations[station].idle > 0 {
            self.stations[station].idle -= 1;
            self.start(station, order, now);
        } else {
            self.stations[station].queue.push_back(order);
        }
    }

    fn release(&mut self, station: usize, now: i64) {
        match self.stations[station].queue.pop_front() {
            Some(next) => self.start(station, next, now),
            None => self.stations[station].idle += 1,
        }
    }

    fn start(&mut self, station: usize, order: u32, now: i64) {
        let Order { joined, scored, .. } = self.orders[order as usize];
        if scored {
            self.stations[station].waited += now - joined;
        }
        let rng = &mut self.rng;
        let (work, kind) = match station {
            PICK => (self.samplers.pick.sample(rng), Kind::PickEnd(order)),
            PACK => (self.samplers.pack.sample(rng), Kind::PackEnd(order)),
            _ => (self.samplers.station.sample(rng), Kind::StationEnd(order)),
        };
        self.schedule(now + ticks(work), kind);
    }

    fn depart(&mut self, now: i64) {
        for i in 0..self.dock.len() {
            let road = ticks(self.samplers.linehaul.sample(&mut self.rng));
            self.schedule(now + road, Kind::LinehaulEnd(self.dock[i]));
        }
        self.dock.clear();
        self.schedule(now + TRUCK_EVERY, Kind::Truck);
    }

    fn deliver(&mut self, order: u32, now: i64) {
        let Order { placed, scored, .. } = self.orders[order as usize];
        if !scored {
            return;
        }
        let lead = now - placed;
        self.delivered += 1;
        self.lead += lead;
        self.on_time += u64::from(lead <= PROMISE);
        self.padding[padding_bin(lead)] += 1;
    }

    fn answers(self) -> Answers {
        let n = self.delivered as f64;
        Answers {
            orders: self.delivered,
            simulated: self.orders.len() as u64,
            lead_mean_min: self.lead as f64 / n / MINUTE,
            on_time: self.on_time as f64 / n,
            waits_min: self
                .stations
                .map(|station| station.waited as f64 / n / MINUTE),
            padding: self.padding,
        }
    }
}

/// The bin of an order's required padding; as the promise is 720 min, the required padding -720 min is a lead of zero.
fn padding_bin(lead: i64) -> usize {
    let bin = (lead + PADDING_STEP - 1) / PADDING_STEP;
    (bin as usize).min(PADDING_BINS - 1)
}
