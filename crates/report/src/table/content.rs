//! What a table holds, apart from how it is drawn.

use leadtime_sim::outcome::Mark;
use serde::Serialize;

use crate::plots::Topic;
use crate::wording;

/// A table: text cells under named columns.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    /// What it is about.
    pub(crate) topic: Topic,
    /// How to read it; may be empty.
    pub(crate) caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// A column: its head, and whether it holds numbers (aligned at the right).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Column {
    pub(crate) head: String,
    pub(crate) numeric: bool,
}

impl Sheet {
    /// An empty table; heads that begin with `#` are numeric.
    pub(crate) fn new(topic: Topic, title: &str, heads: &[&str]) -> Self {
        let column = |head: &&str| Column {
            head: head.trim_start_matches('#').to_owned(),
            numeric: head.starts_with('#'),
        };
        Self {
            title: title.to_owned(),
            topic,
            caption: String::new(),
            columns: heads.iter().map(column).collect(),
            rows: Vec::new(),
        }
    }
}

/// Footnotes for caveats, numbered as they first appear.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    seen: Vec<&'static str>,
}

impl Notes {
    /// The cell's text with the numbers of its caveats: `97.1 % [1,2]`.
    pub(crate) fn cell(&mut self, text: String, marks: &[Mark]) -> String {
        let words: Vec<_> = marks.iter().map(|m| wording::mark(*m)).collect();
        self.noted(text, &words)
    }

    /// The same for caveats that are no mark of the outcome.
    pub(crate) fn noted(&mut self, text: String, notes: &[&'static str]) -> String {
        if notes.is_empty() {
            return text;
        }
        let mut numbers: Vec<usize> = notes.iter().map(|n| self.number(n)).collect();
        numbers.sort_unstable();
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        format!("{text} [{}]", numbers.join(","))
    }

    fn number(&mut self, note: &'static str) -> usize {
        if let Some(at) = self.seen.iter().position(|n| *n == note) {
            return at + 1;
        }
        self.seen.push(note);
        self.seen.len()
    }

    /// The footnotes, in order.
    pub(crate) fn spelled_out(&self) -> Vec<String> {
        self.seen.iter().map(|n| (*n).to_owned()).collect()
    }
}
