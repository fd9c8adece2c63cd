//! The state of reading a scenario: files read so far and findings.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::change::{Changes, Pending};
use super::files::{FileError, Files};
use super::findings::Findings;
use super::value::Span;
use crate::diagnostics::{Code, Diagnostic, SourceText};

/// Larger files are refused: offsets are 32 bits.
const LARGEST_FILE: usize = u32::MAX as usize - 1;

/// Reads files once each, keeps their bytes for the digest and their texts for places.
pub(crate) struct Reader<'f> {
    pub(crate) files: &'f Files,
    pub(crate) findings: Findings,
    /// Syntax errors were found, so that keys may be missing which only could not be read.
    pub(crate) incomplete: bool,
    /// Values that stand in for those written.
    pub(crate) changes: Pending,
    bytes: BTreeMap<String, Rc<[u8]>>,
    texts: BTreeMap<String, Option<u32>>,
    time_zones: BTreeMap<String, bool>,
}

impl<'f> Reader<'f> {
    pub(crate) fn new(files: &'f Files) -> Self {
        Self {
            files,
            findings: Findings::default(),
            incomplete: false,
            changes: Pending::default(),
            bytes: BTreeMap::new(),
            texts: BTreeMap::new(),
            time_zones: BTreeMap::new(),
        }
    }

    /// Takes the changes to make; to be called before any file is read, so that the file of the changes is the first source.
    pub(crate) fn change(&mut self, changes: &Changes) {
        debug_assert!(self.findings.sources.is_empty());
        self.findings.sources.extend(changes.source.clone());
        self.changes = Pending::new(changes);
    }

    pub(crate) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.findings.report(code, span, message);
    }

    pub(crate) fn report_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.report_with(code, span, message, help);
    }

    /// Whether the IANA database has a zone of this name; asked once per name.
    pub(crate) fn knows_time_zone(&mut self, name: &str) -> bool {
        if let Some(known) = self.time_zones.get(name) {
            return *known;
        }
        let known = jiff::tz::TimeZone::get(name).is_ok();
        self.time_zones.insert(name.to_owned(), known);
        known
    }

    /// Reads a file as text, once; what is wrong with it is reported at `named_at`, the place that names it (`None` for the
    /// main file). Returns the number of its source and its text.
    pub(crate) fn text(
        &mut self,
        path: &str,
        named_at: Option<Span>,
    ) -> Option<(u32, Arc<SourceText>)> {
        if let Some(known) = self.texts.get(path) {
            return known
                .map(|number| (number, Arc::clone(&self.findings.sources[number as usize])));
        }
        let number = self.read_text(path, named_at);
        self.texts.insert(path.to_owned(), number);
        number.map(|number| (number, Arc::clone(&self.findings.sources[number as usize])))
    }

    fn read_text(&mut self, path: &str, named_at: Option<Span>) -> Option<u32> {
        let bytes = match self.files.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let code = match error {
                    FileError::Outside => Code::FileOutside,
                    FileError::Missing | FileError::Io(_) => Code::FileUnreadable,
                };
                self.report_file(
                    code,
                    named_at,
                    format!("`{path}` cannot be read: {}", spelled_out(&error)),
                    None,
                );
                return None;
            }
        };
        self.bytes.insert(path.to_owned(), Rc::from(&*bytes));
        match decoded(bytes) {
            Ok(text) => {
                let number = u32::try_from(self.findings.sources.len()).ok()?;
                self.findings
                    .sources
                    .push(Arc::new(SourceText::new(path, text)));
                Some(number)
            }
            Err(Undecodable { message, help }) => {
                self.report_file(
                    Code::NotUtf8,
                    named_at,
                    format!("`{path}` {message}"),
                    Some(help),
                );
                None
            }
        }
    }

    fn report_file(
        &mut self,
        code: Code,
        named_at: Option<Span>,
        message: String,
        help: Option<&str>,
    ) {
        let mut diagnostic = Diagnostic::new(code, message);
        diagnostic.place = named_at.and_then(|span| self.findings.place(span));
        diagnostic.help = help.map(str::to_owned);
        self.findings.found.push(diagnostic);
    }

    /// BLAKE3 over (path, length, bytes) of every file read, in the order of their paths, and over the changes made to them.
    pub(crate) fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.bytes {
            for part in [path.as_bytes(), bytes] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        for change in self.changes.texts() {
            hasher.update(&(change.len() as u64).to_le_bytes());
            hasher.update(change.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// The message of a file error in words that do not depend on the operating system.
fn spelled_out(error: &FileError) -> String {
    match error {
        FileError::Io(io) => match io.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => io.to_string(),
        },
        FileError::Outside | FileError::Missing => error.to_string(),
    }
}

struct Undecodable {
    message: String,
    help: &'static str,
}

/// UTF-8 without its byte order mark.
fn decoded(bytes: Cow<'_, [u8]>) -> Result<String, Undecodable> {
    if bytes.len() > LARGEST_FILE {
        return Err(Undecodable {
            message: "is larger than 4 GiB".into(),
            help: "split the table",
        });
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Undecodable {
            message: "is UTF-16".into(),
            help: "save it as UTF-8 (in spreadsheets: \"CSV UTF-8\")",
        });
    }
    let text = String::from_utf8(bytes.into_owned()).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..at];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let byte = error.as_bytes()[at];
        Undecodable {
            message: format!("is not UTF-8: byte 0x{byte:02X} in line {line}"),
            help: "it looks like Latin-1 or Windows-1252; save it as UTF-8 (in spreadsheets: \"CSV UTF-8\")",
        }
    })?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
