//! Parcels that travelled light are delivered.

use crate::trace::Recorder;

use super::super::super::station::NEVER;
use super::super::doors::{Delivery, count_deliveries};
use super::super::onward::{Passing, STRANDED, Ways};

impl<R: Recorder> Ways<'_, '_, R> {
    /// The end of parcels that a lane brings to a zone.
    #[inline(never)]
    pub(in super::super) fn deliver_light(&mut self, parcels: &[Passing], lane: u32) {
        let (plan, zone) = (self.plan, self.plan.zone_of(lane));
        let (Some(light), Some(quote)) = (&mut self.sweep.light, self.steady[zone as usize]) else {
            return;
        };
        light.ended.clear();
        let mut delivered = 0;
        let mut days = self.almanac.delivery_days(plan, zone);
        for parcel in parcels.iter().filter(|parcel| parcel.time < STRANDED) {
            let at = plan.at_door(zone, 0, parcel.time);
            if at >= NEVER {
                light.lost.push(parcel.turn);
                continue;
            }
            delivered += 1;
            let label = parcel.turn.label;
            if label.scored() {
                let order = label.order();
                light.ended.push(Delivery {
                    lead: at - order.placed,
                    day_of_delivery: days.day(at) - order.placed,
                    promise: quote.promise,
                    base: quote.base,
                    hour_of_week: order.hour_of_week,
                    day: order.day,
                });
            }
        }
        *self.delivered += delivered;
        *self.open_cohort -= light.ended.len() as u64;
        let lengths = (quote.promise, light.ended.len() as u64);
        self.outcome.count_quotes(0, lengths);
        count_deliveries(plan, self.outcome, zone, &light.ended.iter().copied());
    }
}
