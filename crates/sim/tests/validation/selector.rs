//! Which figure of a run is meant: `wait:FC/serve`, `on_time:standard@5min`, `left_behind:DC->city`.
//!
//! | text | what it is |
//! |---|---|
//! | `wait:STAGE`, `mean_number:STAGE`, `utilisation:STAGE/SERVERS` | of a stage `facility/stage` in the scoring window |
//! | `wait_within:STAGE@5min`, `wait_squared_from:STAGE@4min`, `wait_of_order:STAGE@9` | share, mean squared difference, one order's wait |
//! | `present_at:STAGE@12`, `present_at_least:STAGE@10`, `present_at_most:STAGE@320` | numbers present at full hours |
//! | `ends_about:STAGE@12`, `last_end:STAGE` | ends of work within half an hour of a clock hour, per day; the last |
//! | `lead_mean:LEVEL` | lead time |
//! | `lead_within:all@3min`, `lead_squared_from:all@4min`, `lead_of_order:all@9` | share, mean squared difference, one order's |
//! | `quote_mean:LEVEL`, `earliness_mean:LEVEL`, `tardiness_mean:LEVEL`, `early_late_cost:LEVEL@2,18` | cost per hour |
//! | `cost:LEVEL@PADDING` | cost per order; without a padding, at the scenario's own |
//! | `on_time:LEVEL@PADDING`, `on_time_day:LEVEL@PADDING` | the padding curve; without a padding, the scenario's own |
//! | `on_time_zone:ZONE`, `zone_lead:ZONE`, `share_of_all:ZONE`, `share_of_zone:ZONE>LEVEL` | at the scenario's own padding |
//! | `late_conditional:LEVEL` | late, the last leg integrated |
//! | `closed_by_cap:LEVEL`, `served:all` | per replication; `served`: delivered before the end of the window |
//! | `offer_share:LEVEL`, `late_per_day:LEVEL`, `day_without_late:LEVEL`, `daily_variance:LEVEL@P` | per day |
//! | `stock_...:FACILITY/SKU`, `baskets_...:all` | of a counted stock, of orders as baskets: `stock.rs` |
//! | `lane_wait:LANE`, `left_behind:LANE@HEADWAY`, `first_departure:LANE`, `second_departure:LANE`, `nsd:LANE` | of a lane |
//!
//! LEVEL may be `all`. `daily_variance` is the mean squared difference of a day's on-time share from P.

use leadtime_network::promise::PaddingAmount;
use leadtime_network::text;
use leadtime_sim::engine::{CurveCell, LevelSums, ReplicationOutcome};
use leadtime_sim::outcome::Outcome;
use leadtime_sim::plan::Plan;
use leadtime_stats::Total;

use super::money;
use super::observer::{Question, What};
use super::stock;

const HOUR: i64 = 3_600_000;

/// Figures between 0 and 1, whose error is measured against min(p, 1-p).
const SHARES: [&str; 16] = [
    "late_conditional",
    "utilisation",
    "wait_within",
    "present_at_least",
    "present_at_most",
    "lead_within",
    "on_time",
    "on_time_day",
    "on_time_zone",
    "share_of_zone",
    "share_of_all",
    "offer_share",
    "day_without_late",
    "first_departure",
    "second_departure",
    "nsd",
];

/// Whether the figure is a share.
pub(crate) fn is_share(of: &str) -> bool {
    let kind = of.split(':').next().unwrap_or_default();
    SHARES.contains(&kind) || stock::SHARES.contains(&kind)
}

/// A figure, resolved against a plan.
#[derive(Debug)]
pub(crate) struct Selector {
    kind: String,
    /// Position of the stage, level row, lane or zone.
    at: usize,
    argument: String,
}

impl Selector {
    pub(crate) fn parse(of: &str, plan: &Plan) -> Option<Self> {
        let (kind, rest) = of.split_once(':')?;
        let (name, argument) = rest.split_once('@').unwrap_or((rest, ""));
        if let Some(at) = stock::position(kind, name, plan) {
            return Some(Self {
                kind: kind.to_owned(),
                at,
                argument: argument.to_owned(),
            });
        }
        let at = match kind {
            "wait" | "mean_number" | "wait_within" | "wait_squared_from" | "wait_of_order"
            | "present_at" | "present_at_least" | "present_at_most" | "ends_about" | "last_end"
            | "utilisation" | "blocked" => stage(plan, name)?,
            "lane_wait" | "left_behind" | "first_departure" | "second_departure" | "nsd" => {
                plan.lanes.iter().position(|lane| lane.name == name)?
            }
            "on_time_zone" | "zone_lead" | "share_of_all" => {
                plan.zones.iter().position(|zone| zone.name == name)?
            }
            "share_of_zone" => {
                let (zone, level) = name.split_once('>')?;
                let zone = plan.zones.iter().position(|one| one.name == zone)?;
                level_row(plan, level)? * plan.zones.len() + zone
            }
            "lead_mean" | "quote_mean" | "earliness_mean" | "tardiness_mean" | "on_time"
            | "on_time_day" | "offer_share" | "closed_by_cap" | "late_per_day"
            | "day_without_late" | "daily_variance" | "early_late_cost" | "cost"
            | "late_conditional" => level_row(plan, name)?,
            "lead_within" | "lead_squared_from" | "lead_of_order" | "served" if name == "all" => 0,
            _ => return None,
        };
        Some(Self {
            kind: kind.to_owned(),
            at,
            argument: argument.to_owned(),
        })
    }

