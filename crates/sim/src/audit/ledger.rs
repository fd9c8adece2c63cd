//! All records of a trace, sortable by order and by place.

use std::io::BufRead;

use super::leg::{Leg, Place};
use super::order_caps::CapRecords;
use super::report::RecordCounts;
use super::stock_records::StockRecords;
use super::{AuditError, TraceReader};
use crate::trace::{
    self, Attempt, Batched, Blame, BlameCause, Blocked, Books, Cost, Delivered, Drawn, End,
    Entered, Header, Overflow, ParcelMade, Placed, Record, Restocked, Returned, Weight, Work,
};

/// Times beyond this (about 36,000 years) are refused, so that sums of a few never overflow.
pub(super) const TIME_LIMIT: i64 = 1 << 50;

/// All records of a trace.
pub(super) struct Ledger {
    /// By order number.
    pub(super) placed: Vec<Placed>,
    /// By order, then by time; by place after [`Ledger::sort_by_place`].
    pub(super) legs: Vec<Leg>,
    /// What servers did at stages with rules: by stage, order and time.
    pub(super) works: Vec<Work>,
    /// By order, in the order in which they were made.
    pub(super) attempts: Vec<Attempt>,
    /// Orders that ended without a delivery.
    pub(super) exhausted: Vec<u64>,
    /// The parcels of complete batches, as they were formed.
    pub(super) batched: Vec<Batched>,
    /// Parcels that kept their servers, by order and time.
    pub(super) blocked: Vec<Blocked>,
    /// Parcels that waited in the yard, by stage, order and time.
    pub(super) entered: Vec<Entered>,
    /// What work consists of, by stage and order, as it was done.
    pub(super) drawn: Vec<Drawn>,
    /// By order.
    pub(super) weights: Vec<Weight>,
    /// By order and instant.
    pub(super) overflows: Vec<Overflow>,
    /// By order.
    pub(super) costs: Vec<Cost>,
    /// By order, in the order in which its causes were told.
    pub(super) blames: Vec<Blame>,
    /// Stated for all of them together.
    pub(super) books: Vec<Books>,
    /// By order.
    pub(super) delivered: Vec<Delivered>,
    pub(super) end: End,
    pub(super) counts: RecordCounts,
    /// By number, where orders may be several parcels.
    pub(super) parcels: Vec<ParcelMade>,
    /// What is told of stocks, as it was written.
    pub(super) stock: StockRecords,
    /// What flows back: by order.
    pub(super) returned: Vec<Returned>,
    pub(super) restocked: Vec<Restocked>,
    /// What is promised on departures and waves with an order cap.
    pub(super) caps: CapRecords,
    /// Whether placements, and parcels beyond the first of their order, came as 0, 1, 2, ...; placements at nondecreasing
    /// instants.
    pub(super) in_sequence: bool,
    /// The number due next.
    next: u64,
}

