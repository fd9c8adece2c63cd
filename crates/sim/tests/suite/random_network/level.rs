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
    pub told: Told,
}

/// What is promised at least and at last, and how it is told.
#[derive(Clone, Debug)]
pub struct Told {
    pub at_least: Option<&'static str>,
    pub fallback: Option<&'static str>,
    /// Only where the policy and the cutoff have such a place.
    pub padding_at: &'static str,
    pub window: Option<&'static str>,
    pub early_is_ok: bool,
    pub attempt_counts: bool,
    pub assign: Option<&'static str>,
}

/// What of the rest of the scenario a level depends on.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// The facility is chosen order by order.
    pub chosen: bool,
    /// Deliveries may fail.
    pub fails: bool,
    /// Work or trips cost something.
    pub costs: bool,
}

fn told() -> impl Strategy<Value = Told> {
    (
        prop::option::weighted(0.2, select(&["20h", "1d", "1bd"][..])),
        prop::option::weighted(0.4, select(&["3d", "50h", "2bd"][..])),
        select(&["promise", "process", "cutoff"][..]),
        prop::option::weighted(0.3, select(&["2h", "10h"][..])),
        (any::<bool>(), any::<bool>()),
        prop::option::weighted(
            0.3,
            select(&["cheapest", "own-first", "cheapest-that-meets-the-promise"][..]),
        ),
    )
        .prop_map(
            |(at_least, fallback, padding_at, window, (early_is_ok, attempt_counts), assign)| {
                Told {
                    at_least,
                    fallback,
                    padding_at,
                    window,
                    early_is_ok,
                    attempt_counts,
                    assign,
                }
            },
        )
}

/// The table of transit days, from every origin to every zone; without the last zone where something else is promised.
pub fn days(origins: usize, zones: usize, all: bool) -> String {
    let mut text = "origin,zone,days\n".to_owned();
    for origin in 0..origins {
        for zone in 0..zones - usize::from(!all && zones > 1) {
            writeln!(text, "FC{origin},Z{zone},{}", (origin + 2 * zone) % 4)
                .expect("writing into a string cannot fail");
        }
    }
    text
}

const TABLE: &str = "static-table = { days = \"days.csv\", cutoff = \"15:00\", dispatch_calendar = \"days\", transit_calendar = \"weekdays\" }";

pub fn level() -> impl Strategy<Value = Level> {
    let promise = select(
        &[
            "constant = { after = \"12h\" }",
            "constant = { after = \"36h\" }",
            "constant = { after = \"2d\" }",
            "constant = { after = \"1bd\" }",
            "service = { day = 1, at = \"21:00\" }",
            "plan = { allowance = \"1h\" }",
            "plan = { allowance = \"1h\" }",
            "state = { safety = \"30min\" }",
            "state = { service = 0.9 }",
            "quantile = { share = 0.9, runs = 1 }",
            TABLE,
            "static-table = { days = \"some-days.csv\", dispatch_calendar = \"days\" }",
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
    (rank, promise, cutoff, latest, (padding, told()), rounding).prop_map(
        |((share, priority), promise, cutoff, latest, (padding, told), rounding)| Level {
            share,
            priority,
            promise,
            cutoff,
            latest,
            padding,
            rounding,
            told,
        },
    )
}

impl Level {
    pub fn write(&self, out: &mut String, index: usize, around: Around) -> std::fmt::Result {
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
        self.write_told(out, around)?;
        writeln!(out)
    }

    /// The same promise to all orders of a zone, told to the instant.
    pub fn quote_alike(&mut self) {
        if self.promise.contains("d\"")
            || !["constant", "quantile"]
                .iter()
                .any(|policy| self.promise.starts_with(policy))
        {
            self.promise = "constant = { after = \"20h\" }";
        }
        if !self.padding.ends_with('h') {
            self.padding = "3h";
        }
        (self.cutoff, self.latest, self.rounding) = (None, None, "instant");
        (self.told.at_least, self.told.fallback) = (None, None);
        (self.told.padding_at, self.told.window) = ("promise", None);
    }

    /// Where padding sits, as far as the promise has such a place.
    fn padding_at(&self, around: Around) -> &'static str {
        let planned = self.promise.starts_with("plan") || self.promise.starts_with("state");
        let rolls = self.cutoff.is_some_and(|cutoff| cutoff.2 == "next-day");
        let remembered = self.promise.starts_with("state")
            || (self.promise.starts_with("plan") && around.chosen);
        let fits = match self.told.padding_at {
            "process" => planned && !around.chosen,
            "cutoff" => self.cutoff.is_some() && !(rolls && remembered),
            _ => true,
        };
        if fits {
            self.told.padding_at
        } else {
            "promise"
        }
    }

    fn write_told(&self, out: &mut String, around: Around) -> std::fmt::Result {
        let told = &self.told;
        key(out, "at_least", told.at_least)?;
        // Where the table has no days something else must be promised.
        let lacks = self.promise.contains("some-days").then_some("60h");
        let padding_at = self.padding_at(around);
        if padding_at != "process" {
            key(out, "fallback", told.fallback.or(lacks))?;
        }
        if padding_at != "promise" {
            writeln!(out, "padding_at = \"{padding_at}\"")?;
        }
        key(out, "window", told.window)?;
        if told.window.is_some() && (told.early_is_ok || padding_at == "promise") {
            writeln!(out, "early_is_ok = {}", told.early_is_ok)?;
        }
        if told.attempt_counts && around.fails {
            writeln!(out, "attempt_counts = true")?;
        }
        let by_cost = |assign: &&str| assign.starts_with("cheapest");
        key(
            out,
            "assign",
            told.assign
                .filter(|assign| around.costs || !by_cost(assign)),
        )
    }
}
