//! Parcels at the stages of a [centre](super::centre), and what its servers do with them.

use leadtime_network::network::Discipline;

use super::desk::Hold;

/// A parcel at the stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) slot: u32,
    /// Running number of its order.
    pub(crate) number: u64,
    pub(crate) arrived: i64,
    /// Key of the event with which it arrived: its place among equals.
    pub(crate) place: u64,
    /// Smaller is more urgent; 0 for all under first in, first out.
    pub(crate) rank: u64,
}

/// The order of service: rank, turn of the stage among those of a pool, key with which the first parcel arrived.
pub(super) type Place = (u64, u32, u64);

/// What one server does at once: a parcel, or a batch of them.
#[derive(Debug)]
pub(crate) struct Job {
    /// Which of the centre's stages.
    pub(crate) desk: u32,
    pub(crate) members: Vec<Member>,
    pub(super) place: Place,
    /// When work first started.
    pub(crate) began: i64,
    /// When the present stretch of work started.
    pub(super) resumed: i64,
    /// Work that remains; `None`: not drawn yet.
    pub(super) left: Option<i64>,
    /// All its work.
    pub(super) whole: i64,
    /// Finished, and its server is held until its parcels have left: its number for [`Centre::leave`](super::centre::Centre::leave).
    pub(crate) held: Option<u64>,
}

/// A stretch of work of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stint {
    pub(crate) stage: u32,
    /// Number of the first parcel of the job.
    pub(crate) number: u64,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// What happened in one step.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    /// Jobs that ended, in order.
    pub(crate) finished: Vec<(Job, i64)>,
    /// Stretches of work that ended.
    pub(crate) stints: Vec<Stint>,
    /// Batches that were formed: stage, and numbers of a parcel and of the first of its batch.
    pub(crate) batched: Vec<(u32, u64, u64)>,
    /// Parcels that came in from outside: stage, parcel as it stood there, and what it held.
    pub(crate) entered: Vec<(u32, Member, Option<Hold>)>,
}

/// Draws the length of the work of a job when it first starts: stage, first parcel, start.
pub(crate) type Draw<'a> = dyn FnMut(u32, &Member, i64) -> i64 + 'a;

/// How urgent a parcel is.
pub(crate) fn rank(
    discipline: Discipline,
    promise: i64,
    priority: u32,
    cpt: impl Fn() -> i64,
) -> u64 {
    match discipline {
        Discipline::Fifo => 0,
        Discipline::Priority => u64::from(priority),
        Discipline::EarliestDueDate => promise.max(0) as u64,
        Discipline::EarliestCpt => cpt().max(0) as u64,
    }
}
