//! What a fulfilment network and its promises are: scenario format, diagnostics, petgraph graph, civil calendars,
//! distribution specifications, promise arithmetic and integer time.

pub mod calendar;
pub mod diagnostics;
pub mod distribution;
pub mod network;
pub mod promise;
pub mod scenario;
pub mod study;
pub mod text;
pub mod time;
pub mod validate;

pub use diagnostics::{Code, Diagnostic, Diagnostics};
pub use network::Network;
pub use scenario::Files;

/// Reads and validates a scenario: the network, and warnings about it.
///
/// ```
/// use leadtime_network::{Code, Files, load};
///
/// let broken = load(&Files::from_text("schema = 1\nhorizon = 28"));
/// let problems = broken.expect_err("almost everything is missing");
/// assert!(problems.iter().any(|problem| problem.code == Code::UnknownKey));
/// ```
///
/// # Errors
/// All problems at once, sorted by place, with the texts they point into.
pub fn load(files: &Files) -> Result<(Network, Diagnostics), Diagnostics> {
    validate::validate(scenario::read(files)?)
}
