//! The verdict on an order: slack, on time at every padding, and where that is counted.

use leadtime_network::calendar::CutoffClock;
use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingGrid;
use leadtime_network::time::Instant;

use crate::plan::{Plan, Terms};

use super::almanac::Almanac;
use super::ladder::Ladders;
use super::parcels::{NOT_OPEN, Parcel};
use super::road::Trip;
use super::tally::{CurveCell, HOURS_OF_WEEK, LaneTally, OwnCell, ReplicationOutcome};
use super::timely::count_timely;
use super::told::Told;

/// How an order ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// Delivered. Whether it is on time goes by `judged`, an instant of the zone's local day that begins at `day`: the delivery, or
    /// where that counts the first attempt.
    Delivered { at: i64, judged: i64, day: i64 },
    /// Not delivered when the run ended at an instant.
    Open(i64),
    /// Ended without a delivery: late whatever was promised.
    Exhausted,
}

impl Fate {
    /// Of an order that is delivered at an instant and was tried first at another.
    #[inline(always)]
    pub(crate) fn delivered(
        plan: &Plan,
        almanac: &mut Almanac,
        sold: &Parcel,
        at: i64,
        first: i64,
    ) -> Self {
        let judged = if plan.levels[usize::from(sold.level)].attempt_counts {
            first
        } else {
            at
        };
        let day = almanac.delivery_day(plan, sold.zone, judged);
        Self::Delivered { at, judged, day }
    }
}

/// Counts a cohort order.
pub(crate) fn judge(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    ladders: &mut Ladders,
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    if !plan.deadlines.is_empty() {
        count_timely(plan, outcome, sold, fate);
    }
    let level = sold.level as usize;
    outcome.count_quotes(level, (sold.promise - sold.placed, 1));
    // One body for each: which of them it is need not be asked again and again.
    match fate {
        Fate::Delivered { at, judged, day } => {
            let fate = Fate::Delivered { at, judged, day };
            let (lead, slack) = (at - sold.placed, sold.promise - at);
            outcome.sums[level].tardiness += (-slack).max(0);
            outcome.lead[level].record(lead);
            outcome.slack[level].record(slack);
            let of_zone = &mut outcome.zone_lead[sold.zone as usize];
            of_zone.0 += 1;
            of_zone.1 += lead;
            count_own(plan, outcome, sold, fate);
            if level == usize::from(sold.wanted) && plan.levels[level].by_elapsed_time {
                let order = (sold.placed, bases[level], [judged, day]);
                let orders = std::iter::once(order);
                count_plain_curves(plan, outcome, (level, sold.zone), &orders);
            } else {
                count_curves(plan, (outcome, ladders), sold, bases, fate);
            }
        }
        fate => judge_undelivered(plan, (outcome, ladders), sold, bases, fate),
    }
}

#[inline(never)]
fn judge_undelivered(
    plan: &Plan,
    (outcome, ladders): (&mut ReplicationOutcome, &mut Ladders),
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    count_own(plan, outcome, sold, fate);
    count_curves(plan, (outcome, ladders), sold, bases, fate);
}

/// What the promise that was told makes of an order: the one place that decides it, for every table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    /// On time by the promised instant, and by the end of the promised day.
    pub(crate) on_time: bool,
    pub(crate) on_time_day: bool,
    /// Delivered at least `beat_by` before the promise.
    pub(crate) beaten: bool,
    /// Before the promised window, and in it.
    pub(crate) early: bool,
    pub(crate) in_window: bool,
}

impl Kept {
    /// Of an order that was sold with a promise.
    #[inline(always)]
    pub(crate) fn of(terms: Terms, promise: i64, fate: Fate) -> Self {
        let Fate::Delivered { at, judged, day } = fate else {
            return Self::default();
        };
        let mut kept = Self {
            on_time: judged <= promise,
            on_time_day: day <= promise,
            beaten: promise - at >= terms.beat_by,
            ..Self::default()
        };
        if let Some(window) = terms.window {
            kept.early = judged < promise - window;
            kept.in_window = kept.on_time && !kept.early;
            kept.on_time &= !kept.early || terms.early_is_ok;
            kept.on_time_day &= !kept.early || terms.early_is_ok;
        }
        kept
    }
}

