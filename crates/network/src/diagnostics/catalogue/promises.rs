//! E4xx and W4xx: demand, offer and promises.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const DEMAND_KINDS: Entry = Entry {
    number: "E401",
    title: "there is not exactly one kind of demand",
    explanation: "`[demand]` holds one of `poisson`, `forecast`, `renewal` and `replay`.",
    bad: "[demand]",
    good: "[demand.poisson]\nrate = \"1000/d\"",
};

pub(in crate::diagnostics) const PROMISE_KINDS: Entry = Entry {
    number: "E402",
    title: "a service level has not exactly one kind of promise",
    explanation: "The promise of a level is one of `promise.constant`, `promise.service`, `promise.plan`, `promise.static-table` and `promise.log`, with the keys of that kind.",
    bad: "[[service_levels]]\nname = \"standard\"\npromise.constant = { after = \"2d\" }\npromise.plan = {}",
    good: "[[service_levels]]\nname = \"standard\"\npromise.constant = { after = \"2d\" }",
};

pub(in crate::diagnostics) const WINDOW_ORDER: Entry = Entry {
    number: "E403",
    title: "service windows are not in order or leave a gap",
    explanation: "Windows hold up to and including `until`; the first that is not over counts. So `until` rises from window to window and only the last one, which must cover the rest of the day, has none (or `24:00`).",
    bad: "promise.service = { windows = [{ until = \"12:00\", day = 0, at = \"21:00\" }, { until = \"08:00\", day = 0, at = \"13:00\" }] }",
    good: "promise.service = { windows = [{ until = \"08:00\", day = 0, at = \"13:00\" }, { day = 0, at = \"21:00\" }] }",
};

pub(in crate::diagnostics) const LOG_PROMISE: Entry = Entry {
    number: "E404",
    title: "a logged promise is used but not logged",
    explanation: "`promise.log` repeats the promise that the replayed order really got, so demand must be `replay`, and each row that may be offered this level has a `promise` that does not lie before its `time`.",
    bad: "[demand.poisson]\nrate = \"1000/d\"\n[[service_levels]]\nname = \"standard\"\npromise.log = {}",
    good: "[demand.replay]\nlog = \"orders.csv\" # with a column `promise`\n[[service_levels]]\nname = \"standard\"\npromise.log = {}",
};

pub(in crate::diagnostics) const TRANSIT_DAYS_MISSING: Entry = Entry {
    number: "E405",
    title: "the table of transit days has no row for an origin and a zone",
    explanation: "`promise.static-table` looks up days by (origin, zone). Every fulfilment centre from which the level can reach one of its zones needs a row for it.",
    bad: "origin,zone,days\nFC,Augusta,2",
    good: "origin,zone,days\nFC,Augusta,2\nFC,Atlanta,1",
};

pub(in crate::diagnostics) const NO_SHARE: Entry = Entry {
    number: "E406",
    title: "nobody wants any service level",
    explanation: "Under `choose = \"mix\"` visits are split by the `share` of the levels; the shares are all zero, or none of the levels of a zone has one.",
    bad: "[[service_levels]]\nname = \"standard\"\nshare = 0",
    good: "[[service_levels]]\nname = \"standard\"\nshare = 1",
};

pub(in crate::diagnostics) const HOLIDAY_CUTOFF: Entry = Entry {
    number: "E407",
    title: "a cutoff for holidays has no holidays, or the other way round",
    explanation: "`cutoff.holiday` holds on the dates of the lists named in the level's `holidays`. One without the other has no effect and was hardly meant.",
    bad: "cutoff = { daily = \"17:00\", holiday = \"12:00\" }",
    good: "cutoff = { daily = \"17:00\", holiday = \"12:00\" }\nholidays = [\"us\"]",
};

pub(in crate::diagnostics) const CUTOFF_TOO_LATE: Entry = Entry {
    number: "W401",
    title: "a cutoff lies after the last departure that could keep the promise",
    explanation: "An order placed just before the cutoff is planned to arrive after its promise: the last departure that would be in time has left. Move the cutoff, the departure or the promise.",
    bad: "cutoff = \"22:00\" # the truck leaves at 20:30",
    good: "cutoff = \"17:00\"",
};

pub(in crate::diagnostics) const TIME_SKIPPED: Entry = Entry {
    number: "W402",
    title: "a clock time does not exist on a day of the run",
    explanation: "When clocks go forward, the times in between do not exist on that day. A departure, cutoff or promise then is moved forward by the length of the gap.",
    bad: "departures = \"daily 02:30\" # 8 March 2026 in New York",
    good: "departures = \"daily 03:30\"",
};

pub(in crate::diagnostics) const TIME_REPEATED: Entry = Entry {
    number: "W403",
    title: "a clock time exists twice on a day of the run",
    explanation: "When clocks go back, the times in between come twice on that day. A departure, cutoff or promise then means the first of the two.",
    bad: "departures = \"daily 01:30\" # 1 November 2026 in New York",
    good: "departures = \"daily 03:30\"",
};
