//! Random service levels.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::{key, optional};

#[derive(Clone, Debug)]
pub struct Level {
    pub share: u32,
    pub priority: Option<u32>,
    pub promise: &'static str,
    pub cutoff: Option<(&'static str, &'static str, &'static str)>,
    pub latest: Option<&'static str>,
    pub padding: &'static str,
    pub rounding: &'static str,
}

pub fn level() -> impl Strategy<Value = Level> {
    let promise = select(
        &[
            "constant = { after = \"12h\" }",
            "constant = { after = \"36h\" }",
            "constant = { after = \"2d\" }",
            "constant = { after = \"1bd\" }",
            "service = { day = 1, at = \"21:00\" }",
            "plan = { allowance = \"1h\" }",
        ][..],
    );
    let cutoff = prop::option::weighted(
        0.4,
        (
            select(&["11:00", "17:00"][..]),
            select(&["zone", "origin"][..]),
            select(&["close", "next-day"][..]),
        ),
    );
    let latest = optional(&["same-day", "next-delivery-day", "2d", "2bd"]);
    let padding = select(
        &[
            "0h", "0h", "4h", "1d", "1bd", "10%", "-2h", "-30h", "-1d", "-1bd",
        ][..],
    );
    let rounding = select(
        &[
            "instant",
            "instant",
            "hour",
            "2h",
            "end-of-day",
            "end-of-delivery-day",
        ][..],
    );
    let rank = (1..4u32, prop::option::of(1..4u32));
    (rank, promise, cutoff, latest, padding, rounding).prop_map(
        |((share, priority), promise, cutoff, latest, padding, rounding)| Level {
            share,
            priority,
            promise,
            cutoff,
            latest,
            padding,
            rounding,
        },
    )
}

impl Level {
    pub fn write(&self, out: &mut String, index: usize) -> std::fmt::Result {
        writeln!(
            out,
            "[[service_levels]]\nname = \"level{index}\"\nshare = {}",
            self.share
        )?;
        if let Some(priority) = self.priority {
            writeln!(out, "priority = {priority}")?;
        }
        writeln!(out, "promise.{}", self.promise)?;
        if let Some((at, place, after)) = self.cutoff {
            writeln!(
                out,
                "cutoff = \"{at}\"\ncutoff_at = \"{place}\"\nafter_cutoff = \"{after}\""
            )?;
        }
        key(out, "latest", self.latest)?;
        key(out, "padding", Some(self.padding))?;
        key(out, "rounding", Some(self.rounding))?;
        writeln!(out)
    }
}
