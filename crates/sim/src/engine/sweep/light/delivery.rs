//! Parcels that travelled light are delivered.

use crate::trace::Recorder;

use super::super::super::station::NEVER;
use super::super::doors::{Delivery, count_deliveries};
use super::super::onward::{Passing, STRANDED, Ways};

/// What is not the same of all orders of a zone that are delivered; see [`Delivery`].
#[derive(Clone, Copy)]
pub(super) struct Ended {
    lead: i64,
    day_of_delivery: i64,
    hour_of_week: u8,
    day: i32,
}

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
                light.ended.push(Ended {
                    lead: at - order.placed,
                    day_of_delivery: days.day(at) - order.placed,
                    hour_of_week: order.hour_of_week,
                    day: order.day,
                });
            }
        }
        *self.delivered += delivered;
        *self.open_cohort -= light.ended.len() as u64;
        let lengths = (quote.promise, light.ended.len() as u64);
        self.outcome.count_quotes(0, lengths);
        let deliveries = light.ended.iter().map(|ended| Delivery {
            lead: ended.lead,
            day_of_delivery: ended.day_of_delivery,
            promise: quote.promise,
            base: quote.base,
            hour_of_week: ended.hour_of_week,
            day: ended.day,
        });
        count_deliveries(plan, self.outcome, zone, &deliveries);
    }
}
