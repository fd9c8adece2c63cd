//! What the witness notes of parcels under way: so little that it mostly fits into one cache line a parcel.
//!
//! A word is an instant in ticks from the placement. A stage notes the end of the work; a lane the scheduled departure (unless on
//! demand), the real one where it may be late, and the arrival. Which stage or lane a word belongs to follows from the route, and from
//! the draws that send parcels back; only a lane that may overflow notes first which one was taken. What does not fit (a long way
//! back, 49 days) is noted elsewhere at full length.

use std::collections::BTreeMap;

use crate::engine::parcels::Parcel;
use crate::engine::work::steps_back;
use crate::plan::{Departures, LanePlan, Plan, Step};

use super::journey::Leg;

/// Words of a cache line.
const LINE: usize = 16;
/// The route's first step, and how many words are noted.
const HEAD: usize = 2;
/// Instead of a number of words: they are noted elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// One cache line.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Line([u32; LINE]);

/// The notes on all parcels under way, by slot.
pub(super) struct Notes {
    lines: Vec<Line>,
    /// Lines of a slot.
    per_slot: usize,
    elsewhere: BTreeMap<u32, Vec<i64>>,
}

impl Notes {
    pub(super) fn new(plan: &Plan) -> Self {
        let routes = plan.routes.iter().flatten();
        let routes = routes.chain(plan.choices.iter().flatten());
        let words = routes.map(|route| words(plan, route.first)).max();
        Self {
            lines: Vec::new(),
            per_slot: (HEAD + words.unwrap_or(0)).div_ceil(LINE),
            elsewhere: BTreeMap::new(),
        }
    }

    /// A parcel sets out at a step.
    pub(super) fn begin(&mut self, slot: u32, first: u32) {
        let at = slot as usize * self.per_slot;
        if at >= self.lines.len() {
            self.lines.resize(at + self.per_slot, Line::default());
        }
        let head = &mut self.lines[at].0;
        if head[1] == ELSEWHERE {
            self.elsewhere.remove(&slot);
        }
        (head[0], head[1]) = (first, 0);
    }

    /// A parcel has taken a step.
    pub(super) fn note(&mut self, plan: &Plan, (slot, sold): (u32, &Parcel), leg: Leg) {
        let count = self.lines[slot as usize * self.per_slot].0[1];
        if plan.baskets.is_some() && count == 0 {
            self.push(slot, leg.begin() - sold.placed);
        }
        match leg {
            Leg::Stage { to, .. } => self.push(slot, to - sold.placed),
            Leg::Lane {
                own,
                lane,
                scheduled,
                departed,
                arrive,
                ..
            } => {
                let of = &plan.lanes[lane as usize];
                if plan.lanes[own as usize].overflow.is_some() {
                    self.push(slot, i64::from(lane));
                }
                if let Some(scheduled) = scheduled {
                    self.push(slot, scheduled - sold.placed);
                }
                if of.delay.is_some() {
                    self.push(slot, departed - sold.placed);
                }
                self.push(slot, arrive - sold.placed);
            }
        }
    }

    #[inline]
    fn push(&mut self, slot: u32, word: i64) {
        let own = &mut self.lines[slot as usize * self.per_slot..][..self.per_slot];
        let count = own[0].0[1] as usize;
        let at = HEAD + count;
        if at < LINE * self.per_slot
            && let Ok(word) = u32::try_from(word)
        {
            own[at / LINE].0[at % LINE] = word;
            own[0].0[1] += 1;
        } else {
            self.push_elsewhere(slot, word);
        }
    }

    #[cold]
    fn push_elsewhere(&mut self, slot: u32, word: i64) {
        let count = self.lines[slot as usize * self.per_slot].0[1];
        let noted = match count {
            ELSEWHERE => Vec::new(),
            count => (0..count as usize).map(|at| self.here(slot, at)).collect(),
        };
        let words = self.elsewhere.entry(slot).or_insert(noted);
        words.push(word);
        self.lines[slot as usize * self.per_slot].0[1] = ELSEWHERE;
    }

