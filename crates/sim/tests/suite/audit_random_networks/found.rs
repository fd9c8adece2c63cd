//! Small networks on which the audit once found the engine wrong.

/// Where every departure left is cancelled, nobody takes one of them.
pub const CANCELLED: &str = r#"
schema = 1
name = "cancelled"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "1d"
drain = "2d"

[study]
seed = 1
replications = 20

[demand.poisson]
rate = "200/d"

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pack"
servers = "unlimited"
service = "uniform(1min, 4h)"

[[lanes]]
from = "FC"
to = "Z"
departures = "daily 12:00"
transit = "constant(1h)"
cancel = 0.5

[[zones]]
name = "Z"
"#;

/// Work that ends, and parcels that arrive, at the very instant at which a shift ends: who works on goes home all the same.
pub const LAST_INSTANT: &str = r#"
schema = 1
name = "last-instant"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "2d"

[study]
seed = 1
replications = 4

[demand.renewal]
interarrival = "constant(5min)"
batch = 2

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
servers = "unlimited"
service = "constant(5min)"

[[stages]]
facility = "FC"
stage = "pack"
servers = "3 @ daily 06:00-14:00; 1 @ daily 14:00-15:00"
service = "uniform(5min, 45min)"
overtime = "pause"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[zones]]
name = "Z"
"#;

/// A server of a pool whose job ends as the shift does goes on with nothing: nobody else is sent home for it.
pub const POOL_AT_SHIFT_END: &str = r#"
schema = 1
name = "pool-at-shift-end"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "2d"

[study]
seed = 1
replications = 1

[demand.renewal]
interarrival = "constant(10min)"

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[pools]]
facility = "FC"
name = "crew"
servers = "4 @ daily 06:00-14:00; 1 @ daily 14:00-20:00"
overtime = "pause"

[[stages]]
facility = "FC"
stage = "pick"
pool = "crew"
service = "constant(10min)"

[[stages]]
facility = "FC"
stage = "pack"
pool = "crew"
service = "constant(15min)"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[zones]]
name = "Z"
"#;

/// Whoever finds no room at the instant at which a shift begins does not keep its servers from starting.
pub const DOOR_AT_SHIFT_START: &str = r#"
schema = 1
name = "door-at-shift-start"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "2d"

[study]
seed = 1
replications = 1

[demand.renewal]
interarrival = "constant(1h)"

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
servers = 20
service = "constant(30min)"

[[stages]]
facility = "FC"
stage = "pack"
servers = "1 @ daily 08:30-16:30"
service = "constant(5min)"
buffer = 1

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[zones]]
name = "Z"
"#;

/// Of one wave whoever came first is served first, whatever its number.
pub const WAVE: &str = r#"
schema = 1
name = "wave"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "1d"

[study]
seed = 1
replications = 20

[demand.poisson]
rate = "100/d"

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
servers = "unlimited"
service = "uniform(1min, 3h)"

[[stages]]
facility = "FC"
stage = "pack"
servers = 1
service = "constant(5min)"
release = "every 4h"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[zones]]
name = "Z"
"#;

/// Work without length that is done again at the last instant of the run.
pub const AGAIN_AT_THE_END: &str = r#"
schema = 1
name = "again-at-the-end"

[clock]
start = 2026-10-30
time_zone = "UTC"
warm_up = "1d"
horizon = "2d"

[study]
seed = 1
replications = 20

[demand.poisson]
rate = "20/d"

[offer]
choose = "fastest"

[calendars.weekdays]
open = ["mon-fri 06:00-22:00"]

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[pools]]
facility = "FC"
name = "crew"
servers = 1
calendar = "weekdays"
overtime = "restart"

[[stages]]
facility = "FC"
stage = "pack"
service = "constant(0min)"
pool = "crew"
rework = 0.3

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1ms)"

[[zones]]
name = "Z"
"#;

/// At least a day after the instant at which an order counts as placed, wherever padding sits.
pub const LEAST_OF_THE_NEXT_DAY: &str = r#"
schema = 1
name = "least-of-the-next-day"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "2d"

[study]
seed = 1
replications = 20

[demand.poisson]
rate = "50/d"

[offer]
choose = "fastest"

[[service_levels]]
name = "standard"
promise.plan = {}
at_least = "1d"
cutoff = "12:00"
after_cutoff = "next-day"
padding = "1h"
padding_at = "process"

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[zones]]
name = "Z"
"#;

/// A queue for small vehicles that stand still at nights: charges of what leaves when its calendar ends.
pub const LONG_QUEUE: &str = r#"
schema = 1
name = "long-queue"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "2d"
[study]
seed = 1
replications = 20
[blame]
[calendars.weekdays]
open = ["mon-fri 06:00-22:00", "sat 08:00-14:00"]

[demand.renewal]
interarrival = "constant(15min)"
batch = 2
[offer]
choose = "fastest"
[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[lanes]]
from = "FC"
to = "Z"
departures = "every 2h from 00:30"
transit = "constant(0min)"
transit_calendar = "weekdays"
spread = "8h"
capacity = 1

[[zones]]
name = "Z"
"#;

/// The carrier that takes what overflows takes eight a day, and more comes: the last find no departure within the calendars.
pub const FULL_OVERFLOW: &str = r#"
schema = 1
name = "full-overflow"
[clock]
start = 2026-11-02
time_zone = "UTC"
horizon = "14d"
[study]
seed = 3
replications = 20
[demand.poisson]
rate = "70/d"
[[carriers]]
name = "own"
kind = "own-fleet"
[[carriers]]
name = "post"
kind = "3pl"
pickups = "daily 20:00"
[[facilities]]
name = "FC"
kind = "fulfilment-centre"
[[lanes]]
from = "FC"
to = "Z"
carrier = "own"
departures = "daily 12:00 16:00"
capacity = 25
transit = "3h"
overflow = "post"
[[lanes]]
from = "FC"
to = "Z"
carrier = "post"
transit = "20h"
capacity = 8
cost_per_parcel = 4
[[zones]]
name = "Z"
[[service_levels]]
name = "standard"
promise.constant = { after = "30h" }
"#;

/// Work that goes back to a stage where nobody waits goes back from there too.
pub const BACK_AND_BACK: &str = r#"
schema = 1
name = "back-and-back"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "1d"

[study]
seed = 1
replications = 2

[demand.poisson]
rate = "300/d"

[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
servers = 1
service = "constant(0min)"

[[stages]]
facility = "FC"
stage = "check"
servers = "unlimited"
service = "constant(0min)"
rework = 0.3
rework_to = "pick"

[[stages]]
facility = "FC"
stage = "pack"
servers = "1 @ daily 06:00-14:00; 2 @ daily 10:00-20:00"
service = "constant(0min)"
rework = 0.3
rework_to = "check"

[[lanes]]
from = "FC"
to = "Z"
departures = "on-demand"
transit = "constant(0min)"

[[zones]]
name = "Z"
"#;
