//! E3xx and W3xx: the network as a graph.

use crate::diagnostics::Entry;

pub(in crate::diagnostics) const ZONE_UNREACHABLE: Entry = Entry {
    number: "E301",
    title: "a zone cannot be reached",
    explanation: "No path of lanes leads from any fulfilment centre to the zone, so none of its orders could ever be delivered. Often the last leg is missing or a name is that of another node.",
    bad: "[[zones]]\nname = \"Augusta\" # no lane leads there",
    good: "[[zones]]\nname = \"Augusta\"\n[[lanes]]\nfrom = \"FC\"\nto = \"Augusta\"\ntransit = \"3h\"",
};

pub(in crate::diagnostics) const DEAD_END: Entry = Entry {
    number: "E302",
    title: "a facility is a dead end",
    explanation: "From this facility no zone can be reached: a parcel that got there would never leave. Only a supplier needs no way to a zone.",
    bad: "[[facilities]]\nname = \"HUB\" # no lane leaves it\nkind = \"hub\"",
    good: "[[facilities]]\nname = \"HUB\"\nkind = \"hub\"\n[[lanes]]\nfrom = \"HUB\"\nto = \"Atlanta\"\ntransit = \"3h\"",
};

pub(in crate::diagnostics) const ROUTE_MISSING_LANE: Entry = Entry {
    number: "E303",
    title: "a route uses a lane that does not exist",
    explanation: "Every two neighbours in the path of a route are connected by a lane in that direction which the service level may use.",
    bad: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>HUB>Atlanta\" # no lane FC->HUB",
    good: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>Atlanta\"",
};

pub(in crate::diagnostics) const ROUTE_TWICE: Entry = Entry {
    number: "E304",
    title: "a route visits a facility twice",
    explanation: "A route that comes back to where it was goes in a circle; the part between the two visits only costs time.",
    bad: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>HUB>FC>Atlanta\"",
    good: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>Atlanta\"",
};

pub(in crate::diagnostics) const ROUTE_ENDS: Entry = Entry {
    number: "E305",
    title: "a route does not lead from a fulfilment centre to its zone",
    explanation: "The path of a route begins with a facility of the kind `fulfilment-centre`, where the order is sourced, passes facilities, and ends with the zone of its row.",
    bad: "[[routes]]\nzone = \"Atlanta\"\npath = \"HUB>Atlanta\" # HUB is a hub",
    good: "[[routes]]\nzone = \"Atlanta\"\npath = \"FC>HUB>Atlanta\"",
};

pub(in crate::diagnostics) const NO_FULFILMENT_CENTRE: Entry = Entry {
    number: "E306",
    title: "there is no fulfilment centre",
    explanation: "Orders are sourced from facilities of the kind `fulfilment-centre`; a network without one cannot deliver anything.",
    bad: "[[facilities]]\nname = \"FC\"\nkind = \"hub\"",
    good: "[[facilities]]\nname = \"FC\"\nkind = \"fulfilment-centre\"",
};

pub(in crate::diagnostics) const LEVEL_UNREACHABLE: Entry = Entry {
    number: "E307",
    title: "a service level cannot reach a zone for which it is eligible",
    explanation: "Lanes with `service_levels` are closed to the other levels. What is left for this level does not connect any fulfilment centre with the zone. Open a lane to it, or list the zones of the level in `zones`.",
    bad: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ntransit = \"3h\"\nservice_levels = \"same-day\" # the only lane; but there is a level `standard`",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ntransit = \"3h\"\nservice_levels = \"same-day standard\"",
};

pub(in crate::diagnostics) const SOURCED_FROM_NOWHERE: Entry = Entry {
    number: "E308",
    title: "the sourcing table leaves a zone without a facility that can serve it",
    explanation: "With `rule = \"table\"` every zone, for every service level it is eligible for, has a row with a fulfilment centre from which lanes lead to it.",
    bad: "[sourcing]\nrule = \"table\"\nrows = [] # no row for Atlanta",
    good: "[sourcing]\nrule = \"table\"\nrows = [{ zone = \"Atlanta\", facility = \"FC\" }]",
};

pub(in crate::diagnostics) const OVERLOAD: Entry = Entry {
    number: "W301",
    title: "a stage or lane has more to do than it can",
    explanation: "The expected work is at or above the capacity over the scoring window: the queue grows for as long as the run lasts, and every figure depends on the length of the run.",
    bad: "servers = 40 # with 10 parcels per minute of 4.25 minutes each",
    good: "servers = 50",
};

pub(in crate::diagnostics) const BLOCKING_CYCLE: Entry = Entry {
    number: "W302",
    title: "stages can wait for each other without end",
    explanation: "A parcel that finds the `buffer` of its next stage full keeps its server. Where parcels are sent back to a stage with a buffer, or a pool works at both ends of one, all servers can be held up by parcels that wait for these same servers: then nothing moves any more, and the run ends with E507. With a large buffer it may never happen.",
    bad: "[[stages]]\nfacility = \"FC\"\nstage = \"pack\"\nservers = 1\nservice = \"3min\"\nbuffer = 2\nrework = 0.1 # back into the full buffer",
    good: "[[stages]]\nfacility = \"FC\"\nstage = \"pack\"\nservers = 1\nservice = \"3min\"\nrework = 0.1",
};

pub(in crate::diagnostics) const SLOW_BATCH: Entry = Entry {
    number: "W303",
    title: "a batch is larger than what comes",
    explanation: "Without `batch_wait` a batch waits until it is full. Here fewer parcels are expected in one wave (or, without waves, in the whole scoring window) than the batch takes, so the first of them waits for later waves or for ever. Say how long a batch waits at most, or make it smaller.",
    bad: "release = \"daily 10:00\"\nbatch = 50 # with 20 parcels a day",
    good: "release = \"daily 10:00\"\nbatch = 50\nbatch_wait = \"0min\"",
};
