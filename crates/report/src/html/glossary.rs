//! The terms that the report uses.

/// Term and meaning.
pub(super) fn terms() -> [(&'static str, &'static str); 19] {
    [
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
    ]
}
