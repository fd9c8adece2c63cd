//! Random baskets, stocks and sourcing, in valid combinations.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::{key, optional};

/// What is sold and where it lies.
#[derive(Clone, Debug)]
pub struct Shop {
    pub skus: Vec<Sku>,
    pub basket: Basket,
    pub lines_per_parcel: Option<u32>,
    pub rule: &'static str,
    pub release: Option<&'static str>,
    /// Suppliers stand before whom they supply in the file.
    pub suppliers_first: bool,
}

#[derive(Clone, Debug)]
pub struct Sku {
    pub units: Option<&'static str>,
    /// Per facility, in turn; those at which no order starts have none or supply.
    pub kept: Vec<Option<Kept>>,
}

#[derive(Clone, Debug)]
pub enum Kept {
    Always,
    Available(f64),
    Counted(Counted),
}

#[derive(Clone, Debug)]
pub struct Counted {
    pub policy: &'static str,
    pub reorder_at: i64,
    pub quantity: i64,
    pub review: Option<&'static str>,
    pub initial: Option<u32>,
    pub capacity: Option<i64>,
    pub lead_time: &'static str,
    pub supplied: bool,
    pub lost: bool,
}

#[derive(Clone, Debug)]
pub enum Basket {
    One,
    Lines(Vec<f64>),
    /// Positions of SKUs, taken modulo their number.
    Kinds(Vec<Vec<usize>>),
}

/// Shares of orders with 1, 2, ... lines.
const LINES: &[&[f64]] = &[
    &[0.6, 0.3, 0.1],
    &[0.0, 0.0, 1.0],
    &[0.2, 0.2, 0.2, 0.2, 0.2],
];

fn counted() -> impl Strategy<Value = Counted> {
    let policy = select(&["reorder-point", "order-up-to", "base-stock", "fixed-order"][..]);
    let review = optional(&[
        "daily 06:00",
        "every 3h",
        "every 45min from 00:20",
        "mon-fri 08:00 16:00",
        // At the very instants of releases, waves and renewal demand.
        "every 15min",
    ]);
    let lead_time = select(
        &[
            "0s",
            "5h",
            "exponential(mean=6h)",
            "uniform(0min, 2d)",
            "constant(15min)",
        ][..],
    );
    (
        (policy, -3..8_i64, select(&[1, 3, 12, 60][..])),
        (review, prop::option::of(0..40_u32)),
        prop::option::weighted(0.3, 1..40_i64),
        (lead_time, any::<bool>(), prop::bool::weighted(0.4)),
    )
        .prop_map(
            |(
                (policy, reorder_at, quantity),
                (review, initial),
                capacity,
                (lead_time, supplied, lost),
            )| {
                Counted {
                    policy,
                    reorder_at,
                    quantity,
                    review,
                    initial,
                    capacity,
                    lead_time,
                    supplied,
                    lost,
                }
            },
        )
}

fn sku() -> impl Strategy<Value = Sku> {
    let kept = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Kept::Always)),
        1 => select(&[0.3, 0.9][..]).prop_map(|share| Some(Kept::Available(share))),
        6 => counted().prop_map(|counted| Some(Kept::Counted(counted))),
    ];
    let units = optional(&["2", "mixture(0.7: 1, 0.3: 3)", "uniform(0.5, 4.4)"]);
    (units, prop::collection::vec(kept, 0..7)).prop_map(|(units, kept)| Sku { units, kept })
}

pub fn shop() -> impl Strategy<Value = Shop> {
    let basket = prop_oneof![
        1 => Just(Basket::One),
        2 => select(LINES).prop_map(|shares| Basket::Lines(shares.to_vec())),
        1 => prop::collection::vec(prop::collection::vec(0..4_usize, 1..5), 1..4)
            .prop_map(Basket::Kinds),
    ];
    let rule = select(
        &[
            "nearest",
            "fastest",
            "fewest-splits",
            "least-loaded",
            "cheapest-that-meets-the-promise",
            "table",
        ][..],
    );
    let release = prop::option::weighted(
        0.3,
        select(&["every 2h", "daily 07:00 15:00", "every 45min from 00:20"][..]),
    );
    (
        prop::collection::vec(sku(), 1..=4),
        basket,
        prop::option::weighted(0.4, 1..4_u32),
        (rule, release, any::<bool>()),
    )
        .prop_map(
            |(skus, basket, lines_per_parcel, (rule, release, suppliers_first))| Shop {
                skus,
                basket,
                lines_per_parcel,
                rule,
                release,
                suppliers_first,
            },
        )
}

