//! Swept or event by event: the same for every order of every random network.

use std::cell::Cell;

use leadtime_sim::engine::travels_light;
use leadtime_sim::plan::Plan;
use proptest::prelude::*;
use proptest::sample::select;

use super::{CASES, found, network, number, runner, scenario, text, written};
use crate::random_network::Scenario;
use crate::support::orders::{compare, compare_unseen};

// catches: a turn out of the order of keys, a parcel lost between windows, a place that asks for what happens at another
#[test]
fn both_drivers_serve_every_order_alike() {
    let swept = Cell::new((0_u32, 0));
    // From one window for all to so short ones that a day ahead is beyond those with lists of their own.
    let lengths = [
        None,
        Some((60_000, 60_000)),
        Some((60_000, 6 * 3_600_000)),
        Some((1_234_567, 5_000_000)),
        Some((6 * 3_600_000, 6 * 3_600_000)),
    ];
    let windows = select(lengths.to_vec());
    let both = scenario().prop_map(|scenario| (scenario.clone().in_turn(), scenario));
    let result = runner(4).run(&(both, windows), |((in_turn, scenario), window)| {
        for scenario in [in_turn, scenario] {
            let mut network = network(&scenario)?;
            // Replications in which late orders are charged are not swept.
            network.blame = None;
            match compare(&Plan::compile(&network), window) {
                None => {}
                Some(Ok(orders)) => swept.set((swept.get().0 + 1, swept.get().1 + orders)),
                Some(Err(unlike)) => {
                    return Err(TestCaseError::fail(format!(
                        "windows {window:?}: {unlike}\n{}",
                        text(&scenario)
                    )));
                }
            }
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let (networks, orders) = swept.get();
    assert!(networks >= number("LEADTIME_CASES", CASES), "{networks}");
    assert!(orders > 100 * networks as usize, "{orders}");
}

// catches: a parcel that travels light otherwise than one of which all is kept, swept or event by event, on a lane that is full or beyond
#[test]
fn parcels_travel_light_alike() {
    let (light, overflowed) = (Cell::new(0_u32), Cell::new(0_u64));
    let result = runner(5).run(&scenario().prop_map(Scenario::light), |scenario| {
        let mut network = network(&scenario)?;
        network.blame = None;
        let plan = Plan::compile(&network);
        let unlike = |unlike| TestCaseError::fail(format!("{unlike}\n{}", text(&scenario)));
        light.set(light.get() + u32::from(travels_light(&plan)));
        compare(&plan, None).transpose().map_err(unlike)?;
        let outcome = compare_unseen(&plan).map_err(unlike)?;
        let lanes = outcome.lanes.iter().map(|lane| lane.overflowed);
        overflowed.set(overflowed.get() + lanes.sum::<u64>());
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let cases = number("LEADTIME_CASES", CASES);
    assert!(light.get() >= cases / 2, "{light:?} of {cases}");
    assert!(overflowed.get() >= u64::from(10 * cases), "{overflowed:?}");
}

/// What was once found to differ.
#[test]
fn what_differed_is_mended() {
    let plan = written(found::BACK_AND_BACK);
    for window in [None, Some((60_000, 60_000)), Some((60_000, 1_234_567))] {
        let alike = compare(&plan, window);
        assert!(matches!(alike, Some(Ok(_))), "{window:?}: {alike:?}");
    }
}
