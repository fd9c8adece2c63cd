//! The designs of a study: every value of each axis with every value of the others, or those listed.

use super::{Axis, Study};
use crate::scenario::{Changes, Given};

/// One design: a scenario with changes.
#[derive(Clone, Debug)]
pub struct Design {
    /// Its name: that of the list, or `cutoff 20:00, packers 1.1`.
    pub name: String,
    /// Its place on every axis; empty where designs are listed.
    pub at: Vec<usize>,
    /// Its scenario.
    pub scenario: Given<String>,
    /// Its changes, those of all designs first.
    pub changes: Changes,
}

/// All designs of a study; the last axis varies fastest. A study without axes and designs has one: the scenario itself.
#[must_use]
pub fn designs(study: &Study) -> Vec<Design> {
    if !study.listed.is_empty() {
        return study.listed.clone();
    }
    let mut all = vec![Vec::new()];
    for axis in &study.axes {
        let longer = |at: &Vec<usize>| {
            let at = at.clone();
            (0..axis.points.len()).map(move |value| [&at[..], &[value]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.into_iter().map(|at| design(study, at)).collect()
}

/// The design at these places of the axes.
pub(super) fn design(study: &Study, at: Vec<usize>) -> Design {
    let mut scenario = study.scenario.clone();
    let mut list = study.changes.clone();
    let mut names = Vec::new();
    for (axis, &value) in study.axes.iter().zip(&at) {
        let point = &axis.points[value];
        if let Some(other) = &point.scenario {
            scenario = other.clone();
        }
        list.extend(point.changes.iter().cloned());
        names.push(named(axis, &point.label));
    }
    Design {
        name: if names.is_empty() {
            study.name.clone()
        } else {
            names.join(", ")
        },
        at,
        scenario,
        changes: Changes {
            list,
            source: Some(study.source.clone()),
        },
    }
}

fn named(axis: &Axis, label: &str) -> String {
    if axis.scales {
        format!("{} x {label}", axis.name)
    } else {
        format!("{} {label}", axis.name)
    }
}
