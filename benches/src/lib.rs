//! Benches of leadtime: the reference network and networks of other sizes, a hand-written simulator of it as speed floor and oracle, and
//! the least that an order can cost.

pub mod beside;
pub mod limit;
pub mod padding;
pub mod reference_loop;
pub mod sizes;