    /// What must be asked while the run goes on; `None`: the tallies know.
    pub(crate) fn question(&self) -> Option<Question> {
        let what = match self.kind.as_str() {
            "wait_within" => What::Within(self.ticks()),
            "wait_squared_from" => What::SquaredFrom(self.ticks() as f64),
            "wait_of_order" => What::OfOrder(self.argument.parse().unwrap()),
            "ends_about" => What::EndsAbout(self.argument.parse().unwrap()),
            "last_end" => What::LastEnd,
            "lead_within" => What::LeadWithin(self.ticks()),
            "lead_squared_from" => What::LeadSquaredFrom(self.ticks() as f64),
            "lead_of_order" => What::LeadOfOrder(self.argument.parse().unwrap()),
            "served" => What::Served,
            _ => return None,
        };
        Some(Question {
            stage: self.at as u32,
            what,
        })
    }

    /// Sum and count in one replication; lengths in ticks.
    pub(crate) fn total(&self, plan: &Plan, outcome: &ReplicationOutcome) -> Total {
        let window = (plan.horizon - plan.warm_up) as f64;
        let levels = |of: fn(&LevelSums) -> (i64, u64)| {
            let sums = self.levels(plan).map(|level| of(&outcome.sums[level]));
            let sum = sums.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            total(sum.0 as f64, sum.1 as f64)
        };
        match self.kind.as_str() {
            "wait" => total(
                outcome.stages[self.at].wait as f64,
                outcome.stages[self.at].parcels as f64,
            ),
            "mean_number" => total(outcome.stages[self.at].present as f64, window),
            "utilisation" => self.utilisation(plan, outcome),
            "blocked" => {
                let servers: f64 = self.argument.parse().unwrap();
                total(outcome.stages[self.at].blocked as f64, servers * window)
            }
            "present_at" => self.hours(plan, outcome, |clock, present| {
                (clock == self.argument.parse::<i64>().unwrap()).then_some(f64::from(present))
            }),
            "present_at_least" => self.hours(plan, outcome, |_, present| {
                Some(indicator(present >= self.count()))
            }),
            "present_at_most" => self.hours(plan, outcome, |_, present| {
                Some(indicator(present <= self.count()))
            }),
            "lead_mean" => levels(|sums| (sums.lead, sums.delivered)),
            "quote_mean" => levels(|sums| (sums.quote, sums.promised)),
            "earliness_mean" => levels(|sums| (sums.earliness, sums.delivered)),
            "tardiness_mean" => levels(|sums| (sums.tardiness, sums.delivered)),
            "early_late_cost" => {
                let (early, late) = self.argument.split_once(',').unwrap();
                let (early, late): (f64, f64) = (early.parse().unwrap(), late.parse().unwrap());
                let [a, b] = [
                    levels(|s| (s.earliness, s.delivered)),
                    levels(|s| (s.tardiness, s.delivered)),
                ];
                total((early * a.sum + late * b.sum) / HOUR as f64, a.count)
            }
            "cost" if self.argument.is_empty() => money::own(plan, outcome, self.levels(plan)),
            "cost" => money::padded(plan, outcome, self.at, self.padding()),
            "on_time" if self.argument.is_empty() => self.own(plan, outcome, |cell| cell.on_time),
            "on_time_day" if self.argument.is_empty() => {
                self.own(plan, outcome, |cell| cell.on_time_day)
            }
            "on_time" => self.curve(plan, outcome, |cell| cell.on_time),
            "on_time_day" => self.curve(plan, outcome, |cell| cell.on_time_day),
            "on_time_zone" => {
                let cells = outcome.own.iter().skip(self.at).step_by(plan.zones.len());
                cells.fold(total(0.0, 0.0), |sum, cell| {
                    total(
                        sum.sum + f64::from(cell.on_time),
                        sum.count + f64::from(cell.n),
                    )
                })
            }
            "zone_lead" => total(
                outcome.zone_lead[self.at].1 as f64,
                outcome.zone_lead[self.at].0 as f64,
            ),
            "share_of_zone" => {
                let zone = self.at % plan.zones.len();
                let all = outcome
                    .own
                    .iter()
                    .skip(zone)
                    .step_by(plan.zones.len())
                    .map(|cell| f64::from(cell.n))
                    .sum();
                total(f64::from(outcome.own[self.at].n), all)
            }
            "share_of_all" => {
                let zones = plan.zones.len();
                let count = |cells: &mut dyn Iterator<Item = &leadtime_sim::engine::OwnCell>| {
                    cells.map(|cell| f64::from(cell.n)).sum()
                };
                total(
                    count(&mut outcome.own.iter().skip(self.at).step_by(zones)),
                    count(&mut outcome.own.iter()),
                )
            }
            "offer_share" => {
                let promised = self
                    .levels(plan)
                    .map(|level| outcome.sums[level].promised)
                    .sum::<u64>();
                total(promised as f64, outcome.cohort_visits as f64)
            }
            "late_conditional" => {
                let cells = || self.levels(plan).map(|level| &outcome.conditional[level]);
                total(
                    cells().map(|cell| cell.late()).sum(),
                    cells().map(|cell| cell.n as f64).sum(),
                )
            }
            "closed_by_cap" => total(outcome.sums[self.at].closed as f64, 1.0),
            "late_per_day" | "day_without_late" | "daily_variance" => self.days(plan, outcome),
            kind => stock::total(kind, self.at, plan, outcome)
                .unwrap_or_else(|| self.lane(plan, outcome)),
        }
    }

