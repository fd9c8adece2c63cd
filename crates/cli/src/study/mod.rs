//! Commands on a `study.toml`: sweep its designs, solve its questions, select the best one.

mod select;
mod solve;
mod sweep;
mod uncertainty;

pub(crate) use select::select;
pub(crate) use solve::solve;
pub(crate) use sweep::sweep;
pub(crate) use uncertainty::uncertainty;

use std::path::{Path, PathBuf};

use leadtime_experiment::{CheckedStudy, NotSelected, Refused, check};
use leadtime_network::Files;
use leadtime_network::study::{STUDY_FILE, read};

use crate::arguments::StudyArguments;
use crate::console;
use crate::failure::{Failure, Refusal};
use crate::findings::{self, Folder};
use crate::folder::{Output, default_folder};
use crate::run::cores;
use crate::scenario::built_in;

/// A study that can be run, and where it is.
struct Prepared {
    checked: CheckedStudy,
    folder: PathBuf,
    threads: usize,
}

impl Prepared {
    /// Reads a study and all its designs; tells the warnings about them.
    ///
    /// # Errors
    /// Everything that is wrong with the study, else with its designs. What one refusal cannot hold was told before.
    fn read(arguments: &StudyArguments) -> Result<Self, Refusal> {
        let path = &arguments.study;
        let file = if path.is_dir() {
            path.join(STUDY_FILE)
        } else {
            path.clone()
        };
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        let place = Folder::on_disk(&folder);
        let mut study =
            read(&Files::on_disk(&file)).map_err(|found| Refusal::new(found, place.clone()))?;
        study.seed = arguments.seed.or(study.seed);
        study.replications = arguments.replications.unwrap_or(study.replications);
        let open = |scenario: &str| files(&folder, scenario);
        let checked = check(study, &open).map_err(|refused| told(refused, &folder))?;
        let mut prepared = Self {
            checked,
            threads: arguments.threads.map_or_else(cores, usize::from),
            folder,
        };
        prepared.heed_warnings(arguments.deny_warnings)?;
        Ok(prepared)
    }

    /// The folder for the results of a command: the one asked for, else one named after the study.
    fn claim(&self, command: &str, arguments: &StudyArguments) -> Result<Output, Failure> {
        let names = [self.checked.study.name.clone()];
        let default = || default_folder(command, &names, self.checked.seed);
        Ok(Output::claim(
            &arguments.out.clone().unwrap_or_else(default),
        )?)
    }

    /// Where the files of a scenario are.
    fn files(&self, scenario: &str) -> Files {
        files(&self.folder, scenario)
    }

    /// All findings but the last are told; those are left to be told.
    fn refusal(&self, refused: Vec<Refused>) -> Refusal {
        told(refused, &self.folder)
    }

    /// What a contest of designs or draws found; `None` if it was interrupted, which is told.
    fn unless_refused<T>(&self, found: Result<T, NotSelected>) -> Result<Option<T>, Failure> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(NotSelected::Interrupted) => {
                console::note("interrupted before anything could be told: nothing is written");
                Ok(None)
            }
            Err(NotSelected::Invalid(message)) => Err(Failure::Usage(message)),
            Err(NotSelected::Refused(refused)) => Err(self.refusal(refused).into()),
        }
    }

    fn heed_warnings(&mut self, deny: bool) -> Result<(), Refusal> {
        let warnings = std::mem::take(&mut self.checked.warnings);
        if deny && !warnings.is_empty() {
            return Err(told(warnings, &self.folder));
        }
        for refused in warnings {
            findings::tell(&refused.findings, &place(&refused, &self.folder));
        }
        Ok(())
    }
}

/// Tells all findings but the last, which are left to be told.
fn told(mut refused: Vec<Refused>, folder: &Path) -> Refusal {
    let last = refused.pop();
    for earlier in refused {
        findings::tell(&earlier.findings, &place(&earlier, folder));
    }
    last.map_or_else(
        || Refusal::new(leadtime_network::Diagnostics::new(), Folder::default()),
        |last| {
            let place = place(&last, folder);
            Refusal::new(last.findings, place)
        },
    )
}

fn place(refused: &Refused, folder: &Path) -> Folder {
    match &refused.scenario {
        Some(scenario) => Folder::on_disk(&folder.join(scenario)),
        None => Folder::on_disk(folder),
    }
}

/// A scenario beside the study, else the built-in one by its name.
fn files(folder: &Path, scenario: &str) -> Files {
    let path = folder.join(scenario);
    match built_in(scenario) {
        Some(files) if !path.exists() => files,
        _ => Files::on_disk(&path),
    }
}
