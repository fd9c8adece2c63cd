//! What flows back, compiled: its laws, and the stages that it passes at each facility.

use super::compile::Compiler;
use super::{FacilityPlan, RoutePlan, Step, StorePlan};
use crate::sampling::Sampler;

/// How parcels flow back.
#[derive(Clone, Debug)]
pub(crate) struct ReturnsPlan {
    /// Share of the delivered parcels.
    pub(crate) share: f64,
    /// How long a customer keeps one.
    pub(crate) after: Sampler,
    pub(crate) transit: Sampler,
    pub(crate) to: Option<u32>,
    pub(crate) resellable: f64,
    /// Per facility: the first step of what comes back to it.
    pub(crate) ways: Vec<u32>,
    /// First steps of all routes, ascending, and where each begins.
    origins: Vec<(u32, u32)>,
    /// (facility, SKU) of every counted stock, by position.
    shelves: Vec<(u32, u32)>,
}

impl ReturnsPlan {
    /// The facility to which a parcel comes back whose route holds this step.
    pub(crate) fn facility(&self, step: u32) -> u32 {
        if let Some(to) = self.to {
            return to;
        }
        let passed = self.origins.partition_point(|route| route.0 <= step);
        passed.checked_sub(1).map_or(0, |at| self.origins[at].1)
    }

    /// The facility of a step of what comes back.
    pub(crate) fn ends_at(&self, step: u32) -> u32 {
        let passed = self.ways.partition_point(|&first| first <= step);
        passed.saturating_sub(1) as u32
    }

    /// The stock of the same SKU as another one, at a facility where it is counted.
    pub(crate) fn shelf(&self, facility: u32, stock: u32) -> Option<u32> {
        let wanted = (facility, self.shelves[stock as usize].1);
        let at = self.shelves.iter().position(|shelf| *shelf == wanted);
        at.map(|at| at as u32)
    }
}

impl Compiler<'_> {
    /// What flows back; its steps are laid behind those of the routes.
    pub(super) fn returns(
        &mut self,
        facilities: &[FacilityPlan],
        routes: &[RoutePlan],
        stores: &[StorePlan],
        steps: &mut Vec<Step>,
    ) -> Option<Box<ReturnsPlan>> {
        let returns = self.network.returns.as_ref()?;
        let mut origins: Vec<(u32, u32)> = routes
            .iter()
            .map(|route| (route.first, route.origin))
            .collect();
        origins.sort_unstable();
        let mut ways = Vec::with_capacity(facilities.len());
        for facility in facilities {
            ways.push(steps.len() as u32);
            steps.extend(facility.returns.clone().map(Step::Stage));
            steps.push(Step::Shelf);
        }
        Some(Box::new(ReturnsPlan {
            share: returns.share,
            after: self.tables.sampler(&returns.after),
            transit: self.tables.sampler(&returns.transit),
            to: returns.to.map(|to| to as u32),
            resellable: returns.resellable,
            ways,
            origins,
            shelves: stores
                .iter()
                .map(|store| (store.facility, store.sku))
                .collect(),
        }))
    }
}
