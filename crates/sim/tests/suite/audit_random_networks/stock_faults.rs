//! Small faults in what a trace says of parcels and stocks.

use leadtime_sim::trace::{Header, ParcelMade, Record, StockPolicy};

/// What is done to one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Missing,
    Twice,
    /// It names the next parcel.
    OtherParcel,
    /// A parcel of the next order.
    OtherOrder,
    /// The next facility or stock.
    OtherPlace,
    /// One more line in a parcel, one more unit.
    OneMore,
    /// One tick later.
    Later,
    /// Replenishment arrives one tick later.
    LaterArrival,
}

pub const ALL: [Fault; 8] = [
    Fault::Missing,
    Fault::Twice,
    Fault::OtherParcel,
    Fault::OtherOrder,
    Fault::OtherPlace,
    Fault::OneMore,
    Fault::Later,
    Fault::LaterArrival,
];

/// The kinds of records that have these faults.
pub const KINDS: usize = 6;

/// Which of them a record is.
pub fn kind(record: &Record) -> Option<usize> {
    match record {
        Record::Parcel(_) => Some(0),
        Record::Line(_) => Some(1),
        Record::Filled(_) => Some(2),
        Record::Ordered(_) => Some(3),
        Record::Shipped(_) => Some(4),
        Record::Received(_) => Some(5),
        _ => None,
    }
}

/// A trace, with what tells whether a fault shows in it.
pub struct Told<'t> {
    pub header: &'t Header,
    pub records: &'t [Record],
    pub end_at: i64,
}

