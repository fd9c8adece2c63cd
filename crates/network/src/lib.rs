//! What a fulfilment network and its promises are: scenario format, diagnostics, petgraph graph, civil calendars,
//! distribution specifications, promise arithmetic and integer time.

pub mod calendar;
pub mod distribution;
pub mod network;
pub mod promise;
pub mod text;
pub mod time;

pub use network::Network;
