//! Random rules of a stage beyond first in, first out, in valid combinations.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::{key, optional};

#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub discipline: Option<&'static str>,
    pub preemptive: bool,
    pub overtime: Option<&'static str>,
    pub batch: Option<(u32, Option<&'static str>)>,
    pub release: Option<&'static str>,
    pub breakdown: Option<(&'static str, &'static str)>,
    /// Probability, and how many stages back at most.
    pub rework: Option<(f64, usize)>,
}

pub fn rules() -> impl Strategy<Value = Rules> {
    let discipline = optional(&["fifo", "earliest-due-date", "earliest-cpt", "priority"]);
    let waits = optional(&["20min", "2h", "0min"]);
    let batch = prop::option::weighted(0.2, (1..6u32, waits));
    let releases = [
        "every 90min",
        "every 4h from 01:15",
        "daily 07:00 13:00 19:00",
        "mon-fri 06:00 16:00",
    ];
    let release = prop::option::weighted(0.2, prop::sample::select(releases.to_vec()));
    let breakdown = (
        select(&["10min", "3h"][..]),
        select(&["exponential(mean=10min)", "constant(1h)"][..]),
    );
    (
        (discipline, any::<bool>()),
        optional(&["finish", "pause", "restart"]),
        batch,
        release,
        prop::option::weighted(0.2, breakdown),
        prop::option::weighted(0.2, (select(&[0.05, 0.3][..]), 0..3usize)),
    )
        .prop_map(
            |((discipline, preemptive), overtime, batch, release, breakdown, rework)| Rules {
                discipline,
                preemptive,
                overtime,
                batch,
                release,
                breakdown,
                rework,
            },
        )
}

impl Rules {
    /// Of a stage with servers; `shifts`: they go home.
    pub fn write(&self, out: &mut String, shifts: bool, levels: usize) -> std::fmt::Result {
        let discipline = match self.discipline {
            // Ranks need more than one level.
            Some("priority") if levels < 2 => Some("earliest-due-date"),
            discipline => discipline,
        };
        key(out, "discipline", discipline)?;
        if self.preemptive && discipline.is_some_and(|discipline| discipline != "fifo") {
            writeln!(out, "preemptive = true")?;
        }
        key(out, "overtime", self.overtime.filter(|_| shifts))?;
        if let Some((size, wait)) = self.batch {
            writeln!(out, "batch = {size}")?;
            key(out, "batch_wait", wait)?;
        }
        key(out, "release", self.release)?;
        key(
            out,
            "breakdown",
            self.breakdown.map(|breakdown| breakdown.0),
        )?;
        key(out, "repair", self.breakdown.map(|breakdown| breakdown.1))
    }

    /// Of any stage.
    pub fn write_rework(&self, out: &mut String, index: usize) -> std::fmt::Result {
        let Some((probability, back)) = self.rework else {
            return Ok(());
        };
        let to = format!("stage{}", index.saturating_sub(back));
        writeln!(out, "rework = {probability}")?;
        key(out, "rework_to", Some(&to))
    }
}
