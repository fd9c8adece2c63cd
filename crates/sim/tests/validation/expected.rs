//! `expected.toml`: what a scenario must reproduce, and where the numbers come from.

use std::path::PathBuf;

use serde::Deserialize;

/// The figures of one family.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// Name of the folder.
    #[serde(skip)]
    pub(crate) name: String,
    /// Folder of the scenario, relative to the folder of `expected.toml`; another one's is shortened with `horizon`.
    #[serde(default)]
    pub(crate) scenario: Option<String>,
    /// Without congestion.
    #[serde(default)]
    pub(crate) uncapacitated: bool,
    /// Instead of the scenario's own.
    #[serde(default)]
    pub(crate) horizon: Option<String>,
    /// Instead of the scenario's own.
    #[serde(default)]
    pub(crate) replications: Option<u32>,
    /// Instead of the scenario's own.
    #[serde(default)]
    pub(crate) seed: Option<u64>,
    /// What is compared.
    pub(crate) figure: Vec<ExpectedFigure>,
    /// The law of the lead time, where it is known.
    #[serde(default)]
    pub(crate) distribution: Option<ExpectedLaw>,
}

/// One number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedFigure {
    /// What it is, in words.
    pub(crate) name: String,
    /// Which figure of the run; see `selector.rs`.
    pub(crate) of: String,
    /// The value that the scenario must have, in `unit`.
    pub(crate) exact: f64,
    /// The value of the source where the scenario differs from it; `because` says how.
    #[serde(default)]
    pub(crate) published: Option<f64>,
    #[serde(default)]
    pub(crate) because: Option<String>,
    /// Standard error of `exact` where it was simulated elsewhere.
    #[serde(default)]
    pub(crate) exact_se: f64,
    /// What a unit of `exact` is: a duration, or nothing for plain numbers.
    #[serde(default)]
    pub(crate) unit: Option<String>,
    /// The name of a case in `analytic_cases.json`, or the page that holds the number.
    pub(crate) source: String,
    /// The relative error that the run must be able to see: of the value, or of min(p, 1-p) for a share.
    #[serde(default = "three_percent")]
    pub(crate) detect: f64,
    /// The figure of the scenario that enters the chi-square.
    #[serde(default)]
    pub(crate) chi_square: bool,
    /// Nothing random: equal up to this much.
    #[serde(default)]
    pub(crate) exactly: bool,
    #[serde(default)]
    pub(crate) tolerance: f64,
}

/// The law of the lead time of independent orders.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedLaw {
    /// For example `exponential(5min)`; see `distribution.rs`.
    pub(crate) lead: String,
    /// Every so many orders are looked at: far enough apart to be independent.
    pub(crate) every: u64,
}

fn three_percent() -> f64 {
    0.03
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All families, by name.
pub(crate) fn families() -> Vec<Expected> {
    let folder = root().join("scenarios/validation");
    let mut families: Vec<Expected> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| {
            let text = std::fs::read_to_string(path.join("expected.toml"))
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let mut family: Expected =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            family.name = path.file_name().unwrap().to_string_lossy().into_owned();
            family
        })
        .collect();
    families.sort_by(|a, b| a.name.cmp(&b.name));
    families
}

impl ExpectedFigure {
    /// Ticks in a unit; 1 for plain numbers.
    pub(crate) fn unit_ticks(&self) -> f64 {
        self.unit.as_ref().map_or(1.0, |unit| {
            leadtime_network::text::duration(unit).unwrap().0 as f64
        })
    }
}
