//! The shapes behind the synthetic network: laws of slack, zones, stages, lanes, map.
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

use leadtime_sim::outcome::*;

pub const HOUR: f64 = 3600.0;
pub const DAY: f64 = 86_400.0;

/// Slack at padding 0 is logistic(middle, scale) hours with a share of disasters; orders over 100 replications.
pub struct Law {
    pub name: &'static str,
    pub own: f64,
    pub target: f64,
    pub n: f64,
    pub middle: f64,
    pub scale: f64,
    pub disaster: f64,
    pub end_of_day: bool,
    /// Hours of padding from which offers are withdrawn.
    pub latest: f64,
    pub quote: f64,
    pub deff: f64,
}

pub const LAWS: [Law; 4] = [
    Law {
        name: "same-day",
        own: 0.0,
        target: 0.95,
        n: 181_402.0,
        middle: 2.4,
        scale: 1.0,
        disaster: 0.012,
        end_of_day: false,
        latest: 2.0,
        quote: 9.1,
        deff: 18.0,
    },
    Law {
        name: "next-day",
        own: 3.0,
        target: 0.98,
        n: 768_121.0,
        middle: 1.7,
        scale: 1.6,
        disaster: 0.004,
        end_of_day: false,
        latest: 30.0,
        quote: 27.3,
        deff: 41.0,
    },
    Law {
        name: "two-day",
        own: 0.0,
        target: 0.999,
        n: 1_610_703.0,
        middle: 9.0,
        scale: 1.55,
        disaster: 0.000_02,
        end_of_day: true,
        latest: 96.0,
        quote: 52.4,
        deff: 55.0,
    },
    Law {
        name: "all",
        own: f64::NAN,
        target: f64::NAN,
        n: 2_560_226.0,
        middle: 6.5,
        scale: 1.7,
        disaster: 0.003,
        end_of_day: false,
        latest: 60.0,
        quote: 40.2,
        deff: 60.0,
    },
];

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

impl Law {
    /// On-time share at a padding in hours.
    pub fn share(&self, padding: f64, by_day: bool) -> f64 {
        // Under end-of-day rounding only whole days of padding matter, but for orders near midnight.
        let told = if self.end_of_day {
            let day = (padding / 24.0).floor();
            24.0 * (day + logistic((padding - 24.0 * day - 12.0) / 0.8))
        } else {
            padding
        };
        let spare = if by_day && !self.end_of_day { 2.6 } else { 0.0 };
        let late = 1.0 - logistic((self.middle + told + spare) / self.scale);
        let slow = self.disaster * libm::exp(-(told.max(0.0)) / 30.0);
        let share = 1.0 - late * (1.0 - slow) - slow;
        if share * self.n > self.n - 0.5 {
            1.0
        } else {
            share
        }
    }

    pub fn offered(&self, padding: f64) -> f64 {
        let base = if self.name == "same-day" { 0.81 } else { 0.997 };
        base * (1.0 - 0.75 * logistic((padding - self.latest - 4.0) / 2.5)).min(1.0)
    }
}

pub fn row(law: &Law, padding: Padding, hours: f64, grain: &str) -> OnTime {
    let offered = law.offered(hours);
    let n = law.n * offered;
    let p = law.share(hours, grain == "day");
    let half = 1.98 * (p * (1.0 - p) * law.deff / n).sqrt();
    let late_replications = 100.0 * (1.0 - libm::exp(-(1.0 - p) * n / law.deff / 10.0));
    let mut marks = Vec::new();
    if p == 1.0 {
        marks.push(Mark::ZeroLate);
    } else if late_replications < 20.0 {
        marks.push(Mark::TooFewBadPeriods);
    }
    let low = if p == 1.0 {
        0.9705
    } else {
        (p - 1.3 * half).max(0.0)
    };
    OnTime {
        service_level: (law.name != "all").then(|| law.name.into()),
        zone: None,
        padding,
        grain: grain.into(),
        denominator: "all-promised".into(),
        value: Some(p),
        low: Some(low),
        high: Some((p + half).min(1.0)),
        n: n as u64,
        method: "korn-graubard".into(),
        offer_share: Some(offered),
        design_effect: Some(law.deff),
        zero_late: None,
        marks,
    }
}

