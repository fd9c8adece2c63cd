//! "Order by": until when orders may be placed that are to be delivered before a date.

use leadtime_sim::outcome::{DeadlineFigures, OrderBy, Outcome, Verdict};

use super::content::Sheet;
use crate::plots::Topic;
use crate::wording;

/// Zones in a table at most; all are in `order_by.csv`.
const MOST: usize = 12;

pub(crate) fn sheets(outcome: &Outcome) -> Vec<Sheet> {
    let of = |deadline| [levels(deadline), zones(deadline)];
    outcome.deadlines.iter().flat_map(of).collect()
}

fn levels(deadline: &DeadlineFigures) -> Sheet {
    let title = format!("Order by: {}, {}", deadline.name, asked(deadline));
    let heads = [
        "service level",
        "surely until",
        "by the estimate until",
        "surely not after",
        "#zones that are sure",
    ];
    let mut sheet = Sheet::new(Topic::OrderBy, &title, &heads);
    let together = deadline.cells.iter().filter(|cell| cell.zone.is_none());
    sheet.rows = together
        .map(|cell| {
            let zones = || {
                let zones = deadline.cells.iter().filter(|other| other.zone.is_some());
                zones.filter(|other| other.service_level == cell.service_level)
            };
            let sure = zones().filter(|zone| zone.safe.is_some()).count();
            let mut row = vec![cell.service_level.clone()];
            row.extend(instants(cell));
            row.push(format!("{sure} of {}", zones().count()));
            row
        })
        .collect();
    sheet.caption = format!(
        "Local time of the zone. Orders of the 24 hours up to an instant, and of those before it, keep the target; {} local days before {} were \
         looked at. Surely: by the bound of a 95 % interval; the three instants are an interval of the last safe one.",
        deadline.days,
        wording::date(&deadline.date)
    );
    sheet
}

/// `99.9 % before Thu 24 Dec, with a probability of 90 %`.
fn asked(deadline: &DeadlineFigures) -> String {
    let target = wording::target(deadline.target);
    let date = wording::date(&deadline.date);
    match deadline.probability {
        Some(probability) => format!(
            "{target} delivered before {date}, with a probability of {}",
            wording::target(probability)
        ),
        None => format!("{target} expected to be delivered before {date}"),
    }
}

fn instants(cell: &OrderBy) -> [String; 3] {
    let said = |at: &Option<String>| wording::end_of_hour(at.as_deref());
    let sure = match &cell.safe {
        Some(_) => said(&cell.safe),
        None => standing(cell),
    };
    [sure, said(&cell.estimate), said(&cell.possible)]
}

/// Why nothing is sure.
fn standing(cell: &OrderBy) -> String {
    match (cell.verdict, cell.replications) {
        (Verdict::NotYet, Some(replications)) => {
            format!("would take {} replications", wording::count(replications))
        }
        (Verdict::Contradicted, _) => "never".to_owned(),
        _ => "not to be expected".to_owned(),
    }
}

/// Zones that come first: those without a sure instant, then those with the earliest.
fn zones(deadline: &DeadlineFigures) -> Sheet {
    let title = format!("Order by, zones with the least time: {}", deadline.name);
    let heads = [
        "zone",
        "service level",
        "surely until",
        "by the estimate until",
        "surely not after",
        "#orders seen",
    ];
    let mut sheet = Sheet::new(Topic::OrderBy, &title, &heads);
    let zones = deadline.cells.iter().filter(|cell| cell.zone.is_some());
    let mut zones: Vec<&OrderBy> = zones.collect();
    zones.sort_by(|a, b| (&a.safe, &a.estimate).cmp(&(&b.safe, &b.estimate)));
    let row = |cell: &&OrderBy| {
        let mut row = vec![
            cell.zone.clone().unwrap_or_default(),
            cell.service_level.clone(),
        ];
        row.extend(instants(cell));
        row.push(wording::count(cell.orders));
        row
    };
    sheet.rows = zones.iter().take(MOST).map(row).collect();
    if zones.len() > MOST {
        sheet.caption = format!(
            "The first {MOST} of {} zones and levels. All: order_by.csv.",
            zones.len()
        );
    }
    sheet
}
