//! Random small scenarios: every kind of stage, lane, demand and promise, in valid combinations.
//!
//! A scenario is drawn as a value that shrinks, and written as the TOML (and CSV) that a planner would write.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

#[path = "rules.rs"]
mod rules;

pub use rules::Rules;
use rules::rules;

/// A scenario's files: `scenario.toml` and, for a replay, `orders.csv`; for a forecast, `forecast.csv`.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub clock: Clock,
    /// Layers of facilities; orders start in the first, last legs in the last.
    pub layers: Vec<Vec<Facility>>,
    /// Per gap between two layers: one lane for all pairs, and sometimes a second one for the first level only.
    pub linehauls: Vec<(Lane, Option<Lane>)>,
    pub zones: Vec<Zone>,
    pub levels: Vec<Level>,
    pub demand: Demand,
    pub shocks: Vec<Shock>,
    /// Padding of the last zone, whatever the level.
    pub zone_padding: Option<&'static str>,
    pub fastest: bool,
}

#[derive(Clone, Debug)]
pub struct Clock {
    pub start: &'static str,
    pub time_zone: &'static str,
    pub warm_up_days: u32,
    pub days: u32,
    pub drain_days: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Facility {
    pub time_zone: Option<&'static str>,
    pub stages: Vec<Stage>,
    /// The stages with servers share them; which is served first.
    pub pool: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Stage {
    pub capacity: &'static str,
    pub service: &'static str,
    pub calendar: Option<&'static str>,
    pub rules: Rules,
}

#[derive(Clone, Debug)]
pub struct Lane {
    pub departures: &'static str,
    pub load_lead: Option<&'static str>,
    pub capacity: Option<u32>,
    pub transit: &'static str,
    pub draw: Option<&'static str>,
    pub delay: Option<&'static str>,
    pub cancel: Option<f64>,
    pub dispatch_calendar: Option<&'static str>,
    pub transit_calendar: Option<&'static str>,
    pub spread: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Zone {
    pub weight: u32,
    pub time_zone: Option<&'static str>,
    pub delivery_calendar: Option<&'static str>,
    pub last_leg: Lane,
}

#[derive(Clone, Debug)]
pub struct Level {
    pub share: u32,
    pub priority: Option<u32>,
    pub promise: &'static str,
    pub cutoff: Option<(&'static str, &'static str, &'static str)>,
    pub latest: Option<&'static str>,
    pub padding: &'static str,
    pub rounding: &'static str,
}

#[derive(Clone, Debug)]
pub enum Demand {
    Poisson {
        per_day: u32,
        evening: bool,
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

#[derive(Clone, Debug)]
pub struct Shock {
    pub target: &'static str,
    pub law: &'static str,
    pub scope: &'static str,
}

const TIME_ZONES: [&str; 4] = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata"];
const CALENDARS: [&str; 3] = ["weekdays", "nights", "days"];

pub fn optional(values: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![2 => Just(None), 1 => select(values).prop_map(Some)]
}

fn clock() -> impl Strategy<Value = Clock> {
    // Two ordinary weeks, and the nights on which clocks change in America and in Europe.
    let start = select(
        &[
            "2026-11-02",
            "2026-11-05",
            "2026-10-30",
            "2026-10-23",
            "2026-03-27",
        ][..],
    );
    let drain = prop_oneof![Just(None), (1..6u32).prop_map(Some)];
    (start, select(&TIME_ZONES[..]), 0..2u32, 1..4u32, drain).prop_map(
        |(start, time_zone, warm_up_days, days, drain_days)| Clock {
            start,
            time_zone,
            warm_up_days,
            days,
            drain_days,
        },
    )
}

fn stage() -> impl Strategy<Value = Stage> {
    let capacity = select(
        &[
            "servers = 1",
            "servers = 2",
            "servers = 3",
            "servers = \"unlimited\"",
            "servers = \"1 @ daily 06:00-14:00; 2 @ daily 10:00-20:00\"",
            "servers = \"2 @ mon-fri 08:00-16:00; 1 @ daily 22:00-06:00\"",
            "throughput = \"30/h\"",
            "throughput = \"7000/h\"",
        ][..],
    );
    let service = select(
        &[
            "constant(0min)",
            "constant(5min)",
            "exponential(mean=8min)",
            "lognormal(mean=12min, cv=0.8)",
            "uniform(1min, 30min)",
            "gamma(mean=3min, cv=0.5)",
        ][..],
    );
    (capacity, service, optional(&CALENDARS), rules()).prop_map(
        |(capacity, service, calendar, rules)| Stage {
            capacity,
            service,
            calendar,
            rules,
        },
    )
}

fn facility() -> impl Strategy<Value = Facility> {
    let pool = prop::option::weighted(0.3, select(&["downstream-first", "longest-waiting"][..]));
    let stages = prop::collection::vec(stage(), 0..=3);
    (optional(&TIME_ZONES), stages, pool).prop_map(|(time_zone, stages, pool)| Facility {
        time_zone,
        stages,
        pool,
    })
}

const TRANSITS: [&str; 5] = [
    "constant(0min)",
    "constant(2h)",
    "gamma(mean=3h, cv=0.4)",
    "lognormal(median=90min, p95=4h)",
    "uniform(10min, 6h)",
];

fn on_demand() -> impl Strategy<Value = Lane> {
    (
        select(&TRANSITS[..]),
        optional(&CALENDARS),
        optional(&CALENDARS),
        optional(&["exponential(mean=20min)", "constant(7min)"]),
    )
        .prop_map(
            |(transit, transit_calendar, dispatch_calendar, delay)| Lane {
                departures: "on-demand",
                load_lead: None,
                capacity: None,
                transit,
                draw: None,
                delay,
                cancel: None,
                dispatch_calendar,
                transit_calendar,
                spread: None,
            },
        )
}

fn vehicles() -> impl Strategy<Value = Lane> {
    let departures = select(
        &[
            "every 45min",
            "every 2h from 00:30",
            "every 5h",
            "daily 06:00 12:30 18:00",
            "mon-fri 08:00 20:00; sat 14:00",
            "daily 02:30",
        ][..],
    );
    let loading = (
        optional(&["30min", "2h"]),
        prop::option::of(1..8u32),
        prop::option::weighted(0.3, Just(0.3)),
    );
    let travel = (
        select(&TRANSITS[..]),
        optional(&["per-parcel", "per-departure"]),
        optional(&["exponential(mean=20min)"]),
    );
    (
        departures,
        loading,
        travel,
        optional(&CALENDARS),
        optional(&CALENDARS),
    )
        .prop_map(
            |(
                departures,
                (load_lead, capacity, cancel),
                (transit, draw, delay),
                dispatch_calendar,
                transit_calendar,
            )| Lane {
                departures,
                load_lead,
                capacity,
                transit,
                draw,
                delay,
                cancel,
                dispatch_calendar,
                transit_calendar,
                spread: None,
            },
        )
}

fn lane() -> impl Strategy<Value = Lane> {
    prop_oneof![1 => on_demand(), 3 => vehicles()]
}

fn zone() -> impl Strategy<Value = Zone> {
    (
        1..5u32,
        optional(&TIME_ZONES),
        optional(&["days"]),
        lane(),
        optional(&["3h", "8h"]),
    )
        .prop_map(
            |(weight, time_zone, delivery_calendar, lane, spread)| Zone {
                weight,
                time_zone,
                delivery_calendar,
                last_leg: Lane { spread, ..lane },
            },
        )
}

fn level() -> impl Strategy<Value = Level> {
    let promise = select(
        &[
            "constant = { after = \"12h\" }",
            "constant = { after = \"36h\" }",
            "constant = { after = \"2d\" }",
            "constant = { after = \"1bd\" }",
            "service = { day = 1, at = \"21:00\" }",
            "plan = { allowance = \"1h\" }",
        ][..],
    );
    let cutoff = prop::option::weighted(
        0.4,
        (
            select(&["11:00", "17:00"][..]),
            select(&["zone", "origin"][..]),
            select(&["close", "next-day"][..]),
        ),
    );
    let latest = optional(&["same-day", "next-delivery-day", "2d", "2bd"]);
    let padding = select(
        &[
            "0h", "0h", "4h", "1d", "1bd", "10%", "-2h", "-30h", "-1d", "-1bd",
        ][..],
    );
    let rounding = select(
        &[
            "instant",
            "instant",
            "hour",
            "2h",
            "end-of-day",
            "end-of-delivery-day",
        ][..],
    );
    let rank = (1..4u32, prop::option::of(1..4u32));
    (rank, promise, cutoff, latest, padding, rounding).prop_map(
        |((share, priority), promise, cutoff, latest, padding, rounding)| Level {
            share,
            priority,
            promise,
            cutoff,
            latest,
            padding,
            rounding,
        },
    )
}

fn demand() -> impl Strategy<Value = Demand> {
    let interarrival = select(
        &[
            "constant(15min)",
            "exponential(mean=20min)",
            "erlang(2, mean=10min)",
            "uniform(0min, 40min)",
        ][..],
    );
    prop_oneof![
        (20..250u32, any::<bool>())
            .prop_map(|(per_day, evening)| Demand::Poisson { per_day, evening }),
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

fn shock() -> impl Strategy<Value = Shock> {
    (
        select(
            &[
                "service-time",
                "transit",
                "servers",
                "demand",
                "departure-delay",
            ][..],
        ),
        select(
            &[
                "ar1(sigma=0.3, phi=0.5)",
                "regimes(1.0 for 2d, 0.4 for 1d)",
                "lognormal(mean=1, cv=0.4)",
            ][..],
        ),
        select(&["shared", "each"][..]),
    )
        .prop_map(|(target, law, scope)| Shock { target, law, scope })
}

/// Any scenario.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    let layers = prop::collection::vec(prop::collection::vec(facility(), 1..=2), 1..=3);
    let linehauls = prop::collection::vec((lane(), prop::option::weighted(0.3, lane())), 2);
    let zones = prop::collection::vec(zone(), 1..=3);
    let levels = prop::collection::vec(level(), 1..=3);
    let shocks = prop::collection::vec(shock(), 0..=2);
    let zone_padding = optional(&["0h", "7h", "1d", "-5%"]);
    (
        clock(),
        layers,
        linehauls,
        zones,
        levels,
        demand(),
        shocks,
        zone_padding,
        any::<bool>(),
    )
        .prop_map(
            |(clock, layers, linehauls, zones, levels, demand, shocks, zone_padding, fastest)| {
                Scenario {
                    clock,
                    layers,
                    linehauls,
                    zones,
                    levels,
                    demand,
                    shocks,
                    zone_padding,
                    fastest,
                }
            },
        )
}

impl Scenario {
    /// The files, by name.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![("scenario.toml".to_owned(), self.toml())];
        match &self.demand {
            Demand::Forecast { per_day } => {
                files.push(("forecast.csv".to_owned(), self.forecast(*per_day)));
            }
            Demand::Replay(rows) => files.push(("orders.csv".to_owned(), self.orders(rows))),
            _ => {}
        }
        files
    }

    fn toml(&self) -> String {
        let mut text = String::new();
        self.write(&mut text)
            .expect("writing into a string cannot fail");
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "schema = 1\nname = \"random\"\n")?;
        self.clock.write(out)?;
        writeln!(out, "[study]\nseed = 1\nreplications = 2\n")?;
        writeln!(out, "[holidays]\nfeast = [2026-10-31, 2026-11-04]\n")?;
        writeln!(
            out,
            "[calendars.weekdays]\nopen = [\"mon-fri 06:00-22:00\", \"sat 08:00-14:00\"]\n"
        )?;
        writeln!(out, "[calendars.nights]\nopen = [\"daily 21:30-05:00\"]\n")?;
        writeln!(
            out,
            "[calendars.days]\ndays = \"mon-sat\"\nholidays = [\"feast\"]\n"
        )?;
        self.write_demand(out)?;
        let choose = if self.fastest { "fastest" } else { "mix" };
        writeln!(out, "[offer]\nchoose = \"{choose}\"\n")?;
        for (index, level) in self.levels.iter().enumerate() {
            level.write(out, index)?;
        }
        for (layer, facilities) in self.layers.iter().enumerate() {
            for (index, facility) in facilities.iter().enumerate() {
                facility.write(out, &node(layer, index), layer == 0, self.levels.len())?;
            }
        }
        self.write_lanes(out)?;
        for (index, zone) in self.zones.iter().enumerate() {
            // Renewal streams have no weights.
            zone.write(out, index, !matches!(self.demand, Demand::Renewal { .. }))?;
        }
        for (index, shock) in self
            .shocks
            .iter()
            .filter(|shock| self.feels(shock))
            .enumerate()
        {
            let Shock { target, law, scope } = shock;
            writeln!(
                out,
                "[[shocks]]\nname = \"shock{index}\"\ntarget = \"{target}\"\nscope = \"{scope}\"\nlaw = \"{law}\"\n"
            )?;
        }
        if let Some(padding) = self.zone_padding {
            writeln!(
                out,
                "[[paddings]]\nzone = \"Z{}\"\npadding = \"{padding}\"\n",
                self.zones.len() - 1
            )?;
        }
        Ok(())
    }

    /// A shock must touch something.
    fn feels(&self, shock: &Shock) -> bool {
        let stages = || {
            self.layers
                .iter()
                .flatten()
                .flat_map(|facility| &facility.stages)
        };
        match shock.target {
            "service-time" => stages().next().is_some(),
            "servers" => stages().any(|stage| {
                stage.capacity.starts_with("servers") && !stage.capacity.contains("unlimited")
            }),
            "departure-delay" => self.lanes().any(|lane| lane.delay.is_some()),
            "demand" => !matches!(self.demand, Demand::Replay(_) | Demand::Renewal { .. }),
            _ => true,
        }
    }

    fn lanes(&self) -> impl Iterator<Item = &Lane> {
        let gaps = self.linehauls.iter().take(self.layers.len() - 1);
        let linehauls = gaps.flat_map(|(lane, express)| std::iter::once(lane).chain(express));
        linehauls.chain(self.zones.iter().map(|zone| &zone.last_leg))
    }

    fn write_demand(&self, out: &mut String) -> std::fmt::Result {
        match &self.demand {
            Demand::Poisson { per_day, evening } => {
                let hours: Vec<u32> = (0..24).map(|hour| if hour >= 17 { 3 } else { 1 }).collect();
                writeln!(out, "[profiles.evening]\nhours = {hours:?}\n")?;
                writeln!(out, "[demand.poisson]\nrate = \"{per_day}/d\"")?;
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
    fn forecast(&self, per_day: u32) -> String {
        let (month, first) = self
            .clock
            .start
            .rsplit_once('-')
            .expect("a date has hyphens");
        let first: u32 = first.parse().expect("a day is a number");
        let mut text = "date,volume\n".to_owned();
        for day in first..(first + 4).min(31) {
            writeln!(text, "{month}-{day:02},{per_day}")
                .expect("writing into a string cannot fail");
        }
        text
    }

    fn orders(&self, rows: &[(u32, usize)]) -> String {
        let mut text = "time,zone\n".to_owned();
        for (minute, zone) in rows {
            // Between 01:00 and 22:40 of the first day: no clock changes then.
            let (hour, minute) = (1 + minute / 60, minute % 60);
            let zone = zone % self.zones.len();
            writeln!(
                text,
                "{}T{hour:02}:{minute:02}:00,Z{zone}",
                self.clock.start
            )
            .expect("writing into a string cannot fail");
        }
        text
    }

    fn write_lanes(&self, out: &mut String) -> std::fmt::Result {
        for (layer, pair) in self.layers.windows(2).enumerate() {
            let (lane, express) = &self.linehauls[layer];
            for from in 0..pair[0].len() {
                for to in 0..pair[1].len() {
                    lane.write(out, &node(layer, from), &node(layer + 1, to), false)?;
                    if let Some(express) = express {
                        express.write(out, &node(layer, from), &node(layer + 1, to), true)?;
                    }
                }
            }
        }
        let last = self.layers.len() - 1;
        for (index, zone) in self.zones.iter().enumerate() {
            for from in 0..self.layers[last].len() {
                zone.last_leg
                    .write(out, &node(last, from), &format!("Z{index}"), false)?;
            }
        }
        Ok(())
    }
}

/// The name of a facility.
fn node(layer: usize, index: usize) -> String {
    format!("{}{index}", ["FC", "HUB", "DS"][layer])
}

pub fn key(out: &mut String, name: &str, value: Option<&str>) -> std::fmt::Result {
    value.map_or(Ok(()), |value| writeln!(out, "{name} = \"{value}\""))
}

impl Clock {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self {
            start,
            time_zone,
            warm_up_days,
            days,
            drain_days,
        } = self;
        writeln!(
            out,
            "[clock]\nstart = {start}\ntime_zone = \"{time_zone}\"\nwarm_up = \"{warm_up_days}d\""
        )?;
        writeln!(out, "horizon = \"{}d\"", warm_up_days + days)?;
        if let Some(drain) = drain_days {
            writeln!(out, "drain = \"{drain}d\"")?;
        }
        writeln!(out)
    }
}

impl Facility {
    fn write(&self, out: &mut String, name: &str, origin: bool, levels: usize) -> std::fmt::Result {
        let kind = if origin {
            "fulfilment-centre"
        } else {
            "sort-centre"
        };
        writeln!(out, "[[facilities]]\nname = \"{name}\"\nkind = \"{kind}\"")?;
        key(out, "time_zone", self.time_zone)?;
        writeln!(out)?;
        let staffed = |stage: &Stage| {
            stage.capacity.contains("servers") && !stage.capacity.contains("unlimited")
        };
        let lead = self.stages.iter().find(|stage| staffed(stage));
        let pool = self.pool.filter(|_| lead.is_some());
        if let (Some(serve), Some(lead)) = (pool, lead) {
            writeln!(
                out,
                "[[pools]]\nfacility = \"{name}\"\nname = \"crew\"\nserve = \"{serve}\"\n{}",
                lead.capacity
            )?;
            lead.write_staff(out, levels)?;
            writeln!(out)?;
        }
        // Parcels that come back to a buffer, or one staff on both sides of it, may stand still for ever.
        let comes_back = self.stages.iter().any(|stage| stage.rules.rework.is_some());
        for (index, stage) in self.stages.iter().enumerate() {
            let Stage {
                capacity,
                service,
                rules,
                ..
            } = stage;
            writeln!(
                out,
                "[[stages]]\nfacility = \"{name}\"\nstage = \"stage{index}\"\nservice = \"{service}\""
            )?;
            let before = index.checked_sub(1).map(|before| &self.stages[before]);
            let room = before.is_none_or(|before| staffed(before) && pool.is_none());
            if staffed(stage) && pool.is_some() {
                writeln!(out, "pool = \"crew\"")?;
            } else {
                writeln!(out, "{capacity}")?;
                stage.write_staff(out, levels)?;
            }
            if !capacity.contains("throughput") {
                rules.write(out, room && staffed(stage) && !comes_back)?;
            }
            rules.write_rework(out, index)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

impl Stage {
    /// Hours and rules of its staff.
    fn write_staff(&self, out: &mut String, levels: usize) -> std::fmt::Result {
        // Staffing has its own hours.
        let calendar = self.calendar.filter(|_| !self.capacity.contains('@'));
        key(out, "calendar", calendar)?;
        if self.capacity.contains("throughput") {
            return Ok(());
        }
        let shifts = calendar.is_some() || self.capacity.contains('@');
        let rules = Rules {
            outages: self
                .rules
                .outages
                .filter(|_| !self.capacity.contains("unlimited")),
            ..self.rules.clone()
        };
        rules.write_staff(out, shifts, levels)
    }
}

impl Lane {
    fn write(&self, out: &mut String, from: &str, to: &str, express: bool) -> std::fmt::Result {
        writeln!(out, "[[lanes]]\nfrom = \"{from}\"\nto = \"{to}\"")?;
        key(out, "departures", Some(self.departures))?;
        key(out, "load_lead", self.load_lead)?;
        key(out, "transit", Some(self.transit))?;
        key(out, "draw", self.draw)?;
        key(out, "delay", self.delay)?;
        key(out, "dispatch_calendar", self.dispatch_calendar)?;
        key(out, "transit_calendar", self.transit_calendar)?;
        key(out, "spread", self.spread)?;
        key(out, "service_levels", express.then_some("level0"))?;
        if let Some(capacity) = self.capacity {
            writeln!(out, "capacity = {capacity}")?;
        }
        if let Some(cancel) = self.cancel {
            writeln!(out, "cancel = {cancel}")?;
        }
        writeln!(out)
    }
}

impl Zone {
    fn write(&self, out: &mut String, index: usize, weighted: bool) -> std::fmt::Result {
        writeln!(out, "[[zones]]\nname = \"Z{index}\"")?;
        if weighted {
            writeln!(out, "weight = {}", self.weight)?;
        }
        key(out, "time_zone", self.time_zone)?;
        key(out, "delivery_calendar", self.delivery_calendar)?;
        writeln!(out)
    }
}

impl Level {
    fn write(&self, out: &mut String, index: usize) -> std::fmt::Result {
        writeln!(
            out,
            "[[service_levels]]\nname = \"level{index}\"\nshare = {}",
            self.share
        )?;
        if let Some(priority) = self.priority {
            writeln!(out, "priority = {priority}")?;
        }
        writeln!(out, "promise.{}", self.promise)?;
        if let Some((at, place, after)) = self.cutoff {
            writeln!(
                out,
                "cutoff = \"{at}\"\ncutoff_at = \"{place}\"\nafter_cutoff = \"{after}\""
            )?;
        }
        key(out, "latest", self.latest)?;
        key(out, "padding", Some(self.padding))?;
        key(out, "rounding", Some(self.rounding))?;
        writeln!(out)
    }
}
