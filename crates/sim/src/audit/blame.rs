//! What made every order later than planned, from the plan's terms in the header and the records alone: the charges must be those,
//! and add up to the time between the planned delivery and the delivery.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Ledger;
use super::leg::{Leg, Place};
use super::parcels::Parcel;
use super::planned::{arrives, leaves, to_lane};
use super::promise::{pad_by, padding_of};
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::timetable::next_departure;
use crate::trace::{BlameCause, PaddingAt, PlanTerms};

/// Ticks by cause, as they first came.
type Charges = Vec<(BlameCause, i64)>;

/// Checks the charges of every order of the scoring window. Only while the legs are sorted by order.
pub(super) fn check(
    rules: &Rules<'_>,
    parcels: &[Parcel],
    ledger: &Ledger,
    findings: &mut Findings,
) {
    let terms = rules.header.plan.as_ref().filter(|_| rules.header.blame);
    let mut expected = match terms {
        Some(terms) => Inquest::new(rules, terms, ledger).orders(parcels),
        None => BTreeMap::new(),
    };
    for told in ledger.blames.chunk_by(|a, b| a.order == b.order) {
        let order = told[0].order;
        let told: Charges = told.iter().map(|of| (of.cause, of.ticks)).collect();
        let due = expected.remove(&order).unwrap_or_default();
        compare(order, &told, &due, findings);
    }
    for (order, due) in expected {
        compare(order, &Vec::new(), &due, findings);
    }
}

fn compare(order: u64, told: &Charges, due: &Verdict, findings: &mut Findings) {
    if *told == due.charges {
        return;
    }
    findings.add(Kind::Blame, due.delivered, Some(order), "", || {
        let sum: i64 = told.iter().map(|of| of.1).sum();
        format!(
            "charged {told:?}, {sum} ticks in all, where {:?} was due, {} ticks from the planned delivery to the delivery",
            due.charges, due.late
        )
    });
}

/// What an order is charged.
#[derive(Default)]
struct Verdict {
    charges: Charges,
    delivered: i64,
    late: i64,
}

/// What the charges are made from.
struct Inquest<'a> {
    rules: &'a Rules<'a>,
    terms: &'a PlanTerms,
    ledger: &'a Ledger,
    /// Departures that carried somebody.
    ran: BTreeSet<(u32, i64)>,
}

impl<'a> Inquest<'a> {
    fn new(rules: &'a Rules<'a>, terms: &'a PlanTerms, ledger: &'a Ledger) -> Self {
        let ran = ledger.legs.iter().filter_map(|leg| match leg.place {
            Place::Lane(lane) if !leg.pending => Some((lane, leg.scheduled?)),
            _ => None,
        });
        Self {
            rules,
            terms,
            ledger,
            ran: ran.collect(),
        }
    }

    /// Per order of the scoring window that was delivered: what its last parcel is charged, if that has a planned end.
    fn orders(&self, parcels: &[Parcel]) -> BTreeMap<u64, Verdict> {
        let mut of_orders: BTreeMap<u64, Vec<&Parcel>> = BTreeMap::new();
        let window = self.rules.header.warm_up..self.rules.header.horizon;
        for parcel in parcels {
            let placed = &parcel.placed;
            if window.contains(&placed.at) && placed.level.is_some() {
                of_orders.entry(placed.order).or_default().push(parcel);
            }
        }
        let verdict = |(order, parcels): (u64, Vec<&Parcel>)| {
            let ends: Option<Vec<(i64, &Parcel)>> = parcels
                .iter()
                .map(|parcel| Some((self.delivered(parcel.number)?, *parcel)))
                .collect();
            // Of those that come at one instant the one with the smallest number.
            let mut last: Option<(i64, &Parcel)> = None;
            for end in ends? {
                if last.is_none_or(|last| end.0 > last.0) {
                    last = Some(end);
                }
            }
            let (delivered, parcel) = last?;
            Some((order, self.parcel(parcel, delivered)?))
        };
        of_orders.into_iter().filter_map(verdict).collect()
    }

    fn delivered(&self, parcel: u64) -> Option<i64> {
        let all = &self.ledger.delivered;
        let at = all.binary_search_by_key(&parcel, |end| end.order).ok()?;
        Some(all[at].at)
    }

