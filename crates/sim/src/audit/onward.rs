//! By which lane a parcel leaves each facility on its way: where it goes decides how urgent it is.

use super::leg::{Leg, Place, UNKNOWN};
use super::rules::Rules;
use crate::trace::Placed;

/// Notes by which lane the parcel leaves the facility of each stage that it visits; what it waits for at the end included.
pub(super) fn note(
    rules: &Rules<'_>,
    placed: &Placed,
    steps: &mut [Leg],
    mut last: Option<Leg>,
) -> Option<Leg> {
    let mut lane = UNKNOWN;
    let mut facility = None;
    for leg in steps.iter_mut().chain(&mut last).rev() {
        let Place::Stage(stage) = leg.place else {
            let Place::Lane(by) = leg.place else { continue };
            (lane, facility) = (by, Some(rules.lane_from(by)));
            continue;
        };
        let here = rules.facility_of(stage);
        if facility != Some(here) {
            facility = Some(here);
            let mut lanes = rules.lanes_out(here, placed.level.unwrap_or(0), placed.zone);
            lane = match (lanes.next(), lanes.next()) {
                (Some(only), None) => only,
                _ => UNKNOWN,
            };
        }
        leg.onward = lane;
    }
    last
}