impl Ledger {
    /// Reads all records.
    pub(super) fn read<R: BufRead>(
        reader: &mut TraceReader<R>,
        header: &Header,
    ) -> Result<Self, AuditError> {
        let mut ledger = Self {
            placed: Vec::new(),
            legs: Vec::new(),
            works: Vec::new(),
            attempts: Vec::new(),
            exhausted: Vec::new(),
            batched: Vec::new(),
            weights: Vec::new(),
            overflows: Vec::new(),
            costs: Vec::new(),
            blames: Vec::new(),
            books: Vec::new(),
            blocked: Vec::new(),
            entered: Vec::new(),
            drawn: Vec::new(),
            delivered: Vec::new(),
            end: End {
                at: 0,
                placed: 0,
                delivered: 0,
                open: 0,
                not_offered: 0,
            },
            counts: RecordCounts::default(),
            parcels: Vec::new(),
            stock: StockRecords::default(),
            returned: Vec::new(),
            restocked: Vec::new(),
            caps: CapRecords::default(),
            in_sequence: true,
            next: 0,
        };
        let mut ended = false;
        while let Some(record) = reader.next() {
            let (record, line) = (record?, reader.line());
            if ended {
                return Err(AuditError::AfterEnd { line });
            }
            check_range(&record, header, line)?;
            ended = ledger.take(record);
        }
        if !ended {
            return Err(AuditError::NoEnd);
        }
        ledger.placed.sort_by_key(|placed| placed.order);
        ledger.parcels.sort_by_key(|made| made.order);
        ledger.attempts.sort_by_key(|attempt| attempt.order);
        ledger.exhausted.sort_unstable();
        ledger.weights.sort_by_key(|weight| weight.order);
        ledger
            .overflows
            .sort_by_key(|overflow| (overflow.order, overflow.at));
        ledger.returned.sort_by_key(|returned| returned.order);
        ledger.restocked.sort_by_key(|restocked| restocked.order);
        ledger.caps.sort();
        ledger.costs.sort_by_key(|cost| cost.order);
        ledger.blames.sort_by_key(|blame| blame.order);
        ledger.delivered.sort_by_key(|delivered| delivered.order);
        ledger.blocked.sort_by_key(|of| (of.order, of.from));
        ledger.entered.sort_by_key(|of| (of.stage, of.order, of.at));
        ledger.drawn.sort_by_key(|of| (of.stage, of.order));
        // Stable: steps without length stay in the order in which they were written.
        ledger
            .legs
            .sort_by_key(|leg| (leg.order, leg.begin, leg.end));
        ledger.keep_servers();
        ledger
            .works
            .sort_by_key(|work| (work.stage, work.order, work.from, work.to));
        Ok(ledger)
    }

    /// Notes on each visit when the parcel left its server. Records without a visit stay.
    fn keep_servers(&mut self) {
        let (legs, end_at) = (&mut self.legs, self.end.at);
        self.blocked.retain(|of| {
            let from = legs.partition_point(|leg| leg.order < of.order);
            let mine = legs[from..]
                .iter_mut()
                .take_while(|leg| leg.order == of.order);
            let place = Place::Stage(of.stage);
            let visits = mine.filter(|leg| {
                leg.place == place && (leg.end, leg.left, leg.held) == (of.from, of.from, false)
            });
            // Of visits without length at one instant the last.
            let Some(leg) = visits.last() else {
                return true;
            };
            leg.left = of.to.unwrap_or(end_at).max(leg.end);
            leg.held = of.to.is_none();
            false
        });
    }

    /// Notes on each visit when the parcel came in from the yard; only after [`Self::sort_by_place`]. Records
    /// without a visit stay.
    pub(super) fn come_in(&mut self) {
        let legs = &mut self.legs;
        self.entered.retain(|of| {
            let place = Place::Stage(of.stage);
            let at = of.at.unwrap_or(i64::MAX);
            let from = legs.partition_point(|leg| leg.place < place);
            let here = legs[from..].iter_mut().take_while(|leg| leg.place == place);
            let mut visits = here.filter(|leg| {
                leg.order == of.order
                    && leg.entered == leg.begin
                    && leg.begin < at
                    && (leg.pending || leg.start >= at)
            });
            match visits.next() {
                Some(leg) => leg.entered = at,
                None => return true,
            }
            false
        });
    }