impl Told<'_> {
    /// Whether the fault can be told from the trace there; a missing claim may have no consequence, and the last instant may be
    /// cut short.
    pub fn shows(&self, fault: Fault, at: usize) -> bool {
        let early = |at: i64| at < self.end_at;
        match (fault, &self.records[at]) {
            (fault, Record::Parcel(made)) => self.parcel_shows(fault, at, made),
            (Fault::Missing, Record::Line(line)) => {
                early(line.at)
                    && (self.is_filled(line.order, line.stock) || self.orders_each(line.stock))
            }
            // A parcel has no more lines than it says.
            (Fault::Twice, Record::Line(line)) => {
                let claims =
                    |record: &&Record| matches!(record, Record::Line(of) if of.order == line.order);
                let claims = self.records.iter().filter(claims).count();
                self.parcel(line.order)
                    .is_some_and(|made| made.lines as usize == claims)
            }
            (Fault::OtherParcel, Record::Line(line)) => self
                .parcel(line.order + 1)
                .is_none_or(|made| made.at != line.at),
            (Fault::OtherPlace, Record::Line(line)) => {
                let facility = |stock: u32| self.header.stocks[stock as usize].facility;
                facility(line.stock) != facility(self.next_stock(line.stock))
            }
            (Fault::OneMore, Record::Line(line)) => early(line.at) && self.orders_each(line.stock),
            (Fault::Later, Record::Line(_)) => true,
            (Fault::OtherParcel, Record::Filled(_)) => true,
            (Fault::Missing | Fault::Later, Record::Filled(filled)) => early(filled.at),
            (Fault::Missing | Fault::Later, Record::Ordered(ordered)) => early(ordered.at),
            (Fault::Missing | Fault::Later, Record::Shipped(shipped)) => early(shipped.at),
            (Fault::Missing | Fault::Later, Record::Received(received)) => early(received.at),
            (Fault::LaterArrival, Record::Shipped(shipped)) => early(shipped.arrives),
            (Fault::OtherPlace, _) => self.header.stocks.len() > 1,
            (Fault::OneMore, Record::Ordered(_) | Record::Shipped(_) | Record::Received(_)) => true,
            (Fault::Twice, _) => true,
            _ => false,
        }
    }

    fn parcel_shows(&self, fault: Fault, at: usize, made: &ParcelMade) -> bool {
        let mine = |record: &Record| match record {
            Record::Line(line) => line.order == made.order,
            Record::Stage(visit) => visit.order == made.order,
            Record::Lane(trip) => trip.order == made.order,
            _ => false,
        };
        let travels = self.records[at + 1..].iter().any(mine);
        let baskets = self.header.baskets.as_ref();
        match fault {
            Fault::Missing => travels,
            Fault::OtherPlace => travels && self.header.facilities.len() > 1,
            // Of orders released together it could be either's.
            Fault::OtherOrder => baskets.is_some_and(|baskets| baskets.release.is_none()),
            Fault::OneMore => {
                baskets.is_some_and(|baskets| baskets.lines_per_parcel == Some(made.lines))
            }
            Fault::Twice | Fault::OtherParcel | Fault::Later => true,
            Fault::LaterArrival => false,
        }
    }

    fn parcel(&self, number: u64) -> Option<&ParcelMade> {
        self.records.iter().find_map(|record| match record {
            Record::Parcel(made) if made.order == number => Some(made),
            _ => None,
        })
    }

    fn is_filled(&self, order: u64, stock: u32) -> bool {
        let mine = |record: &Record| matches!(record, Record::Filled(filled) if (filled.order, filled.stock) == (order, stock));
        self.records.iter().any(mine)
    }

    /// Whether every unit claimed is ordered at the same instant.
    fn orders_each(&self, stock: u32) -> bool {
        let stock = &self.header.stocks[stock as usize];
        let StockPolicy::OrderUpTo { reorder_at, up_to } = stock.policy else {
            return false;
        };
        let base = reorder_at + 1 == i64::from(up_to) && stock.initial <= up_to;
        base && stock.review.is_none() && stock.capacity.is_none()
    }

    fn next_stock(&self, stock: u32) -> u32 {
        (stock + 1) % self.header.stocks.len() as u32
    }

    /// The records instead of one.
    pub fn planted(&self, fault: Fault, mut record: Record) -> Vec<Record> {
        let places = self.header.facilities.len() as u32;
        match (fault, &mut record) {
            (Fault::Missing, _) => return Vec::new(),
            (Fault::Twice, _) => return vec![record, record],
            (Fault::OtherParcel, Record::Parcel(made)) => made.order += 1,
            (Fault::OtherParcel, Record::Line(line)) => line.order += 1,
            (Fault::OtherParcel, Record::Filled(filled)) => filled.order += 1,
            (Fault::OtherOrder, Record::Parcel(made)) => made.of += 1,
            (Fault::OtherPlace, Record::Parcel(made)) => made.origin = (made.origin + 1) % places,
            (Fault::OtherPlace, Record::Line(line)) => line.stock = self.next_stock(line.stock),
            (Fault::OtherPlace, Record::Filled(of)) => of.stock = self.next_stock(of.stock),
            (Fault::OtherPlace, Record::Ordered(of)) => of.stock = self.next_stock(of.stock),
            (Fault::OtherPlace, Record::Shipped(of)) => of.stock = self.next_stock(of.stock),
            (Fault::OtherPlace, Record::Received(of)) => of.stock = self.next_stock(of.stock),
            (Fault::OneMore, Record::Parcel(made)) => made.lines += 1,
            (Fault::OneMore, Record::Line(line)) => line.units += 1,
            (Fault::OneMore, Record::Ordered(of)) => of.units += 1,
            (Fault::OneMore, Record::Shipped(of)) => of.units += 1,
            (Fault::OneMore, Record::Received(of)) => of.units += 1,
            (Fault::Later, Record::Parcel(made)) => made.at += 1,
            (Fault::Later, Record::Line(line)) => line.at += 1,
            (Fault::Later, Record::Filled(of)) => of.at += 1,
            (Fault::Later, Record::Ordered(of)) => of.at += 1,
            (Fault::Later, Record::Shipped(of)) => of.at += 1,
            (Fault::Later, Record::Received(of)) => of.at += 1,
            (Fault::LaterArrival, Record::Shipped(of)) => of.arrives += 1,
            _ => {}
        }
        vec![record]
    }
}
