//! Stages that wait for each other without end.

use crate::plan::Plan;
use crate::trace::Recorder;

use super::agenda::{Phase, key};
use super::flow::Flow;

/// Stages of which none can ever go on, because each waits for another of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// When the last of them stopped, ticks.
    pub at: i64,
    /// Who waits for whom, in the order of the stages waited for.
    pub held: Vec<Held>,
}

/// A parcel that holds a server until there is room elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Running number of the order.
    pub order: u64,
    /// Position of the stage whose server it holds.
    pub at: u32,
    /// Position of the stage in front of which there is no room.
    pub waits_for: u32,
}

impl Deadlock {
    /// Who waits for whom, in words; of many the first few.
    #[must_use]
    pub fn describe(&self, plan: &Plan) -> String {
        let name = |stage: u32| {
            let station = &plan.stations[stage as usize];
            let facility = &plan.facilities[station.facility as usize].name;
            format!("{facility}/{}", station.stage)
        };
        let told = self.held.iter().take(4).map(|held| {
            let (at, waits_for) = (name(held.at), name(held.waits_for));
            format!("order {} at {at} waits for room at {waits_for}", held.order)
        });
        let mut told: Vec<String> = told.collect();
        if self.held.len() > told.len() {
            told.push(format!("and {} more", self.held.len() - told.len()));
        }
        told.join(", ")
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Ends the run if some staffs wait for each other without end: the greatest set of staffs whose servers are all held, each
    /// by a job of which some parcel waits for room at one of the set.
    #[cold]
    pub(super) fn look_for_deadlock(&mut self, now: i64) {
        let mut stuck: Vec<bool> = self
            .centres
            .iter()
            .map(|centre| centre.is_held_up())
            .collect();
        loop {
            let free = |at: &usize| {
                let mut jobs = self.centres[*at].held();
                stuck[*at] && jobs.any(|job| !self.waits_for(&stuck, *at as u32, job))
            };
            let Some(at) = (0..stuck.len()).find(free) else {
                break;
            };
            stuck[at] = false;
        }
        if !stuck.contains(&true) {
            return;
        }
        let mut held = Vec::new();
        for (at, centre) in self.centres.iter().enumerate().filter(|(at, _)| stuck[*at]) {
            debug_assert!(stuck[at]);
            for desk in &centre.desks {
                held.extend(
                    desk.blocked()
                        .filter(|(_, hold)| stuck[hold.centre as usize])
                        .map(|(member, hold)| Held {
                            order: member.number,
                            at: hold.stage,
                            waits_for: desk.stage,
                        }),
                );
            }
        }
        self.outcome.deadlock = Some(Deadlock { at: now, held });
        // The loop looks at it when a staff is woken: at once.
        self.wakes.insert((key(now, Phase::Completion, 0), 0));
        self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
    }

    /// Whether a parcel of a finished job waits for room at one of the stuck staffs.
    fn waits_for(&self, stuck: &[bool], centre: u32, job: u64) -> bool {
        let of_stuck = self.centres.iter().zip(stuck).filter(|(_, stuck)| **stuck);
        let mut doors = of_stuck.flat_map(|(other, _)| &other.desks);
        doors.any(|desk| {
            let mut blocked = desk.blocked();
            blocked.any(|(_, hold)| (hold.centre, hold.job) == (centre, job))
        })
    }
}
