//! Busy places and quiet ones, and the windows that suit each kind.

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use super::super::Plan;
use super::places::Places;

/// Orders that are worked on side by side: enough that a sweep pays, few enough for the cache.
const ORDERS_A_WINDOW: f64 = 1_024.0;
const MOST_ORDERS_A_WINDOW: f64 = 262_144.0;
/// Where there are more places than that, so many orders for each of them: what is known of a place is fetched once a window.
const ORDERS_A_PLACE: f64 = 16.0;
/// So many groups are not told apart: a place that one route in as many leads through is busy. Zones may differ in their share of orders,
/// but rarely so much that a window of either kind would not do.
const FEW_GROUPS: usize = 128;

/// Puts the busy places before the quiet ones, and tells how many they are. Whatever leads to a busy place is one, so that the places
/// stay in an order in which they can be swept.
pub(super) fn busy_first(
    places: &Places,
    components: &mut [Vec<NodeIndex>],
    all_routes: usize,
) -> usize {
    if components.len() <= FEW_GROUPS {
        return components.len();
    }
    let (graph, routes) = (&places.graph, &places.routes);
    let mut quiet = vec![false; graph.node_count()];
    for component in &*components {
        let few = |node: &NodeIndex| routes[node.index()] * FEW_GROUPS < all_routes;
        let mut before = component
            .iter()
            .flat_map(|&node| graph.neighbors_directed(node, Direction::Incoming));
        let is_quiet = component.iter().all(few) || before.any(|before| quiet[before.index()]);
        for node in component {
            quiet[node.index()] = is_quiet;
        }
    }
    let is_quiet = |component: &Vec<NodeIndex>| quiet[component[0].index()];
    components.sort_by_key(is_quiet);
    components.partition_point(|component| !is_quiet(component))
}

/// log2 of the length of windows for so many places. A place costs something in each window, whether anybody comes to it or not.
pub(super) fn window_for(plan: &Plan, places: usize) -> u32 {
    let orders = (ORDERS_A_PLACE * places as f64).clamp(ORDERS_A_WINDOW, MOST_ORDERS_A_WINDOW);
    let ticks = (orders / plan.visits_a_tick.max(1e-12)) as i64;
    log2(ticks.clamp(1_000, plan.end.max(1_000)))
}

/// So many parcels, or fewer, come to most of so many places in a window, where each order comes to one of them.
pub(super) fn most_parcels(plan: &Plan, places: usize, window: u32) -> usize {
    let a_place = plan.visits_a_tick * (1_u64 << window) as f64 / places.max(1) as f64;
    // As their number varies by chance.
    (a_place + 2.0 * a_place.sqrt()) as usize
}

/// The power of two nearest to a positive number of ticks.
pub(super) fn log2(ticks: i64) -> u32 {
    (ticks as u64 * 2 / 3).next_power_of_two().ilog2()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use leadtime_network::{Files, load};

    use super::super::{Fan, Group, SweepPlan};
    use super::*;

    /// A centre with two stages, and so many delivery stations of one stage and one zone each.
    fn star(stations: usize) -> Option<Box<SweepPlan>> {
        let mut text = "schema = 1
name = \"star\"
clock = { start = 2026-11-02, time_zone = \"UTC\", warm_up = \"6h\", horizon = \"3d\" }
demand.poisson = { rate = \"2/min\" }
[[service_levels]]
name = \"standard\"
promise.constant = { after = \"4h\" }
[[facilities]]
name = \"FC\"
kind = \"fulfilment-centre\"
"
        .to_owned();
        let stage = |facility: &str, stage: &str| {
            format!(
                "[[stages]]\nfacility = \"{facility}\"\nstage = \"{stage}\"\nservers = 9\nservice = \"1min\"\n"
            )
        };
        text += &(stage("FC", "pick") + &stage("FC", "pack"));
        for at in 0..stations {
            let _ = write!(
                text,
                "[[facilities]]\nname = \"DS {at}\"\nkind = \"delivery-station\"\n{}
[[lanes]]\nfrom = \"FC\"\nto = \"DS {at}\"\ntransit = \"1h\"
[[lanes]]\nfrom = \"DS {at}\"\nto = \"zone {at}\"\ntransit = \"1h\"
[[zones]]\nname = \"zone {at}\"\n",
                stage(&format!("DS {at}"), "sort")
            );
        }
        let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
        Plan::compile(&network).sweep
    }

    // catches: all of a large network swept in windows for one kind of places, which no result would show; a small one taken apart
    #[test]
    fn a_large_network_has_a_few_busy_places() {
        let large = star(200).expect("it can be swept");
        assert_eq!(large.groups.len(), 2 + 200);
        assert_eq!(
            large.groups[..large.busy],
            [Group::Stage(0), Group::Stage(1)]
        );
        assert_eq!(large.fans[..large.busy], [Fan::Wait(1), Fan::Many(2)]);
        assert!(!large.travel_at_once(1));
        assert!(large.windows[0] < large.windows[1]);
        let small = star(5).expect("it can be swept");
        assert_eq!((small.groups.len(), small.busy), (2 + 5, 2 + 5));
    }
}
