//! What every order cost, by the rates of the header alone, and whether the books add up.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::leg::Place;
use super::parcels::Parcel;
use super::report::{Findings, Kind};
use crate::trace::{Books, Economy, Header, LaneEconomy, PaddingAt, Placed, Prices};

const HOUR: i128 = 3_600_000;

/// Handling, transport, failure, padding.
type Four = [i128; 4];

/// Checks the cost of every order of the scoring window, and their sum.
pub(super) fn check(header: &Header, parcels: &[Parcel], ledger: &Ledger, findings: &mut Findings) {
    let rates = header.economy.as_ref();
    let Some((economy, prices)) = rates.and_then(|economy| Some((economy, economy.prices?))) else {
        return;
    };
    let order_of: BTreeMap<u64, u64> = parcels
        .iter()
        .map(|parcel| (parcel.number, parcel.placed.order))
        .collect();
    let mut parcels_of: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (&parcel, &order) in &order_of {
        parcels_of.entry(order).or_default().push(parcel);
    }
    let mut expected = work_and_trips(economy, ledger, &order_of);
    let mut all: Four = [0; 4];
    let mut stated = ledger.costs.iter().peekable();
    for placed in &ledger.placed {
        let window = header.warm_up..header.horizon;
        let scored = window.contains(&placed.at) && placed.level.is_some();
        let mut found: Vec<Four> = Vec::new();
        while let Some(cost) = stated.next_if(|cost| cost.order <= placed.order) {
            let parts = [cost.handling, cost.transport, cost.failure, cost.padding];
            found.push(parts.map(i128::from));
        }
        let mut wanted = Vec::new();
        if scored {
            let mut cost = expected.remove(&placed.order).unwrap_or_default();
            let parcels = parcels_of.get(&placed.order).map_or(&[][..], Vec::as_slice);
            let [failure, mut padding] = lateness(header, ledger, (placed, parcels), prices);
            // Padding that is not added to the promise cannot be told from the trace.
            let elsewhere = placed.level.is_some_and(|level| {
                header.service_levels[level as usize].padding_at != PaddingAt::Promise
            });
            if let (true, [found]) = (elsewhere, &found[..]) {
                padding = found[3];
            }
            cost[2] += failure;
            cost[3] += padding;
            (0..4).for_each(|part| all[part] += cost[part]);
            wanted.push(cost);
        }
        if found != wanted {
            findings.add(Kind::Cost, placed.at, Some(placed.order), "", || {
                format!("cost {found:?} by the trace, {wanted:?} by the rates")
            });
        }
    }
    check_books(&ledger.books, all, ledger.end.at, findings);
}

fn check_books(books: &[Books], all: Four, at: i64, findings: &mut Findings) {
    let parts = |books: &Books| {
        [
            books.handling,
            books.transport,
            books.failure,
            books.padding,
        ]
    };
    let stated: Vec<Four> = books
        .iter()
        .map(|books| parts(books).map(i128::from))
        .collect();
    if stated != [all] {
        findings.add(Kind::Cost, at, None, "", || {
            format!("the books say {stated:?}, the orders add up to {all:?}")
        });
    }
}

/// Per order: what was done with its parcels.
fn work_and_trips(
    economy: &Economy,
    ledger: &Ledger,
    order_of: &BTreeMap<u64, u64>,
) -> BTreeMap<u64, Four> {
    let mut costs: BTreeMap<u64, Four> = BTreeMap::new();
    for leg in ledger.legs.iter().filter(|leg| !leg.pending) {
        let order = order_of.get(&leg.order).unwrap_or(&leg.order);
        let cost = costs.entry(*order).or_default();
        match leg.place {
            Place::Stage(stage) => cost[0] += i128::from(economy.stages[stage as usize]),
            Place::Lane(lane) => {
                cost[1] += fare(&economy.lanes[lane as usize], grams(ledger, leg.order));
            }
        }
    }
    costs
}

/// The weight of an order's parcel; 0: not stated.
pub(super) fn grams(ledger: &Ledger, order: u64) -> i64 {
    let at = ledger
        .weights
        .binary_search_by_key(&order, |weight| weight.order);
    at.map_or(0, |at| i64::from(ledger.weights[at].grams))
}

fn fare(lane: &LaneEconomy, grams: i64) -> i128 {
    let mut cost = 0;
    for &(most, price) in lane.bands.iter().rev() {
        if most.is_none_or(|most| grams <= most) {
            cost = price;
        }
    }
    if let Some(&(Some(most), price)) = lane.bands.last()
        && grams > most
    {
        let mut carried = 0;
        while carried < grams && most > 0 {
            carried += most;
            cost += price;
        }
    }
    i128::from(lane.parcel + cost)
}

/// Failure and padding of an order, its trips apart.
fn lateness(
    header: &Header,
    ledger: &Ledger,
    (placed, parcels): (&Placed, &[u64]),
    prices: Prices,
) -> [i128; 2] {
    let (Some(promise), Some(base)) = (placed.promise, placed.base) else {
        return [0; 2];
    };
    let hours = |price: i64, ticks: i64| {
        // To the nearest millionth, halves up.
        let twice = 2 * i128::from(price) * i128::from(ticks.max(0)) + HOUR;
        twice.div_euclid(2 * HOUR)
    };
    let failed_of = |parcel: &u64| {
        let first = ledger.attempts.partition_point(|one| one.order < *parcel);
        let tries = ledger.attempts[first..].iter();
        let tries = tries.take_while(|one| one.order == *parcel);
        tries.filter(|one| !one.succeeds).count() as i128
    };
    let failed: i128 = parcels.iter().map(failed_of).sum();
    let mut failure = failed * i128::from(prices.failed_attempt);
    let back = |parcel: &&u64| {
        let found = ledger.returned.binary_search_by_key(*parcel, |of| of.order);
        found.is_ok()
    };
    let returned = parcels.iter().filter(back).count() as i128;
    failure += returned * i128::from(prices.per_return);
    let mut padding = hours(prices.padding_hour, promise - base);
    let delivered_at = |parcel: &u64| {
        let ended = ledger
            .delivered
            .binary_search_by_key(parcel, |end| end.order);
        ended.ok().map(|at| ledger.delivered[at].at)
    };
    let given_up = |parcel: &u64| ledger.exhausted.binary_search(parcel).is_ok();
    // An order is delivered with its last parcel, and given up if one of them is, once all have ended.
    let ended = |parcel: &u64| delivered_at(parcel).is_some() || given_up(parcel);
    let all_ended = !parcels.is_empty() && parcels.iter().all(ended);
    let deliveries: Option<Vec<i64>> = parcels.iter().map(delivered_at).collect();
    let delivered = deliveries.and_then(|all| all.into_iter().max());
    if all_ended && parcels.iter().any(given_up) {
        failure += i128::from(prices.undelivered);
    } else {
        let at = delivered.unwrap_or(ledger.end.at.max(header.horizon));
        if at > promise {
            failure += i128::from(prices.late) + hours(prices.late_hour, at - promise);
        } else if delivered.is_some() {
            padding += hours(prices.early_hour, promise - at);
        }
    }
    [failure, padding]
}
