//! The flow of orders that are baskets: lines are drawn and sourced, parcels are made of them, and the order ends with the
//! last of these.

use crate::plan::{BasketPlan, DemandPlan, Held, Plan, RoutePlan, SourcingPlan};
use crate::trace::Recorder;

use super::agenda::Phase;
use super::arrivals::Visit;
use super::caps::Slot;
use super::crossed::AsSold;
use super::flow::Flow;
use super::offer::{Offer, Open, offer, remembered, wanted_level};
use super::orders::{OrderEnd, ParcelEnd};
use super::parcels::Parcel;
use super::sourcing::{Line, Request, Shelves, Source};
use super::store::Claimant;
use super::verdict::{Fate, judge};

/// The lines that travel as one parcel.
struct Pack {
    origin: u32,
    /// Rank of the first of them.
    first: usize,
    lines: usize,
}

/// Lines from one facility travel together, as many as a parcel holds. The parcels, and which of them each line is in.
fn pack(sources: &[Source], most: usize) -> (Vec<Pack>, Vec<usize>) {
    let mut packs: Vec<Pack> = Vec::new();
    let mut of_line = Vec::with_capacity(sources.len());
    for (rank, source) in sources.iter().enumerate() {
        let origin = source.route.origin;
        let room = |pack: &Pack| pack.origin == origin && pack.lines < most;
        let at = packs.iter().position(room).unwrap_or(packs.len());
        if at == packs.len() {
            packs.push(Pack {
                origin,
                first: rank,
                lines: 0,
            });
        }
        packs[at].lines += 1;
        of_line.push(at);
    }
    (packs, of_line)
}

