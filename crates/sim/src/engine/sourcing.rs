//! Sourcing: which facility sends which line of an order.

use leadtime_network::network::WhenOut;

use crate::plan::{BasketPlan, Held, Plan, RoutePlan, SourcingPlan};
use crate::random::{EntityKey, Purpose, unit};

use super::planned::planned_delivery;
use super::store::Store;

/// One line of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) sku: u32,
    pub(crate) units: i64,
}

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) route: RoutePlan,
    /// All of it is there now.
    pub(crate) in_stock: bool,
}

/// What sourcing looks at.
pub(crate) struct Shelves<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) baskets: &'a BasketPlan,
    pub(crate) stores: &'a [Store],
}

/// Who asks, for what, and when.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) entity: EntityKey,
    pub(crate) zone: u32,
    pub(crate) level: usize,
    pub(crate) at: i64,
    /// The promise that should be kept, where it is known.
    pub(crate) promise: Option<i64>,
    pub(crate) lines: &'a [Line],
}

impl BasketPlan {
    /// Draws the lines of an order; `row` is its row of a replayed log, which may know them.
    pub(crate) fn draw(&self, entity: EntityKey, row: Option<u32>, lines: &mut Vec<Line>) {
        lines.clear();
        let first_beyond = |shares: &[f64], bits: u64| {
            let u = unit(bits);
            shares
                .partition_point(|&passed| passed <= u)
                .min(shares.len().saturating_sub(1))
        };
        let draw = |index: u64| entity.draw_at(Purpose::BASKET, index);
        // Draws: 0 the basket or the number of lines; of line k, 2 k + 1 the SKU and 2 k + 2 its units.
        let of_line = |rank: usize, sku: u32| Line {
            sku,
            units: (self.units[sku as usize].sample(draw(2 * rank as u64 + 2)) + 0.5).max(1.0)
                as i64,
        };
        let logged = row.and_then(|row| self.logged.get(row as usize));
        if let Some(logged) = logged.filter(|logged| !logged.is_empty()) {
            let lines_of = logged
                .iter()
                .enumerate()
                .map(|(rank, &(sku, units))| match units {
                    0 => of_line(rank, sku),
                    units => Line {
                        sku,
                        units: i64::from(units),
                    },
                });
            return lines.extend(lines_of);
        }
        if !self.kinds.is_empty() {
            let u = unit(draw(0));
            let at = self.kinds.partition_point(|kind| kind.0 <= u);
            let skus = &self.kinds[at.min(self.kinds.len() - 1)].1;
            lines.extend(
                skus.iter()
                    .enumerate()
                    .map(|(rank, &sku)| of_line(rank, sku)),
            );
            return;
        }
        let count = match self.lines.len() {
            0 => 1,
            _ => first_beyond(&self.lines, draw(0)) + 1,
        };
        for rank in 0..count {
            let sku = first_beyond(&self.shares, draw(2 * rank as u64 + 1));
            lines.push(of_line(rank, sku as u32));
        }
    }
}

/// What one facility could send of an order.
struct Cover {
    route: RoutePlan,
    /// Ranks of the lines.
    covered: Vec<usize>,
    /// Units taken by all lines so far: stock and units.
    taken: Vec<(u32, i64)>,
}

