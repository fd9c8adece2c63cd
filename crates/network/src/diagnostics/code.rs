//! The list of codes: the one source of numbers, titles and explanations.

use std::fmt;

use super::catalogue::{graph, promises, quantities, reading, references, study};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be simulated.
    Error,
    /// It can be, but the answer may not mean what its author thinks.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// What is known about a code: shown by `leadtime explain` and in the index of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `E` or `W` and three digits.
    pub number: &'static str,
    /// What is wrong, in a few words; the title of its section in the index of errors.
    pub title: &'static str,
    /// Why it is wrong and what usually causes it.
    pub explanation: &'static str,
    /// Lines of a scenario (or a command) that have the fault.
    pub bad: &'static str,
    /// The same lines without it.
    pub good: &'static str,
}

macro_rules! codes {
    ($($variant:ident = $module:ident :: $entry:ident,)*) => {
        /// A rule that a scenario or a run broke.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("See the entry `", stringify!($entry), "`.")] $variant,)*
        }

        impl Code {
            /// All codes, in order of their numbers, errors first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Number, title, explanation and snippets.
            #[must_use]
            pub const fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$variant => &$module::$entry,)*
                }
            }
        }
    };
}

codes! {
    FileUnreadable = reading::FILE_UNREADABLE,
    FileOutside = reading::FILE_OUTSIDE,
    NotUtf8 = reading::NOT_UTF8,
    TomlSyntax = reading::TOML_SYNTAX,
    DuplicateKey = reading::DUPLICATE_KEY,
    CsvSyntax = reading::CSV_SYNTAX,
    UnknownKey = reading::UNKNOWN_KEY,
    MissingKey = reading::MISSING_KEY,
    EmptyTable = reading::EMPTY_TABLE,
    UnknownSchema = reading::UNKNOWN_SCHEMA,
    WrongType = reading::WRONG_TYPE,
    TableTwice = reading::TABLE_TWICE,
    MissingUnit = quantities::MISSING_UNIT,
    NotAQuantity = quantities::NOT_A_QUANTITY,
    NotFinite = quantities::NOT_FINITE,
    OutOfRange = quantities::OUT_OF_RANGE,
    NegativeDuration = quantities::NEGATIVE_DURATION,
    NotADistribution = quantities::NOT_A_DISTRIBUTION,
    ImpossibleParameters = quantities::IMPOSSIBLE_PARAMETERS,
    NotATime = quantities::NOT_A_TIME,
    UnknownWord = quantities::UNKNOWN_WORD,
    UnknownTimeZone = quantities::UNKNOWN_TIME_ZONE,
    ProfileShape = quantities::PROFILE_SHAPE,
    Conflict = quantities::CONFLICT,
    PaddingGrid = quantities::PADDING_GRID,
    NameTwice = references::NAME_TWICE,
    UnknownName = references::UNKNOWN_NAME,
    NothingMatched = references::NOTHING_MATCHED,
    LaneFromZone = references::LANE_FROM_ZONE,
    LaneToItself = references::LANE_TO_ITSELF,
    NoTransit = references::NO_TRANSIT,
    NeverOpen = references::NEVER_OPEN,
    RowTwice = references::ROW_TWICE,
    NotALognormal = references::NOT_A_LOGNORMAL,
    BadName = references::BAD_NAME,
    NoClasses = references::NO_CLASSES,
    NeverFilled = references::NEVER_FILLED,
    ZoneUnreachable = graph::ZONE_UNREACHABLE,
    DeadEnd = graph::DEAD_END,
    RouteMissingLane = graph::ROUTE_MISSING_LANE,
    RouteTwice = graph::ROUTE_TWICE,
    RouteEnds = graph::ROUTE_ENDS,
    NoFulfilmentCentre = graph::NO_FULFILMENT_CENTRE,
    LevelUnreachable = graph::LEVEL_UNREACHABLE,
    SourcedFromNowhere = graph::SOURCED_FROM_NOWHERE,
    OverflowCircle = graph::OVERFLOW_CIRCLE,
    RateMissing = graph::RATE_MISSING,
    SkuNowhere = graph::SKU_NOWHERE,
    SuppliedInACircle = graph::SUPPLIED_IN_A_CIRCLE,
    DemandKinds = promises::DEMAND_KINDS,
    PromiseKinds = promises::PROMISE_KINDS,
    WindowOrder = promises::WINDOW_ORDER,
    LogPromise = promises::LOG_PROMISE,
    TransitDaysMissing = promises::TRANSIT_DAYS_MISSING,
    NoShare = promises::NO_SHARE,
    HolidayCutoff = promises::HOLIDAY_CUTOFF,
    OutputUnwritable = study::OUTPUT_UNWRITABLE,
    OutputForeign = study::OUTPUT_FOREIGN,
    NothingScored = study::NOTHING_SCORED,
    TooLong = study::TOO_LONG,
    OutcomeUnreadable = study::OUTCOME_UNREADABLE,
    TooManyInFlight = study::TOO_MANY_IN_FLIGHT,
    Deadlock = study::DEADLOCK,
    NotSwept = study::NOT_SWEPT,
    DeadlineOutside = study::DEADLINE_OUTSIDE,
    NothingChanged = study::NOTHING_CHANGED,
    NoBudget = study::NO_BUDGET,
    UnknownFigure = study::UNKNOWN_FIGURE,
    BadAxis = study::BAD_AXIS,
    DesignsClash = study::DESIGNS_CLASH,
    TooManyDesigns = study::TOO_MANY_DESIGNS,
    UnknownAxis = study::UNKNOWN_AXIS,
    NoSegments = study::NO_SEGMENTS,
    OutsideClock = references::OUTSIDE_CLOCK,
    Overload = graph::OVERLOAD,
    BlockingCycle = graph::BLOCKING_CYCLE,
    SlowBatch = graph::SLOW_BATCH,
    StockShort = graph::STOCK_SHORT,
    EndlessWork = graph::ENDLESS_WORK,
    CarrierIdle = graph::CARRIER_IDLE,
    BeyondLastBand = graph::BEYOND_LAST_BAND,
    CutoffTooLate = promises::CUTOFF_TOO_LATE,
    TimeSkipped = promises::TIME_SKIPPED,
    TimeRepeated = promises::TIME_REPEATED,
    Expensive = study::EXPENSIVE,
    PartialWeeks = study::PARTIAL_WEEKS,
}

