//! Random networks without civil time, all of whose times can be multiplied.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

/// Orders go through some facilities in a row; times in minutes.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Mean time between orders; batches.
    gap: u32,
    batch: u32,
    facilities: Vec<Facility>,
}

#[derive(Clone, Debug)]
struct Facility {
    servers: u32,
    /// A law with `M` for the mean.
    service: &'static str,
    mean: u32,
    /// Departures every so often with so much room; none: on demand.
    departures: Option<(u32, Option<u32>)>,
    transit: &'static str,
    transit_mean: u32,
}

const LAWS: [&str; 5] = [
    "constant(M)",
    "exponential(mean=M)",
    "gamma(mean=M, cv=0.5)",
    "lognormal(mean=M, cv=0.7)",
    "weibull(shape=2, scale=M)",
];

/// Any chain.
pub(crate) fn chain() -> impl Strategy<Value = Chain> {
    let departures = prop::option::weighted(0.6, (30..240u32, prop::option::of(20..60u32)));
    let facility = (
        1..5u32,
        select(&LAWS[..]),
        1..9u32,
        departures,
        select(&LAWS[..]),
        20..400u32,
    )
        .prop_map(
            |(servers, service, mean, departures, transit, transit_mean)| Facility {
                servers,
                service,
                mean,
                departures,
                transit,
                transit_mean,
            },
        );
    (4..12u32, 1..3u32, prop::collection::vec(facility, 1..4)).prop_map(
        |(gap, batch, facilities)| Chain {
            gap,
            batch,
            facilities,
        },
    )
}

impl Chain {
    /// `scenario.toml` with every time multiplied.
    pub(crate) fn toml(&self, factor: u32) -> String {
        self.write(factor)
            .expect("writing into a string cannot fail")
    }

    fn write(&self, factor: u32) -> Result<String, std::fmt::Error> {
        let law = |text: &str, mean: u32| text.replace('M', &format!("{}min", mean * factor));
        let mut out = String::from("schema = 1\nname = \"chain\"\n");
        let hours = 24 * factor;
        writeln!(
            out,
            "[clock]\nstart = 2026-01-05\ntime_zone = \"UTC\"\nwarm_up = \"{hours}h\"\nhorizon = \"{}h\"\ndrain = \"{}h\"",
            4 * hours,
            8 * hours
        )?;
        writeln!(
            out,
            "[demand.renewal]\ninterarrival = \"{}\"\nbatch = {}",
            law("gamma(mean=M, cv=0.8)", self.gap),
            self.batch
        )?;
        for (at, of) in self.facilities.iter().enumerate() {
            let kind = if at == 0 { "fulfilment-centre" } else { "hub" };
            writeln!(out, "[[facilities]]\nname = \"F{at}\"\nkind = \"{kind}\"")?;
            writeln!(
                out,
                "[[stages]]\nfacility = \"F{at}\"\nstage = \"work\"\nservers = {}\nservice = \"{}\"",
                of.servers,
                law(of.service, of.mean)
            )?;
            let to = if at + 1 == self.facilities.len() {
                "city".to_owned()
            } else {
                format!("F{}", at + 1)
            };
            writeln!(
                out,
                "[[lanes]]\nfrom = \"F{at}\"\nto = \"{to}\"\ntransit = \"{}\"",
                law(of.transit, of.transit_mean)
            )?;
            if let Some((every, room)) = of.departures {
                // What a departure draws is named by its instant, which is another one when times are scaled.
                writeln!(
                    out,
                    "departures = \"every {}min\"\ndraw = \"per-parcel\"",
                    every * factor
                )?;
                if let Some(room) = room {
                    writeln!(out, "capacity = {room}")?;
                }
            }
        }
        writeln!(
            out,
            "[[zones]]\nname = \"city\"\n[[service_levels]]\nname = \"standard\"\npromise.constant = {{ after = \"{}h\" }}",
            20 * factor
        )?;
        Ok(out)
    }
}
