//! The order log as the test reads it, on its own: not with the scenario's generator.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::{Date, DateTime};

/// A delivered order whose seller's and customer's states are known. Times are clock readings without a zone.
pub(crate) struct Order {
    pub(crate) purchase: DateTime,
    pub(crate) delivered: DateTime,
    pub(crate) promised: Date,
    /// Seller region.
    pub(crate) origin: &'static str,
    /// Customer's state.
    pub(crate) zone: String,
}

impl Order {
    /// Civil days from the promised day to the day of delivery.
    pub(crate) fn days_late(&self) -> i64 {
        days_between(self.promised, self.delivered.date())
    }
}

/// Civil days from one date to another.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).unwrap().get_days())
}

pub(crate) fn delivered_with_a_lane(path: &Path) -> Vec<Order> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut orders: Vec<Order> = reader
        .deserialize()
        .filter_map(|row| order(&row.unwrap()))
        .collect();
    orders.sort_by_key(|order| order.purchase);
    orders
}

fn order(row: &BTreeMap<String, String>) -> Option<Order> {
    let time = |name: &str| row[name].parse::<DateTime>().ok();
    if row["order_status"] != "delivered" || row["customer_state"].is_empty() {
        return None;
    }
    time("order_delivered_carrier_date")?;
    Some(Order {
        purchase: time("order_purchase_timestamp")?,
        delivered: time("order_delivered_customer_date")?,
        promised: time("order_estimated_delivery_date")?.date(),
        origin: region(&row["seller_state"])?,
        zone: row["customer_state"].clone(),
    })
}

fn region(seller_state: &str) -> Option<&'static str> {
    match seller_state {
        "" => None,
        "SP" => Some("sp"),
        "ES" | "MG" | "RJ" => Some("southeast"),
        "PR" | "RS" | "SC" => Some("south"),
        _ => Some("elsewhere"),
    }
}
