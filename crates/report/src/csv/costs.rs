//! Tables of money.

use leadtime_sim::outcome::Outcome;

use super::{Table, figure, marks, number, with_figure};

/// Cost per order and per parcel: one row per figure.
pub(super) fn costs(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["by", "name"]);
    let Some(costs) = &outcome.costs else {
        return table;
    };
    for row in &costs.per_order {
        let each = [
            ("on_time", &row.on_time),
            ("cost", &row.total),
            ("handling", &row.handling),
            ("transport", &row.transport),
            ("failure", &row.failure),
            ("padding", &row.padding),
            ("shared", &row.shared),
        ];
        let of = [row.by.as_str(), row.name.as_str()];
        let first = row
            .first_level
            .iter()
            .map(|first| figure(&of, "first_level", first));
        table.rows.extend(first);
        table
            .rows
            .extend(each.iter().map(|(name, f)| figure(&of, name, f)));
    }
    for row in &costs.per_parcel {
        let each = [
            ("parcels", &row.parcels),
            ("cost_per_parcel", &row.cost),
            ("shared_per_parcel", &row.shared),
            ("overflowed", &row.overflowed),
        ];
        let of = [row.place.as_str(), row.name.as_str()];
        table
            .rows
            .extend(each.iter().map(|(name, f)| figure(&of, name, f)));
    }
    table
}

/// Cost per order at every padding.
pub(super) fn over_padding(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "service_level",
        "padding_kind",
        "padding",
        "padding_unit",
        "passive",
        "orders",
        "cost",
        "low",
        "high",
        "lateness",
        "padding_cost",
        "fixed",
        "changing",
        "changing_low",
        "changing_high",
        "marks",
    ]);
    let points = outcome.costs.iter().flat_map(|costs| &costs.over_padding);
    for point in points {
        let (cost, changing) = (&point.total, &point.changing);
        table.rows.push(vec![
            point
                .service_level
                .clone()
                .unwrap_or_else(|| "all".to_owned()),
            point.padding.kind.clone(),
            number(point.padding.value),
            point.padding.unit.clone(),
            point.padding.passive.to_string(),
            cost.n.to_string(),
            number(cost.value),
            number(cost.low),
            number(cost.high),
            number(point.lateness),
            number(point.padding_cost),
            number(point.fixed),
            number(changing.value),
            number(changing.low),
            number(changing.high),
            marks(&cost.marks),
        ]);
    }
    table
}
