//! How work waits at a stage, and what interrupts it.

use jiff::civil::DateTime;

use super::{Capacity, Departures};
use crate::calendar::WeeklyHours;
use crate::distribution::Distribution;
use crate::time::Duration;

/// The rules of a stage beyond first in, first out.
#[derive(Clone, Debug, Default)]
pub struct Queueing {
    /// Who is served next.
    pub discipline: Discipline,
    /// A more urgent arrival takes the server of the least urgent work, which is resumed later where it stopped.
    pub preemptive: bool,
    /// What happens to work in progress when its server goes home.
    pub overtime: Overtime,
    /// Parcels that are worked on together, as on a picking cart.
    pub batch: Option<Batch>,
    /// Waves: what has arrived waits for the next release, at civil times of the facility or at a headway.
    pub release: Option<Departures>,
    /// So many orders may be promised on a wave; `None`: any number.
    pub order_cap: Option<u32>,
    /// Servers that fail while they work.
    pub breakdown: Option<Breakdown>,
    /// Work that must be done again.
    pub rework: Option<Rework>,
    /// Room in front of the stage; `None`: without limit.
    pub buffer: Option<Buffer>,
}

/// Finite room in front of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// Parcels that may wait, those not counted on which work has begun.
    pub size: u32,
    /// What happens to who finds it full.
    pub when_full: WhenFull,
}

/// What happens when there is no room in front of a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// A parcel of the facility stays where it was worked on, and its server with it; who comes from outside waits in the yard.
    #[default]
    Block,
    /// At the first stage of an origin: the service level is not offered.
    TurnAway,
}

/// Staff that several stages of a facility share. What the staff decides (servers, hours, discipline, overtime, outages) is
/// repeated in each of its stages.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Name, unique within the facility.
    pub name: String,
    /// How many they are.
    pub capacity: Capacity,
    /// Which of its stages is served first among parcels that are equally urgent.
    pub serve: Serve,
}

/// Which stage of a pool is served first among parcels that are equally urgent by the discipline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serve {
    /// The last stage at which somebody waits: what is begun is brought to its end.
    #[default]
    DownstreamFirst,
    /// Whoever came first to its stage.
    LongestWaiting,
}

/// Servers that are away for a while, as if their shift had a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// How many; `None`: all.
    pub servers: Option<u32>,
    /// When, in the facility's civil time.
    pub when: OutageTime,
}

/// When servers are away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutageTime {
    /// Every week.
    Weekly(WeeklyHours),
    /// Once: [from, to).
    Once {
        /// They leave.
        from: DateTime,
        /// They are back.
        to: DateTime,
    },
}

/// Who is served next among those who wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discipline {
    /// First in, first out.
    #[default]
    Fifo,
    /// The earliest promised instant first.
    EarliestDueDate,
    /// The earliest critical pull time first: that of the first departure that the parcel makes if all goes to plan.
    EarliestCpt,
    /// By the priority of the service level, smaller numbers first; first in, first out within one.
    Priority,
}

/// What happens to work in progress when its server goes home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Overtime {
    /// It is finished.
    #[default]
    Finish,
    /// It stops, and goes on where it stopped.
    Pause,
    /// It stops, and begins anew.
    Restart,
}

/// Parcels that are worked on together: one server, one draw of the service time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// So many are waited for.
    pub size: u32,
    /// But no longer than this after the first; `None`: however long.
    pub wait: Option<Duration>,
}

/// Failures of a server at work; the work is resumed after the repair.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Mean working time between failures, exponentially distributed.
    pub between: Duration,
    /// Length of a repair.
    pub repair: Distribution,
}

/// Work that fails an inspection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rework {
    /// Probability after each completion, in [0, 1).
    pub probability: f64,
    /// Position of the stage of this facility at which the parcel joins the queue again: this one or an earlier one.
    pub to: usize,
}

impl Queueing {
    /// Whether the start of work can be told on arrival: nobody who comes later can change it.
    #[must_use]
    pub fn is_fifo(&self) -> bool {
        self.discipline == Discipline::Fifo
            && self.overtime == Overtime::Finish
            && self.batch.is_none()
            && self.release.is_none()
            && self.buffer.is_none()
    }
}
