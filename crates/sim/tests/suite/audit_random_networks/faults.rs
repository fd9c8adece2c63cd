//! Small faults planted in a correct trace, each of which a planner would call wrong.

use std::collections::BTreeSet;

use super::stock_faults;
use leadtime_sim::trace::{Header, Placed, Policy, Record, TraceReader, TraceWriter};

/// What is done to one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Work starts two ticks late; the end stays.
    LateStart,
    /// The parcel joins a queue, or stands ready, one tick before it came.
    EarlyArrival,
    /// A vehicle leaves one tick off its timetable.
    OffSchedule,
    /// The record is missing.
    Missing,
    /// The record is there twice.
    Twice,
    /// The record names the order placed next.
    OtherOrder,
    /// A server works one tick more, or a batch is complete one tick later.
    OneMoreTick,
    /// The promise is a day later.
    PromiseADayLater,
    /// The base promise is two hours later, and the promise with it.
    BaseLater,
}

pub const ALL: [Fault; 9] = [
    Fault::LateStart,
    Fault::EarlyArrival,
    Fault::OffSchedule,
    Fault::Missing,
    Fault::Twice,
    Fault::OtherOrder,
    Fault::OneMoreTick,
    Fault::PromiseADayLater,
    Fault::BaseLater,
];

/// A trace read back.
pub struct Lines {
    header: Header,
    records: Vec<Record>,
    end_at: i64,
}