    fn here(&self, slot: u32, at: usize) -> i64 {
        let at = HEAD + at;
        let line = &self.lines[slot as usize * self.per_slot + at / LINE];
        i64::from(line.0[at % LINE])
    }

    /// The first step of a parcel, and its way so far.
    pub(super) fn read(
        &self,
        plan: &Plan,
        (slot, sold): (u32, &Parcel),
        legs: &mut Vec<Leg>,
    ) -> u32 {
        legs.clear();
        let head = self.lines[slot as usize * self.per_slot].0;
        let here: Vec<i64>;
        let words = match self.elsewhere.get(&slot) {
            Some(words) if head[1] == ELSEWHERE => words,
            _ => {
                let all = 0..head[1] as usize;
                here = all.map(|at| self.here(slot, at)).collect();
                &here
            }
        };
        let mut reader = Reader {
            plan,
            sold,
            words: words.iter(),
            time: sold.placed,
        };
        // A way that has only begun ends before its last leg.
        let _ = reader.read(head[0] as usize, legs);
        head[0]
    }
}

/// Reads words along a route.
struct Reader<'a> {
    plan: &'a Plan,
    sold: &'a Parcel,
    words: std::slice::Iter<'a, i64>,
    /// The end of what has been read.
    time: i64,
}

impl Reader<'_> {
    /// Adds all legs; `None`: the words have come to an end.
    fn read(&mut self, mut step: usize, legs: &mut Vec<Leg>) -> Option<()> {
        if self.plan.baskets.is_some() {
            self.time = self.instant()?;
        }
        let mut loops = 0;
        loop {
            match *self.plan.steps.get(step)? {
                Step::Stage(stage) => {
                    let (from, to) = (self.time, self.instant()?);
                    legs.push(Leg::Stage { stage, from, to });
                    self.time = to;
                    let station = &self.plan.stations[stage as usize];
                    if let Some(back) = steps_back(station, (self.sold.entity, loops)) {
                        loops = loops.saturating_add(1);
                        step -= back as usize;
                        continue;
                    }
                }
                Step::Lane(own) => legs.push(self.trip(own)?),
                Step::Shelf => return None,
            }
            step += 1;
        }
    }

    fn trip(&mut self, own: u32) -> Option<Leg> {
        let lanes = &self.plan.lanes;
        let lane = match lanes[own as usize].overflow {
            Some(_) => *self.words.next()? as u32,
            None => own,
        };
        let of = &lanes[lane as usize];
        let ready = self.time;
        let scheduled = match of.departures {
            Departures::OnDemand => None,
            _ => Some(self.instant()?),
        };
        let departed = match (&of.delay, scheduled) {
            (Some(_), _) => self.instant()?,
            (None, Some(scheduled)) => scheduled,
            (None, None) => of.due_on_demand(ready),
        };
        self.time = self.instant()?;
        Some(Leg::Lane {
            own,
            lane,
            ready,
            scheduled,
            departed,
            arrive: self.time,
        })
    }

    fn instant(&mut self) -> Option<i64> {
        Some(self.sold.placed + *self.words.next()?)
    }
}

/// The words of a route that nothing is sent back on.
fn words(plan: &Plan, first: u32) -> usize {
    let mut count = usize::from(plan.baskets.is_some());
    for step in &plan.steps[first as usize..] {
        match *step {
            Step::Stage(_) => count += 1,
            Step::Shelf => break,
            Step::Lane(own) => {
                let lane = &plan.lanes[own as usize];
                count += words_of(lane);
                if lane.last_leg {
                    break;
                }
            }
        }
    }
    count
}

fn words_of(lane: &LanePlan) -> usize {
    if lane.overflow.is_some() {
        return 4;
    }
    let scheduled = !matches!(lane.departures, Departures::OnDemand);
    1 + usize::from(scheduled) + usize::from(lane.delay.is_some())
}
