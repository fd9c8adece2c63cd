//! Random demand, and the files that it needs.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Debug)]
pub enum Demand {
    Poisson {
        per_day: u32,
        evening: bool,
        /// More visits on some days, fewer on others.
        season: bool,
    },
    Renewal {
        interarrival: &'static str,
        batch: u32,
    },
    Forecast {
        per_day: u32,
    },
    /// Minutes after the start of the second hour, and the zone.
    Replay(Vec<(u32, usize)>),
}

pub fn demand() -> impl Strategy<Value = Demand> {
    let interarrival = select(
        &[
            "constant(15min)",
            "exponential(mean=20min)",
            "erlang(2, mean=10min)",
            "uniform(0min, 40min)",
        ][..],
    );
    prop_oneof![
        (20..250u32, any::<bool>(), any::<bool>()).prop_map(|(per_day, evening, season)| {
            Demand::Poisson {
                per_day,
                evening,
                season,
            }
        }),
        (interarrival, 1..5u32).prop_map(|(interarrival, batch)| Demand::Renewal {
            interarrival,
            batch
        }),
        (20..200u32).prop_map(|per_day| Demand::Forecast { per_day }),
        prop::collection::vec((0..1_300u32, 0..3usize), 1..80).prop_map(|mut rows| {
            rows.sort_unstable();
            Demand::Replay(rows)
        }),
    ]
}

impl Demand {
    /// The file that it needs, if any: name and text.
    pub fn file(&self, start: &str, zones: usize) -> Option<(String, String)> {
        match self {
            Self::Forecast { per_day } => {
                Some(("forecast.csv".to_owned(), Self::forecast(*per_day, start)))
            }
            Self::Replay(rows) => Some(("orders.csv".to_owned(), Self::orders(rows, start, zones))),
            _ => None,
        }
    }

    pub fn write(&self, out: &mut String) -> std::fmt::Result {
        match self {
            Demand::Poisson {
                per_day,
                evening,
                season,
            } => {
                let hours: Vec<u32> = (0..24).map(|hour| if hour >= 17 { 3 } else { 1 }).collect();
                writeln!(out, "[profiles.evening]\nhours = {hours:?}\n")?;
                writeln!(out, "[demand.poisson]\nrate = \"{per_day}/d\"")?;
                if *season {
                    writeln!(
                        out,
                        "season = [{{ from = 2026-03-28, to = 2026-10-24, factor = 1.7 }}, {{ from = 2026-10-31, to = 2026-11-03, factor = 0.4 }}, {{ from = 2026-11-03, to = 2026-11-03, factor = 3 }}]"
                    )?;
                }
                writeln!(
                    out,
                    "{}",
                    if *evening {
                        "profile = \"evening\"\n"
                    } else {
                        ""
                    }
                )
            }
            Demand::Renewal {
                interarrival,
                batch,
            } => {
                writeln!(
                    out,
                    "[demand.renewal]\ninterarrival = \"{interarrival}\"\nbatch = {batch}\n"
                )
            }
            Demand::Forecast { .. } => writeln!(
                out,
                "[demand.forecast]\nvolume = \"forecast.csv\"\nerror = \"lognormal(mean=1, cv=0.2)\"\n"
            ),
            Demand::Replay(_) => writeln!(out, "[demand.replay]\nlog = \"orders.csv\"\n"),
        }
    }

    /// The same volume on each of the first days.
    fn forecast(per_day: u32, start: &str) -> String {
        let (month, first) = start.rsplit_once('-').expect("a date has hyphens");
        let first: u32 = first.parse().expect("a day is a number");
        let mut text = "date,volume\n".to_owned();
        for day in first..(first + 4).min(31) {
            writeln!(text, "{month}-{day:02},{per_day}")
                .expect("writing into a string cannot fail");
        }
        text
    }

    fn orders(rows: &[(u32, usize)], start: &str, zones: usize) -> String {
        let mut text = "time,zone\n".to_owned();
        for (minute, zone) in rows {
            // Between 01:00 and 22:40 of the first day: no clock changes then.
            let (hour, minute) = (1 + minute / 60, minute % 60);
            let zone = zone % zones;
            writeln!(text, "{start}T{hour:02}:{minute:02}:00,Z{zone}")
                .expect("writing into a string cannot fail");
        }
        text
    }
}
