//! Compiled stages.

use leadtime_network::network::{Batch, Buffer, Discipline, Overtime, Serve, WhenFull};

use super::Departures;
use crate::random::Purpose;
use crate::sampling::Sampler;

/// A compiled stage.
#[derive(Clone, Debug)]
pub struct StationPlan {
    /// Position of its facility.
    pub facility: u32,
    /// Name of the stage.
    pub stage: String,
    /// The first station at which the same staff works, and its position among those.
    pub(crate) home: u32,
    pub(crate) desk: u32,
    /// The staff, where several stages share it: name and which stage is served first.
    pub(crate) pool: Option<(String, Serve)>,
    pub(crate) purpose: Purpose,
    pub(crate) service: Sampler,
    /// Mean and variance of the service time, ticks.
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    /// Mean and variance of what is left of a service in hand, by the time worked, where a promise looks at the queues.
    pub(crate) residuals: Vec<(f64, f64)>,
    /// How many services ahead such a promise deals one by one.
    pub(crate) most_dealt: usize,
    pub(crate) planned: i64,
    pub(crate) capacity: StationCapacity,
    /// When work may start at all, for the plan; `None`: always.
    pub(crate) open: Option<Vec<(i64, bool)>>,
    /// Touched by a shock on service times.
    pub(crate) shocked: bool,
    /// Only what flows back passes it.
    pub(crate) returns: bool,
    /// Rules beyond first in, first out.
    pub(crate) centre: Option<CentrePlan>,
    pub(crate) breakdown: Option<BreakdownPlan>,
    /// Probability that the work is done again, and how many steps before.
    pub(crate) rework: Option<(f64, u32)>,
    /// Servers needed a parcel, in mean service times: breakdowns and reworks add, batches share.
    pub(crate) load_factor: f64,
}

/// Failures of servers at work.
#[derive(Clone, Debug)]
pub(crate) struct BreakdownPlan {
    /// Working time between failures.
    pub(crate) gap: Sampler,
    pub(crate) repair: Sampler,
}

/// The rules of a stage at which those who come later matter.
#[derive(Clone, Debug)]
pub(crate) struct CentrePlan {
    pub(crate) discipline: Discipline,
    pub(crate) preemptive: bool,
    pub(crate) overtime: Overtime,
    pub(crate) batch: Option<Batch>,
    pub(crate) release: Option<Departures>,
    /// Orders that may be promised on a wave.
    pub(crate) order_cap: Option<u32>,
    pub(crate) buffer: Option<Buffer>,
    /// Its parcels may find the next stage full, or may be what their server does next: they keep it until they have left.
    pub(crate) guarded: bool,
    /// Its parcels may find the next stage full.
    pub(crate) blockable: bool,
    /// Among equally urgent work of one staff: smaller is served first.
    pub(crate) turn: u32,
}

impl CentrePlan {
    /// When what arrives at `time` joins the queue: with the next wave, where there are waves.
    pub(crate) fn released(&self, time: i64) -> i64 {
        match &self.release {
            Some(waves) => waves.at(waves.first_from(time)).unwrap_or(i64::MAX / 4),
            None => time,
        }
    }
}

/// How much a stage can do at once.
#[derive(Clone, Debug)]
pub(crate) enum StationCapacity {
    Unlimited,
    Servers(u32),
    /// Steps of the number of servers, the first before tick 0; series of shocks on servers.
    Staffed(Vec<(i64, u32)>),
    /// Parcels an hour; 1 while open, 0 while closed.
    Throughput(f64, Vec<(i64, u32)>),
}

impl StationCapacity {
    /// Servers when somebody is there, for comparisons; at least 1.
    pub(crate) fn usual_servers(&self) -> f64 {
        let servers = match self {
            Self::Unlimited | Self::Throughput(..) => u32::MAX,
            Self::Servers(servers) => *servers,
            Self::Staffed(steps) => steps.iter().map(|step| step.1).max().unwrap_or(1),
        };
        f64::from(servers.max(1))
    }
}

impl StationPlan {
    /// Whether orders are turned away when there is no room.
    pub(crate) fn turns_away(&self) -> bool {
        let buffer = self.centre.as_ref().and_then(|centre| centre.buffer);
        buffer.is_some_and(|buffer| buffer.when_full == WhenFull::TurnAway)
    }

    /// Orders that may be promised on a wave.
    pub(crate) fn order_cap(&self) -> Option<u32> {
        self.centre.as_ref()?.order_cap
    }

    /// Whether a parcel waits here for its turn.
    pub(crate) fn is_ordered(&self) -> bool {
        !matches!(self.capacity, StationCapacity::Unlimited)
    }

    /// Whether the length of the work depends on when it starts.
    #[inline]
    pub(crate) fn depends_on_start(&self) -> bool {
        self.shocked || self.breakdown.is_some()
    }

    /// Whether a trace tells what the work on each parcel consists of: where repairs are part of it, or it may be interrupted.
    pub(crate) fn tells_work(&self) -> bool {
        let interrupted =
            |centre: &CentrePlan| centre.preemptive || centre.overtime != Overtime::Finish;
        self.breakdown.is_some() || self.centre.as_ref().is_some_and(interrupted)
    }

    /// When the plan sees work start that arrives at `time`.
    #[inline]
    pub(crate) fn planned_start(&self, time: i64) -> i64 {
        let released = |centre: &CentrePlan| centre.released(time);
        let time = self.centre.as_ref().map_or(time, released);
        let Some(open) = &self.open else { return time };
        let passed = open.partition_point(|step| step.0 <= time);
        if passed > 0 && open[passed - 1].1 {
            return time;
        }
        open[passed..]
            .iter()
            .find(|step| step.1)
            .map_or(i64::MAX / 4, |step| step.0)
    }
}
