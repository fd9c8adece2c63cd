//! A scenario as it is written: every key read by itself, every value with its place, every file read once.
//!
//! [`read`] turns [`Files`] into a [`Scenario`]; it reports everything that can be seen key by key (syntax, unknown and
//! missing keys, values that are no durations or distributions). What only shows when tables are put together is found by
//! [`crate::validate`].

mod change;
mod csv_rows;
mod files;
pub(crate) mod findings;
pub(crate) mod from_value;
mod quantities;
pub(crate) mod reader;
mod rows;
mod schema;
pub(crate) mod table;
mod tables;
pub(crate) mod toml_rows;
pub(crate) mod value;

pub use change::{Change, ChangePath, Changes, How, PathError, Written};
pub use files::{FileError, Files, SCENARIO_FILE};
pub(crate) use findings::{Findings, closest};
pub use from_value::Named;
pub use quantities::{
    DayNumber, Days, DeadlineKind, Elapsed, LatestDay, LawText, LoadLimitText, OpenHours, Outages,
    ParcelRate, PlainLaw, ServerCount, SignedElapsed, SourcingRule, Speed, StockRule, TimeZoneName,
    VisitRate, Weight, WeightLaw, Words,
};
pub use rows::Rows;
pub use schema::json_schema;
pub use tables::*;
pub use value::{Field, Given, Span};

use reader::Reader;
use table::Table;
use value::{Row, Value};

use crate::diagnostics::Code;
use crate::distribution::ShockLaw;
use crate::network::Grain;

/// The version of the format that is read.
pub const SCHEMA: i64 = 1;

/// A scenario as written.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The main file, without the tables below.
    pub root: RootTable,
    /// Facilities.
    pub facilities: Rows<FacilityRow>,
    /// Stages.
    pub stages: Rows<StageRow>,
    /// Pools.
    pub pools: Rows<PoolRow>,
    /// Lanes.
    pub lanes: Rows<LaneRow>,
    /// Zones.
    pub zones: Rows<ZoneRow>,
    /// Rows of the sourcing table.
    pub sourcing: Rows<SourcingRow>,
    /// Classes of articles.
    pub skus: Rows<SkuRow>,
    /// Which SKU lies where.
    pub stock: Rows<StockRow>,
    /// Routes.
    pub routes: Rows<RouteRow>,
    /// Padding overrides.
    pub paddings: Rows<PaddingRow>,
    /// Rates of carriers.
    pub rates: Rows<RateRow>,
    /// Laws of the shocks, in their order; `None`: reported.
    pub shock_laws: Vec<Option<ShockLaw>>,
    /// Days of the forecast, if demand is one.
    pub forecast: Rows<ForecastRow>,
    /// Law of the forecast error, if there is one.
    pub forecast_error: Option<ShockLaw>,
    /// Rows of the replayed log, if demand is one.
    pub log: Rows<ReplayRow>,
    /// Transit days of each service level, in their order, where its promise has them.
    pub transit_days: Vec<Rows<TransitDaysRow>>,
    /// BLAKE3 digest (hex) of all files read.
    pub digest: String,
    /// Nothing was left out for a syntax error; only then it is worth validating.
    pub complete: bool,
    pub(crate) findings: Findings,
}

/// Reads a scenario; what is wrong is kept in it. `Err` if there is no main file to read.
///
/// # Errors
/// The main file is missing or no text: its diagnostics.
pub fn read(files: &Files) -> Result<Scenario, crate::diagnostics::Diagnostics> {
    read_changed(files, &Changes::default())
}

/// Reads a scenario as if other values stood in it. A change that names nothing is an error, told where the change stands.
///
/// # Errors
/// As [`read`].
pub fn read_changed(
    files: &Files,
    changes: &Changes,
) -> Result<Scenario, crate::diagnostics::Diagnostics> {
    let mut reader = Reader::new(files);
    reader.change(changes);
    let Some((source, text)) = reader.text(files.main(), None) else {
        return Err(reader.findings.finish());
    };
    if text.text().trim().is_empty() {
        reader.report(
            Code::EmptyTable,
            Span::new(source, 0..0),
            format!("`{}` is empty", files.main()),
        );
        return Err(reader.findings.finish());
    }
    let mut document = toml_rows::parse(text.text(), source, &mut reader);
    reader.changes.change_document(&mut document);
    Ok(scenario(document, &mut reader))
}

