//! Figures of zones, at the scenario's own padding.

use leadtime_stats::{Confidence, Estimate, RatioSums, Total, simultaneous};

use super::StudyOutcome;
use super::curves::on_time_figure;
use super::figures::{mean_length, total};
use super::padding::own_padding;
use super::zero_late::zero_late;
use crate::outcome::{OnTime, ZoneFigures};
use crate::plan::Plan;

/// Worst zones shown.
const WORST: usize = 10;

impl StudyOutcome {
    /// Per zone, at the scenario's own padding.
    pub(super) fn zone_figures(&self, plan: &Plan) -> Vec<ZoneFigures> {
        let padding = own_padding(plan, plan.levels.len());
        let figures = plan.zones.iter().enumerate().map(|(at, zone)| {
            let [instant, _] = self.own_figures(
                None,
                Some(&zone.name),
                &padding,
                &self.sums.zones[at],
                &[None, None],
            );
            let leads: Vec<Total> = self
                .sums
                .zone_lead
                .iter()
                .map(|zones| total(zones[at].1 as f64, zones[at].0 as f64))
                .collect();
            ZoneFigures {
                zone: zone.name.clone(),
                on_time: instant,
                lead_time: mean_length(&leads),
            }
        });
        figures.collect()
    }

    /// The zone that is worst on even replications, estimated on odd ones: its on-time share is not low for having been chosen. `None`
    /// without orders in both.
    #[must_use]
    pub fn worst_zone(&self, plan: &Plan) -> Option<(String, Estimate)> {
        let halves = self.sums.zones_even.iter().zip(&self.sums.zones_odd);
        worst(
            plan,
            &halves.map(|(even, odd)| [*even, *odd]).collect::<Vec<_>>(),
        )
    }

    /// The worst zones: chosen on even replications, estimated on odd ones, so that choosing the worst does not make them
    /// look worse than they are; intervals hold for all of them at once (Bonferroni).
    pub(super) fn worst_zones(&self, plan: &Plan) -> Vec<OnTime> {
        let share = |zone: &usize| self.sums.zones_even[*zone].share();
        let mut zones: Vec<usize> = (0..plan.zones.len())
            .filter(|zone| share(zone).is_some())
            .collect();
        zones.sort_by(|a, b| {
            share(a)
                .unwrap_or(1.0)
                .total_cmp(&share(b).unwrap_or(1.0))
                .then(a.cmp(b))
        });
        zones.truncate(WORST);
        let confidence = simultaneous::bonferroni(Confidence::P95, zones.len() as u64);
        let padding = own_padding(plan, plan.levels.len());
        let odd = zones.into_iter().map(|zone| {
            let sums = &self.sums.zones_odd[zone];
            let mut figure = on_time_figure(None, padding.clone(), "instant", sums, 0);
            if let Some(estimate) = sums.estimate(confidence) {
                let bounded = sums.replications > 1;
                (figure.low, figure.high) = (
                    bounded.then_some(estimate.low),
                    bounded.then_some(estimate.high),
                );
            }
            OnTime {
                zone: Some(plan.zones[zone].name.clone()),
                zero_late: zero_late(sums, None),
                ..figure
            }
        });
        odd.collect()
    }
}

/// The zone whose first half has the least share, with the estimate of its second half.
pub(super) fn worst(plan: &Plan, halves: &[[RatioSums; 2]]) -> Option<(String, Estimate)> {
    let shares = halves.iter().enumerate();
    let shares = shares.filter_map(|(zone, [even, _])| Some((zone, even.share()?)));
    let (zone, _) = shares.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
    let estimate = halves[zone][1].estimate(Confidence::P95)?;
    Some((plan.zones[zone].name.clone(), estimate))
}
