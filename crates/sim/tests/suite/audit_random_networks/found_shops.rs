//! Small shops on which the audit once found the engine wrong.

/// A centre with one packer, a depot a day away, and a hundred orders a day.
const PLACE: &str = r#"
schema = 1
name = "shop"

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

"#;

/// The scenario of a shop at that place.
pub fn with(shop: &str) -> String {
    format!("{PLACE}\n{shop}")
}

/// Lines of one SKU from one facility, as few facilities as possible: what the first takes is not there for the second.
pub const SPLITS: &str = r#"
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

/// Orders that wait at their supplier and leave together travel each for itself.
pub const TRANSITS: &str = r#"
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

/// Parcels that several receipts of one instant complete join the queue by their numbers.
pub fn receipts() -> String {
    let row = |sku: usize| {
        format!(
            r#"
[[skus]]
name = "sku{sku}"

[[stock]]
facility = "FC"
sku = "sku{sku}"
policy = "base-stock"
order_up_to = 40
initial = 0
review = "daily 06:00"
lead_time = "1h"
"#
        )
    };
    (0..6).map(row).collect()
}

/// A parcel of several lines comes back: what it brings to a supplier is sent on and received at that instant, as one receipt.
pub const BACK_TO_SUPPLIER: &str = r#"
[[skus]]
name = "sku"
units = "mixture(0.7: 1, 0.3: 3)"

[[stock]]
facility = "FC"
sku = "sku"
policy = "base-stock"
order_up_to = 4
lead_time = "0s"
supplier = "DEPOT"
when_out = "lost"

[[stock]]
facility = "DEPOT"
sku = "sku"
policy = "reorder-point"
reorder_at = 2
order_quantity = 3
lead_time = "5h"

[basket]
lines = [0, 0, 1]

[returns]
share = 0.5
after = "6h"
transit = "0min"
resellable = 0.7
"#;
