//! Order caps: every order counts on the capped departures and waves of its planned path, none of which is promised to more orders
//! than it takes, and a level is closed only where one is full.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::offers::sent_from;
use super::planned::{arrives, leaves, to_lane};
use super::promise::{pad_by, padding_of};
use super::report::{Findings, Kind};
use super::rules::Rules;
use crate::trace::{
    Booked, Closed, GivenBack, PaddingAt, Place, Placed, PlanTerms, PlannedPath, Record,
};

/// What the trace tells of order caps.
#[derive(Default)]
pub(super) struct CapRecords {
    /// By order.
    pub(super) booked: Vec<Booked>,
    /// By order.
    pub(super) closed: Vec<Closed>,
    /// By time.
    pub(super) given_back: Vec<GivenBack>,
}

impl CapRecords {
    /// Takes a record of order caps; no other is any.
    pub(super) fn take(&mut self, record: Record) {
        match record {
            Record::Booked(booked) => self.booked.push(booked),
            Record::Closed(closed) => self.closed.push(closed),
            Record::GivenBack(given) => self.given_back.push(given),
            _ => {}
        }
    }

    pub(super) fn sort(&mut self) {
        self.booked.sort_by_key(|of| of.order);
        self.closed.sort_by_key(|of| of.order);
        self.given_back.sort_by_key(|of| of.at);
    }
}

/// A departure or wave: when, and where.
type Slot = (i64, Place);

/// Checks everything that is promised on departures and waves with an order cap.
pub(super) fn check(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    let records = &ledger.caps;
    let capped = |plan: &&PlanTerms| {
        let caps = plan.stages.iter().map(|stage| stage.cap);
        let mut caps = caps.chain(plan.lanes.iter().map(|lane| lane.cap));
        caps.any(|cap| cap.is_some())
    };
    let Some(caps) = rules.header.plan.as_ref().filter(capped) else {
        for order in records
            .booked
            .iter()
            .map(|of| of.order)
            .chain(records.closed.iter().map(|of| of.order))
            .chain(records.given_back.iter().map(|of| of.order))
        {
            findings.add(Kind::OrderCap, 0, Some(order), "", || {
                "counts on a cap where there is none".to_owned()
            });
        }
        return;
    };
    let mut desk = Desk {
        rules,
        ledger,
        plan: caps,
        promised: BTreeMap::new(),
        findings,
    };
    let (mut booked, mut closed) = (&records.booked[..], &records.closed[..]);
    let mut given_back = &records.given_back[..];
    for same in ledger.placed.chunk_by(|a, b| a.order == b.order) {
        let placed = &same[0];
        // What is released at the instant of a placement is released after it.
        let before = given_back.partition_point(|of| of.at < placed.at);
        desk.take_back(&given_back[..before]);
        given_back = &given_back[before..];
        let mine = take(&mut closed, |of| of.order <= placed.order);
        if !mine.is_sorted_by(|a, b| (a.order, a.level) < (b.order, b.level)) {
            desk.wrong(placed.at, placed.order, "", || {
                "a level is closed twice, or out of turn".to_owned()
            });
        }
        for of in mine {
            desk.closed(placed, of);
        }
        let mine = take(&mut booked, |of| of.order <= placed.order);
        desk.booked(placed, mine);
    }
    desk.take_back(given_back);
    desk.check_given_back();
    for order in booked
        .iter()
        .map(|of| of.order)
        .chain(closed.iter().map(|of| of.order))
    {
        desk.wrong(0, order, "", || {
            "an order that was never placed counts on a cap".to_owned()
        });
    }
}

/// The leading records for which something holds, which are taken off.
fn take<'a, T>(rest: &mut &'a [T], mine: impl Fn(&T) -> bool) -> &'a [T] {
    let (taken, left) = rest.split_at(rest.partition_point(mine));
    *rest = left;
    taken
}

struct Desk<'a, 'h> {
    rules: &'a Rules<'h>,
    ledger: &'a Ledger,
    plan: &'h PlanTerms,
    promised: BTreeMap<Slot, u32>,
    findings: &'a mut Findings,
}

impl Desk<'_, '_> {
    fn wrong(&mut self, at: i64, order: u64, place: &str, message: impl FnOnce() -> String) {
        self.findings
            .add(Kind::OrderCap, at, Some(order), place, message);
    }