    fn legs(&self, parcel: u64) -> impl Iterator<Item = &'a Leg> {
        let legs = &self.ledger.legs;
        let first = legs.partition_point(|leg| leg.order < parcel);
        let mine = legs[first..]
            .iter()
            .take_while(move |leg| leg.order == parcel);
        mine.filter(|leg| !leg.pending)
    }

    /// Follows a parcel and the plan side by side.
    fn parcel(&self, parcel: &Parcel, delivered: i64) -> Option<Verdict> {
        let placed = parcel.placed.at;
        let baskets = self.rules.header.baskets.as_ref();
        let release = baskets.and_then(|baskets| baskets.release.as_ref());
        let mut planned = match release {
            Some(release) => next_departure(release, placed)?,
            None => placed,
        };
        let mut charges = Charges::new();
        let begin = self.legs(parcel.number).next()?.begin;
        charge(&mut charges, BlameCause::Stock, begin - planned);
        let mut first = true;
        let mut arrived = begin;
        for leg in self.legs(parcel.number) {
            match leg.place {
                Place::Stage(stage) => {
                    // Who is kept on its server for want of room here waits for this stage already.
                    charge(&mut charges, BlameCause::Stage(stage), leg.end - arrived);
                }
                Place::Lane(lane) => {
                    planned = self.stages(lane, planned, &mut charges)?;
                    let ready = if first {
                        self.padded(parcel, planned)?
                    } else {
                        planned
                    };
                    planned = self.trip(leg, lane, ready, &mut charges)?;
                    first = false;
                }
            }
            arrived = leg.end;
        }
        let (zone, level) = (parcel.placed.zone, parcel.placed.level?);
        let planned = self.rules.at_door(zone, level, planned);
        let tried = self.rules.at_door(zone, level, arrived);
        share_out(&mut charges, tried - planned);
        charge(&mut charges, BlameCause::Attempts, delivered - tried);
        charges.retain(|of| of.1 != 0);
        Some(Verdict {
            charges,
            delivered,
            late: delivered - planned,
        })
    }

    /// The plan goes through the stages ahead of a lane.
    fn stages(&self, lane: u32, from: i64, charges: &mut Charges) -> Option<i64> {
        to_lane(self.rules, self.terms, lane, from, |visit| {
            charge(
                charges,
                BlameCause::Stage(visit.stage),
                visit.comes - visit.ends,
            );
        })
    }

    /// What is added to the planned work before the first departure.
    fn padded(&self, parcel: &Parcel, ready: i64) -> Option<i64> {
        let placed = &parcel.placed;
        let level = placed.level?;
        let terms = &self.rules.header.service_levels[level as usize];
        if terms.padding_at != PaddingAt::Process {
            return Some(ready);
        }
        let padding = padding_of(self.rules, terms, level, placed.zone);
        let clock = self.rules.clock(placed.zone)?;
        Some(pad_by(clock, padding, placed.at, ready)?.max(placed.at))
    }

    /// A trip; gives the planned arrival.
    fn trip(&self, leg: &Leg, taken: u32, ready: i64, charges: &mut Charges) -> Option<i64> {
        let own = self.own_lane(leg, taken);
        let (lane, allowed) = (self.rules.lane(own), &self.terms.lanes[own as usize]);
        let plan_leaves = leaves(lane, ready)?;
        let could_leave = leaves(lane, leg.begin)?;
        let plan_arrives = arrives(self.rules, allowed, plan_leaves)?;
        share_out(charges, could_leave - plan_leaves);
        if own != taken {
            let more = (leg.end - plan_arrives) - (could_leave - plan_leaves);
            charge(charges, BlameCause::Full(own), more);
            return Some(plan_arrives);
        }
        let due = leg.scheduled.unwrap_or(could_leave);
        let mut at = could_leave;
        while at < due {
            let next = next_departure(&lane.departures, at + 1)?;
            // A vehicle that runs empty has room. Whom one carries that never arrives within the calendars is not told.
            let ran = lane.cancel <= 0.0 || self.ran.contains(&(own, at));
            let full = lane.capacity.is_some() && ran;
            let cause = if full {
                BlameCause::Full(own)
            } else {
                BlameCause::Cancelled(own)
            };
            charge(charges, cause, next - at);
            at = next;
        }
        charge(charges, BlameCause::LateDeparture(own), leg.start - due);
        let as_planned = arrives(self.rules, allowed, leg.start)?;
        share_out(charges, as_planned - plan_arrives);
        charge(charges, BlameCause::Transit(own), leg.end - as_planned);
        Some(plan_arrives)
    }

    /// The lane on which the parcel was to go: it may have found that one full, and taken another.
    fn own_lane(&self, leg: &Leg, taken: u32) -> u32 {
        let all = &self.ledger.overflows;
        let first = all.partition_point(|of| (of.order, of.at) < (leg.order, leg.begin));
        match all.get(first) {
            Some(of) if (of.order, of.at) == (leg.order, leg.begin) => of.lane,
            _ => taken,
        }
    }
}

fn charge(charges: &mut Charges, cause: BlameCause, ticks: i64) {
    if ticks == 0 {
        return;
    }
    if let Some(known) = charges.iter_mut().find(|of| of.0 == cause) {
        known.1 += ticks;
    } else {
        charges.push((cause, ticks));
    }
}

/// After a wait: the delay is `total` now, and those that have brought it about share it in proportion. Of the first k of them
/// together whole ticks, towards zero.
fn share_out(charges: &mut Charges, total: i64) {
    if charges.iter().map(|of| of.1).sum::<i64>() == total {
        return;
    }
    let guilty: Vec<i128> = charges
        .iter()
        .map(|of| {
            if of.1.signum() == total.signum() {
                i128::from(of.1)
            } else {
                0
            }
        })
        .collect();
    let all: i128 = guilty.iter().sum();
    if all == 0 {
        charges.iter_mut().for_each(|of| of.1 = 0);
        charge(charges, BlameCause::Plan, total);
        return;
    }
    let up_to = |count: usize| {
        let first: i128 = guilty[..count].iter().sum();
        (i128::from(total) * first / all) as i64
    };
    for (at, of) in charges.iter_mut().enumerate() {
        of.1 = up_to(at + 1) - up_to(at);
    }
}
