//! Benches of leadtime: the reference network, a hand-written simulator of it as speed floor and oracle, and the least that an order
//! can cost.

pub mod limit;
pub mod reference_loop;
