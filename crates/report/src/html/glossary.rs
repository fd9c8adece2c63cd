//! The terms that the report uses.

use leadtime_sim::outcome::Outcome;

type Term = (&'static str, &'static str);

/// Term and meaning, of what the outcome has.
pub(super) fn terms(outcome: &Outcome) -> Vec<Term> {
    let mut terms = OF_ALL.to_vec();
    if outcome.baskets.is_some() {
        terms.extend(OF_BASKETS);
    }
    if !outcome.stock.is_empty() {
        terms.extend(OF_STOCK);
    }
    if outcome.stages.iter().any(|stage| stage.blocked.is_some()) {
        terms.push(BLOCKED);
    }
    terms
}

const BLOCKED: Term = (
    "blocked",
    "server time kept by a finished parcel that finds no room at the next stage, over server time present; it is not busy time",
);

const OF_BASKETS: [Term; 2] = [
    ("line", "so many units of one SKU in an order"),
    (
        "from several facilities",
        "a split order: its parcels start at more than one facility, and it is delivered with the last of them",
    ),
];

const OF_STOCK: [Term; 3] = [
    (
        "lines filled, units filled",
        "fill rates: share of the lines that find all they want on hand, share of the units that are there at once",
    ),
    (
        "stock-out delay",
        "mean time from the demand for a unit until its line was complete; 0 for what is there at once",
    ),
    ("owed", "units that customers and other facilities wait for"),
];

const OF_ALL: [Term; 19] = [
    (
        "service level",
        "what is offered at checkout: same day, next day, two day, standard",
    ),
    (
        "promise",
        "the deadline told to the customer, stored as sold and never recomputed",
    ),
    (
        "quote",
        "the length of the promise: promise minus placement",
    ),
    (
        "padding",
        "time added to the planned lead time so that the promise is kept; it replaces the padding set in the scenario, of all levels alike",
    ),
    ("lead time", "click to door: delivery minus placement"),
    ("slack", "promise minus delivery; negative when late"),
    (
        "on time",
        "delivered by the promised instant; “by the day”: by the end of the promised local day",
    ),
    (
        "sold, offer share",
        "sold this level, % of all visits; who is not offered a level is sold the next slower one that is open",
    ),
    (
        "beaten",
        "delivered at least the stated time before the promise: over-delivery",
    ),
    (
        "broken promises",
        "expected number of late orders in one scoring window",
    ),
    (
        "replication",
        "one independent run of the whole scenario: the unit of every interval",
    ),
    (
        "95 % interval",
        "where the expected share lies; it narrows with more replications",
    ),
    (
        "range of a period",
        "where the share of one day, week or window lies nine times in ten; more replications do not narrow it",
    ),
    ("target", "the on-time share that the scenario asks for"),
    ("zone", "a set of customers served as one destination"),
    ("utilisation", "busy server time over server time present"),
    (
        "backlog",
        "parcels that have arrived at a stage and not started",
    ),
    (
        "left behind",
        "parcels that missed their first departure for want of room, per departure",
    ),
    (
        "NSD",
        "next scheduled deadline: share of the orders of a cutoff window that left on its departure or an earlier one",
    ),
];
