//! Which levels may be sold when, and their base promises, from the terms of the header alone.

use super::ledger::Ledger;
use super::planned::{arrival, to_lane};
use super::promise::{pad_by, padding_of};
use super::rules::Rules;
use crate::trace::{
    After, Clock, Cutoff, PaddingAt, Placed, PlanTerms, PlannedPath, Policy, ServiceLevel,
    TransitDays,
};

/// Days are searched so far for one on which a level is offered.
const FURTHEST: i64 = 400;

/// What can be said of a base promise.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// One of these: one for each facility from which the order may have been promised.
    Any(Vec<i64>),
    /// Nothing: its policy looks at what the trace does not tell.
    Unknown,
    /// The level cannot have been sold, and why.
    NotSold(&'static str),
}

/// The base promise of an order that was sold a level.
pub(super) fn base(rules: &Rules<'_>, ledger: &Ledger, placed: &Placed, level: u32) -> Base {
    let terms = &rules.header.service_levels[level as usize];
    let Some(clock) = rules.clock(placed.zone) else {
        return match terms.policy {
            Policy::Constant(After::Elapsed(ticks)) if is_plain(terms) => {
                Base::Any(vec![placed.at.saturating_add(ticks)])
            }
            _ => Base::Unknown,
        };
    };
    let counted = match &terms.cutoff {
        None => placed.at,
        Some(cutoff) => {
            let reached = match terms.padding_at {
                PaddingAt::Cutoff => {
                    let padding = padding_of(rules, terms, level, placed.zone);
                    pad_by(clock, padding, placed.at, placed.at).unwrap_or(i64::MAX)
                }
                _ => placed.at,
            };
            let Some(rolled) = rolled(rules, cutoff, placed, reached) else {
                return Base::NotSold("its cutoff had passed");
            };
            counted(clock, placed.at, rolled)
        }
    };
    let quote = Quote {
        rules,
        terms,
        clock,
        placed,
        level,
        counted,
    };
    match &terms.policy {
        Policy::State | Policy::Log | Policy::Other => Base::Unknown,
        Policy::Plan(allowance) => match &rules.header.plan {
            Some(plan) => quote.planned(plan, ledger, *allowance),
            None => Base::Unknown,
        },
        _ => match quote.least(quote.by_terms()) {
            Some(base) => Base::Any(vec![base]),
            None => Base::NotSold("its policy has no answer"),
        },
    }
}

/// Whether nothing but the policy decides the base promise.
fn is_plain(terms: &ServiceLevel) -> bool {
    terms.cutoff.is_none() && terms.at_least.is_none()
}

/// The last promise at which a level is sold; `None`: there is none, or it cannot be told.
pub(super) fn latest(rules: &Rules<'_>, terms: &ServiceLevel, placed: &Placed) -> Option<i64> {
    let clock = rules.clock(placed.zone)?;
    Some(clock.end_of(day_after(clock, placed.at, terms.latest?)?))
}

/// How many days later an order counts as placed when its cutoffs are compared with an instant; `None`: it is not offered.
fn rolled(rules: &Rules<'_>, cutoff: &Cutoff, placed: &Placed, reached: i64) -> Option<i64> {
    let clock = &rules.header.clocks[cutoff.clocks[placed.zone as usize] as usize];
    let (today, _) = clock.split(placed.at);
    let of_day = |day: i64| {
        let weekday = (day + i64::from(clock.weekday)).rem_euclid(7);
        let time = match cutoff.holidays.binary_search(&day) {
            Ok(_) => cutoff.holiday,
            Err(_) => cutoff.weekdays[weekday as usize],
        };
        Some(clock.deadline(day, time?))
    };
    let open = |n: &i64| of_day(today + n).is_some_and(|last| reached <= last);
    let most = if cutoff.next_day { FURTHEST } else { 0 };
    (0..=most).find(open)
}

/// Where an order counts as placed: there, or at the start of a later day.
fn counted(clock: &Clock, placed: i64, rolled: i64) -> i64 {
    match rolled {
        0 => placed,
        _ => clock.start_of(clock.split(placed).0 + rolled),
    }
}

fn after(clock: &Clock, from: i64, after: After) -> Option<i64> {
    match after {
        After::Elapsed(ticks) => Some(from.saturating_add(ticks)),
        After::Days(days) => Some(clock.add_days(from, i64::from(days))),
        After::BusinessDays(days) => clock.add_delivery_days(from, i64::from(days)),
    }
}

/// The local day so long after an instant.
fn day_after(clock: &Clock, from: i64, after: After) -> Option<i64> {
    let (day, _) = clock.split(from);
    match after {
        After::Elapsed(ticks) => Some(clock.split(from.saturating_add(ticks)).0),
        After::Days(days) => Some(day + i64::from(days)),
        After::BusinessDays(0) => clock.delivery_day(day, 1),
        After::BusinessDays(days) => clock.nth_delivery_day(day, i64::from(days)),
    }
}

/// One order and the terms of what it was sold.
struct Quote<'a> {
    rules: &'a Rules<'a>,
    terms: &'a ServiceLevel,
    clock: &'a Clock,
    placed: &'a Placed,
    level: u32,
    /// When it counts as placed.
    counted: i64,
}

