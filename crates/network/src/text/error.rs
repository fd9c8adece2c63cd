//! What can be wrong with a text, and where in it.

use std::ops::Range;

/// A text that does not say what is due in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TextError {
    /// What kind of mistake it is.
    pub kind: TextErrorKind,
    /// The offending part, in bytes of the text that was given.
    pub span: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Kinds of mistakes in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TextErrorKind {
    /// Nothing was written.
    Empty,
    /// A number without a unit where one is needed.
    BareNumber,
    /// A unit that is not known, or not allowed there.
    UnknownUnit,
    /// Below zero where that makes no sense.
    Negative,
    /// Not a number, or infinite.
    NotFinite,
    /// A value outside its range, or values in the wrong order.
    OutOfRange,
    /// Not of the form that is due.
    Syntax,
    /// A word that is not one of those allowed.
    UnknownName,
    /// An argument is missing.
    MissingArgument,
    /// An argument that is not one of those allowed, or given twice.
    UnknownArgument,
    /// A file named in the text could not be read.
    Unreadable,
}

impl TextError {
    /// The same mistake with something to do about it.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
