//! Placement: a visit is offered a promise, and its parcel sets out.

use leadtime_network::network::PaddingAt;

use crate::trace::Recorder;

use super::agenda::{Phase, key};
use super::arrivals::Visit;
use super::crossed::AsSold;
use super::flow::Flow;
use super::light::Label;
use super::offer::{Offer, Open, Quote, offer, remembered, wanted_level};
use super::parcels::{NOT_OPEN, Parcel};
use super::steady::SteadyQuote;
use super::told::Told;
use super::turn::Turn;
use super::view::View;

/// Orders whose slots are looked at together.
const PLACED_AT_ONCE: u64 = 32;

impl<R: Recorder> Flow<'_, '_, R> {
    /// A visit: the offer, and the first steps of its parcel.
    pub(super) fn place(&mut self, visit: Visit) {
        let plan = self.plan;
        if plan.baskets.is_some() {
            return self.place_basket(visit);
        }
        if self.placed.is_multiple_of(PLACED_AT_ONCE) {
            self.parcels.glance_at_free(PLACED_AT_ONCE as usize);
        }
        let wanted = wanted_level(plan, &visit);
        if !R::ON
            && let Some(steady) = self.steady[visit.zone as usize * plan.levels.len() + wanted]
        {
            return self.place_steady(&visit, wanted, steady);
        }
        let cohort = visit.at >= plan.warm_up && visit.at < plan.horizon;
        let number = self.placed;
        self.placed += 1;
        let offer = self.offered(&visit, (wanted, cohort));
        self.outcome.visit(cohort, offer.quote.is_some());
        let quote = self.quoted(number, &visit, offer.quote);
        if plan.capped {
            let mut closed = std::mem::take(&mut self.closed);
            self.note_closed(number, cohort, &closed);
            closed.clear();
            self.closed = closed;
        }
        let Some(quote) = quote else {
            return;
        };
        let Some(route) = plan.route(visit.zone, quote.level) else {
            return;
        };
        if plan.capped {
            self.book(number, &visit, quote.level, &[route]);
        }
        let parcel = self.sold(&visit, number, offer.wanted, quote, route.first);
        let slot = self.parcels.enter(parcel, &self.bases);
        if R::ON || self.followed {
            self.open_account(slot);
        }
        self.open_cohort += u64::from(cohort);
        self.set_out(slot, &visit, route.first, number);
    }

    /// As [`Self::place`], where the quote is always the same.
    #[inline(always)]
    fn place_steady(&mut self, visit: &Visit, wanted: usize, steady: SteadyQuote) {
        let plan = self.plan;
        let cohort = plan.scores(visit.at);
        let number = self.placed;
        self.placed += 1;
        self.outcome.cohort_visits += u64::from(cohort);
        self.open_cohort += u64::from(cohort);
        let quote = Quote {
            level: wanted,
            promise: visit.at + steady.promise,
        };
        let parcel = self.sold(visit, number, wanted, quote, steady.first);
        let slot = self.parcels.enter_steady(parcel, visit.at + steady.base);
        if self.followed {
            self.open_account(slot);
        }
        self.set_out(slot, visit, steady.first, number);
    }

    /// What a visit is offered that wants a level. Marks the paddings at which it would be sold otherwise; where a quote is always the same,
    /// no padding withdraws anything.
    pub(super) fn offered(&mut self, visit: &Visit, (wanted, cohort): (usize, bool)) -> Offer {
        let plan = self.plan;
        let place = visit.zone as usize * plan.levels.len() + wanted;
        if let Some(steady) = self.steady[place] {
            self.bases.fill(NOT_OPEN);
            self.bases[wanted] = visit.at + steady.base;
            let quote = Some(Quote {
                level: wanted,
                promise: visit.at + steady.promise,
            });
            return Offer { wanted, quote };
        }
        if let Some((offer, bases)) = self.standing.offer(place, visit.at) {
            self.bases.copy_from_slice(bases);
            if plan.minds_sold_otherwise(cohort) {
                offer
                    .marks
                    .iter()
                    .for_each(|&marked| self.outcome.mark(marked));
            }
            return Offer {
                wanted,
                quote: offer.quote,
            };
        }
        let offer = self.asked(visit, wanted);
        let known = (&offer, &self.bases[..]);
        match self.standing.stand(plan, self.paddings, visit, known) {
            Some(marks) if plan.minds_sold_otherwise(cohort) => {
                marks.iter().for_each(|&marked| self.outcome.mark(marked));
            }
            Some(_) => {}
            None => {
                let sold = AsSold::of(visit, &offer, cohort);
                self.outcome.mark_sold_otherwise(plan, sold, &self.bases);
            }
        }
        offer
    }

