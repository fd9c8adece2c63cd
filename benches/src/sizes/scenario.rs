//! The scenario of a size, as text and tables.

use std::borrow::Cow;
use std::fmt::Write as _;

use leadtime_network::Files;

use super::Size;

/// A length in whole milliseconds, as scenarios write it.
fn length(minutes: f64) -> String {
    format!("{:.0}ms", 60_000.0 * minutes)
}

pub(super) fn files(size: &Size) -> Files {
    let tables = [
        ("scenario.toml", settings(size)),
        ("facilities.csv", facilities(size)),
        ("stages.csv", stages(size)),
        ("lanes.csv", lanes(size)),
        ("zones.csv", zones(size)),
    ];
    Files::in_memory(tables.map(|(name, text)| (name.to_owned(), Cow::Owned(text.into_bytes()))))
}

/// All but the tables. The promise stays as tight as in the reference network: four hours beyond the mean transit.
fn settings(size: &Size) -> String {
    format!(
        "schema = 1
name = \"{name}\"

[clock]
start = 2026-11-02
time_zone = \"UTC\"
warm_up = \"{warm_up}\"
horizon = \"{horizon}\"

[study]
seed = 1
replications = 1

[demand.poisson]
rate = \"{per_day:.3}/d\"

[tables]
facilities = \"facilities.csv\"
stages = \"stages.csv\"
lanes = \"lanes.csv\"
zones = \"zones.csv\"

[[service_levels]]
name = \"standard\"
promise.constant = {{ after = \"{promise}\" }}

[[padding_grid]]
from = \"-6h\"
to = \"12h\"
step = \"15min\"
",
        name = size.name,
        warm_up = length((size.horizon / 4.0).min(3.0 * 1_440.0)),
        horizon = length(size.horizon),
        per_day = size.rate * 1_440.0,
        promise = length(size.transit + 240.0),
    )
}

/// Name of the delivery station or zone at the end of a lane; as in the reference network where there is one.
fn numbered(name: &str, size: &Size, at: u64) -> String {
    if size.lanes == 1 {
        name.to_owned()
    } else {
        format!("{name} {at}")
    }
}

/// The rows of all delivery stations after a table's first ones.
fn per_lane(first: &str, size: &Size, row: impl Fn(&str, &str) -> String) -> String {
    let mut table = first.to_owned();
    for at in 0..size.lanes {
        let station = numbered("DS", size, at);
        let zone = numbered("customers", size, at);
        // Writing to a text cannot fail.
        let _ = writeln!(table, "{}", row(&station, &zone));
    }
    table
}

fn facilities(size: &Size) -> String {
    let first = "name,kind\nFC,fulfilment-centre\n";
    per_lane(first, size, |station, _| {
        format!("{station},delivery-station")
    })
}

fn stages(size: &Size) -> String {
    let [picker, packer, sorter] = size.servers;
    let [pick, pack, sort] = size.service;
    let first = format!(
        "facility,stage,servers,service\n\
         FC,pick,{picker},\"lognormal(mean={}, cv=0.5)\"\n\
         FC,pack,{packer},\"lognormal(mean={}, cv=0.5)\"\n",
        length(pick),
        length(pack),
    );
    let (servers, scale) = (sorter.div_ceil(size.lanes), length(sort / 4.0));
    per_lane(&first, size, |station, _| {
        format!("{station},station,{servers},\"gamma(shape=4, scale={scale})\"")
    })
}

fn lanes(size: &Size) -> String {
    let scale = length(size.transit / 16.0);
    per_lane(
        "from,to,mode,departures,transit,draw\n",
        size,
        |station, zone| {
            format!(
                "FC,{station},truck,every 120min,\"gamma(shape=16, scale={scale})\",per-parcel\n\
                 {station},{zone},,,constant(0min),"
            )
        },
    )
}

fn zones(size: &Size) -> String {
    per_lane("name\n", size, |_, zone| zone.to_owned())
}
