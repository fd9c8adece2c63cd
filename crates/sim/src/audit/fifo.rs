//! First in, first out.

use super::leg::Leg;

/// Reports every leg that was served before one ahead of it: `report(ahead, behind)`.
///
/// `legs` come by rank; `served` gives the instant at which the queue let a leg go. Of two legs that began at one
/// instant the order is known only when both are ranked.
pub(super) fn overtakings(
    legs: &[Leg],
    served: impl Fn(&Leg) -> i64,
    mut report: impl FnMut(&Leg, &Leg),
) {
    let mut last_before: Option<&Leg> = None;
    for group in legs.chunk_by(|a, b| a.begin == b.begin) {
        let mut last_ranked = last_before;
        for leg in group {
            let ahead = if leg.ranked { last_ranked } else { last_before };
            // A pending leg is served some time after the end: `served` is a lower bound there.
            if let Some(ahead) = ahead.filter(|ahead| !leg.pending && served(ahead) > served(leg)) {
                report(ahead, leg);
            }
            if leg.ranked {
                last_ranked = later(last_ranked, leg, &served);
            }
        }
        last_before = group
            .iter()
            .fold(last_before, |last, leg| later(last, leg, &served));
    }
}

/// The one served last; of equals the first.
fn later<'l>(last: Option<&'l Leg>, leg: &'l Leg, served: impl Fn(&Leg) -> i64) -> Option<&'l Leg> {
    last.filter(|last| served(last) >= served(leg))
        .or(Some(leg))
}
