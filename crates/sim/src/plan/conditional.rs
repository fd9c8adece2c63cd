//! Where the last leg of an order can be integrated in place of being counted.

use leadtime_network::distribution::Distribution;

use super::{LanePlan, Plan};

/// Why the last leg of an order is counted by its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeftOut {
    /// Several parcels are one order.
    Baskets,
    /// Its parcels share one draw.
    SharedTransit,
    /// Drivers decide when a parcel is at its door.
    Tour,
    /// An attempt may fail.
    Attempts,
    /// The vehicle stands still while a calendar is closed.
    TransitCalendar,
    /// What comes on a closed day waits.
    DeliveryDays,
    /// What comes outside the hours at the door waits.
    DeliveryHours,
    /// Too early is not on time.
    StrictWindow,
}

impl LeftOut {
    /// In words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Baskets => "an order may be several parcels, and is late with its last",
            Self::SharedTransit => "the parcels of a departure share one transit",
            Self::Tour => "tours of drivers decide when a parcel is at its door",
            Self::Attempts => "an attempt at the door may fail",
            Self::TransitCalendar => "the vehicle stands still while a calendar is closed",
            Self::DeliveryDays => "what comes on a day without deliveries waits for the next",
            Self::DeliveryHours => "what comes outside the hours at the door waits",
            Self::StrictWindow => "a delivery before the promised window is not on time",
        }
    }
}

/// What is known of the last legs.
#[derive(Clone, Debug)]
pub(crate) struct ConditionalPlan {
    /// Per lane: the law of what a parcel draws itself.
    laws: Vec<Distribution>,
    /// Per (lane, level): why it is left out; `None`: it is integrated. Only of last legs.
    left_out: Vec<Option<LeftOut>>,
    levels: usize,
}

impl ConditionalPlan {
    pub(super) fn new(plan: &Plan, laws: Vec<Distribution>) -> Self {
        let levels = plan.levels.len();
        let lanes = plan.lanes.iter();
        let left_out = lanes
            .flat_map(|lane| (0..levels).map(move |level| left_out(plan, lane, level)))
            .collect();
        Self {
            laws,
            left_out,
            levels,
        }
    }

    /// The law of a parcel's own draw on a last leg, if that is all that decides whether an order of a level is late.
    pub(crate) fn law(&self, lane: u32, level: u16) -> Option<&Distribution> {
        let cell = lane as usize * self.levels + usize::from(level);
        self.left_out[cell]
            .is_none()
            .then(|| &self.laws[lane as usize])
    }

    /// Reasons, each with the last legs (and levels) to which it applies: how many, and the first.
    pub(crate) fn reasons(&self, plan: &Plan) -> Vec<(LeftOut, u32, String)> {
        let mut found: Vec<(LeftOut, u32, String)> = Vec::new();
        for lane in plan.lanes.iter().filter(|lane| lane.last_leg) {
            let first = lane.index as usize * self.levels;
            let mut of_lane: Vec<LeftOut> = self.left_out[first..first + self.levels]
                .iter()
                .flatten()
                .copied()
                .collect();
            of_lane.sort_unstable();
            of_lane.dedup();
            for reason in of_lane {
                match found.iter_mut().find(|one| one.0 == reason) {
                    Some(one) => one.1 += 1,
                    None => found.push((reason, 1, lane.name.clone())),
                }
            }
        }
        found.sort();
        found
    }
}

fn left_out(plan: &Plan, lane: &LanePlan, level: usize) -> Option<LeftOut> {
    let zone = (lane.to as usize).checked_sub(plan.facilities.len());
    let door = zone.and_then(|zone| plan.doors.get(zone * plan.levels.len() + level));
    let reasons = [
        (plan.baskets.is_some(), LeftOut::Baskets),
        (!lane.per_parcel, LeftOut::SharedTransit),
        (lane.tour.is_some(), LeftOut::Tour),
        (lane.attempts.is_some(), LeftOut::Attempts),
        (lane.transit_open.is_some(), LeftOut::TransitCalendar),
        (lane.delivery.is_some(), LeftOut::DeliveryDays),
        (door.is_some_and(Option::is_some), LeftOut::DeliveryHours),
        (
            plan.levels[level].strict_window().is_some(),
            LeftOut::StrictWindow,
        ),
    ];
    let reason = reasons.into_iter().find(|(holds, _)| *holds);
    reason.map(|(_, reason)| reason)
}
