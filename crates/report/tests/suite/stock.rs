//! What the report says of stock, baskets and blocked servers.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support;
use crate::support::shapes::figure;
use leadtime_report::{html, plots, table};
use leadtime_sim::outcome::{
    BasketFigures, Figure, Mark, Outcome, StockCostFigures, StockFigures, Unit,
};

fn count(value: f64) -> Figure {
    figure(Some(value), Some(value * 0.01), 20, Unit::Count)
}

fn share(value: f64) -> Figure {
    figure(Some(value), Some(0.002), 4_000, Unit::Share)
}

fn stock(facility: &str, sku: &str, filled: Option<f64>) -> StockFigures {
    let none = figure(Some(0.0), Some(0.0), 20, Unit::Money);
    StockFigures {
        facility: facility.into(),
        sku: sku.into(),
        lines: count(4_000.0),
        line_fill_rate: filled.map_or_else(|| figure(None, None, 0, Unit::Share), share),
        unit_fill_rate: share(0.982),
        stock_out_delay: figure(Some(5_400.0), Some(60.0), 4_000, Unit::Seconds),
        on_hand: count(513.2),
        owed: count(2.6),
        end: count(498.0),
        orders: count(7.0),
        ordered: count(5_600.0),
        receipts: count(6.9),
        received: count(5_520.0),
        cost: StockCostFigures {
            holding: none.clone(),
            backorder: none.clone(),
            purchase: none.clone(),
            ordering: none.clone(),
            total: none,
        },
    }
}

fn with_stock() -> Outcome {
    let mut outcome = support::network();
    outcome.stock = vec![
        stock("East", "fast", Some(0.9711)),
        stock("East", "slow", Some(0.9912)),
        stock("Supplier", "fast", None),
    ];
    outcome.baskets = Some(BasketFigures {
        order_fill_rate: share(0.9512),
        line_fill_rate: share(0.9733),
        lines_per_order: figure(Some(1.801), Some(0.011), 4_000, Unit::Count),
        parcels_per_order: figure(Some(1.204), Some(0.006), 4_000, Unit::Count),
        split_share: share(0.2034),
        refused_share: share(0.0123),
    });
    outcome
}

