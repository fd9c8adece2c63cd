//! What an audit found.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::trace::Header;

/// Which rule was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// The end record's counts differ from the records.
    Count,
    /// Order numbers are not 0, 1, 2, ... in the order of placement.
    Numbering,
    /// An order was placed twice.
    PlacedTwice,
    /// A record of an order that was never placed.
    UnknownOrder,
    /// A record after the run ended, or after its demand did.
    AfterEnd,
    /// An order that was not offered anything has further records.
    NotOffered,
    /// Delivered more than once.
    EndedTwice,
    /// A parcel stands still although nothing holds it.
    Lost,
    /// A step does not begin at the instant at which the one before ended.
    Gap,
    /// A step ends before it begins, or a transit takes less than a tick.
    Causality,
    /// The next step is not one that can follow.
    Path,
    /// Delivered in another zone than the order's.
    WrongZone,
    /// The order's level may not use the lane.
    LaneLevel,
    /// The promise is not the one that the policy, padding and rounding give.
    Promise,
    /// A level was sold that was not open: after its cutoff, beyond its latest promise, or where no plan arrives.
    Offer,
    /// A parcel started before one that was ahead of it.
    Fifo,
    /// Work started while all servers were busy, or none was there.
    OverCapacity,
    /// Work started outside the opening hours, or a vehicle left outside them.
    Closed,
    /// A parcel waited although a server was free and the stage open.
    Idle,
    /// Two starts of a throughput stage are closer than its rate allows.
    Spacing,
    /// A departure that is not in the timetable.
    NotScheduled,
    /// Boarded although ready after the critical pull time.
    AfterCpt,
    /// More parcels than the vehicle takes.
    VehicleCapacity,
    /// A vehicle left before its time, without a delay, or at two times.
    DepartureTime,
    /// Parcels of one departure that share one transit did not arrive together.
    Together,
    /// A parcel boarded before one that was ahead of it.
    BoardingOrder,
    /// A parcel was left behind although the vehicle ran and had room.
    LeftBehind,
    /// Stops of drivers that are not made as their parcels were dealt, or tours that are too long.
    Tour,
    /// Delivery attempts that were not made, or not as they should be.
    Attempts,
    /// Work at a stage with rules that is not that of the visits, or visits that are not those of the work.
    Work,
    /// Work that stopped for no reason, or began anew and took less than before.
    Interrupted,
    /// Work before the first release at or after arrival.
    Wave,
    /// A batch that is too large, complete at another time, or whose parcels do not share their work.
    Batch,
    /// A server worked on a parcel while a more urgent one waited.
    Urgency,
    /// An order that cost something else than by the rates, or books that do not add up.
    Cost,
    /// An order charged with other causes, or other ticks, than its way and its plan show.
    Blame,
    /// A parcel that overflowed without need, or stayed although its departure was full.
    Overflow,
    /// Parcels made at another time than their order is sourced, or of facilities at which no order starts.
    Sourcing,
    /// More parcels than the lines need, or more lines than a parcel holds.
    Packing,
    /// A claim of stock that is not one of its parcel, or that may not wait.
    Line,
    /// A waiting line was complete at another time than the records of stock say.
    Filled,
    /// A stock ordered at another time, or another quantity, than its policy.
    Ordered,
    /// Replenishment left at another time, or another quantity, than it was ordered or there.
    Shipped,
    /// Replenishment was received at another time, or another quantity, than it was sent.
    Received,
    /// More parcels in front of a stage than have room, or room that nobody takes while some wait for it.
    Room,
    /// An order counts on another departure or wave than its plan needs, on one that is full, or is kept off one that is not.
    OrderCap,
    /// What flows back without having ended, twice, to another facility, or is dealt with otherwise than it has to be.
    Returned,
}

impl Kind {
    /// All rules.
    pub const ALL: [Self; 47] = [
        Self::Count,
        Self::Numbering,
        Self::PlacedTwice,
        Self::UnknownOrder,
        Self::AfterEnd,
        Self::NotOffered,
        Self::EndedTwice,
        Self::Lost,
        Self::Gap,
        Self::Causality,
        Self::Path,
        Self::WrongZone,
        Self::LaneLevel,
        Self::Promise,
        Self::Offer,
        Self::Fifo,
        Self::OverCapacity,
        Self::Closed,
        Self::Idle,
        Self::Spacing,
        Self::NotScheduled,
        Self::AfterCpt,
        Self::VehicleCapacity,
        Self::DepartureTime,
        Self::Together,
        Self::BoardingOrder,
        Self::LeftBehind,
        Self::Tour,
        Self::Attempts,
        Self::Work,
        Self::Interrupted,
        Self::Wave,
        Self::Batch,
        Self::Urgency,
        Self::Cost,
        Self::Blame,
        Self::Overflow,
        Self::Sourcing,
        Self::Packing,
        Self::Line,
        Self::Filled,
        Self::Ordered,
        Self::Shipped,
        Self::Received,
        Self::Room,
        Self::OrderCap,
        Self::Returned,
    ];
}

