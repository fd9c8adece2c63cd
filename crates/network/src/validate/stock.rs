//! Which SKU lies where, and whether its policy can work.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{
    Departures, Facility, FacilityKind, Kept, Replenishment, Sku, Stock, StockCosts, StockPolicy,
    WhenOut,
};
use crate::scenario::{Field, Findings, Scenario, Span, StockRow, StockRule};

/// All rows.
pub(super) fn stock(
    scenario: &Scenario,
    names: &Names<'_>,
    facilities: &[Facility],
    skus: &[Sku],
    findings: &mut Findings,
) -> Vec<Stock> {
    let mut stock: Vec<Stock> = Vec::new();
    let mut spans = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &scenario.stock.rows {
        let facility = names.facilities.find_optional(&row.facility, findings);
        let sku = names.skus.find_optional(&row.sku, findings);
        let kept = kept(row, names, sku.and_then(|sku| skus.get(sku)), findings);
        let (Some(facility), Some(sku)) = (facility, sku) else {
            continue;
        };
        if !seen.insert((facility, sku)) {
            let message = "there is already a stock of this SKU at this facility";
            findings.report(Code::RowTwice, row.span, message);
        }
        stock.push(Stock {
            facility,
            sku,
            kept,
        });
        spans.push(row.supplier.span().unwrap_or(row.span));
    }
    if scenario.stock.complete && scenario.stock.rows.len() == stock.len() {
        check_somewhere(scenario, facilities, &stock, findings);
        check_suppliers(&stock, &spans, findings);
    }
    stock
}

fn kept(row: &StockRow, names: &Names<'_>, sku: Option<&Sku>, findings: &mut Findings) -> Kept {
    let supplier = names.facilities.find_optional(&row.supplier, findings);
    if let Some(share) = row.availability.given() {
        let number = ranges::number(&row.availability, "availability", Allowed::Share, findings);
        if !row.policy.is_absent() {
            let message = "`availability` stands for a policy: leave one of them out";
            findings.report(Code::Conflict, share.span, message);
        }
        check_unused(row, "`availability`", &[], findings);
        return number.map_or(Kept::Always, Kept::Available);
    }
    let rule = row.policy.cloned().unwrap_or(StockRule::Always);
    let Some(policy) = policy(row, rule, findings) else {
        return Kept::Always;
    };
    if row.lead_time.is_absent() {
        let help = "write `lead_time = \"2d\"`, or `\"0s\"` if receipts come at once";
        let message = "a stock that is counted needs the lead time of its orders";
        findings.report_with(Code::MissingKey, row.span, message, help);
    }
    let replenishment = Replenishment {
        policy,
        review: review(row, rule, findings),
        initial: row.initial.cloned().unwrap_or_else(|| full(policy)),
        capacity: row.capacity.cloned(),
        lead_time: row
            .lead_time
            .cloned()
            .unwrap_or(Distribution::Constant(0.0)),
        supplier,
        when_out: row.when_out.cloned().unwrap_or_default(),
        costs: StockCosts {
            holding: cost(&row.holding_cost, "holding_cost", findings),
            backorder: cost(&row.backorder_cost, "backorder_cost", findings),
            unit: cost(&row.unit_cost, "unit_cost", findings),
            order: cost(&row.order_cost, "order_cost", findings),
        },
    };
    check_fills(row, &replenishment, sku, findings);
    Kept::Counted(Box::new(replenishment))
}

fn cost(field: &Field<f64>, key: &str, findings: &mut Findings) -> f64 {
    ranges::number(field, key, Allowed::NonNegative, findings).unwrap_or(0.0)
}

