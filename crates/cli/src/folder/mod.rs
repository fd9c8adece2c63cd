//! Folders of results, whatever command writes them.

mod manifest;
mod name;
mod output;

pub(crate) use manifest::{Design, Experiment, Manifest};
pub(crate) use name::default_folder;
pub(crate) use output::{Output, cause};