    /// Takes one record; whether it was the end.
    fn take(&mut self, record: Record) -> bool {
        match record {
            Record::Placed(placed) => {
                let last = self.placed.last().map_or(i64::MIN, |last| last.at);
                self.in_sequence &= placed.order == self.next && placed.at >= last;
                self.next += 1;
                self.placed.push(placed);
                self.counts.placed += 1;
            }
            Record::Work(work) => {
                self.works.push(work);
                self.counts.work += 1;
            }
            Record::Batch(batched) => {
                self.batched.push(batched);
                self.counts.batch += 1;
            }
            Record::Stage(visit) => {
                self.legs.push(visit.into());
                self.counts.stage += 1;
            }
            Record::Lane(trip) => {
                self.legs.push(trip.into());
                self.counts.lane += 1;
            }
            Record::Blocked(blocked) => self.blocked.push(blocked),
            Record::Entered(entered) => self.entered.push(entered),
            Record::Drawn(drawn) => self.drawn.push(drawn),
            Record::Attempt(attempt) => self.attempts.push(attempt),
            Record::Exhausted(exhausted) => self.exhausted.push(exhausted.order),
            Record::Weight(weight) => self.weights.push(weight),
            Record::Overflow(overflow) => self.overflows.push(overflow),
            Record::Booked(_) | Record::Closed(_) | Record::GivenBack(_) => {
                self.caps.take(record);
                self.counts.cap += 1;
            }
            Record::Returned(returned) => {
                self.stock.take(record);
                self.returned.push(returned);
            }
            Record::Restocked(restocked) => {
                self.stock.take(record);
                self.restocked.push(restocked);
            }
            Record::Cost(cost) => self.costs.push(cost),
            Record::Blame(blame) => self.blames.push(blame),
            Record::Books(books) => self.books.push(books),
            Record::Delivered(delivered) => {
                self.delivered.push(delivered);
                self.counts.delivered += 1;
            }
            Record::Parcel(made) => {
                // The first parcel has the number of its order.
                if made.order != made.of {
                    self.in_sequence &= made.order == self.next;
                    self.next += 1;
                }
                self.parcels.push(made);
                self.counts.parcel += 1;
            }
            Record::Line(_)
            | Record::Filled(_)
            | Record::Ordered(_)
            | Record::Shipped(_)
            | Record::Received(_) => {
                self.stock.take(record);
                self.counts.stock += 1;
            }
            Record::End(end) => {
                self.end = end;
                return true;
            }
        }
        false
    }

    /// Sorts the legs by place and, within it, by rank in the queue.
    pub(super) fn sort_by_place(&mut self) {
        self.legs
            .sort_unstable_by_key(|leg| (leg.place, leg.rank()));
    }

    /// The legs of a place; only after [`Ledger::sort_by_place`].
    pub(super) fn at(&self, place: Place) -> &[Leg] {
        let first = self.legs.partition_point(|leg| leg.place < place);
        let count = self.legs[first..].partition_point(|leg| leg.place == place);
        &self.legs[first..first + count]
    }

    /// What servers did at a stage, by order and time.
    pub(super) fn works_at(&self, stage: u32) -> &[Work] {
        let first = self.works.partition_point(|work| work.stage < stage);
        let count = self.works[first..].partition_point(|work| work.stage == stage);
        &self.works[first..first + count]
    }

    /// A parcel as made, where orders may be several.
    pub(super) fn parcel(&self, number: u64) -> Option<&ParcelMade> {
        let at = self.parcels.partition_point(|made| made.order < number);
        self.parcels.get(at).filter(|made| made.order == number)
    }

    /// The number of a parcel's order.
    pub(super) fn of(&self, parcel: u64) -> u64 {
        self.parcel(parcel).map_or(parcel, |made| made.of)
    }

    /// The order of a parcel, as placed.
    pub(super) fn order(&self, parcel: u64) -> Option<&Placed> {
        let order = self.of(parcel);
        let at = self.placed.partition_point(|placed| placed.order < order);
        self.placed.get(at).filter(|placed| placed.order == order)
    }
}

