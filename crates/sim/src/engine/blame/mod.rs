//! Blame: what made an order late.
//!
//! The witness notes the steps of every parcel of the scoring window. When an order is delivered late, its way is compared with the
//! planned path from its placement (a pure function of both, so that the plan of every order is known without being kept), and
//! every tick between the two deliveries is charged to a cause.

mod charges;
mod flow;
mod journey;
mod notes;
mod tally;

use std::collections::BTreeMap;

use leadtime_network::network::BlameBy;
use leadtime_network::promise::PaddingAmount;

use crate::plan::Plan;

use super::parcels::Parcel;
use super::road::Road;

pub use charges::Cause;
pub(crate) use charges::Charges;
pub(crate) use journey::Leg;
use journey::{Comparison, End};
use notes::Notes;
pub use tally::{BlameTally, CauseCell};

/// Looks on as parcels travel.
pub(crate) struct Witness<'p> {
    plan: &'p Plan,
    paddings: &'p [PaddingAmount],
    notes: Notes,
    /// Of orders of several parcels under way, what the parcel was charged that came last so far.
    orders: BTreeMap<u32, Charged>,
    legs: Vec<Leg>,
    scratch: Charges,
    counted: Charges,
    pub(crate) tally: Box<BlameTally>,
}

/// What a parcel of an order was charged.
struct Charged {
    delivered: i64,
    /// The parcel's number: among parcels delivered at one instant the smallest counts.
    number: u32,
    /// `None`: its path has no planned end.
    planned: Option<i64>,
    charges: Charges,
}

/// How and when a parcel or an order was delivered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delivery {
    /// The first attempt.
    pub(crate) first: i64,
    pub(crate) at: i64,
    /// It broke its promise.
    pub(crate) late: bool,
}

impl<'p> Witness<'p> {
    /// Where blame is asked for: in the first replications, and in any that is `recorded`.
    pub(crate) fn new(
        plan: &'p Plan,
        paddings: &'p [PaddingAmount],
        (replication, recorded): (u32, bool),
    ) -> Option<Box<Self>> {
        let asked = plan.blame.as_ref();
        let asked = asked.filter(|asked| recorded || replication < asked.replications);
        asked.map(|_| {
            Box::new(Self {
                plan,
                paddings,
                notes: Notes::new(plan),
                legs: Vec::new(),
                orders: BTreeMap::new(),
                scratch: Charges::default(),
                counted: Charges::default(),
                tally: Box::default(),
            })
        })
    }

    /// A parcel sets out.
    pub(crate) fn begin(&mut self, slot: u32, sold: &Parcel) {
        self.notes.begin(slot, sold.step);
    }

    /// A parcel has taken a step.
    #[inline(never)]
    pub(crate) fn saw(&mut self, slot: u32, sold: &Parcel, leg: Leg) {
        if sold.cohort {
            self.notes.note(self.plan, (slot, sold), leg);
        }
    }

    /// An order that is one parcel is delivered. What it is charged, if it is late or `always`.
    pub(crate) fn deliver(
        &mut self,
        (slot, sold): (u32, &Parcel),
        delivery: Delivery,
        roads: &[Road],
        always: bool,
    ) -> Option<&Charges> {
        if !delivery.late && !always {
            return None;
        }
        let mut charges = std::mem::take(&mut self.scratch);
        let planned = self.compare((slot, sold), delivery, roads, &mut charges);
        self.scratch = charges;
        if delivery.late {
            let charges = std::mem::take(&mut self.scratch);
            self.count(&charges, planned, sold, delivery.at);
            self.scratch = charges;
        }
        planned.map(|_| &self.scratch)
    }

    /// A parcel of an order is delivered; looked at if its order will be late or `always`.
    pub(crate) fn deliver_part(
        &mut self,
        (slot, sold): (u32, &Parcel),
        order: u32,
        delivery: Delivery,
        roads: &[Road],
        always: bool,
    ) {
        let last = |of: &Charged| (of.delivered, std::cmp::Reverse(of.number));
        let this = (delivery.at, std::cmp::Reverse(sold.number));
        let comes_last = self.orders.get(&order).is_none_or(|of| last(of) < this);
        if !sold.cohort || !(delivery.late || always) || !comes_last {
            return;
        }
        let mut charges = Charges::default();
        let planned = self.compare((slot, sold), delivery, roads, &mut charges);
        let charged = Charged {
            delivered: delivery.at,
            number: sold.number,
            planned,
            charges,
        };
        self.orders.insert(order, charged);
    }

    /// An order of several parcels has ended, delivered or not. What it is charged.
    pub(crate) fn end_order(
        &mut self,
        order: u32,
        sold: &Parcel,
        delivery: Option<Delivery>,
    ) -> Option<Charges> {
        let charged = self.orders.remove(&order)?;
        let delivery = delivery?;
        if delivery.late {
            self.count(&charged.charges, charged.planned, sold, delivery.at);
        }
        charged.planned.map(|_| charged.charges)
    }

    fn compare(
        &mut self,
        (slot, sold): (u32, &Parcel),
        delivery: Delivery,
        roads: &[Road],
        charges: &mut Charges,
    ) -> Option<i64> {
        let step = self.notes.read(self.plan, (slot, sold), &mut self.legs);
        let comparison = Comparison {
            plan: self.plan,
            paddings: self.paddings,
            roads,
            sold,
            step,
        };
        let end = End {
            first: delivery.first,
            delivered: delivery.at,
        };
        comparison.charge(&self.legs, end, charges)
    }

    /// Counts a late order.
    fn count(&mut self, charges: &Charges, planned: Option<i64>, sold: &Parcel, delivered: i64) {
        let (Some(planned), Some(asked)) = (planned, &self.plan.blame) else {
            self.tally.without_plan += 1;
            return;
        };
        let times = (planned, sold.promise, delivered);
        match asked.by {
            BlameBy::Place => self.tally.count(charges, times),
            BlameBy::Kind => {
                self.counted.clear();
                for (cause, ticks) in charges.iter() {
                    self.counted.add(asked.counted(cause), ticks);
                }
                self.tally.count(&self.counted, times);
            }
        }
    }
}
