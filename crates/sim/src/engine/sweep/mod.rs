//! The sweep: window by window, and within a window place by place.
//!
//! The kernels are those of the event-driven driver; only the order differs in which parcels have their turn. At one place it is the same,
//! that of their keys, so every parcel meets what it would have met event by event. What a stage does is the same for hundreds of parcels
//! in a row, so it is done for all of them step by step: what they draw, then the servers, then the way on. From the end of the scoring
//! window on, when only what is still open matters, the rest is left to the events.

mod driver;
mod inboxes;
mod onward;
mod serve;
mod sorting;

pub use driver::Driver;
pub(crate) use inboxes::{Sweep, Turn};
pub(crate) use onward::{AtDoor, Passing};

use crate::trace::Recorder;

use super::agenda::TIME_LIMIT;
use super::flow::Flow;

impl<'p, R: Recorder> Flow<'p, '_, R> {
    /// The replication swept, where the plan can be swept and nobody wants to see things in the order in which they happen; else as it is.
    pub(super) fn swept(mut self) -> Self {
        if let Some(plan) = self.plan.sweep.as_ref()
            && self.witness.is_none()
            && !R::IN_ORDER
        {
            self.sweep = Some(Box::new(Sweep::new(plan)));
        }
        self
    }

    /// Sweeps all windows up to `until` and hands the rest to the agenda.
    pub(super) fn sweep_until(&mut self, until: i64) {
        let until = until.min(TIME_LIMIT - 1);
        let length = match &self.sweep {
            Some(sweep) => sweep.plan.window,
            None => return,
        };
        let mut window = 0;
        let mut from = 0;
        while from < until {
            let to = (from + length).min(until);
            self.sweep_window(window, (from, to));
            if self.outcome.is_void() {
                return;
            }
            from = to;
            window += 1;
        }
        self.look_ahead();
        if let Some(sweep) = self.sweep.take() {
            let parcels = &mut self.parcels.parcels;
            for turn in sweep.left() {
                parcels[turn.slot as usize].step = turn.step;
                self.agenda.push(parcels, turn.key, turn.slot);
            }
        }
    }

    fn sweep_window(&mut self, window: usize, (from, to): (i64, i64)) {
        let mut groups = 0;
        if let Some(sweep) = &mut self.sweep {
            sweep.open(window, (from, to));
            groups = sweep.inboxes.len();
        }
        self.place_until(to);
        for group in 0..groups {
            self.serve_group(group);
        }
    }

    /// Places the orders of a window.
    fn place_until(&mut self, to: i64) {
        while self.arrivals.peek(&self.shocks).is_some_and(|at| at < to) {
            let visit = self.arrivals.next();
            self.last_event = self.last_event.max(visit.at);
            self.place(visit);
        }
        if self.parcels.in_flight() > self.plan.most_in_flight {
            self.outcome.overflowed = Some(self.last_event);
        }
    }
}
