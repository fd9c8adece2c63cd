//! Offers that stand for a while. A service promise counts in days: until the next cutoff or midnight every visit of a zone that wants the
//! same level is offered the same, and no calendar need be asked again.

use leadtime_network::promise::{PaddingAmount, PaddingKind};
use leadtime_network::time::Instant;

use crate::plan::{LevelPlan, Plan};

use super::arrivals::Visit;
use super::crossed::{AsSold, Marked, sold_otherwise};
use super::offer::{Offer, Quote};
use super::parcels::NOT_OPEN;

/// What is remembered at most, of all levels for all zones and levels wanted: 2 MiB. Where there are more of them, hardly one is
/// wanted twice before it is over.
const MOST_BASES: usize = 1 << 18;

/// The offers of one replication.
pub(crate) struct Standing {
    /// Per (zone, level wanted); none where offers do not stand.
    offers: Vec<StandingOffer>,
    /// Per (zone, level wanted): what is remembered of each level.
    bases: Vec<i64>,
    levels: usize,
}

/// What visits that are placed in [`from`, `until`) are offered.
#[derive(Clone, Default)]
pub(crate) struct StandingOffer {
    from: i64,
    until: i64,
    pub(crate) quote: Option<Quote>,
    /// The paddings at which they would be sold otherwise.
    pub(crate) marks: Vec<Marked>,
}

impl Standing {
    /// No offers yet.
    pub(crate) fn new(plan: &Plan, paddings: &[PaddingAmount]) -> Self {
        let levels = plan.levels.len();
        let places = plan.zones.len() * levels;
        let few = places * levels <= MOST_BASES;
        let places = if few && offers_stand(plan, paddings) {
            places
        } else {
            0
        };
        Self {
            offers: vec![StandingOffer::default(); places],
            bases: vec![NOT_OPEN; places * levels],
            levels,
        }
    }

    /// The offer that stands at an instant for a (zone, level wanted), with what is remembered of the levels.
    #[inline(always)]
    pub(crate) fn offer(&self, place: usize, at: i64) -> Option<(&StandingOffer, &[i64])> {
        let offer = self.offers.get(place)?;
        let bases = &self.bases[place * self.levels..][..self.levels];
        (offer.from..offer.until)
            .contains(&at)
            .then_some((offer, bases))
    }

    /// From now on a visit's offer stands, where offers do; the paddings at which it would be sold otherwise.
    pub(crate) fn stand(
        &mut self,
        plan: &Plan,
        paddings: &[PaddingAmount],
        visit: &Visit,
        (offer, bases): (&Offer, &[i64]),
    ) -> Option<&[Marked]> {
        let place = visit.zone as usize * self.levels + offer.wanted;
        let standing = self.offers.get_mut(place)?;
        self.bases[place * self.levels..][..self.levels].copy_from_slice(bases);
        standing.from = visit.at;
        standing.until = stands_until(plan, paddings, (visit, offer.wanted), bases);
        standing.quote = offer.quote;
        standing.marks.clear();
        if plan.feedback.withdraws {
            let sold = AsSold::of(visit, offer, true);
            sold_otherwise(plan, sold, bases, |marked| standing.marks.push(marked));
        }
        Some(&standing.marks)
    }
}

/// Whether what is offered changes with days and cutoffs only: not with other orders, the queues or the instant.
fn offers_stand(plan: &Plan, paddings: &[PaddingAmount]) -> bool {
    let orders_matter = plan.turns_away || plan.capped || plan.baskets.is_some();
    let of_quote = |padding: &PaddingAmount| padding.kind() == PaddingKind::Percent;
    !orders_matter
        && plan.levels.iter().all(LevelPlan::counts_in_days)
        && !paddings.iter().any(of_quote)
        && !plan
            .grids
            .iter()
            .any(|grid| grid.kind == PaddingKind::Percent)
}

/// Until when visits are offered what this one is: the next midnight or cutoff, or a promise that would lie in the past.
fn stands_until(
    plan: &Plan,
    paddings: &[PaddingAmount],
    (visit, wanted): (&Visit, usize),
    bases: &[i64],
) -> i64 {
    let zone = visit.zone as usize;
    let clock = &plan.zones[zone].clock;
    let placed = Instant(visit.at);
    let mut last = clock.day_end(placed);
    for (level, &base) in bases.iter().enumerate().skip(wanted) {
        if let Some(cutoff) = plan.levels[level].cutoffs.get(zone) {
            let days = cutoff.days();
            let today = days.day_of(placed);
            last = last.min(days.end_of(today));
            let closes = cutoff.of_day(today).filter(|&closes| closes >= placed);
            last = last.min(closes.unwrap_or(last));
        }
        if base != NOT_OPEN {
            let padding = paddings[level * plan.zones.len() + zone];
            let padded = clock.pad(placed, Instant(base), padding);
            last = last.min(Instant(base)).min(padded.max(placed));
        }
    }
    last.0.saturating_add(1)
}

#[cfg(test)]
pub(super) mod tests {
    use leadtime_network::{Files, load};