/// At the scenario's own padding: per zone, hour of week, and day.
#[inline(always)]
fn count_own(plan: &Plan, outcome: &mut ReplicationOutcome, sold: &Parcel, fate: Fate) {
    let level = sold.level as usize;
    let kept = Kept::of(plan.levels[level].terms, sold.promise, fate);
    outcome.own[level * plan.zones.len() + sold.zone as usize].count(kept);
    let hour = &mut outcome.hours[level * HOURS_OF_WEEK + usize::from(sold.hour_of_week)];
    count_promised(hour, kept);
    count_promised(
        &mut outcome.days[level * plan.days + sold.day as usize],
        kept,
    );
    if let Fate::Open(now) = fate {
        outcome.undecided += u64::from(now <= sold.promise);
    }
}

/// As [`count_curves`] of delivered orders of a level and zone, (placed, base promise, \[judged, its day\]), instants since whenever, where the level is offered at
/// every padding and each of them moves the promise by so much time.
#[inline(always)]
pub(super) fn count_plain_curves(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    (level, zone): (usize, u32),
    orders: &(impl ExactSizeIterator<Item = (i64, i64, [i64; 2])> + Clone),
) {
    let of_zones = &plan.zone_curves;
    let segment = level * plan.zones.len() + zone as usize;
    let (mut first, mut row) = (segment * of_zones.width, level * plan.curve_cells);
    for grid in &plan.grids {
        let points = of_zones.points(grid);
        let places = orders.clone().map(|(placed, base, delivered)| {
            delivered.map(|at| grid.required(Instant(placed), Instant(base), Instant(at)))
        });
        let cells = &mut outcome.zone_curve[first..=first + points];
        if of_zones.shift == 0 {
            count_plain(cells, places);
        } else {
            let of_zone = places.clone();
            count_plain(
                cells,
                of_zone.map(|both| both.map(|place| of_zones.first_from(place))),
            );
            count_plain(&mut outcome.curve[row..=row + grid.len], places);
        }
        first += points + 1;
        row += grid.len + 1;
    }
}

/// Adds orders to a curve that are offered everywhere, and on time from two places on.
#[inline(always)]
fn count_plain(cells: &mut [CurveCell], places: impl ExactSizeIterator<Item = [usize; 2]>) {
    cells[0].n += places.len() as i32;
    for [instant, day] in places {
        cells[instant].on_time += 1;
        cells[day].on_time_day += 1;
    }
}

/// At every padding of the grids. A padding that withdraws a level leads to the next open one, with the delivery that the
/// order really had; where that may be wrong, [`mark_sold_otherwise`](super::crossed) says so.
fn count_curves(
    plan: &Plan,
    (outcome, ladders): (&mut ReplicationOutcome, &mut Ladders),
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    let clock = &plan.zones[sold.zone as usize].clock;
    let placed = Instant(sold.placed);
    let (mut row, mut zone_row) = (0, 0);
    for (number, grid) in plan.grids.iter().enumerate() {
        let mut from = 0;
        for (level, &base) in bases.iter().enumerate().skip(sold.wanted as usize) {
            if base == NOT_OPEN || from >= grid.len {
                continue;
            }
            let of = (level, sold.zone);
            let level_plan = &plan.levels[level];
            let offer = (fate, level_plan.strict_window(), from);
            let places = match ladders.of(plan, of, (sold.placed, base), number) {
                Some(ladder) => places(ladder.offered, offer, |at| ladder.required(at)),
                None if level_plan.padding_at != PaddingAt::Promise => {
                    let told = Told {
                        zone: sold.zone,
                        level,
                        placed: sold.placed,
                        base,
                    };
                    let cells = (grid, row, zone_row);
                    from = count_moved(plan, outcome, sold, (told, fate), cells, from);
                    continue;
                }
                None => {
                    let (base, rounding) = (Instant(base), level_plan.rounding);
                    let latest = level_plan.latest.map(|latest| clock.latest(placed, latest));
                    let to = clock.offered(placed, base, rounding, latest, grid);
                    places(to, offer, |at| {
                        clock.required(placed, base, rounding, Instant(at), grid)
                    })
                }
            };
            if let Some(places) = places {
                count_order(plan, outcome, of, (grid, row, zone_row), places);
                [.., from] = places;
            }
        }
        row += grid.len + 1;
        zone_row += plan.zone_curves.points(grid) + 1;
    }
}