impl fmt::Display for Kind {
    /// The kebab-case code, as in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// One broken rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Which rule.
    pub kind: Kind,
    /// When, in ticks.
    pub at: i64,
    /// The order, where one is to blame.
    pub order: Option<u64>,
    /// Name of the stage, lane, level or zone.
    pub place: String,
    /// What was found and what was due.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.at)?;
        if let Some(order) = self.order {
            write!(f, ", order {order}")?;
        }
        if !self.place.is_empty() {
            write!(f, ", {}", self.place)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Records per kind of line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordCounts {
    /// `placed` lines.
    pub placed: u64,
    /// `stage` lines.
    pub stage: u64,
    /// `work` lines.
    pub work: u64,
    /// `batch` lines.
    pub batch: u64,
    /// `lane` lines.
    pub lane: u64,
    /// `delivered` lines.
    pub delivered: u64,
    /// `parcel` lines.
    pub parcel: u64,
    /// `line`, `filled`, `ordered`, `shipped` and `received` lines.
    pub stock: u64,
    /// `booked`, `closed` and `given-back` lines.
    pub cap: u64,
}

/// How many promises could be recomputed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PromiseCounts {
    /// To the tick.
    pub exact: u64,
    /// Between bounds: calendars decide the rest, or which facilities were seen at the offer.
    pub bounded: u64,
    /// From their base promise alone, which depends on queues seen then, or on a log.
    pub from_base: u64,
}

/// The result of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed.
    pub seed: u64,
    /// Which replication.
    pub replication: u32,
    /// What was read.
    pub records: RecordCounts,
    /// Promises checked.
    pub promises: PromiseCounts,
    /// Violations of each kind, all of them.
    pub found: BTreeMap<Kind, u64>,
    /// The first few of each kind ([`LISTED_PER_KIND`](super::LISTED_PER_KIND)), in order of time.
    pub violations: Vec<Violation>,
}

impl AuditReport {
    /// Whether no rule was broken.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.found.is_empty()
    }
}

impl fmt::Display for AuditReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RecordCounts {
            placed,
            stage,
            work,
            batch,
            lane,
            delivered,
            parcel,
            stock,
            cap,
        } = self.records;
        writeln!(
            f,
            "{} (seed {}, replication {}): {placed} placed, {parcel} parcel, {stock} stock, {cap} cap, {stage} stage, {work} work, {batch} batch, {lane} lane, {delivered} delivered records",
            self.scenario, self.seed, self.replication
        )?;
        let PromiseCounts {
            exact,
            bounded,
            from_base,
        } = self.promises;
        write!(
            f,
            "promises recomputed: {exact} to the tick, {bounded} within bounds"
        )?;
        if from_base > 0 {
            write!(f, ", {from_base} from their base alone")?;
        }
        writeln!(f)?;
        if self.is_clean() {
            return writeln!(f, "no violation");
        }
        for (kind, count) in &self.found {
            writeln!(f, "{kind}: {count}")?;
        }
        self.violations
            .iter()
            .try_for_each(|violation| writeln!(f, "  {violation}"))
    }
}

/// Collects violations: counts all, lists a few of each kind.
pub(super) struct Findings {
    listed_per_kind: u64,
    found: BTreeMap<Kind, u64>,
    violations: Vec<Violation>,
}

impl Findings {
    pub(super) fn new(listed_per_kind: u64) -> Self {
        Self {
            listed_per_kind,
            found: BTreeMap::new(),
            violations: Vec::new(),
        }
    }

    /// Whether one more violation of this kind would be listed: when not, a costly search for the culprit is spared.
    pub(super) fn lists(&self, kind: Kind) -> bool {
        self.found
            .get(&kind)
            .is_none_or(|&count| count < self.listed_per_kind)
    }

    /// The message is only written when the violation is listed.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        at: i64,
        order: Option<u64>,
        place: &str,
        message: impl FnOnce() -> String,
    ) {
        let count = self.found.entry(kind).or_insert(0);
        *count += 1;
        if *count <= self.listed_per_kind {
            let (place, message) = (place.to_owned(), message());
            self.violations.push(Violation {
                kind,
                at,
                order,
                place,
                message,
            });
        }
    }

    pub(super) fn report(
        mut self,
        header: &Header,
        records: RecordCounts,
        promises: PromiseCounts,
    ) -> AuditReport {
        self.violations
            .sort_by_key(|violation| (violation.at, violation.kind));
        AuditReport {
            scenario: header.scenario.clone(),
            seed: header.seed,
            replication: header.replication,
            records,
            promises,
            found: self.found,
            violations: self.violations,
        }
    }
}
