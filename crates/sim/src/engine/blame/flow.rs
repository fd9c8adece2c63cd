//! The flow tells the witness how orders end, and the recorder what they are charged.

use crate::engine::flow::Flow;
use crate::engine::parcels::Parcel;
use crate::engine::verdict::Fate;
use crate::plan::Step;
use crate::trace::Recorder;

use super::{Charges, Delivery, Leg};

impl<R: Recorder> Flow<'_, '_, R> {
    /// Work on a parcel is decided. Out of line, like all of these: the walk is hot, and most scenarios do not ask for blame.
    #[inline(never)]
    pub(in crate::engine) fn saw_work(&mut self, slot: u32, stage: u32, from: i64, to: i64) {
        if let Some(witness) = &mut self.witness {
            let leg = Leg::Stage { stage, from, to };
            witness.saw(slot, &self.parcels.parcels[slot as usize], leg);
        }
    }

    /// A parcel's trip from a step of its route is decided.
    #[inline(never)]
    pub(in crate::engine) fn saw_trip(
        &mut self,
        slot: u32,
        (step, lane): (u32, u32),
        ready: i64,
        (scheduled, departed, arrive): (Option<i64>, i64, i64),
    ) {
        let Some(witness) = &mut self.witness else {
            return;
        };
        let own = match self.plan.steps[step as usize] {
            Step::Lane(own) => own,
            Step::Stage(_) | Step::Shelf => lane,
        };
        let leg = Leg::Lane {
            own,
            lane,
            ready,
            scheduled,
            departed,
            arrive,
        };
        witness.saw(slot, &self.parcels.parcels[slot as usize], leg);
    }

    /// An order of the scoring window that is one parcel has been delivered.
    #[inline(never)]
    pub(in crate::engine) fn blame(&mut self, slot: u32, sold: &Parcel, fate: Fate, first: i64) {
        let (Some(witness), Some(delivery)) = (&mut self.witness, delivery(sold, fate, first))
        else {
            return;
        };
        let charges = witness.deliver((slot, sold), delivery, &self.roads, R::ON);
        if let (true, Some(charges)) = (R::ON, charges) {
            tell(self.recorder, sold, charges);
        }
    }

    /// A parcel of an order has been delivered.
    #[inline]
    pub(in crate::engine) fn blame_parcel(&mut self, slot: u32, at: i64, first: i64) {
        let Some(witness) = &mut self.witness else {
            return;
        };
        let sold = &self.parcels.parcels[slot as usize];
        let late = at > sold.promise;
        let delivery = Delivery { first, at, late };
        let order = self.orders.of(slot);
        witness.deliver_part((slot, sold), order, delivery, &self.roads, R::ON);
    }

    /// An order of the scoring window that may be several parcels has ended.
    #[inline]
    pub(in crate::engine) fn blame_order(&mut self, order: u32, sold: &Parcel, fate: Fate) {
        let Some(witness) = &mut self.witness else {
            return;
        };
        let charges = witness.end_order(order, sold, delivery(sold, fate, 0));
        if let (true, Some(charges)) = (R::ON, charges) {
            tell(self.recorder, sold, &charges);
        }
    }
}

/// How an order was delivered; `None`: it was not.
fn delivery(sold: &Parcel, fate: Fate, first: i64) -> Option<Delivery> {
    let Fate::Delivered { at, judged, .. } = fate else {
        return None;
    };
    let late = judged > sold.promise;
    Some(Delivery { first, at, late })
}

fn tell<R: Recorder>(recorder: &mut R, sold: &Parcel, charges: &Charges) {
    for (cause, ticks) in charges.iter() {
        recorder.blame(u64::from(sold.number), cause, ticks);
    }
}
