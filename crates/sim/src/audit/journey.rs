//! The path of every order: contiguous in time, connected in space, to its own zone, ended once.

use super::ledger::Ledger;
use super::leg::{Leg, Phase, Place, UNKNOWN};
use super::onward;
use super::parcels::{Parcel, Start};
use super::report::{Findings, Kind};
use super::rules::{Facility, Node, Rules};
use super::timetable::{next_departure, next_open};
use super::whereabouts::AtWork;
use crate::trace::{Delivered, Departures};

/// Walks every parcel; notes on each leg how the parcel came to it, and adds a pending leg where the run left one.
pub(super) fn check(
    rules: &Rules<'_>,
    parcels: &[Parcel],
    ledger: &mut Ledger,
    findings: &mut Findings,
) {
    check_placed(rules, ledger, findings);
    let mut legs = &mut ledger.legs[..];
    let mut delivered = &ledger.delivered[..];
    let mut pending = Vec::new();
    let at_work = AtWork::new(&ledger.works, &ledger.batched);
    for parcel in parcels {
        let number = parcel.number;
        let before = legs.iter().take_while(|leg| leg.order < number).count();
        let (strange, rest) = std::mem::take(&mut legs).split_at_mut(before);
        report_unknown(strange.iter().map(|leg| (leg.order, leg.begin)), findings);
        let mine = rest.iter().take_while(|leg| leg.order == number).count();
        let (steps, rest) = rest.split_at_mut(mine);
        legs = rest;
        let ends = take_ends(&mut delivered, number, findings);
        let mut journey = Journey::new(rules, parcel, ledger.end.at, findings);
        let last = journey.walk(steps, ends, &at_work);
        pending.extend(onward::note(rules, &parcel.placed, steps, last));
    }
    report_unknown(legs.iter().map(|leg| (leg.order, leg.begin)), findings);
    report_unknown(delivered.iter().map(|end| (end.order, end.at)), findings);
    ledger.legs.append(&mut pending);
}

/// An order is placed once, while there is demand.
fn check_placed(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    let demand_end = rules.header.ended.unwrap_or(i64::MAX);
    for same in ledger.placed.chunk_by(|a, b| a.order == b.order) {
        let placed = &same[0];
        if let Some(again) = same.get(1) {
            findings.add(Kind::PlacedTwice, again.at, Some(placed.order), "", || {
                "placed a second time".to_owned()
            });
        }
        if placed.at > ledger.end.at || placed.at >= demand_end {
            findings.add(Kind::AfterEnd, placed.at, Some(placed.order), "", || {
                "placed after the end of the run or of its demand".to_owned()
            });
        }
    }
}

fn take_ends<'d>(
    rest: &mut &'d [Delivered],
    order: u64,
    findings: &mut Findings,
) -> &'d [Delivered] {
    let (strange, others) = rest.split_at(rest.partition_point(|end| end.order < order));
    report_unknown(strange.iter().map(|end| (end.order, end.at)), findings);
    let (mine, others) =
        others.split_at(others.iter().take_while(|end| end.order == order).count());
    *rest = others;
    mine
}

fn report_unknown(records: impl Iterator<Item = (u64, i64)>, findings: &mut Findings) {
    for (order, at) in records {
        findings.add(Kind::UnknownOrder, at, Some(order), "", || {
            "was never placed".to_owned()
        });
    }
}

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// The first step: the first stage of any facility, or a lane from one without stages.
    Start,
    /// This stage.
    Stage(u32),
    /// A lane from this facility.
    LaneFrom(Facility),
    /// Delivery in this zone.
    Delivery(u32),
}

struct Journey<'a, 'h> {
    rules: &'a Rules<'h>,
    parcel: &'a Parcel,
    end_at: i64,
    findings: &'a mut Findings,
    /// When the parcel left the step before.
    now: i64,
    /// When that step was done.
    finished: i64,
    /// It has not left it.
    held: bool,
    expected: Expected,
    /// Or back to this stage, where the work has to be done again.
    again: Option<u32>,
    phase: Phase,
    ranked: bool,
    /// The last leg may ring in vain: when it delivers is checked by the attempts.
    rings: bool,
}

impl<'a, 'h> Journey<'a, 'h> {
    fn new(
        rules: &'a Rules<'h>,
        parcel: &'a Parcel,
        end_at: i64,
        findings: &'a mut Findings,
    ) -> Self {
        let start = parcel.start.unwrap_or(Start {
            at: parcel.placed.at,
            phase: Phase::Placement,
            ranked: true,
        });
        let mut journey = Self {
            rules,
            parcel,
            end_at,
            findings,
            now: start.at,
            finished: start.at,
            held: false,
            expected: Expected::Start,
            again: None,
            phase: start.phase,
            ranked: start.ranked,
            rings: false,
        };
        if let Some(origin) = parcel.origin {
            journey.expected = journey.entering(origin);
        }
        journey
    }

