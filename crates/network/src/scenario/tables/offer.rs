//! Service levels, promises, paddings, sourcing.

use serde_json::{Value as Json, json};

use crate::calendar::DayTime;
use crate::diagnostics::Code;
use crate::network::{AfterCutoff, Assign, Choose, DeliveryWindow, Departures, PaddingAt};
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::scenario::from_value::{FromValue, wrong_type};
use crate::scenario::quantities::{
    DayNumber, Elapsed, LatestDay, SignedElapsed, SourcingRule, weekdays_of,
};
use crate::scenario::reader::Reader;
use crate::scenario::table::{Key, Table, table};
use crate::scenario::value::{Given, Row, Span, Value};

table! {
    /// `[offer]`.
    OfferTable, "the offer";
    /// `mix` (default): wanted share per level, falling to the next slower open one; `fastest`: the fastest open level.
    optional choose: Choose,
}

table! {
    /// `[sourcing]`.
    SourcingTable, "the sourcing";
    /// `nearest` (default): least planned time; `fastest`: earliest planned delivery now; `fewest-splits`; `least-loaded`;
    /// `cheapest-that-meets-the-promise`; `table`: by the rows. Only facilities that have the SKUs are looked at.
    optional rule: SourcingRule,
    /// Orders wait for the next of these instants (of the clock's time zone), such as `every 30min`, and are sourced with what is
    /// known then. Default: sourced at placement.
    optional release: Departures,
    /// Rows of the table, unless they stand in the file `tables.sourcing`.
    optional rows: Vec<Given<SourcingRow>>,
}

table! {
    /// A row of the sourcing table.
    SourcingRow, "a row of the sourcing table";
    /// Name of the zone.
    required zone: String,
    /// Name of the fulfilment centre.
    required facility: String,
    /// Name of the service level. Default: all.
    optional service_level: String,
}

table! {
    /// A row of `service_levels`.
    ServiceLevelRow, "a service level";
    /// Unique name.
    required name: String,
    /// Wanted share under `mix`, relative to the other levels. Default 1.
    optional share: f64,
    /// The last clock time at which it is offered, or a table `{ mon-fri = "17:00", sat = "12:00", sun = "closed", holiday =
    /// "12:00" }`. Default: always.
    optional cutoff: CutoffTimes,
    /// Whose clock: `zone` (default), `origin` (the facility the order is sourced from) or the name of a facility.
    optional cutoff_at: String,
    /// `close` (default): not offered after the cutoff; `next-day`: counts as placed on the next civil day.
    optional after_cutoff: AfterCutoff,
    /// Names of holiday lists on whose dates the `holiday` cutoff holds.
    optional holidays: Vec<Given<String>>,
    /// Latest acceptable promise: `same-day`, `next-delivery-day`, or days such as `2d` or `2bd` after placement.
    optional latest: LatestDay,
    /// Lifts `latest`.
    optional keep_label: bool,
    /// Rank at stages with `discipline = "priority"`, smaller numbers first. Default: the position among the levels, 1 for the first.
    optional priority: u32,
    /// How the base promise is made: exactly one kind.
    required promise: PromiseTable,
    /// Added to the base promise: `4h`, `1d`, `1bd`, `10%`; may be negative. Default 0.
    optional padding: PaddingAmount,
    /// Where padding sits: `promise` (default); `process`: added to the planned work before the first departure, so that the plan may
    /// move to a later one; `cutoff`: the cutoff is so much earlier, the promise unchanged. Holds for the curves too.
    optional padding_at: PaddingAt,
    /// No base promise is made for sooner than this after placement: `2h`, `1d`, `1bd`.
    optional at_least: DayOffset,
    /// What is promised, after placement, where the policy has no answer (no transit days, no departure left). Default: not offered.
    optional fallback: DayOffset,
    /// `instant` (default), `hour`, `2h`, `end-of-day` or `end-of-delivery-day`.
    optional rounding: Rounding,
    /// Wanted on-time share, 0 to 1.
    optional target: f64,
    /// Delivered at least so long before the promise counts as beaten. Default `1d`.
    optional beat_by: Elapsed,
    /// The promise is told as a window of this length that ends with it. Default: as a deadline.
    optional window: Elapsed,
    /// Whether a delivery before the window is on time. Default true.
    optional early_is_ok: bool,
    /// An order that is delivered counts as on time if the first attempt was. Default false: the delivery decides.
    optional attempt_counts: bool,
    /// Clock times at which its customers are at the door on delivery days, such as `17:00-21:00`. Default: those of the zone.
    optional delivery_window: DeliveryWindow,
    /// Names of the only zones that are eligible. Default: all.
    optional zones: Vec<Given<String>>,
    /// Which way, and so which carrier, where several lead to a zone: `fastest` (default), `cheapest`, `own-first` (as few legs
    /// with others as possible) or `cheapest-that-meets-the-promise` (by planned times).
    optional assign: Assign,
    /// Name of the way of doing business that the level belongs to, such as `two hubs`: costs are then also told per way, with the
    /// share of its orders that are sold its first level.
    optional way: String,
}

table! {
    /// `promise` of a service level: exactly one kind.
    PromiseTable, "a promise";
    /// A fixed length after placement.
    optional constant: ConstantTable,
    /// A day and a clock time, by the clock time of placement.
    optional service: ServiceTable,
    /// The planned path through calendars and timetables.
    optional plan: PlanTable,
    /// The planned path, with the work that waits ahead of the order.
    optional state: StateTable,
    /// Transit days by origin and zone.
    optional static_table as "static-table": StaticTableTable,
    /// A quantile of the lead times seen in runs made beforehand, per zone.
    optional quantile: QuantileTable,
    /// The promise of the replayed order.
    optional log: LogTable,
}

