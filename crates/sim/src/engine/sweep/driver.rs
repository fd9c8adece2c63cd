//! Which driver moves time.

use crate::plan::{Plan, SweepPlan};

/// How time is moved; every driver gives the same outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Driver {
    /// The faster one: the sweep where it applies, else event by event.
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
            Driver::Events => None,
            Driver::Auto => {
                let known = self.sweep.take();
                known.or_else(|| SweepPlan::of(&self))
            }
            Driver::Sweep => Some(Box::new(SweepPlan::new(&self)?)),
        };
        Ok(self)
    }

    /// Whether replications are swept.
    #[must_use]
    pub fn is_swept(&self) -> bool {
        self.sweep.is_some()
    }

    /// How many of the first `replications` are swept: not those in which late orders are charged to their causes.
    #[must_use]
    pub fn swept(&self, replications: u32) -> u32 {
        let charged = self.blame.as_ref().map_or(0, |blame| blame.replications);
        if self.is_swept() {
            replications.saturating_sub(charged)
        } else {
            0
        }
    }
}