/// The places of an order on a curve: it is offered from a place on to another, and `required` is the first whose promise a delivery keeps.
/// `None`: it is offered nowhere.
#[inline(always)]
fn places(
    to: usize,
    (fate, window, from): (Fate, Option<i64>, usize),
    required: impl Fn(i64) -> usize,
) -> Option<[usize; 6]> {
    if to <= from {
        return None;
    }
    // Grain day: on time if the promise reaches the beginning of the day of delivery.
    let (instant, day, undecided) = match fate {
        Fate::Delivered { judged, day, .. } => (
            required(judged).clamp(from, to),
            required(day).clamp(from, to),
            to,
        ),
        Fate::Open(now) => (to, to, required(now).clamp(from, to)),
        Fate::Exhausted => (to, to, to),
    };
    // From the padding on at which the window begins after the delivery, that is early.
    let early = match (window, fate) {
        (Some(window), Fate::Delivered { judged, .. }) => {
            required(judged + window + 1).clamp(instant, to)
        }
        _ => to,
    };
    Some([from, instant, day, undecided, early, to])
}

/// As in [`count_curves`], for a level whose padding is not added to its promise. The next padding to look at.
#[inline(never)]
fn count_moved(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    sold: &Parcel,
    (told, fate): (Told, Fate),
    (grid, row, zone_row): (&PaddingGrid, usize, usize),
    from: usize,
) -> usize {
    let instants = match fate {
        Fate::Delivered { judged, day, .. } => [judged, day],
        Fate::Open(now) => [now; 2],
        Fate::Exhausted => [i64::MAX; 2],
    };
    let (to, kept) = told.on_grid(plan, grid, instants);
    if to <= from {
        return from;
    }
    let [instant, day] = kept.map(|place| place.clamp(from, to));
    let places = match fate {
        Fate::Open(_) => [from, to, to, instant, to, to],
        _ => [from, instant, day, to, to, to],
    };
    count_order(
        plan,
        outcome,
        (told.level, sold.zone),
        (grid, row, zone_row),
        places,
    );
    to
}

/// Adds one order of a level and zone to the curves on a grid, which begin at a place of those of the level and at another of those of
/// the zone. Curves of all zones, and of all levels, are added up at the end of the replication; where zones keep every padding, so are
/// those of the levels.
#[inline(always)]
fn count_order(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    (level, zone): (usize, u32),
    (grid, row, zone_row): (&PaddingGrid, usize, usize),
    places: [usize; 6],
) {
    let of_zones = &plan.zone_curves;
    let segment = level * plan.zones.len() + zone as usize;
    let first = segment * of_zones.width + zone_row;
    if of_zones.shift == 0 {
        return count(&mut outcome.zone_curve[first..=first + grid.len], places);
    }
    count(
        &mut outcome.zone_curve[first..=first + of_zones.points(grid)],
        places.map(|place| of_zones.first_from(place)),
    );
    let first = level * plan.curve_cells + row;
    count(&mut outcome.curve[first..=first + grid.len], places);
}

/// Adds one order to a curve: offered from the first place on, on time from the second and third to the fifth, undecided from the
/// fourth, all before the last.
#[inline(always)]
fn count(cells: &mut [CurveCell], [from, instant, day, undecided, early, to]: [usize; 6]) {
    add(cells, from, to, |cell| &mut cell.n);
    add(cells, instant, early, |cell| &mut cell.on_time);
    add(cells, day, early, |cell| &mut cell.on_time_day);
    if undecided < to {
        add(cells, undecided, to, |cell| &mut cell.undecided);
    }
}

