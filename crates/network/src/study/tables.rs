//! The tables of `study.toml`.

use serde_json::{Value as Json, json};

use super::questions::{By, Find, FloorWord, OfWord, PerWord, SelectionMethod};
use crate::scenario::Written;
use crate::scenario::from_value::{FromValue, Named};
use crate::scenario::reader::Reader;
use crate::scenario::table::table;
use crate::scenario::value::{Given, Span, Value};

table! {
    /// The whole file.
    StudyRoot, "the study";
    /// Version of the format: 1.
    required schema: i64,
    /// Short name; names the output folder.
    required name: String,
    /// One sentence for the report.
    optional description: String,
    /// Folder of the scenario, relative to that of the study, or the name of the built-in one. Default: the study's own folder.
    optional scenario: String,
    /// Master seed of all designs. Default: as the scenario says.
    optional seed: u64,
    /// In place of the scenario's warm-up.
    optional warm_up: Written,
    /// In place of the scenario's horizon.
    optional horizon: Written,
    /// What the study may cost.
    optional budget: BudgetTable,
    /// How precise figures shall be; a design is done when all are, or its budget is spent.
    optional precision: Vec<Given<PrecisionRow>>,
    /// Values that all designs have in place of those written: address = value.
    optional set: Named<Written>,
    /// Amounts that are multiplied in all designs: address = factor.
    optional scale: Named<f64>,
    /// Axes of a full factorial: every value of one with every value of the others.
    optional axes: Vec<Given<AxisRow>>,
    /// Designs one by one, instead of axes.
    optional designs: Vec<Given<DesignRow>>,
    /// What must hold; where it does not, the program ends with 99.
    optional assertions: Vec<Given<AssertionRow>>,
    /// What is solved for.
    optional solve: Vec<Given<SolveRow>>,
    /// Which design is best.
    optional select: SelectTable,
    /// Parameters that are not known for sure.
    optional uncertain: Vec<Given<UncertainRow>>,
    /// How many draws of the uncertain parameters are simulated, 100,000 at most. Default 20.
    optional draws: u32,
    /// What an order brings, and how demand answers the quote: what `profit` is made of.
    optional profit: ProfitTable,
}

table! {
    /// `[select]`.
    SelectTable, "the selection";
    /// The figure that is to be best, such as `on_time("next-day")`.
    required figure: String,
    /// The least difference worth knowing, in the unit of the figure.
    required indifference: f64,
    /// Probability of a correct selection where the best leads by that much. Default 0.95.
    optional confidence: f64,
    /// `kim-nelson`, worse designs drop out one by one; `nelson-matejcik`, two stages; both on common random numbers. `rinott`, two stages, and
    /// `ocba`, without a stated probability; both with random numbers of each design's own. Default `kim-nelson`.
    optional method: SelectionMethod,
    /// Replications of every design before anything is decided. Default 30.
    optional first: u32,
}

table! {
    /// A row of `[[uncertain]]`.
    UncertainRow, "an uncertain parameter";
    /// What it is called. Default: the last key of its address; the whole address where another parameter has that key too.
    optional name: String,
    /// Address of what takes the drawn value, or several that take the same one.
    optional set: Addresses,
    /// Address of what is multiplied by the drawn value, or several.
    optional scale: Addresses,
    /// What is known of the value or factor: a distribution of plain numbers, such as `pert(0.9, 1.0, 1.2)`.
    required law: String,
}

table! {
    /// `[profit]`.
    ProfitTable, "the profit";
    /// What an order brings before the costs of the scenario.
    required revenue: f64,
    /// Orders at a quote of q hours: max(0, `at_zero` + `per_hour` q).
    optional linear: LinearTable,
    /// Share of visitors who buy at a quote of q hours: 1 / (1 + exp(-(`utility` + `per_hour` q))).
    optional logit: LogitTable,
}

table! {
    /// `profit.linear`.
    LinearTable, "a linear demand";
    /// Orders at a quote of zero.
    required at_zero: f64,
    /// What an hour of the quote adds; usually negative.
    required per_hour: f64,
}

