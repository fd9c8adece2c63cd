//! Staff that several stages of a facility share.

use super::facilities::check_staffing;
use super::names::{Names, check_node_name};
use super::outages;
use crate::diagnostics::Code;
use crate::network::{Capacity, Discipline, Facility, Outage, Overtime, Pool};
use crate::scenario::{Findings, PoolRow, Scenario, Span, StageRow, closest};

/// Who works at a stage, and when: its own servers, or those of a pool.
#[derive(Clone, Debug)]
pub(super) struct Staff<'s> {
    /// Position of the pool among those of the facility.
    pub(super) pool: Option<usize>,
    pub(super) capacity: Capacity,
    pub(super) calendar: Option<usize>,
    pub(super) rules: StaffRules,
    pub(super) outages: &'s [Outage],
}

/// What the staff decides, and not the stage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct StaffRules {
    pub(super) discipline: Discipline,
    pub(super) preemptive: bool,
    pub(super) overtime: Overtime,
    /// Where they stand.
    pub(super) discipline_at: Option<Span>,
    pub(super) preemptive_at: Option<Span>,
    pub(super) overtime_at: Option<Span>,
    /// A calendar is given.
    pub(super) calendar: bool,
}

impl StaffRules {
    /// Those of a stage's own staff.
    pub(super) fn of_stage(row: &StageRow) -> Self {
        Self {
            discipline: row.discipline.cloned().unwrap_or_default(),
            preemptive: row.preemptive.cloned().unwrap_or(false),
            overtime: row.overtime.cloned().unwrap_or_default(),
            discipline_at: row.discipline.span(),
            preemptive_at: row.preemptive.span(),
            overtime_at: row.overtime.span(),
            calendar: !row.calendar.is_absent(),
        }
    }

    fn of_pool(row: &PoolRow) -> Self {
        Self {
            discipline: row.discipline.cloned().unwrap_or_default(),
            preemptive: row.preemptive.cloned().unwrap_or(false),
            overtime: row.overtime.cloned().unwrap_or_default(),
            discipline_at: row.discipline.span(),
            preemptive_at: row.preemptive.span(),
            overtime_at: row.overtime.span(),
            calendar: !row.calendar.is_absent(),
        }
    }
}

/// One pool and the stages that name it.
struct Known<'s> {
    row: &'s PoolRow,
    facility: Option<usize>,
    /// Position among the pools of its facility.
    position: usize,
    capacity: Capacity,
    calendar: Option<usize>,
    used: bool,
}

/// All pools.
pub(super) struct Pools<'s> {
    known: Vec<Known<'s>>,
    complete: bool,
}

impl<'s> Pools<'s> {
    /// Reads the pools.
    pub(super) fn new(scenario: &'s Scenario, names: &Names<'_>, findings: &mut Findings) -> Self {
        let mut pools = Self {
            known: Vec::new(),
            complete: scenario.pools.complete,
        };
        for row in &scenario.pools.rows {
            check_node_name(&row.name, findings);
            outages::check_hours(&row.outages, findings);
            let facility = names.facilities.find_optional(&row.facility, findings);
            let here = |known: &&Known<'_>| facility.is_some() && known.facility == facility;
            let (position, twice) = {
                let others = || pools.known.iter().filter(here);
                let same = |known: &Known<'_>| known.row.name.value() == row.name.value();
                (others().count(), others().any(same))
            };
            if let (true, Some(name)) = (twice, row.name.given()) {
                let message = format!("the facility already has a pool `{}`", name.value);
                findings.report(Code::NameTwice, name.span, message);
            }
            pools.known.push(Known {
                row,
                facility,
                position,
                capacity: servers(row, findings),
                calendar: names.calendars.find_optional(&row.calendar, findings),
                // One mistake, one message.
                used: twice,
            });
        }
        pools
    }

    /// The staff of a stage that names a pool; what the pool decides cannot stand at the stage.
    pub(super) fn of(
        &mut self,
        row: &StageRow,
        facility: Option<usize>,
        findings: &mut Findings,
    ) -> Option<Staff<'s>> {
        let name = row.pool.given()?;
        let keys = [
            ("servers", row.servers.span()),
            ("throughput", row.throughput.span()),
            ("calendar", row.calendar.span()),
            ("discipline", row.discipline.span()),
            ("preemptive", row.preemptive.span()),
            ("overtime", row.overtime.span()),
            ("outages", row.outages.span()),
        ];
        for (key, span) in keys {
            if let Some(span) = span {
                let message =
                    format!("`{key}` is the pool's to say, not that of one of its stages");
                findings.report(Code::Conflict, span, message);
            }
        }
        let facility = facility?;
        let mut here = self
            .known
            .iter_mut()
            .filter(|known| known.facility == Some(facility));
        let found = here.find(|known| known.row.name.value() == Some(&name.value));
        let Some(known) = found else {
            self.report_unknown(&name.value, name.span, facility, findings);
            // It may be the one that was meant.
            let here = self.known.iter_mut();
            here.filter(|known| known.facility == Some(facility))
                .for_each(|known| known.used = true);
            return Some(Staff {
                pool: None,
                capacity: Capacity::Servers(1),
                calendar: None,
                rules: StaffRules::default(),
                outages: &[],
            });
        };
        known.used = true;
        Some(Staff {
            pool: Some(known.position),
            capacity: known.capacity.clone(),
            calendar: known.calendar,
            rules: StaffRules::of_pool(known.row),
            outages: known.row.outages.value().map_or(&[][..], |given| &given.0),
        })
    }

    fn report_unknown(&self, name: &str, span: Span, facility: usize, findings: &mut Findings) {
        let here = self
            .known
            .iter()
            .filter(|known| known.facility == Some(facility));
        let names: Vec<&str> = here
            .filter_map(|known| known.row.name.value().map(String::as_str))
            .collect();
        if !self.complete {
            return;
        }
        let message = format!("the facility has no pool `{name}`");
        match closest(name, names) {
            Some(like) => {
                findings.report_with(
                    Code::UnknownName,
                    span,
                    message,
                    format!("did you mean `{like}`?"),
                );
            }
            None => findings.report(Code::UnknownName, span, message),
        }
    }

    /// Gives each facility its pools; a pool at which nobody works is a mistake.
    pub(super) fn finish(
        self,
        facilities: &mut [Facility],
        stages_complete: bool,
        findings: &mut Findings,
    ) {
        for known in self.known {
            let span = known.row.name.span().unwrap_or(known.row.span);
            if !known.used && stages_complete && known.facility.is_some() {
                let message = "no stage of the facility works with this pool";
                let help = "write `pool = ...` at its stages, or leave the pool out";
                findings.report_with(Code::NothingMatched, span, message, help);
            }
            if let Some(at) = known.facility {
                facilities[at].pools.push(Pool {
                    name: known.row.name.cloned().unwrap_or_default(),
                    capacity: known.capacity,
                    serve: known.row.serve.cloned().unwrap_or_default(),
                });
            }
        }
    }
}

fn servers(row: &PoolRow, findings: &mut Findings) -> Capacity {
    let Some(given) = row.servers.given() else {
        return Capacity::Servers(1);
    };
    if matches!(given.value.0, Capacity::Unlimited) {
        let message = "unlimited servers are not shared: leave the pool out";
        findings.report(Code::Conflict, given.span, message);
        return Capacity::Servers(1);
    }
    check_staffing(&given.value.0, given.span, findings);
    given.value.0.clone()
}