/// The policy with its numbers; `None`: the stock is not counted, or a number is missing (and reported).
fn policy(row: &StockRow, rule: StockRule, findings: &mut Findings) -> Option<StockPolicy> {
    let missing = |key: &str, findings: &mut Findings| {
        let span = row.policy.span().unwrap_or(row.span);
        let message = format!("this policy needs `{key}`");
        findings.report(Code::MissingKey, span, message);
    };
    let used: &[&str] = match rule {
        StockRule::Always => &[],
        StockRule::ReorderPoint => &["reorder_at", "order_quantity"],
        StockRule::OrderUpTo => &["reorder_at", "order_up_to"],
        StockRule::BaseStock => &["order_up_to"],
        StockRule::FixedOrder => &["order_quantity"],
    };
    if rule == StockRule::Always {
        check_unused(row, "a stock that is always there", &[], findings);
        return None;
    }
    check_unused(row, "this policy", used, findings);
    let quantity = ranges::count(&row.order_quantity, "order_quantity", findings);
    let (reorder_at, up_to) = (row.reorder_at.cloned(), row.order_up_to.cloned());
    let given = [
        ("reorder_at", row.reorder_at.is_absent()),
        ("order_quantity", row.order_quantity.is_absent()),
        ("order_up_to", row.order_up_to.is_absent()),
    ];
    for (key, absent) in given {
        if absent && used.contains(&key) {
            missing(key, findings);
        }
    }
    Some(match rule {
        StockRule::Always => return None,
        StockRule::ReorderPoint => StockPolicy::ReorderPoint {
            reorder_at: reorder_at?,
            quantity: quantity?,
        },
        StockRule::OrderUpTo => StockPolicy::OrderUpTo {
            reorder_at: reorder_at?,
            up_to: up_to?,
        },
        StockRule::BaseStock => StockPolicy::OrderUpTo {
            reorder_at: i64::from(up_to?) - 1,
            up_to: up_to?,
        },
        StockRule::FixedOrder => StockPolicy::FixedOrder {
            quantity: quantity?,
        },
    })
}

/// Keys without effect mislead. `used`: which of the policy's numbers it heeds; without any, nothing is counted.
fn check_unused(row: &StockRow, what: &str, used: &[&str], findings: &mut Findings) {
    let numbers: [(&str, Option<Span>); 3] = [
        ("reorder_at", row.reorder_at.span()),
        ("order_quantity", row.order_quantity.span()),
        ("order_up_to", row.order_up_to.span()),
    ];
    let counted: [(&str, Option<Span>); 10] = [
        ("review", row.review.span()),
        ("initial", row.initial.span()),
        ("capacity", row.capacity.span()),
        ("lead_time", row.lead_time.span()),
        ("supplier", row.supplier.span()),
        ("when_out", row.when_out.span()),
        ("holding_cost", row.holding_cost.span()),
        ("backorder_cost", row.backorder_cost.span()),
        ("unit_cost", row.unit_cost.span()),
        ("order_cost", row.order_cost.span()),
    ];
    let idle = if used.is_empty() { &counted[..] } else { &[] };
    for (key, span) in numbers.iter().chain(idle) {
        if let (Some(span), false) = (span, used.contains(key)) {
            let message = format!("`{key}` means nothing to {what}");
            findings.report(Code::Conflict, *span, message);
        }
    }
}

fn review(row: &StockRow, rule: StockRule, findings: &mut Findings) -> Option<Departures> {
    let Some(given) = row.review.given() else {
        if rule == StockRule::FixedOrder && row.review.is_absent() {
            let span = row.policy.span().unwrap_or(row.span);
            let message = "`fixed-order` needs `review`: when is ordered?";
            findings.report(Code::MissingKey, span, message);
        }
        return None;
    };
    match &given.value {
        Departures::OnDemand => {
            let help = "leave `review` out to look after every demand";
            let message = "a review is made at clock times or at a headway";
            findings.report_with(Code::Conflict, given.span, message, help);
            None
        }
        Departures::Timetable(entries) if entries.iter().all(|entry| entry.times.is_empty()) => {
            findings.report(Code::NeverOpen, given.span, "the stock is never looked at");
            None
        }
        review => Some(review.clone()),
    }
}

/// The highest position that the policy leads to: S, or r + Q.
fn full(policy: StockPolicy) -> u32 {
    let full = match policy {
        StockPolicy::ReorderPoint {
            reorder_at,
            quantity,
        } => reorder_at.saturating_add(i64::from(quantity)),
        StockPolicy::OrderUpTo { up_to, .. } => i64::from(up_to),
        StockPolicy::FixedOrder { quantity } => i64::from(quantity),
    };
    full.clamp(0, i64::from(u32::MAX)) as u32
}

