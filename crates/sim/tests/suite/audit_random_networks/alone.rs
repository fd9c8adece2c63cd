//! Random networks without congestion.

use std::cell::Cell;

use leadtime_sim::plan::Plan;
use proptest::prelude::*;

use super::{network, runner, scenario, text, traced};
use crate::random_network;
use crate::support::orders::run;

// catches: a capacity that is left somewhere, a header that tells of one, hours or waves that are gone with the servers
#[test]
fn without_congestion_every_network_passes_the_audit() {
    let result = runner(5).run(&scenario(), |scenario| {
        let plan = Plan::compile(&network(&scenario)?).uncapacitated();
        prop_assert!(!plan.congests(), "{}", text(&scenario));
        let (report, _) = traced(&plan, 0);
        prop_assert!(report.is_clean(), "{report}\n{}", text(&scenario));
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

/// Every step takes a parcel that comes earlier to the next one no later, and the draws are its own: so waiting for others only delays.
// catches: draws that change with the mode, another promise or level, hours that shrink, a wait that is added
#[test]
fn no_order_is_later_without_congestion() {
    let compared = Cell::new((0_u64, 0_u64));
    let any = scenario().prop_map(random_network::Scenario::without_luck);
    let result = runner(6).run(&any, |scenario| {
        let plan = Plan::compile(&network(&scenario)?);
        let (_, crowded) = run(&plan, 0);
        let (_, alone) = run(&plan.uncapacitated(), 0);
        let alone = alone.sold_and_delivered();
        for (order, &(sold, crowded)) in &crowded.sold_and_delivered() {
            let Some(&(sold_alone, alone)) = alone.get(order) else {
                continue;
            };
            prop_assert_eq!(sold, sold_alone, "order {} of\n{}", order, text(&scenario));
            let (Some(crowded), Some(alone)) = (crowded, alone) else {
                continue;
            };
            prop_assert!(
                alone <= crowded,
                "order {order} at {alone}, and at {crowded} among others\n{}",
                text(&scenario)
            );
            let (all, earlier) = compared.get();
            compared.set((all + 1, earlier + u64::from(alone < crowded)));
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let (all, earlier) = compared.get();
    assert!(all > 10_000 && 10 * earlier > all, "{earlier} of {all}");
}