fn scenario(document: Row, reader: &mut Reader<'_>) -> Scenario {
    let mut root = root(document, reader);
    let tables = root
        .tables
        .given()
        .map(|given| given.value.clone())
        .unwrap_or_default();
    let sourcing_rows = match &mut root.sourcing {
        Field::Given(sourcing) => std::mem::take(&mut sourcing.value.rows),
        Field::Absent => Field::Absent,
        Field::Bad => Field::Bad,
    };
    let facilities = rows::merged(
        "facilities",
        std::mem::take(&mut root.facilities),
        Some(&tables.facilities),
        reader,
    );
    let stages = rows::merged(
        "stages",
        std::mem::take(&mut root.stages),
        Some(&tables.stages),
        reader,
    );
    let pools = rows::merged(
        "pools",
        std::mem::take(&mut root.pools),
        Some(&tables.pools),
        reader,
    );
    let lanes = rows::merged(
        "lanes",
        std::mem::take(&mut root.lanes),
        Some(&tables.lanes),
        reader,
    );
    let zones = rows::merged(
        "zones",
        std::mem::take(&mut root.zones),
        Some(&tables.zones),
        reader,
    );
    let sourcing = rows::merged(
        "sourcing.rows",
        sourcing_rows,
        Some(&tables.sourcing),
        reader,
    );
    let skus = rows::merged(
        "skus",
        std::mem::take(&mut root.skus),
        Some(&tables.skus),
        reader,
    );
    let stock = rows::merged(
        "stock",
        std::mem::take(&mut root.stock),
        Some(&tables.stock),
        reader,
    );
    let routes = rows::merged(
        "routes",
        std::mem::take(&mut root.routes),
        Some(&tables.routes),
        reader,
    );
    let paddings = rows::merged(
        "paddings",
        std::mem::take(&mut root.paddings),
        Some(&tables.paddings),
        reader,
    );
    let rates = rows::merged(
        "rates",
        std::mem::take(&mut root.rates),
        Some(&tables.rates),
        reader,
    );
    let shock_laws = shock_laws(&root, reader);
    let (forecast, forecast_error, log) = demand_files(&root, reader);
    let transit_days = transit_days(&root, reader);
    let digest = reader.digest();
    std::mem::take(&mut reader.changes).report_idle(reader);
    Scenario {
        root,
        facilities,
        stages,
        pools,
        lanes,
        zones,
        sourcing,
        skus,
        stock,
        routes,
        paddings,
        rates,
        shock_laws,
        forecast,
        forecast_error,
        log,
        transit_days,
        digest,
        complete: !reader.incomplete,
        findings: std::mem::take(&mut reader.findings),
    }
}

/// The main file; its schema is looked at first, since in another version the other keys may mean something else.
fn root(mut document: Row, reader: &mut Reader<'_>) -> RootTable {
    let schema = document
        .entries
        .iter()
        .find(|entry| &*entry.key == "schema")
        .map(|entry| &entry.value);
    if let Some(Given {
        value: Value::Integer(version),
        span,
    }) = schema
        && *version != SCHEMA
    {
        reader.report(
            Code::UnknownSchema,
            *span,
            format!("schema {version} is not known, this program reads schema {SCHEMA}"),
        );
    }
    table::report_unknown_keys::<RootTable>(&mut document, "key or table", reader);
    RootTable::from_row(document, reader)
}

fn shock_laws(root: &RootTable, reader: &mut Reader<'_>) -> Vec<Option<ShockLaw>> {
    let shocks = root.shocks.value().map_or(&[][..], Vec::as_slice);
    shocks
        .iter()
        .map(|shock| law(&shock.value.law, shock.value.grain.or(Grain::Day)?, reader))
        .collect()
}

fn law(text: &Field<LawText>, grain: Grain, reader: &mut Reader<'_>) -> Option<ShockLaw> {
    quantities::shock_law(text.given()?, grain, reader)
}

fn demand_files(
    root: &RootTable,
    reader: &mut Reader<'_>,
) -> (Rows<ForecastRow>, Option<ShockLaw>, Rows<ReplayRow>) {
    let demand = root.demand.value();
    let forecast = demand.and_then(|demand| demand.forecast.value());
    let volumes = forecast
        .and_then(|forecast| forecast.volume.given())
        .map(|file| rows::from_file(&file.value, file.span, reader));
    let error = forecast.and_then(|forecast| law(&forecast.error, Grain::Day, reader));
    let replay = demand.and_then(|demand| demand.replay.value());
    let log = replay
        .and_then(|replay| replay.log.given())
        .map(|file| rows::from_file(&file.value, file.span, reader));
    (volumes.unwrap_or_default(), error, log.unwrap_or_default())
}

fn transit_days(root: &RootTable, reader: &mut Reader<'_>) -> Vec<Rows<TransitDaysRow>> {
    let levels = root.service_levels.value().map_or(&[][..], Vec::as_slice);
    let file = |level: &Given<ServiceLevelRow>| {
        level
            .value
            .promise
            .value()?
            .static_table
            .value()?
            .days
            .given()
            .cloned()
    };
    levels
        .iter()
        .map(|level| {
            file(level).map_or_else(Rows::default, |file| {
                rows::from_file(&file.value, file.span, reader)
            })
        })
        .collect()
}
