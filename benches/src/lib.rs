//! Benches of leadtime: the reference network, and a hand-written simulator of it as speed floor and oracle.

pub mod reference_loop;
