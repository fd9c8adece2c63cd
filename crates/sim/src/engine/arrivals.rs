//! Visits in the order in which they happen.
//!
//! The k-th visit of a zone is the k-th point of a unit-rate Poisson process mapped through the inverse of the zone's
//! cumulative rate, so another rate keeps the k-th visit the k-th. Zones are generated a window at a time and sorted within
//! it, which is cheaper than a queue of next arrivals and never holds more than a window.

use crate::plan::{DemandPlan, Plan, RateSegment, ReplayVisit};
use crate::random::{EntityKey, Purpose, ReplicationKey, StreamKey};
use crate::sampling::{self, Draws, Sampler};

use super::shock::ShockValues;
use super::sorting::Sorter;

const ZONE_BITS: u32 = 24;

/// Fewer visits than this are drawn one by one: not all gaps drawn at once would be of use.
const FEW_GAPS: usize = 16;

/// One customer at checkout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// When.
    pub(crate) at: i64,
    /// Where; position in the plan's zones.
    pub(crate) zone: u32,
    /// Names its random numbers.
    pub(crate) entity: EntityKey,
    /// The log row it replays.
    pub(crate) row: Option<u32>,
}

impl Visit {
    /// A visit that is only asked what it would be promised.
    pub(crate) fn imagined(at: i64, zone: u32) -> Self {
        let entity = ReplicationKey::new(0, 0).stream(0).entity(0);
        Self {
            at,
            zone,
            entity,
            row: None,
        }
    }
}

/// Whoever visits are handed out to. A closure would do, were it inlined where it is called twice.
pub(crate) trait Takes {
    /// Takes the next visit.
    fn take(&mut self, visit: Visit);
}

/// The visits of one replication.
pub(crate) struct Arrivals<'p> {
    plan: &'p Plan,
    streams: Vec<ZoneStream>,
    /// Per zone. Whose turn it is is nearly random, so they stand close together.
    counters: Vec<Counter>,
    /// time and zone of the visits of the current window, sorted, the next at `cursor`.
    window: Vec<u64>,
    cursor: usize,
    window_end: i64,
    sorter: Sorter<u64>,
    gaps: Box<Draws>,
    /// The key of a replayed log's rows.
    replay: StreamKey,
}

/// Names the visits of one zone that are handed out.
struct Counter {
    key: StreamKey,
    /// Number of the next.
    next: u64,
}

/// Where one zone's process stands.
struct ZoneStream {
    key: StreamKey,
    /// Number of the next visit to generate.
    generated: u64,
    /// Where the process has got to, in ticks.
    position: f64,
    /// Unit-rate time still to go to the next visit.
    remaining: f64,
    /// Segment that holds `position`.
    segment: usize,
    /// Rate there, in visits a tick.
    rate: f64,
}

impl<'p> Arrivals<'p> {
    /// The visits of a replication, from tick 0 to the end of the run.
    pub(crate) fn new(plan: &'p Plan, key: ReplicationKey, shocks: &ShockValues<'_>) -> Self {
        let streams = plan.zones.iter().enumerate().map(|(zone, zone_plan)| {
            let key = key.stream(zone_plan.key);
            let mut stream = ZoneStream {
                key,
                generated: 0,
                position: 0.0,
                remaining: 0.0,
                segment: 0,
                rate: 0.0,
            };
            match &plan.demand {
                DemandPlan::Rate(rate) => {
                    stream.remaining = rate.unit_gap.sample(key.entity(0).draw(Purpose::ARRIVAL));
                    stream.rate = rate.rate(zone, 0, shocks);
                }
                DemandPlan::Renewal { gap, .. } => {
                    stream.position = gap.sample(key.entity(0).draw(Purpose::ARRIVAL));
                }
                DemandPlan::Replay(_) => {}
            }
            stream
        });
        let streams: Vec<ZoneStream> = streams.collect();
        let counters = streams.iter().map(|stream| Counter {
            key: stream.key,
            next: 0,
        });
        let replay = key.stream(plan.replay_key);
        Self {
            plan,
            counters: counters.collect(),
            streams,
            window: Vec::new(),
            cursor: 0,
            window_end: 0,
            sorter: Sorter::default(),
            gaps: Box::new(Draws::new()),
            replay,
        }
    }

    /// The instant of the next visit, or `None` at the end of the run.
    #[inline]
    pub(crate) fn peek(&mut self, shocks: &ShockValues<'_>) -> Option<i64> {
        if let DemandPlan::Replay(rows) = &self.plan.demand {
            return rows.get(self.cursor).map(|row| row.at);
        }
        while self.cursor == self.window.len() {
            if self.window_end >= self.plan.end {
                return None;
            }
            self.fill(shocks);
        }
        Some((self.window[self.cursor] >> ZONE_BITS) as i64)
    }

    /// Hands out some of the next visits, so many at most, that come before an instant; call [`Self::peek`] first.
    #[inline(always)]
    pub(crate) fn hand_out(&mut self, most: usize, before: i64, to: &mut impl Takes) {
        let first = self.cursor;
        if let DemandPlan::Replay(rows) = &self.plan.demand {
            for row in rows[first..].iter().take(most) {
                if row.at >= before {
                    return;
                }
                to.take(replayed(self.replay, row, self.cursor));
                self.cursor += 1;
            }
            return;
        }
        let counters = &mut self.counters[..];
        let mut count = 0;
        for &packed in self.window[first..].iter().take(most) {
            if (packed >> ZONE_BITS) as i64 >= before {
                break;
            }
            to.take(visit(counters, packed));
            count += 1;
        }
        self.cursor = first + count;
    }

