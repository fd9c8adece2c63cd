//! Names: unique, well formed, found again with a suggestion.

use std::collections::BTreeMap;

use crate::diagnostics::Code;
use crate::scenario::{Field, Findings, Given, Scenario, Span, closest};

/// Comparing a misspelt name with thousands of others takes long; after so many the reader knows what to do.
const MOST_SUGGESTIONS: u32 = 50;

/// The positions of the rows of one table by name.
#[derive(Debug, Default)]
pub(super) struct NameTable<'s> {
    what: &'static str,
    positions: BTreeMap<&'s str, usize>,
    /// Some names are unknown because their rows could not be read.
    incomplete: bool,
    /// Some names stand twice.
    pub(super) ambiguous: bool,
}

impl<'s> NameTable<'s> {
    /// Reports names that stand twice.
    fn new(
        what: &'static str,
        names: impl Iterator<Item = (&'s Field<String>, usize)>,
        complete: bool,
        findings: &mut Findings,
    ) -> Self {
        let mut table = Self {
            what,
            positions: BTreeMap::new(),
            incomplete: !complete,
            ambiguous: false,
        };
        for (field, position) in names {
            match field.given() {
                Some(name) => table.insert(name, position, findings),
                None => table.incomplete = true,
            }
        }
        table
    }

    fn insert(&mut self, name: &'s Given<String>, position: usize, findings: &mut Findings) {
        if self.positions.contains_key(name.value.as_str()) {
            let message = format!("there is already a {} `{}`", self.what, name.value);
            findings.report(Code::NameTwice, name.span, message);
            self.ambiguous = true;
        } else {
            self.positions.insert(&name.value, position);
        }
    }

    /// How many names there are.
    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    /// Position of a name, without a report.
    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    /// Position of a name; one that is not there is reported with the nearest one that is.
    pub(super) fn find(&self, name: &Given<String>, findings: &mut Findings) -> Option<usize> {
        self.find_text(&name.value, name.span, findings)
    }

    /// As [`find`](Self::find), for a part of a longer text.
    pub(super) fn find_text(
        &self,
        name: &str,
        span: Span,
        findings: &mut Findings,
    ) -> Option<usize> {
        let found = self.get(name);
        if found.is_none() && !self.incomplete {
            let message = format!("there is no {} `{name}`", self.what);
            findings.suggestions += 1;
            let like = (findings.suggestions <= MOST_SUGGESTIONS)
                .then(|| closest(name, self.positions.keys().copied()));
            match like.flatten() {
                Some(like) => findings.report_with(
                    Code::UnknownName,
                    span,
                    message,
                    format!("did you mean `{like}`?"),
                ),
                None => findings.report(Code::UnknownName, span, message),
            }
        }
        found
    }

    /// As [`find`](Self::find), for a key that may be absent.
    pub(super) fn find_optional(
        &self,
        name: &Field<String>,
        findings: &mut Findings,
    ) -> Option<usize> {
        self.find(name.given()?, findings)
    }
}

/// All names that other tables refer to.
#[derive(Debug)]
pub(super) struct Names<'s> {
    /// Facilities first, then zones, as they are numbered in the graph.
    pub(super) nodes: NameTable<'s>,
    pub(super) facilities: NameTable<'s>,
    pub(super) zones: NameTable<'s>,
    pub(super) levels: NameTable<'s>,
    /// Different priorities of service levels.
    pub(super) classes: usize,
    pub(super) calendars: NameTable<'s>,
    pub(super) profiles: NameTable<'s>,
    pub(super) holidays: NameTable<'s>,
    pub(super) modes: NameTable<'s>,
    pub(super) skus: NameTable<'s>,
    pub(super) carriers: NameTable<'s>,
}