impl Shelves<'_> {
    /// A source for every line, or `None` where a line can come from nowhere. `load` gives the hours of work that wait at a
    /// facility.
    pub(crate) fn source(
        &self,
        request: Request<'_>,
        load: &impl Fn(u32) -> f64,
        sources: &mut Vec<Source>,
    ) -> Option<()> {
        sources.clear();
        let cell = request.zone as usize * self.plan.levels.len() + request.level;
        let choices = self.ranked(&self.plan.choices[cell], request, load);
        let choices = choices.as_deref().unwrap_or(&self.plan.choices[cell]);
        // The usual case needs no list of what has been taken: one line.
        let mut taken: Vec<(u32, i64)> = Vec::new();
        if self.baskets.rule == SourcingPlan::FewestSplits && request.lines.len() > 1 {
            return self.fewest(choices, request, sources);
        }
        for (rank, line) in request.lines.iter().enumerate() {
            let there = |route: &&RoutePlan| self.has(route.origin, rank, request, &taken);
            let source = match choices.iter().find(there) {
                Some(&route) => Source {
                    route,
                    in_stock: true,
                },
                None => self.owing(choices, line)?,
            };
            self.take(source.route.origin, line, &mut taken);
            sources.push(source);
        }
        Some(())
    }

    /// The choices in the order of the rule; `None`: as they stand.
    fn ranked(
        &self,
        choices: &[RoutePlan],
        request: Request<'_>,
        load: &impl Fn(u32) -> f64,
    ) -> Option<Vec<RoutePlan>> {
        let delivery = |route: &RoutePlan| {
            let planned = planned_delivery(self.plan, route.first, request.at);
            self.plan.at_door(request.zone, request.level, planned)
        };
        let mut ranked = choices.to_vec();
        match self.baskets.rule {
            SourcingPlan::Nearest | SourcingPlan::FewestSplits => return None,
            SourcingPlan::Fastest => ranked.sort_by_cached_key(delivery),
            SourcingPlan::LeastLoaded => {
                ranked.sort_by(|a, b| load(a.origin).total_cmp(&load(b.origin)));
            }
            SourcingPlan::CheapestThatMeets => {
                // What may be promised is asked of the nearest; then the cheapest that keeps it is looked for.
                let promise = request.promise?;
                ranked.sort_by_cached_key(|route| {
                    let planned = delivery(route);
                    let late = planned > promise;
                    (late, if late { planned } else { route.cost })
                });
            }
        }
        Some(ranked)
    }

    /// As few facilities as possible, by the greedy cover: the one with the most of what is left, the nearest among equals.
    fn fewest(
        &self,
        choices: &[RoutePlan],
        request: Request<'_>,
        sources: &mut Vec<Source>,
    ) -> Option<()> {
        let lines = request.lines;
        let mut found: Vec<Option<Source>> = vec![None; lines.len()];
        let mut all_taken = Vec::new();
        loop {
            let mut best: Option<Cover> = None;
            for &route in choices {
                // What an earlier round took is gone, here too.
                let mut taken = all_taken.clone();
                let mut covered = Vec::new();
                for (rank, line) in lines.iter().enumerate() {
                    if found[rank].is_none() && self.has(route.origin, rank, request, &taken) {
                        self.take(route.origin, line, &mut taken);
                        covered.push(rank);
                    }
                }
                let most = best.as_ref().map_or(0, |best| best.covered.len());
                if covered.len() > most {
                    best = Some(Cover {
                        route,
                        covered,
                        taken,
                    });
                }
            }
            let Some(Cover {
                route,
                covered,
                taken,
            }) = best
            else {
                break;
            };
            all_taken = taken;
            for rank in covered {
                found[rank] = Some(Source {
                    route,
                    in_stock: true,
                });
            }
        }
        for (line, source) in lines.iter().zip(&found) {
            let source = match source {
                Some(source) => *source,
                // What is nowhere waits where it would by any other rule.
                None => self.owing(choices, line)?,
            };
            sources.push(source);
        }
        Some(())
    }

    /// Whether a facility has all of a line now, beside what the lines before it have taken.
    fn has(&self, facility: u32, rank: usize, request: Request<'_>, taken: &[(u32, i64)]) -> bool {
        let line = request.lines[rank];
        match self.baskets.held(facility, line.sku) {
            Held::Nowhere => false,
            Held::Always => true,
            Held::Available(share, purpose) => {
                unit(request.entity.draw_at(purpose, rank as u64)) < share
            }
            Held::Store(store) => {
                let taken: i64 = taken
                    .iter()
                    .filter(|taken| taken.0 == store)
                    .map(|taken| taken.1)
                    .sum();
                self.stores[store as usize].free() - taken >= line.units
            }
        }
    }

    fn take(&self, facility: u32, line: &Line, taken: &mut Vec<(u32, i64)>) {
        if let Held::Store(store) = self.baskets.held(facility, line.sku) {
            taken.push((store, line.units));
        }
    }

    /// The first facility that sends a line later, when it has it.
    fn owing(&self, choices: &[RoutePlan], line: &Line) -> Option<Source> {
        let owes = |route: &&RoutePlan| match self.baskets.held(route.origin, line.sku) {
            Held::Store(store) => self.plan.stores[store as usize].when_out == WhenOut::Backorder,
            _ => false,
        };
        choices.iter().find(owes).map(|&route| Source {
            route,
            in_stock: false,
        })
    }
}