    /// What a visit is offered that wants a level, where that must be asked of the network.
    #[inline(never)]
    pub(super) fn asked(&mut self, visit: &Visit, wanted: usize) -> Offer {
        let plan = self.plan;
        let view = View {
            plan,
            stations: &self.stations,
            centres: &self.centres,
            parcels: &self.parcels.parcels,
            at: visit.at,
        };
        let (caps, paddings) = (&self.caps, self.paddings);
        let known = (&mut self.bases[..], &mut self.closed);
        offer(plan, paddings, (visit, wanted), known, |level| {
            let route = plan.route(visit.zone, level)?;
            let base = remembered(plan, visit, level, &[route], Some(&view))?;
            let full = match plan.capped {
                true => caps.closes(plan, paddings, visit, level, &[route]),
                false => None,
            };
            Some(Open { base, full })
        })
    }

    /// A parcel sets out for its first step. Swept, it has its turn there beside what comes from elsewhere in the same window.
    #[inline(always)]
    fn set_out(&mut self, slot: u32, visit: &Visit, first: u32, number: u64) {
        let at = visit.at;
        let Some(sweep) = &mut self.sweep else {
            return self.walk(slot, at, Phase::Placement, true);
        };
        let turn = Turn {
            key: key(at, Phase::Placement, number),
            entity: visit.entity,
            label: Label::of_slot(slot),
            step: first,
            loops: 0,
        };
        if sweep.begin(turn) {
            return;
        }
        if self.followed {
            self.walk(slot, at, Phase::Placement, false);
        } else {
            self.send_off_with_others(turn, at);
        }
    }

    /// Opens the account of a parcel, and weighs it for the recorder.
    #[inline(never)]
    pub(super) fn open_account(&mut self, slot: u32) {
        if let Some(accounts) = &mut self.accounts {
            accounts.open(slot);
        }
        if let Some(conditional) = &mut self.conditional {
            conditional.begin(slot);
        }
        if let Some(witness) = &mut self.witness {
            witness.begin(slot, &self.parcels.parcels[slot as usize]);
        }
        if R::ON && self.plan.weight.is_some() {
            let parcel = &self.parcels.parcels[slot as usize];
            let grams = self.plan.grams(parcel.entity);
            self.recorder.weight(u64::from(parcel.number), grams);
        }
    }

    /// The stages as they are at an instant.
    pub(super) fn view(&self, at: i64) -> View<'_, '_> {
        View {
            plan: self.plan,
            stations: &self.stations,
            centres: &self.centres,
            parcels: &self.parcels.parcels,
            at,
        }
    }

    /// Tells the recorder what a visit was quoted.
    #[inline]
    pub(super) fn quoted(
        &mut self,
        number: u64,
        visit: &Visit,
        quote: Option<Quote>,
    ) -> Option<Quote> {
        let Some(quote) = quote else {
            self.not_offered += 1;
            self.recorder
                .placed(number, visit.at, visit.zone, None, None, None);
            return None;
        };
        if R::ON {
            let (level, base) = (Some(quote.level as u32), Some(self.base_told(visit, quote)));
            let promise = Some(quote.promise);
            self.recorder
                .placed(number, visit.at, visit.zone, level, base, promise);
        }
        Some(quote)
    }

    /// The base promise as a trace shows it: what is told is made of it by rounding, and by padding where that is added to it.
    fn base_told(&self, visit: &Visit, quote: Quote) -> i64 {
        let base = self.bases[quote.level];
        if self.plan.levels[quote.level].padding_at == PaddingAt::Promise {
            return base;
        }
        let told = Told {
            zone: visit.zone,
            level: quote.level,
            placed: visit.at,
            base,
        };
        let padding = self.paddings[quote.level * self.plan.zones.len() + visit.zone as usize];
        told.unrounded(self.plan, padding).map_or(base, |at| at.0)
    }

    /// What an order was sold, as its (first) parcel carries it.
    #[inline(always)]
    pub(super) fn sold(
        &mut self,
        visit: &Visit,
        number: u64,
        wanted: usize,
        quote: Quote,
        step: u32,
    ) -> Parcel {
        let plan = self.plan;
        Parcel {
            entity: visit.entity,
            placed: visit.at,
            promise: quote.promise,
            step,
            number: number as u32,
            zone: visit.zone,
            day: self.almanac.day(plan, visit.at),
            wanted: wanted as u16,
            level: quote.level as u16,
            hour_of_week: self.almanac.hour_of_week(plan, visit.zone, visit.at),
            cohort: visit.at >= plan.warm_up && visit.at < plan.horizon,
            loops: 0,
            back: false,
        }
    }
}
