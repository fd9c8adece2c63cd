//! What shows only when the network is compiled: overload, cutoffs that come too late, runs that take long.

use leadtime_network::diagnostics::Place;
use leadtime_network::network::Network;
use leadtime_network::time::Instant;
use leadtime_network::{Code, Diagnostic, Diagnostics};

use super::{DemandPlan, Departures, HOUR, Plan, Policy, StationCapacity, Step};
use crate::engine::planned_delivery;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const TOO_LONG_SECONDS: f64 = 600.0;
const TOO_MUCH_BYTES: f64 = 4.0 * 1024.0 * 1024.0 * 1024.0;

/// Expected parcels in the scoring window.
struct Flows {
    /// Orders.
    orders: f64,
    /// Per stage.
    stages: Vec<f64>,
    /// Per lane.
    lanes: Vec<f64>,
    /// Per stage, of those that have another turn to wait for later on.
    held: Vec<f64>,
    /// At least so many of these are on the road at one time.
    travelling: f64,
}

pub(super) fn located(diagnostic: Diagnostic, place: Option<&Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place.clone()),
        None => diagnostic,
    }
}

impl Plan {
    /// Warnings about the compiled scenario when it is run `replications` times on one core; and an error,
    /// [`Code::TooManyInFlight`], where more orders are expected under way at once than can be told apart.
    #[must_use]
    pub fn warnings(&self, network: &Network, replications: u32) -> Diagnostics {
        let mut found = Diagnostics::new();
        let flows = self.expected_flows();
        self.overloads(network, &flows, &mut found);
        self.slow_batches(network, &flows.stages, &mut found);
        self.endless_work(network, &mut found);
        self.short_stocks(network, flows.orders, &mut found);
        self.too_many_in_flight(network, &flows, &mut found);
        self.late_cutoffs(network, &mut found);
        self.expense(replications, &mut found);
        self.too_heavy(network, &mut found);
        found.sort();
        found
    }

    /// Stages and lanes that more comes to, in the scoring window, than they can do.
    fn overloads(&self, network: &Network, flows: &Flows, found: &mut Diagnostics) {
        let Flows { stages, lanes, .. } = flows;
        for (at, station) in self.stations.iter().enumerate() {
            let Some(present) = self.capacity_in_window(&station.capacity) else {
                continue;
            };
            if station.home as usize != at {
                continue;
            }
            let work = self.work_of_staff(at, stages);
            if work > 0.0 && work >= present {
                let facility = &self.facilities[station.facility as usize];
                let load = if present > 0.0 {
                    format!("{:.0} %", 100.0 * work / present)
                } else {
                    "no servers at all".to_owned()
                };
                let staff = station.pool.as_ref().map_or_else(
                    || format!("{}/{}", facility.name, station.stage),
                    |pool| pool.0.clone(),
                );
                let message =
                    format!("{staff} has a utilisation of {load} over the scoring window");
                let help = "the backlog grows without bound: add servers, shifts or a faster service, or lower the demand";
                let diagnostic = Diagnostic::new(Code::Overload, message).help(help);
                found.push(located(diagnostic, self.place_of_stage(network, at)));
            }
        }
        for (lane, &parcels) in self.lanes.iter().zip(lanes) {
            // What is too much for a lane that overflows goes elsewhere.
            let Some(capacity) = lane.capacity.filter(|_| lane.overflow.is_none()) else {
                continue;
            };
            let of_parcel = match (&network.economy.weight, lane.by_weight) {
                (Some(law), true) => law.mean().max(1.0),
                _ => 1.0,
            };
            let departures = match &lane.departures {
                Departures::OnDemand => continue,
                departures => {
                    departures.first_from(self.horizon) - departures.first_from(self.warm_up)
                }
            };
            let room = f64::from(capacity) / of_parcel * departures as f64 * (1.0 - lane.cancel);
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

    /// Rates whose last weight is below that of more than one parcel in a thousand, once per carrier.
    fn too_heavy(&self, network: &Network, found: &mut Diagnostics) {
        let Some(law) = &network.economy.weight else {
            return;
        };
        let mut told = Vec::new();
        for lane in network.graph.edge_weights() {
            let Some(most) = lane.costs.bands.last().and_then(|band| band.up_to) else {
                continue;
            };
            let share = crate::sampling::law::survival(law, most as f64);
            if share > 1e-3 && !told.contains(&&lane.carrier) {
                told.push(&lane.carrier);
                let message = format!(
                    "{:.1} % of the parcels are heavier than {} kg, where the rates of `{}` end",
                    100.0 * share,
                    most as f64 / 1_000.0,
                    lane.carrier
                );
                let help = "add a row for heavier parcels, or one without `up_to`";
                let place = network.places.rates.get(&(lane.carrier.clone(), most));
                let diagnostic = Diagnostic::new(Code::BeyondLastBand, message).help(help);
                found.push(located(diagnostic, place));
            }
        }
    }

    pub(super) fn place_of_stage<'n>(
        &self,
        network: &'n Network,
        station: usize,
    ) -> Option<&'n Place> {
        let facility = self.stations[station].facility as usize;
        let stage = station - self.facilities[facility].stations.start as usize;
        network.places.stages.get(facility)?.get(stage)
    }

