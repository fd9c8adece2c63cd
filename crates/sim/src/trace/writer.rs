//! A trace as JSON lines, written while the engine runs.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::recorder::Recorder;
use super::{
    Attempt, Batched, Blame, Blocked, Booked, Books, Closed, Cost, Delivered, Drawn, End, Entered,
    Exhausted, GivenBack, Header, LaneTrip, LineClaim, LineFilled, Overflow, ParcelMade, Place,
    Placed, Record, Restocked, Returned, StageVisit, StockOrdered, StockReceived, StockShipped,
    Weight, Work,
};
use crate::engine::{Cause, Parts};

/// Writes JSON lines. A failed write is kept, silences the rest, and is reported by [`TraceWriter::finish`].
#[derive(Debug)]
pub struct TraceWriter<W: Write> {
    sink: BufWriter<W>,
    failure: Option<io::Error>,
}

impl<W: Write> TraceWriter<W> {
    /// Starts a trace with its header line.
    pub fn new(sink: W, header: &Header) -> Self {
        let mut writer = Self {
            sink: BufWriter::with_capacity(1 << 16, sink),
            failure: None,
        };
        writer.write(header);
        writer
    }

    /// Flushes, and gives the sink back.
    ///
    /// # Errors
    /// The first write that failed.
    pub fn finish(self) -> io::Result<W> {
        match self.failure {
            Some(failure) => Err(failure),
            None => self
                .sink
                .into_inner()
                .map_err(io::IntoInnerError::into_error),
        }
    }

    /// Writes any one record.
    pub fn record(&mut self, record: &Record) {
        self.write(record);
    }

    fn write(&mut self, value: &impl Serialize) {
        if self.failure.is_some() {
            return;
        }
        let written = serde_json::to_writer(&mut self.sink, value).map_err(io::Error::from);
        self.failure = written.and_then(|()| self.sink.write_all(b"\n")).err();
    }
}

