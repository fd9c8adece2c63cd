//! Synthetic outcomes: a US network as a study would report it, and a degenerate one.
#![allow(clippy::unwrap_used, missing_docs, dead_code, unreachable_pub)]

pub mod geography;
pub mod shapes;
pub mod svg;

use geography::*;
use leadtime_sim::outcome::*;
use shapes::*;

/// 22 fulfilment centres, 8 sort centres, 100 zones, three levels, 100 replications.
pub fn network() -> Outcome {
    let cities = cities();
    let levels: Vec<ServiceLevelFigures> = LAWS.iter().map(level_figures).collect();
    let mut on_time = Vec::new();
    for law in &LAWS {
        on_time.extend(curve_rows(law));
    }
    let zones: Vec<ZoneFigures> = cities
        .iter()
        .enumerate()
        .map(|(i, c)| zone_figures(i, c))
        .collect();
    on_time.extend(zones.iter().map(|z| z.on_time.clone()));
    let mut worst: Vec<OnTime> = zones.iter().map(|z| z.on_time.clone()).collect();
    worst.sort_by(|a, b| a.value.unwrap().total_cmp(&b.value.unwrap()));
    worst.truncate(10);
    let (map_nodes, map_edges) = map(&cities);
    let all = levels.last().unwrap().clone();
    Outcome {
        schema: SCHEMA,
        scenario: ScenarioSummary {
            name: "us-next-day".into(),
            description: "A national network of 22 fulfilment centres promising same day, next day and two day.".into(),
            digest: "3f9a1c07be52d4e88a6f0b1d2c3e4f5061728394a5b6c7d8e9f0a1b2c3d4e5f6".into(),
            start: "2026-11-02".into(),
            time_zone: "America/New_York".into(),
            warm_up: 7.0 * DAY,
            horizon: 28.0 * DAY,
            drain: 10.0 * DAY,
            counts: NetworkCounts { facilities: 30, zones: 100, lanes: 412, stages: 82 },
        },
        seed: 42,
        replications: 100,
        requested: 100,
        stopped: Stopped::Completed,
        precision: Vec::new(),
        uncapacitated: false,
        orders_simulated: 3_412_907,
        cohort: Cohort { visits: 2_561_430, not_offered: 1_204, promised: 2_560_226, delivered: 2_560_101, undecided: 125, exhausted: 0 },
        lead_time: all.lead_time.clone(),
        quote_length: all.quote_length.clone(),
        slack: all.slack.clone(),
        earliness: lengths(3.1 * HOUR, 0.4),
        tardiness: lengths(0.2 * HOUR, 1.5),
        on_time,
        service_levels: levels,
        zones,
        worst_zones: worst,
        stages: stages(),
        stock: Vec::new(),
        baskets: None,
        returns: None,
        lanes: lanes(),
        blame: None,
        conditional: None,
        importance: None,
        deadlines: Vec::new(),
        costs: None,
        map_nodes,
        map_edges,
        warnings: vec![Warning {
            code: "W503".into(),
            message: "stage `DFW3/pack` is busy 97 % of its time: queues may still grow at the end of the warm-up".into(),
            help: Some("lengthen `clock.warm_up` or add servers".into()),
        }],
    }
}

