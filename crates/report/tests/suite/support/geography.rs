//! Cities, zones, stages, lanes and the map of the synthetic network.
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

use leadtime_sim::outcome::*;

use super::shapes::*;

pub struct City {
    pub name: String,
    pub population: f64,
    pub latitude: f64,
    pub longitude: f64,
}

pub fn cities() -> Vec<City> {
    let rows = include_str!("cities.csv").lines().skip(2);
    rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse().unwrap();
        City {
            name: cells[0].into(),
            population: number(1),
            latitude: number(2),
            longitude: number(3),
        }
    })
    .collect()
}

pub fn zone_figures(i: usize, city: &City) -> ZoneFigures {
    let n = city.population * 0.044;
    let p = 0.985 - 0.05 * ((i * 37 % 100) as f64 / 100.0) * ((i * 37 % 100) as f64 / 100.0);
    let half = 1.98 * (p * (1.0 - p) * 9.0 / n).sqrt();
    let law = Law {
        name: "all",
        n,
        ..LAWS[3]
    };
    let mut on_time = row(&law, padding("elapsed", None, "s", true), 0.0, "instant");
    on_time.zone = Some(city.name.clone());
    on_time.value = Some(p);
    (on_time.low, on_time.high) = (Some(p - 1.3 * half), Some(p + half));
    on_time.marks = if n / 9.0 < 1200.0 {
        vec![Mark::SmallSegment]
    } else {
        Vec::new()
    };
    ZoneFigures {
        zone: city.name.clone(),
        on_time,
        lead_time: figure(
            Some((30.0 + (i % 17) as f64) * HOUR),
            Some(0.2 * HOUR),
            n as u64,
            Unit::Seconds,
        ),
    }
}

const CODES: [&str; 30] = [
    "JFK8", "LAX9", "MDW2", "HOU1", "PHL4", "PHX6", "SAT2", "DFW3", "SJC7", "AUS1", "JAX2", "IND4",
    "CMH1", "CLT2", "DEN3", "BFI4", "MEM1", "BNA3", "ATL6", "MCI7", "TPA2", "MSP1", "ORD-SORT",
    "DFW-SORT", "ONT-SORT", "EWR-SORT", "ATL-SORT", "SEA-SORT", "DEN-SORT", "CVG-HUB",
];

pub fn stages() -> Vec<StageFigures> {
    let mut out = Vec::new();
    for (f, code) in CODES.iter().enumerate() {
        let names: &[&str] = if f < 22 {
            &["pick", "pack", "load"]
        } else {
            &["inbound-sort", "outbound-sort"]
        };
        for (s, name) in names.iter().enumerate() {
            let busy = 0.55 + 0.42 * ((f * 29 + s * 41) % 53) as f64 / 53.0;
            out.push(stage(code, name, busy, s == 2));
        }
    }
    out
}

fn stage(facility: &str, name: &str, busy: f64, unlimited: bool) -> StageFigures {
    let by_hour = |i: usize| {
        let (day, hour) = (i / 24, (i % 24) as f64);
        let shift = if (6.0..22.0).contains(&hour) && day < 6 {
            1.0
        } else {
            0.0
        };
        (busy * shift * (0.75 + 0.45 * libm::exp(-(hour - 16.0) * (hour - 16.0) / 20.0))).min(1.0)
    };
    let waiting = busy * busy / (1.02 - busy) * 8.0;
    let backlog =
        |h: usize| waiting * (0.3 + 1.4 * libm::exp(-(h as f64 - 17.0) * (h as f64 - 17.0) / 14.0));
    StageFigures {
        facility: facility.into(),
        stage: name.into(),
        parcels: figure(Some(25_602.0 * busy), Some(80.0), 100, Unit::Count),
        wait: figure(
            Some(waiting * 12.0),
            Some(waiting * 0.4),
            2_560_226,
            Unit::Seconds,
        ),
        utilisation: if unlimited {
            figure(None, None, 0, Unit::Share)
        } else {
            figure(Some(busy), Some(0.003), 100, Unit::Share)
        },
        blocked: None,
        mean_number: figure(Some(waiting), Some(waiting * 0.03), 100, Unit::One),
        utilisation_by_hour: if unlimited {
            Vec::new()
        } else {
            (0..168).map(by_hour).collect()
        },
        backlog_by_hour: (0..24).map(backlog).collect(),
    }
}

pub fn lanes() -> Vec<LaneFigures> {
    (0..22)
        .map(|i| {
            let sort = CODES[22 + i % 8];
            let load = 0.45 + 0.54 * (i * 7 % 22) as f64 / 22.0;
            let left = if load > 0.85 {
                40.0 * (load - 0.85)
            } else {
                0.0
            };
            LaneFigures {
                lane: format!("{}->{sort}", CODES[i]),
                parcels: figure(Some(1164.0 * load), Some(6.0), 100, Unit::Count),
                wait: figure(Some(4500.0 * load), Some(40.0), 25_602, Unit::Seconds),
                left_behind: figure(Some(left), Some(left * 0.1), 4200, Unit::One),
                load: figure(Some(load), Some(0.004), 4200, Unit::Share),
                nsd: figure(Some(1.0 - left / 40.0), Some(0.002), 25_602, Unit::Share),
                transit_draw: if i % 5 == 0 {
                    "parcel".into()
                } else {
                    "departure".into()
                },
            }
        })
        .collect()
}

pub fn map(cities: &[City]) -> (Vec<MapNode>, Vec<MapEdge>) {
    let mut nodes: Vec<MapNode> = Vec::new();
    for (i, code) in CODES.iter().enumerate() {
        let home = &cities[(i * 3) % cities.len()];
        let kind = if i < 22 {
            "fulfilment-centre"
        } else if i < 29 {
            "sort-centre"
        } else {
            "hub"
        };
        let shift = 0.25 * if i % 2 == 0 { 1.0 } else { -1.0 };
        nodes.push(MapNode {
            name: (*code).into(),
            kind: kind.into(),
            latitude: home.latitude + shift,
            longitude: home.longitude - shift,
            per_day: 4000.0 / (1.0 + i as f64 / 6.0),
            on_time: None,
        });
    }
    let mut edges = Vec::new();
    for from in 0..22_u32 {
        for to in 22..30_u32 {
            if (from + to) % 3 == 0 {
                edges.push(MapEdge {
                    from,
                    to,
                    mode: "truck".into(),
                    per_day: 900.0 / f64::from(1 + from),
                });
            }
        }
    }
    for (i, city) in cities.iter().enumerate() {
        let at = nodes.len() as u32;
        nodes.push(MapNode {
            name: city.name.clone(),
            kind: "zone".into(),
            latitude: city.latitude,
            longitude: city.longitude,
            per_day: city.population / 2000.0,
            on_time: zone_figures(i, city).on_time.value,
        });
        let near = (22..30)
            .min_by(|&a, &b| far(&nodes[a], city).total_cmp(&far(&nodes[b], city)))
            .unwrap();
        edges.push(MapEdge {
            from: near as u32,
            to: at,
            mode: String::new(),
            per_day: city.population / 2000.0,
        });
    }
    (nodes, edges)
}

fn far(node: &MapNode, city: &City) -> f64 {
    let (dy, dx) = (
        node.latitude - city.latitude,
        0.78 * (node.longitude - city.longitude),
    );
    dx * dx + dy * dy
}
