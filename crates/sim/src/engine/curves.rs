//! The padding curves of an order: at every padding of the grids, whether it is offered and kept.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingGrid;
use leadtime_network::time::Instant;

use crate::plan::Plan;

use super::ladder::Ladders;
use super::parcels::{NOT_OPEN, Parcel};
use super::tally::{CurveCell, ReplicationOutcome};
use super::told::Told;
use super::verdict::Fate;

/// As [`count_curves`] of delivered orders of a level and zone, (placed, base promise, \[judged, its day\]), instants since whenever, where
/// the level is offered at every padding and each of them moves the promise by so much time.
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
pub(super) fn count_curves(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    let clock = &plan.zones[sold.zone as usize].clock;
    let placed = Instant(sold.placed);
    let (mut row, mut zone_row) = (0, 0);
    for grid in &plan.grids {
        let mut from = 0;
        for (level, &base) in bases.iter().enumerate().skip(sold.wanted as usize) {
            if base == NOT_OPEN || from >= grid.len {
                continue;
            }
            let level_plan = &plan.levels[level];
            if level_plan.padding_at != PaddingAt::Promise {
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
            let (base, rounding) = (Instant(base), level_plan.rounding);
            let latest = level_plan.latest.map(|latest| clock.latest(placed, latest));
            let to = clock.offered(placed, base, rounding, latest, grid);
            let offer = (fate, level_plan.strict_window(), [from, to]);
            let places = places(offer, |at| {
                clock.required(placed, base, rounding, Instant(at), grid)
            });
            if let Some(places) = places {
                count_order(
                    plan,
                    outcome,
                    (level, sold.zone),
                    (grid, row, zone_row),
                    places,
                );
                [.., from] = places;
            }
        }
        row += grid.len + 1;
        zone_row += plan.zone_curves.points(grid) + 1;
    }
}

/// As [`count_curves`] of an order that is delivered, which is judged at an instant of a day; false: nothing is counted, for its
/// promises are not remembered.
#[inline(never)]
pub(super) fn count_on_ladders(
    plan: &Plan,
    (outcome, ladders): (&mut ReplicationOutcome, &mut Ladders),
    sold: &Parcel,
    bases: &[i64],
    delivered: [i64; 2],
) -> bool {
    if !ladders.suffice() {
        return false;
    }
    let open = || {
        let levels = bases.iter().enumerate().skip(usize::from(sold.wanted));
        levels.filter(|(_, base)| **base != NOT_OPEN)
    };
    for (level, &base) in open() {
        ladders.stand(plan, (level, sold.zone), (sold.placed, base));
    }
    let (mut row, mut zone_row) = (0, 0);
    for (number, grid) in plan.grids.iter().enumerate() {
        let mut from = 0;
        for (level, &base) in open() {
            let of = (level, sold.zone);
            let ladder = ladders.on(plan, of, (sold.placed, base), number);
            let to = ladder.offered;
            if to <= from {
                continue;
            }
            let [instant, day] = delivered.map(|at| ladder.required(at).clamp(from, to));
            let places = [from, instant, day, to, to, to];
            count_order(plan, outcome, of, (grid, row, zone_row), places);
            from = to;
            if to == grid.len {
                break;
            }
        }
        row += grid.len + 1;
        zone_row += plan.zone_curves.points(grid) + 1;
    }
    true
}

/// The places of an order on a curve: it is offered from a place on to another, and `required` is the first whose promise a delivery keeps.
/// `None`: it is offered nowhere.
#[inline(always)]
fn places(
    (fate, window, [from, to]): (Fate, Option<i64>, [usize; 2]),
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
