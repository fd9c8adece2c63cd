//! How many orders two designs have in common.

use leadtime_sim::study::Measure;
use leadtime_stats::Total;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alike::same_window;
use super::{Design, column};

/// Orders of a pair of designs, in the scoring windows of all replications, all service levels together.
///
/// Studies keep counts, not which visit bought: so what is common lies between two bounds. Of V visits that both designs saw in a
/// replication, a and b of them sold something, at most min(a, b) and at least a + b - V are sold something by both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SharedOrders {
    /// The later design.
    pub design: String,
    /// The earlier design.
    pub minus: String,
    /// Promised orders of the later design.
    pub orders: u64,
    /// Promised orders of the earlier design.
    pub orders_minus: u64,
    /// The least share of the larger of the two numbers that can be orders of the same visits; 0 where the designs did not have equally
    /// many visits in every replication, or score other windows.
    pub common_low: f64,
    /// The largest such share.
    pub common_high: f64,
}

/// The shared orders of all pairs, the earlier design first; a pair without any order is left out.
pub(super) fn shared_orders(designs: &[Design<'_>], replications: usize) -> Vec<SharedOrders> {
    let columns: Vec<Option<Vec<Total>>> = designs
        .iter()
        .map(|design| column(design, Measure::OfferShare, None, replications))
        .collect();
    let pairs = (0..designs.len()).flat_map(|a| (a + 1..designs.len()).map(move |b| (a, b)));
    let shared = pairs.filter_map(|(a, b)| {
        let (earlier, later) = (columns[a].as_ref()?, columns[b].as_ref()?);
        let alike = same_window(designs[a].plan, designs[b].plan);
        let (common_low, common_high) = bounds(earlier, later, alike)?;
        Some(SharedOrders {
            design: designs[b].name.to_owned(),
            minus: designs[a].name.to_owned(),
            orders: orders(later),
            orders_minus: orders(earlier),
            common_low,
            common_high,
        })
    });
    shared.collect()
}

fn orders(column: &[Total]) -> u64 {
    column.iter().map(|total| total.sum).sum::<f64>() as u64
}

/// The least and the largest share of the larger number of orders that both may have; `sum` counts orders, `count` visits.
fn bounds(a: &[Total], b: &[Total], same_window: bool) -> Option<(f64, f64)> {
    let pairs = || a.iter().zip(b);
    let larger: f64 = pairs().map(|(a, b)| a.sum.max(b.sum)).sum();
    let most: f64 = pairs().map(|(a, b)| a.sum.min(b.sum)).sum();
    let same_visits = same_window && pairs().all(|(a, b)| a.count == b.count);
    let least: f64 = pairs()
        .map(|(a, b)| (a.sum + b.sum - a.count).max(0.0))
        .sum();
    (larger > 0.0).then(|| {
        let low = if same_visits { least / larger } else { 0.0 };
        (low, most / larger)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    fn total(sum: f64, count: f64) -> Total {
        Total { sum, count }
    }

    // catches: a bound taken over the sums of all replications, which one replication may break
    #[test]
    fn common_orders_are_bounded_replication_by_replication() {
        let a = [total(100.0, 100.0), total(50.0, 100.0)];
        let b = [total(80.0, 100.0), total(60.0, 100.0)];
        // 80 and 10 at least, 80 and 50 at most, of 100 and 60.
        assert_eq!(bounds(&a, &b, true), Some((90.0 / 160.0, 130.0 / 160.0)));
        assert_eq!(bounds(&a, &b, false), Some((0.0, 130.0 / 160.0)));
        let more_visits = [total(80.0, 120.0), total(60.0, 100.0)];
        assert_eq!(bounds(&a, &more_visits, true).unwrap().0, 0.0);
        let none = [total(0.0, 10.0)];
        assert_eq!(bounds(&none, &none, true), None);
    }
}