    /// Whether, by expectation, more orders are surely under way at the horizon than may be. Only those count that have a turn
    /// to wait for later on: the rest of any other's way is known at once. What comes to a stage beyond what it can do waits
    /// there; and of the orders on the slowest lane of their route at least half are there for its median.
    fn too_many_in_flight(&self, network: &Network, flows: &Flows, found: &mut Diagnostics) {
        let most = self.most_in_flight as f64;
        let mut tell = |orders: f64, whereabouts: &str, help: &str, place: Option<&Place>| {
            let message = format!(
                "about {:.1} million orders or more are {whereabouts} at the horizon, and at most {} can be under way at once",
                orders / 1e6,
                self.most_in_flight
            );
            let diagnostic = Diagnostic::new(Code::TooManyInFlight, message).help(help);
            found.push(located(diagnostic, place));
        };
        for (at, station) in self.stations.iter().enumerate() {
            let Some(present) = self.capacity_in_window(&station.capacity) else {
                continue;
            };
            let done = match station.capacity {
                StationCapacity::Throughput(..) => present,
                _ => present / station.mean.max(1.0),
            };
            if flows.held[at] - done > most {
                let facility = &self.facilities[station.facility as usize].name;
                let whereabouts = format!("waiting for {facility}/{}", station.stage);
                let help = "add servers, shifts or a faster service, lower the demand, or shorten the horizon";
                tell(
                    flows.held[at] - done,
                    &whereabouts,
                    help,
                    self.place_of_stage(network, at),
                );
            }
        }
        if flows.travelling > most {
            let help = "lower the demand, shorten the transits, or shorten the horizon";
            let place = network.places.service_levels.first();
            tell(flows.travelling, "on the road", help, place);
        }
    }

    /// Expected flows in the scoring window, before shocks.
    fn expected_flows(&self) -> Flows {
        let mut stages = vec![0.0; self.stations.len()];
        let mut lanes = vec![0.0; self.lanes.len()];
        let mut held = vec![0.0; self.stations.len()];
        let mut travelling = 0.0;
        let mut all = 0.0;
        let window = (self.horizon - self.warm_up) as f64;
        let levels = self.levels.len();
        for zone in 0..self.zones.len() {
            for (level, orders) in self.expected_orders(zone).into_iter().enumerate() {
                all += orders;
                let Some(route) = self.routes[zone * levels + level] else {
                    continue;
                };
                // So far on the way, and up to the last turn that is waited for.
                let (mut slowest, mut slowest_held): (f64, f64) = (0.0, 0.0);
                let mut passed: Vec<u32> = Vec::new();
                for step in &self.steps[route.first as usize..] {
                    if self.is_turn(*step) {
                        slowest_held = slowest;
                        for stage in passed.drain(..) {
                            held[stage as usize] += orders;
                        }
                    }
                    match *step {
                        Step::Stage(stage) => {
                            stages[stage as usize] += orders;
                            passed.push(stage);
                        }
                        Step::Lane(lane) => {
                            lanes[lane as usize] += orders;
                            slowest = slowest.max(self.lanes[lane as usize].median as f64);
                            if self.lanes[lane as usize].last_leg {
                                break;
                            }
                        }
                        Step::Shelf => break,
                    }
                }
                travelling += 0.5 * orders * (slowest_held / window).min(1.0);
            }
        }
        Flows {
            orders: all,
            stages,
            lanes,
            held,
            travelling,
        }
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
            if level.cutoffs.is_empty()
                || matches!(
                    level.policy,
                    Policy::Plan(_) | Policy::State(_) | Policy::Log
                )
            {
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
            found.push(located(diagnostic, network.places.service_levels.get(at)));
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
            let planned = self.at_door(zone as u32, level, planned);
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
