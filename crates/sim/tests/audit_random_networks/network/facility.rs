//! Random facilities with their stages.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::rules::{Rules, rules};
use super::{CALENDARS, TIME_ZONES, key, optional};

#[derive(Clone, Debug)]
pub struct Facility {
    pub time_zone: Option<&'static str>,
    pub stages: Vec<Stage>,
}

#[derive(Clone, Debug)]
pub struct Stage {
    pub capacity: &'static str,
    pub service: &'static str,
    pub calendar: Option<&'static str>,
    pub rules: Rules,
}

fn stage() -> impl Strategy<Value = Stage> {
    let capacity = select(
        &[
            "servers = 1",
            "servers = 2",
            "servers = 3",
            "servers = \"unlimited\"",
            "servers = \"1 @ daily 06:00-14:00; 2 @ daily 10:00-20:00\"",
            "servers = \"2 @ mon-fri 08:00-16:00; 1 @ daily 22:00-06:00\"",
            "throughput = \"30/h\"",
            "throughput = \"7000/h\"",
        ][..],
    );
    let service = select(
        &[
            "constant(0min)",
            "constant(5min)",
            "exponential(mean=8min)",
            "lognormal(mean=12min, cv=0.8)",
            "uniform(1min, 30min)",
            "gamma(mean=3min, cv=0.5)",
        ][..],
    );
    (capacity, service, optional(&CALENDARS), rules()).prop_map(
        |(capacity, service, calendar, rules)| Stage {
            capacity,
            service,
            calendar,
            rules,
        },
    )
}

pub fn facility() -> impl Strategy<Value = Facility> {
    (optional(&TIME_ZONES), prop::collection::vec(stage(), 0..=3))
        .prop_map(|(time_zone, stages)| Facility { time_zone, stages })
}

impl Facility {
    pub fn write(
        &self,
        out: &mut String,
        name: &str,
        origin: bool,
        levels: usize,
    ) -> std::fmt::Result {
        let kind = if origin {
            "fulfilment-centre"
        } else {
            "sort-centre"
        };
        writeln!(out, "[[facilities]]\nname = \"{name}\"\nkind = \"{kind}\"")?;
        key(out, "time_zone", self.time_zone)?;
        writeln!(out)?;
        for (index, stage) in self.stages.iter().enumerate() {
            let Stage {
                capacity,
                service,
                calendar,
                rules,
            } = stage;
            writeln!(
                out,
                "[[stages]]\nfacility = \"{name}\"\nstage = \"stage{index}\"\n{capacity}\nservice = \"{service}\""
            )?;
            // Staffing has its own hours.
            let calendar = calendar.filter(|_| !capacity.contains('@'));
            key(out, "calendar", calendar)?;
            if !capacity.contains("throughput") {
                let shifts = calendar.is_some() || capacity.contains('@');
                rules.write(out, shifts, levels)?;
            }
            rules.write_rework(out, index)?;
            writeln!(out)?;
        }
        Ok(())
    }
}