pub fn padding(kind: &str, value: Option<f64>, unit: &str, own: bool) -> Padding {
    Padding {
        kind: kind.into(),
        place: "promise".into(),
        value,
        unit: unit.into(),
        own,
        passive: true,
        simulated: false,
        feeds_back: false,
    }
}

/// The grids −24 h to 72 h by 1 h and −1 d to 3 d by 1 d, both grains, and the own padding.
pub fn curve_rows(law: &Law) -> Vec<OnTime> {
    let mut rows = Vec::new();
    for grain in ["instant", "day"] {
        for h in -24..=72 {
            rows.push(row(
                law,
                padding("elapsed", Some(f64::from(h) * HOUR), "s", false),
                f64::from(h),
                grain,
            ));
        }
        for d in -1..=3 {
            rows.push(row(
                law,
                padding("days", Some(f64::from(d)), "d", false),
                24.0 * f64::from(d),
                grain,
            ));
        }
        let own = if law.own.is_nan() {
            None
        } else {
            Some(law.own * HOUR)
        };
        rows.push(row(
            law,
            padding("elapsed", own, "s", true),
            if law.own.is_nan() { 1.5 } else { law.own },
            grain,
        ));
    }
    rows
}

pub fn figure(value: Option<f64>, half: Option<f64>, n: u64, unit: Unit) -> Figure {
    let end = |sign: f64| Some(value? + sign * half?);
    Figure {
        value,
        low: end(-1.0),
        high: end(1.0),
        n,
        method: "t-clustered-ratio".into(),
        unit,
        marks: Vec::new(),
    }
}

pub fn lengths(mean: f64, spread: f64) -> LeadTimeFigures {
    let at = |z: f64, width: f64| {
        figure(
            Some(mean * (1.0 + spread * z)),
            Some(mean * 0.004 * width),
            2_560_226,
            Unit::Seconds,
        )
    };
    LeadTimeFigures {
        mean: at(0.0, 1.0),
        p50: at(-0.05, 1.0),
        p90: at(0.5, 1.5),
        p95: at(0.75, 2.0),
        p99: at(1.3, 4.0),
        p99_9: at(2.4, 9.0),
    }
}

fn share_figure(row: &OnTime) -> Figure {
    Figure {
        value: row.value,
        low: row.low,
        high: row.high,
        n: row.n,
        method: row.method.clone(),
        unit: Unit::Share,
        marks: row.marks.clone(),
    }
}

pub fn level_figures(law: &Law) -> ServiceLevelFigures {
    let rows = curve_rows(law);
    let own = |grain: &str| {
        rows.iter()
            .find(|r| r.padding.own && r.grain == grain)
            .unwrap()
    };
    let p = own("instant").value.unwrap();
    let target = law.target.is_finite().then_some(law.target);
    let range = |period: &str, n: u64, k: f64| {
        let spread = |q: f64| Some((p - q * k * (1.0 - p)).clamp(0.0, 1.0));
        let reached = target.map(|t| {
            figure(
                Some(logistic((p - t) * 220.0 / k)),
                Some(0.02),
                100,
                Unit::Share,
            )
        });
        OutcomeRange {
            period: period.into(),
            n,
            p5: spread(1.6),
            p50: Some(p),
            p95: spread(-0.8),
            reaches_target: reached,
        }
    };
    ServiceLevelFigures {
        service_level: law.name.into(),
        target,
        claim: None,
        cutoff: match law.name {
            "same-day" => Some(11.0 * HOUR),
            "all" => None,
            _ => Some(17.0 * HOUR),
        },
        offer_share: figure(
            Some(law.offered(if law.own.is_nan() { 0.0 } else { law.own })),
            Some(0.000_4),
            2_561_430,
            Unit::Share,
        ),
        on_time: share_figure(own("instant")),
        on_time_day: share_figure(own("day")),
        outcome_range: vec![
            range("day", 2100, 1.2),
            range("week", 300, 0.7),
            range("window", 100, 0.4),
        ],
        beat_rate: figure(
            Some(if law.quote > 48.0 { 0.312 } else { 0.021 }),
            Some(0.002),
            law.n as u64,
            Unit::Share,
        ),
        beat_by: DAY,
        window: None,
        closed_by_cap: None,
        attempt_counts: false,
        broken_promises: figure(
            Some((1.0 - p) * law.n / 100.0),
            Some((1.0 - p) * law.n / 1000.0),
            100,
            Unit::Count,
        ),
        no_broken_promise: figure(Some(0.0), Some(0.0), 100, Unit::Share),
        lead_time: lengths((law.quote - law.middle) * HOUR, 0.3),
        quote_length: lengths(law.quote * HOUR, 0.1),
        slack: slack_figures(law),
        slack_tail: Some(slack_tail(law)),
        slack_histogram: histogram(law),
        by_hour_of_week: hours(law, p),
        reaches_target_at: target.map_or_else(Vec::new, |t| crossings(&rows, t)),
    }
}

