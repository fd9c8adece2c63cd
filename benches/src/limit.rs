//! What an order of the reference network costs at the least, whatever drives the simulation: five draws from tables, three updates of
//! servers, one sort within the cache, and a tally.
//!
//! The parts are those of the network (50, 40 and 60 servers; lognormal, gamma and exponential laws), but nothing moves a parcel from one
//! to the next: no queue of events, no state of an order, no promise. A simulator that does all of that can only be slower.

use leadtime_network::distribution::Distribution;
use leadtime_sim::random::{Purpose, ReplicationKey, StreamKey};
use leadtime_sim::sampling::{Sampler, Tables};

/// Orders worked on side by side: their keys stay in the first cache.
pub const WINDOW: usize = 1024;

/// Ticks (milliseconds) in a minute.
const MINUTE: f64 = 60_000.0;
const PADDING_STEP: i64 = 10 * 60_000;
const PADDING_BINS: i64 = 512;

/// One draw of an order.
struct Draw {
    sampler: Sampler,
    purpose: Purpose,
}

/// The servers of a stage as a 4-ary min-heap of the instants at which they fall free (Kiefer and Wolfowitz).
struct Servers {
    free: Vec<[i64; 4]>,
}

/// The parts, and what they leave behind.
pub struct Limit {
    stream: StreamKey,
    draws: [Draw; 5],
    stages: [Servers; 3],
    now: i64,
    next: u64,
    keys: Vec<u64>,
    tally: Vec<u32>,
    sums: [i64; 4],
}

impl Limit {
    /// All parts at rest.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut tables = Tables::new();
        let mut draw = |number, law| Draw {
            sampler: tables.sampler(&law),
            purpose: Purpose::named(number),
        };
        let lognormal = |mean: f64| {
            let sigma2 = 1.25_f64.ln();
            Distribution::Lognormal {
                mu: (mean * MINUTE).ln() - sigma2 / 2.0,
                sigma: sigma2.sqrt(),
            }
        };
        let gamma = |shape, scale: f64| Distribution::Gamma {
            shape,
            scale: scale * MINUTE,
        };
        Self {
            stream: ReplicationKey::new(seed, 0).stream(1),
            draws: [
                draw(
                    1,
                    Distribution::Exponential {
                        mean: MINUTE / 10.0,
                    },
                ),
                draw(2, lognormal(4.25)),
                draw(3, lognormal(3.2)),
                draw(4, gamma(16.0, 30.0)),
                draw(5, gamma(4.0, 1.25)),
            ],
            stages: [50, 40, 60].map(Servers::idle),
            now: 0,
            next: 0,
            keys: Vec::with_capacity(WINDOW),
            tally: vec![0; PADDING_BINS as usize],
            sums: [0; 4],
        }
    }

    /// Works on so many windows of orders; gives something that depends on all of it.
    pub fn run(&mut self, windows: usize) -> i64 {
        for _ in 0..windows {
            self.keys.clear();
            for _ in 0..WINDOW {
                let order = self.stream.entity(self.next);
                self.next += 1;
                let [gap, pick, pack, transit, station] = self
                    .draws
                    .each_ref()
                    .map(|draw| draw.sampler.sample(order.draw(draw.purpose)) as i64);
                self.now += gap;
                let mut at = self.now;
                for ((stage, work), sum) in self
                    .stages
                    .iter_mut()
                    .zip([pick, pack, station])
                    .zip(&mut self.sums)
                {
                    let start = stage.serve(at, work);
                    *sum += start - at;
                    at = start + work;
                }
                let lead = at + transit - self.now;
                self.sums[3] += lead;
                self.tally[(lead / PADDING_STEP).clamp(0, PADDING_BINS - 1) as usize] += 1;
                let key = (((at + transit) as u64) << 20) | (self.next % (1 << 20));
                self.keys.push(key);
            }
            self.keys.sort_unstable();
            self.sums[3] ^= self.keys[WINDOW / 2] as i64;
        }
        self.sums.iter().sum::<i64>() + i64::from(self.tally[60])
    }
}

/// Places of the first group that are not used, so that the children of the place `p` are the group `p - 2`.
const ROOT: usize = 3;

impl Servers {
    fn idle(servers: usize) -> Self {
        let mut free = vec![[i64::MAX; 4]; 1 + (servers - 1).div_ceil(4)];
        free.as_flattened_mut()[ROOT..][..servers].fill(0);
        Self { free }
    }

    /// When the work begins of an order that comes at `at`.
    #[inline]
    fn serve(&mut self, at: i64, work: i64) -> i64 {
        let start = at.max(self.free[0][ROOT]);
        let end = start + work;
        let mut hole = ROOT;
        while let Some(&[a, b, c, d]) = self.free.get(hole - 2) {
            let left = if b < a { (1, b) } else { (0, a) };
            let right = if d < c { (3, d) } else { (2, c) };
            let least = if right.1 < left.1 { right } else { left };
            if least.1 >= end {
                break;
            }
            self.free.as_flattened_mut()[hole] = least.1;
            hole = 4 * (hole - 2) + least.0;
        }
        self.free.as_flattened_mut()[hole] = end;
        start
    }
}
