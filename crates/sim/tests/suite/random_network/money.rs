//! Random money: prices, costs of work and trips, weights, and a carrier that takes what a vehicle does not.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::lane::Lane;

#[derive(Clone, Debug)]
pub struct Money {
    /// Prices of what goes wrong.
    prices: bool,
    /// Parcels have weights, by which the other carrier is paid.
    pub weights: bool,
    /// Last legs of vehicles with a capacity overflow to another carrier.
    pub overflow: bool,
    /// What comes back costs.
    back: bool,
}

/// The other carrier of a last leg: slower, and on demand.
const POST: &str = "post";

pub fn money() -> impl Strategy<Value = Money> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    flags.prop_map(|(prices, weights, overflow, back)| Money {
        prices,
        weights,
        overflow,
        back,
    })
}

impl Money {
    pub fn write(&self, out: &mut String, shop: bool, returns: bool) -> std::fmt::Result {
        if self.prices {
            writeln!(
                out,
                "[costs]\nlate = 5\nlate_hour = 0.7\nfailed_attempt = 2.5\nundelivered = 30\npadding_hour = 0.11\nearly_hour = 0.013"
            )?;
            if self.back && returns {
                writeln!(out, "per_return = 1.75")?;
            }
            writeln!(out)?;
        }
        if self.weights && !shop {
            writeln!(
                out,
                "[basket]\nweight = \"lognormal(median=1kg, p95=6kg)\"\n"
            )?;
        }
        if self.overflow {
            writeln!(
                out,
                "[[carriers]]\nname = \"own\"\nkind = \"own-fleet\"\n\n[[carriers]]\nname = \"{POST}\"\nkind = \"3pl\"\n"
            )?;
            if self.weights && !shop {
                writeln!(
                    out,
                    "[[rates]]\ncarrier = \"{POST}\"\nup_to = \"2kg\"\ncost = 4.2\n"
                )?;
            }
            writeln!(out, "[[rates]]\ncarrier = \"{POST}\"\ncost = 9\n")?;
        }
        Ok(())
    }

    /// A last leg as its own carrier runs it, and the other one beside it.
    pub fn last_legs(&self, lane: &Lane) -> Vec<Lane> {
        let vehicles = lane.departures != "on-demand" && lane.drivers.is_none();
        if !self.overflow || !vehicles || lane.capacity.is_none() {
            return vec![lane.clone()];
        }
        let own = Lane {
            carrier: Some("own"),
            overflow: Some(POST),
            ..lane.clone()
        };
        let post = Lane {
            departures: "on-demand",
            load_lead: None,
            capacity: None,
            order_cap: None,
            transit: "gamma(mean=9h, cv=0.4)",
            draw: None,
            delay: None,
            cancel: None,
            carrier: Some(POST),
            ..lane.clone()
        };
        vec![own, post]
    }
}