impl Lines {
    pub fn read(trace: &[u8]) -> Self {
        let mut reader = TraceReader::new(trace).unwrap();
        let records: Vec<Record> = reader.by_ref().map(Result::unwrap).collect();
        let Some(Record::End(end)) = records.last() else {
            panic!("a trace ends with its end")
        };
        Self {
            header: reader.header().clone(),
            end_at: end.at,
            records,
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The trace with `fault` in the first record from `from` on where it makes sense; `None`: nowhere.
    pub fn with(&self, fault: Fault, from: usize) -> Option<Vec<u8>> {
        let at = self.first(fault, from)?;
        Some(self.with_instead(at, &planted(fault, self.records[at])))
    }

    /// The record in which the fault is planted, for messages.
    pub fn chosen(&self, fault: Fault, from: usize) -> Option<&Record> {
        Some(&self.records[self.first(fault, from)?])
    }

    fn first(&self, fault: Fault, from: usize) -> Option<usize> {
        let count = self.records.len();
        let mut places = (0..count).map(|offset| (from + offset) % count);
        places.find(|&at| self.suits(fault, at))
    }

    /// The trace with a fault in the first record of a kind of those of parcels and stocks, from `from` on.
    pub fn with_stock(
        &self,
        kind: usize,
        fault: stock_faults::Fault,
        from: usize,
    ) -> Option<Vec<u8>> {
        let told = stock_faults::Told {
            header: &self.header,
            records: &self.records,
            end_at: self.end_at,
        };
        let count = self.records.len();
        let suits = |at: &usize| {
            stock_faults::kind(&self.records[*at]) == Some(kind) && told.shows(fault, *at)
        };
        let at = (0..count)
            .map(|offset| (from + offset) % count)
            .find(suits)?;
        Some(self.with_instead(at, &told.planted(fault, self.records[at])))
    }

    fn with_instead(&self, at: usize, instead: &[Record]) -> Vec<u8> {
        let mut writer = TraceWriter::new(Vec::new(), &self.header);
        for (index, record) in self.records.iter().enumerate() {
            match index == at {
                true => instead.iter().for_each(|record| writer.record(record)),
                false => writer.record(record),
            }
        }
        writer.finish().unwrap()
    }

    /// Whether the fault can be told from the trace there: the future of what is still under way cannot.
    fn suits(&self, fault: Fault, at: usize) -> bool {
        match (fault, &self.records[at]) {
            (Fault::PromiseADayLater, Record::Placed(placed)) => placed.promise.is_some(),
            (Fault::BaseLater, Record::Placed(placed)) => self.knows_base(placed),
            (Fault::PromiseADayLater | Fault::BaseLater, _)
            | (_, Record::End(_) | Record::Placed(_)) => false,
            // These have faults of their own.
            (
                _,
                Record::Parcel(_)
                | Record::Line(_)
                | Record::Filled(_)
                | Record::Ordered(_)
                | Record::Shipped(_)
                | Record::Received(_),
            ) => false,
            (Fault::Missing | Fault::Twice | Fault::OtherOrder, Record::Booked(_)) => {
                // What was seen before the release is not told.
                let baskets = self.header.baskets.as_ref();
                baskets.is_none_or(|baskets| baskets.release.is_none())
            }
            (Fault::Twice, Record::Returned(_) | Record::Restocked(_)) => true,
            (Fault::Missing, Record::Returned(_)) => {
                // Where only some come back, it may have stayed.
                let returns = self.header.returns.as_ref();
                returns.is_some_and(|returns| returns.share >= 1.0)
            }
            (Fault::Missing, Record::Restocked(restocked)) => restocked.at < self.end_at,
            (_, Record::Returned(_) | Record::Restocked(_)) => false,
            (Fault::Twice, Record::Closed(_))
            | (Fault::Missing | Fault::Twice, Record::GivenBack(_)) => true,
            (_, Record::Booked(_) | Record::Closed(_) | Record::GivenBack(_)) => false,
            (Fault::Missing, Record::Cost(_)) => true,
            // What a parcel weighs matters to its costs alone, and those have tests of their own.
            (_, Record::Cost(_) | Record::Books(_) | Record::Weight(_)) => false,
            // Without it the parcel may have been planned for the other carrier: that has tests of its own too.
            (_, Record::Overflow(_)) => false,
            (Fault::LateStart | Fault::EarlyArrival | Fault::OffSchedule, Record::Blame(_)) => {
                false
            }
            (_, Record::Blame(_)) => true,
            (Fault::EarlyArrival, Record::Attempt(_) | Record::Exhausted(_)) => false,
            (Fault::Missing, Record::Exhausted(_)) => true,
            (Fault::OneMoreTick, Record::Work(work)) => {
                self.visited(work.order, work.stage, work.from, work.to)
            }
            (Fault::OneMoreTick, Record::Batch(batch)) => {
                self.visited(batch.order, batch.stage, batch.at, batch.at)
            }
            (Fault::OneMoreTick, Record::Drawn(_)) => true,
            (Fault::OneMoreTick, Record::Blocked(blocked)) => {
                blocked.to.is_some_and(|to| to + 1 < self.end_at)
            }
            (Fault::OneMoreTick, _) => false,
            (Fault::EarlyArrival, Record::Drawn(_) | Record::Blocked(_) | Record::Entered(_)) => {
                false
            }
            (Fault::Missing, Record::Drawn(_)) => true,
            (Fault::Missing | Fault::Twice, Record::Blocked(blocked)) => {
                blocked.to.is_some_and(|to| to + 1 < self.end_at)
            }
            // Without it the parcel seems to have been inside all the time, which is wrong where that is full: most often.
            (Fault::Missing, Record::Entered(_)) => false,
            // Where a parcel is that never came in cannot always be told.
            (_, Record::Entered(entered)) if entered.at.is_none() => false,
            (Fault::Missing | Fault::Twice | Fault::OtherOrder, Record::Work(work)) => {
                work.from < work.to && self.visited(work.order, work.stage, work.from, work.to)
            }
            (Fault::Missing | Fault::Twice | Fault::OtherOrder, Record::Batch(batch)) => {
                self.visited(batch.order, batch.stage, batch.at, batch.at)
            }
            (Fault::EarlyArrival, Record::Work(_) | Record::Batch(_)) => false,
            // Work of no length that is done again leaves no trace.
            (Fault::Missing | Fault::Twice, Record::Stage(visit))
                if visit.arrive == visit.end && self.reworks() =>
            {
                false
            }
            (Fault::LateStart, Record::Stage(visit)) => visit.start + 2 < self.end_at,
            (Fault::LateStart, _) => false,
            (Fault::EarlyArrival, record) => !matches!(record, Record::Delivered(_)),
            (Fault::OffSchedule, Record::Lane(trip)) => trip.scheduled.is_some(),
            (Fault::OffSchedule, _) => false,
            (Fault::Missing, Record::Delivered(_)) => true,
            // What is told of a parcel at a stage that it has not left does not say how it got there.
            (Fault::Missing, Record::Lane(trip)) => self.records[at + 1..].iter().any(|later| {
                let moves = matches!(
                    later,
                    Record::Stage(_) | Record::Lane(_) | Record::Delivered(_)
                );
                moves && order(later) == Some(trip.order)
            }),
            // Without a stage or lane record the order's next one no longer fits, if there is one.
            (Fault::Missing, record) => self.records[at + 1..]
                .iter()
                .any(|later| order(later) == order(record)),
            (Fault::Twice | Fault::OtherOrder, _) => true,
        }
    }

    /// Whether the trace has a visit of the order to the stage that covers this time, and has length.
    fn visited(&self, order: u64, stage: u32, from: i64, to: i64) -> bool {
        self.records.iter().any(|record| {
            matches!(record, Record::Stage(visit)
                if (visit.order, visit.stage) == (order, stage)
                    && visit.arrive <= from
                    && to <= visit.end
                    && visit.start < visit.end)
        })
    }

    /// Whether exactly one base promise is right.
    fn knows_base(&self, placed: &Placed) -> bool {
        let policy = |level: u32| &self.header.service_levels[level as usize].policy;
        let baskets = self.header.baskets.as_ref();
        let told = baskets.is_none_or(|of| of.release.is_none() && !of.sourced_again);
        match placed.level.map(policy) {
            None | Some(Policy::State | Policy::Log | Policy::Other) => false,
            Some(Policy::Plan(_)) => told,
            Some(_) => true,
        }
    }

    /// The trace under another header.
    pub fn with_header(&self, change: impl Fn(&mut Header)) -> Vec<u8> {
        let mut header = self.header.clone();
        change(&mut header);
        let mut writer = TraceWriter::new(Vec::new(), &header);
        self.records.iter().for_each(|record| writer.record(record));
        writer.finish().unwrap()
    }

    /// The levels that somebody was sold.
    pub fn levels_sold(&self) -> BTreeSet<usize> {
        let sold = self.records.iter().filter_map(|record| match record {
            Record::Placed(placed) => placed.level,
            _ => None,
        });
        sold.map(|level| level as usize).collect()
    }

    fn reworks(&self) -> bool {
        self.header
            .stages
            .iter()
            .any(|stage| stage.rework.is_some())
    }
}

fn order(record: &Record) -> Option<u64> {
    match record {
        Record::Placed(placed) => Some(placed.order),
        Record::Parcel(parcel) => Some(parcel.order),
        Record::Line(line) => Some(line.order),
        Record::Filled(filled) => Some(filled.order),
        Record::Stage(visit) => Some(visit.order),
        Record::Work(work) => Some(work.order),
        Record::Attempt(attempt) => Some(attempt.order),
        Record::Exhausted(exhausted) => Some(exhausted.order),
        Record::Batch(batch) => Some(batch.order),
        Record::Blocked(blocked) => Some(blocked.order),
        Record::Entered(entered) => Some(entered.order),
        Record::Drawn(drawn) => Some(drawn.order),
        Record::Lane(trip) => Some(trip.order),
        Record::Delivered(delivered) => Some(delivered.order),
        Record::Weight(weight) => Some(weight.order),
        Record::Overflow(overflow) => Some(overflow.order),
        Record::Booked(booked) => Some(booked.order),
        Record::Closed(closed) => Some(closed.order),
        Record::GivenBack(given) => Some(given.order),
        Record::Returned(returned) => Some(returned.order),
        Record::Restocked(restocked) => Some(restocked.order),
        Record::Cost(cost) => Some(cost.order),
        Record::Blame(blame) => Some(blame.order),
        Record::Books(_)
        | Record::Ordered(_)
        | Record::Shipped(_)
        | Record::Received(_)
        | Record::End(_) => None,
    }
}

fn planted(fault: Fault, mut record: Record) -> Vec<Record> {
    match (fault, &mut record) {
        (Fault::Missing, _) => return Vec::new(),
        (Fault::Twice, _) => return vec![record, record],
        (Fault::LateStart, Record::Stage(visit)) => visit.start += 2,
        (Fault::EarlyArrival, Record::Stage(visit)) => visit.arrive -= 1,
        (Fault::EarlyArrival, Record::Lane(trip)) => trip.ready -= 1,
        (Fault::OffSchedule, Record::Lane(trip)) => {
            trip.scheduled = trip.scheduled.map(|time| time + 1);
        }
        (Fault::OtherOrder, Record::Stage(visit)) => visit.order += 1,
        (Fault::OtherOrder, Record::Lane(trip)) => trip.order += 1,
        (Fault::OtherOrder, Record::Delivered(delivered)) => delivered.order += 1,
        (Fault::OtherOrder, Record::Attempt(attempt)) => attempt.order += 1,
        (Fault::OtherOrder, Record::Exhausted(exhausted)) => exhausted.order += 1,
        (Fault::OtherOrder, Record::Booked(booked)) => booked.order += 1,
        (Fault::OtherOrder, Record::Work(work)) => work.order += 1,
        (Fault::OtherOrder, Record::Batch(batch)) => batch.order += 1,
        (Fault::OneMoreTick, Record::Work(work)) => work.to += 1,
        (Fault::OtherOrder, Record::Blame(blame)) => blame.order += 1,
        (Fault::OneMoreTick, Record::Blame(blame)) => blame.ticks += 1,
        (Fault::OneMoreTick, Record::Batch(batch)) => batch.at += 1,
        (Fault::OneMoreTick, Record::Drawn(drawn)) => drawn.repairs += 1,
        (Fault::OneMoreTick, Record::Blocked(blocked)) => {
            blocked.to = blocked.to.map(|time| time + 1);
        }
        (Fault::OtherOrder, Record::Drawn(drawn)) => drawn.order += 1,
        (Fault::OtherOrder, Record::Blocked(blocked)) => blocked.order += 1_000_000,
        (Fault::OtherOrder, Record::Entered(entered)) => entered.order += 1_000_000,
        (Fault::PromiseADayLater, Record::Placed(placed)) => {
            placed.promise = placed.promise.map(|promise| promise + 86_400_000);
        }
        (Fault::BaseLater, Record::Placed(placed)) => {
            placed.base = placed.base.map(|base| base + 7_200_000);
            placed.promise = placed.promise.map(|promise| promise + 7_200_000);
        }
        _ => {}
    }
    vec![record]
}
