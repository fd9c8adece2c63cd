//! What a trace says of counted stocks.

use crate::trace::{LineClaim, LineFilled, Record, StockOrdered, StockReceived, StockShipped};

/// All records of stocks, as they were written.
#[derive(Debug, Default)]
pub(super) struct StockRecords {
    pub(super) lines: Vec<LineClaim>,
    pub(super) filled: Vec<LineFilled>,
    pub(super) ordered: Vec<StockOrdered>,
    pub(super) shipped: Vec<StockShipped>,
    pub(super) received: Vec<StockReceived>,
}

impl StockRecords {
    /// Takes a record if it is one of stocks.
    pub(super) fn take(&mut self, record: Record) {
        match record {
            Record::Line(line) => self.lines.push(line),
            Record::Filled(filled) => self.filled.push(filled),
            Record::Ordered(ordered) => self.ordered.push(ordered),
            Record::Shipped(shipped) => self.shipped.push(shipped),
            Record::Received(received) => self.received.push(received),
            _ => {}
        }
    }

    /// The claims of lines by time, those of one instant as they were written.
    pub(super) fn claims(&self) -> Vec<LineClaim> {
        let mut claims = self.lines.clone();
        claims.sort_by_key(|line| line.at);
        claims
    }
}
