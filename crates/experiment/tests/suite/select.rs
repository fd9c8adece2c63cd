//! Selection of the best design: that it is the best, and that it takes no more than it must.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{Contest, NotSelected, Selected, check, select};
use leadtime_network::Files;
use leadtime_network::study::read;

/// M/M/c of 40 an hour, 5 minutes each, and a promise that leaves 15 minutes for them.
const SCENARIO: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "2d" }
demand.poisson.rate = "40/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pack", servers = 4, service = "exponential(mean=5min)" }]
lanes = [{ from = "FC", to = "city", transit = "1h" }]
zones = [{ name = "city" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "75min" }
"#;

fn study(method: &str, budget: u32) -> String {
    format!(
        r#"
schema = 1
name = "servers"
[budget]
replications = {budget}
[[axes]]
set = 'stages.FC/pack.servers'
from = 4
to = 8
step = 1
[[axes]]
name = "service"
scale = 'stages.FC/pack.service'
values = [1.0, 1.1]
[select]
figure = 'on_time("standard")'
indifference = 0.005
method = "{method}"
first = 20
"#
    )
}

fn selected(method: &str, budget: u32, threads: usize) -> Result<Selected, NotSelected> {
    let study = read(&Files::from_text(&study(method, budget))).unwrap();
    let open = |_: &str| Files::from_text(SCENARIO);
    let checked = check(study, &open).unwrap();
    let never = AtomicBool::new(false);
    let contest = Contest {
        threads,
        stop: &never,
        progress: &mut |_, _| {},
    };
    let asked = checked.study.selection.clone().unwrap();
    select(&checked, &asked, &open, contest)
}

// catches: the worst selected for the best, designs mixed up, designs that never drop out, a probability stated after the budget ended
#[test]
fn the_best_of_ten_designs_is_selected() {
    let kim_nelson = selected("kim-nelson", 400, 1).unwrap();
    assert_eq!(kim_nelson.probability, Some(0.95));
    // More servers and shorter service keep more promises: 7 and 8 servers are within the indifference of each other.
    let good = [
        "servers 7, service x 1.0",
        "servers 8, service x 1.0",
        "servers 8, service x 1.1",
        "servers 7, service x 1.1",
    ];
    for method in ["kim-nelson", "nelson-matejcik", "rinott", "ocba"] {
        let found = selected(method, 400, 0).unwrap();
        assert!(
            good.contains(&found.selected.as_str()),
            "{method}: {}",
            found.selected
        );
        // The two stages must plan for the most uneven pair of designs, and may ask for more than the budget: then nothing is stated.
        let most = found
            .designs
            .iter()
            .map(|one| one.replications)
            .max()
            .unwrap();
        assert!(most <= 400 && (found.probability.is_none() || method != "ocba"));
        assert_eq!(found.designs.len(), 10);
    }
    // Four servers are hopeless, and vary most: they are out early, and take no more replications.
    let worst = kim_nelson
        .designs
        .iter()
        .find(|one| one.name == "servers 4, service x 1.1")
        .unwrap();
    assert!(!worst.in_to_the_end);
    assert!(worst.replications < 100, "{worst:?}");
    assert_eq!(selected("kim-nelson", 400, 2).unwrap(), kim_nelson);
    let short = selected("kim-nelson", 21, 1).unwrap();
    assert_eq!(short.probability, None);
}
