//! Figures of stages and lanes, and what the map shows.

use leadtime_stats::Total;

use super::StudyOutcome;
use super::figures::{mean_of, ratio_mean, total, unknown};
use crate::engine::LaneTally;
use crate::outcome::{Figure, LaneFigures, MapEdge, MapNode, StageFigures, Unit};
use crate::plan::{Departures, HOUR, LanePlan, Plan, StationCapacity, StationPlan};

impl StudyOutcome {
    /// Per stage, in file order.
    pub(super) fn stages(&self, plan: &Plan) -> Vec<StageFigures> {
        plan.stations
            .iter()
            .enumerate()
            .map(|(at, station)| self.stage(plan, at, station))
            .collect()
    }

    fn stage(&self, plan: &Plan, at: usize, station: &StationPlan) -> StageFigures {
        let tallies: Vec<_> = self.sums.stages.iter().map(|stages| stages[at]).collect();
        let window = (plan.horizon - plan.warm_up) as f64;
        let (first, last) = plan.scored_hours();
        let present = servers_present(station, first as i64 * HOUR, last as i64 * HOUR);
        let totals = |value: &dyn Fn(&(crate::engine::StageTally, i64)) -> Total| -> Vec<Total> {
            tallies.iter().map(value).collect()
        };
        let utilisation = match present {
            Some(present) => ratio_mean(
                &totals(&|tally| total(tally.1 as f64, present)),
                Unit::Share,
                1.0,
            ),
            None => unknown(Unit::Share, "ratio-t"),
        };
        let blockable = station.centre.as_ref().is_some_and(|rules| rules.blockable);
        let present = servers_present(station, plan.warm_up, plan.horizon);
        let blocked = present.filter(|_| blockable).map(|present| {
            let share = totals(&|tally| total(tally.0.blocked as f64, present));
            self.over_time(ratio_mean(&share, Unit::Share, 1.0))
        });
        let facility = &plan.facilities[station.facility as usize];
        let backlog = self.sums.waiting[at * 24..(at + 1) * 24].iter();
        StageFigures {
            facility: facility.name.clone(),
            stage: station.stage.clone(),
            parcels: mean_of(
                &tallies
                    .iter()
                    .map(|tally| tally.0.parcels as f64)
                    .collect::<Vec<_>>(),
                Unit::Count,
            ),
            wait: ratio_mean(
                &totals(&|tally| total(tally.0.wait as f64, tally.0.parcels as f64)),
                Unit::Seconds,
                1e-3,
            ),
            utilisation: self.over_time(utilisation),
            blocked,
            mean_number: self.over_time(ratio_mean(
                &totals(&|tally| total(tally.0.present as f64, window)),
                Unit::Count,
                1.0,
            )),
            utilisation_by_hour: self.utilisation_by_hour(plan, at, station),
            backlog_by_hour: backlog
                .map(|&(sum, count)| {
                    if count > 0 {
                        sum as f64 / count as f64
                    } else {
                        0.0
                    }
                })
                .collect(),
        }
    }

    /// An average over time: what stands behind it is a number of replications, not of orders.
    fn over_time(&self, mut figure: Figure) -> Figure {
        figure.n = u64::from(self.sums.replications);
        within_range(figure)
    }

    /// Busy over present, by local hour of week; 0 where nobody is present. Empty for unlimited servers.
    fn utilisation_by_hour(&self, plan: &Plan, at: usize, station: &StationPlan) -> Vec<f64> {
        if servers_present(station, 0, HOUR).is_none() || self.sums.replications == 0 {
            return Vec::new();
        }
        let facility = &plan.facilities[station.facility as usize];
        let mut present = vec![0.0; 168];
        let (first, last) = plan.scored_hours();
        for hour in first as i64..last as i64 {
            let local = facility.hours_of_week(leadtime_network::time::Instant(hour * HOUR));
            present[local] +=
                servers_present(station, hour * HOUR, (hour + 1) * HOUR).unwrap_or(0.0);
        }
        let busy = &self.sums.busy[at * 168..(at + 1) * 168];
        let replications = f64::from(self.sums.replications);
        let share = |(present, busy): (&f64, &i64)| {
            // Work begun before a shift ends is finished after it: more than all present is shown as all.
            if *present > 0.0 {
                (*busy as f64 / (present * replications)).min(1.0)
            } else {
                0.0
            }
        };
        present.iter().zip(busy).map(share).collect()
    }

    /// Per lane, in file order.
    pub(super) fn lanes(&self, plan: &Plan) -> Vec<LaneFigures> {
        plan.lanes
            .iter()
            .enumerate()
            .map(|(at, lane)| self.lane(plan, at, lane))
            .collect()
    }

