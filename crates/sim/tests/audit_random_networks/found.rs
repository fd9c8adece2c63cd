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

/// Lines of one SKU from one facility, as few facilities as possible: what the first takes is not there for the second.
pub const SPLITS: &str = r#"
schema = 1
name = "splits"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "4d"

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

[[facilities]]
name = "DEPOT"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pack"
servers = 1
service = "constant(5min)"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[lanes]]
from = "DEPOT"
to = "Z"
transit = "constant(1d)"

[[zones]]
name = "Z"

[[skus]]
name = "sku"

[[stock]]
facility = "FC"
sku = "sku"
policy = "base-stock"
order_up_to = 4
lead_time = "2h"
when_out = "lost"

[basket]
lines = [0, 0, 1]

[sourcing]
rule = "fewest-splits"
"#;

/// Whoever supplies is looked at after the orders of that instant, wherever it stands in the file.
pub const REVIEWS: &str = r#"
schema = 1
name = "reviews"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "4d"

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

[[facilities]]
name = "DEPOT"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pack"
servers = 1
service = "constant(5min)"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[lanes]]
from = "DEPOT"
to = "Z"
transit = "constant(1d)"

[[zones]]
name = "Z"

[[skus]]
name = "sku"

[[stock]]
facility = "DEPOT"
sku = "sku"
policy = "base-stock"
order_up_to = 20
review = "every 1h"
lead_time = "1h"

[[stock]]
facility = "FC"
sku = "sku"
policy = "base-stock"
order_up_to = 20
review = "every 1h"
lead_time = "1h"
supplier = "DEPOT"
"#;

/// Parcels that several receipts of one instant complete join the queue by their numbers.
pub const RECEIPTS: &str = r#"
schema = 1
name = "receipts"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "4d"

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

[[facilities]]
name = "DEPOT"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pack"
servers = 1
service = "constant(5min)"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[lanes]]
from = "DEPOT"
to = "Z"
transit = "constant(1d)"

[[zones]]
name = "Z"

[[skus]]
name = "sku0"

[[stock]]
facility = "FC"
sku = "sku0"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[skus]]
name = "sku1"

[[stock]]
facility = "FC"
sku = "sku1"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[skus]]
name = "sku2"

[[stock]]
facility = "FC"
sku = "sku2"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[skus]]
name = "sku3"

[[stock]]
facility = "FC"
sku = "sku3"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[skus]]
name = "sku4"

[[stock]]
facility = "FC"
sku = "sku4"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[skus]]
name = "sku5"

[[stock]]
facility = "FC"
sku = "sku5"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"
"#;

/// Orders that wait at their supplier and leave together travel each for itself.
pub const TRANSITS: &str = r#"
schema = 1
name = "transits"

[clock]
start = 2026-11-02
time_zone = "UTC"
warm_up = "0d"
horizon = "4d"

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

[[facilities]]
name = "DEPOT"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pack"
servers = 1
service = "constant(5min)"

[[lanes]]
from = "FC"
to = "Z"
transit = "constant(1h)"

[[lanes]]
from = "DEPOT"
to = "Z"
transit = "constant(1d)"

[[zones]]
name = "Z"

[[skus]]
name = "sku"

[[stock]]
facility = "DEPOT"
sku = "sku"
policy = "base-stock"
order_up_to = 20
initial = 0
review = "daily 06:00"
lead_time = "1h"

[[stock]]
facility = "FC"
sku = "sku"
policy = "base-stock"
order_up_to = 20
lead_time = "exponential(mean=6h)"
supplier = "DEPOT"
"#;