fn slack_at(law: &Law, z: f64) -> Figure {
    let own = if law.own.is_nan() { 1.5 } else { law.own };
    figure(
        Some((law.middle + own + z * law.scale) * HOUR),
        Some(0.05 * HOUR),
        law.n as u64,
        Unit::Seconds,
    )
}

fn slack_tail(law: &Law) -> SlackTail {
    SlackTail {
        p5: slack_at(law, -2.9),
        p1: slack_at(law, -4.6),
        p0_1: slack_at(law, -6.9),
    }
}

fn slack_figures(law: &Law) -> LeadTimeFigures {
    let at = |z: f64| slack_at(law, z);
    LeadTimeFigures {
        mean: at(0.0),
        p50: at(0.0),
        p90: at(2.2),
        p95: at(2.9),
        p99: at(4.6),
        p99_9: at(6.9),
    }
}

fn histogram(law: &Law) -> Vec<Bin> {
    let own = if law.own.is_nan() { 1.5 } else { law.own };
    let below = |x: f64| logistic((x - law.middle - own) / law.scale);
    (-96..192)
        .map(|i| {
            let (low, high) = (f64::from(i) * 0.25, f64::from(i + 1) * 0.25);
            let count = (law.n * (below(high) - below(low))).round() as u64;
            Bin {
                low: low * HOUR,
                high: high * HOUR,
                count,
            }
        })
        .collect()
}

/// Worse towards the cutoff at 17, worst on Friday; nothing is ordered on Sunday night.
fn hours(law: &Law, p: f64) -> Vec<Hourly> {
    (0..168)
        .map(|i| {
            let (day, hour) = (i / 24, f64::from(i % 24));
            let evening = 0.35 + libm::exp(-(hour - 20.0) * (hour - 20.0) / 30.0);
            let n = if day == 6 && hour >= 22.0 {
                0.0
            } else {
                law.n / 168.0 * evening * if hour < 5.0 { 0.05 } else { 1.0 }
            };
            let near = libm::exp(-(17.0 - hour).rem_euclid(24.0) / 3.0);
            let late = (1.0 - p) * (0.5 + 3.0 * near) * if day == 4 { 1.8 } else { 1.0 };
            let n = n as u64;
            Hourly {
                n,
                on_time: n - ((n as f64 * late).round() as u64).min(n),
            }
        })
        .collect()
}

fn crossings(rows: &[OnTime], target: f64) -> Vec<Curve> {
    let mut out = Vec::new();
    for (kind, unit) in [("elapsed", "s"), ("days", "d")] {
        for grain in ["instant", "day"] {
            let grid: Vec<_> = rows
                .iter()
                .filter(|r| r.padding.kind == kind && r.grain == grain && !r.padding.own)
                .collect();
            let first = |of: fn(&OnTime) -> Option<f64>| {
                grid.iter()
                    .find(|r| of(r).unwrap() >= target)
                    .and_then(|r| r.padding.value)
            };
            out.push(Curve {
                kind: kind.into(),
                unit: unit.into(),
                grain: grain.into(),
                target,
                by_value: first(|r| r.value),
                by_low: first(|r| r.low),
                highest: grid.iter().filter_map(|r| r.value).reduce(f64::max),
            });
        }
    }
    out
}
