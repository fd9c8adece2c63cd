//! Lanes compiled.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::calendar::{OpenDays, first_of_headway, scheduled_departures};
use leadtime_network::network::{self, Lane, LoadLimit, Node, ShockTarget, TransitDraw};
use leadtime_network::time::Instant;
use petgraph::graph::EdgeIndex;

use super::compile::{Compiler, zone};
use super::shocks::{share_taken, touches_lane};
use super::{Departures, LanePlan, ShockPlan};
use crate::random::{Purpose, name_key};
use crate::sampling::{law, split, to_ticks};

/// What makes two timetables the same: entries, time zone, dispatch calendar.
pub(super) type TimetableKey = (String, String, Option<usize>);

impl Compiler<'_> {
    /// All lanes, in file order, which is the order of the edges.
    pub(super) fn lanes(&mut self, shocks: &ShockPlan) -> Vec<LanePlan> {
        let network = self.network;
        let mut timetables: BTreeMap<TimetableKey, Arc<[i64]>> = BTreeMap::new();
        network
            .graph
            .edge_indices()
            .map(|edge| self.lane(edge, shocks, &mut timetables))
            .collect()
    }

    fn lane(
        &mut self,
        edge: EdgeIndex,
        shocks: &ShockPlan,
        timetables: &mut BTreeMap<TimetableKey, Arc<[i64]>>,
    ) -> LanePlan {
        let network = self.network;
        let lane = &network.graph[edge];
        let (from, to) = self.ends(edge);
        let index = edge.index();
        let last_leg = to as usize >= network.facilities.len();
        let time_zone = self.origin_time_zone(from);
        let mut plan = LanePlan {
            name: lane.name.clone(),
            mode: lane.mode.clone(),
            index: index as u32,
            from,
            to,
            last_leg,
            key: name_key(&format!("lane:{}", lane.name)),
            purpose: Purpose::named(name_key(&format!("transit:{}", lane.name))),
            departures: self.departures(
                &lane.departures,
                lane.dispatch_calendar,
                &time_zone,
                timetables,
            ),
            load_lead: lane.load_lead.0,
            capacity: lane.capacity.map(|limit| match limit {
                LoadLimit::Parcels(most) | LoadLimit::Grams(most) => most,
            }),
            order_cap: lane.order_cap,
            by_weight: matches!(lane.capacity, Some(LoadLimit::Grams(_))),
            overflow: lane.overflow.map(|lane| lane as u32),
            transit: self.tables.sampler(&lane.transit),
            per_parcel: true,
            constant: None,
            vehicle_transit: None,
            spread: lane.spread.0,
            tour: lane.tour,
            attempts: lane.attempts,
            delay: lane.delay.as_ref().map(|delay| self.tables.sampler(delay)),
            dispatch: None,
            delay_shocked: !shocks.delay[index].is_empty(),
            cancel: lane.cancel,
            shocked: !shocks.transit[index].is_empty(),
            meets_cutoffs: false,
            planned: planned(lane),
            median: to_ticks(law::median(&lane.transit)),
            transit_open: lane
                .transit_calendar
                .map(|calendar| self.civil.open_intervals(calendar, &time_zone)),
            delivery: None,
            levels: lane.service_levels.clone(),
        };
        self.draws(edge, lane, &mut plan);
        plan.constant = plan.transit.constant();
        if let (Departures::OnDemand, Some(calendar)) = (&plan.departures, lane.dispatch_calendar) {
            plan.dispatch = Some(self.civil.open_intervals(calendar, &time_zone));
        }
        if last_leg {
            let destination = zone(network, to as usize - network.facilities.len());
            let calendar = lane.delivery_calendar.or(destination.delivery_calendar);
            plan.delivery = calendar.map(|calendar| {
                let days = self.civil.open_days(calendar, &destination.time_zone);
                (days, self.civil.days_of(&destination.time_zone))
            });
        }
        plan
    }

    /// Who draws what: the departure, the parcel, or both; shocks take their share out first.
    fn draws(&mut self, edge: EdgeIndex, lane: &Lane, plan: &mut LanePlan) {
        let taken = share_taken(self.network, ShockTarget::Transit, |touches| {
            touches_lane(touches, edge)
        });
        let transit = if taken > 0.0 {
            split(&lane.transit, taken).map_or_else(|| lane.transit.clone(), |split| split.own)
        } else {
            lane.transit.clone()
        };
        plan.transit = self.tables.sampler(&transit);
        if self.network.conditional {
            // Lanes come in their order.
            self.own_laws.push(transit.clone());
        }
        let on_demand = matches!(plan.departures, Departures::OnDemand);
        if on_demand {
            return;
        }
        match lane.draw {
            TransitDraw::PerDeparture => {
                plan.per_parcel = false;
                plan.vehicle_transit = Some(plan.transit.clone());
            }
            TransitDraw::PerParcel if lane.vehicle_share > 0.0 => {
                if let Some(split) = split(&transit, lane.vehicle_share) {
                    plan.vehicle_transit = Some(self.tables.sampler(&split.common));
                    plan.transit = self.tables.sampler(&split.own);
                    if let Some(law) = self.own_laws.last_mut() {
                        *law = split.own;
                    }
                }
            }
            TransitDraw::PerParcel => {}
        }
    }

    /// Departures (or releases of waves) at a facility in a time zone.
    pub(super) fn departures(
        &mut self,
        departures: &network::Departures,
        dispatch: Option<usize>,
        time_zone: &str,
        timetables: &mut BTreeMap<TimetableKey, Arc<[i64]>>,
    ) -> Departures {
        match (departures, dispatch) {
            (network::Departures::OnDemand, _) => Departures::OnDemand,
            (&network::Departures::Headway { every, offset }, None) => {
                let first = first_of_headway(&self.civil.days_of(time_zone), offset).0;
                Departures::Headway {
                    every: every.0,
                    // Before the start nothing is ready.
                    offset: if first < 0 {
                        first.rem_euclid(every.0)
                    } else {
                        first
                    },
                }
            }
            (departures, calendar) => {
                let key = (format!("{departures:?}"), time_zone.to_owned(), calendar);
                if let Some(known) = timetables.get(&key) {
                    return Departures::Timetable(Arc::clone(known));
                }
                let days = self.civil.days_of(time_zone);
                let dispatch = match calendar {
                    Some(calendar) => self.civil.open_days(calendar, time_zone),
                    None => Arc::new(OpenDays::every_day()),
                };
                let until = Instant(self.civil.end);
                let scheduled =
                    scheduled_departures(departures, &days, &dispatch, Instant::START, until);
                let scheduled: Arc<[i64]> =
                    scheduled.into_iter().map(|departure| departure.0).collect();
                timetables.insert(key, Arc::clone(&scheduled));
                Departures::Timetable(scheduled)
            }
        }
    }

    fn origin_time_zone(&self, from: u32) -> String {
        match &self.network.graph[self.network.facilities[from as usize]] {
            Node::Facility(facility) => facility.time_zone.clone(),
            Node::Zone(zone) => zone.time_zone.clone(),
        }
    }
}

/// Planned transit: as stated, else the median plus half of the spread or of a full tour.
fn planned(lane: &Lane) -> i64 {
    let full = lane.tour.map_or(lane.spread.0, |tour| {
        tour.length(tour.most_stops()).round() as i64
    });
    let median = || to_ticks(law::median(&lane.transit)) + full / 2;
    lane.planned.map_or_else(median, |planned| planned.0).max(1)
}
