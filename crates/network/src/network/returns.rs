//! What customers send back.

use crate::distribution::Distribution;

/// How parcels flow back. What nobody took at the door flows back too, at once.
#[derive(Clone, Debug)]
pub struct Returns {
    /// Probability that a delivered parcel is sent back, 0 to 1.
    pub share: f64,
    /// How long the customer keeps it, ticks.
    pub after: Distribution,
    /// From the customer, or from the last attempt, to the facility, ticks.
    pub transit: Distribution,
    /// Where it comes back to: position in [`super::Network::facilities`]; `None`: where it was sent from.
    pub to: Option<usize>,
    /// Probability that what comes back can be sold again, 0 to 1.
    pub resellable: f64,
}
