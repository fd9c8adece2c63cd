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

pub(in crate::diagnostics) const SKU_NOWHERE: Entry = Entry {
    number: "E316",
    title: "a SKU that is bought lies at no fulfilment centre",
    explanation: "A SKU with rows of `stock` is only where they say. Orders are sourced from fulfilment centres, so one of them must have it; stock of suppliers and hubs serves other facilities.",
    bad: "[[stock]]\nfacility = \"HUB\" # the only row of this SKU\nsku = \"shirts\"",
    good: "[[stock]]\nfacility = \"FC\"\nsku = \"shirts\"",
};

pub(in crate::diagnostics) const SUPPLIED_IN_A_CIRCLE: Entry = Entry {
    number: "E317",
    title: "stocks supply one another in a circle",
    explanation: "A stock is replenished from the stock of the same SKU at its `supplier`, which may have a supplier of its own; in the end something comes from outside.",
    bad: "stock = [{ facility = \"A\", sku = \"shirts\", supplier = \"B\" }, { facility = \"B\", sku = \"shirts\", supplier = \"A\" }]",
    good: "stock = [{ facility = \"A\", sku = \"shirts\", supplier = \"B\" }, { facility = \"B\", sku = \"shirts\" }]",
};

pub(in crate::diagnostics) const OVERFLOW_CIRCLE: Entry = Entry {
    number: "E311",
    title: "lanes overflow in a circle",
    explanation: "A parcel that finds a departure full goes with the carrier that `overflow` names, and from there on with the next. If that leads back to the first lane, a parcel could go round for ever. The last lane of such a chain has none.",
    bad: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ncarrier = \"van\"\noverflow = \"ground\"\n[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ncarrier = \"ground\"\noverflow = \"van\" # back again",
    good: "[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ncarrier = \"van\"\noverflow = \"ground\"\n[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ncarrier = \"ground\"",
};

pub(in crate::diagnostics) const RATE_MISSING: Entry = Entry {
    number: "E312",
    title: "a carrier has no rate for a zone that it serves",
    explanation: "A carrier that has `rates` takes one for every parcel of its last legs: each zone to which it has a lane is matched by the `zone` of at least one of its rows.",
    bad: "rates = [{ carrier = \"ground\", zone = \"Atlanta\", cost = 7.2 }] # but it has a lane to Boston as well",
    good: "rates = [{ carrier = \"ground\", cost = 9.8 }, { carrier = \"ground\", zone = \"Atlanta\", cost = 7.2 }]",
};

pub(in crate::diagnostics) const CARRIER_IDLE: Entry = Entry {
    number: "W311",
    title: "a carrier serves no zone",
    explanation: "The carrier has no lane, or only lanes from which no zone is reached, so that nothing ever travels with it. Often its name is spelled otherwise on the lanes, or its last leg is missing.",
    bad: "[[carriers]]\nname = \"ground\" # no lane has carrier = \"ground\"\nkind = \"3pl\"",
    good: "[[carriers]]\nname = \"ground\"\nkind = \"3pl\"\n[[lanes]]\nfrom = \"FC\"\nto = \"Atlanta\"\ntransit = \"1d\"\ncarrier = \"ground\"",
};

pub(in crate::diagnostics) const BEYOND_LAST_BAND: Entry = Entry {
    number: "W312",
    title: "parcels are heavier than the last weight of a carrier's rates",
    explanation: "More than one parcel in a thousand exceeds the last `up_to` of the carrier's rates. Such a parcel is charged as several of the last weight: as many as it takes. Add a row for heavier parcels, or one without `up_to`.",
    bad: "rates = [{ carrier = \"ground\", up_to = \"5kg\", cost = 7.2 }] # with weight = \"lognormal(median=3kg, p95=20kg)\"",
    good: "rates = [{ carrier = \"ground\", up_to = \"5kg\", cost = 7.2 }, { carrier = \"ground\", up_to = \"30kg\", cost = 14 }]",
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
    explanation: "Without `batch_wait` a batch waits until it is full. Here fewer parcels are expected in one wave (or may be promised on one by its `order_cap`; or, without waves, in the whole scoring window) than the batch takes, so the first of them waits for later waves or for ever. Say how long a batch waits at most, or make it smaller.",
    bad: "release = \"daily 10:00\"\nbatch = 50 # with 20 parcels a day",
    good: "release = \"daily 10:00\"\nbatch = 50\nbatch_wait = \"0min\"",
};

pub(in crate::diagnostics) const STOCK_SHORT: Entry = Entry {
    number: "W304",
    title: "a stock is sent less than it is asked for",
    explanation: "All that lies at the fulfilment centres at the start and can be received until the horizon is less than orders are expected to want: what is owed grows for as long as the run lasts, or sales are lost. With lost sales no more than the highest position (S, r + Q) can come in one lead time. A stock receives no more than its supplier is sent, and nothing if it is never reviewed in time.",
    bad: "policy = \"fixed-order\"\norder_quantity = 50 # a day, with 200 units a day sold",
    good: "policy = \"fixed-order\"\norder_quantity = 200",
};

pub(in crate::diagnostics) const ENDLESS_WORK: Entry = Entry {
    number: "W305",
    title: "work is longer than any shift",
    explanation: "With `overtime = \"restart\"` work that is interrupted begins anew the next day. Where even the shortest is longer than the longest shift, it is never done.",
    bad: "service = \"5h\"\nservers = \"2 @ mon-fri 08:00-12:00\"\novertime = \"restart\"",
    good: "service = \"5h\"\nservers = \"2 @ mon-fri 08:00-12:00\"\novertime = \"pause\"",
};