/// One replication, one level, one zone, nothing late, nothing positioned, several figures unobserved.
pub fn degenerate() -> Outcome {
    let nothing = |unit| figure(None, None, 0, unit);
    let lone = |value| Figure {
        marks: vec![Mark::OneReplication],
        ..figure(Some(value), None, 12, Unit::Seconds)
    };
    let times = |v: f64| LeadTimeFigures {
        mean: lone(v),
        p50: lone(v),
        p90: lone(v),
        p95: lone(v),
        p99: nothing(Unit::Seconds),
        p99_9: nothing(Unit::Seconds),
    };
    let mark = vec![Mark::OneReplication, Mark::ZeroLate];
    let row = |padding: Option<f64>, own: bool, value: Option<f64>| OnTime {
        service_level: Some("standard".into()),
        zone: None,
        padding: Padding {
            kind: "elapsed".into(),
            place: "promise".into(),
            value: padding,
            unit: "s".into(),
            own,
            passive: true,
            simulated: false,
            feeds_back: false,
        },
        grain: "instant".into(),
        denominator: "all-promised".into(),
        value,
        low: None,
        high: None,
        n: if value.is_some() { 12 } else { 0 },
        method: "none".into(),
        offer_share: value.map(|_| 1.0),
        design_effect: None,
        zero_late: None,
        marks: mark.clone(),
    };
    let level = |name: &str| ServiceLevelFigures {
        service_level: name.into(),
        target: None,
        claim: None,
        cutoff: None,
        offer_share: figure(Some(1.0), None, 12, Unit::Share),
        on_time: Figure {
            marks: mark.clone(),
            ..figure(Some(1.0), None, 12, Unit::Share)
        },
        on_time_day: nothing(Unit::Share),
        outcome_range: vec![OutcomeRange {
            period: "day".into(),
            n: 1,
            p5: None,
            p50: None,
            p95: None,
            reaches_target: None,
        }],
        beat_rate: nothing(Unit::Share),
        beat_by: DAY,
        window: None,
        closed_by_cap: None,
        attempt_counts: false,
        broken_promises: figure(Some(0.0), None, 1, Unit::Count),
        no_broken_promise: nothing(Unit::Share),
        lead_time: times(30.0 * HOUR),
        quote_length: times(48.0 * HOUR),
        slack: times(18.0 * HOUR),
        slack_tail: None,
        slack_histogram: vec![Bin {
            low: 17.0 * HOUR,
            high: 18.0 * HOUR,
            count: 12,
        }],
        by_hour_of_week: vec![Hourly::default(); 168],
        reaches_target_at: Vec::new(),
    };
    let only = |n: u32| NetworkCounts {
        facilities: n,
        zones: n,
        lanes: n,
        stages: n,
    };
    let template = network();
    Outcome {
        scenario: ScenarioSummary {
            name: "tiny".into(),
            description: String::new(),
            counts: only(1),
            ..template.scenario
        },
        replications: 1,
        requested: 10,
        stopped: Stopped::Interrupted,
        precision: Vec::new(),
        uncapacitated: false,
        orders_simulated: 12,
        cohort: Cohort {
            visits: 12,
            not_offered: 0,
            promised: 12,
            delivered: 12,
            undecided: 0,
            exhausted: 0,
        },
        lead_time: times(30.0 * HOUR),
        quote_length: times(48.0 * HOUR),
        slack: times(18.0 * HOUR),
        earliness: times(18.0 * HOUR),
        tardiness: times(0.0),
        on_time: vec![
            row(Some(0.0), true, Some(1.0)),
            row(Some(-86_400.0), false, None),
            row(Some(3600.0), false, Some(1.0)),
        ],
        service_levels: vec![level("standard"), level("all")],
        zones: vec![ZoneFigures {
            zone: "東京 & <Springfield>".into(),
            on_time: OnTime {
                zone: Some("東京 & <Springfield>".into()),
                service_level: None,
                ..row(Some(0.0), true, Some(1.0))
            },
            lead_time: lone(30.0 * HOUR),
        }],
        worst_zones: Vec::new(),
        stages: vec![StageFigures {
            facility: "A".into(),
            stage: "pick".into(),
            parcels: figure(Some(12.0), None, 1, Unit::Count),
            wait: nothing(Unit::Seconds),
            utilisation: nothing(Unit::Share),
            blocked: None,
            mean_number: nothing(Unit::One),
            utilisation_by_hour: Vec::new(),
            backlog_by_hour: vec![0.0; 24],
        }],
        stock: Vec::new(),
        baskets: None,
        returns: None,
        lanes: vec![LaneFigures {
            lane: "A->B".into(),
            parcels: figure(Some(12.0), None, 1, Unit::Count),
            wait: nothing(Unit::Seconds),
            left_behind: nothing(Unit::One),
            load: nothing(Unit::Share),
            nsd: nothing(Unit::Share),
            transit_draw: "parcel".into(),
        }],
        blame: None,
        costs: None,
        map_nodes: Vec::new(),
        map_edges: Vec::new(),
        warnings: Vec::new(),
        ..template
    }
}