    fn lane(&self, plan: &Plan, at: usize, lane: &LanePlan) -> LaneFigures {
        let tallies: Vec<LaneTally> = self.sums.lanes.iter().map(|lanes| lanes[at]).collect();
        let totals = |value: &dyn Fn(&LaneTally) -> (f64, f64)| -> Vec<Total> {
            tallies
                .iter()
                .map(value)
                .map(|(sum, count)| total(sum, count))
                .collect()
        };
        let scheduled = departures_between(lane, plan.warm_up, plan.horizon);
        let timed = !matches!(lane.departures, Departures::OnDemand)
            || lane.delay.is_some()
            || lane.dispatch.is_some();
        let none = |unit| unknown(unit, "ratio-t");
        let left_behind = |tally: &LaneTally| (tally.left_behind as f64, scheduled as f64);
        // Drivers without number have no load to speak of.
        let capacity = lane.capacity.filter(|_| !plan.is_uncapacitated());
        let load = |tally: &LaneTally| {
            let room = f64::from(capacity.unwrap_or(0)) * tally.departures as f64;
            (tally.load as f64, room)
        };
        let deadline = |tally: &LaneTally| (tally.deadline.1 as f64, tally.deadline.0 as f64);
        LaneFigures {
            lane: lane.name.clone(),
            parcels: mean_of(
                &tallies
                    .iter()
                    .map(|tally| tally.parcels as f64)
                    .collect::<Vec<_>>(),
                Unit::Count,
            ),
            wait: if timed {
                ratio_mean(
                    &totals(&|tally| (tally.wait as f64, tally.parcels as f64)),
                    Unit::Seconds,
                    1e-3,
                )
            } else {
                none(Unit::Seconds)
            },
            left_behind: if capacity.is_some() {
                within_range(ratio_mean(&totals(&left_behind), Unit::Count, 1.0))
            } else {
                none(Unit::Count)
            },
            load: if capacity.is_some() {
                within_range(ratio_mean(&totals(&load), Unit::Share, 1.0))
            } else {
                none(Unit::Share)
            },
            nsd: ratio_mean(&totals(&deadline), Unit::Share, 1.0),
            transit_draw: if lane.per_parcel {
                "parcel"
            } else {
                "departure"
            }
            .to_owned(),
        }
    }

    /// Nodes and edges of the map, if every node has a position; flows per day.
    pub(super) fn map(&self, plan: &Plan) -> (Vec<MapNode>, Vec<MapEdge>) {
        let positions = plan.facilities.iter().map(|place| place.position);
        let positions: Option<Vec<_>> = positions
            .chain(plan.zones.iter().map(|zone| zone.position))
            .collect();
        let Some(positions) = positions else {
            return (Vec::new(), Vec::new());
        };
        let days = (plan.horizon - plan.warm_up) as f64 / (24 * HOUR) as f64
            * f64::from(self.sums.replications.max(1));
        let flow = |lane: usize| {
            self.sums
                .lanes
                .iter()
                .map(|lanes| lanes[lane].parcels)
                .sum::<u64>() as f64
                / days
        };
        let flows: Vec<f64> = (0..plan.lanes.len()).map(flow).collect();
        let mut nodes = Vec::new();
        for (at, &(latitude, longitude)) in positions.iter().enumerate() {
            let zone = at.checked_sub(plan.facilities.len());
            let touches = |lane: &&LanePlan| {
                if zone.is_some() {
                    lane.to as usize == at
                } else {
                    lane.from as usize == at
                }
            };
            let per_day = plan
                .lanes
                .iter()
                .filter(touches)
                .map(|lane| flows[lane.index as usize])
                .sum();
            nodes.push(match zone {
                None => MapNode {
                    name: plan.facilities[at].name.clone(),
                    kind: plan.facilities[at].kind.to_owned(),
                    latitude,
                    longitude,
                    per_day,
                    on_time: None,
                },
                Some(zone) => MapNode {
                    name: plan.zones[zone].name.clone(),
                    kind: "zone".to_owned(),
                    latitude,
                    longitude,
                    per_day,
                    on_time: self.sums.zones[zone].on_time.share(),
                },
            });
        }
        let edge = |lane: &LanePlan| MapEdge {
            from: lane.from,
            to: lane.to,
            mode: lane.mode.clone(),
            per_day: flows[lane.index as usize],
        };
        (nodes, plan.lanes.iter().map(edge).collect())
    }
}

/// Server-ticks scheduled in [from, to), before shocks; `None` for unlimited servers.
fn servers_present(station: &StationPlan, from: i64, to: i64) -> Option<f64> {
    match &station.capacity {
        StationCapacity::Unlimited | StationCapacity::Throughput(..) => None,
        &StationCapacity::Servers(servers) => Some(f64::from(servers) * (to - from) as f64),
        StationCapacity::Staffed(steps) => {
            if steps.iter().any(|step| step.1 == u32::MAX) {
                return None;
            }
            let first = steps
                .partition_point(|step| step.0 <= from)
                .saturating_sub(1);
            let mut sum = 0.0;
            for (at, step) in steps
                .iter()
                .enumerate()
                .skip(first)
                .take_while(|(_, step)| step.0 < to)
            {
                let end = steps.get(at + 1).map_or(to, |next| next.0.min(to));
                sum += f64::from(step.1) * (end - step.0.max(from)).max(0) as f64;
            }
            Some(sum)
        }
    }
}

fn departures_between(lane: &LanePlan, from: i64, to: i64) -> u64 {
    match &lane.departures {
        Departures::OnDemand => 0,
        departures => departures.first_from(to) - departures.first_from(from),
    }
}

/// What is counted cannot be less than none, nor a share more than all: there the ends of a symmetric interval are cut.
/// (Servers that finish work after their shift can be busy for longer than they are present.)
fn within_range(mut figure: Figure) -> Figure {
    figure.low = figure.low.map(|low| low.max(0.0));
    if let (Unit::Share, Some(value)) = (figure.unit, figure.value) {
        figure.high = figure.high.map(|high| high.min(value.max(1.0)));
    }
    figure
}