/// The routes of all sources, each once.
fn routes_of(sources: &[Source], routes: &mut Vec<RoutePlan>) {
    routes.clear();
    for source in sources {
        if !routes.contains(&source.route) {
            routes.push(source.route);
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// A visit with a basket: the offer, its sources, its parcels.
    #[inline(never)]
    pub(super) fn place_basket(&mut self, visit: Visit) {
        let plan = self.plan;
        let Some(baskets) = &plan.baskets else { return };
        let cohort = visit.at >= plan.warm_up && visit.at < plan.horizon;
        let number = self.placed + self.further;
        self.placed += 1;
        let mut lines = Vec::new();
        baskets.draw(visit.entity, self.logged_row(&visit), &mut lines);
        let mut sources = vec![Vec::new(); plan.levels.len()];
        let mut bases = std::mem::take(&mut self.bases);
        let mut closed = Vec::new();
        let known = (&mut bases[..], &mut closed);
        let offer = self.offer_basket(baskets, &visit, &lines, &mut sources, known);
        self.bases = bases;
        self.outcome.visit(cohort, offer.quote.is_some());
        let sold = AsSold::of(&visit, &offer, cohort);
        self.outcome.mark_sold_otherwise(plan, sold, &self.bases);
        let quote = self.quoted(number, &visit, offer.quote);
        if plan.capped {
            self.note_closed(number, cohort, &closed);
        }
        let Some(quote) = quote else {
            let reached = |level: usize| plan.route(visit.zone, level).is_some();
            // Where an order cap closed a level, it was not the stock.
            let refused =
                cohort && closed.is_empty() && (offer.wanted..plan.levels.len()).any(reached);
            self.outcome.baskets.refused += u64::from(refused);
            return;
        };
        let sold = self.sold(&visit, number, offer.wanted, quote, 0);
        let order = self.orders.enter(sold, &self.bases);
        if let Some(accounts) = &mut self.accounts {
            accounts.open_order(order);
        }
        self.open_cohort += u64::from(cohort);
        let sources = &mut sources[quote.level];
        if let Some(release) = &baskets.release {
            self.orders.state(order).lines = lines;
            if plan.capped {
                self.orders.state(order).slots =
                    self.book_basket(number, &visit, quote.level, sources);
            }
            return self.hold(order, release, visit.at);
        }
        if baskets.rule == SourcingPlan::CheapestThatMeets {
            let offered = plan.capped.then(|| sources.clone());
            let request = Request {
                entity: visit.entity,
                zone: visit.zone,
                level: quote.level,
                at: visit.at,
                promise: Some(quote.promise),
                lines: &lines,
            };
            // It was offered, so each line has a source.
            self.source(baskets, request, sources);
            if let Some(offered) = offered {
                self.keep_room(&visit, quote.level, sources, offered);
            }
        }
        if plan.capped {
            self.book_basket(number, &visit, quote.level, sources);
        }
        self.send(order, &lines, sources, visit.at, Phase::Placement);
    }

    /// Promises an order on the departures and waves of its sources.
    fn book_basket(
        &mut self,
        number: u64,
        visit: &Visit,
        level: usize,
        sources: &[Source],
    ) -> Vec<Slot> {
        let mut routes = Vec::new();
        routes_of(sources, &mut routes);
        self.book(number, visit, level, &routes)
    }

    /// Where the cheapest way has no room left, the order goes the way that it was offered.
    fn keep_room(
        &self,
        visit: &Visit,
        level: usize,
        cheapest: &mut Vec<Source>,
        offered: Vec<Source>,
    ) {
        let mut routes = Vec::new();
        routes_of(cheapest, &mut routes);
        let closes = self
            .caps
            .closes(self.plan, self.paddings, visit, level, &routes);
        if closes.is_some() {
            *cheapest = offered;
        }
    }

    /// The row of the log that a visit replays.
    fn logged_row(&self, visit: &Visit) -> Option<u32> {
        match &self.plan.demand {
            DemandPlan::Replay(rows) => Some(rows[visit.row? as usize].row),
            _ => None,
        }
    }

    /// The offer to a basket; fills in where its lines would come from, per level.
    fn offer_basket(
        &self,
        baskets: &BasketPlan,
        visit: &Visit,
        lines: &[Line],
        sources: &mut [Vec<Source>],
        known: (&mut [i64], &mut Vec<(usize, Slot)>),
    ) -> Offer {
        let plan = self.plan;
        let mut routes = Vec::new();
        let wanted = wanted_level(plan, visit);
        offer(plan, self.paddings, (visit, wanted), known, |level| {
            let request = Request {
                entity: visit.entity,
                zone: visit.zone,
                level,
                at: visit.at,
                promise: None,
                lines,
            };
            self.source(baskets, request, &mut sources[level])?;
            routes_of(&sources[level], &mut routes);
            let base = remembered(plan, visit, level, &routes, Some(&self.view(visit.at)))?;
            let capped = plan
                .capped
                .then(|| self.caps.closes(plan, self.paddings, visit, level, &routes));
            Some(Open {
                base,
                full: capped.flatten(),
            })
        })
    }

    /// Where the lines of an order come from now.
    pub(super) fn source(
        &self,
        baskets: &BasketPlan,
        request: Request<'_>,
        sources: &mut Vec<Source>,
    ) -> Option<()> {
        let shelves = Shelves {
            plan: self.plan,
            baskets,
            stores: &self.stores,
        };
        shelves.source(
            request,
            &|facility| self.load(facility, request.at),
            sources,
        )
    }

    /// The longest time that the work at one stage of a facility would take, ticks: parcels there times mean work by servers.
    fn load(&self, facility: u32, now: i64) -> f64 {
        let stages = self.plan.facilities[facility as usize].stations.clone();
        let hours = stages.map(|stage| {
            let station = &self.plan.stations[stage as usize];
            let present = f64::from(self.view(now).sight(stage).present);
            present * station.mean * station.load_factor / station.capacity.usual_servers()
        });
        hours.fold(0.0, f64::max)
    }

    /// Makes parcels of the lines of an order, claims their stock, and sends those that are complete on their way.
    pub(super) fn send(
        &mut self,
        order: u32,
        lines: &[Line],
        sources: &[Source],
        at: i64,
        phase: Phase,
    ) {
        let plan = self.plan;
        let Some(baskets) = &plan.baskets else { return };
        let sold = self.orders.sold(order).0;
        self.outcome.basket(&sold, sources);
        let (packs, of_line) = pack(sources, baskets.lines_per_parcel);
        let mut slots = Vec::with_capacity(packs.len());
        for (nth, pack) in packs.iter().enumerate() {
            let source = &sources[pack.first];
            slots.push(self.parcel_of((order, &sold), pack, source, (nth == 0, at)));
        }
        for ((line, source), &pack) in lines.iter().zip(sources).zip(&of_line) {
            self.claim_line(baskets, slots[pack], line, source.route.origin, at);
        }
        for slot in slots {
            if self.orders.is_complete(slot) {
                self.walk(slot, at, phase, phase == Phase::Placement);
            }
        }
    }

    /// A parcel of these lines. Its random numbers are those of the first of them, the first line's the order's own.
    fn parcel_of(
        &mut self,
        (order, sold): (u32, &Parcel),
        pack: &Pack,
        source: &Source,
        (first, at): (bool, i64),
    ) -> u32 {
        let mut parcel = *sold;
        parcel.step = source.route.first;
        if pack.first > 0 {
            parcel.entity = sold.entity.part(pack.first as u64);
        }
        if !first {
            parcel.number = (self.placed + self.further) as u32;
            self.further += 1;
        }
        let slot = self.parcels.enter(parcel, &[]);
        self.orders.add_parcel(order, slot);
        self.outcome.baskets.parcels += u64::from(sold.cohort);
        let (number, of) = (u64::from(parcel.number), u64::from(sold.number));
        let lines = pack.lines as u32;
        self.recorder.parcel(number, of, pack.origin, lines, at);
        self.open_account(slot);
        slot
    }

    fn claim_line(&mut self, baskets: &BasketPlan, slot: u32, line: &Line, facility: u32, at: i64) {
        let Held::Store(store) = baskets.held(facility, line.sku) else {
            return;
        };
        let number = u64::from(self.parcels.parcels[slot as usize].number);
        self.recorder.line(number, store, line.units, at);
        if self.plan.returns.is_some() {
            self.returns.pack(slot, store, line.units);
        }
        if !self.claim(store, (Claimant::Parcel(slot), at, line.units)) {
            self.orders.lacks(slot);
        }
    }

    /// A parcel is delivered, and with the last one its order.
    #[inline(never)]
    pub(super) fn deliver_parcel(&mut self, slot: u32, number: u64, at: i64, first: i64) {
        if self.plan.returns.is_some() {
            self.send_back(slot, at, true);
        }
        self.recorder.delivered(number, at);
        self.blame_parcel(slot, at, first);
        self.end_parcel(slot, ParcelEnd::Delivered { at, first });
    }

    /// A parcel has ended, and with the last one its order.
    pub(super) fn end_parcel(&mut self, slot: u32, end: ParcelEnd) {
        let order = self.orders.of(slot);
        if let Some(accounts) = &mut self.accounts {
            accounts.hand_over(slot, order);
        }
        let ended = self.orders.end_parcel(slot, end);
        self.parcels.leave(slot);
        let Some(end) = ended else { return };
        let plan: &Plan = self.plan;
        let (sold, bases) = self.orders.sold(order);
        let fate = match end {
            OrderEnd::Delivered { at, first } => {
                self.delivered += 1;
                Fate::delivered(plan, &mut self.almanac, &sold, at, first)
            }
            OrderEnd::Exhausted => Fate::Exhausted,
        };
        if sold.cohort {
            self.open_cohort -= 1;
            self.outcome.exhausted += u64::from(end == OrderEnd::Exhausted);
            judge(
                plan,
                &mut self.outcome,
                &mut self.ladders,
                &sold,
                bases,
                fate,
            );
            if let Some(accounts) = &mut self.accounts {
                let cost = accounts.settle_order(order, &sold, bases, fate);
                self.recorder.cost(u64::from(sold.number), &cost);
            }
            self.blame_order(order, &sold, fate);
        }
        self.orders.leave(order);
    }

    /// Judges the orders still open; their number.
    pub(super) fn judge_open_orders(&mut self, now: i64) -> u64 {
        let fate = Fate::Open(now.max(self.plan.horizon));
        if let Some(accounts) = &mut self.accounts {
            for (slot, order) in self.orders.under_way() {
                accounts.hand_over(slot, order);
            }
        }
        let mut open = 0;
        for (order, sold, bases) in self.orders.open() {
            open += 1;
            if !sold.cohort {
                continue;
            }
            judge(
                self.plan,
                &mut self.outcome,
                &mut self.ladders,
                sold,
                bases,
                fate,
            );
            if let Some(accounts) = &mut self.accounts {
                let cost = accounts.settle_order(order, sold, bases, fate);
                self.recorder.cost(u64::from(sold.number), &cost);
            }
        }
        open
    }
}

impl super::tally::ReplicationOutcome {
    /// Counts a basket that is sent.
    fn basket(&mut self, sold: &Parcel, sources: &[Source]) {
        if !sold.cohort {
            return;
        }
        let there = sources.iter().filter(|source| source.in_stock).count();
        let first = sources.first().map(|source| source.route.origin);
        let tally = &mut self.baskets;
        tally.orders.0 += 1;
        tally.orders.1 += u64::from(there == sources.len());
        tally.lines.0 += sources.len() as u64;
        tally.lines.1 += there as u64;
        let split = sources
            .iter()
            .any(|source| Some(source.route.origin) != first);
        tally.split += u64::from(split);
    }
}