    fn name(&self, place: Place) -> String {
        match place {
            Place::Stage(stage) => self.rules.stage(stage).name.clone(),
            Place::Lane(lane) => self.rules.lane(lane).name.clone(),
        }
    }

    fn cap(&self, place: Place) -> Option<u32> {
        match place {
            Place::Stage(stage) => self.plan.stages[stage as usize].cap,
            Place::Lane(lane) => self.plan.lanes[lane as usize].cap,
        }
    }

    fn promised(&self, slot: Slot) -> u32 {
        self.promised.get(&slot).copied().unwrap_or(0)
    }

    /// A level was closed: by a departure or wave of its plan that was full, and before any level that was sold.
    fn closed(&mut self, placed: &Placed, closed: &Closed) {
        let slot = (closed.leaves, closed.place);
        let name = self.name(closed.place);
        if closed.order != placed.order {
            return self.wrong(placed.at, closed.order, &name, || {
                "closed to a visit that never was".to_owned()
            });
        }
        let mut paths = self.paths(placed.zone, closed.level).iter();
        let needed = paths.any(|path| self.walk(path, placed.at).contains(&slot));
        if !needed {
            self.wrong(placed.at, placed.order, &name, || {
                format!(
                    "closes level {} at {}, which its plan does not need",
                    closed.level, slot.0
                )
            });
        }
        let (promised, cap) = (self.promised(slot), self.cap(slot.1));
        if cap.is_none_or(|cap| promised < cap) {
            self.wrong(placed.at, placed.order, &name, || {
                format!("closed by {} with {promised} orders of {cap:?}", slot.0)
            });
        }
        if placed.level.is_some_and(|level| level <= closed.level) {
            self.wrong(placed.at, placed.order, &name, || {
                "closes a level that is not asked for".to_owned()
            });
        }
    }

    /// An order counts on what its plan needs, and there was room.
    fn booked(&mut self, placed: &Placed, records: &[Booked]) {
        let mut found: Vec<Slot> = Vec::new();
        for booked in records {
            let slot = (booked.leaves, booked.place);
            if booked.order == placed.order {
                found.push(slot);
            } else {
                self.wrong(placed.at, booked.order, "", || {
                    "an order that was never placed counts on a cap".to_owned()
                });
            }
            let promised = self.promised.entry(slot).or_insert(0);
            *promised += 1;
            let promised = *promised;
            let cap = self.cap(booked.place);
            if cap.is_none_or(|cap| promised > cap) {
                let name = self.name(booked.place);
                self.wrong(placed.at, booked.order, &name, || {
                    format!("{promised} orders are promised on {}, of {cap:?}", slot.0)
                });
            }
        }
        found.sort_unstable();
        if !self.is_due(placed, &found) {
            self.wrong(placed.at, placed.order, "", || {
                format!("counts on {found:?}, which is not what its plan needs")
            });
        }
    }

    /// Whether these are the capped departures and waves of the order's plan.
    fn is_due(&self, placed: &Placed, found: &[Slot]) -> bool {
        let Some(level) = placed.level else {
            return found.is_empty();
        };
        let all = self.paths(placed.zone, level);
        let Some(baskets) = &self.rules.header.baskets else {
            return union(all.iter().map(|path| self.walk(path, placed.at))) == found;
        };
        if baskets.release.is_none() {
            let origins = sent_from(self.rules, self.ledger, placed);
            let mine = all
                .iter()
                .filter(|path| origins.contains(&self.rules.lane_from(path.lanes[0])));
            return union(mine.map(|path| self.walk(path, placed.at))) == found;
        }
        // Which facilities were seen at placement is not told: some of them, and nothing else.
        let walks = all.iter().map(|path| self.walk(path, placed.at));
        let mut possible = walks
            .filter(|walk| walk.iter().all(|slot| found.contains(slot)))
            .peekable();
        possible.peek().is_some() && union(possible) == found
    }

    /// Orders give back what they do not need.
    fn take_back(&mut self, records: &[GivenBack]) {
        for of in records {
            let slot = (of.leaves, of.place);
            match self.promised.get_mut(&slot) {
                Some(promised) if *promised > 0 => *promised -= 1,
                _ => self.wrong(of.at, of.order, "", || {
                    format!("gives back {}, which nobody needs", of.leaves)
                }),
            }
        }
    }

