//! Parcels that travel light are swept: where they set out, and where they are delivered.

use crate::plan::NOWHERE;
use crate::trace::Recorder;

use super::super::agenda::time_of;
use super::super::deliveries::count_deliveries_alike;
use super::super::flow::Flow;
use super::super::light::{Label, Starts};
use super::super::station::NEVER;
use super::super::turn::Turn;
use super::AT_ONCE;
use super::onward::{Passing, STRANDED, Ways};

/// Where those set out who are placed in a window.
struct Begin<'a> {
    inboxes: &'a mut [Vec<Turn>],
    setting_out: &'a mut Vec<Passing>,
}

impl Starts for Begin<'_> {
    #[inline(always)]
    fn set_out(&mut self, turn: Turn, group: u32) {
        if group == NOWHERE {
            self.setting_out.push(Passing::of(&turn, time_of(turn.key)));
        } else {
            self.inboxes[group as usize].push(turn);
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Whether parcels travel light at present.
    pub(in super::super) fn travels_light(&self) -> bool {
        let swept = self.sweep.as_ref();
        self.light || swept.is_some_and(|sweep| sweep.light.is_some())
    }

    /// Places the orders of a window whose parcels travel light.
    pub(super) fn place_light(&mut self, to: i64) {
        while self.place_some_light(to) {
            if self.setting_out.len() >= AT_ONCE {
                self.send_off();
            }
        }
    }

    /// Places the next of them on which the same is written; false if there are no more.
    #[inline(never)]
    fn place_some_light(&mut self, to: i64) -> bool {
        let Some(mut sweep) = self.sweep.take() else {
            return false;
        };
        let mut setting_out = std::mem::take(&mut self.setting_out);
        let placed = sweep.light.as_mut().is_some_and(|light| {
            let mut begin = Begin {
                inboxes: &mut sweep.inboxes,
                setting_out: &mut setting_out,
            };
            self.check_out(&mut light.checkout, (AT_ONCE, to), &mut begin)
        });
        (self.sweep, self.setting_out) = (Some(sweep), setting_out);
        placed
    }

    /// From now on slots keep what is known of parcels that travelled light.
    pub(in super::super) fn end_light(&mut self) {
        let Some(mut sweep) = self.sweep.take() else {
            return;
        };
        if let Some(light) = sweep.light.take() {
            for turn in sweep.waiting_mut() {
                turn.label = Label::of_slot(self.take_load_off(&light, turn));
            }
            self.strand_lost(&light);
        }
        self.sweep = Some(sweep);
    }
}

impl<R: Recorder> Ways<'_, '_, R> {
    /// The end of parcels that a lane brings to a zone.
    #[inline(never)]
    pub(super) fn deliver_light(&mut self, parcels: &[Passing], lane: u32) {
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
                let delivery = label.order().delivered((at, days.day(at)), quote);
                light.ended.push(delivery);
            }
        }
        *self.delivered += delivered;
        *self.open_cohort -= light.ended.len() as u64;
        count_deliveries_alike(plan, self.outcome, zone, quote, &light.ended);
    }
}
