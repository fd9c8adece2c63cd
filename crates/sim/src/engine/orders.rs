//! Orders under way where an order may be several parcels: delivered when the last of them is.

use super::caps::Slot;
use super::parcels::{Parcel, Parcels};
use super::sourcing::Line;

/// Orders under way, by number of their own, and which parcel belongs to which.
pub(crate) struct Orders {
    /// What was sold.
    sold: Parcels,
    state: Vec<OrderState>,
    /// Per slot of a parcel: its order; [`NOBODY`] once the parcel has ended.
    of: Vec<u32>,
    /// Per slot of a parcel: lines that wait for stock.
    missing: Vec<u16>,
}

/// No order.
const NOBODY: u32 = u32::MAX;

/// How far an order is.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderState {
    /// Its number is in use.
    open: bool,
    /// Parcels that have not ended; 0 before it is sourced.
    parcels_left: u32,
    /// The latest delivery so far.
    last: i64,
    /// The latest first attempt so far.
    tried: i64,
    /// A parcel ended without a delivery.
    failed: bool,
    /// A parcel never arrives.
    stranded: bool,
    /// Departures and waves on which it was promised, until it is released.
    pub(crate) slots: Vec<Slot>,
    /// What is to be sourced later.
    pub(crate) lines: Vec<Line>,
}

/// How a parcel ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParcelEnd {
    /// Delivered, and tried first.
    Delivered {
        at: i64,
        first: i64,
    },
    Exhausted,
}

/// How an order ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderEnd {
    /// Its last parcel came at this instant, and by the other all had been tried once.
    Delivered { at: i64, first: i64 },
    /// One of its parcels was never taken.
    Exhausted,
}

impl Orders {
    pub(crate) fn new(levels: usize) -> Self {
        Self {
            sold: Parcels::new(levels),
            state: Vec::new(),
            of: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// A new order; its number.
    pub(crate) fn enter(&mut self, sold: Parcel, bases: &[i64]) -> u32 {
        let order = self.sold.enter(sold, bases);
        if order as usize == self.state.len() {
            self.state.push(OrderState::default());
        }
        let state = &mut self.state[order as usize];
        state.lines.clear();
        *state = OrderState {
            open: true,
            lines: std::mem::take(&mut state.lines),
            ..OrderState::default()
        };
        order
    }

    /// What was sold.
    pub(crate) fn sold(&self, order: u32) -> (Parcel, &[i64]) {
        (self.sold.parcels[order as usize], self.sold.bases(order))
    }

    pub(crate) fn state(&mut self, order: u32) -> &mut OrderState {
        &mut self.state[order as usize]
    }

    /// A parcel of an order has taken a slot.
    pub(crate) fn add_parcel(&mut self, order: u32, slot: u32) {
        let at = slot as usize;
        if at >= self.of.len() {
            self.of.resize(at + 1, NOBODY);
            self.missing.resize(at + 1, 0);
        }
        self.of[at] = order;
        self.missing[at] = 0;
        self.state[order as usize].parcels_left += 1;
    }

    /// A line of a parcel waits for stock.
    pub(crate) fn lacks(&mut self, slot: u32) {
        self.missing[slot as usize] += 1;
    }

    /// A line of a parcel has come. True: it was the last that was missing.
    pub(crate) fn came(&mut self, slot: u32) -> bool {
        self.missing[slot as usize] -= 1;
        self.missing[slot as usize] == 0
    }

    /// Whether a parcel has all its lines.
    pub(crate) fn is_complete(&self, slot: u32) -> bool {
        self.missing[slot as usize] == 0
    }

    /// The order of a parcel.
    pub(crate) fn of(&self, slot: u32) -> u32 {
        self.of[slot as usize]
    }

    /// Parcels that have not ended, with their orders.
    pub(crate) fn under_way(&self) -> impl Iterator<Item = (u32, u32)> {
        let slots = self.of.iter().enumerate();
        slots
            .filter(|slot| *slot.1 != NOBODY)
            .map(|(slot, &order)| (slot as u32, order))
    }

    /// A parcel has ended. The end of its order, if it was the last.
    pub(crate) fn end_parcel(&mut self, slot: u32, end: ParcelEnd) -> Option<OrderEnd> {
        let order = std::mem::replace(&mut self.of[slot as usize], NOBODY);
        let state = &mut self.state[order as usize];
        match end {
            ParcelEnd::Delivered { at, first } => {
                state.last = state.last.max(at);
                state.tried = state.tried.max(first);
            }
            ParcelEnd::Exhausted => state.failed = true,
        }
        state.parcels_left -= 1;
        if state.parcels_left > 0 {
            return None;
        }
        Some(if state.failed {
            OrderEnd::Exhausted
        } else {
            OrderEnd::Delivered {
                at: state.last,
                first: state.tried,
            }
        })
    }

    /// An order has ended: its number is free.
    pub(crate) fn leave(&mut self, order: u32) {
        self.state[order as usize].open = false;
        self.sold.leave(order);
    }

    /// A parcel never arrives. Nothing where orders are parcels.
    pub(crate) fn strand(&mut self, slot: u32) {
        if let Some(&order) = self.of.get(slot as usize)
            && order != NOBODY
        {
            self.state[order as usize].stranded = true;
        }
    }

    /// All orders under way: their numbers, what was sold, and its base promises.
    pub(crate) fn open(&self) -> impl Iterator<Item = (u32, &Parcel, &[i64])> {
        let orders = self.state.iter().enumerate().filter(|order| order.1.open);
        orders.map(|(order, _)| {
            let number = order as u32;
            (number, &self.sold.parcels[order], self.sold.bases(number))
        })
    }

    /// Cohort orders that are never delivered.
    pub(crate) fn stranded_cohort(&self) -> u64 {
        let orders = self.state.iter().zip(&self.sold.parcels);
        orders
            .filter(|(state, sold)| state.open && state.stranded && sold.cohort)
            .count() as u64
    }
}
