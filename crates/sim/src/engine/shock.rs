//! The values of the shocks in one replication.

use crate::plan::Plan;
use crate::random::ReplicationKey;

/// Multipliers per shock series and grain, and which series touch which stage, lane and zone.
pub(crate) struct ShockValues<'p> {
    plan: &'p Plan,
    /// One list of multipliers per series of the plan.
    values: Vec<Vec<f64>>,
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
        Self { plan, values }
    }

    /// Factor on the service time of work that starts at `start`.
    pub(crate) fn service(&self, station: u32, start: i64) -> f64 {
        self.product(&self.plan.shocks.service[station as usize], start)
    }

    /// Factor on the transit that starts at `departed`.
    pub(crate) fn transit(&self, lane: u32, departed: i64) -> f64 {
        self.product(&self.plan.shocks.transit[lane as usize], departed)
    }

    /// Factor on the delay of a departure scheduled at `scheduled`.
    pub(crate) fn delay(&self, lane: u32, scheduled: i64) -> f64 {
        self.product(&self.plan.shocks.delay[lane as usize], scheduled)
    }

    /// The product of some series at an instant.
    pub(crate) fn product(&self, series: &[u32], at: i64) -> f64 {
        let mut factor = 1.0;
        for &index in series {
            let grain = self.plan.shocks.series[index as usize].grains.index_at(at);
            factor *= self.values[index as usize][grain];
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