impl<'s> Names<'s> {
    /// Collects the names of a scenario and checks them.
    pub(super) fn new(scenario: &'s Scenario, findings: &mut Findings) -> Self {
        let Scenario {
            root,
            facilities,
            zones,
            ..
        } = scenario;
        let facility_names = || facilities.rows.iter().map(|row| &row.name);
        let zone_names = || zones.rows.iter().map(|row| &row.name);
        let both = || {
            facility_names()
                .chain(zone_names())
                .enumerate()
                .map(|(at, name)| (name, at))
        };
        for (name, _) in both() {
            check_node_name(name, findings);
        }
        // Where a table is empty, that is the mistake, not every name that refers to it.
        let whole = |complete: bool, empty: bool| complete && !empty;
        let complete = whole(facilities.complete, facilities.rows.is_empty())
            && whole(zones.complete, zones.rows.is_empty());
        // Facilities and zones share their names: only the table of both reports what stands twice.
        let mut silent = Findings::default();
        let levels = scenario
            .root
            .service_levels
            .value()
            .map_or(&[][..], Vec::as_slice);
        let carriers = root.carriers.value().map_or(&[][..], Vec::as_slice);
        let level_names = levels
            .iter()
            .enumerate()
            .map(|(at, level)| (&level.value.name, at));
        Self {
            nodes: NameTable::new("facility or zone", both(), complete, findings),
            facilities: NameTable::new(
                "facility",
                facility_names().zip(0..),
                facilities.complete,
                &mut silent,
            ),
            zones: NameTable::new("zone", zone_names().zip(0..), zones.complete, &mut silent),
            levels: NameTable::new(
                "service level",
                level_names,
                !root.service_levels.is_bad(),
                findings,
            ),
            classes: super::levels::classes(levels),
            calendars: named("calendar", &root.calendars),
            profiles: named("profile", &root.profiles),
            holidays: named("list of holidays", &root.holidays),
            modes: named("mode", &root.modes),
            skus: NameTable::new(
                "SKU",
                scenario.skus.rows.iter().map(|row| &row.name).zip(0..),
                scenario.skus.complete,
                findings,
            ),
            carriers: NameTable::new(
                "carrier",
                carriers.iter().map(|row| &row.value.name).zip(0..),
                !root.carriers.is_bad(),
                findings,
            ),
        }
    }
}

/// TOML itself refuses keys that stand twice.
fn named<'s, T>(what: &'static str, table: &'s Field<crate::scenario::Named<T>>) -> NameTable<'s> {
    let names = table
        .value()
        .map_or(&[][..], |named| named.entries.as_slice());
    let positions = names
        .iter()
        .enumerate()
        .map(|(at, (name, _))| (name.value.as_str(), at))
        .collect();
    let incomplete = table.is_bad() || table.value().is_some_and(|named| named.incomplete);
    NameTable {
        what,
        positions,
        incomplete,
        ambiguous: false,
    }
}

/// Names of nodes and stages stand in texts where some characters have a meaning.
pub(super) fn check_node_name(name: &Field<String>, findings: &mut Findings) {
    let Some(Given { value, span }) = name.given() else {
        return;
    };
    let strange = value
        .chars()
        .find(|&c| matches!(c, '>' | '/' | '*' | '?' | '#') || c.is_control());
    if value.trim() != value || value.is_empty() {
        findings.report(
            Code::BadName,
            *span,
            "a name is not empty and does not begin or end with a blank",
        );
    } else if let Some(strange) = strange {
        findings.report(
            Code::BadName,
            *span,
            format!("`{}` may not stand in a name", strange.escape_default()),
        );
    }
}

/// The name of the scenario becomes the name of a folder.
pub(super) fn scenario_name(name: &Field<String>, findings: &mut Findings) -> String {
    let Some(Given { value, span }) = name.given() else {
        return String::new();
    };
    let strange = value.chars().any(|c| {
        matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control()
    });
    if strange || value.trim() != value || value.is_empty() || value.starts_with('.') {
        let help = "use letters, digits, `-` and `_`";
        findings.report_with(
            Code::BadName,
            *span,
            "the name of a scenario names its output folder",
            help,
        );
    }
    value.clone()
}
