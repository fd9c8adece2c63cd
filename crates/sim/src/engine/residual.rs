//! What is left of a service that is in hand.

use leadtime_stats::special::gamma_q;

use crate::plan::StationPlan;

use super::backlog::Work;

/// Points of a table of residuals, and how many mean services they reach.
const POINTS: usize = 256;
const REACH: f64 = 8.0;

/// What is left of a service of a stage that has taken `worked` so far.
pub(super) fn left_of(station: &StationPlan, worked: i64) -> Work {
    let (mean, variance, worked) = (station.mean, station.variance, worked as f64);
    if worked <= 0.0 || is_memoryless(mean, variance) {
        return Work { mean, variance };
    }
    if variance <= 0.0 {
        let mean = (mean - worked).max(0.0);
        return Work { mean, variance };
    }
    let place = worked / mean * (POINTS as f64 / REACH);
    match station.residuals.get(place as usize..) {
        Some([before, after, ..]) => {
            let along = place - (place as usize) as f64;
            let between = |before: f64, after: f64| before + along * (after - before);
            Work {
                mean: between(before.0, after.0),
                variance: between(before.1, after.1),
            }
        }
        _ => residual(mean, variance, worked),
    }
}

/// Mean and variance of what is left at even steps of the time worked, so that a promise need not compute them anew for every server.
pub(crate) fn residuals(station: &StationPlan) -> Vec<(f64, f64)> {
    let (mean, variance) = (station.mean, station.variance);
    if variance <= 0.0 || is_memoryless(mean, variance) {
        return Vec::new();
    }
    let worked = (0..=POINTS).map(|at| at as f64 * mean * REACH / POINTS as f64);
    let left = worked.map(|worked| residual(mean, variance, worked));
    left.map(|left| (left.mean, left.variance)).collect()
}

fn is_memoryless(mean: f64, variance: f64) -> bool {
    mean <= 0.0 || (variance > 0.0 && (variance - mean * mean).abs() <= 1e-9 * variance)
}

/// Mean and variance of what is left of a service that has taken `worked` so far: those of the gamma law that has the mean and
/// the variance of the service. An exponential time is forgotten, of a constant one the rest is known.
///
/// E(S | S > a) = m Q(k + 1, a / theta) / Q(k, a / theta), E(S^2 | S > a) = m^2 (1 + 1 / k) Q(k + 2, a / theta) / Q(k, a / theta).
fn residual(mean: f64, variance: f64, worked: f64) -> Work {
    let (shape, scale) = (mean * mean / variance, variance / mean);
    let longer = gamma_q(shape, worked / scale);
    // Far out in the tail the law is exponential with its scale.
    if longer < 1e-9 {
        return Work {
            mean: scale,
            variance: scale * scale,
        };
    }
    let all = mean * gamma_q(shape + 1.0, worked / scale) / longer;
    let squared = (mean * mean + variance) * gamma_q(shape + 2.0, worked / scale) / longer;
    Work {
        mean: (all - worked).max(0.0),
        variance: (squared - all * all).max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;

    use super::*;

    fn station(mean: f64, variance: f64) -> StationPlan {
        let network =
            leadtime_network::load(&leadtime_network::scenario::Files::from_text(ONE_STAGE));
        let (network, _) = network.unwrap_or_else(|found| panic!("{found}"));
        let mut station = Plan::compile(&network).stations.remove(0);
        (station.mean, station.variance) = (mean, variance);
        station
    }

    const ONE_STAGE: &str = r#"
schema = 1
name = "one"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.poisson.rate = "1/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pick", servers = 1, service = "1min" }]
lanes = [{ from = "FC", to = "Z", transit = "1h" }]
zones = [{ name = "Z" }]
service_levels = [{ name = "s", promise = { plan = {} } }]
"#;

    // catches: residuals that forget the time worked, or that forget that an exponential one is forgotten
    #[test]
    fn what_is_left_follows_the_law() {
        let left = |variance: f64, worked| left_of(&station(1_000.0, variance), worked);
        assert_eq!(left(0.0, 300).mean, 700.0);
        assert_eq!(left(0.0, 3_000).mean, 0.0);
        assert_eq!(left(1e6, 3_000).mean, 1_000.0);
        // Erlang with two phases of 500: after a, the first is over with odds a / 500 to one, so one or two phases are left.
        let two = left(500_000.0, 1_000);
        let first = 1.0 / 3.0;
        assert!(
            (two.mean - (500.0 + 500.0 * first)).abs() < 1e-6,
            "{}",
            two.mean
        );
        let squared = 500_000.0 * (1.0 - first) + 1_500_000.0 * first;
        assert!((two.variance - (squared - two.mean * two.mean)).abs() < 1e-3);
        // A table of it says the same.
        let mut tabled = station(1_000.0, 250_000.0);
        let exact: Vec<Work> = (0..90).map(|at| left_of(&tabled, at * 97)).collect();
        tabled.residuals = residuals(&tabled);
        for (at, exact) in exact.iter().enumerate() {
            let told = left_of(&tabled, at as i64 * 97);
            assert!(
                (told.mean - exact.mean).abs() < 1.0,
                "{at}: {told:?} {exact:?}"
            );
            assert!(
                (told.variance.sqrt() - exact.variance.sqrt()).abs() < 1.0,
                "{at}"
            );
        }
        // Far out, one phase is left.
        assert!((left(500_000.0, 100_000).mean - 500.0).abs() < 5.0);
    }
}