/// The lines of a table, its title first.
fn lines(outcome: &Outcome, title: &str) -> Vec<String> {
    let text = table::summary(outcome);
    let lines = text.lines().skip_while(|line| *line != title);
    lines
        .take_while(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut file = csv::Reader::from_path(path).unwrap();
    file.deserialize().map(Result::unwrap).collect()
}

// catches: columns that hold the figures of their neighbours; a supplier's stock told as never filled
#[test]
fn the_table_of_stock_tells_what_was_filled_and_what_lay_there() {
    let told = lines(&with_stock(), "Stock");
    let cells: Vec<&str> = told[3].split("  ").filter(|c| !c.is_empty()).collect();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    let expected = [
        "East fast",
        "97.1 % (96.9–97.3)",
        "98.2 %",
        "90 min",
        "513.2",
        "2.6",
        "7",
        "5,520",
    ];
    assert_eq!(cells, expected, "{told:#?}");
    assert!(
        told[5].starts_with("Supplier fast") && told[5].contains('–'),
        "{told:#?}"
    );
    assert!(!told[1].contains("cost"), "no cost was given: {told:#?}");
    for line in &told {
        assert!(line.chars().count() <= 120, "{line}");
    }
}

// catches: costs left out; a long table in which the worst rows are cut off
#[test]
fn of_many_stocks_the_worst_are_shown() {
    let mut outcome = with_stock();
    outcome.stock = (0..40)
        .map(|i| {
            stock(
                "East",
                &format!("sku {i}"),
                Some(0.99 - 0.001 * f64::from(i)),
            )
        })
        .collect();
    outcome.stock[39].cost.total = figure(Some(1234.5), Some(1.0), 20, Unit::Money);
    let told = lines(&outcome, "Stock");
    assert!(told[3].starts_with("East sku 39") && told[3].contains("1234.50"));
    let text = told.join(" ");
    assert!(text.contains("28 more in stock.csv"), "{text}");
    assert!(text.contains("Cost: holding"), "{text}");
}

#[test]
fn the_table_of_baskets_names_what_is_counted() {
    let mut outcome = with_stock();
    let baskets = outcome.baskets.as_mut().unwrap();
    baskets.refused_share.marks = vec![Mark::OneReplication];
    let told = lines(&outcome, "Baskets").join("\n");
    let rows = told.lines().count();
    let none = figure(Some(0.0), Some(0.0), 4_000, Unit::Share);
    for (name, value, over) in [
        (
            "orders filled at once",
            "95.1 % (94.9–95.3)",
            "4,000 orders",
        ),
        ("lines per order", "1.80 (1.79–1.81)", "4,000 orders"),
        ("parcels per order", "1.204 (1.198–1.210)", "4,000 orders"),
        ("refused, out of stock", "1.2 % (1.0–1.4) [", "4,000 visits"),
    ] {
        let row = told.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(row.contains(value) && row.contains(over), "{row}");
    }
    // Orders of one line, all from one place: an interval around nothing, and figures that say nothing, are left out.
    let baskets = outcome.baskets.as_mut().unwrap();
    baskets.lines_per_order = figure(Some(1.0), Some(0.0), 4_000, Unit::Count);
    baskets.refused_share = none;
    let lone = lines(&outcome, "Baskets");
    assert_eq!(lone.len(), rows - 4, "{lone:#?}");
    let row = lone
        .iter()
        .find(|line| line.starts_with("refused"))
        .unwrap();
    assert!(row.contains(" 0 % ") && !row.contains('('), "{row}");
}

// catches: empty tables, chapters or files where neither is modelled
#[test]
fn without_stock_nothing_is_said_of_it() {
    let outcome = support::network();
    let dir = tempfile::tempdir().unwrap();
    let names = leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    assert!(!names.iter().any(|n| n == "stock.csv" || n == "baskets.csv"));
    let page = html::page(&outcome, &plots::draw(&outcome).unwrap()).unwrap();
    for word in ["Stock and baskets", "stock-out", "blocked"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn files_and_page_hold_stock_and_baskets() {
    let outcome = with_stock();
    let dir = tempfile::tempdir().unwrap();
    let names = leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    assert!(names.contains(&"stock.csv".to_owned()) && names.contains(&"baskets.csv".to_owned()));
    let rows = read(&dir.path().join("stock.csv"));
    assert_eq!(rows.len(), 3 * 16);
    let find = |figure: &str| {
        let mut of = rows.iter().filter(|row| row["figure"] == figure);
        of.find(|row| row["facility"] == "East" && row["sku"] == "slow")
            .unwrap()
    };
    assert_eq!(find("line_fill_rate")["value"], "0.9912");
    assert_eq!(find("on_hand")["value"], "513.2");
    assert_eq!(find("stock_out_delay")["unit"], "seconds");
    let rows = read(&dir.path().join("baskets.csv"));
    assert_eq!(rows.len(), 6);
    assert_eq!(
        (rows[4]["figure"].as_str(), rows[4]["value"].as_str()),
        ("split_share", "0.2034")
    );
    let page = html::page(&outcome, &plots::draw(&outcome).unwrap()).unwrap();
    let chapter = &page[page.find("<h2>Stock and baskets</h2>").unwrap()..];
    assert!(chapter.contains("East fast") && chapter.contains("parcels per order"));
    assert!(page.contains("<dt>stock-out delay</dt>"));
}

// catches: blocked servers told as busy, or as idle: a stage that is held up all the time left out of the busiest
#[test]
fn blocked_servers_are_told_where_there_is_finite_room() {
    let mut outcome = support::network();
    let last = outcome
        .stages
        .iter()
        .filter(|stage| stage.utilisation.value.is_some())
        .min_by(|a, b| {
            a.utilisation
                .value
                .unwrap()
                .total_cmp(&b.utilisation.value.unwrap())
        })
        .unwrap();
    let name = format!("{} {}", last.facility, last.stage);
    let at = outcome
        .stages
        .iter()
        .position(|stage| format!("{} {}", stage.facility, stage.stage) == name);
    let at = at.unwrap();
    assert!(
        !lines(&outcome, "Busiest stages")
            .join("\n")
            .contains("blocked")
    );
    outcome.stages[at].blocked = Some(share(0.4012));
    let told = lines(&outcome, "Busiest stages");
    assert!(told[1].contains("blocked (95 % interval)"), "{told:#?}");
    let row = told.iter().find(|line| line.starts_with(&name));
    assert!(
        row.is_some_and(|row| row.contains("40.1 % (39.9–40.3)")),
        "{told:#?}"
    );
    let dir = tempfile::tempdir().unwrap();
    leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    let rows = read(&dir.path().join("stages.csv"));
    let blocked: Vec<_> = rows
        .iter()
        .filter(|row| row["figure"] == "blocked")
        .collect();
    assert_eq!(blocked.len(), 1);
    assert_eq!(
        (blocked[0]["value"].as_str(), blocked[0]["unit"].as_str()),
        ("0.4012", "share")
    );
    let page = html::page(&outcome, &plots::draw(&outcome).unwrap()).unwrap();
    assert!(page.contains("<dt>blocked</dt>"));
}
