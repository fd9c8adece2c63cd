//! The cases. Every truth is a closed form.

mod quantiles;
mod rare;
mod selection;
mod shares;
mod stopped;
mod values;

use leadtime_stats::Confidence;

use crate::draws::Draws;
use crate::study::{Case, Needs, Seen, Table};

pub(crate) const LEVEL: Confidence = Confidence::P95;

/// All cases, in the order of the page.
pub(crate) fn all() -> Vec<Case> {
    let groups = [
        values::cases(),
        shares::cases(),
        quantiles::cases(),
        stopped::cases(),
        rare::cases(),
        selection::cases(),
    ];
    groups.into_iter().flatten().collect()
}

/// A case of one method among the intervals.
fn interval(
    method: &'static str,
    needs: Needs,
    what: &str,
    replications: u64,
    trial: impl Fn(&mut Draws) -> Seen + Sync + 'static,
) -> Case {
    Case {
        table: Table::Intervals,
        methods: vec![(method, needs)],
        what: what.to_owned(),
        replications: Some(replications),
        trial: Box::new(move |draws| vec![trial(draws)]),
    }
}