    /// The whole way; the step for which the order waits, if it can be told.
    fn walk(&mut self, steps: &mut [Leg], ends: &[Delivered], at_work: &AtWork) -> Option<Leg> {
        let Some(level) = self.parcel.placed.level else {
            if !steps.is_empty() || !ends.is_empty() {
                self.report(Kind::NotOffered, self.now, "", || {
                    "has records although nothing was offered".to_owned()
                });
            }
            return None;
        };
        if self.parcel.start.is_none() {
            if !steps.is_empty() || !ends.is_empty() {
                self.report(Kind::Gap, self.now, "", || {
                    "travels, and has not been made or waits for stock".to_owned()
                });
            }
            return None;
        }
        for leg in &mut *steps {
            self.step(leg, level);
        }
        match ends {
            [] => self.unfinished(level, steps, at_work),
            [end, again @ ..] => {
                self.deliver(end);
                for end in again {
                    self.report(Kind::EndedTwice, end.at, "", || {
                        "delivered a second time".to_owned()
                    });
                }
                None
            }
        }
    }

    fn report(&mut self, kind: Kind, at: i64, place: &str, message: impl FnOnce() -> String) {
        self.findings
            .add(kind, at, Some(self.parcel.number), place, message);
    }

    fn step(&mut self, leg: &mut Leg, level: u32) {
        let rules = self.rules;
        let (name, least) = match leg.place {
            Place::Stage(stage) => (&rules.stage(stage).name[..], 0),
            Place::Lane(lane) => (&rules.lane(lane).name[..], 1),
        };
        leg.outside = if self.now > self.finished {
            self.finished
        } else {
            leg.begin
        };
        if leg.begin != self.now {
            let due = self.now;
            self.report(Kind::Gap, leg.begin, name, || {
                format!(
                    "begins at {} where the step before ended at {due}",
                    leg.begin
                )
            });
        }
        if leg.start < leg.begin || leg.end < leg.start + least {
            self.report(Kind::Causality, leg.begin, name, || {
                format!(
                    "joins at {}, starts at {}, ends at {}",
                    leg.begin, leg.start, leg.end
                )
            });
        }
        let expected = self.expected;
        if !self.may_follow(leg.place) {
            self.report(Kind::Path, leg.begin, name, || {
                format!("follows where {expected:?} was due")
            });
        }
        if let Place::Lane(lane) = leg.place {
            self.check_lane(lane, level, leg.begin);
            self.rings = rules.lane(lane).attempts.is_some();
        }
        self.advance(leg);
    }

    fn may_follow(&self, place: Place) -> bool {
        let rules = self.rules;
        match (self.expected, place) {
            (Expected::Start, Place::Stage(stage)) => {
                rules.first_stage(rules.facility_of(stage)) == Some(stage)
            }
            (Expected::Start, Place::Lane(lane)) => {
                rules.first_stage(rules.lane_from(lane)).is_none()
            }
            (Expected::Stage(due), Place::Stage(stage)) if due == stage => true,
            (_, Place::Stage(stage)) if self.again == Some(stage) => true,
            (Expected::LaneFrom(facility), Place::Lane(lane)) => rules.lane_from(lane) == facility,
            _ => false,
        }
    }

    fn check_lane(&mut self, lane: u32, level: u32, at: i64) {
        let rules = self.rules;
        let name = &rules.lane(lane).name;
        if !rules.may_use(lane, level) {
            self.report(Kind::LaneLevel, at, name, || {
                format!(
                    "orders of {} may not use it",
                    rules.header.service_levels[level as usize].name
                )
            });
        }
        let zone = self.parcel.placed.zone;
        if matches!(rules.lane_to(lane), Node::Zone(to) if to != zone) {
            self.report(Kind::WrongZone, at, name, || {
                format!("the order is for {}", rules.header.zones[zone as usize])
            });
        }
    }

    /// Moves on to the end of `leg`, and notes on it how the parcel came there.
    fn advance(&mut self, leg: &mut Leg) {
        (leg.phase, leg.ranked) = (self.phase, self.ranked);
        (self.now, self.finished, self.held) = (leg.left, leg.end, leg.held);
        match leg.place {
            Place::Stage(stage) => {
                self.phase = Phase::Completion;
                self.ranked = leg.start < leg.end && leg.left == leg.end;
                let facility = self.rules.facility_of(stage);
                let after = self.rules.stage_after(stage);
                self.expected = after.map_or(Expected::LaneFrom(facility), Expected::Stage);
                self.again = self.rules.stage_again(stage);
            }
            Place::Lane(lane) => {
                self.phase = Phase::Receipt;
                self.ranked = true;
                self.again = None;
                self.expected = match self.rules.lane_to(lane) {
                    Node::Zone(zone) => Expected::Delivery(zone),
                    Node::Facility(facility) => self.entering(facility),
                };
            }
        }
    }

