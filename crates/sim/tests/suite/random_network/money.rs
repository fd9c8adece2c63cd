//! Random money: prices, costs of work and trips, weights, and a carrier that takes what a vehicle does not.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::lane::Lane;

#[derive(Clone, Debug)]
pub struct Money {
    /// Prices of what goes wrong.
    pub prices: bool,
    /// Parcels have weights, by which the other carrier is paid.
    pub weights: bool,
    /// Last legs of vehicles with a capacity overflow to another carrier.
    pub overflow: bool,
    /// The other carrier is paid. If not, it has vehicles as well, and a third carrier takes what they do not.
    pub paid: bool,
    /// What comes back costs.
    back: bool,
}

/// The other carrier of a last leg: slower, and mostly on demand.
const POST: &str = "post";
/// The one on whom nobody calls but when the others are full.
const COURIER: &str = "courier";

pub fn money() -> impl Strategy<Value = Money> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    flags.prop_map(|(prices, weights, overflow, back)| Money {
        prices,
        weights,
        overflow,
        paid: true,
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
        if self.overflow && self.paid {
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

    /// A last leg as its own carrier runs it, and the others beside it.
    pub fn last_legs(&self, lane: &Lane) -> Vec<Lane> {
        let vehicles = lane.departures != "on-demand" && lane.drivers.is_none();
        if !self.overflow || !vehicles || lane.capacity.is_none() {
            return vec![lane.clone()];
        }
        let vehicle = |carrier, overflow| Lane {
            carrier: Some(carrier),
            overflow: Some(overflow),
            ..lane.clone()
        };
        let on_demand = |carrier| Lane {
            departures: "on-demand",
            load_lead: None,
            capacity: None,
            order_cap: None,
            transit: "gamma(mean=9h, cv=0.4)",
            draw: None,
            delay: None,
            cancel: None,
            carrier: Some(carrier),
            ..lane.clone()
        };
        let own = vehicle("own", POST);
        match self.paid {
            true => vec![own, on_demand(POST)],
            false => vec![own, vehicle(POST, COURIER), on_demand(COURIER)],
        }
    }
}
