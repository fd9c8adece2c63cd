//! A study as it is written in `study.toml`: designs over a scenario, how precise the answers shall be, and what is asked of them.
//!
//! [`read`] turns a file into a [`Study`] and reports everything that is wrong with it at once. Whether an address names something in a
//! scenario shows when a design is read ([`crate::scenario::read_changed`]), whether a figure exists when its plan is known.

mod axes;
mod designs;
mod figure;
mod limits;
mod questions;
mod read;
mod schema;
mod steps;
mod tables;
mod twice;
mod uncertain;

pub use axes::{Axis, Point, Step};
pub use designs::{Design, designs};
pub use figure::{FigureName, NotAFigure, Relation, Requirement};
pub use questions::{
    Assertion, By, Error, Find, FloorWord, Goal, Of, OfWord, PerWord, PrecisionGoal, Profit,
    Question, Response, Selection, SelectionMethod,
};
pub use read::read;
pub use schema::json_schema;
pub use tables::*;
pub use uncertain::Uncertain;

use std::sync::Arc;

use crate::diagnostics::{Place, SourceText};
use crate::scenario::{Change, Given, Span};

/// Name of a study's file in its folder.
pub const STUDY_FILE: &str = "study.toml";

/// The version of the format that is read.
pub const SCHEMA: i64 = 1;

/// Designs that a study may have where its budget does not say.
pub const MOST_DESIGNS: u32 = 1_000;

/// Designs that a study may have at all: a million would take memory for their names alone, and years.
pub const LIMIT_DESIGNS: u32 = 100_000;

/// Draws of uncertain parameters that a study may have.
pub const LIMIT_DRAWS: u32 = 100_000;

/// A study, checked as far as it goes without a scenario.
#[derive(Clone, Debug)]
pub struct Study {
    /// Short name; names the output folder.
    pub name: String,
    /// One sentence for the report.
    pub description: Option<String>,
    /// Folder of the scenario, relative to that of the study, or the name of a built-in one.
    pub scenario: Given<String>,
    /// Master seed of all designs; `None`: as the scenario says.
    pub seed: Option<u64>,
    /// Most replications of a design.
    pub replications: u32,
    /// Where the budget stands.
    pub budget: Span,
    /// Changes that all designs have.
    pub changes: Vec<Change>,
    /// Axes of a full factorial; none where designs are listed.
    pub axes: Vec<Axis>,
    /// Designs one by one; none where there are axes.
    pub listed: Vec<Design>,
    /// How precise figures shall be before a design is done; none: all replications.
    pub precision: Vec<PrecisionGoal>,
    /// What must hold.
    pub assertions: Vec<Assertion>,
    /// What is solved for.
    pub questions: Vec<Question>,
    /// Which design is best, where that is asked.
    pub selection: Option<Selection>,
    /// Parameters that are not known for sure.
    pub uncertain: Vec<Uncertain>,
    /// Draws of them.
    pub draws: u32,
    /// What an order brings, where it is said.
    pub profit: Option<Profit>,
    /// The text that spans point into.
    pub source: Arc<SourceText>,
}

impl Study {
    /// The place of a span of the study.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        self.source.place(span.start as usize..span.end as usize)
    }
}