impl<W: Write> Recorder for TraceWriter<W> {
    const ON: bool = true;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        promise: Option<i64>,
    ) {
        self.write(&Record::Placed(Placed {
            order,
            at,
            zone,
            level,
            base,
            promise,
        }));
    }

    fn parcel(&mut self, parcel: u64, of: u64, origin: u32, lines: u32, at: i64) {
        self.write(&Record::Parcel(ParcelMade {
            order: parcel,
            of,
            origin,
            lines,
            at,
        }));
    }

    fn line(&mut self, parcel: u64, stock: u32, units: i64, at: i64) {
        self.write(&Record::Line(LineClaim {
            order: parcel,
            stock,
            units,
            at,
        }));
    }

    fn filled(&mut self, parcel: u64, stock: u32, at: i64) {
        self.write(&Record::Filled(LineFilled {
            order: parcel,
            stock,
            at,
        }));
    }

    fn ordered(&mut self, stock: u32, at: i64, units: i64) {
        self.write(&Record::Ordered(StockOrdered { stock, at, units }));
    }

    fn shipped(&mut self, stock: u32, at: i64, units: i64, arrives: i64) {
        self.write(&Record::Shipped(StockShipped {
            stock,
            at,
            units,
            arrives,
        }));
    }

    fn received(&mut self, stock: u32, at: i64, units: i64) {
        self.write(&Record::Received(StockReceived { stock, at, units }));
    }

    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64) {
        self.write(&Record::Stage(StageVisit {
            order,
            stage,
            arrive,
            start,
            end,
        }));
    }

    fn work(&mut self, order: u64, stage: u32, from: i64, to: i64) {
        self.write(&Record::Work(Work {
            order,
            stage,
            from,
            to,
        }));
    }

    fn batch(&mut self, order: u64, stage: u32, first: u64, at: i64) {
        self.write(&Record::Batch(Batched {
            order,
            stage,
            first,
            at,
        }));
    }

    fn blocked(&mut self, order: u64, stage: u32, from: i64, to: Option<i64>) {
        self.write(&Record::Blocked(Blocked {
            order,
            stage,
            from,
            to,
        }));
    }

    fn entered(&mut self, order: u64, stage: u32, at: Option<i64>) {
        self.write(&Record::Entered(Entered { order, stage, at }));
    }

    fn drawn(&mut self, order: u64, stage: u32, service: i64, repairs: i64) {
        self.write(&Record::Drawn(Drawn {
            order,
            stage,
            service,
            repairs,
        }));
    }

    fn lane(
        &mut self,
        order: u64,
        lane: u32,
        ready: i64,
        scheduled: Option<i64>,
        departed: i64,
        arrive: i64,
    ) {
        self.write(&Record::Lane(LaneTrip {
            order,
            lane,
            ready,
            scheduled,
            departed,
            arrive,
        }));
    }

    fn attempt(&mut self, order: u64, at: i64, succeeds: bool) {
        self.write(&Record::Attempt(Attempt {
            order,
            at,
            succeeds,
        }));
    }

    fn exhausted(&mut self, order: u64) {
        self.write(&Record::Exhausted(Exhausted { order }));
    }

    fn returned(&mut self, order: u64, facility: u32, leaves: i64, arrives: i64) {
        self.write(&Record::Returned(Returned {
            order,
            facility,
            leaves,
            arrives,
        }));
    }

    fn restocked(&mut self, order: u64, at: i64, resellable: bool) {
        self.write(&Record::Restocked(Restocked {
            order,
            at,
            resellable,
        }));
    }

    fn delivered(&mut self, order: u64, at: i64) {
        self.write(&Record::Delivered(Delivered { order, at }));
    }

    fn books(&mut self, ledger: &Parts) {
        self.write(&Record::Books(Books {
            handling: ledger.handling as i64,
            transport: ledger.transport as i64,
            failure: ledger.failure as i64,
            padding: ledger.padding as i64,
        }));
    }

    fn weight(&mut self, order: u64, grams: u32) {
        self.write(&Record::Weight(Weight { order, grams }));
    }

    fn overflow(&mut self, order: u64, lane: u32, at: i64) {
        self.write(&Record::Overflow(Overflow { order, lane, at }));
    }

    fn booked(&mut self, order: u64, place: Place, leaves: i64) {
        self.write(&Record::Booked(Booked {
            order,
            place,
            leaves,
        }));
    }

    fn closed(&mut self, order: u64, level: u32, place: Place, leaves: i64) {
        self.write(&Record::Closed(Closed {
            order,
            level,
            place,
            leaves,
        }));
    }

    fn given_back(&mut self, order: u64, place: Place, leaves: i64, at: i64) {
        self.write(&Record::GivenBack(GivenBack {
            order,
            place,
            leaves,
            at,
        }));
    }

    fn cost(&mut self, order: u64, parts: &Parts) {
        self.write(&Record::Cost(Cost {
            order,
            handling: parts.handling as i64,
            transport: parts.transport as i64,
            failure: parts.failure as i64,
            padding: parts.padding as i64,
        }));
    }

    fn blame(&mut self, order: u64, cause: Cause, ticks: i64) {
        self.write(&Record::Blame(Blame {
            order,
            cause: cause.into(),
            ticks,
        }));
    }

    fn end(&mut self, at: i64, placed: u64, delivered: u64, open: u64, not_offered: u64) {
        self.write(&Record::End(End {
            at,
            placed,
            delivered,
            open,
            not_offered,
        }));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Takes one line, then the disk is full.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.0 < bytes.len() {
                return Err(io::Error::other("disk full"));
            }
            self.0 -= bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn the_lines_are_the_documented_json() {
        let mut writer = TraceWriter::new(Vec::new(), &Header::default());
        writer.placed(7, 10, 2, Some(1), Some(50), None);
        writer.stage(7, 3, 10, 11, 20);
        writer.batch(7, 3, 6, 11);
        writer.work(6, 3, 11, 20);
        writer.lane(7, 4, 20, None, 20, 45);
        writer.delivered(7, 45);
        writer.end(60, 1, 1, 0, 0);
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                r#"{"placed":{"order":7,"at":10,"zone":2,"level":1,"base":50,"promise":null}}"#,
                r#"{"stage":{"order":7,"stage":3,"arrive":10,"start":11,"end":20}}"#,
                r#"{"batch":{"order":7,"stage":3,"first":6,"at":11}}"#,
                r#"{"work":{"order":6,"stage":3,"from":11,"to":20}}"#,
                r#"{"lane":{"order":7,"lane":4,"ready":20,"scheduled":null,"departed":20,"arrive":45}}"#,
                r#"{"delivered":{"order":7,"at":45}}"#,
                r#"{"end":{"at":60,"placed":1,"delivered":1,"open":0,"not_offered":0}}"#,
            ]
        );
    }

    #[test]
    fn a_full_disk_is_reported_at_the_end() {
        let mut writer = TraceWriter::new(Full(70_000), &Header::default());
        for order in 0..10_000 {
            writer.delivered(order, 1);
        }
        assert_eq!(
            writer.finish().map(|_| ()).unwrap_err().to_string(),
            "disk full"
        );
    }
}
