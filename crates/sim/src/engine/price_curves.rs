//! What an order costs at every padding of the grids.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingGrid;
use leadtime_network::time::Instant;

use super::accounts::{Accounts, lateness, told};
use super::costs::PriceCell;
use super::parcels::{NOT_OPEN, Parcel};
use super::told::Told;
use super::verdict::Fate;

impl Accounts<'_> {
    /// The order at every padding of the grids, with the delivery that it really had.
    pub(super) fn curves(&mut self, sold: &Parcel, bases: &[i64], fate: Fate, fixed: i64) {
        let plan = self.plan;
        let clock = &plan.zones[sold.zone as usize].clock;
        let placed = Instant(sold.placed);
        let mut first = 0;
        for grid in &plan.grids {
            let mut from = 0;
            for (level, &base) in bases.iter().enumerate().skip(usize::from(sold.wanted)) {
                if base == NOT_OPEN || from >= grid.len {
                    continue;
                }
                if plan.levels[level].padding_at != PaddingAt::Promise {
                    let told = told(sold, level, bases);
                    from = self.moved((&told, fate, fixed), grid, first, from);
                    continue;
                }
                let rounding = plan.levels[level].rounding;
                let latest = plan.levels[level]
                    .latest
                    .map(|latest| clock.latest(placed, latest));
                let to = clock.offered(placed, Instant(base), rounding, latest, grid);
                if to <= from {
                    continue;
                }
                let row = level * plan.curve_cells + first;
                let promise = |at: usize| {
                    clock
                        .promise(placed, Instant(base), grid.amount(at), rounding)
                        .0
                };
                let next = |after: i64, at: usize| {
                    let later = Instant(after + 1);
                    let required = clock.required(placed, Instant(base), rounding, later, grid);
                    required.clamp(at + 1, to)
                };
                let steps = match even_steps(grid, placed.0, base, rounding) {
                    Some((even, step)) => Steps::Even(even.clamp(from, to), step),
                    None => Steps::None,
                };
                self.segment(row, [from, to], (base, fate, fixed), &promise, &next, steps);
                from = to;
            }
            first += grid.len + 1;
        }
    }

    /// The paddings from a place on of a level whose padding is not added to its promise. The next place to look at.
    fn moved(
        &mut self,
        (told, fate, fixed): (&Told, Fate, i64),
        grid: &PaddingGrid,
        first: usize,
        from: usize,
    ) -> usize {
        let (to, []) = told.on_grid(self.plan, grid, []);
        let base = told.at_no_padding(self.plan);
        let row = told.level * self.plan.curve_cells + first;
        for at in from..to {
            let promise = told.promise(self.plan, grid.amount(at)).unwrap_or(base);
            let price = price(promise, base, fate, fixed);
            self.tally.curve[row + at].add(&price, 1);
            self.tally.curve[row + at + 1].add(&price, -1);
        }
        to.max(from)
    }

    /// The paddings [from, to) of one level: stretches at which the promise is the same, and where it rises evenly, at once.
    fn segment(
        &mut self,
        row: usize,
        [from, to]: [usize; 2],
        (base, fate, fixed): (i64, Fate, i64),
        promise: &dyn Fn(usize) -> i64,
        next: &dyn Fn(i64, usize) -> usize,
        steps: Steps,
    ) {
        let price = |promise: i64| price(promise, base, fate, fixed);
        let mut at = from;
        while at < to {
            let here = promise(at);
            if let Steps::Even(even, step) = steps
                && at >= even
            {
                at = self.evenly(row, [at, to], (here, step), (base, fate), &price);
                continue;
            }
            let mut end = next(here, at);
            if let Steps::Even(even, _) = steps {
                end = if at < even { even } else { end };
            }
            self.tally.curve[row + at].add(&price(here), 1);
            self.tally.curve[row + end].add(&price(here), -1);
            at = end;
        }
    }

    /// From `at` on the promise rises by `step` a padding: the next stretch on which all sums are straight lines.
    fn evenly(
        &mut self,
        row: usize,
        [at, to]: [usize; 2],
        (here, step): (i64, i64),
        (base, fate): (i64, Fate),
        price: &dyn Fn(i64) -> PriceCell,
    ) -> usize {
        // Lines bend where the promise reaches the base promise and where it reaches the delivery.
        let delivery = match fate {
            Fate::Delivered { at, .. } | Fate::Open(at) => at,
            Fate::Exhausted => i64::MIN,
        };
        let bend = |instant: i64| {
            let ahead = instant.saturating_sub(here);
            (ahead > 0).then(|| at + ((ahead + step - 1) / step) as usize)
        };
        let bends = [bend(base), bend(delivery)].into_iter().flatten();
        let end = bends.fold(to, usize::min).max(at + 1);
        let mut rise = price(here + step);
        let start = price(here);
        rise.add(&start, -1);
        if end == at + 1 {
            rise = PriceCell::default();
        }
        self.tally.curve[row + at].add(&start, 1);
        self.tally.curve[row + end].add(&start, -1);
        self.tally.curve[row + end].add(&rise, -((end - at) as i64));
        // What has risen up to the end is taken off there; `close` adds a slope from the next place on.
        self.tally.slopes[row + at].add(&rise, 1);
        self.tally.slopes[row + end].add(&rise, -1);
        end
    }
}

/// An order with a promise, for the curves.
fn price(promise: i64, base: i64, fate: Fate, fixed: i64) -> PriceCell {
    let [late, late_ticks, early_ticks] = lateness(promise, fate);
    PriceCell {
        n: 1,
        late,
        late_ticks,
        early_ticks,
        padding_ticks: (promise - base).max(0),
        fixed,
    }
}

/// Where on a grid the promise rises evenly: from this place on, by so many ticks.
#[derive(Clone, Copy)]
enum Steps {
    None,
    Even(usize, i64),
}

/// An elapsed padding without rounding moves the promise tick by tick, once it is not before the placement.
fn even_steps(
    grid: &PaddingGrid,
    placed: i64,
    base: i64,
    rounding: leadtime_network::promise::Rounding,
) -> Option<(usize, i64)> {
    use leadtime_network::promise::{PaddingAmount, Rounding};
    let (PaddingAmount::Elapsed(first), PaddingAmount::Elapsed(second)) =
        (grid.amount(0), grid.amount(1.min(grid.len - 1)))
    else {
        return None;
    };
    let step = second.0 - first.0;
    if rounding != Rounding::Instant || step <= 0 {
        return None;
    }
    let behind = placed - (base + first.0);
    let from = if behind > 0 {
        (behind + step - 1) / step
    } else {
        0
    };
    Some((from as usize, step))
}
