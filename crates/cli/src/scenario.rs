//! Where a scenario comes from, and the way to its plan.

use std::borrow::Cow;
use std::path::Path;

use leadtime_network::diagnostics::Severity;
use leadtime_network::promise::DayOffset;
use leadtime_network::scenario::{self, Field, Given};
use leadtime_network::{Code, Diagnostic, Diagnostics, Files, Network, validate};
use leadtime_sim::engine::Driver;
use leadtime_sim::plan::Plan;

use crate::failure::Refusal;
use crate::findings::{self, Folder};

/// Name of the scenario that is simulated where none is named.
pub(crate) const DEFAULT: &str = "us-next-day";

macro_rules! embedded {
    ($folder:literal, $($file:literal)*) => {
        [$(($file, include_bytes!(concat!("../../../scenarios/", $folder, "/", $file)) as &[u8])),*]
    };
}

const US_NEXT_DAY: [(&str, &[u8]); 5] =
    embedded!("us-next-day", "scenario.toml" "facilities.csv" "stages.csv" "lanes.csv" "zones.csv");

/// The scenario that `leadtime new` starts from.
pub(crate) const STARTER: &str = include_str!("../../../scenarios/tutorial/two-node/scenario.toml");

/// The files of a built-in scenario, by its name.
pub(crate) fn built_in(name: &str) -> Option<Files> {
    let files = || US_NEXT_DAY.map(|(name, bytes)| (name.to_owned(), Cow::Borrowed(bytes)));
    (name == DEFAULT).then(|| Files::in_memory(files()))
}

/// The files of a scenario, and where they are.
#[derive(Debug)]
pub(crate) struct Source {
    files: Files,
    folder: Folder,
}

impl Source {
    /// A path on disk; else the built-in scenario, also by its name.
    pub(crate) fn named(path: Option<&Path>) -> Self {
        match path {
            Some(path) if path.exists() || path != Path::new(DEFAULT) => Self::on_disk(path),
            _ => Self {
                files: Files::in_memory(
                    US_NEXT_DAY.map(|(name, bytes)| (name.to_owned(), Cow::Borrowed(bytes))),
                ),
                folder: Folder::default(),
            },
        }
    }

    fn on_disk(path: &Path) -> Self {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(path)
        };
        Self {
            files: Files::on_disk(path),
            folder: Folder::on_disk(folder),
        }
    }
}

/// What the command line says in place of the scenario.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Instead {
    pub(crate) horizon: Option<DayOffset>,
    pub(crate) seed: Option<u64>,
    pub(crate) replications: Option<u32>,
    pub(crate) driver: Driver,
    pub(crate) uncapacitated: bool,
}

/// A scenario that can be simulated.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) network: Network,
    pub(crate) plan: Plan,
    pub(crate) warnings: Diagnostics,
    /// As the scenario stands, parcels may wait for each other.
    pub(crate) congests: bool,
    folder: Folder,
}

impl Prepared {
    /// Reads, validates and compiles. What is given here stands in for what the scenario says before anything is checked.
    ///
    /// # Errors
    /// Everything that is wrong with the scenario.
    pub(crate) fn read(source: Source, instead: &Instead) -> Result<Self, Refusal> {
        let Source { files, folder } = source;
        let (mut network, mut warnings) = match load(&files, instead.horizon) {
            Ok(loaded) => loaded,
            Err(findings) => return Err(Refusal::new(findings, folder)),
        };
        let study = &mut network.study;
        study.seed = instead.seed.unwrap_or(study.seed);
        study.replications = instead.replications.unwrap_or(study.replications);
        let mut plan = Plan::compile(&network);
        let congests = plan.congests();
        if instead.uncapacitated {
            plan = plan.uncapacitated();
        }
        warnings.extend(plan.warnings(&network, network.study.replications));
        let driven = plan.driven_by(instead.driver);
        let plan = driven.map_err(|reason| warnings.push(not_swept(reason)));
        warnings.sort();
        match plan {
            Ok(plan) if !warnings.has_errors() => Ok(Self {
                network,
                plan,
                warnings,
                congests,
                folder,
            }),
            _ => Err(Refusal::new(warnings, folder)),
        }
    }

    /// Tells the warnings, or refuses the scenario for them.
    ///
    /// # Errors
    /// With `deny`, any warning.
    pub(crate) fn heed_warnings(&mut self, deny: bool) -> Result<(), Refusal> {
        debug_assert!(
            self.warnings
                .iter()
                .all(|finding| finding.severity() == Severity::Warning)
        );
        if deny && !self.warnings.is_empty() {
            return Err(Refusal::new(
                std::mem::take(&mut self.warnings),
                self.folder.clone(),
            ));
        }
        findings::tell(&self.warnings, &self.folder);
        Ok(())
    }
}

fn not_swept(reason: &str) -> Diagnostic {
    let message = format!("`--driver sweep` cannot drive this scenario: {reason}");
    let help = "leave `--driver` out: event by event the result is the same, to the last bit";
    Diagnostic::new(Code::NotSwept, message).help(help)
}

fn load(files: &Files, horizon: Option<DayOffset>) -> Result<(Network, Diagnostics), Diagnostics> {
    let mut scenario = scenario::read(files)?;
    if let (Some(value), Field::Given(clock)) = (horizon, &mut scenario.root.clock) {
        let span = clock.value.horizon.span().unwrap_or(clock.span);
        clock.value.horizon = Field::Given(Given { value, span });
    }
    validate::validate(scenario)
}
