//! What the engine calls.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::{
    Attempt, Batched, Blocked, Delivered, Drawn, End, Entered, Exhausted, Header, LaneTrip, Placed,
    Record, StageVisit, Work,
};

/// Receives what happens in a replication; the engine is compiled once per recorder, so [`NoTrace`] costs nothing.
///
/// Times are ticks, indices are positions in the lists of the [`Header`], `order` is the running number in the
/// replication from 0.
pub trait Recorder {
    /// Whether anything is recorded: lets the engine skip work that only a trace needs.
    const ON: bool;

    /// An order is placed; see [`Placed`].
    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        promise: Option<i64>,
    );

    /// A parcel's visit to a stage is decided; see [`StageVisit`].
    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64);

    /// A stretch of work of one server at a stage with events of its own has ended; see [`Work`].
    fn work(&mut self, order: u64, stage: u32, from: i64, to: i64);

    /// A parcel's batch is complete; see [`Batched`].
    fn batch(&mut self, order: u64, stage: u32, first: u64, at: i64);

    /// A parcel has left the server that it held after its work, because there was no room elsewhere; see [`Blocked`].
    fn blocked(&mut self, order: u64, stage: u32, from: i64, to: Option<i64>) {
        let _ = (order, stage, from, to);
    }

    /// A parcel that waited in the yard has come to its place in front of a stage; see [`Entered`].
    fn entered(&mut self, order: u64, stage: u32, at: Option<i64>) {
        let _ = (order, stage, at);
    }

    /// What the work on a parcel (of a batch the first) consists of; see [`Drawn`].
    fn drawn(&mut self, order: u64, stage: u32, service: i64, repairs: i64) {
        let _ = (order, stage, service, repairs);
    }

    /// A parcel's trip is decided; see [`LaneTrip`].
    fn lane(
        &mut self,
        order: u64,
        lane: u32,
        ready: i64,
        scheduled: Option<i64>,
        departed: i64,
        arrive: i64,
    );

    /// A delivery attempt of a last leg where they may fail; see [`Attempt`].
    fn attempt(&mut self, order: u64, at: i64, succeeds: bool);

    /// The last attempt has failed: the order ends without a delivery.
    fn exhausted(&mut self, order: u64);

    /// An order is delivered; see [`Delivered`].
    fn delivered(&mut self, order: u64, at: i64);

    /// The run ends; see [`End`]. Called once, last.
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
        writer.line(header);
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
        self.line(record);
    }

    fn line(&mut self, value: &impl Serialize) {
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
        self.line(&Record::Placed(Placed {
            order,
            at,
            zone,
            level,
            base,
            promise,
        }));
    }

    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64) {
        self.line(&Record::Stage(StageVisit {
            order,
            stage,
            arrive,
            start,
            end,
        }));
    }

    fn work(&mut self, order: u64, stage: u32, from: i64, to: i64) {
        self.line(&Record::Work(Work {
            order,
            stage,
            from,
            to,
        }));
    }

    fn batch(&mut self, order: u64, stage: u32, first: u64, at: i64) {
        self.line(&Record::Batch(Batched {
            order,
            stage,
            first,
            at,
        }));
    }

    fn blocked(&mut self, order: u64, stage: u32, from: i64, to: Option<i64>) {
        self.line(&Record::Blocked(Blocked {
            order,
            stage,
            from,
            to,
        }));
    }

    fn entered(&mut self, order: u64, stage: u32, at: Option<i64>) {
        self.line(&Record::Entered(Entered { order, stage, at }));
    }

    fn drawn(&mut self, order: u64, stage: u32, service: i64, repairs: i64) {
        self.line(&Record::Drawn(Drawn {
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
        self.line(&Record::Lane(LaneTrip {
            order,
            lane,
            ready,
            scheduled,
            departed,
            arrive,
        }));
    }

    fn attempt(&mut self, order: u64, at: i64, succeeds: bool) {
        self.line(&Record::Attempt(Attempt {
            order,
            at,
            succeeds,
        }));
    }

    fn exhausted(&mut self, order: u64) {
        self.line(&Record::Exhausted(Exhausted { order }));
    }

    fn delivered(&mut self, order: u64, at: i64) {
        self.line(&Record::Delivered(Delivered { order, at }));
    }

    fn end(&mut self, at: i64, placed: u64, delivered: u64, open: u64, not_offered: u64) {
        self.line(&Record::End(End {
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
