//! E1xx: values.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const MISSING_UNIT: Entry = Entry {
    number: "E101",
    title: "a bare number stands where a unit is due",
    explanation: "A duration carries its unit, `90min`, `6h`, `2d`, a rate its period, `100/h`, a speed `km/h`: the commonest mistake in such files is a number in the wrong unit.",
    bad: "horizon = 28",
    good: "horizon = \"28d\"",
};

pub(in crate::diagnostics) const NOT_A_QUANTITY: Entry = Entry {
    number: "E102",
    title: "a quantity cannot be understood",
    explanation: "Durations are written `90min`, `2h 30min`, `1.5h`, `2d`; offsets also `2d` and `2bd` (business days); paddings also `10%`; rates `100/h`; speeds `80km/h`; rounding `instant`, `hour`, `2h`, `end-of-day`, `end-of-delivery-day`.",
    bad: "warm_up = \"7 dayz\"",
    good: "warm_up = \"7d\"",
};

pub(in crate::diagnostics) const NOT_FINITE: Entry = Entry {
    number: "E103",
    title: "a number is not finite",
    explanation: "`nan` and `inf` are numbers to TOML but not to a simulation. Leave a key out to say that there is no limit.",
    bad: "weight = nan",
    good: "weight = 1.5",
};

pub(in crate::diagnostics) const OUT_OF_RANGE: Entry = Entry {
    number: "E104",
    title: "a number is out of range",
    explanation: "Latitudes lie within -90 and 90, longitudes within -180 and 180, probabilities and shares within 0 and 1, weights and rates are positive and at most a thousand million, counts are whole and at least 1.",
    bad: "lat = 133.75",
    good: "lat = 33.75",
};

pub(in crate::diagnostics) const NEGATIVE_DURATION: Entry = Entry {
    number: "E105",
    title: "a duration is negative or zero where it cannot be",
    explanation: "Work, transits, warm-ups and leads do not end before they begin; a headway, a horizon and the step of a grid are longer than nothing. Only paddings, grids and allowances may be negative.",
    bad: "load_lead = \"-30min\"",
    good: "load_lead = \"30min\"",
};

pub(in crate::diagnostics) const NOT_A_DISTRIBUTION: Entry = Entry {
    number: "E106",
    title: "a distribution cannot be understood",
    explanation: "A distribution is written as a family with arguments: `lognormal(mean=4min, cv=0.5)`, `gamma(shape=16, scale=30min)`, `triangular(2h, 3h, 5h)`, `quantiles(p50=2d, p95=5d)`, or as a plain duration, which is constant.",
    bad: "service = \"lognormall(mean=4min, cv=0.5)\"",
    good: "service = \"lognormal(mean=4min, cv=0.5)\"",
};

pub(in crate::diagnostics) const IMPOSSIBLE_PARAMETERS: Entry = Entry {
    number: "E107",
    title: "the parameters of a distribution are impossible",
    explanation: "Means and scales are positive, a coefficient of variation is not negative, least <= most likely <= greatest, quantiles rise with their percentages, the weights of a mixture are positive.",
    bad: "transit = \"triangular(5h, 3h, 8h)\"",
    good: "transit = \"triangular(3h, 5h, 8h)\"",
};

pub(in crate::diagnostics) const NOT_A_TIME: Entry = Entry {
    number: "E108",
    title: "a date, a clock time, hours or a timetable cannot be understood",
    explanation: "Dates are 2026-11-02, clock times 17:30 up to 24:00, days `mon-fri`, `sat` or `daily`, hours `mon-fri 06:00-22:00`, timetables `mon-fri 18:00 20:30; sat 14:00`, headways `every 2h from 00:30`.",
    bad: "cutoff = \"25:00\"",
    good: "cutoff = \"15:00\"",
};

pub(in crate::diagnostics) const UNKNOWN_WORD: Entry = Entry {
    number: "E109",
    title: "a word is not one of the choices",
    explanation: "The key takes one of a few words, which the message lists.",
    bad: "kind = \"warehouse\"",
    good: "kind = \"fulfilment-centre\"",
};

pub(in crate::diagnostics) const UNKNOWN_TIME_ZONE: Entry = Entry {
    number: "E110",
    title: "a time zone is unknown",
    explanation: "Time zones are named as in the IANA database, such as `Europe/Berlin` or `America/New_York`. Abbreviations like `EST` do not say when daylight saving time holds.",
    bad: "time_zone = \"America/New York\"",
    good: "time_zone = \"America/New_York\"",
};

pub(in crate::diagnostics) const PROFILE_SHAPE: Entry = Entry {
    number: "E111",
    title: "a profile has the wrong shape",
    explanation: "A profile is 24 numbers `hours` and 7 numbers `weekdays` (Monday first), or 168 numbers `week`. None is negative and not all are zero; they are scaled to mean 1.",
    bad: "[profiles.evening]\nhours = [1, 2, 3]",
    good: "[profiles.evening]\nweekdays = [1, 1, 1, 1, 1, 2, 2]",
};

pub(in crate::diagnostics) const CONFLICT: Entry = Entry {
    number: "E112",
    title: "two keys contradict each other",
    explanation: "Only one of these keys may be given: each says the same thing in another way, or one makes the other meaningless.",
    bad: "servers = 50\nthroughput = \"9000/h\"",
    good: "servers = 50",
};

pub(in crate::diagnostics) const PADDING_GRID: Entry = Entry {
    number: "E113",
    title: "a padding grid is empty, too fine or mixes units",
    explanation: "A grid runs `from`, `from` + `step`, ... up to `to`, all three in one unit (elapsed time, days, business days or percent), with at least 1 and at most 5000 values. There may be one grid for each unit.",
    bad: "[[padding_grid]]\nfrom = \"12h\"\nto = \"-12h\"\nstep = \"1h\"",
    good: "[[padding_grid]]\nfrom = \"-12h\"\nto = \"12h\"\nstep = \"1h\"",
};