impl Quote<'_> {
    /// By a policy that looks at nothing but the instant and the zone; `None`: it has no answer.
    fn by_terms(&self) -> Option<i64> {
        let zone = self.placed.zone as usize;
        match &self.terms.policy {
            Policy::Constant(length) => after(self.clock, self.counted, *length),
            Policy::Service(windows) => {
                let (_, time) = self.clock.split(self.counted);
                let holds = |until: Option<i64>| until.is_none_or(|until| time <= until);
                let window = windows.iter().find(|window| holds(window.until));
                let window = window.or(windows.last())?;
                let day = day_after(self.clock, self.counted, window.day)?;
                Some(self.clock.deadline(day, window.at).max(self.counted))
            }
            Policy::StaticTable(rows) => self.by_table(rows.get(zone)?.as_ref()?),
            Policy::Quantile(lengths) => Some(self.counted.saturating_add(*lengths.get(zone)?)),
            _ => None,
        }
    }

    fn by_table(&self, row: &TransitDays) -> Option<i64> {
        let clock = |index: u32| &self.rules.header.clocks[index as usize];
        let (dispatch, transit) = (clock(row.dispatch), clock(row.transit));
        let (today, _) = dispatch.split(self.counted);
        let last = match row.cutoff {
            Some(cutoff) => dispatch.deadline(today, cutoff),
            None => dispatch.end_of(today),
        };
        let ready = today + i64::from(self.counted > last);
        let dispatched = dispatch.delivery_day(ready, 1)?;
        let arrived = transit.nth_delivery_day(dispatched, i64::from(row.days))?;
        Some(self.clock.end_of(self.clock.delivery_day(arrived, 1)?))
    }

    /// What is promised at least, and where there is no answer.
    fn least(&self, base: Option<i64>) -> Option<i64> {
        let add = |length: Option<After>| after(self.clock, self.counted, length?);
        let base = base.or_else(|| add(self.terms.fallback))?;
        let least = add(self.terms.at_least).unwrap_or(self.placed.at);
        Some(base.max(least).max(self.placed.at))
    }

    /// By the planned paths of its parcels: the last of them.
    fn planned(&self, plan: &PlanTerms, ledger: &Ledger, allowance: i64) -> Base {
        let mut paths = self.rules.paths(self.placed.zone, self.level).to_vec();
        let told = origins(self.rules, ledger, self.placed);
        if let Some(origins) = &told {
            paths.retain(|path| origins.contains(&self.rules.lane_from(path.lanes[0])));
        }
        if paths.is_empty() {
            return Base::NotSold("no way leads there");
        }
        let deliveries: Vec<Option<i64>> = paths
            .iter()
            .map(|path| self.delivery(plan, path, allowance))
            .collect();
        if self.terms.padding_at == PaddingAt::Process {
            // Nothing else is promised where the plan does not arrive.
            let bases = deliveries.into_iter().flatten();
            let bases = bases.filter_map(|at| self.least(Some(at)));
            return Base::of(bases.collect());
        }
        if told.is_some() || self.rules.header.baskets.is_none() {
            // Where one of them never arrives, the whole order has no plan.
            let last = deliveries.into_iter().collect::<Option<Vec<i64>>>();
            let last = last.and_then(|all| all.into_iter().max());
            return Base::of(self.least(last).into_iter().collect());
        }
        let bases = deliveries.into_iter().filter_map(|at| self.least(at));
        Base::of(bases.collect())
    }

    /// The planned delivery along a path, allowance included.
    fn delivery(&self, plan: &PlanTerms, path: &PlannedPath, allowance: i64) -> Option<i64> {
        let rules = self.rules;
        let mut ready = to_lane(rules, plan, path.lanes[0], self.counted, |_| {})?;
        if self.terms.padding_at == PaddingAt::Process {
            let padding = padding_of(rules, self.terms, self.level, self.placed.zone);
            ready = pad_by(self.clock, padding, self.placed.at, ready)?.max(self.placed.at);
        }
        let arrives = arrival(rules, plan, &path.lanes, ready)?;
        let at = arrives.saturating_add(allowance);
        Some(rules.at_door(self.placed.zone, self.level, at))
    }
}

impl Base {
    fn of(bases: Vec<i64>) -> Self {
        if bases.is_empty() {
            Self::NotSold("no plan arrives there")
        } else {
            Self::Any(bases)
        }
    }
}

/// The facilities from which an order was promised, where they are told: those that send its parcels, if these are made at its
/// placement as they were offered.
pub(super) fn origins(rules: &Rules<'_>, ledger: &Ledger, placed: &Placed) -> Option<Vec<u32>> {
    let baskets = rules.header.baskets.as_ref()?;
    if baskets.release.is_some() || baskets.sourced_again {
        return None;
    }
    Some(sent_from(rules, ledger, placed))
}

/// The facilities from which the parcels of an order are sent that are made at its placement.
pub(super) fn sent_from(rules: &Rules<'_>, ledger: &Ledger, placed: &Placed) -> Vec<u32> {
    let parcels = &ledger.parcels;
    let from = parcels.partition_point(|of| of.order < placed.order);
    // The first has the number of its order, the others those that follow.
    parcels[from..]
        .iter()
        .take_while(|of| of.at == placed.at || of.of == placed.order)
        .filter(|of| of.of == placed.order)
        .map(|of| rules.facility_at(of.origin))
        .collect()
}
