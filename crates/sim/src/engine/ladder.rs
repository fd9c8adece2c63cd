//! The promises of a base promise at the paddings of the grids, remembered: those who are delivered one after the other were mostly told
//! the same, and then no calendar need be asked again.

use leadtime_network::promise::{PaddingGrid, PaddingKind};
use leadtime_network::time::Instant;

use crate::plan::{LevelPlan, Plan};

/// Promises remembered at most, over all levels and zones: 2 MiB, and as much again or less for where they stand.
const MOST_RUNGS: usize = 1 << 18;

/// Rungs of a ladder at most: where each order has a base promise of its own, it sets one up for itself.
const LONGEST: usize = 64;

/// The ladders of one replication.
pub(crate) struct Ladders {
    /// Per (level, zone); none where a level is promised otherwise than in days, a padding is a percentage, or they would take too much room.
    feet: Vec<Foot>,
    /// Per (level, zone) and grid: how many leading paddings offer the level.
    offered: Vec<usize>,
    /// Per (level, zone): the promises at the paddings of each grid that are no lengths of time.
    rungs: Vec<i64>,
    /// Where those of a grid stand, if they do.
    places: Vec<Option<(usize, usize)>>,
    width: usize,
}

/// What a ladder stands on: a base promise, told to those who are placed in [`from`, `until`).
#[derive(Clone, Copy)]
struct Foot {
    base: i64,
    from: i64,
    until: i64,
}

/// The promises of a base promise at the paddings of one grid.
#[derive(Clone, Copy)]
pub(crate) struct Ladder<'a> {
    grid: &'a PaddingGrid,
    placed: Instant,
    base: Instant,
    /// How many leading paddings offer the level.
    pub(crate) offered: usize,
    /// The promises, ascending; `None`: each padding moves the base promise by so much time.
    rungs: Option<&'a [i64]>,
}

impl Ladder<'_> {
    /// The first padding whose promise is kept by a delivery at an instant.
    #[inline(always)]
    pub(crate) fn required(&self, delivery: i64) -> usize {
        let delivery = Instant(delivery);
        match self.rungs {
            _ if delivery >= Instant::NEVER => self.grid.len,
            None => self.grid.required(self.placed, self.base, delivery),
            // No promise comes before the order.
            Some(_) if delivery <= self.placed => 0,
            Some(rungs) => rungs.partition_point(|&rung| rung < delivery.0),
        }
    }
}

