//! Shows findings with the lines they point at: in colour on a terminal, in plain ASCII elsewhere.

use std::env;
use std::fmt;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use leadtime_network::diagnostics::{Place, Severity, SourceText};
use leadtime_network::{Diagnostic, Diagnostics};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
};
use miette::{SourceCode, SourceSpan, SpanContents};
use textwrap::{WordSeparator, WordSplitter};

use crate::console;

/// Columns at which messages are wrapped.
const WIDTH: usize = 100;
/// So many findings are shown with the lines around; what comes after is told in fewer words.
const WITH_SNIPPET: usize = 30;
/// The longest piece of a file that is shown, in bytes: a line of a table, not a whole table in one line.
const LONGEST_EXCERPT: usize = 2_000;

/// Where the files are that places name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folder(Option<PathBuf>);

impl Folder {
    /// Files below a folder on disk.
    pub(crate) fn on_disk(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }

    /// The path by which the reader knows a file.
    fn path_of(&self, file: &str) -> String {
        match &self.0 {
            Some(folder) if !folder.as_os_str().is_empty() => {
                folder.join(file).display().to_string()
            }
            _ => file.to_owned(),
        }
    }
}

/// Tells all findings on standard error, and how many there are.
pub(crate) fn tell(findings: &Diagnostics, folder: &Folder) {
    if !findings.is_empty() {
        let fancy = io::stderr().is_terminal()
            && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        console::note(&rendered(findings, folder, fancy));
    }
}

