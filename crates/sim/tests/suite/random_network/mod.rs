//! Random small scenarios: every kind of stage, lane, demand and promise, in valid combinations.
//!
//! A scenario is drawn as a value that shrinks, and written as the TOML (and CSV) that a planner would write.

mod back;
mod clock;
mod demand;
mod facility;
mod lane;
mod level;
mod money;
mod plain;
pub mod rules;
mod shock;
mod shop;
mod zone;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use back::{Back, back};
use clock::{Clock, clock};
pub use demand::Demand;
use demand::demand;
use facility::{Facility, facility};
use lane::{BY_DISTANCE, Lane, lane};
use level::{Around, Level, level};
use money::{Money, money};
use shock::{Shock, shock};
use shop::{Shop, shop};
use zone::{Zone, zone};

/// A scenario's files: `scenario.toml` and, for a replay, `orders.csv`; for a forecast, `forecast.csv`; for tables of transit days,
/// `days.csv` and `some-days.csv`.
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
    pub shop: Option<Shop>,
    pub money: Money,
    pub back: Option<Back>,
    /// Which facility sends, where nothing is kept in stock.
    pub sourcing: Option<&'static str>,
    /// A route fixed by hand: through the last facility of each layer, to the last zone.
    pub route: bool,
}

const TIME_ZONES: [&str; 4] = ["UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata"];
const CALENDARS: [&str; 3] = ["weekdays", "nights", "days"];

pub fn optional(values: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop_oneof![2 => Just(None), 1 => select(values).prop_map(Some)]
}

/// Any scenario.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    let first = prop::collection::vec(facility(), 1..=3);
    let others = prop::collection::vec(prop::collection::vec(facility(), 1..=2), 0..=2);
    let layers = (first, others).prop_map(|(first, mut others)| {
        others.insert(0, first);
        others
    });
    let linehauls = prop::collection::vec((lane(), prop::option::weighted(0.3, lane())), 2);
    let zones = prop::collection::vec(zone(), 1..=3);
    let levels = prop::collection::vec(level(), 1..=3);
    let shocks = prop::collection::vec(shock(), 0..=2);
    let zone_padding = optional(&["0h", "7h", "1d", "-5%"]);
    let shop = prop::option::weighted(0.5, shop());
    let back = prop::option::weighted(0.4, back());
    let sourcing = prop::option::weighted(
        0.3,
        select(
            &[
                "rule = \"fastest\"",
                "rule = \"least-loaded\"",
                "rule = \"cheapest-that-meets-the-promise\"",
                "rule = \"nearest\"\nrelease = \"every 3h\"",
            ][..],
        ),
    );
    (
        clock(),
        layers,
        linehauls,
        zones,
        levels,
        demand(),
        shocks,
        zone_padding,
        (any::<bool>(), shop, money(), back),
        (sourcing, prop::bool::weighted(0.3)),
    )
        .prop_map(
            |(
                clock,
                layers,
                linehauls,
                zones,
                levels,
                demand,
                shocks,
                zone_padding,
                (fastest, shop, money, back),
                (sourcing, route),
            )| {
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
                    shop,
                    money,
                    back,
                    sourcing,
                    route,
                }
            },
        )
}

