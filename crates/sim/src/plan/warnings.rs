//! What shows only when the network is compiled: overload, cutoffs that come too late, runs that take long.

use leadtime_network::network::Network;
use leadtime_network::time::Instant;
use leadtime_network::{Code, Diagnostic, Diagnostics};

use super::{DemandPlan, Departures, HOUR, Plan, Policy, StationCapacity, Step};
use crate::engine::planned_delivery;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const TOO_LONG_SECONDS: f64 = 600.0;
const TOO_MUCH_BYTES: f64 = 4.0 * 1024.0 * 1024.0 * 1024.0;

impl Plan {
    /// Warnings about the compiled scenario when it is run `replications` times on one core.
    #[must_use]
    pub fn warnings(&self, network: &Network, replications: u32) -> Diagnostics {
        let mut found = Diagnostics::new();
        self.overloads(network, &mut found);
        self.late_cutoffs(network, &mut found);
        self.expense(replications, &mut found);
        found.sort();
        found
    }

    /// Stages and lanes that more comes to, in the scoring window, than they can do.
    fn overloads(&self, network: &Network, found: &mut Diagnostics) {
        let (stages, lanes) = self.expected_flows();
        for (at, station) in self.stations.iter().enumerate() {
            let Some(present) = self.capacity_in_window(&station.capacity) else {
                continue;
            };
            let work = stages[at]
                * if matches!(station.capacity, StationCapacity::Throughput(..)) {
                    1.0
                } else {
                    station.mean
                };
            if stages[at] > 0.0 && work >= present {
                let facility = &self.facilities[station.facility as usize];
                let stage = at - facility.stations.start as usize;
                let load = if present > 0.0 {
                    format!("{:.0} %", 100.0 * work / present)
                } else {
                    "no servers at all".to_owned()
                };
                let message = format!(
                    "{}/{} has a utilisation of {load} over the scoring window",
                    facility.name, station.stage
                );
                let help = "the backlog grows without bound: add servers, shifts or a faster service, or lower the demand";
                let place = network
                    .places
                    .stages
                    .get(station.facility as usize)
                    .and_then(|stages| stages.get(stage));
                let diagnostic = Diagnostic::new(Code::Overload, message).help(help);
                found.push(match place {
                    Some(place) => diagnostic.at(place.clone()),
                    None => diagnostic,
                });
            }
        }
        for (lane, &parcels) in self.lanes.iter().zip(&lanes) {
            let Some(capacity) = lane.capacity else {
                continue;
            };
            let departures = match &lane.departures {
                Departures::OnDemand => continue,
                departures => {
                    departures.first_from(self.horizon) - departures.first_from(self.warm_up)
                }
            };
            let room = f64::from(capacity) * departures as f64 * (1.0 - lane.cancel);
            if parcels > 0.0 && parcels >= room {
                let message = format!(
                    "lane {} is asked to carry {parcels:.0} parcels in the scoring window and has room for {room:.0}",
                    lane.name
                );
                let help = "parcels are left behind without end: add departures or capacity";
                found.push(Diagnostic::new(Code::Overload, message).help(help));
            }
        }
    }

    /// Expected parcels per stage and lane in the scoring window, before shocks.
    fn expected_flows(&self) -> (Vec<f64>, Vec<f64>) {
        let mut stages = vec![0.0; self.stations.len()];
        let mut lanes = vec![0.0; self.lanes.len()];
        let levels = self.levels.len();
        for zone in 0..self.zones.len() {
            for (level, orders) in self.expected_orders(zone).into_iter().enumerate() {
                let Some(route) = self.routes[zone * levels + level] else {
                    continue;
                };
                for step in &self.steps[route.first as usize..] {
                    match *step {
                        Step::Stage(stage) => stages[stage as usize] += orders,
                        Step::Lane(lane) => {
                            lanes[lane as usize] += orders;
                            if self.lanes[lane as usize].last_leg {
                                break;
                            }
                        }
                    }
                }
            }
        }
        (stages, lanes)
    }

    /// Expected orders of a zone in the scoring window, per level: what is wanted falls to the next slower level that is
    /// open at that time of day. Cutoffs are looked at every quarter of an hour, in large networks less often.
    fn expected_orders(&self, zone: usize) -> Vec<f64> {
        let mut orders = vec![0.0; self.levels.len()];
        let cutoffs = self.levels.iter().any(|level| !level.cutoffs.is_empty());
        let step = if cutoffs {
            HOUR / 4 * (1 + self.zones.len() as i64 / 500)
        } else {
            self.horizon
        };
        let mut from = self.warm_up;
        while from < self.horizon {
            let to = (from + step).min(self.horizon);
            let visits = match &self.demand {
                DemandPlan::Rate(rate) => rate.expected(zone, from, to),
                DemandPlan::Renewal { .. } => {
                    self.visits_a_tick / self.zones.len() as f64 * (to - from) as f64
                }
                DemandPlan::Replay(_) => break,
            };
            self.add_visits(zone, None, from + (to - from) / 2, visits, &mut orders);
            from = to;
        }
        if let DemandPlan::Replay(rows) = &self.demand {
            let scored = |at: i64| at >= self.warm_up && at < self.horizon;
            for row in rows
                .iter()
                .filter(|row| row.zone as usize == zone && scored(row.at))
            {
                self.add_visits(zone, row.level, row.at, 1.0, &mut orders);
            }
        }
        orders
    }

