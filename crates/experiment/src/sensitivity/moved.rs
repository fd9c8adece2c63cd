//! A network with one lever moved.

use leadtime_network::Network;
use leadtime_network::calendar::{DayTime, WeeklyHours};
use leadtime_network::distribution::{Distribution, ShockLaw};
use leadtime_network::network::{Capacity, Demand, Facility, Lane, LoadLimit, Money, Node};
use leadtime_network::time::Duration;
use leadtime_sim::plan::Plan;

use super::lever::{Direction, Lever, LeverKind, What};

/// How far a cutoff is moved, milliseconds.
pub(super) const CUTOFF_SHIFT: u32 = 30 * 60 * 1_000;
/// Milliseconds in a week and in an hour.
const WEEK: f64 = 7.0 * 24.0 * HOUR;
const HOUR: f64 = 3_600_000.0;

/// A network with a lever moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The network; its digest is still that of the scenario as written.
    pub network: Network,
    /// New amount over old amount; whole numbers do not move by any share. `None`: it is no amount (a cutoff).
    pub factor: Option<f64>,
    /// What the additional servers cost in wages, money a day; `None` where no wage is given or no servers are moved.
    pub wages_a_day: Option<f64>,
}

/// The network with the times of its plan stated as they are now, so that promises and routes stay while a lever moves what really happens.
#[must_use]
pub fn with_fixed_plan(network: &Network, plan: &Plan) -> Network {
    let mut fixed = network.clone();
    let services = plan.planned_services();
    for (station, planned) in plan.stations.iter().zip(services) {
        let Some(&at) = fixed.facilities.get(station.facility as usize) else {
            continue;
        };
        if let Node::Facility(facility) = &mut fixed.graph[at] {
            let mut stages = facility.stages.iter_mut();
            if let Some(stage) = stages.find(|stage| stage.name == station.stage) {
                stage.planned = Some(Duration(planned));
            }
        }
    }
    let lanes = plan.lanes.iter().map(|lane| lane.name.as_str());
    let planned: std::collections::BTreeMap<&str, i64> =
        lanes.zip(plan.planned_transits()).collect();
    for lane in fixed.graph.edge_weights_mut() {
        if let Some(&planned) = planned.get(lane.name.as_str()) {
            lane.planned = Some(Duration(planned));
        }
    }
    fixed
}

impl Lever {
    /// Moves the lever by a share (0.1: by 10 %). `None` where it cannot be moved that way: the last server, a law of another kind.
    #[must_use]
    pub fn moved(&self, network: &Network, by: f64, direction: Direction) -> Option<Moved> {
        let factor = match direction {
            Direction::Up => 1.0 + by,
            Direction::Down => 1.0 - by,
        };
        if factor <= 0.0 {
            return None;
        }
        let mut network = network.clone();
        let exactly = |network| Moved {
            network,
            factor: Some(factor),
            wages_a_day: None,
        };
        match &self.what {
            What::Stages(_) | What::Pools(_) if self.kind != LeverKind::ServiceTime => {
                self.move_servers(network, factor)
            }
            What::Stages(stages) => {
                for &(at, place) in stages {
                    let stage = &mut facility(&mut network, at)?.stages[place];
                    stage.service = stage.service.scale_by(factor);
                }
                Some(exactly(network))
            }
            What::Pools(_) => None,
            What::Lanes(lanes) => {
                let mut places = Places::default();
                for &at in lanes {
                    let lane = network.graph.edge_weight_mut(at)?;
                    move_lane(lane, self.kind, factor, &mut places);
                }
                match self.kind {
                    LeverKind::VehicleCapacity => Some(Moved {
                        factor: Some(places.factor()?),
                        ..exactly(network)
                    }),
                    _ => Some(exactly(network)),
                }
            }
            &What::Shock(at) => {
                let law = &mut network.shocks.get_mut(at)?.law;
                *law = stronger(law, factor)?;
                Some(exactly(network))
            }
            What::Demand => {
                more_demand(&mut network.demand, factor)?;
                Some(exactly(network))
            }
            &What::Cutoff(at) => {
                let cutoff = network.service_levels.get_mut(at)?.cutoff.as_mut()?;
                let mut times: Vec<&mut DayTime> = cutoff.weekdays.iter_mut().flatten().collect();
                times.extend(cutoff.holiday.iter_mut().flatten());
                for time in times {
                    time.0 = match direction {
                        Direction::Up => (time.0 + CUTOFF_SHIFT).min(DayTime::END.0),
                        Direction::Down => time.0.saturating_sub(CUTOFF_SHIFT),
                    };
                }
                Some(Moved {
                    factor: None,
                    ..exactly(network)
                })
            }
        }
    }

    /// More or fewer servers or people; at least one, where a share of them is less than one.
    fn move_servers(&self, mut network: Network, factor: f64) -> Option<Moved> {
        let (What::Stages(places) | What::Pools(places)) = &self.what else {
            return None;
        };
        let mut count = Places::default();
        let mut wages = 0.0;
        for &(at, place) in places {
            let facility = facility(&mut network, at)?;
            let (capacity, wage) = match self.kind {
                LeverKind::Pool => (&mut facility.pools[place].capacity, Money(0)),
                _ => {
                    let stage = &mut facility.stages[place];
                    let staffed = !matches!(stage.capacity, Capacity::Throughput { .. });
                    let wage = if staffed { stage.wage } else { Money(0) };
                    (&mut stage.capacity, wage)
                }
            };
            let before = count.new;
            let old = count.old;
            scale_capacity(capacity, factor, &mut count);
            let more = (count.new - before) - (count.old - old);
            // Counted are servers times milliseconds of a week.
            wages += more / HOUR / 7.0 * wage.0 as f64 / Money::UNIT as f64;
        }
        Some(Moved {
            network,
            factor: Some(count.factor()?),
            wages_a_day: (wages != 0.0).then_some(wages),
        })
    }
}