impl Ladders {
    /// No ladder stands yet.
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut width = 0;
        let places = plan.grids.iter().map(|grid| {
            let first = width;
            let stands = grid.kind != PaddingKind::Elapsed;
            width += if stands { grid.len } else { 0 };
            stands.then_some((first, grid.len))
        });
        let places: Vec<_> = places.collect();
        let shares = |grid: &PaddingGrid| grid.kind == PaddingKind::Percent;
        let of_each = width.max(plan.grids.len()).max(1);
        let cells = plan.levels.len() * plan.zones.len();
        let none = plan.grids.iter().any(shares)
            || !plan.levels.iter().all(has_ladders)
            || width > LONGEST
            || cells * of_each > MOST_RUNGS;
        let cells = if none { 0 } else { cells };
        let nowhere = Foot {
            base: 0,
            from: 0,
            until: 0,
        };
        Self {
            feet: vec![nowhere; cells],
            offered: vec![0; cells * places.len()],
            rungs: vec![0; cells * width],
            places,
            width,
        }
    }

    /// Whether there are ladders for whatever is delivered.
    pub(crate) fn suffice(&self) -> bool {
        !self.feet.is_empty()
    }

    /// Lets the ladder of a level in a zone stand where an order needs it.
    #[inline(always)]
    pub(crate) fn stand(
        &mut self,
        plan: &Plan,
        (level, zone): (usize, u32),
        (placed, base): (i64, i64),
    ) {
        let foot = &self.feet[level * plan.zones.len() + zone as usize];
        if foot.base != base || !(foot.from..foot.until).contains(&placed) {
            self.set_up(plan, (level, zone), (placed, base));
        }
    }

    /// The ladder of a level in a zone, which stands where an order needs it, on one of the grids.
    #[inline(always)]
    pub(crate) fn on<'a>(
        &'a self,
        plan: &'a Plan,
        (level, zone): (usize, u32),
        (placed, base): (i64, i64),
        grid: usize,
    ) -> Ladder<'a> {
        let cell = level * plan.zones.len() + zone as usize;
        let rungs = self.places[grid];
        Ladder {
            grid: &plan.grids[grid],
            placed: Instant(placed),
            base: Instant(base),
            offered: self.offered[cell * self.places.len() + grid],
            rungs: rungs.map(|(first, len)| &self.rungs[cell * self.width + first..][..len]),
        }
    }

    /// Sets a ladder up elsewhere.
    #[inline(never)]
    fn set_up(&mut self, plan: &Plan, (level, zone): (usize, u32), (placed, base): (i64, i64)) {
        let cell = level * plan.zones.len() + zone as usize;
        let level = &plan.levels[level];
        let clock = &plan.zones[zone as usize].clock;
        let (from, until) = match level.latest {
            None => (i64::MIN, i64::MAX),
            Some(_) => {
                let day = clock.days().day_of(Instant(placed));
                let last = clock.days().end_of(day);
                (clock.days().start_of(day).0, last.0.saturating_add(1))
            }
        };
        self.feet[cell] = Foot { base, from, until };
        let (placed, base) = (Instant(placed), Instant(base));
        let latest = level.latest.map(|latest| clock.latest(placed, latest));
        let offered = &mut self.offered[cell * self.places.len()..][..self.places.len()];
        for ((grid, offered), place) in plan.grids.iter().zip(offered).zip(&self.places) {
            *offered = clock.offered(placed, base, level.rounding, latest, grid);
            let Some((first, len)) = *place else { continue };
            let rungs = &mut self.rungs[cell * self.width + first..][..len];
            for (at, rung) in rungs.iter_mut().enumerate() {
                *rung = clock.pad(placed, base, grid.amount(at)).0;
            }
        }
    }
}

/// Whether its promises at all paddings follow from the base promise and the day of an order, and none comes too early.
fn has_ladders(level: &LevelPlan) -> bool {
    level.counts_in_days() && level.strict_window().is_none()
}

#[cfg(test)]
mod tests {
    use leadtime_network::promise::Rounding;

    use super::super::standing::tests::shop;
    use super::*;
    use crate::random::mix64;

    // catches: a ladder that is climbed from another base promise or day, or rungs that are not the promises
    #[test]
    fn ladders_hold_what_the_calendars_say() {
        let plan = shop([0, 1, 4], "0h");
        let mut ladders = Ladders::new(&plan);
        let (mut state, mut climbed) = (11, 0);
        let mut below = |most: u64| {
            state = mix64(state + 1);
            (state >> 8) % most
        };
        for _ in 0..40_000 {
            let (level, zone) = (below(3) as usize, below(3) as u32);
            let hour = 3_600_000;
            let placed = below(240) as i64 * hour + below(3) as i64 - 1;
            let base = below(14 * 24) as i64 * hour + below(2) as i64 * hour / 2;
            let delivery = placed + below(96) as i64 * hour / 2 + below(3) as i64 - 1;
            for (number, grid) in plan.grids.iter().enumerate() {
                let asked = (placed, base);
                ladders.stand(&plan, (level, zone), asked);
                let ladder = ladders.on(&plan, (level, zone), asked, number);
                let clock = &plan.zones[zone as usize].clock;
                let (placed, base) = (Instant(placed), Instant(base));
                let latest = plan.levels[level].latest;
                let latest = latest.map(|latest| clock.latest(placed, latest));
                let offered = clock.offered(placed, base, Rounding::Instant, latest, grid);
                assert_eq!(ladder.offered, offered, "{placed:?}, {base:?}");
                let delivered = Instant(delivery);
                let required = clock.required(placed, base, Rounding::Instant, delivered, grid);
                assert_eq!(ladder.required(delivery), required, "{placed:?}, {base:?}");
                climbed += usize::from(0 < required && required < grid.len);
            }
        }
        assert!(climbed > 10_000, "{climbed} on the grids");
    }
}
