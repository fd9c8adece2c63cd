//! Splitting the log variance of a lognormal law.

use leadtime_network::distribution::Distribution;

/// Two independent lognormal factors of one lognormal law.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What is shared (by the parcels of a vehicle, the orders of a day): a multiplier with mean exactly 1.
    pub common: Distribution,
    /// What each keeps for itself: a law with the mean of the whole.
    pub own: Distribution,
}

/// Divides lognormal(mu, sigma) into a common multiplier with log variance `share` sigma^2 and mean 1, and an own part with
/// the rest of the log variance and the mean of the whole. Their product has exactly the original law:
/// ln X = (-share sigma^2/2 + sqrt(share) sigma Z1) + (mu + share sigma^2/2 + sqrt(1 - share) sigma Z2).
///
/// For `vehicle_share` both parts are drawn; for the `share` of a shock the own part alone, the shock being the other. None
/// unless the law is lognormal and `share` in [0, 1].
#[must_use]
pub fn split(law: &Distribution, share: f64) -> Option<Split> {
    let Distribution::Lognormal { mu, sigma } = *law else {
        return None;
    };
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let half = 0.5 * share * sigma * sigma;
    Some(Split {
        common: Distribution::Lognormal {
            mu: -half,
            sigma: share.sqrt() * sigma,
        },
        own: Distribution::Lognormal {
            mu: mu + half,
            sigma: (1.0 - share).sqrt() * sigma,
        },
    })
}
