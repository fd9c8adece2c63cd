//! Figures of service levels, padding curves and zones.

use leadtime_stats::{Confidence, RatioSums, Total, outcome};

use super::StudyOutcome;
use super::figures::{
    earliness, figure, lengths, mean_of, share, slack_tail, tardiness, total, unknown,
};
use crate::engine::{LevelSums, OwnCell};
use crate::outcome::{Bin, Hourly, OutcomeRange, ServiceLevelFigures, Unit, WindowFigures};
use crate::plan::Plan;

impl StudyOutcome {
    /// Per level, then all levels.
    pub(super) fn service_levels(&self, plan: &Plan) -> Vec<ServiceLevelFigures> {
        (0..=plan.levels.len())
            .map(|row| self.service_level(plan, row))
            .collect()
    }

    fn service_level(&self, plan: &Plan, row: usize) -> ServiceLevelFigures {
        let sums = &self.sums;
        let own = &sums.own[row];
        let level = plan.levels.get(row);
        let target = level.and_then(|level| level.target);
        let late: Vec<f64> = self.per_replication(row, |_, cell| f64::from(cell.n - cell.on_time));
        let mut no_broken = RatioSums::default();
        late.iter()
            .for_each(|&late| no_broken.record(u64::from(late == 0.0), 1));
        let beat_by = level
            .or(plan.levels.first())
            .map_or(0, |level| level.terms.beat_by);
        ServiceLevelFigures {
            service_level: level_name(plan, row).unwrap_or_else(|| "all".to_owned()),
            target,
            claim: target.and_then(|target| self.claim(plan, row, target)),
            cutoff: level
                .and_then(|level| level.usual_cutoff)
                .map(|ticks| f64::from(ticks) / 1_000.0),
            offer_share: share(&own.offered),
            closed_by_cap: level.filter(|_| plan.capped).map(|_| {
                let closed = self.per_replication(row, |sums, _| sums.closed as f64);
                mean_of(&closed, Unit::Count)
            }),
            on_time: share(&own.on_time),
            on_time_day: share(&own.on_time_day),
            outcome_range: self.outcome_ranges(row, target),
            beat_rate: share(&own.beaten),
            beat_by: beat_by as f64 / 1_000.0,
            window: level.and_then(|level| {
                Some(WindowFigures {
                    length: level.terms.window? as f64 / 1_000.0,
                    early_is_ok: level.terms.early_is_ok,
                    early: share(&own.early),
                    in_window: share(&own.in_window),
                })
            }),
            attempt_counts: level.is_some_and(|level| level.attempt_counts),
            broken_promises: mean_of(&late, Unit::Count),
            no_broken_promise: wilson(&no_broken),
            lead_time: lengths(
                &self.totals(row, |sums| (sums.lead, sums.delivered)),
                &sums.lead[row],
            ),
            quote_length: lengths(
                &self.totals(row, |sums| (sums.quote, sums.promised)),
                &sums.quote[row],
            ),
            slack: lengths(
                &self.totals(row, |sums| {
                    (sums.earliness - sums.tardiness, sums.delivered)
                }),
                &sums.slack[row],
            ),
            slack_tail: Some(slack_tail(&sums.slack[row])),
            slack_histogram: self.slack_bins(row),
            by_hour_of_week: sums.hours[row * 168..(row + 1) * 168]
                .iter()
                .map(|&(n, on_time)| Hourly { n, on_time })
                .collect(),
            reaches_target_at: target
                .map_or_else(Vec::new, |target| self.crossings(plan, row, target)),
        }
    }

    pub(super) fn earliness(&self, row: usize) -> crate::outcome::LeadTimeFigures {
        earliness(
            &self.totals(row, |sums| (sums.earliness, sums.delivered)),
            &self.sums.slack[row],
        )
    }

    pub(super) fn tardiness(&self, row: usize) -> crate::outcome::LeadTimeFigures {
        tardiness(
            &self.totals(row, |sums| (sums.tardiness, sums.delivered)),
            &self.sums.slack[row],
        )
    }

    fn per_replication<T>(&self, row: usize, value: impl Fn(&LevelSums, &OwnCell) -> T) -> Vec<T> {
        self.sums
            .level_sums
            .iter()
            .map(|rows| value(&rows[row].0, &rows[row].1))
            .collect()
    }

    fn totals(&self, row: usize, of: impl Fn(&LevelSums) -> (i64, u64)) -> Vec<Total> {
        self.per_replication(row, |sums, _| {
            let (sum, count) = of(sums);
            total(sum as f64, count as f64)
        })
    }

    fn outcome_ranges(&self, row: usize, target: Option<f64>) -> Vec<OutcomeRange> {
        let window: Vec<(u64, u64)> =
            self.per_replication(row, |_, cell| (u64::from(cell.n), u64::from(cell.on_time)));
        let periods = [
            ("day", &self.sums.days[row]),
            ("week", &self.sums.weeks[row]),
            ("window", &window),
        ];
        let range = |(period, counts): (&str, &Vec<(u64, u64)>)| {
            let counts: Vec<(u64, u64)> = counts.iter().map(|&(n, on_time)| (on_time, n)).collect();
            let shares = outcome::period_shares(&counts);
            let range = outcome::outcome_range(&shares)?;
            let reaches = target.map(|target| {
                if period == "window" {
                    let reaches = outcome::probability_at_least(&shares, target, Confidence::P95);
                    figure(reaches, Unit::Share, "wilson")
                } else {
                    share(&reaching(&counts, self.sums.replications, target))
                }
            });
            Some(OutcomeRange {
                period: period.to_owned(),
                n: shares.len() as u64,
                p5: Some(range.low),
                p50: Some(range.median),
                p95: Some(range.high),
                reaches_target: reaches,
            })
        };
        periods.into_iter().filter_map(range).collect()
    }

    fn slack_bins(&self, row: usize) -> Vec<Bin> {
        let bins = self.sums.slack_counts[row].bins();
        bins.map(|(bin, count)| {
            let (low, high) = leadtime_stats::histogram::bin_bounds(bin);
            Bin {
                low: low as f64 / 1_000.0,
                high: high as f64 / 1_000.0,
                count,
            }
        })
        .collect()
    }
}

pub(super) fn level_name(plan: &Plan, row: usize) -> Option<String> {
    plan.level_names.get(row).cloned()
}

/// Periods that reach a target among those with orders, per replication: the periods of one replication are dependent, so
/// the interval is clustered.
fn reaching(counts: &[(u64, u64)], replications: u32, target: f64) -> RatioSums {
    let mut sums = RatioSums::default();
    let periods = counts.len() / replications.max(1) as usize;
    for replication in counts.chunks_exact(periods.max(1)) {
        let shares = outcome::period_shares(replication);
        let reached = shares.iter().filter(|&&share| share >= target).count();
        sums.record(reached as u64, shares.len() as u64);
    }
    sums
}

fn wilson(sums: &RatioSums) -> crate::outcome::Figure {
    if sums.trials == 0 {
        return unknown(Unit::Share, "wilson");
    }
    figure(
        leadtime_stats::proportion::wilson(sums.hits, sums.trials, Confidence::P95),
        Unit::Share,
        "wilson",
    )
}
