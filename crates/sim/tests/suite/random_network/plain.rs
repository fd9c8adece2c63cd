//! Random networks with less in them: what can be swept, what travels light, and what is never earlier for meeting others.

use super::lane::Lane;
use super::level::Level;
use super::rules::Rules;
use super::{Scenario, Shock};

impl Scenario {
    /// The same, with places that can be worked through one after the other: first in, first out, and nobody looks elsewhere.
    pub fn in_turn(self) -> Self {
        let mut scenario = self.of_single_parcels();
        for facility in scenario.layers.iter_mut().flatten() {
            facility.pool = None;
            for stage in &mut facility.stages {
                stage.rules = Rules {
                    breakdown: stage.rules.breakdown,
                    rework: stage.rules.rework,
                    outages: stage.rules.outages,
                    ..Rules::default()
                };
            }
        }
        scenario
    }

    /// The same, with parcels that may travel light: one level, which quotes the same at any time, and nobody who counts money, work that is
    /// done again or knocks at a door. What finds a vehicle full goes with another carrier.
    pub fn light(self) -> Self {
        let overflow = self.money.overflow;
        let mut scenario = self.in_turn();
        for facility in scenario.layers.iter_mut().flatten() {
            for stage in &mut facility.stages {
                (stage.calendar, stage.rules.rework) = (None, None);
            }
        }
        scenario.each_lane(|lane| (lane.costs, lane.attempts) = (None, None));
        scenario.levels.truncate(1);
        scenario.levels.iter_mut().for_each(Level::quote_alike);
        scenario.zone_padding = scenario.zone_padding.filter(|by| by.ends_with('h'));
        let money = &mut scenario.money;
        (money.overflow, money.paid, money.prices) = (overflow, false, false);
        scenario
    }

    /// The same, without what makes an order earlier because of others or of a later start: work that is drawn for a batch, vehicles that overtake,
    /// shocks of another day, days without deliveries (what comes on them is brought at the same time of another day).
    pub fn without_luck(self) -> Self {
        let mut scenario = self.of_single_parcels();
        for stage in scenario
            .layers
            .iter_mut()
            .flatten()
            .flat_map(|facility| &mut facility.stages)
        {
            stage.rules.batch = None;
            stage.rules.turns_away = false;
            stage.rules.order_cap = None;
        }
        for zone in &mut scenario.zones {
            zone.delivery_calendar = None;
        }
        scenario.each_lane(|lane| {
            lane.delay = None;
            if lane.departures != "on-demand" {
                lane.draw = Some("per-parcel");
            }
        });
        scenario
            .shocks
            .retain(|Shock { target, .. }| ["servers", "demand"].contains(target));
        scenario
    }

    /// Every order one parcel with a way of its own, whoever else is there; none comes back.
    fn of_single_parcels(mut self) -> Self {
        (self.shop, self.back, self.sourcing) = (None, None, None);
        self.money.overflow = false;
        for level in &mut self.levels {
            if level.promise.starts_with("state") {
                level.promise = "plan = { allowance = \"1h\" }";
            }
        }
        self.each_lane(|lane| (lane.order_cap, lane.drivers) = (None, None));
        self
    }

    fn each_lane(&mut self, mut change: impl FnMut(&mut Lane)) {
        for (lane, express) in &mut self.linehauls {
            change(lane);
            express.iter_mut().for_each(&mut change);
        }
        for zone in &mut self.zones {
            change(&mut zone.last_leg);
        }
    }
}
