//! The release desk: orders that are sourced some time after their placement, with what is known then.

use std::collections::VecDeque;

use crate::plan::{Departures, Plan};
use crate::trace::Recorder;

use super::agenda::{Phase, TIME_LIMIT, key};
use super::flow::Flow;
use super::sourcing::Request;

/// Orders that wait for their release, in the order of their placement.
#[derive(Default)]
pub(crate) struct Desk {
    waiting: VecDeque<u32>,
    scratch: Vec<u32>,
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// An order waits for the next release from `now` on.
    pub(super) fn hold(&mut self, order: u32, release: &Departures, now: i64) {
        self.desk.waiting.push_back(order);
        self.release_from(release, now);
    }

    fn release_from(&mut self, release: &Departures, now: i64) {
        let desk = (self.centres.len() + self.plan.stores.len()) as u32;
        let next = release.at(release.first_from(now));
        let next = next.filter(|&at| at < TIME_LIMIT && !self.desk.waiting.is_empty());
        self.wake_at(desk, next.map_or(u64::MAX, |at| key(at, Phase::Release, 0)));
    }

    /// Sources what waits. An order of which something is nowhere to be had waits on.
    pub(super) fn release_orders(&mut self, now: i64) {
        let plan: &Plan = self.plan;
        let Some(baskets) = &plan.baskets else { return };
        let mut orders = std::mem::take(&mut self.desk.scratch);
        orders.extend(self.desk.waiting.drain(..));
        for order in orders.drain(..) {
            let lines = std::mem::take(&mut self.orders.state(order).lines);
            let sold = self.orders.sold(order).0;
            let mut sources = Vec::new();
            let request = Request {
                entity: sold.entity,
                zone: sold.zone,
                level: usize::from(sold.level),
                at: now,
                promise: Some(sold.promise),
                lines: &lines,
            };
            if self.source(baskets, request, &mut sources).is_some() {
                self.give_back(order, &sources, now);
                self.send(order, &lines, &sources, now, Phase::Release);
            } else {
                self.orders.state(order).lines = lines;
                self.desk.waiting.push_back(order);
            }
        }
        self.desk.scratch = orders;
        if let Some(release) = &baskets.release {
            self.release_from(release, now + 1);
        }
    }
}