table! {
    /// `profit.logit`.
    LogitTable, "a logit demand";
    /// Utility at a quote of zero.
    required utility: f64,
    /// What an hour of the quote adds to it; usually negative.
    required per_hour: f64,
}

table! {
    /// `[budget]`.
    BudgetTable, "the budget";
    /// Most replications of a design.
    required replications: u32,
    /// Most designs, 100,000 at most. Default 1000.
    optional designs: u32,
}

table! {
    /// A row of `[[precision]]`.
    PrecisionRow, "a precision";
    /// A figure such as `on_time("next-day")`.
    required figure: String,
    /// Half-width of the 95 % interval, in the unit of the figure (times in seconds).
    optional absolute: f64,
    /// Relative error that the interval allows; of a share: of the share that is missing, such as late orders.
    optional relative: f64,
}

table! {
    /// A row of `[[axes]]`.
    AxisRow, "an axis";
    /// What it is called. Default: the last key of its address.
    optional name: String,
    /// Address of what takes the values, or several that take the same one.
    optional set: Addresses,
    /// Address of what is multiplied by the values, or several.
    optional scale: Addresses,
    /// The values.
    optional values: Vec<Given<Written>>,
    /// The first of evenly spaced values: a number, a duration or a clock time.
    optional from: Written,
    /// The last of them.
    optional to: Written,
    /// What lies between two of them.
    optional step: Written,
    /// Folders of scenarios, instead of values.
    optional scenarios: Vec<Given<String>>,
}

table! {
    /// A row of `[[designs]]`.
    DesignRow, "a design";
    /// What it is called.
    required name: String,
    /// Folder of its scenario. Default: that of the study.
    optional scenario: String,
    /// Values in place of those written: address = value.
    optional set: Named<Written>,
    /// Amounts that are multiplied: address = factor.
    optional scale: Named<f64>,
}

table! {
    /// A row of `[[assertions]]`.
    AssertionRow, "an assertion";
    /// What must hold, such as `on_time("next-day") >= 0.95`.
    required that: String,
    /// Of which designs: a name, in which `*` stands for any text. Default: all.
    optional design: String,
    /// `mean`: the expected figure; `period`: the figure of one scoring window. Default `mean`.
    optional of: OfWord,
    /// How probable it must be that a window keeps it. Default 0.9; only with `of = "period"`.
    optional probability: f64,
    /// What is compared: the `value`, or the end of its 95 % interval that is nearer to failing. Default `value`.
    optional by: By,
}

table! {
    /// A row of `[[solve]]`.
    SolveRow, "a question";
    /// What it is called. Default: the name of the axis.
    optional name: String,
    /// The axis that is solved for.
    required axis: String,
    /// `smallest` or `largest` value of the axis at which a requirement holds.
    optional find: Find,
    /// What must hold, such as `on_time("next-day") >= 0.999`.
    optional that: String,
    /// Instead: the value at which this figure is least, such as `cost`.
    optional minimise: String,
    /// Or most, such as `profit`.
    optional maximise: String,
    /// Every `zone` by itself, or, along an axis of lengths of padding, every `state`: every length of the base quote. Only for an on-time share.
    optional per: PerWord,
    /// With `per = "state"`: whether the share is kept in every `segment`, or in the `aggregate`, with the shortest quotes on average. Default `segment`.
    optional floor: FloorWord,
    /// `mean`: the expected figure; `period`: the figure of one scoring window. Default `mean`.
    optional of: OfWord,
    /// How probable it must be that a window keeps it. Default 0.9; only with `of = "period"`.
    optional probability: f64,
    /// One-sided confidence of the answer. Default 0.95.
    optional confidence: f64,
}

/// One address or several, as written.
#[derive(Clone, Debug)]
pub struct Addresses(pub(crate) Vec<Given<String>>);

impl FromValue for Addresses {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::List(_) = value {
            return Vec::from_value(value, span, reader).map(Self);
        }
        let value = String::from_value(value, span, reader)?;
        Some(Self(vec![Given { value, span }]))
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

impl FromValue for Written {
    fn from_value(value: Value, _: Span, _: &mut Reader<'_>) -> Option<Self> {
        (!matches!(value, Value::Bad)).then_some(Self(value))
    }

    fn schema() -> Json {
        json!({})
    }
}
