//! The bar on standard error: hidden where that is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const TEMPLATE: &str = "{bar:40} {pos} of {len} replications, {eta} left";

/// How many replications are done.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(replications: u32) -> Self {
        let bar = ProgressBar::new(u64::from(replications));
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(500));
        Self(bar)
    }

    /// So many of so many are done: what is run again with one cause kept to plan counts as well.
    pub(crate) fn show(&self, done: u32, of: u32) {
        self.0.set_length(u64::from(of));
        self.0.set_position(u64::from(done));
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}