    fn utilisation(&self, plan: &Plan, outcome: &ReplicationOutcome) -> Total {
        let (first, last) = (
            (plan.warm_up / HOUR) as usize,
            (plan.horizon / HOUR) as usize,
        );
        let busy: i64 = outcome.busy.of_stage(self.at)[first..last].iter().sum();
        let servers: f64 = self.argument.parse().unwrap();
        total(busy as f64, servers * ((last - first) as i64 * HOUR) as f64)
    }

    fn hours(
        &self,
        plan: &Plan,
        outcome: &ReplicationOutcome,
        of: impl Fn(i64, i32) -> Option<f64>,
    ) -> Total {
        let (first, last) = ((plan.warm_up + HOUR - 1) / HOUR, plan.horizon / HOUR);
        let changes = outcome.present.of_stage(self.at);
        let counts = changes.iter().scan(0, |present, change| {
            *present += change;
            Some(*present)
        });
        let values = (0..last)
            .zip(counts)
            .skip(first as usize)
            .filter_map(|(hour, present)| of(hour % 24, present));
        values.fold(total(0.0, 0.0), |sum, value| {
            total(sum.sum + value, sum.count + 1.0)
        })
    }

    fn own(
        &self,
        plan: &Plan,
        outcome: &ReplicationOutcome,
        of: fn(&leadtime_sim::engine::OwnCell) -> u32,
    ) -> Total {
        let zones = plan.zones.len();
        let cells = self
            .levels(plan)
            .flat_map(|level| &outcome.own[level * zones..(level + 1) * zones]);
        cells.fold(total(0.0, 0.0), |sum, cell| {
            total(sum.sum + f64::from(of(cell)), sum.count + f64::from(cell.n))
        })
    }

    fn curve(&self, plan: &Plan, outcome: &ReplicationOutcome, of: fn(&CurveCell) -> i32) -> Total {
        let padding = self.padding();
        let all: usize = plan.grids.iter().map(|grid| grid.len + 1).sum();
        let mut cell = self.at * all;
        for grid in &plan.grids {
            if let Some(at) = grid.position(padding) {
                let cell = &outcome.curve[cell + at];
                return total(f64::from(of(cell)), f64::from(cell.n));
            }
            cell += grid.len + 1;
        }
        panic!("the padding {} is on no grid", self.argument);
    }

    fn days(&self, plan: &Plan, outcome: &ReplicationOutcome) -> Total {
        let levels: Vec<usize> = self.levels(plan).collect();
        let mut sum = total(0.0, 0.0);
        for day in 0..plan.days {
            let cells = levels
                .iter()
                .map(|level| outcome.days[level * plan.days + day]);
            let (n, on_time) = cells.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            sum.count += 1.0;
            sum.sum += match self.kind.as_str() {
                "late_per_day" => f64::from(n - on_time),
                "day_without_late" => indicator(n == on_time),
                _ => {
                    let off =
                        f64::from(on_time) / f64::from(n) - self.argument.parse::<f64>().unwrap();
                    off * off
                }
            };
        }
        sum
    }

