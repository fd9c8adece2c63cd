//! Swept place by place or event by event: every order is served, carried and delivered at the same instants, and all tallies agree.
#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use leadtime_network::time::Duration;
use leadtime_network::{Files, load};
use leadtime_sim::engine::{Driver, ReplicationOutcome, replicate_traced};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::Recorder;

/// What happened to each order: places with their instants, sorted.
#[derive(Default)]
struct Orders(BTreeMap<u64, Vec<[i64; 5]>>);

impl Orders {
    fn note(&mut self, order: u64, what: [i64; 5]) {
        self.0.entry(order).or_default().push(what);
    }
}

impl Recorder for Orders {
    const ON: bool = true;
    const IN_ORDER: bool = false;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        promise: Option<i64>,
    ) {
        let level = level.map_or(-1, i64::from);
        let (base, promise) = (base.unwrap_or(-1), promise.unwrap_or(-1));
        self.note(order, [at, i64::from(zone), level, base, promise]);
    }

    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64) {
        self.note(order, [1, i64::from(stage), arrive, start, end]);
    }

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(
        &mut self,
        order: u64,
        lane: u32,
        ready: i64,
        _: Option<i64>,
        departed: i64,
        arrive: i64,
    ) {
        self.note(order, [2, i64::from(lane), ready, departed, arrive]);
    }

    fn attempt(&mut self, order: u64, at: i64, succeeds: bool) {
        self.note(order, [3, at, i64::from(succeeds), 0, 0]);
    }

    fn exhausted(&mut self, order: u64) {
        self.note(order, [4; 5]);
    }

    fn delivered(&mut self, order: u64, at: i64) {
        self.note(order, [5, at, 0, 0, 0]);
    }

    fn end(&mut self, at: i64, placed: u64, delivered: u64, open: u64, not_offered: u64) {
        let counts = [delivered as i64, open as i64, not_offered as i64];
        self.note(
            u64::MAX,
            [at, placed as i64, counts[0], counts[1], counts[2]],
        );
    }
}

fn run(plan: &Plan) -> (ReplicationOutcome, Orders) {
    let mut orders = Orders::default();
    let outcome = replicate_traced(plan, 11, 0, &mut orders);
    (outcome, orders)
}

/// All scenarios of the repository that are valid.
fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = [root.clone(), root.join("validation"), root.join("tutorial")];
    let mut found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("scenario.toml").exists())
        .collect();
    found.sort();
    found
}

// catches: a turn out of the order of keys, a parcel lost between windows, a kernel that looks at another place, a run that ends elsewhere
#[test]
fn every_scenario_that_can_be_swept_ends_as_event_by_event() {
    let mut swept = 0;
    for path in scenarios() {
        let Ok((mut network, _)) = load(&Files::on_disk(&path)) else {
            continue;
        };
        let short = network.clock.warm_up + Duration::from_days(4);
        network.clock.horizon = network.clock.horizon.min(short);
        let plan = Plan::compile(&network);
        let Ok(plan) = plan.driven_by(Driver::Sweep) else {
            continue;
        };
        let (sweep, by_sweep) = run(&plan);
        let (events, by_events) = run(&plan.driven_by(Driver::Events).unwrap());
        let name = path.display();
        for (order, what) in &by_events.0 {
            let other = by_sweep.0.get(order);
            assert_eq!(other, Some(what), "{name}: order {order}");
        }
        assert_eq!(by_sweep.0.len(), by_events.0.len(), "{name}");
        assert!(sweep == events, "{name}: the tallies differ");
        swept += 1;
    }
    assert!(swept > 40, "{swept} scenarios were swept");
}
