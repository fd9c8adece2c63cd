//! E5xx, E6xx and W5xx: clock, study and output.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const OUTPUT_UNWRITABLE: Entry = Entry {
    number: "E501",
    title: "the output folder cannot be written",
    explanation: "Results are written under a temporary name beside the output folder and renamed when they are complete. The folder above does not exist, may not be written, or the disk is full.",
    bad: "leadtime run --out /proc/results",
    good: "leadtime run --out results",
};

pub(in crate::diagnostics) const OUTPUT_FOREIGN: Entry = Entry {
    number: "E502",
    title: "the output would replace something else",
    explanation: "Only an empty folder, or one with a `manifest.json` written by this program, is replaced, and only a trace is replaced by a trace, so that a mistyped path cannot delete anything.",
    bad: "leadtime run --out ~/Documents",
    good: "leadtime run --out ~/Documents/results",
};

pub(in crate::diagnostics) const NOTHING_SCORED: Entry = Entry {
    number: "E503",
    title: "the warm-up does not end before the horizon",
    explanation: "Orders placed from the end of the warm-up up to the horizon are scored; both count from the start. With a warm-up as long as the horizon none are left.",
    bad: "warm_up = \"28d\"\nhorizon = \"28d\"",
    good: "warm_up = \"7d\"\nhorizon = \"35d\"",
};

pub(in crate::diagnostics) const TOO_LONG: Entry = Entry {
    number: "E504",
    title: "the run is too long",
    explanation: "Time is counted in milliseconds with 38 bits, which is 8.7 years from the start to the end of the drain. Simulate several shorter periods instead.",
    bad: "horizon = \"4000d\"",
    good: "horizon = \"364d\"",
};

pub(in crate::diagnostics) const OUTCOME_UNREADABLE: Entry = Entry {
    number: "E505",
    title: "a saved outcome cannot be read",
    explanation: "Reports are made from the `outcome.json` of an earlier run. The file is missing, is not one, or was written by a version with another schema.",
    bad: "leadtime report somewhere-else",
    good: "leadtime report leadtime-out/us-next-day-1",
};

pub(in crate::diagnostics) const TOO_MANY_IN_FLIGHT: Entry = Entry {
    number: "E506",
    title: "too many orders are under way at once",
    explanation: "At most 8,388,608 orders may be on their way to a step that depends on others (a stage with servers, a vehicle with room) at one instant. Usually a stage or lane cannot keep up (see W301), so that the backlog grows without bound. Where that is certain from the expected numbers it is told before the run, else when it happens; then nothing is written.",
    bad: "servers = 1 # with 100000 parcels a day",
    good: "servers = 400",
};

pub(in crate::diagnostics) const DEADLOCK: Entry = Entry {
    number: "E507",
    title: "stages wait for each other without end",
    explanation: "Every server of some stages is held by a parcel that waits for room in front of another of these stages, so that none of them can ever go on (W302 says before the run where this is possible). The run ends when it happens and nothing is written. Give the stage to which parcels come back a larger `buffer` or none, or the stages servers of their own.",
    bad: "buffer = 0\nrework = 0.5 # the only server waits for itself",
    good: "rework = 0.5",
};

pub(in crate::diagnostics) const NOT_SWEPT: Entry = Entry {
    number: "E508",
    title: "the scenario cannot be swept",
    explanation: "The sweep goes through the network place by place. That gives the same as event by event only where a place asks for nothing that happens at others at the same time: no baskets, returns or order caps, no promise by the state of the queues, no tours and no overflow, and at stages none but servers, shifts and throughput, first in, first out. Without `--driver` the program sweeps where it may, and the result is the same with either.",
    bad: "leadtime run my-shop --driver sweep # picked in waves",
    good: "leadtime run my-shop",
};

pub(in crate::diagnostics) const DEADLINE_OUTSIDE: Entry = Entry {
    number: "E509",
    title: "a deadline does not lie in the scoring window",
    explanation: "How late orders for a date may be placed is read off the orders of the days before it. So at least one local day before the date must be scored in every zone (it begins after the warm-up), and local midnight at which the date begins must not lie after the horizon, in the time zone of any zone: a zone west of the clock reaches it hours later.",
    bad: "clock = { start = 2026-11-23, time_zone = \"America/New_York\", horizon = \"28d\" }\ndeadlines = [{ name = \"Christmas\", date = 2026-12-24 }]",
    good: "clock = { start = 2026-11-23, time_zone = \"America/New_York\", horizon = \"35d\" }\ndeadlines = [{ name = \"Christmas\", date = 2026-12-24 }]",
};

pub(in crate::diagnostics) const NOTHING_CHANGED: Entry = Entry {
    number: "E601",
    title: "a change names nothing in the scenario",
    explanation: "An axis, a design or an uncertain parameter of a study gives another value to something in the scenario. Its address goes from the table over the name of a row to the key: `service_levels.next-day.cutoff`; stages go by `facility/stage`, lanes by `from->to`, names with a dot stand in quotation marks, and `*` stands for any text. Nothing has this address, or, with `scale`, what stands there has no amount in it.",
    bad: "set = \"service_levels.nextday.cutoff\"",
    good: "set = \"service_levels.next-day.cutoff\"",
};

