//! Event by event, while parcels travel light: a parcel is its turn, and nothing else is kept of it. Visits are turns as well, so nobody
//! need ask whether a visit or a parcel comes next.

use crate::plan::Step;
use crate::random::EntityKey;
use crate::trace::Recorder;

use super::super::agenda::{Agenda, Phase, TIME_LIMIT, key, time_of};
use super::super::deliveries::count_deliveries_alike;
use super::super::flow::Flow;
use super::super::light::{Label, Light, Starts};
use super::super::sorting::Sorter;
use super::super::station::NEVER;
use super::super::turn::Turn;

/// Deliveries that are counted together: what is known of them stays in the first cache.
const AT_ONCE: usize = 256;

/// A parcel that is delivered.
#[derive(Clone, Copy)]
struct Delivered {
    zone: u32,
    label: Label,
    at: i64,
}

/// What is under way.
struct UnderWay {
    light: Light,
    /// By step: whether a parcel waits for its turn before it.
    waits: Vec<bool>,
    agenda: Agenda<Turn>,
    /// Orders of the scoring window that are not counted yet.
    delivered: Vec<Delivered>,
    by_zone: Sorter<Delivered>,
}

/// Visits are turns of the bucket that begins.
struct Due<'a>(&'a mut Vec<Turn>);

