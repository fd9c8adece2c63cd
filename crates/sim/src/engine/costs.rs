//! What one replication counts of money: whole millionths of a unit, so that everything balances to the last one.
//!
//! Two books are kept. The ledger is written when something is done: a parcel worked on, carried, refused at the door, an order
//! settled. The cells are written once per order, when it ends, from what the order carried with it. Costs that belong to no
//! order (departures, wages) enter the ledger as they are paid, and the cells by their shares. Both books must agree.

use crate::plan::Plan;

/// Cost of orders in its four parts, millionths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Work at stages, and wages.
    pub handling: i128,
    /// Parcels carried, and departures.
    pub transport: i128,
    /// Lateness, failed attempts, orders never delivered.
    pub failure: i128,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding: i128,
}

impl Parts {
    /// Adds the costs of other orders.
    pub fn add(&mut self, other: &Self) {
        self.handling += other.handling;
        self.transport += other.transport;
        self.failure += other.failure;
        self.padding += other.padding;
    }

    /// All four.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.handling + self.transport + self.failure + self.padding
    }
}

/// Orders of one service level, zone and carrier of the last leg.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostCell {
    /// Promised.
    pub n: u64,
    /// On time, grain instant.
    pub on_time: u64,
    /// What they cost, without shares of what belongs to no order.
    pub own: Parts,
    /// Their share of departures and wages.
    pub shared: Parts,
}

/// Orders at one padding of a curve. While counting, differences between neighbouring paddings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PriceCell {
    /// Offered.
    pub n: i64,
    /// Delivered late.
    pub late: i64,
    /// Ticks late, summed.
    pub late_ticks: i64,
    /// Ticks early, summed.
    pub early_ticks: i64,
    /// Ticks quoted beyond the base promise, summed.
    pub padding_ticks: i64,
    /// What no padding changes: work, transport, failed attempts, refunds; millionths.
    pub fixed: i64,
}

/// What a stage or lane cost, millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaceCost {
    /// Parcels of orders of the scoring window.
    pub parcels: u64,
    /// What these parcels cost.
    pub parcel: i128,
    /// Wages or departures of the scoring window.
    pub fixed: i128,
}

/// The money of one replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CostTally {
    /// The ledger.
    pub ledger: Parts,
    /// Per (level, zone, carrier; last: none).
    pub cells: Vec<CostCell>,
    /// Departures and wages of lanes and stages that no order used.
    pub unshared: Parts,
    /// Per stage.
    pub stages: Vec<PlaceCost>,
    /// Per lane.
    pub lanes: Vec<PlaceCost>,
    /// Per (level or all, grid, padding).
    pub curve: Vec<PriceCell>,
    /// Per (level, zone): what its orders used of what is paid by the shift or departure; stages, then lanes.
    pub(crate) uses: Vec<Vec<(u32, u32)>>,
    /// Slopes of `curve` while counting: ticks a padding.
    pub(crate) slopes: Vec<PriceCell>,
}

impl PriceCell {
    pub(crate) fn add(&mut self, other: &Self, times: i64) {
        self.n += times * other.n;
        self.late += times * other.late;
        self.late_ticks += times * other.late_ticks;
        self.early_ticks += times * other.early_ticks;
        self.padding_ticks += times * other.padding_ticks;
        self.fixed += times * other.fixed;
    }
}

impl CostTally {
    /// All zero.
    pub(crate) fn new(plan: &Plan, carriers: usize) -> Self {
        let levels = plan.levels.len();
        let segments = levels * plan.zones.len();
        let curve = vec![PriceCell::default(); (levels + 1) * plan.curve_cells];
        Self {
            ledger: Parts::default(),
            cells: vec![CostCell::default(); segments * (carriers + 1)],
            unshared: Parts::default(),
            stages: vec![PlaceCost::default(); plan.stations.len()],
            lanes: vec![PlaceCost::default(); plan.lanes.len()],
            slopes: curve.clone(),
            curve,
            uses: vec![Vec::new(); segments],
        }
    }

    /// The sum over all orders, and what was shared by none: equal to the ledger, to the last millionth.
    #[must_use]
    pub fn of_orders(&self) -> Parts {
        let mut sum = self.unshared;
        for cell in &self.cells {
            sum.add(&cell.own);
            sum.add(&cell.shared);
        }
        sum
    }

    /// Shares what was paid by the shift or departure among the orders that used it, and turns differences into sums.
    pub(crate) fn close(&mut self, plan: &Plan, carriers: usize) {
        self.share(plan, carriers + 1);
        let row = plan.curve_cells;
        let levels = plan.levels.len();
        for at in 0..levels * row {
            let (cell, slope) = (self.curve[at], self.slopes[at]);
            self.curve[levels * row + at % row].add(&cell, 1);
            self.slopes[levels * row + at % row].add(&slope, 1);
        }
        let mut at = 0;
        while at < self.curve.len() {
            for grid in &plan.grids {
                let (mut sum, mut slope) = (PriceCell::default(), PriceCell::default());
                for place in at..at + grid.len {
                    sum.add(&slope, 1);
                    sum.add(&self.curve[place], 1);
                    slope.add(&self.slopes[place], 1);
                    self.curve[place] = sum;
                }
                at += grid.len + 1;
            }
        }
        self.slopes = Vec::new();
    }

    fn share(&mut self, plan: &Plan, width: usize) {
        let stages = plan.stations.len();
        let places = self.stages.iter().chain(&self.lanes);
        let fixed: Vec<i128> = places.map(|place| place.fixed).collect();
        let mut users: Vec<i128> = vec![0; fixed.len()];
        for &(place, parcels) in self.uses.iter().flatten() {
            users[place as usize] += i128::from(parcels);
        }
        for (place, &amount) in fixed.iter().enumerate().filter(|place| users[place.0] == 0) {
            *part(&mut self.unshared, place < stages) += amount;
        }
        let mut passed = vec![0; fixed.len()];
        for (segment, uses) in self.uses.iter().enumerate() {
            let cells = &mut self.cells[segment * width..][..width];
            for &(place, parcels) in uses {
                let at = place as usize;
                let amount = slice(fixed[at], users[at], &mut passed[at], i128::from(parcels));
                hand_out(cells, amount, at < stages);
            }
        }
    }
}

/// Among the carriers of a segment, by their orders.
fn hand_out(cells: &mut [CostCell], amount: i128, handling: bool) {
    let orders: i128 = cells.iter().map(|cell| i128::from(cell.n)).sum();
    let mut passed = 0;
    for cell in cells {
        let share = slice(amount, orders, &mut passed, i128::from(cell.n));
        *part(&mut cell.shared, handling) += share;
    }
}

fn part(parts: &mut Parts, handling: bool) -> &mut i128 {
    if handling {
        &mut parts.handling
    } else {
        &mut parts.transport
    }
}

/// The share of the next `count` of `all`: slices in turn add up to the whole.
fn slice(amount: i128, all: i128, passed: &mut i128, count: i128) -> i128 {
    let before = amount * *passed / all.max(1);
    *passed += count;
    amount * *passed / all.max(1) - before
}
