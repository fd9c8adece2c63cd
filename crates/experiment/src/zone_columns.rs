//! On time in every zone.

use leadtime_sim::plan::Plan;
use leadtime_sim::study::ZoneTotals;
use leadtime_stats::Total;

/// On time of a (service level, zone).
#[derive(Clone, Debug)]
pub struct ZoneColumn {
    /// Service level.
    pub level: String,
    /// Zone.
    pub zone: String,
    /// On time and promised, of every replication.
    pub totals: Vec<Total>,
}

/// With the names of the plan.
pub(crate) fn named(plan: &Plan, all: Vec<ZoneTotals>) -> Vec<ZoneColumn> {
    let named = all.into_iter().map(|of| ZoneColumn {
        level: plan.level_names[of.level].clone(),
        zone: plan.zones[of.zone].name.clone(),
        totals: of.totals,
    });
    named.collect()
}

/// Those of a zone: of one level, or of all together. `None`: there are none.
pub(crate) fn of_zone(all: &[ZoneColumn], level: Option<&str>, zone: &str) -> Option<Vec<Total>> {
    let wanted = |of: &&ZoneColumn| of.zone == zone && level.is_none_or(|level| of.level == level);
    let mut columns = all.iter().filter(wanted);
    let mut sums = columns.next()?.totals.clone();
    for column in columns {
        for (sum, total) in sums.iter_mut().zip(&column.totals) {
            sum.sum += total.sum;
            sum.count += total.count;
        }
    }
    Some(sums)
}
