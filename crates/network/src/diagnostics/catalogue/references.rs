//! E2xx and W2xx: references between tables.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const NAME_TWICE: Entry = Entry {
    number: "E201",
    title: "a name is used twice",
    explanation: "Facilities and zones share one set of names, since lanes connect both; service levels and shocks have their own, and stages are unique within a facility. Random numbers are tied to names.",
    bad: "[[zones]]\nname = \"Atlanta\"\n[[zones]]\nname = \"Atlanta\"",
    good: "[[zones]]\nname = \"Atlanta\"\n[[zones]]\nname = \"Augusta\"",
};

pub(in crate::diagnostics) const UNKNOWN_NAME: Entry = Entry {
    number: "E202",
    title: "a name is not defined",
    explanation: "The name refers to a row of another table that does not exist. Names are compared exactly, capital letters included.",
    bad: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlnta\"",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"",
};

pub(in crate::diagnostics) const NOTHING_MATCHED: Entry = Entry {
    number: "E203",
    title: "a shock touches nothing",
    explanation: "A pattern in `at` is compared with the names of what the target touches: `facility/stage` for service times and servers, `from->to` for transits and departure delays, zones for demand. `*` stands for any text, `?` for one character.",
    bad: "[[shocks]]\nname = \"weather\"\ntarget = \"transit\"\nat = [\"ATL->*\"]",
    good: "[[shocks]]\nname = \"weather\"\ntarget = \"transit\"\nat = [\"FC->*\"]",
};

pub(in crate::diagnostics) const LANE_FROM_ZONE: Entry = Entry {
    number: "E204",
    title: "a lane starts at a zone",
    explanation: "Zones are where parcels end. Lanes lead from facilities to facilities and from facilities to zones.",
    bad: "[[lanes]]\nfrom = \"Atlanta\"\nto = \"FC\"",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"",
};

pub(in crate::diagnostics) const LANE_TO_ITSELF: Entry = Entry {
    number: "E205",
    title: "a lane leads back to where it starts",
    explanation: "A lane connects two different nodes. Work within a facility is a stage.",
    bad: "[[lanes]]\nfrom = \"FC\"\nto = \"FC\"",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"",
};

pub(in crate::diagnostics) const NO_TRANSIT: Entry = Entry {
    number: "E206",
    title: "a lane has no transit time and none can be computed",
    explanation: "Give `transit`, or a `mode` whose table under `[modes]` gives a `speed` together with positions (`lat`, `lon`) of both ends.",
    bad: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ntransit = \"8h\"",
};

pub(in crate::diagnostics) const NEVER_OPEN: Entry = Entry {
    number: "E207",
    title: "a calendar is never open",
    explanation: "A calendar, a staffing plan or a timetable without a single open interval would hold every parcel forever.",
    bad: "[calendars.weekdays]\nopen = []",
    good: "[calendars.weekdays]\nopen = [\"mon-fri 06:00-22:00\"]",
};

pub(in crate::diagnostics) const ROW_TWICE: Entry = Entry {
    number: "E208",
    title: "two rows say the same thing differently",
    explanation: "A table that assigns one value to each combination of names has two rows for one combination.",
    bad: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>Atlanta\"\n[[routes]]\nzone = \"Atlanta\"\npath = \"FC>HUB>Atlanta\"",
    good: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>HUB>Atlanta\"",
};

pub(in crate::diagnostics) const NOT_A_LOGNORMAL: Entry = Entry {
    number: "E209",
    title: "a share of the variance is taken from what is not lognormal",
    explanation: "`vehicle_share` and the `share` of a shock split a variance of the logarithm; only a lognormal distribution stays lognormal when that is done.",
    bad: "transit = \"gamma(mean=8h, cv=0.25)\"\nvehicle_share = 0.3",
    good: "transit = \"lognormal(mean=8h, cv=0.25)\"\nvehicle_share = 0.3",
};

pub(in crate::diagnostics) const BAD_NAME: Entry = Entry {
    number: "E210",
    title: "a name is empty or has a character with another meaning",
    explanation: "Names of nodes stand in lanes (`from->to`), stages (`facility/stage`), routes (`a>b>c`) and patterns (`*`, `?`), so they may not contain `>`, `/`, `*`, `?` or control characters, and not begin or end with a blank.",
    bad: "[[zones]]\nname = \"Atlanta/Augusta\"",
    good: "[[zones]]\nname = \"Atlanta-Augusta\"",
};

pub(in crate::diagnostics) const NO_CLASSES: Entry = Entry {
    number: "E211",
    title: "a stage serves by priority where there is one class only",
    explanation: "`discipline = \"priority\"` ranks parcels by the `priority` of their service level. With one level, or where all have the same priority, all are alike, and the stage is first in, first out.",
    bad: "discipline = \"priority\" # and one [[service_levels]]",
    good: "discipline = \"fifo\"",
};

pub(in crate::diagnostics) const NEVER_FILLED: Entry = Entry {
    number: "E215",
    title: "a stock policy can never fill",
    explanation: "The position (on hand + on order - owed) never falls to the point at which is ordered, or what may be ordered is never enough for a line: with lost sales it never falls below 0, S must lie above s, and a line can find no more than r + Q, S or the capacity of the place. Nor can a SKU be sold whose `availability` is 0 at every fulfilment centre.",
    bad: "policy = \"reorder-point\"\nreorder_at = -1\norder_quantity = 50\nwhen_out = \"lost\"",
    good: "policy = \"reorder-point\"\nreorder_at = 20\norder_quantity = 50\nwhen_out = \"lost\"",
};

pub(in crate::diagnostics) const OUTSIDE_CLOCK: Entry = Entry {
    number: "W201",
    title: "dates lie outside the run",
    explanation: "Rows of a replayed log, days of a forecast or a season, or dates of an outage lie before the start or after the horizon (and the drain): they have no effect on what is scored.",
    bad: "season = [{ from = 2019-12-01, to = 2019-12-24, factor = 1.6 }]",
    good: "season = [{ from = 2026-12-01, to = 2026-12-24, factor = 1.6 }]",
};