impl Starts for Due<'_> {
    #[inline(always)]
    fn set_out(&mut self, turn: Turn, _: u32) {
        self.0.push(turn);
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Handles every event and visit before `until`. From then on slots keep what is known of parcels.
    #[inline(never)]
    pub(in super::super) fn run_light_until(&mut self, until: i64) {
        let plan = self.plan;
        let limit = key(until.min(TIME_LIMIT - 1), Phase::Completion, 0);
        let mut under_way = UnderWay {
            light: Light::new(plan, &[], &self.steady),
            waits: plan.steps.iter().map(|step| plan.is_turn(*step)).collect(),
            agenda: Agenda::new(plan.buckets.0, plan.buckets.1),
            delivered: Vec::with_capacity(AT_ONCE),
            by_zone: Sorter::default(),
        };
        while self.begin_bucket(&mut under_way, time_of(limit)) {
            while let Some(turn) = under_way.agenda.pop_before(limit) {
                self.last_event = time_of(turn.key);
                self.take_on(&mut under_way, &turn);
            }
        }
        self.count_delivered(&mut under_way);
        let UnderWay { light, agenda, .. } = under_way;
        for turn in agenda.pending() {
            let slot = self.take_load_off(&light, turn);
            self.agenda.push((turn.key, slot));
        }
        self.strand_lost(&light);
        self.light = false;
        self.look_ahead();
    }

    /// Begins the next bucket in which something happens, with the visits in it that come before `until`; false if there is none, or too
    /// many orders are under way.
    fn begin_bucket(&mut self, under_way: &mut UnderWay, until: i64) -> bool {
        let UnderWay { light, agenda, .. } = under_way;
        // What is left of a bucket comes after the end.
        if agenda.peek() < u64::MAX {
            return false;
        }
        let visit = self.arrivals.peek(&self.shocks).filter(|at| *at < until);
        let Some(end) = agenda.begin(visit) else {
            return false;
        };
        let mut due = Due(agenda.due());
        while self.check_out(&mut light.checkout, (usize::MAX, end.min(until)), &mut due) {}
        agenda.sort();
        if (self.placed - self.delivered) as usize > self.plan.most_in_flight {
            self.outcome.overflowed = Some(self.last_event);
        }
        self.outcome.overflowed.is_none()
    }

    /// Takes a parcel on that has its turn, until it must wait for the next, is delivered, or goes no further.
    #[inline(always)]
    fn take_on(&mut self, under_way: &mut UnderWay, turn: &Turn) {
        let plan = self.plan;
        let mut time = time_of(turn.key);
        let mut step = turn.step;
        let phase = loop {
            let phase = match plan.steps[step as usize] {
                Step::Stage(stage) => {
                    let served = self.serve(stage, time, (turn.entity, turn.loops));
                    let Some((_, end)) = served else {
                        return under_way.light.lost.push(*turn);
                    };
                    time = end;
                    Phase::Completion
                }
                Step::Lane(lane) => {
                    let Some((lane, arrive)) = self.travel(lane, time, turn.entity) else {
                        return under_way.light.lost.push(*turn);
                    };
                    time = arrive;
                    if self.roads[lane as usize].is_last_leg() {
                        return self.deliver_light(under_way, turn, (lane, time));
                    }
                    Phase::Receipt
                }
                // Nothing that flows back travels light.
                Step::Shelf => return,
            };
            step += 1;
            if under_way.waits[step as usize] {
                break phase;
            }
        };
        if time >= TIME_LIMIT {
            return under_way.light.lost.push(*turn);
        }
        let next = key(time, phase, turn.key);
        under_way.agenda.push_changed(turn, next, |turn| {
            (turn.key, turn.step) = (next, step);
        });
    }

    /// The trip of a parcel that is ready at an instant: on which lane it is, and when it ends.
    #[inline(always)]
    fn travel(&mut self, lane: u32, ready: i64, parcel: EntityKey) -> Option<(u32, i64)> {
        let road = &mut self.roads[lane as usize];
        if !road.is_plain() {
            return self.travel_by_rules(lane, ready, parcel);
        }
        let trip = (ready, road.own_transit(parcel));
        let arrive = road.plain_trip(self.plan, lane, trip, &self.shocks)?;
        Some((lane, arrive))
    }

    #[inline(never)]
    fn travel_by_rules(
        &mut self,
        mut lane: u32,
        ready: i64,
        parcel: EntityKey,
    ) -> Option<(u32, i64)> {
        let plan = self.plan;
        if plan.lanes[lane as usize].overflow.is_some() {
            lane = self.overflow((0, parcel), lane, ready);
        }
        let lane_plan = &plan.lanes[lane as usize];
        let load = plan.load(lane_plan, parcel);
        let road = &mut self.roads[lane as usize];
        let trip = road.trip(lane_plan, ready, parcel, load, &self.shocks)?;
        self.outcome.lanes[lane as usize].count(plan, ready, &trip);
        Some((lane, trip.arrive))
    }

    /// The end of a parcel that a lane brings to its zone.
    #[inline(always)]
    fn deliver_light(&mut self, under_way: &mut UnderWay, turn: &Turn, (lane, arrive): (u32, i64)) {
        let zone = self.plan.zone_of(lane);
        let at = self.plan.at_door(zone, 0, arrive);
        if at >= NEVER {
            return under_way.light.lost.push(*turn);
        }
        self.delivered += 1;
        let label = turn.label;
        if label.scored() {
            self.open_cohort -= 1;
            let delivered = &mut under_way.delivered;
            delivered.push(Delivered { zone, label, at });
            if delivered.len() == AT_ONCE {
                self.count_delivered(under_way);
            }
        }
    }

    /// Counts those who are delivered, zone by zone.
    #[inline(never)]
    fn count_delivered(&mut self, under_way: &mut UnderWay) {
        let plan = self.plan;
        let delivered = &mut under_way.delivered;
        if plan.zones.len() > 1 {
            under_way.by_zone.group(delivered, |order| order.zone);
        }
        let ended = &mut under_way.light.ended;
        for of_zone in delivered.chunk_by(|one, next| one.zone == next.zone) {
            let zone = of_zone[0].zone;
            let Some(quote) = self.steady[zone as usize] else {
                continue;
            };
            let mut days = self.almanac.delivery_days(plan, zone);
            ended.clear();
            ended.extend(of_zone.iter().map(|order| {
                let when = (order.at, days.day(order.at));
                order.label.order().delivered(when, quote)
            }));
            count_deliveries_alike(plan, &mut self.outcome, zone, quote, ended);
        }
        delivered.clear();
    }
}