    fn lane(&self, plan: &Plan, outcome: &ReplicationOutcome) -> Total {
        let lane = &outcome.lanes[self.at];
        let parcels = lane.parcels as f64;
        match self.kind.as_str() {
            "lane_wait" => total(lane.wait as f64, parcels),
            "left_behind" => {
                let departures = (plan.horizon - plan.warm_up) as f64 / self.ticks() as f64;
                total(lane.left_behind as f64, departures)
            }
            "first_departure" => total(parcels - (lane.missed[0] + lane.missed[1]) as f64, parcels),
            "second_departure" => total(parcels - lane.missed[1] as f64, parcels),
            "nsd" => total(lane.deadline.1 as f64, lane.deadline.0 as f64),
            kind => panic!("what is {kind}?"),
        }
    }

    /// Levels of the row: one, or all.
    fn levels(&self, plan: &Plan) -> std::ops::Range<usize> {
        let all = plan.level_names.len();
        if self.at == all {
            0..all
        } else {
            self.at..self.at + 1
        }
    }

    fn ticks(&self) -> i64 {
        text::duration(&self.argument).unwrap().0
    }

    fn count(&self) -> i32 {
        self.argument.parse().unwrap()
    }

    fn padding(&self) -> PaddingAmount {
        text::padding(&self.argument).unwrap()
    }

    /// Whether the value is a length of time.
    pub(crate) fn is_length(&self) -> bool {
        let lengths = [
            "wait",
            "lead_mean",
            "quote_mean",
            "earliness_mean",
            "tardiness_mean",
            "lane_wait",
            "zone_lead",
            "stock_delay",
        ];
        lengths.contains(&self.kind.as_str())
    }

    /// The figure in `outcome.json`; `None` where it has none like it.
    pub(crate) fn in_outcome(&self, plan: &Plan, outcome: &Outcome) -> Option<Option<f64>> {
        let level = || &outcome.service_levels[self.at];
        let name = || plan.level_names.get(self.at);
        Some(match self.kind.as_str() {
            "wait" => outcome.stages[self.at].wait.value,
            "mean_number" => outcome.stages[self.at].mean_number.value,
            "utilisation" => outcome.stages[self.at].utilisation.value,
            "blocked" => outcome.stages[self.at].blocked.as_ref()?.value,
            "lead_mean" => level().lead_time.mean.value,
            "quote_mean" => level().quote_length.mean.value,
            "offer_share" => level().offer_share.value,
            "closed_by_cap" => level().closed_by_cap.as_ref()?.value,
            "earliness_mean" if self.at == plan.level_names.len() => outcome.earliness.mean.value,
            "tardiness_mean" if self.at == plan.level_names.len() => outcome.tardiness.mean.value,
            "on_time" if self.argument.is_empty() => level().on_time.value,
            "on_time_day" if self.argument.is_empty() => level().on_time_day.value,
            "on_time" | "on_time_day" => {
                let grain = if self.kind == "on_time" {
                    "instant"
                } else {
                    "day"
                };
                let PaddingAmount::Elapsed(length) = self.padding() else {
                    return None;
                };
                let seconds = length.0 as f64 / 1_000.0;
                let fits = outcome.on_time.iter().find(|figure| {
                    figure.service_level.as_ref() == name()
                        && figure.zone.is_none()
                        && figure.grain == grain
                        && figure.padding.kind == "elapsed"
                        && !figure.padding.own
                        && figure.padding.value == Some(seconds)
                });
                fits?.value
            }
            "late_conditional" => outcome.conditional.as_ref()?.levels[self.at].late.value,
            "on_time_zone" => outcome.zones[self.at].on_time.value,
            "zone_lead" => outcome.zones[self.at].lead_time.value,
            "lane_wait" => outcome.lanes[self.at].wait.value,
            "left_behind" => outcome.lanes[self.at].left_behind.value,
            "nsd" => outcome.lanes[self.at].nsd.value,
            kind => return stock::in_outcome(kind, self.at, outcome),
        })
    }
}

fn total(sum: f64, count: f64) -> Total {
    Total { sum, count }
}

fn indicator(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn stage(plan: &Plan, name: &str) -> Option<usize> {
    plan.stations.iter().position(|station| {
        format!(
            "{}/{}",
            plan.facilities[station.facility as usize].name, station.stage
        ) == name
    })
}

fn level_row(plan: &Plan, name: &str) -> Option<usize> {
    if name == "all" {
        return Some(plan.level_names.len());
    }
    plan.level_names.iter().position(|level| level == name)
}