    /// Hands out the next visit; call [`Self::peek`] first.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Visit {
        if let DemandPlan::Replay(rows) = &self.plan.demand {
            let row = self.cursor;
            self.cursor += 1;
            return replayed(self.replay, &rows[row], row);
        }
        let packed = self.window[self.cursor];
        self.cursor += 1;
        visit(&mut self.counters, packed)
    }

    /// Generates the next window.
    fn fill(&mut self, shocks: &ShockValues<'_>) {
        self.window.clear();
        self.cursor = 0;
        let from = self.window_end;
        self.window_end = (from + self.plan.arrival_window).min(self.plan.end);
        for (zone, stream) in self.streams.iter_mut().enumerate() {
            let window = &mut self.window;
            let emit = |at: i64| window.push(first_of(at) | zone as u64);
            match &self.plan.demand {
                DemandPlan::Rate(rate) => {
                    let segments = rate.segments(zone);
                    let next_rate = |segment: usize| rate.rate(zone, segment, shocks);
                    let gaps = (&rate.unit_gap, &mut *self.gaps);
                    stream.follow_rate(gaps, segments, next_rate, self.window_end, emit);
                }
                DemandPlan::Renewal { gap, batch } => {
                    stream.renew(gap, *batch, self.window_end, emit);
                }
                DemandPlan::Replay(_) => {}
            }
        }
        if self.streams.len() > 1 {
            let bounds = (first_of(from), first_of(self.window_end));
            self.sorter.sort(&mut self.window, bounds, |packed| *packed);
        }
    }
}

/// The first visit of an instant, as it is packed.
fn first_of(at: i64) -> u64 {
    (at as u64) << ZONE_BITS
}

/// A visit that a row of a log tells of.
#[inline(always)]
fn replayed(replay: StreamKey, of: &ReplayVisit, row: usize) -> Visit {
    Visit {
        at: of.at,
        zone: of.zone,
        entity: replay.entity(of.id),
        row: Some(row as u32),
    }
}

/// A generated visit, which is handed out.
#[inline(always)]
fn visit(counters: &mut [Counter], packed: u64) -> Visit {
    let zone = (packed & ((1 << ZONE_BITS) - 1)) as u32;
    let counter = &mut counters[zone as usize];
    let entity = counter.key.entity(counter.next);
    counter.next += 1;
    Visit {
        at: (packed >> ZONE_BITS) as i64,
        zone,
        entity,
        row: None,
    }
}

impl ZoneStream {
    /// Generates the visits before `until` of a process whose rate is constant within each segment.
    fn follow_rate(
        &mut self,
        (unit_gap, gaps): (&Sampler, &mut Draws),
        segments: &[RateSegment],
        next_rate: impl Fn(usize) -> f64,
        until: i64,
        mut emit: impl FnMut(i64),
    ) {
        let until = until as f64;
        loop {
            let end = segments
                .get(self.segment + 1)
                .map_or(f64::INFINITY, |next| next.from as f64);
            self.follow_segment((unit_gap, gaps), end.min(until), &mut emit);
            // A window changes nothing of the process: the same sums are made whatever its length.
            if end >= until {
                return;
            }
            self.remaining -= (end - self.position) * self.rate;
            self.position = end;
            self.segment += 1;
            self.rate = next_rate(self.segment);
        }
    }

    /// Generates the visits before `until` within a segment.
    fn follow_segment(
        &mut self,
        (unit_gap, gaps): (&Sampler, &mut Draws),
        until: f64,
        emit: &mut impl FnMut(i64),
    ) {
        if self.rate <= 0.0 {
            return;
        }
        let (key, rate) = (self.key, self.rate);
        let address = |number| key.entity(number).address(Purpose::ARRIVAL, 0);
        loop {
            let (mut position, mut remaining) = (self.position, self.remaining);
            let expected = ((until - position) * rate) as usize;
            if expected < FEW_GAPS {
                return self.follow_slowly(unit_gap, until, emit);
            }
            // Those that turn out to lead beyond are drawn again.
            let many = expected.min(sampling::MOST);
            let drawn = (0..many).map(|at| address(self.generated + 1 + at as u64));
            for (at, gap) in gaps.sample(unit_gap, drawn).iter().enumerate() {
                let visit = position + remaining / rate;
                if visit >= until {
                    (self.position, self.remaining) = (position, remaining);
                    self.generated += at as u64;
                    return;
                }
                emit(visit as i64);
                (position, remaining) = (visit, *gap);
            }
            (self.position, self.remaining) = (position, remaining);
            self.generated += many as u64;
        }
    }

    /// As [`Self::follow_segment`], one visit after the other.
    fn follow_slowly(&mut self, unit_gap: &Sampler, until: f64, emit: &mut impl FnMut(i64)) {
        let (mut generated, mut position, mut remaining) =
            (self.generated, self.position, self.remaining);
        loop {
            let visit = position + remaining / self.rate;
            if visit >= until {
                break;
            }
            emit(visit as i64);
            position = visit;
            generated += 1;
            remaining = unit_gap.sample(self.key.entity(generated).draw(Purpose::ARRIVAL));
        }
        (self.generated, self.position, self.remaining) = (generated, position, remaining);
    }

    /// Generates the visits before `until` of a renewal process with batches.
    fn renew(&mut self, gap: &Sampler, batch: u32, until: i64, mut emit: impl FnMut(i64)) {
        while self.position < until as f64 {
            for _ in 0..batch {
                emit(self.position as i64);
            }
            self.generated += u64::from(batch);
            self.position += gap.sample(self.key.entity(self.generated).draw(Purpose::ARRIVAL));
        }
    }
}