    fn entering(&self, facility: Facility) -> Expected {
        self.rules
            .first_stage(facility)
            .map_or(Expected::LaneFrom(facility), Expected::Stage)
    }

    fn deliver(&mut self, end: &Delivered) {
        let (now, expected) = (self.now, self.expected);
        if !matches!(expected, Expected::Delivery(_)) {
            self.report(Kind::Path, end.at, "", || {
                format!("delivered where {expected:?} was due")
            });
        }
        let placed = &self.parcel.placed;
        let due = self
            .rules
            .at_door(placed.zone, placed.level.unwrap_or(0), now);
        if end.at != due && !self.rings {
            self.report(Kind::Gap, end.at, "", || {
                format!(
                    "delivered at {} where {due} was due after a step that ended at {now}",
                    end.at
                )
            });
        }
    }

    /// The order is still open. Where is it?
    fn unfinished(&mut self, level: u32, steps: &[Leg], at_work: &AtWork) -> Option<Leg> {
        if let Expected::Delivery(zone) = self.expected {
            // Its delivery is told together with the trip, even beyond the end of the run; the attempts are checked elsewhere.
            if !self.rings {
                let name = &self.rules.header.zones[zone as usize];
                self.report(Kind::Lost, self.now, name, || {
                    "arrived, and was not delivered".to_owned()
                });
            }
            return None;
        }
        if self.now >= self.end_at || self.held {
            return None;
        }
        if let Some(again) = self.again {
            // One of two queues: where it was worked on, or put in a batch, tells which.
            let order = self.parcel.number;
            let at = |stage: &u32| {
                let visits = || steps.iter().filter(|leg| leg.place == Place::Stage(*stage));
                let just = visits().filter(|leg| leg.start >= self.now).count();
                at_work.batches(order, *stage) > visits().count()
                    || at_work.works_since(order, *stage, self.now) > just
            };
            let next = match self.expected {
                Expected::Stage(stage) => Some(stage),
                _ => None,
            };
            let here = Some(again).filter(at).or(next.filter(at));
            return here.map(|stage| self.pending(Place::Stage(stage)));
        }
        if self.expected == Expected::Start {
            // Where orders start at several facilities, work on it tells at which.
            let at_work = || at_work.first(self.parcel.number);
            let started = || Some(self.rules.facility_of(at_work()?));
            let origin = self.rules.only_origin().or_else(started);
            self.expected = self.entering(origin?);
        }
        match self.expected {
            Expected::Start | Expected::Delivery(_) => None,
            Expected::Stage(stage) => Some(self.pending(Place::Stage(stage))),
            Expected::LaneFrom(facility) => self.awaits_lane(facility, level),
        }
    }

    /// A parcel that stands ready at a facility: with several lanes to choose from, it is only known to be lost when
    /// every one of them would have taken it.
    fn awaits_lane(&mut self, facility: Facility, level: u32) -> Option<Leg> {
        let lanes: Vec<u32> = self
            .rules
            .lanes_out(facility, level, self.parcel.placed.zone)
            .collect();
        if let [only] = lanes[..] {
            return Some(self.pending(Place::Lane(only)));
        }
        if lanes.iter().all(|&lane| self.would_have_left(lane)) {
            self.report(Kind::Lost, self.now, "", || {
                "stands ready, and no lane took it".to_owned()
            });
        }
        None
    }

    fn would_have_left(&self, lane: u32) -> bool {
        let lane = self.rules.lane(lane);
        let left = match lane.departures {
            Departures::OnDemand => next_open(lane.open.as_deref(), self.now),
            _ if lane.cancel > 0.0 || lane.capacity.is_some() => None,
            _ => next_departure(&lane.departures, self.now + lane.load_lead),
        };
        left.is_some_and(|left| left < self.end_at)
    }

    fn pending(&self, place: Place) -> Leg {
        Leg {
            order: self.parcel.number,
            place,
            phase: self.phase,
            ranked: self.ranked,
            pending: true,
            begin: self.now,
            start: self.end_at,
            end: self.end_at,
            scheduled: None,
            left: self.end_at,
            held: false,
            outside: self.finished,
            entered: self.now,
            onward: UNKNOWN,
        }
    }
}
