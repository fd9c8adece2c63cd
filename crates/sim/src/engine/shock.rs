//! The values of the shocks in one replication.

use std::cell::Cell;

use crate::plan::Plan;
use crate::random::ReplicationKey;

/// Multipliers per shock series and grain, and which series touch which stage, lane and zone.
pub(crate) struct ShockValues<'p> {
    plan: &'p Plan,
    /// One list of multipliers per series of the plan.
    values: Vec<Vec<f64>>,
    /// The factors looked up last, per station and per lane: what is asked next nearly always lies in the same days.
    service: Factors,
    transit: Factors,
    delay: Factors,
}

/// The factors looked up last, where there are any.
type Factors = Vec<Cell<Factor>>;

/// The product of some series in [`from`, `until`).
#[derive(Clone, Copy, Default)]
struct Factor {
    from: i64,
    until: i64,
    value: f64,
}

impl<'p> ShockValues<'p> {
    /// Draws every series for one replication.
    pub(crate) fn new(plan: &'p Plan, key: ReplicationKey) -> Self {
        let values = plan
            .shocks
            .series
            .iter()
            .map(|series| {
                let numbers = series.grains.numbers();
                series.sampler.series(key.stream(series.key), numbers)
            })
            .collect();
        Self {
            service: factors(&plan.shocks.service),
            transit: factors(&plan.shocks.transit),
            delay: factors(&plan.shocks.delay),
            plan,
            values,
        }
    }

    /// Factor on the service time of work that starts at `start`.
    #[inline]
    pub(crate) fn service(&self, station: u32, start: i64) -> f64 {
        self.known(&self.service, &self.plan.shocks.service, station, start)
    }

    /// Factor on the transit that starts at `departed`.
    #[inline]
    pub(crate) fn transit(&self, lane: u32, departed: i64) -> f64 {
        self.known(&self.transit, &self.plan.shocks.transit, lane, departed)
    }

    /// Factor on the delay of a departure scheduled at `scheduled`.
    #[inline]
    pub(crate) fn delay(&self, lane: u32, scheduled: i64) -> f64 {
        self.known(&self.delay, &self.plan.shocks.delay, lane, scheduled)
    }

    /// The product of the series of a place at an instant, by what is known of it.
    #[inline]
    fn known(&self, factors: &Factors, series: &[Vec<u32>], place: u32, at: i64) -> f64 {
        let Some(known) = factors.get(place as usize) else {
            return 1.0;
        };
        let factor = known.get();
        if (factor.from..factor.until).contains(&at) {
            return factor.value;
        }
        let factor = self.factor(&series[place as usize], at);
        known.set(factor);
        factor.value
    }

    /// The product of some series at an instant.
    pub(crate) fn product(&self, series: &[u32], at: i64) -> f64 {
        self.factor(series, at).value
    }

    /// The product of some series around an instant, as long as none of them changes.
    #[inline(never)]
    fn factor(&self, series: &[u32], at: i64) -> Factor {
        let mut factor = Factor {
            from: i64::MIN,
            until: i64::MAX,
            value: 1.0,
        };
        for &index in series {
            let grains = &self.plan.shocks.series[index as usize].grains;
            let grain = grains.index_at(at);
            factor.value *= self.values[index as usize][grain];
            // The first grain goes on before it, the last one after it.
            if grain > 0 {
                factor.from = factor.from.max(grains.starts[grain]);
            }
            if let Some(&next) = grains.starts.get(grain + 1) {
                factor.until = factor.until.min(next);
            }
        }
        factor
    }

    /// The staffing of a stage under shocks on its servers: multiplied, and rounded to whole servers.
    pub(crate) fn staffing(&self, steps: &[(i64, u32)], series: &[u32]) -> Vec<(i64, u32)> {
        if series.is_empty() {
            return steps.to_vec();
        }
        let grains = series
            .iter()
            .map(|&index| &self.plan.shocks.series[index as usize].grains);
        let mut instants: Vec<i64> = grains
            .flat_map(|grains| grains.starts.iter().copied())
            .collect();
        instants.extend(steps.iter().map(|step| step.0));
        instants.sort_unstable();
        instants.dedup();
        let servers_at = |at: i64| {
            let passed = steps.partition_point(|step| step.0 <= at);
            let servers = passed.checked_sub(1).map_or(0, |last| steps[last].1);
            (f64::from(servers) * self.product(series, at) + 0.5) as u32
        };
        instants
            .into_iter()
            .map(|at| (at, servers_at(at)))
            .collect()
    }
}

/// Nothing is known yet of places some of which are touched by series.
fn factors(series: &[Vec<u32>]) -> Factors {
    let touched = series.iter().any(|series| !series.is_empty());
    let places = if touched { series.len() } else { 0 };
    vec![Cell::default(); places]
}