fn facility(network: &mut Network, at: petgraph::graph::NodeIndex) -> Option<&mut Facility> {
    match network.graph.node_weight_mut(at)? {
        Node::Facility(facility) => Some(facility),
        Node::Zone(_) => None,
    }
}

/// Amounts before and after.
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    old: f64,
    new: f64,
}

impl Places {
    /// `None`: nothing moved.
    fn factor(&self) -> Option<f64> {
        (self.old > 0.0 && self.new > 0.0 && self.new != self.old).then(|| self.new / self.old)
    }

    /// A whole number times the factor, by at least one and at least 1; weighed for the sum.
    fn whole(&mut self, number: &mut u32, factor: f64, weight: f64) {
        self.old += f64::from(*number) * weight;
        let scaled = (f64::from(*number) * factor).round() as u32;
        *number = match *number {
            0 => 0,
            n if factor > 1.0 => scaled.max(n.saturating_add(1)),
            n if factor < 1.0 => scaled.min(n - 1).max(1),
            n => n,
        };
        self.new += f64::from(*number) * weight;
    }
}

fn scale_capacity(capacity: &mut Capacity, factor: f64, count: &mut Places) {
    match capacity {
        Capacity::Servers(servers) => count.whole(servers, factor, WEEK),
        Capacity::Staffing(shifts) => {
            for shift in shifts {
                let open = open(&shift.hours);
                count.whole(&mut shift.servers, factor, open);
            }
        }
        Capacity::Throughput { per_hour } => {
            count.old += *per_hour;
            *per_hour *= factor;
            count.new += *per_hour;
        }
        Capacity::Unlimited => {}
    }
}

/// Milliseconds of a week.
fn open(hours: &WeeklyHours) -> f64 {
    let long = hours.intervals.iter().map(|interval| {
        let (from, to) = (f64::from(interval.from.0), f64::from(interval.to.0));
        if to > from {
            to - from
        } else {
            f64::from(DayTime::END.0) - from + to
        }
    });
    long.sum()
}

fn move_lane(lane: &mut Lane, kind: LeverKind, factor: f64, count: &mut Places) {
    match kind {
        LeverKind::Transit => {
            lane.transit = lane.transit.scale_by(factor);
            lane.spread = Duration((lane.spread.0 as f64 * factor).round() as i64);
            if let Some(tour) = &mut lane.tour {
                tour.per_stop *= factor;
                tour.per_root *= factor;
                // As many stops as before: what is moved is the time, not how much a driver takes.
                tour.hours = Duration((tour.hours.0 as f64 * factor).round() as i64);
            }
        }
        LeverKind::VehicleCapacity => {
            if let Some(tour) = &mut lane.tour {
                count.whole(&mut tour.drivers, factor, 1.0);
            } else if let Some(LoadLimit::Parcels(room) | LoadLimit::Grams(room)) =
                &mut lane.capacity
            {
                count.whole(room, factor, 1.0);
            }
        }
        LeverKind::DepartureDelay => {
            lane.delay = lane.delay.as_ref().map(|delay| delay.scale_by(factor));
        }
        _ => {}
    }
}

/// A shock of another strength, with the mean that it has where its law has one to keep.
fn stronger(law: &ShockLaw, factor: f64) -> Option<ShockLaw> {
    Some(match law {
        ShockLaw::Ar1 { sigma, phi } if *sigma > 0.0 => ShockLaw::Ar1 {
            sigma: sigma * factor,
            phi: *phi,
        },
        ShockLaw::Regimes(regimes) => {
            let mut regimes = regimes.clone();
            for regime in &mut regimes {
                regime.factor = (1.0 + (regime.factor - 1.0) * factor).max(0.0);
            }
            ShockLaw::Regimes(regimes)
        }
        ShockLaw::Independent(Distribution::Lognormal { mu, sigma }) if *sigma > 0.0 => {
            let spread = sigma * factor;
            let mu = mu + (sigma * sigma - spread * spread) / 2.0;
            ShockLaw::Independent(Distribution::Lognormal { mu, sigma: spread })
        }
        ShockLaw::Independent(Distribution::Gamma { shape, scale }) => {
            let square = factor * factor;
            ShockLaw::Independent(Distribution::Gamma {
                shape: shape / square,
                scale: scale * square,
            })
        }
        _ => return None,
    })
}

fn more_demand(demand: &mut Demand, factor: f64) -> Option<()> {
    match demand {
        Demand::Poisson { per_hour, .. } => *per_hour *= factor,
        Demand::Forecast { volumes, .. } => {
            volumes.iter_mut().for_each(|day| day.volume *= factor);
        }
        Demand::Renewal { interarrival, .. } => {
            *interarrival = interarrival.scale_by(1.0 / factor);
        }
        Demand::Replay { .. } => return None,
    }
    Some(())
}
