//! E5xx and W5xx: clock, study and output.

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

pub(in crate::diagnostics) const NOTHING_CHANGED: Entry = Entry {
    number: "E601",
    title: "a change names nothing in the scenario",
    explanation: "An axis or a design of a study gives another value to something in the scenario. Its address goes from the table over the name of a row to the key: `service_levels.next-day.cutoff`; stages go by `facility/stage`, lanes by `from->to`, names with a dot stand in quotation marks, and `*` stands for any text. Nothing has this address, or, with `scale`, what stands there has no amount in it.",
    bad: "set = \"service_levels.nextday.cutoff\"",
    good: "set = \"service_levels.next-day.cutoff\"",
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
