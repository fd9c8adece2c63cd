//! Values as written, whether in TOML or in a CSV cell, each with its place.

use std::rc::Rc;

use jiff::civil::Date;

/// A range of bytes in one of the files read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Number of the file, in the order in which files were read.
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(source: u32, range: std::ops::Range<usize>) -> Self {
        // Files above 4 GiB are refused when they are read.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self {
            source,
            start: offset(range.start),
            end: offset(range.end),
        }
    }
}

/// A value together with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Given<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// A key of a table: not written, written but not understood (and reported), or understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// Not written.
    #[default]
    Absent,
    /// Already reported; rules that need the value keep silent.
    Bad,
    /// Understood.
    Given(Given<T>),
}

impl<T> Field<T> {
    /// The value with its place, if it was understood.
    pub fn given(&self) -> Option<&Given<T>> {
        match self {
            Self::Given(given) => Some(given),
            Self::Absent | Self::Bad => None,
        }
    }

    /// The value, if it was understood.
    pub fn value(&self) -> Option<&T> {
        self.given().map(|given| &given.value)
    }

    /// Where the value stands, if it was understood.
    pub fn span(&self) -> Option<Span> {
        self.given().map(|given| given.span)
    }

    /// Whether the key was not written.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the key was written but not understood.
    pub fn is_bad(&self) -> bool {
        matches!(self, Self::Bad)
    }
}

impl<T: Clone> Field<T> {
    /// A copy of the value, if it was understood.
    pub fn cloned(&self) -> Option<T> {
        self.value().cloned()
    }

    /// A copy of the value, or the default where the key was not written; `None` where it was not understood.
    pub fn or(&self, default: T) -> Option<T> {
        match self {
            Self::Absent => Some(default),
            Self::Bad => None,
            Self::Given(given) => Some(given.value.clone()),
        }
    }
}

/// A value before anything is known about what it should be.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A TOML string.
    Text(String),
    /// A CSV cell: text that may also be meant as a number.
    Cell(String),
    /// A TOML integer.
    Integer(i64),
    /// A TOML float.
    Float(f64),
    /// A TOML boolean.
    Bool(bool),
    /// A TOML local date.
    Date(Date),
    /// Any other TOML date or time.
    DateTime,
    /// A TOML array.
    List(Vec<Given<Value>>),
    /// A TOML table.
    Table(Row),
    /// Already reported.
    Bad,
}

impl Value {
    /// What it is called in a message.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Cell(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Date(_) => "a date",
            Self::DateTime => "a date with time",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Bad => "something unreadable",
        }
    }
}

/// A TOML table or a CSV row: keys with values, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its keys and values.
    pub(crate) entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key, shared by all rows of a CSV file.
    pub(crate) key: Rc<str>,
    /// Where the key stands.
    pub(crate) key_span: Span,
    /// Its value.
    pub(crate) value: Given<Value>,
}

impl Row {
    /// Takes the value of a key out of the row.
    pub(crate) fn take(&mut self, key: &str) -> Option<Given<Value>> {
        let at = self.entries.iter().position(|entry| &*entry.key == key)?;
        Some(self.entries.swap_remove(at).value)
    }
}
