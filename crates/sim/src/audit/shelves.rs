//! Counted stocks, replayed: what the claims of parcels and the transit times of replenishment lead to.
//!
//! Within an instant receipts come first, then claims in the order of the trace, then reviews. A stock is looked at after
//! those that it supplies, so that it has seen all their orders; among equals the one first in the header. What a review
//! brings at once is received before the next review.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::review_turns::ReviewTurns;
use super::rules::Rules;
use super::stock_records::{Change, StockRecords};
use super::timetable::next_departure;
use crate::trace::{
    LineFilled, Stock, StockOrdered, StockPolicy, StockReceived, StockShipped, WhenOut,
};

/// What must have happened.
#[derive(Debug, Default)]
pub(super) struct Due {
    pub(super) filled: Vec<LineFilled>,
    pub(super) ordered: Vec<StockOrdered>,
    /// With the arrival that the trace tells; -1 where it tells none.
    pub(super) shipped: Vec<StockShipped>,
    pub(super) received: Vec<StockReceived>,
    /// Lines that had to wait where none may: parcel, stock, when.
    pub(super) turned_away: Vec<LineFilled>,
    waiting: BTreeMap<u64, Waiting>,
}

/// A parcel of which some lines waited.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    missing: u32,
    last: i64,
    /// Filled by what a review of that instant brought at once.
    reviewed: bool,
}

/// When a parcel has all its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Complete {
    /// From the start.
    AtOnce,
    /// Its last line was filled then; whether among the receipts at the beginning of that instant.
    At { at: i64, first: bool },
    /// Not yet.
    Never,
}

impl Due {
    pub(super) fn complete(&self, parcel: u64) -> Complete {
        match self.waiting.get(&parcel) {
            None => Complete::AtOnce,
            Some(of) if of.missing > 0 => Complete::Never,
            Some(of) => Complete::At {
                at: of.last,
                first: !of.reviewed,
            },
        }
    }
}

/// Replays all stocks up to and with the last instant.
pub(super) fn replay(rules: &Rules<'_>, told: &StockRecords, end_at: i64) -> Due {
    let stocks = &rules.header.stocks;
    let mut room = Room {
        stocks,
        turns: &rules.review_turns,
        shelves: stocks.iter().map(Shelf::new).collect(),
        transits: Transits::new(told, stocks.len()),
        coming: BTreeMap::new(),
        reviews: BTreeSet::new(),
        most_orders: told.ordered.len() + 1_000,
        due: Due::default(),
    };
    for stock in 0..stocks.len() {
        room.review_from(0, stock);
    }
    let changes = told.changes();
    let mut changes = &changes[..];
    loop {
        let first = changes.first().map(|change| change.0);
        let coming = room.coming.first_key_value().map(|next| next.0.0);
        let review = room.reviews.first().map(|next| next.0);
        let next = [first, coming, review].into_iter().flatten().min();
        let Some(now) = next.filter(|&now| now <= end_at) else {
            return room.due;
        };
        room.receive(now, false);
        let count = changes.iter().take_while(|change| change.0 == now).count();
        let (here, later) = changes.split_at(count);
        changes = later;
        for &(_, change) in here {
            match change {
                Change::Claim(line) => {
                    room.claim_line(line.order, line.stock as usize, line.units, now);
                }
                Change::Again(units, stock, facility) => {
                    room.again(units, (stock, facility), now);
                }
            }
        }
        while let Some(&(at, turn)) = room.reviews.first()
            && at == now
        {
            room.reviews.remove(&(at, turn));
            room.look(room.turns.order[turn], now);
            room.receive(now, true);
        }
    }
}

/// Who waits.
#[derive(Clone, Copy, Debug)]
enum By {
    Parcel(u64),
    Stock(usize),
}

#[derive(Debug)]
struct Claim {
    by: By,
    units: i128,
    missing: i128,
}

/// One stock.
#[derive(Debug)]
struct Shelf {
    hand: i128,
    ordered: i128,
    owed: i128,
    queue: VecDeque<Claim>,
}

impl Shelf {
    fn new(stock: &Stock) -> Self {
        Self {
            hand: i128::from(stock.initial),
            ordered: 0,
            owed: 0,
            queue: VecDeque::new(),
        }
    }

    /// Whether all is there. What is there is set aside, behind those who wait already.
    fn claim(&mut self, by: By, units: i128) -> bool {
        self.queue.push_back(Claim {
            by,
            units,
            missing: units,
        });
        self.owed += units;
        let others = self.queue.len() > 1;
        !others && self.serve().is_some()
    }

    /// The first who waits, if there is enough for it now.
    fn serve(&mut self) -> Option<Claim> {
        let first = self.queue.front_mut()?;
        let given = first.missing.min(self.hand);
        first.missing -= given;
        self.hand -= given;
        self.owed -= given;
        if first.missing > 0 {
            return None;
        }
        self.queue.pop_front()
    }

    /// What a review orders.
    fn wants(&self, stock: &Stock) -> i128 {
        let position = self.hand + self.ordered - self.owed;
        let wanted = match stock.policy {
            StockPolicy::FixedOrder { quantity } => i128::from(quantity),
            StockPolicy::OrderUpTo { reorder_at, up_to } => {
                if position > i128::from(reorder_at) {
                    return 0;
                }
                i128::from(up_to) - position
            }
            StockPolicy::ReorderPoint {
                reorder_at,
                quantity,
            } => {
                // The least multiple of Q with position + it > r.
                let lacking = i128::from(reorder_at) + 1 - position;
                let quantity = i128::from(quantity);
                (lacking + quantity - 1).div_euclid(quantity) * quantity
            }
        };
        let most = stock
            .capacity
            .map_or(i128::MAX, |capacity| i128::from(capacity) - position);
        wanted.min(most).max(0)
    }
}