fn rendered(findings: &Diagnostics, folder: &Folder, fancy: bool) -> String {
    let theme = if fancy {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::none()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_width(WIDTH)
        // Broken at spaces only: a path stays whole however long it is, to be clicked, copied and searched.
        .with_break_words(false)
        .with_word_separator(WordSeparator::AsciiSpace)
        .with_word_splitter(WordSplitter::NoHyphenation);
    let mut text = String::new();
    for (at, finding) in findings.iter().enumerate() {
        if at >= WITH_SNIPPET {
            text.push_str(&finding.to_string());
            text.push_str("\n\n");
            continue;
        }
        let shown = Shown::new(finding, findings, folder);
        if handler.render_report(&mut text, &shown).is_err() {
            // The snippet cannot be drawn: the plain form says the same.
            text.push_str(&finding.to_string());
        }
        text.push('\n');
    }
    text.push_str(&counts(findings));
    text
}

/// `3 errors, 1 warning`.
fn counts(findings: &Diagnostics) -> String {
    let parts = [
        (findings.error_count(), "error"),
        (findings.warning_count(), "warning"),
    ];
    let some = parts.iter().filter(|(n, _)| *n > 0);
    some.map(|(n, noun)| format!("{n} {noun}{}", if *n == 1 { "" } else { "s" }))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Diagnostic,
    message: String,
    snippet: Option<Snippet<'a>>,
}

impl<'a> Shown<'a> {
    fn new(finding: &'a Diagnostic, findings: &'a Diagnostics, folder: &Folder) -> Self {
        let place = finding.place.as_ref();
        let snippet =
            place.and_then(|place| Snippet::new(place, findings.source(&place.file)?, folder));
        let message = match place {
            Some(place) if snippet.is_none() => {
                let Place {
                    file, line, column, ..
                } = place;
                format!(
                    "{} ({}:{line}:{column})",
                    finding.message,
                    folder.path_of(file)
                )
            }
            _ => finding.message.clone(),
        };
        Self {
            finding,
            message,
            snippet,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(format!(
            "{}[{}]",
            self.finding.severity(),
            self.finding.code
        )))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(match &self.finding.help {
            Some(help) => Box::new(help),
            None => Box::new(format!(
                "`leadtime explain {}` says more",
                self.finding.code
            )),
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet
            .as_ref()
            .map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |snippet: &Snippet<'_>| LabeledSpan::new_primary_with_span(None, snippet.span);
        Some(Box::new(self.snippet.iter().map(label)))
    }
}

/// The line of a place and its neighbours. Found from the place alone: a large file with many findings is not read
/// from its beginning for each of them.
#[derive(Debug)]
struct Snippet<'a> {
    name: String,
    text: &'a str,
    /// Byte offset and number (from 0) of the first line shown.
    start: usize,
    first_line: usize,
    /// Line and column of the place, from 0.
    line: usize,
    column: usize,
    /// What is underlined: the place up to the end of its line.
    span: SourceSpan,
}

impl<'a> Snippet<'a> {
    fn new(place: &Place, source: &'a SourceText, folder: &Folder) -> Option<Self> {
        let text = source.text();
        let (before, after) = (text.get(..place.offset)?, text.get(place.offset..)?);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let start = before[..line_start.saturating_sub(1)]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let line_end = place.offset + after.find('\n').unwrap_or(after.len());
        let end = match text.get(line_end + 1..) {
            Some(rest) => line_end + 1 + rest.find('\n').unwrap_or(rest.len()),
            None => line_end,
        };
        if place.text.is_empty() || end - start > LONGEST_EXCERPT {
            return None;
        }
        let line = (place.line as usize).saturating_sub(1);
        Some(Self {
            name: folder.path_of(&place.file),
            text: &text[start..end],
            start,
            first_line: line.saturating_sub(usize::from(start < line_start)),
            line,
            column: (place.column as usize).saturating_sub(1),
            span: (place.offset, place.length.min(line_end - place.offset)).into(),
        })
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end, line, column) = if lines_before + lines_after == 0 {
            (
                span.offset(),
                span.offset() + span.len(),
                self.line,
                self.column,
            )
        } else {
            (self.start, self.start + self.text.len(), self.first_line, 0)
        };
        let within = |at: usize| at.checked_sub(self.start).ok_or(MietteError::OutOfBounds);
        let bytes = self
            .text
            .as_bytes()
            .get(within(start)?..within(end)?)
            .ok_or(MietteError::OutOfBounds)?;
        let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let contents = MietteSpanContents::new_named(
            self.name.clone(),
            bytes,
            (start, bytes.len()).into(),
            line,
            column,
            lines,
        );
        Ok(Box::new(contents))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::single_range_in_vec_init, missing_docs)]
mod tests {
    use std::sync::Arc;

    use leadtime_network::Code;

    use super::*;

    fn findings(text: &str, ranges: &[std::ops::Range<usize>]) -> Diagnostics {
        let source = SourceText::new("a.toml", text.to_owned());
        let mut findings = Diagnostics::new();
        for range in ranges {
            findings.push(
                Diagnostic::new(Code::UnknownKey, "what is this").at(source.place(range.clone())),
            );
        }
        findings.add_source(Arc::new(source));
        findings
    }

    #[test]
    fn the_line_and_its_neighbours_are_shown_with_their_numbers() {
        let text = "one = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5\n";
        let at = text.find("three").unwrap();
        let shown = rendered(
            &findings(text, &[at..at + 5]),
            &Folder::on_disk(Path::new("x")),
            false,
        );
        for part in [
            "error[E007]",
            "what is this",
            "x/a.toml:3:1",
            "2 | two = 2",
            "3 | three = 3",
            "4 | four = 4",
            "1 error",
        ] {
            let plain = shown.replace('\u{b7}', "|");
            assert!(plain.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("one") && !shown.contains("five"), "{shown}");
        assert!(shown.is_ascii(), "{shown}");
    }

    #[test]
    fn no_place_of_any_text_breaks_it() {
        for text in [
            "",
            "a",
            "\n",
            "a\n",
            "\r\n\r\n",
            "é = \"ü\"\nb",
            "x\n\n\ny",
            "\t\ta\n",
        ] {
            let ends = || (0..=text.len()).filter(|&at| text.is_char_boundary(at));
            for from in ends() {
                for to in ends().filter(|&to| to >= from) {
                    let shown = rendered(&findings(text, &[from..to]), &Folder::default(), true);
                    assert!(
                        shown.contains("what is this") && shown.contains("a.toml:"),
                        "{text:?} {from}..{to}: {shown}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_one_of_many_is_told() {
        let text = "a = 1\n".repeat(100);
        let ranges: Vec<_> = (0..100).map(|line| 6 * line..6 * line + 1).collect();
        let shown = rendered(&findings(&text, &ranges), &Folder::default(), false);
        for line in 1..=100 {
            assert!(
                shown.contains(&format!("a.toml:{line}:1")),
                "{line}: {shown}"
            );
        }
        assert!(shown.ends_with("100 errors"));
    }

    #[test]
    fn an_endless_line_is_not_shown() {
        let text = format!("a = \"{}\"", "x".repeat(10_000));
        let shown = rendered(&findings(&text, &[4..8]), &Folder::default(), false);
        assert!(
            shown.contains("(a.toml:1:5)") && shown.len() < 500,
            "{shown}"
        );
    }
}