pub(in crate::diagnostics) const NO_BUDGET: Entry = Entry {
    number: "E602",
    title: "a study without a budget, or with too small a one",
    explanation: "A study runs every design until its figures are as precise as asked for, or until its budget is spent. Without a budget a target that cannot be met would never end. `replications` is the most that any one design may take. Some methods need more than one before they can say anything: a selection its first stage, uncertain parameters two replications of each draw.",
    bad: "[[precision]]\nfigure = 'on_time(\"next-day\")'\nrelative = 0.1",
    good: "[budget]\nreplications = 500",
};

pub(in crate::diagnostics) const UNKNOWN_FIGURE: Entry = Entry {
    number: "E603",
    title: "a figure that no outcome has",
    explanation: "Figures go by a measure and a service level, `on_time(\"next-day\")`, or by the measure alone for all levels together. Measures are on_time, on_time_day, offer_share, lead_time, quote_length, tardiness and, where costs are given, cost; times are in seconds. A requirement compares one of them by `>=` or `<=` with a number, of shares one between 0 and 1. A figure must be there in every design that it is asked of: in those that the `design` of an assertion matches, else in all.",
    bad: "that = 'on_time(\"nextday\") >= 0.95'",
    good: "that = 'on_time(\"next-day\") >= 0.95'",
};

pub(in crate::diagnostics) const BAD_AXIS: Entry = Entry {
    number: "E604",
    title: "an axis that cannot be followed",
    explanation: "An axis says what is varied, by exactly one of `set`, `scale` and `scenarios`, and its values: a list, or evenly spaced by `from`, `to` and `step`, which are then all numbers, all durations or clock times with a duration between them. Names of axes differ, no two axes change the same, and the values of one axis differ however they are written: `60min` is `1h`.",
    bad: "[[axes]]\nset = 'service_levels.next-day.cutoff'\nfrom = \"19:00\"\nto = \"18:00\"\nstep = \"30min\"",
    good: "[[axes]]\nset = 'service_levels.next-day.cutoff'\nfrom = \"18:00\"\nto = \"19:00\"\nstep = \"30min\"",
};

pub(in crate::diagnostics) const DESIGNS_CLASH: Entry = Entry {
    number: "E605",
    title: "designs that cannot be told apart",
    explanation: "A study has axes, every value of each with every value of the others, or a list of designs, not both; and every listed design has a name of its own. So has every uncertain parameter, since random numbers go by names; and nothing is uncertain twice.",
    bad: "[[designs]]\nname = \"as it is\"\n[[designs]]\nname = \"as it is\"",
    good: "[[designs]]\nname = \"as it is\"\n[[designs]]\nname = \"later\"",
};

pub(in crate::diagnostics) const TOO_MANY_DESIGNS: Entry = Entry {
    number: "E606",
    title: "more designs than the budget allows",
    explanation: "The designs of a study multiply: four axes of ten values are ten thousand. More than a thousand, or than `designs` of the budget says, are refused, so that nobody waits for what was not meant. No budget allows more than 100,000.",
    bad: "# three axes of 24 values each",
    good: "[budget]\nreplications = 30\ndesigns = 13824",
};

pub(in crate::diagnostics) const UNKNOWN_AXIS: Entry = Entry {
    number: "E607",
    title: "a question about an axis that the study does not have",
    explanation: "What is solved for is the smallest or the largest value of an axis at which a requirement holds. Axes go by their `name`, or by the last key of their address where they have none.",
    bad: "[[solve]]\naxis = \"cut-off\"",
    good: "[[solve]]\naxis = \"cutoff\"",
};

pub(in crate::diagnostics) const NO_SEGMENTS: Entry = Entry {
    number: "E608",
    title: "a question that zones or states have no answer to",
    explanation: "With `per = \"zone\"` every zone has the first value of the axis that keeps an on-time share there, in the mean or in a period. With `per = \"state\"` every state of the queues has the least padding that keeps an on-time share in the mean, along an axis of paddings that change only what is told; `floor = \"aggregate\"` keeps it over all states instead. Other figures, and best values, are those of all orders.",
    bad: "[[solve]]\naxis = \"padding\"\nminimise = \"cost\"\nper = \"zone\"",
    good: "[[solve]]\naxis = \"padding\"\nfind = \"smallest\"\nthat = 'on_time >= 0.95'\nper = \"zone\"",
};

pub(in crate::diagnostics) const EXPENSIVE: Entry = Entry {
    number: "W501",
    title: "the run will take long or much memory",
    explanation: "By the estimate from the expected number of orders the run takes more than ten minutes or four gigabytes. Fewer replications or a shorter horizon give a first answer.",
    bad: "replications = 100000",
    good: "replications = 100",
};

pub(in crate::diagnostics) const PARTIAL_WEEKS: Entry = Entry {
    number: "W502",
    title: "the warm-up or the scoring window is not whole weeks",
    explanation: "Profiles, calendars or timetables repeat every week. A window of, say, ten days counts some weekdays twice as often as others.",
    bad: "warm_up = \"3d\"\nhorizon = \"10d\"",
    good: "warm_up = \"7d\"\nhorizon = \"35d\"",
};
