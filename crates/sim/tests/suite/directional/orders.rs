//! What became of every order of a replication.

use std::borrow::Cow;

use leadtime_network::{Files, load};
use leadtime_sim::engine::replicate_traced;
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::Recorder;

/// One visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Order {
    pub(crate) placed: i64,
    pub(crate) zone: u32,
    /// None: nothing was offered.
    pub(crate) level: Option<u32>,
    pub(crate) promise: Option<i64>,
    /// (arrival, start) at every stage on the way.
    pub(crate) stages: Vec<(i64, i64)>,
    pub(crate) delivered: Option<i64>,
}

/// All orders, by their running number.
#[derive(Debug, Default)]
struct Orders(Vec<Order>);

impl Recorder for Orders {
    const ON: bool = true;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        _: Option<i64>,
        promise: Option<i64>,
    ) {
        assert_eq!(order as usize, self.0.len());
        self.0.push(Order {
            placed: at,
            zone,
            level,
            promise,
            ..Order::default()
        });
    }

    fn stage(&mut self, order: u64, _: u32, arrive: i64, start: i64, _: i64) {
        self.0[order as usize].stages.push((arrive, start));
    }

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(&mut self, _: u64, _: u32, _: i64, _: Option<i64>, _: i64, _: i64) {}

    fn attempt(&mut self, _: u64, _: i64, _: bool) {}

    fn exhausted(&mut self, _: u64) {}

    fn delivered(&mut self, order: u64, at: i64) {
        self.0[order as usize].delivered = Some(at);
    }

    fn end(&mut self, _: i64, _: u64, _: u64, _: u64, _: u64) {}
}

/// A scenario's files, compiled.
pub(crate) fn compiled(files: Vec<(String, String)>) -> Plan {
    let shown = files[0].1.clone();
    let files = files
        .into_iter()
        .map(|(name, text)| (name, Cow::Owned(text.into_bytes())));
    let (network, _) = load(&Files::in_memory(files)).unwrap_or_else(|problems| {
        panic!("the generator must write valid scenarios: {problems:#?}\n{shown}")
    });
    Plan::compile(&network)
}

/// Every order of one replication with seed 1.
pub(crate) fn simulated(plan: &Plan, replication: u32) -> Vec<Order> {
    let mut orders = Orders::default();
    replicate_traced(plan, 1, replication, &mut orders);
    orders.0
}
