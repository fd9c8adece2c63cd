//! "Order by": until when orders may be placed that are to be delivered before a date.

use leadtime_network::calendar::DayIndex;
use leadtime_network::network::DeadlineOf;
use leadtime_stats::proportion::{trials_for_wilson, wilson};
use leadtime_stats::rare::Claim;
use leadtime_stats::{Confidence, RatioSums};

use super::StudyOutcome;
use super::claims::advice;
use crate::engine::TimelyCell;
use crate::outcome::{DeadlineFigures, OrderBy, OrderByHour, Verdict};
use crate::plan::{DeadlinePlan, HOURS_OF_DAY, Plan};

/// Hours beside the first whose claims are looked at for what they take: that search is slow.
const LOOKED_AT: usize = 6;

/// Orders in time and orders of one replication.
type Period = (u64, u64);

impl StudyOutcome {
    /// Every deadline, in the order of the file.
    pub(super) fn deadlines(&self, plan: &Plan) -> Vec<DeadlineFigures> {
        let deadlines = plan.deadlines.iter();
        deadlines
            .map(|deadline| self.deadline(plan, deadline))
            .collect()
    }

    fn deadline(&self, plan: &Plan, deadline: &DeadlinePlan) -> DeadlineFigures {
        let mut cells = Vec::new();
        for level in 0..plan.levels.len() {
            let of_level = |zone: Option<usize>| {
                let seen = self.seen(plan, deadline, level, zone);
                order_by(plan, deadline, &seen).map(|cell| OrderBy {
                    service_level: plan.level_names[level].clone(),
                    zone: zone.map(|zone| plan.zones[zone].name.clone()),
                    ..cell
                })
            };
            cells.extend(of_level(None));
            let zones = (0..plan.zones.len()).filter_map(|zone| of_level(Some(zone)));
            cells.extend(zones.map(|cell| OrderBy {
                hours: Vec::new(),
                ..cell
            }));
        }
        let (of, probability) = match deadline.of {
            DeadlineOf::Mean => ("mean", None),
            DeadlineOf::Period { probability } => ("period", Some(probability)),
        };
        DeadlineFigures {
            name: deadline.name.clone(),
            date: deadline.date.clone(),
            target: deadline.target,
            of: of.to_owned(),
            probability,
            days: deadline.days as u32,
            cells,
        }
    }

    /// Per replication, the hours of a level in a zone, or in all of them.
    fn seen(
        &self,
        plan: &Plan,
        deadline: &DeadlinePlan,
        level: usize,
        zone: Option<usize>,
    ) -> Vec<Vec<Period>> {
        let zones = zone.map_or(0..plan.zones.len(), |zone| zone..zone + 1);
        let of_replication = |cells: &Vec<TimelyCell>| {
            let mut hours = vec![(0, 0); deadline.hours()];
            for zone in zones.clone() {
                let cells = &cells[deadline.cell(level, zone)..];
                for (hour, cell) in hours.iter_mut().zip(cells) {
                    hour.0 += u64::from(cell.in_time);
                    hour.1 += u64::from(cell.n);
                }
            }
            hours
        };
        self.sums.timely.iter().map(of_replication).collect()
    }
}

/// The answer for the hours of one level and zone; `None` where nobody ordered.
fn order_by(plan: &Plan, deadline: &DeadlinePlan, seen: &[Vec<Period>]) -> Option<OrderBy> {
    let orders_of = |hour: usize| seen.iter().map(|hours| hours[hour].1).sum::<u64>();
    let orders: u64 = (0..deadline.hours()).map(orders_of).sum();
    if orders == 0 {
        return None;
    }
    let mut last = Vec::new();
    let mut hours = Vec::new();
    for hour in HOURS_OF_DAY - 1..deadline.hours() {
        let orders = orders_of(hour);
        if orders == 0 {
            continue;
        }
        if let Some(judged) = judge(deadline, &cohort(seen, hour)) {
            last.push(hour);
            hours.push(OrderByHour {
                until: local_end(plan, deadline, hour),
                orders,
                ..judged
            });
        }
    }
    earlier_with_later(&mut hours);
    let goal = goal(deadline);
    // How many of the first hours hold without a break.
    let held = |holds: &dyn Fn(&OrderByHour) -> bool| {
        let broken = hours.iter().position(|hour| !holds(hour));
        broken.unwrap_or(hours.len())
    };
    let kept = held(&|hour| hour.value >= goal);
    let until = |held: usize| Some(hours[held.checked_sub(1)?].until.clone());
    let safe = until(held(&|hour| hour.carried));
    let (verdict, replications) = match &safe {
        Some(_) => (Verdict::Carried, None),
        None => what_it_takes(deadline, seen, &last[..kept.max(1).min(last.len())]),
    };
    Some(OrderBy {
        service_level: String::new(),
        zone: None,
        orders,
        verdict,
        replications,
        safe,
        estimate: until(kept),
        possible: until(held(&|hour| hour.high >= goal)),
        hours,
    })
}

