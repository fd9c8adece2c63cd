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
    /// Only with waves.
    pub order_cap: Option<u32>,
    pub breakdown: Option<(&'static str, &'static str)>,
    /// Probability, and how many stages back at most.
    pub rework: Option<(f64, usize)>,
    pub buffer: Option<u32>,
    /// Only at the first stage of an origin.
    pub turns_away: bool,
    pub outages: Option<&'static str>,
}

const OUTAGES: [&str; 3] = [
    "1 @ daily 12:00-12:45",
    "all @ mon-fri 17:00-18:30",
    "2 @ daily 03:00-09:00; 1 @ daily 08:00-10:00",
];

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
        (discipline, any::<bool>(), prop::bool::weighted(0.4)),
        optional(&["finish", "pause", "restart"]),
        batch,
        release,
        prop::option::weighted(0.2, breakdown),
        prop::option::weighted(0.2, (select(&[0.05, 0.3][..]), 0..3usize)),
        (
            prop::option::weighted(0.4, 0..6u32),
            prop::option::weighted(0.3, select(&OUTAGES[..])),
            prop::option::weighted(0.25, 3..60u32),
        ),
    )
        .prop_map(
            |(
                (discipline, preemptive, turns_away),
                overtime,
                batch,
                release,
                breakdown,
                rework,
                (buffer, outages, order_cap),
            )| Rules {
                discipline,
                preemptive,
                overtime,
                batch,
                release,
                order_cap,
                breakdown,
                rework,
                buffer,
                turns_away,
                outages,
            },
        )
}

impl Rules {
    /// What a staff decides; `shifts`: it goes home.
    pub fn write_staff(&self, out: &mut String, shifts: bool, classes: usize) -> std::fmt::Result {
        let discipline = match self.discipline {
            // Ranks need more than one priority.
            Some("priority") if classes < 2 => Some("earliest-due-date"),
            discipline => discipline,
        };
        key(out, "discipline", discipline)?;
        if self.preemptive && discipline.is_some_and(|discipline| discipline != "fifo") {
            writeln!(out, "preemptive = true")?;
        }
        key(out, "outages", self.outages)?;
        let goes_home = shifts || self.outages.is_some();
        key(out, "overtime", self.overtime.filter(|_| goes_home))
    }

    /// What a stage with servers decides; `room`: it may have a buffer, and at `first` turn orders away.
    pub fn write(&self, out: &mut String, room: bool, first: bool) -> std::fmt::Result {
        if let Some((size, wait)) = self.batch {
            writeln!(out, "batch = {size}")?;
            key(out, "batch_wait", wait)?;
        }
        key(out, "release", self.release)?;
        if let Some(cap) = self.order_cap.filter(|_| self.release.is_some()) {
            writeln!(out, "order_cap = {cap}")?;
        }
        if let Some(buffer) = self.buffer.filter(|_| room) {
            let batch = self.batch.map_or(0, |batch| batch.0);
            let wave = u32::from(self.release.is_some());
            writeln!(out, "buffer = {}", buffer.max(batch).max(wave))?;
            key(
                out,
                "when_full",
                (first && self.turns_away).then_some("turn-away"),
            )?;
        }
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
