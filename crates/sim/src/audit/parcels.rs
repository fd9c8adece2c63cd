//! What travels: the parcels of orders, or the orders themselves where each is one parcel.

use super::ledger::Ledger;
use super::leg::Phase;
use super::rules::{Facility, Rules};
use super::shelves::{Complete, Due};
use crate::trace::Placed;

/// A parcel before it sets off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parcel {
    pub(super) number: u64,
    /// Its order.
    pub(super) placed: Placed,
    /// Where it is sent from; `None`: the trace does not say.
    pub(super) origin: Option<Facility>,
    /// When its way begins; `None`: it has not been made, or waits for stock.
    pub(super) start: Option<Start>,
}

/// The beginning of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) at: i64,
    pub(super) phase: Phase,
    /// Whether its place within the instant is known.
    pub(super) ranked: bool,
}

/// All of them, by number. An order of which no parcel has its number is there too, and never sets off.
pub(super) fn list(rules: &Rules<'_>, ledger: &Ledger, due: &Due) -> Vec<Parcel> {
    let orders = ledger.placed.chunk_by(|a, b| a.order == b.order);
    let orders = orders.map(|same| &same[0]);
    let Some(baskets) = &rules.header.baskets else {
        let whole = |placed: &Placed| Parcel {
            number: placed.order,
            placed: *placed,
            origin: None,
            start: Some(Start {
                at: placed.at,
                phase: Phase::Placement,
                ranked: true,
            }),
        };
        return orders.map(whole).collect();
    };
    let made_in = match baskets.release {
        None => Phase::Placement,
        Some(_) => Phase::Release,
    };
    let made = ledger.parcels.chunk_by(|a, b| a.order == b.order);
    let made = made.filter_map(|same| {
        let made = &same[0];
        let start = |at, phase, ranked| Some(Start { at, phase, ranked });
        Some(Parcel {
            number: made.order,
            placed: *ledger.order(made.order)?,
            origin: Some(rules.facility_at(made.origin)),
            start: match due.complete(made.order) {
                Complete::AtOnce => start(made.at, made_in, true),
                Complete::At { at, first } => start(at, Phase::Receipt, first),
                Complete::Never => None,
            },
        })
    });
    let unmade = orders.filter(|placed| ledger.parcel(placed.order).is_none());
    let unmade = unmade.map(|placed| Parcel {
        number: placed.order,
        placed: *placed,
        origin: None,
        start: None,
    });
    let mut all: Vec<Parcel> = made.chain(unmade).collect();
    all.sort_by_key(|parcel| parcel.number);
    all
}
