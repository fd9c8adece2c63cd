//! What is wrong with a scenario, all of it at once: code, place, what is wrong, what to do.
//!
//! A [`Diagnostic`] knows its [`Code`], so that `leadtime explain CODE`, the index of errors in the documentation and the
//! scenarios under `scenarios/invalid/` agree one to one. [`Diagnostics`] collects, sorts and counts them and keeps the text
//! of the files they point into, so that a renderer can show the offending line.

mod catalogue;
mod code;
mod place;

pub use code::{Code, Entry, Severity};
pub use place::{Place, SourceText};

use std::fmt;
use std::sync::Arc;

/// One finding: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule was broken.
    pub code: Code,
    /// What is wrong with this scenario, in one sentence without a full stop.
    pub message: String,
    /// Where; `None` where no file is at fault (an output folder, an estimate).
    pub place: Option<Place>,
    /// What to do, where more can be said than the code's own explanation does.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place and without help; add them with [`at`](Self::at) and [`help`](Self::help).
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: None,
            help: None,
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Error or warning: a property of the code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    /// `error[E202] scenario.toml:12:8: message`, then the offending text and the help on lines of their own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity(), self.code)?;
        if let Some(place) = &self.place {
            write!(f, " {place}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(place) = &self.place
            && !place.text.is_empty()
        {
            write!(f, "\n  in: {}", place.text)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// Findings with the texts they point into.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    sources: Vec<Arc<SourceText>>,
}

impl Diagnostics {
    /// No findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds all findings and texts of another collection.
    pub fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
        for source in other.sources {
            self.add_source(source);
        }
    }

    /// Makes the text of a file known, once per path.
    pub fn add_source(&mut self, source: Arc<SourceText>) {
        if self.source(source.path()).is_none() {
            self.sources.push(source);
        }
    }

    /// The text of a file that findings point into, by the `file` of their place.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<&SourceText> {
        self.sources
            .iter()
            .find(|source| source.path() == path)
            .map(Arc::as_ref)
    }

    /// The same, to be added to another collection.
    #[must_use]
    pub fn source_of(&self, path: &str) -> Option<Arc<SourceText>> {
        let mut sources = self.sources.iter();
        sources.find(|source| source.path() == path).cloned()
    }

    /// Orders the findings by file, line, column and code (those without a place last) and drops repetitions.
    pub fn sort(&mut self) {
        self.found.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        self.found.dedup();
    }

    /// All findings, in the order of the last [`sort`](Self::sort).
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// Number of errors.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.found
            .iter()
            .filter(|d| d.severity() == Severity::Error)
            .count()
    }

    /// Number of warnings.
    #[must_use]
    pub fn warning_count(&self) -> usize {
        self.found.len() - self.error_count()
    }

    /// Number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there is no finding.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.iter()
    }
}

impl fmt::Display for Diagnostics {
    /// One finding after the other, then a line with the counts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.found {
            writeln!(f, "{diagnostic}")?;
        }
        write!(
            f,
            "{}, {}",
            counted(self.error_count(), "error"),
            counted(self.warning_count(), "warning")
        )
    }
}

impl std::error::Error for Diagnostics {}

fn counted(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

/// Findings without a place come last: they are about the whole.
fn sort_key(diagnostic: &Diagnostic) -> (bool, &str, u32, u32, Code, &str) {
    match &diagnostic.place {
        Some(place) => (
            false,
            &place.file,
            place.line,
            place.column,
            diagnostic.code,
            &diagnostic.message,
        ),
        None => (true, "", 0, 0, diagnostic.code, &diagnostic.message),
    }
}