table! {
    /// `promise.constant`.
    ConstantTable, "a constant promise";
    /// Elapsed `12h`, civil days `2d`, or delivery days `2bd`.
    required after: DayOffset,
}

table! {
    /// `promise.service`: one day and clock time, or several windows.
    ServiceTable, "a service promise";
    /// Days after placement's local day: a number, or `1bd` for delivery days. Default 0.
    optional day: DayNumber,
    /// Clock time on that day.
    optional at: DayTime,
    /// Windows by the clock time of placement, instead of `day` and `at`.
    optional windows: Vec<Given<WindowRow>>,
}

table! {
    /// A window of a service promise.
    WindowRow, "a service window";
    /// Holds for orders placed up to and including this clock time; absent in the last window.
    optional until: DayTime,
    /// Days after placement's local day. Default 0.
    optional day: DayNumber,
    /// Clock time on that day.
    required at: DayTime,
}

table! {
    /// `promise.plan`.
    PlanTable, "a planned promise";
    /// Added to the planned delivery. Default 0.
    optional allowance: SignedElapsed,
}

table! {
    /// `promise.state`.
    StateTable, "a promise by the state of the queues";
    /// Added on top. Default 0.
    optional safety: SignedElapsed,
    /// Share of promises to be kept whatever the queue, such as 0.9: the time through the origin's stages is then a quantile,
    /// not the plan.
    optional service: f64,
}

table! {
    /// `promise.quantile`.
    QuantileTable, "a promise by quantile";
    /// Which quantile of the lead times of the level's orders in the zone, such as 0.95.
    required share: f64,
    /// Runs made beforehand to see them, on random numbers of their own. Default 10.
    optional runs: u32,
}

table! {
    /// `promise.static-table`.
    StaticTableTable, "a promise by transit days";
    /// Orders after it are dispatched on the next dispatch day. Default: midnight.
    optional cutoff: DayTime,
    /// CSV file with the columns `origin`, `zone` and `days`.
    required days: String,
    /// Name of the calendar of dispatch days. Default: every day.
    optional dispatch_calendar: String,
    /// Name of the calendar of transit days. Default: every day.
    optional transit_calendar: String,
}

table! {
    /// A row of a file of transit days.
    TransitDaysRow, "a row of transit days";
    /// Name of the fulfilment centre.
    required origin: String,
    /// Name of the zone.
    required zone: String,
    /// Transit days.
    required days: u32,
}

/// `promise.log`: has no keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct LogTable;

impl Table for LogTable {
    const TITLE: &'static str = "a logged promise";
    const KEYS: &'static [Key] = &[];

    fn from_row(_: Row, _: &mut Reader<'_>) -> Self {
        Self
    }
}

table! {
    /// A row of `padding_grid`: values `from`, `from + step`, ... up to `to`, all in one unit.
    PaddingGridRow, "a padding grid";
    /// First value.
    required from: PaddingAmount,
    /// Last value.
    required to: PaddingAmount,
    /// Distance between values.
    required step: PaddingAmount,
    /// Simulates every padding of the grid by itself, on the same random numbers: where promises feed back, a curve needs it. As many
    /// runs more as the grid has values. Default false.
    optional simulate: bool,
}

table! {
    /// A row of `paddings`; the last matching row holds.
    PaddingRow, "a padding";
    /// Name of the service level. Default: all.
    optional service_level: String,
    /// Name of the zone. Default: all.
    optional zone: String,
    /// The amount.
    required padding: PaddingAmount,
}

/// Cutoffs by weekday and for holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CutoffTimes {
    /// Monday first; `None`: not offered.
    pub weekdays: [Option<DayTime>; 7],
    /// Outer `None`: as on the weekday; inner `None`: not offered.
    pub holiday: Option<Option<DayTime>>,
}

impl FromValue for CutoffTimes {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(row) = value else {
            if !matches!(value, Value::Text(_)) {
                return wrong_type(
                    "a clock time such as \"17:00\" or a table by weekdays",
                    &value,
                    span,
                    reader,
                );
            }
            let time = DayTime::from_value(value, span, reader)?;
            return Some(Self {
                weekdays: [Some(time); 7],
                holiday: None,
            });
        };
        let mut weekdays = [None; 7];
        let mut holiday = None;
        let mut good = true;
        for entry in row.entries {
            let time = closed_or_time(entry.value, reader);
            let days = if &*entry.key == "holiday" {
                Some([false; 7])
            } else {
                weekdays_of(&entry.key, entry.key_span, reader)
            };
            let (Some(time), Some(days)) = (time, days) else {
                good = false;
                continue;
            };
            if &*entry.key == "holiday" {
                holiday = Some(time);
            }
            for (day, _) in days.iter().enumerate().filter(|(_, named)| **named) {
                if weekdays[day].replace(time).is_some() {
                    reader.report(Code::Conflict, entry.key_span, "a weekday has two cutoffs");
                    good = false;
                }
            }
        }
        // Days that are not named are closed, as a planner reads such a table.
        good.then(|| Self {
            weekdays: weekdays.map(Option::flatten),
            holiday,
        })
    }

    fn schema() -> Json {
        let time = DayTime::schema();
        let or_closed = json!({ "anyOf": [time.clone(), { "const": "closed" }] });
        json!({ "anyOf": [time, { "type": "object", "additionalProperties": or_closed }] })
    }
}

fn closed_or_time(value: Given<Value>, reader: &mut Reader<'_>) -> Option<Option<DayTime>> {
    match &value.value {
        Value::Text(text) if text == "closed" => Some(None),
        _ => DayTime::from_value(value.value, value.span, reader).map(Some),
    }
}
