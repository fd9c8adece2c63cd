//! What is known of every state of the queues: what a promise knew at placement shows in the length of its base quote.
//!
//! The shortest quotes on average that keep a share over all states are found by a price of lateness: each state takes the padding at which
//! price x on-time share - quote is most (Lagrange).

use leadtime_sim::study::Journey;

/// Orders that a state must have been seen with to have a padding of its own; rarer neighbours share one.
const ENOUGH: u64 = 500;
/// Halvings of the price of lateness.
const HALVINGS: u32 = 60;
/// Ticks in a second.
pub(super) const SECOND: f64 = 1_000.0;

/// What is known of every state.
pub(super) struct States {
    paddings: Vec<i64>,
    /// Ascending, apart: the base quotes that fall into each.
    bounds: Vec<(i64, i64)>,
    /// Per state: orders.
    orders: Vec<u64>,
    /// Per state and padding: orders that the padding is the first to keep.
    kept: Vec<Vec<u64>>,
    /// Per state: sum of the base quotes, ticks.
    quotes: Vec<f64>,
}

impl States {
    pub(super) fn of(runs: &[Vec<Journey>], paddings: Vec<i64>) -> Self {
        let mut seen = std::collections::BTreeMap::<i64, u64>::new();
        for order in runs.iter().flatten() {
            *seen.entry(order.base_quote).or_default() += 1;
        }
        let mut bounds: Vec<(i64, i64)> = Vec::new();
        let mut gathered = ENOUGH;
        for (&quote, &orders) in &seen {
            match bounds.last_mut() {
                Some(last) if gathered < ENOUGH => last.1 = quote,
                _ => {
                    bounds.push((quote, quote));
                    gathered = 0;
                }
            }
            gathered += orders;
        }
        let mut states = Self {
            orders: vec![0; bounds.len()],
            kept: vec![vec![0; paddings.len()]; bounds.len()],
            quotes: vec![0.0; bounds.len()],
            bounds,
            paddings,
        };
        for order in runs.iter().flatten() {
            let state = states.state(order);
            states.orders[state] += 1;
            states.quotes[state] += order.base_quote as f64;
            if let Some(first) = states.first_kept(order) {
                states.kept[state][first] += 1;
            }
        }
        states
    }

    /// The state of an order; beyond those seen, the nearest.
    pub(super) fn state(&self, order: &Journey) -> usize {
        let after = self
            .bounds
            .partition_point(|(_, to)| *to < order.base_quote);
        after.min(self.bounds.len().saturating_sub(1))
    }

    /// The first padding that keeps an order.
    pub(super) fn first_kept(&self, order: &Journey) -> Option<usize> {
        let lead = order.lead_time?;
        // No promise precedes placement.
        let first = self
            .paddings
            .partition_point(|padding| (order.base_quote + padding).max(0) < lead);
        (first < self.paddings.len()).then_some(first)
    }

    /// Orders of a state that every padding keeps.
    fn curve(&self, state: usize) -> impl Iterator<Item = u64> + '_ {
        self.kept[state].iter().scan(0, |all, kept| {
            *all += kept;
            Some(*all)
        })
    }

    /// The mean quote of a state at a padding, ticks.
    fn quote(&self, state: usize, padding: usize) -> f64 {
        let mean = self.quotes[state] / self.orders[state] as f64;
        (mean + self.paddings[padding] as f64).max(0.0)
    }

    /// The least padding of every state that keeps the share there; the last where none does.
    pub(super) fn equal_service(&self, share: f64) -> Vec<Option<usize>> {
        let of = |state: usize| {
            let orders = self.orders[state] as f64;
            self.curve(state)
                .position(|kept| kept as f64 >= share * orders)
        };
        (0..self.bounds.len()).map(of).collect()
    }

    /// The price, and at it the paddings of the shortest quotes on average that keep the share over all states.
    pub(super) fn shortest_quotes(&self, share: f64) -> (f64, Vec<Option<usize>>) {
        let orders: u64 = self.orders.iter().sum();
        let keeps = |chosen: &[Option<usize>]| {
            let kept: u64 = chosen
                .iter()
                .enumerate()
                .map(|(state, at)| self.kept_at(state, *at))
                .sum();
            kept as f64 >= share * orders as f64
        };
        // Prices, in ticks of quote for an order on time.
        let (mut low, mut high) = (0.0, self.dearest());
        if !keeps(&self.at_price(high)) {
            return (high, self.at_price(high));
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if keeps(&self.at_price(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        (high, self.at_price(high))
    }

    /// Per state, the padding at which price x on-time share - quote is most; the shortest quote among equals.
    fn at_price(&self, price: f64) -> Vec<Option<usize>> {
        let best = |state: usize| {
            let orders = self.orders[state] as f64;
            let mut best: Option<(usize, f64)> = None;
            for (at, kept) in self.curve(state).enumerate() {
                let worth = price * kept as f64 / orders - self.quote(state, at);
                if best.is_none_or(|(_, most)| worth > most) {
                    best = Some((at, worth));
                }
            }
            best.map(|(at, _)| at)
        };
        (0..self.bounds.len()).map(best).collect()
    }

    fn kept_at(&self, state: usize, padding: Option<usize>) -> u64 {
        padding.map_or(0, |at| self.kept[state][..=at].iter().sum())
    }

    /// The choice at a price that is a hundredth higher, again and again, until it has a property; `None`: at no price.
    pub(super) fn dearer(
        &self,
        mut price: f64,
        has: &dyn Fn(&[Option<usize>]) -> bool,
    ) -> Option<Vec<Option<usize>>> {
        let dearest = self.dearest();
        while price <= dearest {
            let chosen = self.at_price(price);
            if has(&chosen) {
                return Some(chosen);
            }
            price = 1.01 * price + SECOND;
        }
        None
    }

    /// A price at which every order that can be kept is.
    fn dearest(&self) -> f64 {
        let longest = self.paddings.last().copied().unwrap_or(0).unsigned_abs() as f64;
        1_000.0 * (longest + SECOND)
    }

    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }

    /// The base quotes that fall into a state, ticks.
    pub(super) fn bounds(&self, state: usize) -> (i64, i64) {
        self.bounds[state]
    }

    pub(super) fn paddings(&self) -> &[i64] {
        &self.paddings
    }
}