impl Scenario {
    /// The files, by name.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![("scenario.toml".to_owned(), self.toml())];
        files.extend(self.demand.file(self.clock.start, self.zones.len()));
        for (name, all) in [("days.csv", true), ("some-days.csv", false)] {
            let asked = |level: &Level| level.promise.contains(&format!("\"{name}\""));
            if self.levels.iter().any(asked) {
                let days = level::days(self.layers[0].len(), self.zones.len(), all);
                files.push((name.to_owned(), days));
            }
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
        // Nothing else depends on it, so that any scenario would do.
        if self.fastest {
            writeln!(out, "[blame]\n")?;
        }
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
        self.demand.write(out)?;
        let choose = if self.fastest { "fastest" } else { "mix" };
        writeln!(out, "[offer]\nchoose = \"{choose}\"\n")?;
        for (index, level) in self.levels.iter().enumerate() {
            level.write(out, index, self.around())?;
        }
        for (layer, facilities) in self.layers.iter().enumerate() {
            for (index, facility) in facilities.iter().enumerate() {
                let name = node(layer, index);
                let position = self.has_positions().then_some(3 * layer + index);
                facility.write(out, &name, (layer == 0, position), self.classes())?;
                let here = layer == 0 && (index == 0 || !self.comes_to_first());
                if let Some(back) = self.back.as_ref().filter(|_| here) {
                    back.write_stages(out, &name, facility.crew_is_fifo())?;
                }
            }
        }
        self.write_lanes(out)?;
        for (index, zone) in self.zones.iter().enumerate() {
            // Renewal streams have no weights.
            let weighted = !matches!(self.demand, Demand::Renewal { .. });
            zone.write(out, index, (weighted, self.has_positions()))?;
        }
        self.write_route(out)?;
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
        let back = self.back.is_some();
        self.money.write(out, self.shop.is_some(), back)?;
        if let Some(back) = &self.back {
            back.write(out, &node(0, 0))?;
        }
        if let Some(shop) = &self.shop {
            let zones = self.zones.len();
            let costs = self.costs_something();
            shop.write(out, &self.nodes(), (self.layers[0].len(), zones), costs)?;
        } else if let Some(sourcing) = self.sourcing() {
            writeln!(out, "[sourcing]\n{sourcing}\n")?;
        }
        Ok(())
    }

    fn around(&self) -> Around {
        Around {
            chosen: self.shop.is_some() || self.sourcing().is_some(),
            fails: self.lanes().any(|lane| lane.attempts.is_some()),
            costs: self.costs_something(),
        }
    }

    /// The rule without SKUs; what costs nothing is not the cheapest.
    fn sourcing(&self) -> Option<&'static str> {
        let fits = |rule: &&str| !rule.contains("cheapest") || self.costs_something();
        self.sourcing.filter(fits)
    }

    /// Different priorities.
    fn classes(&self) -> usize {
        let levels = self.levels.iter().zip(1..);
        let priorities = levels.map(|(level, at)| level.priority.unwrap_or(at));
        priorities.collect::<BTreeSet<u32>>().len()
    }

    /// One way or facility may be cheaper than another.
    fn costs_something(&self) -> bool {
        let mut stages = self
            .layers
            .iter()
            .flatten()
            .flat_map(|facility| &facility.stages);
        (self.money.overflow && self.money.paid) || stages.any(|stage| stage.calendar.is_some())
    }

    /// Costs by distance need positions.
    fn has_positions(&self) -> bool {
        self.lanes().any(|lane| lane.costs == Some(BY_DISTANCE))
    }

    fn write_route(&self, out: &mut String) -> std::fmt::Result {
        if !self.route {
            return Ok(());
        }
        let last = |(layer, facilities): (usize, &Vec<Facility>)| node(layer, facilities.len() - 1);
        let nodes: Vec<String> = self.layers.iter().enumerate().map(last).collect();
        let zone = format!("Z{}", self.zones.len() - 1);
        writeln!(
            out,
            "[[routes]]\nzone = \"{zone}\"\npath = \"{}>{zone}\"\n",
            nodes.join(">")
        )
    }

    fn comes_to_first(&self) -> bool {
        self.back.as_ref().is_some_and(|back| back.to_first)
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

    /// The names of all facilities, those at which orders start first.
    fn nodes(&self) -> Vec<String> {
        let layers = self.layers.iter().enumerate();
        let names = layers.flat_map(|(layer, facilities)| {
            (0..facilities.len()).map(move |index| node(layer, index))
        });
        names.collect()
    }

    fn lanes(&self) -> impl Iterator<Item = &Lane> {
        let gaps = self.linehauls.iter().take(self.layers.len() - 1);
        let linehauls = gaps.flat_map(|(lane, express)| std::iter::once(lane).chain(express));
        linehauls.chain(self.zones.iter().map(|zone| &zone.last_leg))
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
                for lane in self.money.last_legs(&zone.last_leg) {
                    lane.write(out, &node(last, from), &format!("Z{index}"), false)?;
                }
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
