//! Places in files: byte offsets for renderers, lines and columns for people.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The longest offending text that a place repeats, in characters.
const LONGEST_EXCERPT: usize = 80;

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path relative to the scenario's folder, with `/`.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The offending text, shortened to its first line and 80 characters; empty for a whole file.
    pub text: String,
    /// Byte offset of the first character in the text of the file (without byte order mark).
    pub offset: usize,
    /// Length in bytes.
    pub length: usize,
}

impl fmt::Display for Place {
    /// `file:line:column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The text of one file with an index of its lines.
#[derive(Clone, Debug)]
pub struct SourceText {
    path: Arc<str>,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Indexes the lines of a file.
    #[must_use]
    pub fn new(path: &str, text: String) -> Self {
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|&(_, b)| b == b'\n')
                    .map(|(i, _)| i + 1),
            )
            .collect();
        Self {
            path: path.into(),
            text,
            line_starts,
        }
    }

    /// Path relative to the scenario's folder.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, without byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of a range of bytes; a range outside the text or between the bytes of a character is moved to the nearest
    /// one inside.
    #[must_use]
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = floor_char(&self.text, range.start);
        let end = floor_char(&self.text, range.end).max(start);
        let line = self.line_starts.partition_point(|&s| s <= start).max(1);
        let line_start = self.line_starts[line - 1];
        Place {
            file: Arc::clone(&self.path),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(self.text[line_start..start].chars().count() + 1)
                .unwrap_or(u32::MAX),
            text: excerpt(&self.text[start..end]),
            offset: start,
            length: end - start,
        }
    }
}

fn floor_char(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn excerpt(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_end();
    if line.chars().count() <= LONGEST_EXCERPT {
        line.to_owned()
    } else {
        line.chars()
            .take(LONGEST_EXCERPT - 1)
            .chain(['…'])
            .collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let source = SourceText::new("a.toml", "x = 1\nä = \"é\"\n".into());
        let start = source.text().find('"').unwrap();
        let place = source.place(start..start + 4);
        assert_eq!(
            (place.line, place.column, place.text.as_str()),
            (2, 5, "\"é\"")
        );
    }

    #[test]
    fn ranges_outside_the_text_are_moved_inside() {
        let source = SourceText::new("a.toml", "é".into());
        assert_eq!(source.place(1..99).text, "é");
        assert_eq!(source.place(50..99).offset, 2);
        let empty = SourceText::new("b", String::new());
        let place = empty.place(3..4);
        assert_eq!((place.line, place.column), (1, 1));
    }
}