impl Shop {
    /// Facilities by name, those at which orders start first.
    pub fn write(
        &self,
        out: &mut String,
        facilities: &[String],
        (origins, zones): (usize, usize),
        costs: bool,
    ) -> std::fmt::Result {
        for (index, sku) in self.skus.iter().enumerate() {
            writeln!(out, "[[skus]]\nname = \"sku{index}\"")?;
            key(out, "units", sku.units)?;
            writeln!(out)?;
            sku.write_stock(out, index, facilities, origins, self.suppliers_first)?;
        }
        writeln!(out, "[basket]")?;
        match &self.basket {
            Basket::One => {}
            Basket::Lines(shares) => writeln!(out, "lines = {shares:?}")?,
            Basket::Kinds(kinds) => {
                let name = |&sku: &usize| format!("sku{}", sku % self.skus.len());
                let words = |kind: &Vec<usize>| kind.iter().map(name).collect::<Vec<_>>().join(" ");
                let rows = kinds
                    .iter()
                    .map(|kind| format!("{{ skus = \"{}\" }}", words(kind)));
                writeln!(out, "kinds = [{}]", rows.collect::<Vec<_>>().join(", "))?;
            }
        }
        if let Some(most) = self.lines_per_parcel {
            writeln!(out, "lines_per_parcel = {most}")?;
        }
        let rule = match self.rule {
            // What costs nothing is not the cheapest.
            "cheapest-that-meets-the-promise" if !costs => "fastest",
            rule => rule,
        };
        writeln!(out, "\n[sourcing]\nrule = \"{rule}\"")?;
        if self.rule == "table" {
            let row = |zone: usize| format!("{{ zone = \"Z{zone}\", facility = \"FC0\" }}");
            let rows: Vec<String> = (0..zones).map(row).collect();
            writeln!(out, "rows = [{}]", rows.join(", "))?;
        }
        key(out, "release", self.release)?;
        writeln!(out)
    }
}

impl Sku {
    /// The rows of one SKU: some at an origin, or none at all.
    fn write_stock(
        &self,
        out: &mut String,
        index: usize,
        facilities: &[String],
        origins: usize,
        suppliers_first: bool,
    ) -> std::fmt::Result {
        let kept = |at: usize| self.kept.get(at)?.as_ref();
        if (0..origins).all(|at| kept(at).is_none()) {
            return Ok(());
        }
        let mut order: Vec<usize> = (0..facilities.len()).collect();
        if suppliers_first {
            order.reverse();
        }
        for at in order {
            let Some(kept_here) = kept(at) else { continue };
            // Whoever comes later among the facilities supplies.
            let supplier = (at + 1..facilities.len()).find(|&at| kept(at).is_some());
            let facility = &facilities[at];
            writeln!(
                out,
                "[[stock]]\nfacility = \"{facility}\"\nsku = \"sku{index}\""
            )?;
            match kept_here {
                Kept::Always => {}
                Kept::Available(share) => writeln!(out, "availability = {share}")?,
                Kept::Counted(counted) => {
                    let supplier = supplier.map(|at| &facilities[at]);
                    counted.write(out, supplier.filter(|_| counted.supplied))?;
                }
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

impl Counted {
    fn write(&self, out: &mut String, supplier: Option<&String>) -> std::fmt::Result {
        // Where nothing waits, a line must find enough some day.
        let least = if self.lost { 4 } else { i64::MIN };
        let reorder_at = if self.lost {
            self.reorder_at.max(0)
        } else {
            self.reorder_at
        };
        let quantity = self.quantity.max(least).max(1);
        // What the policy leads to has room.
        let mut room = least.max(1);
        writeln!(out, "policy = \"{}\"", self.policy)?;
        match self.policy {
            "reorder-point" => {
                room = room.max(reorder_at + 1);
                writeln!(
                    out,
                    "reorder_at = {reorder_at}\norder_quantity = {quantity}"
                )?;
            }
            "order-up-to" => {
                let up_to = (reorder_at + quantity).max(1).max(least);
                room = room.max(up_to);
                writeln!(out, "reorder_at = {reorder_at}\norder_up_to = {up_to}")?;
            }
            "base-stock" => {
                room = room.max(quantity);
                writeln!(out, "order_up_to = {quantity}")?;
            }
            _ => writeln!(out, "order_quantity = {quantity}")?,
        }
        let review = match self.policy {
            "fixed-order" => Some(self.review.unwrap_or("every 6h")),
            _ => self.review,
        };
        key(out, "review", review)?;
        if let Some(initial) = self.initial {
            writeln!(out, "initial = {initial}")?;
            room = room.max(i64::from(initial));
        }
        if let Some(capacity) = self.capacity {
            writeln!(out, "capacity = {}", capacity.max(room))?;
        }
        key(out, "lead_time", Some(self.lead_time))?;
        key(out, "supplier", supplier.map(String::as_str))?;
        key(out, "when_out", self.lost.then_some("lost"))
    }
}