    /// Adds visits of one instant to the levels that they are sold.
    fn add_visits(
        &self,
        zone: usize,
        asked: Option<u32>,
        placed: i64,
        visits: f64,
        orders: &mut [f64],
    ) {
        for wanted in 0..orders.len() {
            let share = match asked {
                Some(level) => f64::from(u8::from(level as usize == wanted)),
                None if self.mix => self.levels[wanted].share,
                None => f64::from(u8::from(wanted == 0)),
            };
            if share > 0.0 {
                let open =
                    |&level: &usize| crate::engine::promise_at(self, level, zone, placed).is_some();
                if let Some(level) = (wanted..orders.len()).find(open) {
                    orders[level] += visits * share;
                }
            }
        }
    }

    /// Server-ticks (for a throughput: starts) available in the scoring window; `None`: no limit.
    fn capacity_in_window(&self, capacity: &StationCapacity) -> Option<f64> {
        let window = (self.horizon - self.warm_up) as f64;
        let integral = |steps: &[(i64, u32)]| {
            let mut sum = 0.0;
            for (at, step) in steps.iter().enumerate() {
                let end = steps
                    .get(at + 1)
                    .map_or(i64::MAX, |next| next.0)
                    .min(self.horizon);
                sum += f64::from(step.1) * (end - step.0.max(self.warm_up)).max(0) as f64;
            }
            sum
        };
        match capacity {
            StationCapacity::Unlimited => None,
            StationCapacity::Staffed(steps) if steps.iter().any(|step| step.1 == u32::MAX) => None,
            &StationCapacity::Servers(servers) => Some(f64::from(servers) * window),
            StationCapacity::Staffed(steps) => Some(integral(steps)),
            StationCapacity::Throughput(per_hour, open) => {
                Some(per_hour / HOUR as f64 * integral(open))
            }
        }
    }

    /// Levels whose cutoff lies, on some weekday of the first scored week, after the last departure that could keep the promise.
    fn late_cutoffs(&self, network: &Network, found: &mut Diagnostics) {
        for (at, level) in self.levels.iter().enumerate() {
            if level.cutoffs.is_empty() || matches!(level.policy, Policy::Plan(_) | Policy::Log) {
                continue;
            }
            let late: Vec<(&str, Vec<&str>)> = (0..self.zones.len())
                .map(|zone| {
                    (
                        self.zones[zone].name.as_str(),
                        self.days_late_at_cutoff(at, zone),
                    )
                })
                .filter(|(_, days)| !days.is_empty())
                .collect();
            let Some((first, days)) = late.first() else {
                continue;
            };
            let others = if late.len() > 1 {
                format!(" and {} more zones", late.len() - 1)
            } else {
                String::new()
            };
            let message = format!(
                "an order at the cutoff of `{}` on {} cannot keep its promise in {first}{others}: the last departure that could has left",
                self.level_names[at],
                days.join(" ")
            );
            let help = "move the cutoff earlier, add a later departure, or leave the zone out of the level";
            let diagnostic = Diagnostic::new(Code::CutoffTooLate, message).help(help);
            found.push(match network.places.service_levels.get(at) {
                Some(place) => diagnostic.at(place.clone()),
                None => diagnostic,
            });
        }
    }

    /// The weekdays of the first scored week on which the planned path from the cutoff ends after the promise.
    fn days_late_at_cutoff(&self, level: usize, zone: usize) -> Vec<&'static str> {
        let Some(route) = self.routes[zone * self.levels.len() + level] else {
            return Vec::new();
        };
        let civil = &self.zones[zone].civil;
        let end = self.horizon.min(self.warm_up + 7 * 24 * HOUR);
        let mut days = [false; 7];
        let mut cutoff = self.levels[level].cutoffs[zone].next_cutoff(Instant(self.warm_up));
        while cutoff.0 < end {
            let promise = crate::engine::promise_at(self, level, zone, cutoff.0);
            let planned = planned_delivery(self, route.first, cutoff.0);
            if promise.is_some_and(|promise| planned > promise) {
                days[usize::from(civil.weekday(civil.day_of(cutoff)))] = true;
            }
            cutoff = self.levels[level].cutoffs[zone].next_cutoff(Instant(cutoff.0 + 1));
        }
        let late = WEEKDAYS.iter().zip(days).filter(|(_, late)| *late);
        late.map(|(name, _)| *name).collect()
    }

    fn expense(&self, replications: u32, found: &mut Diagnostics) {
        let seconds = self.estimate.seconds * f64::from(replications);
        let bytes = self.estimate.bytes + self.estimate.kept_bytes * f64::from(replications);
        if seconds > TOO_LONG_SECONDS || bytes > TOO_MUCH_BYTES {
            let message = format!(
                "about {:.1} million orders in {replications} replications: roughly {:.0} minutes on one core and {:.1} GiB",
                self.estimate.visits * f64::from(replications) / 1e6,
                (seconds / 60.0).ceil(),
                bytes / (1024.0 * 1024.0 * 1024.0)
            );
            let help = "fewer --replications or a shorter --horizon give a first answer";
            found.push(Diagnostic::new(Code::Expensive, message).help(help));
        }
    }
}
