//! Collects diagnostics about spans of the files that were read.

use std::sync::Arc;

use super::value::Span;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, SourceText};

/// Diagnostics under way, and the texts that spans point into.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) sources: Vec<Arc<SourceText>>,
    pub(crate) found: Diagnostics,
    /// How often a name was compared with all others.
    pub(crate) suggestions: u32,
}

impl Findings {
    /// Reports a finding at a place.
    pub(crate) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        let diagnostic = self.diagnostic(code, span, message);
        self.found.push(diagnostic);
    }

    /// Reports a finding at a place, with advice.
    pub(crate) fn report_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = self.diagnostic(code, span, message).help(help);
        self.found.push(diagnostic);
    }

    /// The place of a span.
    pub(crate) fn place(&self, span: Span) -> Option<Place> {
        let source = self.sources.get(span.source as usize)?;
        Some(source.place(span.start as usize..span.end as usize))
    }

    /// The text of a span as it stands in its file.
    pub(crate) fn raw(&self, span: Span) -> &str {
        self.sources
            .get(span.source as usize)
            .and_then(|source| source.text().get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// All findings, sorted, with the texts they point into.
    pub(crate) fn finish(mut self) -> Diagnostics {
        for source in self.sources {
            self.found.add_source(source);
        }
        self.found.sort();
        self.found
    }

    fn diagnostic(&self, code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.place = self.place(span);
        diagnostic
    }
}

/// The candidate most like `name`, if one is alike enough to have been meant.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::jaro_winkler(&wanted, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
