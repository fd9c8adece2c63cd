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
    /// The stages with servers share them; which is served first.
    pub pool: Option<&'static str>,
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
    let pool = prop::option::weighted(0.3, select(&["downstream-first", "longest-waiting"][..]));
    let stages = prop::collection::vec(stage(), 0..=3);
    (optional(&TIME_ZONES), stages, pool).prop_map(|(time_zone, stages, pool)| Facility {
        time_zone,
        stages,
        pool,
    })
}

impl Facility {
    /// Whether it has a pool that serves first in, first out.
    pub fn crew_is_fifo(&self) -> bool {
        let staffed = |stage: &&Stage| {
            stage.capacity.contains("servers") && !stage.capacity.contains("unlimited")
        };
        let lead = self.stages.iter().find(staffed);
        self.pool.is_some() && lead.is_some_and(|lead| lead.rules.discipline.is_none())
    }

    pub fn write(
        &self,
        out: &mut String,
        name: &str,
        (origin, position): (bool, Option<usize>),
        classes: usize,
    ) -> std::fmt::Result {
        let kind = if origin {
            "fulfilment-centre"
        } else {
            "sort-centre"
        };
        writeln!(out, "[[facilities]]\nname = \"{name}\"\nkind = \"{kind}\"")?;
        key(out, "time_zone", self.time_zone)?;
        if let Some(at) = position {
            writeln!(out, "lat = {}\nlon = -80", 30 + at)?;
        }
        writeln!(out)?;
        let staffed = |stage: &Stage| {
            stage.capacity.contains("servers") && !stage.capacity.contains("unlimited")
        };
        let lead = self.stages.iter().find(|stage| staffed(stage));
        let pool = self.pool.filter(|_| lead.is_some());
        if let (Some(serve), Some(lead)) = (pool, lead) {
            writeln!(
                out,
                "[[pools]]\nfacility = \"{name}\"\nname = \"crew\"\nserve = \"{serve}\"\n{}",
                lead.capacity
            )?;
            lead.write_staff(out, classes)?;
            writeln!(out)?;
        }
        // Parcels that come back to a buffer, or one staff on both sides of it, may stand still for ever.
        let comes_back = self.stages.iter().any(|stage| stage.rules.rework.is_some());
        for (index, stage) in self.stages.iter().enumerate() {
            let Stage {
                capacity,
                service,
                rules,
                ..
            } = stage;
            writeln!(
                out,
                "[[stages]]\nfacility = \"{name}\"\nstage = \"stage{index}\"\nservice = \"{service}\""
            )?;
            if stage.calendar.is_some() {
                writeln!(out, "cost = 0.3")?;
            }
            let before = index.checked_sub(1).map(|before| &self.stages[before]);
            let room = before.is_none_or(|before| staffed(before) && pool.is_none());
            if staffed(stage) && pool.is_some() {
                writeln!(out, "pool = \"crew\"")?;
            } else {
                writeln!(out, "{capacity}")?;
                stage.write_staff(out, classes)?;
                if stage.calendar.is_some() && staffed(stage) {
                    writeln!(out, "wage = 17.5")?;
                }
            }
            if !capacity.contains("throughput") {
                let first = origin && index == 0;
                rules.write(out, room && staffed(stage) && !comes_back, first)?;
            }
            rules.write_rework(out, index)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

impl Stage {
    /// Hours and rules of its staff.
    fn write_staff(&self, out: &mut String, classes: usize) -> std::fmt::Result {
        // Staffing has its own hours.
        let calendar = self.calendar.filter(|_| !self.capacity.contains('@'));
        key(out, "calendar", calendar)?;
        if self.capacity.contains("throughput") {
            return Ok(());
        }
        let shifts = calendar.is_some() || self.capacity.contains('@');
        let unlimited = self.capacity.contains("unlimited");
        let rules = Rules {
            // Nobody waits there.
            discipline: self.rules.discipline.filter(|_| !unlimited),
            outages: self.rules.outages.filter(|_| !unlimited),
            ..self.rules.clone()
        };
        rules.write_staff(out, shifts, classes)
    }
}
