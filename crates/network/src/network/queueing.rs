//! How work waits at a stage, and what interrupts it.

use super::Departures;
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
    /// Servers that fail while they work.
    pub breakdown: Option<Breakdown>,
    /// Work that must be done again.
    pub rework: Option<Rework>,
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
    }
}
