//! The lines of a trace after its header.

use serde::{Deserialize, Serialize};

use super::{
    Blame, Booked, Books, Closed, Cost, GivenBack, LineClaim, LineFilled, Overflow, ParcelMade,
    StockOrdered, StockReceived, StockShipped, Weight,
};

/// One line, such as `{"placed":{..}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// An order was placed.
    Placed(Placed),
    /// A parcel of an order was made, where orders may have several.
    Parcel(ParcelMade),
    /// A line wants units of a counted stock.
    Line(LineClaim),
    /// A line that waited for stock has all its units.
    Filled(LineFilled),
    /// A stock ordered more.
    Ordered(StockOrdered),
    /// Its order left the supplier.
    Shipped(StockShipped),
    /// A stock received units.
    Received(StockReceived),
    /// A parcel was worked on.
    Stage(StageVisit),
    /// A server worked for a while.
    Work(Work),
    /// A parcel's batch is complete.
    Batch(Batched),
    /// A parcel kept its server after its work.
    Blocked(Blocked),
    /// A parcel waited in the yard.
    Entered(Entered),
    /// What the work on a parcel consists of.
    Drawn(Drawn),
    /// A parcel travelled.
    Lane(LaneTrip),
    /// Somebody rang at the door, where attempts may fail.
    Attempt(Attempt),
    /// A parcel ended after its last attempt, without a delivery.
    Exhausted(Exhausted),
    /// A parcel ended at its customer.
    Delivered(Delivered),
    /// A parcel flows back.
    Returned(Returned),
    /// What came back has been dealt with.
    Restocked(Restocked),
    /// What a parcel weighs.
    Weight(Weight),
    /// A parcel found its departure full and goes with another carrier.
    Overflow(Overflow),
    /// An order was promised on a departure or wave with an order cap.
    Booked(Booked),
    /// A level was closed by an order cap.
    Closed(Closed),
    /// An order does not need a departure or wave any more on which it was promised.
    GivenBack(GivenBack),
    /// What an order cost.
    Cost(Cost),
    /// What all orders of the scoring window cost together.
    Books(Books),
    /// What made an order later, or earlier, than planned.
    Blame(Blame),
    /// The run ended: the last line.
    End(End),
}

/// An order at checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Running number in the replication, from 0, counting every visit.
    pub order: u64,
    /// Instant of placement.
    pub at: i64,
    /// Index of the zone.
    pub zone: u32,
    /// Index of the service level; `null`: nothing was offered, and the order has no further record.
    pub level: Option<u32>,
    /// Base promise: the planned delivery before padding and rounding; `null`: none is made.
    pub base: Option<i64>,
    /// The promise as sold.
    pub promise: Option<i64>,
}

/// A visit to a stage. Written no later than the instant at which the work starts; at a stage with rules when it ends, after the
/// last `work` of its job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageVisit {
    /// The order.
    pub order: u64,
    /// Index of the stage.
    pub stage: u32,
    /// The parcel joins the queue.
    pub arrive: i64,
    /// Work starts.
    pub start: i64,
    /// Work ends.
    pub end: i64,
}

/// A stretch of work of one server, at a stage with rules beyond first in, first out. A parcel has several where its work is
/// interrupted; the parcels of a batch share those of the first of them. Written when it ends, or at the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// The order, of a batch the first.
    pub order: u64,
    /// Index of the stage.
    pub stage: u32,
    /// Work starts or goes on.
    pub from: i64,
    /// Work ends or stops.
    pub to: i64,
}

/// A parcel's batch is complete: full, or it has waited long enough. The parcels of a batch follow one another, its first one
/// ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batched {
    /// The order.
    pub order: u64,
    /// Index of the stage.
    pub stage: u32,
    /// The order of the first parcel of its batch.
    pub first: u64,
    /// When the batch was complete.
    pub at: i64,
}

/// A parcel that kept its server after the work, because there was no room in front of the stage that came next. Written when it
/// left, or at the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blocked {
    /// The order.
    pub order: u64,
    /// Index of the stage whose server it kept.
    pub stage: u32,
    /// The work had ended.
    pub from: i64,
    /// It left; `null`: it had not when the run ended.
    pub to: Option<i64>,
}

/// A parcel from outside (an order, or from a vehicle) that found no room in front of a stage with a buffer, and waited in the yard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    /// The order.
    pub order: u64,
    /// Index of the stage.
    pub stage: u32,
    /// It came to its place in front of the stage; `null`: it had not when the run ended.
    pub at: Option<i64>,
}

/// What the work on a parcel (of a batch the first) consists of, where repairs are part of it or work may be interrupted. Written
/// ahead of its `stage` record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The order.
    pub order: u64,
    /// Index of the stage.
    pub stage: u32,
    /// Ticks of service.
    pub service: i64,
    /// Ticks of repairs that interrupt it.
    pub repairs: i64,
}

/// A trip along a lane. Written no later than the scheduled departure; on demand, no later than the instant at which a
/// vehicle may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaneTrip {
    /// The order.
    pub order: u64,
    /// Index of the lane.
    pub lane: u32,
    /// The parcel is ready to be loaded.
    pub ready: i64,
    /// Scheduled departure of its vehicle; `null`: on demand.
    pub scheduled: Option<i64>,
    /// The vehicle leaves.
    pub departed: i64,
    /// The parcel arrives.
    pub arrive: i64,
}

/// A delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    /// The order.
    pub order: u64,
    /// Instant of delivery.
    pub at: i64,
}

/// A delivery attempt. The first is made when the last leg arrives, the next at the same clock time of the next delivery day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// The order.
    pub order: u64,
    /// When.
    pub at: i64,
    /// Whether the parcel was taken.
    pub succeeds: bool,
}

/// The end of an order that nobody took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exhausted {
    /// The order.
    pub order: u64,
}

/// A parcel flows back: its customer sends it back, or nobody took it. Its visits to stages for returns follow, with its own number.
/// Written ahead of its `delivered` line, or of its `exhausted` one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returned {
    /// The order.
    pub order: u64,
    /// Index of the facility to which it comes back, in the list of [`Returns`](super::Returns).
    pub facility: u32,
    /// It leaves the customer; what nobody took leaves after the last attempt.
    pub leaves: i64,
    /// It arrives at the facility.
    pub arrives: i64,
}

/// What came back has been dealt with, after the last of its stages. If it can be sold again, the units of its `line` records are
/// on hand again where the facility counts their SKUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restocked {
    /// The order.
    pub order: u64,
    /// When.
    pub at: i64,
    /// Whether it can be sold again.
    pub resellable: bool,
}

/// The last line: when the run ended, and the engine's own counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Everything that anybody could wait for before this instant has been decided, and nothing was placed after it.
    /// What depends on nobody else (a transit, a delivery) may be recorded ahead of its time, beyond this instant.
    pub at: i64,
    /// Orders placed, not offered ones included.
    pub placed: u64,
    /// Orders delivered.
    pub delivered: u64,
    /// Orders still on their way.
    pub open: u64,
    /// Visits to whom nothing was offered.
    pub not_offered: u64,
}