impl Code {
    /// The code with this number, in either case of the letter.
    #[must_use]
    pub fn from_number(number: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.number().eq_ignore_ascii_case(number))
    }

    /// `E` or `W` and three digits.
    #[must_use]
    pub const fn number(self) -> &'static str {
        self.entry().number
    }

    /// What is wrong, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.entry().title
    }

    /// Errors begin with `E`.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.number().starts_with('E') {
            Severity::Error
        } else {
            Severity::Warning
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_well_formed_unique_and_ascending() {
        let mut last = "";
        for code in Code::ALL {
            let number = code.number();
            assert!(
                number.len() == 4 && number[1..].bytes().all(|b| b.is_ascii_digit()),
                "{number}"
            );
            assert!(number > last, "{number} after {last}");
            assert_eq!(Code::from_number(&number.to_lowercase()), Some(*code));
            last = number;
        }
    }

    #[test]
    fn every_entry_says_something() {
        for code in Code::ALL {
            let entry = code.entry();
            assert!(
                !entry.title.is_empty() && !entry.title.ends_with('.'),
                "{code}"
            );
            assert!(
                entry.explanation.len() > 40 && entry.explanation.ends_with('.'),
                "{code}"
            );
            assert!(
                !entry.bad.is_empty() && !entry.good.is_empty() && entry.bad != entry.good,
                "{code}"
            );
        }
    }
}