    use crate::random::mix64;
    use crate::trace::NoTrace;

    use super::super::flow::Flow;
    use super::*;

    const SHOP: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-10-28, time_zone = "America/New_York", warm_up = "1d", horizon = "12d" }
demand.poisson.rate = "100/d"
offer.choose = "mix"
padding_grid = [{ from = "-12h", to = "48h", step = "5h" }, { from = "0d", to = "3d", step = "1d" }, { from = "0bd", to = "3bd", step = "1bd" }]
zones = [
    { name = "New York" },
    { name = "Berlin", time_zone = "Europe/Berlin" },
    { name = "Lima", time_zone = "America/Lima", delivery_calendar = "weekdays" },
]

[calendars.weekdays]
days = "mon-fri"

[[facilities]]
name = "FC"
kind = "fulfilment-centre"
time_zone = "America/Los_Angeles"

[[stages]]
facility = "FC"
stage = "pick"
service = "10min"
servers = 2

"#;

    const LANE: &str = "departures = \"daily 12:00 18:00\"\ntransit = \"3h\"";

    const LEVELS: [&str; 6] = [
        "promise.service = { day = 0, at = \"20:00\" }\ncutoff = \"13:00\"\nlatest = \"same-day\"",
        "promise.service = { day = \"1bd\", at = \"20:00\" }\ncutoff = \"20:00\"\nlatest = \"next-delivery-day\"",
        "promise.service = { day = \"1bd\", at = \"18:00\" }\ncutoff = { mon-fri = \"16:30\", sat = \"closed\", sun = \"12:00\" }\ncutoff_at = \"origin\"\nafter_cutoff = \"next-day\"",
        "promise.service = { day = 0, at = \"24:00\" }\nafter_cutoff = \"next-day\"\ncutoff = \"23:59\"",
        "promise.service = { day = 2, at = \"09:00\" }",
        "promise.service = { windows = [{ until = \"14:00\", day = 1, at = \"20:00\" }, { day = 2, at = \"20:00\" }] }",
    ];

    const PADDINGS: [&str; 4] = ["0h", "-15h", "7h", "1d"];

    /// A shop that sells three levels at a padding.
    pub(in super::super) fn shop(levels: [usize; 3], padding: &str) -> Plan {
        let level = |of: usize| {
            let (terms, name) = (
                LEVELS[of],
                ["fast", "next", "slow", "any", "two", "late"][of],
            );
            format!(
                "\n[[service_levels]]\nname = \"{name}\"\nshare = 1\npadding = \"{padding}\"\n{terms}\n"
            )
        };
        let lane = |zone| format!("\n[[lanes]]\nfrom = \"FC\"\nto = \"{zone}\"\n{LANE}\n");
        let lanes = ["New York", "Berlin", "Lima"].map(lane).concat();
        let text = format!("{SHOP}{lanes}{}", levels.map(level).concat());
        let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
        Plan::compile(&network)
    }

    // catches: an offer that outlives its cutoff, its day or its promise, or was made by another calendar
    #[test]
    fn what_stands_is_what_the_calendars_say() {
        let mut state = 3;
        for (case, padding) in (0..24).zip(PADDINGS.iter().cycle()) {
            let levels = [case % 2, 2 + case % 2, 4 + usize::from(case % 8 == 7)];
            let plan = shop(levels, padding);
            let stands = offers_stand(&plan, &plan.paddings);
            assert_eq!(stands, levels[2] == 4, "windows by the hour do not stand");
            let (mut one, mut two) = (NoTrace, NoTrace);
            let mut remembers = Flow::new(&plan, &plan.paddings, (1, 0), &mut one);
            let mut asks = Flow::new(&plan, &plan.paddings, (1, 0), &mut two);
            let (mut at, mut stood) = (0, 0);
            while at < plan.horizon {
                state = mix64(state + 1);
                // Around full quarters of an hour, where cutoffs and midnights are.
                let quarter = 900_000;
                let near = (at / quarter + (state % 3) as i64) * quarter - 1;
                at = at.max(near + (state >> 10) as i64 % 3);
                let visit = Visit::imagined(at, (state >> 40) as u32 % 3);
                let wanted = (state >> 50) as usize % 3;
                let place = visit.zone as usize * 3 + wanted;
                stood += u32::from(remembers.standing.offer(place, at).is_some());
                let offer = remembers.offered(&visit, (wanted, true));
                let asked = asks.asked(&visit, wanted);
                let sold = AsSold::of(&visit, &asked, true);
                asks.outcome.mark_sold_otherwise(&plan, sold, &asks.bases);
                let told = |offer: &Offer| offer.quote.map(|quote| (quote.level, quote.promise));
                assert_eq!(
                    told(&offer),
                    told(&asked),
                    "case {case}: {visit:?}, {wanted}"
                );
                assert_eq!(
                    remembers.bases, asks.bases,
                    "case {case}: {visit:?}, {wanted}"
                );
                assert_eq!(remembers.outcome.crossed, asks.outcome.crossed);
            }
            assert_eq!(stood > 100, stands, "{stood} stood");
        }
    }
}
