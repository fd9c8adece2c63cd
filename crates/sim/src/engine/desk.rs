//! What stands in front of one stage of a [centre](super::centre): who waits outside for room, for a wave, for a batch.

use std::collections::{BTreeMap, VecDeque};

use crate::plan::CentrePlan;

use super::agenda::Phase;
use super::job::{Happened, Member};
use super::station::NEVER;

/// A server that a parcel holds at the stage which it has not left yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hold {
    /// Position of the centre, and number of the job there.
    pub(crate) centre: u32,
    pub(crate) job: u64,
    /// The stage, and its position in the centre.
    pub(crate) stage: u32,
    pub(crate) desk: u32,
    /// When the work ended.
    pub(crate) since: i64,
}

/// The front of a stage.
#[derive(Debug)]
pub(crate) struct Desk<'p> {
    pub(crate) stage: u32,
    pub(crate) rules: &'p CentrePlan,
    /// Outside, by the key with which they came: those with a hold are still at another stage.
    pub(crate) door: BTreeMap<u64, (Member, Option<Hold>)>,
    /// Waiting for a wave: release and parcel, in order.
    gate: VecDeque<(i64, Member)>,
    /// The batch being collected, and when it begins at the latest.
    collected: Vec<Member>,
    begins_by: i64,
    /// Parcels that take room: those inside on which no work has begun.
    pub(crate) queued: u32,
    /// Parcels at the stage, in the yard or inside.
    pub(crate) present: u32,
}

impl<'p> Desk<'p> {
    /// Nobody is there.
    pub(crate) fn new(stage: u32, rules: &'p CentrePlan) -> Self {
        Self {
            stage,
            rules,
            door: BTreeMap::new(),
            gate: VecDeque::new(),
            collected: Vec::new(),
            begins_by: NEVER,
            queued: 0,
            present: 0,
        }
    }

    /// A parcel waits for the next wave.
    pub(crate) fn await_wave(&mut self, now: i64, member: Member) {
        self.gate.push_back((self.rules.released(now), member));
    }

    /// The next parcel of a wave that is due.
    pub(crate) fn released(&mut self, due: impl Fn(i64, Phase) -> bool) -> Option<(i64, Member)> {
        let next = self.gate.front()?;
        due(next.0, Phase::Release)
            .then(|| self.gate.pop_front())
            .flatten()
    }

    /// A parcel is collected; the parcels of a job that is complete with it.
    pub(crate) fn collect(
        &mut self,
        now: i64,
        member: Member,
        happened: &mut Happened,
    ) -> Option<Vec<Member>> {
        let Some(batch) = self.rules.batch else {
            return Some(vec![member]);
        };
        if self.collected.is_empty() {
            self.begins_by = batch.wait.map_or(NEVER, |wait| now + wait.0);
        }
        self.collected.push(member);
        let full = self.collected.len() >= batch.size as usize;
        full.then(|| self.close_batch(happened))
    }

    /// The batch that has waited long enough.
    pub(crate) fn overdue(
        &mut self,
        due: impl Fn(i64, Phase) -> bool,
        happened: &mut Happened,
    ) -> Option<Vec<Member>> {
        let overdue = !self.collected.is_empty() && due(self.begins_by, Phase::Release);
        overdue.then(|| self.close_batch(happened))
    }

    fn close_batch(&mut self, happened: &mut Happened) -> Vec<Member> {
        let members = std::mem::take(&mut self.collected);
        self.begins_by = NEVER;
        let first = members.first().map_or(0, |first| first.number);
        let batched = members
            .iter()
            .map(|member| (self.stage, member.number, first));
        happened.batched.extend(batched);
        members
    }

    /// When the next wave or batch is due.
    pub(crate) fn next_release(&self) -> Option<i64> {
        let wave = self.gate.front().map(|&(release, _)| release);
        let batch = (!self.collected.is_empty()).then_some(self.begins_by);
        wave.into_iter().chain(batch).min()
    }

    /// When the batch that is being collected begins at the latest.
    pub(crate) fn begins_by(&self) -> Option<i64> {
        (!self.collected.is_empty()).then_some(self.begins_by)
    }

    /// Parcels that wait for room, a wave or a batch; those at another stage not counted.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        let gate = self.gate.iter().map(|(_, member)| member);
        let yard = self.yard().map(|(_, member)| member);
        gate.chain(&self.collected).chain(yard)
    }

    /// Parcels from outside that wait for room, with the stage.
    pub(crate) fn yard(&self) -> impl Iterator<Item = (u32, &Member)> {
        let held = self.door.values().filter(|held| held.1.is_none());
        held.map(|(member, _)| (self.stage, member))
    }

    /// Parcels that hold a server elsewhere because there is no room here.
    pub(crate) fn blocked(&self) -> impl Iterator<Item = (&Member, Hold)> {
        let held = self.door.values();
        held.filter_map(|(member, hold)| Some((member, (*hold)?)))
    }
}
