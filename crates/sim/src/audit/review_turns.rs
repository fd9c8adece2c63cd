//! In which order stocks are looked at within an instant: each after those that it supplies, as the header lists them
//! otherwise.

use super::AuditError;
use super::ledger::TIME_LIMIT;
use super::timetable::is_regular;
use crate::trace::{Header, Stock, StockPolicy};

/// The order of reviews, and where each stock stands in it.
#[derive(Debug, Default)]
pub(super) struct ReviewTurns {
    pub(super) order: Vec<usize>,
    pub(super) of: Vec<usize>,
}

impl ReviewTurns {
    /// Of the stocks of a header, which are checked too.
    pub(super) fn new(header: &Header) -> Result<Self, AuditError> {
        let stocks = &header.stocks;
        for stock in stocks {
            check(header, stock)?;
        }
        // How many stocks are supplied one after the other, down to customers.
        let mut depth = vec![0; stocks.len()];
        for first in 0..stocks.len() {
            let mut at = first;
            for steps in 1..=stocks.len() {
                let Some(supplier) = stocks[at].supplier else {
                    break;
                };
                at = supplier as usize;
                depth[at] = steps.max(depth[at]);
                if at == first {
                    return Err(wrong(&stocks[first], "it is supplied by itself in the end"));
                }
            }
        }
        let mut order: Vec<usize> = (0..stocks.len()).collect();
        order.sort_by_key(|&stock| depth[stock]);
        let mut of = vec![0; stocks.len()];
        for (turn, &stock) in order.iter().enumerate() {
            of[stock] = turn;
        }
        Ok(Self { order, of })
    }
}

fn wrong(stock: &Stock, what: &str) -> AuditError {
    AuditError::Header(format!("stock {}: {what}", stock.name))
}

fn check(header: &Header, stock: &Stock) -> Result<(), AuditError> {
    if stock.facility as usize >= header.facilities.len() {
        return Err(wrong(stock, "there is no such facility"));
    }
    if let Some(supplier) = stock.supplier
        && supplier as usize >= header.stocks.len()
    {
        return Err(wrong(stock, "there is no such supplier"));
    }
    let regular = stock.review.as_ref().is_none_or(is_regular);
    if !regular {
        return Err(wrong(stock, "reviews are not ascending, or out of range"));
    }
    match stock.policy {
        StockPolicy::ReorderPoint { quantity: 0, .. } => Err(wrong(stock, "it orders nothing")),
        StockPolicy::ReorderPoint { reorder_at, .. }
        | StockPolicy::OrderUpTo { reorder_at, .. }
            if !(-TIME_LIMIT..=TIME_LIMIT).contains(&reorder_at) =>
        {
            Err(wrong(stock, "the reorder point is out of range"))
        }
        StockPolicy::FixedOrder { .. } if stock.review.is_none() => {
            Err(wrong(stock, "a fixed order needs reviews"))
        }
        _ => Ok(()),
    }
}
