//! What the engine calls.

use super::Place;
use crate::engine::{Cause, Parts};

/// Receives what happens in a replication; the engine is compiled once per recorder, so [`NoTrace`] costs nothing.
///
/// Times are ticks, indices are positions in the lists of the [`Header`](super::Header), `order` is the running number in the
/// replication from 0.
pub trait Recorder {
    /// Whether anything is recorded: lets the engine skip work that only a trace needs.
    const ON: bool;

    /// Whether events must be told in the order in which they happen: then the engine does not sweep.
    const IN_ORDER: bool = Self::ON;

    /// An order is placed; see [`Placed`](super::Placed).
    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        promise: Option<i64>,
    );

    /// A parcel of an order is made, where orders may have several; see [`ParcelMade`](super::ParcelMade).
    #[inline(always)]
    fn parcel(&mut self, _parcel: u64, _of: u64, _origin: u32, _lines: u32, _at: i64) {}

    /// A line of a parcel wants units of a counted stock; see [`LineClaim`](super::LineClaim).
    #[inline(always)]
    fn line(&mut self, _parcel: u64, _stock: u32, _units: i64, _at: i64) {}

    /// The line of a parcel that waited for stock is complete; see [`LineFilled`](super::LineFilled).
    #[inline(always)]
    fn filled(&mut self, _parcel: u64, _stock: u32, _at: i64) {}

    /// A replenishment order is placed; see [`StockOrdered`](super::StockOrdered).
    #[inline(always)]
    fn ordered(&mut self, _stock: u32, _at: i64, _units: i64) {}

    /// A replenishment order leaves its supplier; see [`StockShipped`](super::StockShipped).
    #[inline(always)]
    fn shipped(&mut self, _stock: u32, _at: i64, _units: i64, _arrives: i64) {}

    /// Replenishment is received; see [`StockReceived`](super::StockReceived).
    #[inline(always)]
    fn received(&mut self, _stock: u32, _at: i64, _units: i64) {}

    /// A parcel's visit to a stage is decided; see [`StageVisit`](super::StageVisit).
    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64);

    /// A stretch of work of one server at a stage with events of its own has ended; see [`Work`](super::Work).
    fn work(&mut self, order: u64, stage: u32, from: i64, to: i64);

    /// A parcel's batch is complete; see [`Batched`](super::Batched).
    fn batch(&mut self, order: u64, stage: u32, first: u64, at: i64);

    /// A parcel has left the server that it held after its work, because there was no room elsewhere; see [`Blocked`](super::Blocked).
    fn blocked(&mut self, order: u64, stage: u32, from: i64, to: Option<i64>) {
        let _ = (order, stage, from, to);
    }

    /// A parcel that waited in the yard has come to its place in front of a stage; see [`Entered`](super::Entered).
    fn entered(&mut self, order: u64, stage: u32, at: Option<i64>) {
        let _ = (order, stage, at);
    }

    /// What the work on a parcel (of a batch the first) consists of; see [`Drawn`](super::Drawn).
    fn drawn(&mut self, order: u64, stage: u32, service: i64, repairs: i64) {
        let _ = (order, stage, service, repairs);
    }

    /// A parcel's trip is decided; see [`LaneTrip`](super::LaneTrip).
    fn lane(
        &mut self,
        order: u64,
        lane: u32,
        ready: i64,
        scheduled: Option<i64>,
        departed: i64,
        arrive: i64,
    );

    /// A delivery attempt of a last leg where they may fail; see [`Attempt`](super::Attempt).
    fn attempt(&mut self, order: u64, at: i64, succeeds: bool);

    /// The last attempt has failed: the order ends without a delivery.
    fn exhausted(&mut self, order: u64);

    /// An order is delivered; see [`Delivered`](super::Delivered).
    fn delivered(&mut self, order: u64, at: i64);

    /// A parcel flows back; see [`Returned`](super::Returned).
    #[inline(always)]
    fn returned(&mut self, _order: u64, _facility: u32, _leaves: i64, _arrives: i64) {}

    /// What came back has been dealt with; see [`Restocked`](super::Restocked).
    #[inline(always)]
    fn restocked(&mut self, _order: u64, _at: i64, _resellable: bool) {}

    /// An order's parcel weighs so many grams; see [`Weight`](super::Weight).
    #[inline(always)]
    fn weight(&mut self, _order: u64, _grams: u32) {}

    /// A parcel found its departure full and goes with another carrier; see [`Overflow`](super::Overflow).
    #[inline(always)]
    fn overflow(&mut self, _order: u64, _lane: u32, _at: i64) {}

    /// An order is promised on a departure or wave with an order cap; see [`Booked`](super::Booked).
    #[inline(always)]
    fn booked(&mut self, _order: u64, _place: Place, _leaves: i64) {}

    /// A level is closed to a visit by an order cap; see [`Closed`](super::Closed).
    #[inline(always)]
    fn closed(&mut self, _order: u64, _level: u32, _place: Place, _leaves: i64) {}

    /// An order does not need a departure or wave any more; see [`GivenBack`](super::GivenBack).
    #[inline(always)]
    fn given_back(&mut self, _order: u64, _place: Place, _leaves: i64, _at: i64) {}

    /// What an order of the scoring window cost, when it has ended; see [`Cost`](super::Cost).
    #[inline(always)]
    fn cost(&mut self, _order: u64, _parts: &Parts) {}

    /// What all orders of the scoring window cost; see [`Books`](super::Books).
    #[inline(always)]
    fn books(&mut self, _ledger: &Parts) {}

    /// What an order of the scoring window that was delivered is charged with, cause by cause, where blame is asked for; see
    /// [`Blame`](super::Blame).
    #[inline(always)]
    fn blame(&mut self, _order: u64, _cause: Cause, _ticks: i64) {}

    /// The run ends; see [`End`](super::End). Called once, last.
    fn end(&mut self, at: i64, placed: u64, delivered: u64, open: u64, not_offered: u64);
}

/// Records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTrace;

impl Recorder for NoTrace {
    const ON: bool = false;

    #[inline(always)]
    fn placed(&mut self, _: u64, _: i64, _: u32, _: Option<u32>, _: Option<i64>, _: Option<i64>) {}

    #[inline(always)]
    fn stage(&mut self, _: u64, _: u32, _: i64, _: i64, _: i64) {}

    #[inline(always)]
    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    #[inline(always)]
    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    #[inline(always)]
    fn lane(&mut self, _: u64, _: u32, _: i64, _: Option<i64>, _: i64, _: i64) {}

    #[inline(always)]
    fn attempt(&mut self, _: u64, _: i64, _: bool) {}

    #[inline(always)]
    fn exhausted(&mut self, _: u64) {}

    #[inline(always)]
    fn delivered(&mut self, _: u64, _: i64) {}

    #[inline(always)]
    fn end(&mut self, _: i64, _: u64, _: u64, _: u64, _: u64) {}
}
