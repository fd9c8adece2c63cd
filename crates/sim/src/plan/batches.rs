//! What expected flows say of staffs and batches.

use leadtime_network::network::Network;
use leadtime_network::{Code, Diagnostic, Diagnostics};

use super::warnings::located;
use super::{Plan, StationCapacity};

impl Plan {
    /// Expected work of the staff of a stage in the scoring window, all its stages together: server-ticks, for a throughput starts.
    pub(super) fn work_of_staff(&self, home: usize, parcels: &[f64]) -> f64 {
        let stages = self.stations.iter().zip(parcels);
        let of_staff = stages.filter(|(station, _)| station.home as usize == home);
        of_staff
            .map(|(station, parcels)| match station.capacity {
                StationCapacity::Throughput(..) => *parcels,
                _ => parcels * (station.mean * station.load_factor),
            })
            .sum()
    }

    /// Batches without a limit to their wait that take more than one wave, or the whole window, is expected to bring.
    pub(super) fn slow_batches(&self, network: &Network, parcels: &[f64], found: &mut Diagnostics) {
        for (at, station) in self.stations.iter().enumerate() {
            let Some(rules) = &station.centre else {
                continue;
            };
            let Some(batch) = rules.batch.filter(|batch| batch.wait.is_none()) else {
                continue;
            };
            let (waves, what) = match &rules.release {
                Some(waves) => {
                    let waves = waves.first_from(self.horizon) - waves.first_from(self.warm_up);
                    (waves.max(1), "in one wave")
                }
                None => (1, "in the scoring window"),
            };
            let expected = parcels[at] / waves as f64;
            let comes = rules
                .order_cap
                .map_or(expected, |cap| expected.min(f64::from(cap)));
            if comes > 0.0 && comes < f64::from(batch.size) {
                let facility = &self.facilities[station.facility as usize].name;
                let message = format!(
                    "{facility}/{} waits for batches of {}, and about {comes:.1} parcels come {what}",
                    station.stage, batch.size
                );
                let help =
                    "say how long a batch waits at most with `batch_wait`, or make it smaller";
                let diagnostic = Diagnostic::new(Code::SlowBatch, message).help(help);
                found.push(located(diagnostic, self.place_of_stage(network, at)));
            }
        }
    }
}
