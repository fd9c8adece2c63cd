//! A part of a text that knows where it stands in the whole.

use super::{TextError, TextErrorKind};

/// A part of a text with its first byte's place in the whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    /// The part.
    pub(crate) text: &'a str,
    /// Its first byte's place.
    pub(crate) at: usize,
}

impl<'a> Piece<'a> {
    /// The whole text without blanks around it.
    pub(crate) fn whole(text: &'a str) -> Self {
        Self { text, at: 0 }.trim()
    }

    /// Without blanks around it.
    pub(crate) fn trim(self) -> Self {
        let left = self.text.len() - self.text.trim_start().len();
        Self {
            text: self.text.trim(),
            at: self.at + left,
        }
    }

    /// Bytes `from..to` of this piece; both must be character boundaries.
    pub(crate) fn slice(self, from: usize, to: usize) -> Self {
        Self {
            text: &self.text[from..to],
            at: self.at + from,
        }
    }

    /// The two sides of the first `mark`, trimmed.
    pub(crate) fn split_once(self, mark: char) -> Option<(Self, Self)> {
        let i = self.text.find(mark)?;
        Some((
            self.slice(0, i).trim(),
            self.slice(i + mark.len_utf8(), self.text.len()).trim(),
        ))
    }

    /// The parts between `mark`s, trimmed.
    pub(crate) fn split(self, mark: char) -> impl Iterator<Item = Self> {
        self.text
            .split(mark)
            .map(move |part| self.part(part).trim())
    }

    /// The parts between blanks.
    pub(crate) fn words(self) -> impl Iterator<Item = Self> {
        self.text
            .split_whitespace()
            .map(move |part| self.part(part))
    }

    /// `part`, a sub-slice of this piece, with its place.
    fn part(self, part: &'a str) -> Self {
        let offset = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Self {
            text: part,
            at: self.at + offset,
        }
    }

    /// A mistake in this piece.
    pub(crate) fn error(self, kind: TextErrorKind, message: impl Into<String>) -> TextError {
        let span = self.at..self.at + self.text.len();
        TextError {
            kind,
            span,
            message: message.into(),
            help: None,
        }
    }

    /// The mistake of writing nothing where `what` is due.
    pub(crate) fn required(self, what: &str) -> Result<Self, TextError> {
        if self.text.is_empty() {
            return Err(self.error(
                TextErrorKind::Empty,
                format!("{what} is due here, but nothing is written"),
            ));
        }
        Ok(self)
    }

    /// The mistake of an unknown word among `known`, with the nearest of them as a suggestion.
    pub(crate) fn unknown(self, kind: TextErrorKind, what: &str, known: &[&str]) -> TextError {
        let error = self.error(kind, format!("unknown {what} `{}`", self.text));
        error.with_help(match nearest(self.text, known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("one of: {}", known.join(", ")),
        })
    }
}

/// The name most like `word`, if one is alike enough to suggest.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    let alike = |name: &&'k str| strsim::jaro_winkler(&word, name);
    let best = known
        .iter()
        .copied()
        .max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) > 0.75).then_some(best)
}
