//! Names and words of a choice.

use serde_json::{Value as Json, json};

use super::text_schema;
use crate::diagnostics::Code;
use crate::network::{
    AfterCutoff, Assign, BlameBy, CarrierKind, Choose, Discipline, FacilityKind, Grain, Overtime,
    PaddingAt, Serve, ShockScope, ShockTarget, TransitDraw, WhenFull, WhenOut,
};
use crate::scenario::findings::closest;
use crate::scenario::from_value::{FromValue, wrong_type};
use crate::scenario::reader::Reader;
use crate::scenario::value::{Given, Span, Value};
use crate::study::{By, Find, FloorWord, OfWord, PerWord, SelectionMethod};

/// Names separated by blanks, or a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl FromValue for Words {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Cell(text) => {
                Some(Self(text.split_whitespace().map(str::to_owned).collect()))
            }
            Value::List(_) => {
                let list: Vec<Given<String>> = FromValue::from_value(value, span, reader)?;
                Some(Self(list.into_iter().map(|item| item.value).collect()))
            }
            other => wrong_type("names separated by blanks", &other, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// A name of the IANA time zone database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZoneName(pub String);

impl FromValue for TimeZoneName {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let name = String::from_value(value, span, reader)?;
        if reader.knows_time_zone(&name) {
            return Some(Self(name));
        }
        let names: Vec<String> = jiff::tz::db()
            .available()
            .map(|known| known.to_string())
            .collect();
        let help = match closest(&name, names.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "write a name of the IANA database, such as \"Europe/Berlin\"".to_owned(),
        };
        reader.report_with(
            Code::UnknownTimeZone,
            span,
            format!("`{name}` is not a time zone"),
            help,
        );
        None
    }

    fn schema() -> Json {
        text_schema(None, "America/New_York")
    }
}

/// The rule of the sourcing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcingRule {
    /// Least planned time.
    Nearest,
    /// The earliest planned delivery now.
    Fastest,
    /// As few parcels as possible.
    FewestSplits,
    /// Where the least work waits.
    LeastLoaded,
    /// The cheapest that keeps the promise.
    CheapestThatMeets,
    /// By the sourcing table.
    Table,
}

/// How a stock is kept, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockRule {
    /// Always enough.
    Always,
    /// (r, Q).
    ReorderPoint,
    /// (s, S).
    OrderUpTo,
    /// (S - 1, S).
    BaseStock,
    /// The same at every review.
    FixedOrder,
}

/// What is to reach the target of a deadline, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineKind {
    /// The expected share.
    Mean,
    /// The share of one period, with a probability.
    Period,
}

/// Implements reading one of a few words.
macro_rules! choice {
    ($type:ident: $($word:literal => $variant:ident),* $(,)?) => {
        impl FromValue for $type {
            fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
                let word = String::from_value(value, span, reader)?;
                match word.as_str() {
                    $($word => Some(Self::$variant),)*
                    other => {
                        unknown_word(other, &[$($word),*], span, reader);
                        None
                    }
                }
            }

            fn schema() -> Json {
                json!({ "enum": [$($word),*] })
            }
        }
    };
}

fn unknown_word(word: &str, known: &[&str], span: Span, reader: &mut Reader<'_>) {
    let message = format!("`{word}` is not one of {}", known.join(", "));
    match closest(word, known.iter().copied()) {
        Some(meant) => reader.report_with(
            Code::UnknownWord,
            span,
            message,
            format!("did you mean `{meant}`?"),
        ),
        None => reader.report(Code::UnknownWord, span, message),
    }
}

choice!(FacilityKind:
    "fulfilment-centre" => FulfilmentCentre,
    "sort-centre" => SortCentre,
    "cross-dock" => CrossDock,
    "delivery-station" => DeliveryStation,
    "hub" => Hub,
    "supplier" => Supplier,
);
choice!(TransitDraw: "per-departure" => PerDeparture, "per-parcel" => PerParcel);
choice!(Discipline:
    "fifo" => Fifo,
    "earliest-due-date" => EarliestDueDate,
    "earliest-cpt" => EarliestCpt,
    "priority" => Priority,
);
choice!(WhenFull: "block" => Block, "turn-away" => TurnAway);
choice!(Serve: "downstream-first" => DownstreamFirst, "longest-waiting" => LongestWaiting);
choice!(Overtime: "finish" => Finish, "pause" => Pause, "restart" => Restart);
choice!(ShockTarget:
    "service-time" => ServiceTime,
    "transit" => Transit,
    "servers" => Servers,
    "demand" => Demand,
    "departure-delay" => DepartureDelay,
);
choice!(ShockScope: "shared" => Shared, "each" => Each);
choice!(DeadlineKind: "mean" => Mean, "period" => Period);
choice!(Grain: "day" => Day, "week" => Week);
choice!(BlameBy: "place" => Place, "kind" => Kind);
choice!(Choose: "mix" => Mix, "fastest" => Fastest);
choice!(AfterCutoff: "close" => Close, "next-day" => NextDay);
choice!(SourcingRule:
    "nearest" => Nearest,
    "fastest" => Fastest,
    "fewest-splits" => FewestSplits,
    "least-loaded" => LeastLoaded,
    "cheapest-that-meets-the-promise" => CheapestThatMeets,
    "table" => Table,
);
choice!(StockRule:
    "always" => Always,
    "reorder-point" => ReorderPoint,
    "order-up-to" => OrderUpTo,
    "base-stock" => BaseStock,
    "fixed-order" => FixedOrder,
);
choice!(PaddingAt: "promise" => Promise, "process" => Process, "cutoff" => Cutoff);
choice!(WhenOut: "backorder" => Backorder, "lost" => Lost);
choice!(CarrierKind: "own-fleet" => OwnFleet, "3pl" => ThirdParty);
choice!(Assign:
    "fastest" => Fastest,
    "cheapest" => Cheapest,
    "own-first" => OwnFirst,
    "cheapest-that-meets-the-promise" => CheapestThatMeetsThePromise,
);

choice!(By: "value" => Value, "bound" => Bound);
choice!(Find: "smallest" => Smallest, "largest" => Largest);
choice!(SelectionMethod:
    "kim-nelson" => KimNelson,
    "nelson-matejcik" => NelsonMatejcik,
    "rinott" => Rinott,
    "ocba" => Ocba,
);
choice!(PerWord: "zone" => Zone, "state" => State);
choice!(FloorWord: "segment" => Segment, "aggregate" => Aggregate);
choice!(OfWord: "mean" => Mean, "period" => Period);