/// Adds one order to the cells [from, to), as differences. What lasts to the end of the grid needs no end.
#[inline]
fn add(
    cells: &mut [CurveCell],
    from: usize,
    to: usize,
    field: impl Fn(&mut CurveCell) -> &mut i32,
) {
    *field(&mut cells[from]) += 1;
    if to + 1 < cells.len() {
        *field(&mut cells[to]) -= 1;
    }
}

/// Counts an order of an hour or a day: promised, on time.
#[inline(always)]
pub(super) fn count_promised(of_time: &mut (u32, u32), kept: Kept) {
    of_time.0 += 1;
    of_time.1 += u32::from(kept.on_time);
}

impl OwnCell {
    /// Counts an order.
    #[inline(always)]
    pub(super) fn count(&mut self, kept: Kept) {
        self.n += 1;
        self.on_time += u32::from(kept.on_time);
        self.on_time_day += u32::from(kept.on_time_day);
        self.beaten += u32::from(kept.beaten);
        self.early += u32::from(kept.early);
        self.in_window += u32::from(kept.in_window);
    }
}

impl ReplicationOutcome {
    /// Counts quotes of a length, so many. It is often that of the ones before; then only their number is kept.
    #[inline(always)]
    pub(super) fn count_quotes(&mut self, level: usize, (length, times): (i64, u64)) {
        let alike = &mut self.quotes_alike[level];
        if alike.0 == length {
            alike.1 += times;
        } else {
            let (length, times) = std::mem::replace(alike, (length, times));
            self.quote[level].record_many(length, times);
        }
    }

    /// Counts a visit.
    #[inline]
    pub(crate) fn visit(&mut self, cohort: bool, offered: bool) {
        self.cohort_visits += u64::from(cohort);
        self.not_offered += u64::from(cohort && !offered);
    }

    /// Counts a trip of an order of the scoring window that must meet a cutoff.
    #[inline(always)]
    pub(crate) fn deadline(&mut self, plan: &Plan, lane: u32, trip: &Trip, sold: &Parcel) {
        if let (Some(scheduled), true) = (trip.scheduled, sold.cohort) {
            let cutoffs = &plan.levels[sold.level as usize].cutoffs;
            if let Some(cutoff) = cutoffs.get(sold.zone as usize) {
                self.next_scheduled_deadline(plan, lane, scheduled, cutoff, sold);
            }
        }
    }

    /// NSD of a cohort order, whenever it got ready: an order that is late because it was ready late counts as well.
    #[inline(never)]
    fn next_scheduled_deadline(
        &mut self,
        plan: &Plan,
        lane: u32,
        scheduled: i64,
        cutoff: &CutoffClock,
        sold: &Parcel,
    ) {
        let lane_plan = &plan.lanes[lane as usize];
        if !plan.starts_at(sold.zone, sold.level as usize, lane_plan.from) {
            return;
        }
        let cutoff = cutoff.next_cutoff(Instant(sold.placed)).0;
        let departures = &lane_plan.departures;
        let deadline = departures.at(departures.first_from(cutoff + lane_plan.load_lead));
        let tally = &mut self.lanes[lane as usize].deadline;
        tally.0 += 1;
        tally.1 += u64::from(deadline.is_some_and(|deadline| scheduled <= deadline));
    }
}

impl LaneTally {
    /// Counts a trip of a parcel that was ready at an instant.
    #[inline(always)]
    pub(crate) fn count(&mut self, plan: &Plan, ready: i64, trip: &Trip) {
        if ready < plan.warm_up || ready >= plan.horizon {
            return;
        }
        self.parcels += 1;
        self.wait += trip.departed - ready;
        // On demand there is nothing to fill.
        if trip.scheduled.is_none() {
            return;
        }
        self.departures += u64::from(trip.first_aboard);
        self.load += u64::from(trip.load);
        if trip.left_behind > 0 {
            self.left_behind += u64::from(trip.left_behind);
            self.missed[usize::from(trip.left_behind > 1)] += 1;
        }
    }
}
