//! Conditional Monte Carlo on the last leg: how probable it is that an order will be late, in place of whether it was.
//!
//! When a parcel sets out on its last leg all is known but its own transit T. It is late if departure + T > promise, so with the law F
//! of T the order counts with 1 - F(promise - departure) (Asmussen and Glynn 2007, V.4): the mean is the same, the variance never
//! larger, and no order need be late for lateness of one in a million to show.

use crate::plan::{ConditionalPlan, LanePlan, Plan};
use crate::random::unit;
use crate::sampling::law;
use crate::trace::Recorder;

use super::flow::Flow;
use super::parcels::Parcel;
use super::road::Trip;
use super::verdict::{Fate, Kept};

/// Probabilities are summed in units of 2^-80: integers, so that the sum does not depend on the order in which it is made.
const UNIT: f64 = (1_u128 << 80) as f64;

/// Orders of a level whose lateness is integrated where that is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConditionalCell {
    /// Promised.
    pub n: u64,
    /// Of these, with a probability in place of an outcome.
    pub integrated: u64,
    /// Sum of the probabilities, in units of 2^-80.
    late: u128,
}

impl ConditionalCell {
    /// The sum of the probabilities of being late.
    #[must_use]
    pub fn late(&self) -> f64 {
        self.late as f64 / UNIT
    }

    /// Adds the orders of another cell.
    pub(crate) fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.integrated += other.integrated;
        self.late += other.late;
    }
}

/// What is known of the parcels on their last leg.
pub(crate) struct Conditional<'p> {
    known: &'p ConditionalPlan,
    /// By slot: the probability of being late, once the parcel is on its last leg; NaN: not known.
    late: Vec<f64>,
    /// Per level.
    pub(crate) cells: Vec<ConditionalCell>,
}

impl<'p> Conditional<'p> {
    /// Where it is asked for.
    pub(crate) fn new(plan: &'p Plan) -> Option<Box<Self>> {
        let known = plan.conditional.as_deref()?;
        Some(Box::new(Self {
            known,
            late: Vec::new(),
            cells: vec![ConditionalCell::default(); plan.levels.len()],
        }))
    }

    /// A parcel enters a slot.
    pub(crate) fn begin(&mut self, slot: u32) {
        let slot = slot as usize;
        if slot >= self.late.len() {
            self.late.resize(slot + 1, f64::NAN);
        }
        self.late[slot] = f64::NAN;
    }

    /// An order of the scoring window has ended, or the run has.
    pub(crate) fn settle(&mut self, plan: &Plan, slot: u32, sold: &Parcel, fate: Fate) {
        let level = usize::from(sold.level);
        let cell = &mut self.cells[level];
        cell.n += 1;
        let known = self.late[slot as usize];
        let late = if known.is_nan() {
            f64::from(!Kept::of(plan.levels[level].terms, sold.promise, fate).on_time)
        } else {
            cell.integrated += 1;
            known
        };
        cell.late += (late * UNIT) as u128;
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// A parcel has set out on a trip.
    pub(super) fn condition(&mut self, slot: u32, lane: u32, trip: Trip) {
        let Some(conditional) = &mut self.conditional else {
            return;
        };
        let plan = &self.plan.lanes[lane as usize];
        let sold = &self.parcels.parcels[slot as usize];
        if !plan.last_leg || !sold.cohort {
            return;
        }
        let Some(law) = conditional.known.law(lane, sold.level) else {
            return;
        };
        let mut shared = match trip.scheduled {
            None => 1.0,
            Some(_) => self.roads[lane as usize].vehicle_taken().1,
        };
        if plan.shocked {
            shared *= self.shocks.transit(plan.index, trip.departed);
        }
        conditional.late[slot as usize] = late(plan, sold, trip.departed, |own| {
            law::survival(law, own / shared)
        });
    }
}

/// P(late) of what leaves at an instant, with the tail of the parcel's transit. A transit is rounded to the nearest tick, and takes one at
/// least.
fn late(lane: &LanePlan, sold: &Parcel, departed: i64, tail: impl Fn(f64) -> f64) -> f64 {
    let left = sold.promise - departed;
    if left < 1 {
        return 1.0;
    }
    let spread = match lane.spread {
        0 => 0.0,
        // A draw of its own, known as all that came before.
        spread => spread as f64 * unit(sold.entity.draw_at(lane.purpose, 1)),
    };
    let own = left as f64 + 0.5 - spread;
    if own <= 0.0 {
        return 1.0;
    }
    tail(own).clamp(0.0, 1.0)
}
