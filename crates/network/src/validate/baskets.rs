//! SKUs and what an order consists of.

use super::names::Names;
use super::ranges::{self, Allowed};
use crate::diagnostics::{Code, Place};
use crate::distribution::Distribution;
use crate::network::{Basket, BasketKind, Sku};
use crate::scenario::{BasketKindRow, BasketTable, Findings, Given, Scenario};

/// An order has so many lines at most: a parcel keeps their count in two bytes.
const MOST_LINES: usize = 1_000;

/// All SKUs.
pub(super) fn skus(scenario: &Scenario, findings: &mut Findings) -> Vec<Sku> {
    let rows = &scenario.skus.rows;
    let sku = |row: &crate::scenario::SkuRow, findings: &mut Findings| Sku {
        name: row.name.cloned().unwrap_or_default(),
        share: ranges::number(&row.share, "share", Allowed::NonNegative, findings).unwrap_or(1.0),
        units: units(row, findings),
    };
    rows.iter().map(|row| sku(row, findings)).collect()
}

/// Where the SKUs stand.
pub(super) fn places(scenario: &Scenario, findings: &Findings) -> Vec<Place> {
    let rows = scenario.skus.rows.iter();
    let spans = rows.filter_map(|row| row.name.span());
    spans.filter_map(|span| findings.place(span)).collect()
}

fn units(row: &crate::scenario::SkuRow, findings: &mut Findings) -> Distribution {
    let Some(given) = row.units.given() else {
        return Distribution::Constant(1.0);
    };
    let law = given.value.0.clone();
    if law.mean() < 0.5 || law.mean() > 1e9 {
        let message = "a line wants at least one unit and at most 1e9";
        findings.report(Code::OutOfRange, given.span, message);
    }
    law
}

/// What an order consists of.
pub(super) fn basket(scenario: &Scenario, names: &Names<'_>, findings: &mut Findings) -> Basket {
    let Some(table) = scenario.root.basket.given() else {
        return Basket::default();
    };
    let basket = Basket {
        lines: lines(&table.value, findings),
        kinds: kinds(&table.value, names, findings),
        lines_per_parcel: ranges::count(
            &table.value.lines_per_parcel,
            "lines_per_parcel",
            findings,
        ),
    };
    let lines = !(table.value.lines.is_absent()
        && table.value.kinds.is_absent()
        && table.value.lines_per_parcel.is_absent());
    if lines && scenario.skus.rows.is_empty() && scenario.skus.complete {
        let help = "add `[[skus]]`, or leave `[basket]` out";
        findings.report_with(
            Code::EmptyTable,
            table.span,
            "a basket needs SKUs to be filled with",
            help,
        );
    }
    let shares: f64 = scenario
        .skus
        .rows
        .iter()
        .map(|row| row.share.cloned().unwrap_or(1.0))
        .sum();
    if let (false, true, Some(first)) = (
        shares > 0.0,
        table.value.kinds.is_absent(),
        scenario.skus.rows.first(),
    ) {
        let span = first.share.span().unwrap_or(first.span);
        findings.report(Code::NoShare, span, "no SKU has a share of the lines");
    }
    basket
}

fn lines(table: &BasketTable, findings: &mut Findings) -> Vec<f64> {
    let Some(given) = table.lines.given() else {
        return Vec::new();
    };
    if let Some(kinds) = table.kinds.given() {
        let message = "`lines` and `kinds` both say what is bought";
        findings.report(Code::Conflict, kinds.span, message);
    }
    let shares: Vec<f64> = given.value.iter().map(|share| share.value).collect();
    for share in given.value.iter().filter(|share| share.value < 0.0) {
        let message = format!("`lines` has {}, a share is 0 or more", share.value);
        findings.report(Code::OutOfRange, share.span, message);
    }
    if shares.len() > MOST_LINES {
        let message = format!("an order has at most {MOST_LINES} lines");
        findings.report(Code::OutOfRange, given.span, message);
    }
    if shares.iter().sum::<f64>() <= 0.0 {
        let message = "no number of lines has a share";
        findings.report(Code::NoShare, given.span, message);
    }
    shares
}

fn kinds(table: &BasketTable, names: &Names<'_>, findings: &mut Findings) -> Vec<BasketKind> {
    let Some(given) = table.kinds.given() else {
        return Vec::new();
    };
    let kind = |row: &Given<BasketKindRow>, findings: &mut Findings| {
        let share = ranges::number(&row.value.share, "share", Allowed::NonNegative, findings);
        let words = row.value.skus.given();
        let skus = words.map(|words| {
            let found = |name: &String| names.skus.find_text(name, words.span, findings);
            words.value.0.iter().filter_map(found).collect::<Vec<_>>()
        });
        if let Some(words) = words
            && (words.value.0.is_empty() || words.value.0.len() > MOST_LINES)
        {
            let message = format!("a basket has 1 to {MOST_LINES} lines");
            findings.report(Code::OutOfRange, words.span, message);
        }
        BasketKind {
            share: share.unwrap_or(1.0),
            skus: skus.unwrap_or_default(),
        }
    };
    let kinds: Vec<BasketKind> = given.value.iter().map(|row| kind(row, findings)).collect();
    if kinds.iter().map(|kind| kind.share).sum::<f64>() <= 0.0 {
        findings.report(Code::NoShare, given.span, "no basket has a share");
    }
    kinds
}