    /// At its release an order gives back exactly what it does not pass.
    fn check_given_back(&mut self) {
        let mut given: BTreeMap<(u64, Slot), Vec<i64>> = BTreeMap::new();
        for of in &self.ledger.caps.given_back {
            let slot = (of.leaves, of.place);
            given.entry((of.order, slot)).or_default().push(of.at);
        }
        let mut origins: BTreeMap<u64, (i64, Vec<u32>)> = BTreeMap::new();
        if self
            .rules
            .header
            .baskets
            .as_ref()
            .is_some_and(|of| of.release.is_some())
        {
            for made in &self.ledger.parcels {
                let of = origins.entry(made.of).or_insert((made.at, Vec::new()));
                of.1.push(self.rules.facility_at(made.origin));
            }
        }
        for booked in &self.ledger.caps.booked {
            let slot = (booked.leaves, booked.place);
            let told = given.remove(&(booked.order, slot)).unwrap_or_default();
            let due: Vec<i64> = origins
                .get(&booked.order)
                .filter(|of| !self.passes(booked, &of.1))
                .map(|of| of.0)
                .into_iter()
                .collect();
            if told != due {
                let name = self.name(booked.place);
                self.wrong(booked.leaves, booked.order, &name, || {
                    format!("given back at {told:?} where {due:?} was due")
                });
            }
        }
        for ((order, slot), at) in given {
            let name = self.name(slot.1);
            self.wrong(at[0], order, &name, || {
                "gives back what it never had".to_owned()
            });
        }
    }

    /// Whether an order that is sent from these facilities passes a place.
    fn passes(&self, booked: &Booked, origins: &[u32]) -> bool {
        let Some(placed) = self.ledger.order(booked.order) else {
            return false;
        };
        let level = placed.level.unwrap_or(u32::MAX);
        let mut paths = self.paths(placed.zone, level).iter();
        paths.any(|path| {
            origins.contains(&self.rules.lane_from(path.lanes[0]))
                && path.lanes.iter().any(|&lane| match booked.place {
                    Place::Lane(of) => of == lane,
                    Place::Stage(stage) => {
                        self.rules.facility_of(stage) == self.rules.lane_from(lane)
                    }
                })
        })
    }

    fn paths(&self, zone: u32, level: u32) -> &[&PlannedPath] {
        self.rules.paths(zone, level)
    }

    /// The capped departures and waves of a planned path, from the instant of a placement on.
    fn walk(&self, path: &PlannedPath, placed: i64) -> Vec<Slot> {
        let mut slots = Vec::new();
        // Where nothing ever opens or leaves, the plan ends.
        let _ = self.walk_on(path, placed, &mut slots);
        slots.sort_unstable();
        slots
    }

    fn walk_on(&self, path: &PlannedPath, placed: i64, slots: &mut Vec<Slot>) -> Option<()> {
        let (rules, plan) = (self.rules, self.plan);
        let terms = &rules.header.service_levels[path.level as usize];
        let mut time = placed;
        for (nth, &lane) in path.lanes.iter().enumerate() {
            time = to_lane(rules, plan, lane, time, |visit| {
                let capped = plan.stages[visit.stage as usize].cap.and(visit.wave);
                slots.extend(capped.map(|wave| (wave, Place::Stage(visit.stage))));
            })?;
            if nth == 0 && terms.padding_at == PaddingAt::Process {
                let padding = padding_of(rules, terms, path.level, path.zone);
                let clock = rules.clock(path.zone)?;
                time = pad_by(clock, padding, placed, time)?.max(placed);
            }
            let leaves = leaves(rules.lane(lane), time)?;
            let allowed = &plan.lanes[lane as usize];
            slots.extend(allowed.cap.map(|_| (leaves, Place::Lane(lane))));
            time = arrives(rules, allowed, leaves)?;
        }
        Some(())
    }
}

/// All of these, each once.
fn union(walks: impl Iterator<Item = Vec<Slot>>) -> Vec<Slot> {
    let mut all: Vec<Slot> = walks.flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}