/// All stocks.
struct Room<'h> {
    stocks: &'h [Stock],
    turns: &'h ReviewTurns,
    shelves: Vec<Shelf>,
    transits: Transits,
    /// Units to come, by instant and stock.
    coming: BTreeMap<(i64, usize), i128>,
    /// Reviews to come: instant, and position in the order of reviews.
    reviews: BTreeSet<(i64, usize)>,
    /// So many orders are looked for: more would only repeat that records are missing.
    most_orders: usize,
    due: Due,
}

impl Room<'_> {
    /// The stock is looked at at the first review from an instant on.
    fn review_from(&mut self, from: i64, stock: usize) {
        let at = match &self.stocks[stock].review {
            None => Some(from),
            Some(reviews) => next_departure(reviews, from),
        };
        self.reviews.extend(at.map(|at| (at, self.turns.of[stock])));
    }

    fn claim_line(&mut self, parcel: u64, stock: usize, units: i64, now: i64) {
        if !self.claim(By::Parcel(parcel), stock, i128::from(units), now) {
            if self.stocks[stock].when_out == WhenOut::Lost {
                self.due.turned_away.push(filled(parcel, stock, now));
            }
            self.due.waiting.entry(parcel).or_default().missing += 1;
        }
    }

    fn claim(&mut self, by: By, stock: usize, units: i128, now: i64) -> bool {
        self.review_from(now, stock);
        self.shelves[stock].claim(by, units)
    }

    /// Everything that arrives by now.
    fn receive(&mut self, now: i64, reviewed: bool) {
        while let Some((&(at, stock), &units)) = self.coming.first_key_value()
            && at <= now
        {
            self.coming.remove(&(at, stock));
            self.shelves[stock].hand += units;
            self.shelves[stock].ordered -= units;
            self.due.received.push(StockReceived {
                stock: stock as u32,
                at: now,
                units: to_i64(units),
            });
            self.serve(stock, now, reviewed);
        }
    }

    /// Units come back from a customer; those who wait come first. Where the facility does not count the SKU, nothing changes.
    fn again(&mut self, units: i64, (of, facility): (u32, u32), now: i64) {
        let sku = &self.stocks[of as usize].sku;
        let here = |stock: &Stock| stock.facility == facility && stock.sku == *sku;
        let Some(stock) = self.stocks.iter().position(here) else {
            return;
        };
        self.shelves[stock].hand += i128::from(units);
        // Somewhere within the instant: who is served sets off at a place that cannot be told.
        self.serve(stock, now, true);
        self.receive(now, true);
    }

    /// Those who wait, as far as it reaches.
    fn serve(&mut self, stock: usize, now: i64, reviewed: bool) {
        while let Some(claim) = self.shelves[stock].serve() {
            match claim.by {
                By::Stock(to) => self.ship(to, claim.units, now),
                By::Parcel(parcel) => {
                    self.due.filled.push(filled(parcel, stock, now));
                    let of = self.due.waiting.entry(parcel).or_default();
                    of.missing = of.missing.saturating_sub(1);
                    (of.last, of.reviewed) = (now, reviewed);
                }
            }
        }
    }

    /// A review.
    fn look(&mut self, stock: usize, now: i64) {
        let of = &self.stocks[stock];
        let units = self.shelves[stock].wants(of);
        // Until the next claim the position stays: where nothing was ordered now, or enough, nothing will be.
        if units == 0 {
            return;
        }
        let again = matches!(of.policy, StockPolicy::FixedOrder { .. });
        if again && self.due.ordered.len() < self.most_orders {
            self.review_from(now + 1, stock);
        }
        self.shelves[stock].ordered += units;
        self.due.ordered.push(StockOrdered {
            stock: stock as u32,
            at: now,
            units: to_i64(units),
        });
        let there = match of.supplier {
            None => true,
            Some(supplier) => self.claim(By::Stock(stock), supplier as usize, units, now),
        };
        if there {
            self.ship(stock, units, now);
        }
    }

    fn ship(&mut self, to: usize, units: i128, now: i64) {
        let arrives = self.transits.next(to, now);
        self.due.shipped.push(StockShipped {
            stock: to as u32,
            at: now,
            units: to_i64(units),
            arrives: arrives.unwrap_or(-1),
        });
        // Told to arrive before it left: reported by comparison, and never received.
        if let Some(arrives) = arrives.filter(|&arrives| arrives >= now) {
            *self.coming.entry((arrives, to)).or_insert(0) += units;
        }
    }
}

/// How long replenishment took is drawn: the trace tells it, shipment by shipment.
struct Transits {
    /// Per stock the shipments in the order of the trace, the next one last.
    told: Vec<Vec<(i64, i64)>>,
}

impl Transits {
    fn new(records: &StockRecords, stocks: usize) -> Self {
        let mut told = vec![Vec::new(); stocks];
        for shipped in records.shipped.iter().rev() {
            told[shipped.stock as usize].push((shipped.at, shipped.arrives));
        }
        Self { told }
    }

    /// The arrival of what leaves now; `None`: the trace does not tell of it.
    fn next(&mut self, stock: usize, now: i64) -> Option<i64> {
        let told = &mut self.told[stock];
        while told.last().is_some_and(|&(at, _)| at < now) {
            told.pop();
        }
        let (at, arrives) = *told.last()?;
        (at == now).then(|| {
            told.pop();
            arrives
        })
    }
}

fn filled(parcel: u64, stock: usize, at: i64) -> LineFilled {
    LineFilled {
        order: parcel,
        stock: stock as u32,
        at,
    }
}

/// Sums of units that fit in 64 bits each; beyond it no record can say the same.
fn to_i64(units: i128) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}