/// Who orders earlier has more time: where a later hour is carried, so is an earlier one whose estimate is no worse. By itself it might never be:
/// a bound of a mean must rest on bad replications, and the better an hour is, the fewer there are.
fn earlier_with_later(hours: &mut [OrderByHour]) {
    let mut carried = f64::INFINITY;
    for hour in hours.iter_mut().rev() {
        if hour.carried {
            carried = carried.min(hour.value);
        }
        hour.carried |= hour.value >= carried;
    }
}

/// Of the hours that keep the target by the estimate, the one that takes the fewest replications to be carried, among the first and the last
/// few: those before it are carried with it.
fn what_it_takes(
    deadline: &DeadlinePlan,
    seen: &[Vec<Period>],
    kept: &[usize],
) -> (Verdict, Option<u64>) {
    let some = kept
        .iter()
        .take(1)
        .chain(kept.iter().skip(1).rev().take(LOOKED_AT));
    let found = some.map(|&hour| verdict(deadline, &cohort(seen, hour)));
    let fewest = found.min_by_key(|(verdict, replications)| match verdict {
        Verdict::NotYet => replications.unwrap_or(u64::MAX),
        _ => u64::MAX,
    });
    fewest.unwrap_or((Verdict::NotExpected, None))
}

/// What the judged value has to reach.
fn goal(deadline: &DeadlinePlan) -> f64 {
    match deadline.of {
        DeadlineOf::Mean => deadline.target,
        DeadlineOf::Period { probability } => probability,
    }
}

/// The orders of the 24 hours up to one, per replication.
fn cohort(seen: &[Vec<Period>], last: usize) -> Vec<Period> {
    let hours = last + 1 - HOURS_OF_DAY..=last;
    let sum = |of: &Vec<Period>| {
        let hours = of[hours.clone()].iter();
        hours.fold((0, 0), |sum, hour| (sum.0 + hour.0, sum.1 + hour.1))
    };
    seen.iter().map(sum).collect()
}

/// What is judged, with its bounds.
fn judge(deadline: &DeadlinePlan, cohort: &[Period]) -> Option<OrderByHour> {
    let mut sums = RatioSums::default();
    for &(in_time, n) in cohort {
        sums.record(in_time, n);
    }
    let in_time = sums.share()?;
    let (value, low, high, carried) = match deadline.of {
        DeadlineOf::Mean => {
            let claim = Claim::new(deadline.target, Confidence::P95).ok()?;
            let bounds = claim.bounds(cohort)?;
            (bounds.value, bounds.low, bounds.high, bounds.carried)
        }
        DeadlineOf::Period { probability } => {
            let (reached, periods) = reached(deadline.target, cohort);
            let share = wilson(reached, periods, Confidence::P95)?;
            (share.value, share.low, share.high, share.low >= probability)
        }
    };
    Some(OrderByHour {
        until: String::new(),
        orders: 0,
        in_time,
        value,
        low,
        high,
        carried,
    })
}

/// Replications whose own share reaches the target, of those with orders. Compared in whole orders: 999 of 1000 are 99.9 %.
fn reached(target: f64, cohort: &[Period]) -> (u64, u64) {
    let with_orders = cohort.iter().filter(|period| period.1 > 0);
    let reaches = |period: &&Period| {
        // What rounding adds to target times orders is far less than one order.
        period.0 as f64 >= target * period.1 as f64 - 1e-9 * period.1 as f64
    };
    (
        with_orders.clone().filter(reaches).count() as u64,
        with_orders.count() as u64,
    )
}

/// What a cohort says of the deadline, and what it takes.
fn verdict(deadline: &DeadlinePlan, cohort: &[Period]) -> (Verdict, Option<u64>) {
    let probability = match deadline.of {
        DeadlineOf::Period { probability } => probability,
        DeadlineOf::Mean => {
            let claim = Claim::new(deadline.target, Confidence::P95).ok();
            let standing = claim.and_then(|claim| claim.standing(cohort, None));
            return standing.map_or((Verdict::NotExpected, None), |found| advice(found.verdict));
        }
    };
    let (reached, periods) = reached(deadline.target, cohort);
    let Some(share) = wilson(reached, periods, Confidence::P95) else {
        return (Verdict::NotExpected, None);
    };
    if share.low >= probability {
        return (Verdict::Carried, None);
    }
    if share.high < probability {
        return (Verdict::Contradicted, None);
    }
    // Where not every replication has orders, more replications are needed for as many that have.
    let each = cohort.len() as f64 / periods as f64;
    match trials_for_wilson(share.value, probability, Confidence::P95) {
        Some(trials) => (
            Verdict::NotYet,
            Some(libm::ceil(trials as f64 * each) as u64),
        ),
        None => (Verdict::NotExpected, None),
    }
}

/// The local clock at the end of an hour.
fn local_end(plan: &Plan, deadline: &DeadlinePlan, hour: usize) -> String {
    let end = hour + 1;
    let day = deadline.day - deadline.days as i64 + (end / HOURS_OF_DAY) as i64;
    // Every zone has the same dates.
    let date = plan.civil.date(DayIndex(day));
    format!("{date}T{:02}:00", end % HOURS_OF_DAY)
}
