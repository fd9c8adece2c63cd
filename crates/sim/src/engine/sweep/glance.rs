//! A glance at what will be needed.
//!
//! With many places, each is in memory far from the processor. Served one after the other, each would wait for its own; looked at some
//! at a time and without doing anything, they are fetched side by side.

use std::hint::black_box;
use std::ops::Range;

use crate::plan::{Group, Step};
use crate::trace::Recorder;

use super::super::flow::Flow;
use super::onward::{Passing, Ways};

/// Groups that are looked at together.
pub(super) const GROUPS_AT_ONCE: usize = 16;

/// So few groups are at hand anyway.
pub(super) const FEW_GROUPS: usize = 64;

impl<R: Recorder> Flow<'_, '_, R> {
    /// Looks at groups that are served next.
    #[inline(never)]
    pub(super) fn glance_at(&self, groups: Range<usize>) {
        let Some(sweep) = &self.sweep else { return };
        let end = groups.end.min(sweep.plan.groups.len());
        let mut seen = 0;
        for group in groups.start..end {
            let turns = &sweep.inboxes[group];
            let (Some(first), Some(last)) = (turns.first(), turns.last()) else {
                continue;
            };
            seen ^= first.key ^ last.key;
            if let Group::Stage(stage) = sweep.plan.groups[group] {
                let stage = stage as usize;
                seen ^= self.plan.stations[stage].glance();
                seen ^= self.stations[stage].glance() ^ self.meters[stage].glance();
            }
            if let Some(Step::Lane(lane)) = self.plan.steps.get(first.step as usize + 1) {
                seen ^= self.roads[*lane as usize].glance();
            }
        }
        black_box(seen);
    }
}

impl<R: Recorder> Ways<'_, '_, R> {
    /// Looks at the lanes that parcels take next.
    #[inline(never)]
    pub(super) fn glance_at(&self, parcels: &[Passing]) {
        let mut seen = 0;
        for parcel in parcels {
            let step = parcel.turn.step as usize + 1;
            if let Some(Step::Lane(lane)) = self.plan.steps.get(step) {
                seen ^= self.roads[*lane as usize].glance();
            }
            seen ^= u64::from(self.sweep.plan.of_step[step]);
        }
        black_box(seen);
    }
}