fn check_fills(row: &StockRow, stock: &Replenishment, sku: Option<&Sku>, findings: &mut Findings) {
    let span = row.policy.span().unwrap_or(row.span);
    let mut never = |span: Span, message: String| findings.report(Code::NeverFilled, span, message);
    if let StockPolicy::OrderUpTo { reorder_at, up_to } = stock.policy
        && i64::from(up_to) <= reorder_at
    {
        let at = row.order_up_to.span().unwrap_or(span);
        return never(at, format!("S = {up_to} is not above s = {reorder_at}"));
    }
    if stock.capacity == Some(0) {
        let at = row.capacity.span().unwrap_or(span);
        return never(at, "the place holds nothing".to_owned());
    }
    check_capacity(row, stock, findings);
    let mut never = |span: Span, message: String| findings.report(Code::NeverFilled, span, message);
    let reorder_at = match stock.policy {
        StockPolicy::ReorderPoint { reorder_at, .. }
        | StockPolicy::OrderUpTo { reorder_at, .. } => reorder_at,
        StockPolicy::FixedOrder { .. } => return,
    };
    if stock.when_out == WhenOut::Lost {
        if reorder_at < 0 {
            let at = row.reorder_at.span().unwrap_or(span);
            let message = format!(
                "nothing is ordered before the position is {reorder_at}, and without backorders it is never below 0"
            );
            return never(at, message);
        }
        let most = full(stock.policy).min(stock.capacity.unwrap_or(u32::MAX));
        if let Some(Distribution::Constant(units)) = sku.map(|sku| &sku.units)
            && *units > f64::from(most)
        {
            let message =
                format!("a line wants {units} units, and there are never more than {most}");
            never(span, message);
        }
    }
}

/// What lies there at the start, and what the policy aims at, has room.
fn check_capacity(row: &StockRow, stock: &Replenishment, findings: &mut Findings) {
    let Some(capacity) = stock.capacity else {
        return;
    };
    if let Some(initial) = row.initial.given()
        && initial.value > capacity
    {
        let message = format!("{} at the start, where {capacity} have room", initial.value);
        findings.report(Code::Conflict, initial.span, message);
    }
    if let StockPolicy::ReorderPoint { reorder_at, .. } = stock.policy
        && reorder_at >= i64::from(capacity)
    {
        let at = row.reorder_at.span().unwrap_or(row.span);
        let message = format!(
            "r = {reorder_at} is never exceeded where {capacity} have room: every demand is ordered at once"
        );
        findings.report(Code::Conflict, at, message);
    }
    if let StockPolicy::OrderUpTo { up_to, .. } = stock.policy
        && up_to > capacity
    {
        let at = row.order_up_to.span().unwrap_or(row.span);
        let message = format!("S = {up_to} is never reached where {capacity} have room");
        findings.report(Code::Conflict, at, message);
    }
}

/// A SKU with rows lies at a fulfilment centre.
fn check_somewhere(
    scenario: &Scenario,
    facilities: &[Facility],
    stock: &[Stock],
    findings: &mut Findings,
) {
    for (sku, row) in scenario.skus.rows.iter().enumerate() {
        let mut rows = stock.iter().filter(|stock| stock.sku == sku).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let centre =
            |stock: &Stock| facilities[stock.facility].kind == FacilityKind::FulfilmentCentre;
        let empty = |stock: &Stock| matches!(stock.kept, Kept::Available(share) if share == 0.0);
        let Some(name) = row.name.given() else {
            continue;
        };
        let mut rows = rows.filter(|stock| centre(stock)).peekable();
        if rows.peek().is_none() {
            let message = format!("no fulfilment centre has `{}`", name.value);
            findings.report(Code::SkuNowhere, name.span, message);
        } else if rows.all(empty) {
            let message = format!(
                "`{}` is available to no order at any fulfilment centre",
                name.value
            );
            findings.report(Code::NeverFilled, name.span, message);
        }
    }
}

/// A supplier has the SKU, and chains of suppliers end.
fn check_suppliers(stock: &[Stock], spans: &[Span], findings: &mut Findings) {
    let at: BTreeMap<(usize, usize), usize> = stock
        .iter()
        .enumerate()
        .map(|(row, stock)| ((stock.facility, stock.sku), row))
        .collect();
    let supplier = |row: usize| match &stock[row].kept {
        Kept::Counted(counted) => counted.supplier.map(|of| (of, stock[row].sku)),
        _ => None,
    };
    for (row, &span) in spans.iter().enumerate() {
        let Some(first) = supplier(row) else { continue };
        if !at.contains_key(&first) {
            let message = "the supplier has no row of this SKU";
            findings.report(Code::UnknownName, span, message);
            continue;
        }
        let mut next = Some(row);
        for _ in 0..=stock.len() {
            next = next
                .and_then(supplier)
                .and_then(|key| at.get(&key).copied());
        }
        if next.is_some() {
            let message = "this stock is supplied by itself in the end";
            findings.report(Code::SuppliedInACircle, span, message);
        }
    }
}
