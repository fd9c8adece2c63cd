//! Amounts of money, what costs them, carriers, and what vehicles take.

use crate::distribution::Distribution;

/// An amount of money in millionths of a unit of the scenario's currency. Whole numbers, so that sums balance to the last one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

impl Money {
    /// Millionths in a unit.
    pub const UNIT: i64 = 1_000_000;

    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The amount nearest to a number of units; at most 1e9 of them, as validation allows.
    #[must_use]
    pub fn of(units: f64) -> Self {
        Self(libm::round(units * Self::UNIT as f64) as i64)
    }
}

/// What lateness, failures and padding cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// A label; empty if not given.
    pub currency: String,
    /// Per order delivered late.
    pub late: Money,
    /// Per hour of lateness.
    pub late_hour: Money,
    /// Per failed delivery attempt.
    pub failed_attempt: Money,
    /// Per order that ends without a delivery.
    pub undelivered: Money,
    /// Per parcel that flows back.
    pub per_return: Money,
    /// Per hour quoted beyond the base promise.
    pub padding_hour: Money,
    /// Per hour delivered before the promise.
    pub early_hour: Money,
}

/// What a lane costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaneCosts {
    /// Per scheduled departure that runs, empty or not.
    pub departure: Money,
    /// Per parcel.
    pub parcel: Money,
    /// Per kilometre that a vehicle drives.
    pub km: Money,
    /// Last leg: what its carrier takes by weight, bands ascending; empty: nothing.
    pub bands: Vec<Band>,
}

/// A band of weights of a carrier's rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Greatest weight in grams, inclusive; `None`: any.
    pub up_to: Option<i64>,
    /// Cost of a parcel.
    pub cost: Money,
}

/// What a departure takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadLimit {
    /// So many parcels.
    Parcels(u32),
    /// Parcels of so many grams together.
    Grams(u32),
}

/// Whether a carrier is one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarrierKind {
    /// One's own vehicles.
    OwnFleet,
    /// A third party.
    ThirdParty,
}

/// Who runs lanes.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Unique name.
    pub name: String,
    /// One's own or not.
    pub kind: CarrierKind,
}

/// Which way, and so which carrier, where several lead to a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assign {
    /// Least planned time.
    #[default]
    Fastest,
    /// Least cost of one more parcel, then least planned time.
    Cheapest,
    /// Fewest legs that are not run by the own fleet, then least planned time.
    OwnFirst,
    /// Least cost of one more parcel among the ways whose planned delivery keeps the base promise at every hour of the week at
    /// which the level is offered; where none does, the fastest.
    CheapestThatMeetsThePromise,
}

/// Costs, weights and carriers of a network.
#[derive(Clone, Debug, Default)]
pub struct Economy {
    /// `None`: no cost is given anywhere, and none is counted.
    pub costs: Option<Costs>,
    /// Weight of a parcel, grams; `None`: not stated.
    pub weight: Option<Distribution>,
    /// In file order.
    pub carriers: Vec<Carrier>,
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn amounts_are_rounded_to_the_nearest_millionth() {
        assert_eq!(Money::of(0.1 + 0.2), Money(300_000));
        assert_eq!(Money::of(1.234_567_8), Money(1_234_568));
        assert_eq!(Money::of(1e9), Money(1_000_000_000_000_000));
    }
}