fn check_range(record: &Record, header: &Header, line: u64) -> Result<(), AuditError> {
    let inside = |what, index: u32, len: usize| {
        if (index as usize) < len {
            Ok(())
        } else {
            Err(AuditError::Index { line, what, index })
        }
    };
    let inside_place = |place| match place {
        trace::Place::Stage(stage) => inside("stage", stage, header.stages.len()),
        trace::Place::Lane(lane) => inside("lane", lane, header.lanes.len()),
    };
    let times: [Option<i64>; 4] = match *record {
        Record::Placed(placed) => {
            inside("zone", placed.zone, header.zones.len())?;
            if let Some(level) = placed.level {
                inside("service level", level, header.service_levels.len())?;
            }
            [Some(placed.at), placed.base, placed.promise, None]
        }
        Record::Stage(visit) => {
            inside("stage", visit.stage, header.stages.len())?;
            [Some(visit.arrive), Some(visit.start), Some(visit.end), None]
        }
        Record::Work(work) => {
            inside("stage", work.stage, header.stages.len())?;
            [Some(work.from), Some(work.to), None, None]
        }
        Record::Batch(batched) => {
            inside("stage", batched.stage, header.stages.len())?;
            [Some(batched.at), None, None, None]
        }
        Record::Lane(trip) => {
            inside("lane", trip.lane, header.lanes.len())?;
            [
                Some(trip.ready),
                trip.scheduled,
                Some(trip.departed),
                Some(trip.arrive),
            ]
        }
        Record::Parcel(parcel) => {
            inside("facility", parcel.origin, header.facilities.len())?;
            [Some(parcel.at), None, None, None]
        }
        Record::Line(line) => {
            inside("stock", line.stock, header.stocks.len())?;
            [Some(line.at), None, None, None]
        }
        Record::Filled(filled) => {
            inside("stock", filled.stock, header.stocks.len())?;
            [Some(filled.at), None, None, None]
        }
        Record::Ordered(ordered) => {
            inside("stock", ordered.stock, header.stocks.len())?;
            [Some(ordered.at), None, None, None]
        }
        Record::Shipped(shipped) => {
            inside("stock", shipped.stock, header.stocks.len())?;
            [Some(shipped.at), Some(shipped.arrives), None, None]
        }
        Record::Received(received) => {
            inside("stock", received.stock, header.stocks.len())?;
            [Some(received.at), None, None, None]
        }
        Record::Blocked(blocked) => {
            inside("stage", blocked.stage, header.stages.len())?;
            [Some(blocked.from), blocked.to, None, None]
        }
        Record::Entered(entered) => {
            inside("stage", entered.stage, header.stages.len())?;
            [entered.at, None, None, None]
        }
        Record::Drawn(drawn) => {
            inside("stage", drawn.stage, header.stages.len())?;
            [Some(drawn.service), Some(drawn.repairs), None, None]
        }
        Record::Attempt(attempt) => [Some(attempt.at), None, None, None],
        Record::Exhausted(_) | Record::Weight(_) | Record::Cost(_) | Record::Books(_) => [None; 4],
        Record::Booked(booked) => {
            inside_place(booked.place)?;
            [Some(booked.leaves), None, None, None]
        }
        Record::Closed(closed) => {
            inside_place(closed.place)?;
            inside("service level", closed.level, header.service_levels.len())?;
            [Some(closed.leaves), None, None, None]
        }
        Record::GivenBack(given) => {
            inside_place(given.place)?;
            [Some(given.leaves), Some(given.at), None, None]
        }
        Record::Blame(blame) => {
            use BlameCause::{Attempts, Cancelled, Full, LateDeparture, Plan, Stock, Transit};
            match blame.cause {
                BlameCause::Stage(stage) => inside("stage", stage, header.stages.len())?,
                Transit(lane) | Full(lane) | LateDeparture(lane) | Cancelled(lane) => {
                    inside("lane", lane, header.lanes.len())?;
                }
                Stock | Attempts | Plan => {}
            }
            [Some(blame.ticks), None, None, None]
        }
        Record::Overflow(overflow) => {
            inside("lane", overflow.lane, header.lanes.len())?;
            [Some(overflow.at), None, None, None]
        }
        Record::Returned(returned) => {
            let facilities = header.returns.as_ref().map_or(0, |of| of.facilities.len());
            inside("facility that takes returns", returned.facility, facilities)?;
            [Some(returned.leaves), Some(returned.arrives), None, None]
        }
        Record::Restocked(restocked) => [Some(restocked.at), None, None, None],
        Record::Delivered(delivered) => [Some(delivered.at), None, None, None],
        Record::End(end) => [Some(end.at), None, None, None],
    };
    let fits =
        |time: &Option<i64>| time.is_none_or(|time| (-TIME_LIMIT..=TIME_LIMIT).contains(&time));
    if times.iter().all(fits) {
        Ok(())
    } else {
        Err(AuditError::Time { line })
    }
}
