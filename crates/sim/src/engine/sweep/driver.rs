//! Which driver moves time.

use crate::plan::{Plan, SweepPlan};

/// How time is moved; every driver gives the same outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Driver {
    /// The faster one: event by event.
    #[default]
    Auto,
    /// Event by event.
    Events,
    /// Window by window, place by place.
    Sweep,
}

impl Plan {
    /// The plan with a driver.
    ///
    /// # Errors
    /// Why a plan cannot be swept.
    pub fn driven_by(mut self, driver: Driver) -> Result<Self, &'static str> {
        self.sweep = match driver {
            Driver::Auto | Driver::Events => None,
            Driver::Sweep => Some(Box::new(SweepPlan::new(&self)?)),
        };
        Ok(self)
    }

    /// Whether replications are swept.
    #[must_use]
    pub fn is_swept(&self) -> bool {
        self.sweep.is_some()
    }
}
