//! Counted stocks: claims as they may be made, and everything else exactly as the replay says.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::shelves::Due;
use crate::trace::{LineClaim, StockReceived};

/// Compares the records of stocks with what must have happened.
pub(super) fn check(rules: &Rules<'_>, ledger: &Ledger, due: &Due, findings: &mut Findings) {
    check_lines(rules, ledger, findings);
    for line in &due.turned_away {
        let name = &rules.header.stocks[line.stock as usize].name;
        findings.add(Kind::Line, line.at, Some(line.order), name, || {
            "waits for stock where no line waits".to_owned()
        });
    }
    let told = &ledger.stock;
    let mut compare = Comparison {
        rules,
        end_at: ledger.end.at,
        findings,
    };
    let filled = |of: &crate::trace::LineFilled| Event {
        stock: of.stock,
        at: of.at,
        order: Some(of.order),
        units: 0,
    };
    compare.records(Kind::Filled, &due.filled, &told.filled, filled);
    let plain = |stock, at, units| Event {
        stock,
        at,
        order: None,
        units,
    };
    compare.records(Kind::Ordered, &due.ordered, &told.ordered, |of| {
        plain(of.stock, of.at, of.units)
    });
    compare.records(Kind::Shipped, &due.shipped, &told.shipped, |of| {
        plain(of.stock, of.at, of.units)
    });
    for shipped in told.shipped.iter().filter(|of| of.arrives < of.at) {
        let event = plain(shipped.stock, shipped.at, shipped.units);
        compare.report(Kind::Shipped, &event, "arrives before it leaves".to_owned());
    }
    // What comes back within an instant may bring more of the same: where its receipts part is not told.
    let (due, told) = (of_instants(&due.received), of_instants(&told.received));
    compare.records(Kind::Received, &due, &told, |of| {
        plain(of.stock, of.at, of.units)
    });
}

/// All that a stock received within one instant as one receipt, by stock and instant.
fn of_instants(receipts: &[StockReceived]) -> Vec<StockReceived> {
    let mut sums: BTreeMap<(u32, i64), i64> = BTreeMap::new();
    for of in receipts {
        let sum = sums.entry((of.stock, of.at)).or_default();
        *sum = sum.saturating_add(of.units);
    }
    let sums = sums.into_iter();
    sums.map(|((stock, at), units)| StockReceived { stock, at, units })
        .collect()
}

/// Claims are made with their parcel, at its facility, by order number.
fn check_lines(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    // Per stock: the last claim and its order.
    let mut last: Vec<Option<(LineClaim, u64)>> = vec![None; rules.header.stocks.len()];
    for &line in &ledger.stock.lines {
        let stock = &rules.header.stocks[line.stock as usize];
        let mut wrong = |kind, message: &str| {
            let text = || message.to_owned();
            findings.add(kind, line.at, Some(line.order), &stock.name, text);
        };
        let Some(made) = ledger.parcel(line.order) else {
            wrong(Kind::UnknownOrder, "a line of a parcel that was never made");
            continue;
        };
        if line.at != made.at {
            wrong(
                Kind::Line,
                "claimed at another time than its parcel was made",
            );
        }
        if stock.facility != made.origin {
            wrong(Kind::Line, "comes from another facility than its parcel");
        }
        if line.units < 1 {
            wrong(Kind::Line, "wants nothing");
        }
        let before = last[line.stock as usize].replace((line, made.of));
        let ahead = before.is_some_and(|(before, of)| (before.at, of) > (line.at, made.of));
        if ahead {
            wrong(Kind::Line, "claims after an order that was placed later");
        }
    }
}

/// A record of one stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Event {
    stock: u32,
    at: i64,
    order: Option<u64>,
    units: i64,
}

struct Comparison<'a, 'h> {
    rules: &'a Rules<'h>,
    end_at: i64,
    findings: &'a mut Findings,
}

impl Comparison<'_, '_> {
    /// The same records, stock by stock and instant by instant. Of the last instant some may be missing.
    fn records<T>(&mut self, kind: Kind, due: &[T], told: &[T], event: impl Fn(&T) -> Event) {
        let sorted = |records: &[T]| {
            let mut events: Vec<Event> = records.iter().map(&event).collect();
            events.sort_by_key(|event| (event.stock, event.at));
            events
        };
        let (due, told) = (sorted(due), sorted(told));
        let (mut due, mut told) = (due.iter().peekable(), told.iter().peekable());
        let place = |event: &Event| (event.stock, event.at);
        loop {
            let (next, record) = (due.peek().copied(), told.peek().copied());
            match (next, record) {
                (None, None) => return,
                (Some(next), Some(record)) if place(next) == place(record) => {
                    if next != record {
                        self.report(kind, record, format!("{} where {}", of(record), of(next)));
                    }
                    due.next();
                    told.next();
                }
                (Some(next), record) if record.is_none_or(|other| place(next) < place(other)) => {
                    if next.at < self.end_at {
                        self.report(kind, next, format!("{} was due", of(next)));
                    }
                    due.next();
                }
                (_, Some(record)) => {
                    self.report(kind, record, format!("{}, and nothing was due", of(record)));
                    told.next();
                }
                // Without a record the next one due comes first.
                (Some(_), None) => return,
            }
        }
    }

    fn report(&mut self, kind: Kind, event: &Event, message: String) {
        let name = &self.rules.header.stocks[event.stock as usize].name;
        self.findings
            .add(kind, event.at, event.order, name, || message);
    }
}

fn of(event: &Event) -> String {
    match event.order {
        Some(order) => format!("parcel {order}"),
        None => format!("{} units", event.units),
    }
}
