//! What a trace says of counted stocks.

use std::collections::BTreeMap;

use crate::trace::{LineClaim, LineFilled, Record, StockOrdered, StockReceived, StockShipped};

/// All records of stocks, as they were written.
#[derive(Debug, Default)]
pub(super) struct StockRecords {
    pub(super) lines: Vec<LineClaim>,
    pub(super) filled: Vec<LineFilled>,
    pub(super) ordered: Vec<StockOrdered>,
    pub(super) shipped: Vec<StockShipped>,
    pub(super) received: Vec<StockReceived>,
    /// Parcels that can be sold again: how many lines were written before, parcel and instant.
    again: Vec<(usize, u64, i64)>,
    /// Per parcel: the facility to which it came back.
    back_to: BTreeMap<u64, u32>,
}

/// What changes a stock besides receipts and reviews.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    Claim(LineClaim),
    /// A line is on hand again: units, the stock from which they came, and the facility.
    Again(i64, u32, u32),
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
            Record::Returned(returned) => {
                self.back_to.insert(returned.order, returned.facility);
            }
            Record::Restocked(of) if of.resellable => {
                self.again.push((self.lines.len(), of.order, of.at));
            }
            _ => {}
        }
    }

    /// Claims of lines and what is on hand again, by time; those of one instant as they were written.
    pub(super) fn changes(&self) -> Vec<(i64, Change)> {
        let mut lines: BTreeMap<u64, Vec<LineClaim>> = BTreeMap::new();
        if !self.again.is_empty() {
            for line in &self.lines {
                lines.entry(line.order).or_default().push(*line);
            }
        }
        let claims = self.lines.iter().enumerate();
        let mut changes: Vec<(i64, usize, u8, Change)> = claims
            .map(|(at, line)| (line.at, at, 1, Change::Claim(*line)))
            .collect();
        for &(written, parcel, at) in &self.again {
            let Some(&facility) = self.back_to.get(&parcel) else {
                continue;
            };
            for line in lines.get(&parcel).into_iter().flatten() {
                let again = Change::Again(line.units, line.stock, facility);
                changes.push((at, written, 0, again));
            }
        }
        changes.sort_by_key(|change| (change.0, change.1, change.2));
        let timed = changes.into_iter();
        timed.map(|change| (change.0, change.3)).collect()
    }
}
