//! The folder of results: looked at before the simulation, written under a temporary name, renamed when complete.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use leadtime_network::{Code, Diagnostic};
use tempfile::TempDir;

use super::manifest;
use crate::run::interrupt;

/// A folder that may be written.
#[derive(Debug)]
pub(crate) struct Output {
    /// As the user named it.
    shown: PathBuf,
    /// Absolute, without links.
    target: PathBuf,
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown.display().fmt(f)
    }
}

impl Output {
    /// Looks whether the folder may be written: it holds nothing of others, and a temporary folder beside it can be made.
    ///
    /// # Errors
    /// [`Code::OutputForeign`], [`Code::OutputUnwritable`].
    pub(crate) fn claim(shown: &Path) -> Result<Self, Diagnostic> {
        let unwritable = |error: io::Error| {
            let message = format!("cannot write `{}`: {}", shown.display(), cause(&error));
            Diagnostic::new(Code::OutputUnwritable, message)
                .help("name another folder with `--out`")
        };
        let target = target(shown).map_err(unwritable)?;
        if is_foreign(&target).map_err(unwritable)? {
            let message = format!(
                "`{}` holds files that this program did not write",
                shown.display()
            );
            let help = "name another folder with `--out`, or empty it yourself";
            return Err(Diagnostic::new(Code::OutputForeign, message).help(help));
        }
        let output = Self {
            shown: shown.to_owned(),
            target,
        };
        output.probe().map_err(unwritable)?;
        Ok(output)
    }

    /// The folder as the user named it.
    pub(crate) fn shown(&self) -> &Path {
        &self.shown
    }

    /// Writes the folder as a whole or not at all: `fill` gets a temporary one.
    ///
    /// # Errors
    /// Whatever the file system or `fill` says; then an earlier folder is still there.
    pub(crate) fn write(
        &self,
        fill: impl FnOnce(&Path) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let failed = || format!("cannot write {self}");
        let staging = self.stage().with_context(failed)?;
        fill(staging.path())?;
        staging.commit().with_context(failed)
    }

    /// Makes the temporary folder beside the target.
    ///
    /// # Errors
    /// Whatever the file system says.
    fn stage(&self) -> io::Result<Staging> {
        let parent = self.target.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let parents = Parents::make(parent)?;
        let temporary = tempfile::Builder::new()
            .prefix(".leadtime-")
            .suffix(".partial")
            .tempdir_in(parent)?;
        interrupt::remove_when_aborted(temporary.path());
        Ok(Staging {
            temporary,
            parents,
            target: self.target.clone(),
        })
    }

    /// Writes a file into a temporary folder and removes both.
    fn probe(&self) -> io::Result<()> {
        let staging = self.stage()?;
        fs::write(staging.path().join("probe"), "probe")
    }
}

/// What the system said, without the name of the temporary file that was tried.
pub(crate) fn cause(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.source());
    inner.map_or_else(|| error.to_string(), ToString::to_string)
}

/// A temporary folder; removed unless committed, with the folders above it that were made for it.
#[derive(Debug)]
struct Staging {
    // Dropped in this order: the folder, then those above it.
    temporary: TempDir,
    parents: Parents,
    target: PathBuf,
}

impl Staging {
    /// Where to write.
    fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Gives the folder its name, in place of an earlier one.
    ///
    /// # Errors
    /// Whatever the file system says; then the earlier folder is still there.
    fn commit(mut self) -> io::Result<()> {
        // Somebody may have written there since.
        if is_foreign(&self.target)? {
            return Err(io::Error::other("the folder is no longer empty or ours"));
        }
        let aside = self.set_aside()?;
        if let Err(error) = fs::rename(self.path(), &self.target) {
            if let Some(aside) = aside {
                fs::rename(aside.path().join("earlier"), &self.target)?;
            }
            return Err(error);
        }
        self.temporary.disable_cleanup(true);
        self.parents.keep();
        Ok(())
    }

    /// Moves an earlier folder of results out of the way, into a temporary one that is removed with it.
    fn set_aside(&self) -> io::Result<Option<TempDir>> {
        if !self.target.exists() {
            return Ok(None);
        }
        let parent = self.target.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let aside = tempfile::Builder::new()
            .prefix(".leadtime-")
            .suffix(".earlier")
            .tempdir_in(parent)?;
        fs::rename(&self.target, aside.path().join("earlier"))?;
        Ok(Some(aside))
    }
}

/// Folders made on the way to another one; removed again unless kept.
#[derive(Debug)]
struct Parents(Vec<PathBuf>);

impl Parents {
    fn make(folder: &Path) -> io::Result<Self> {
        let missing = folder
            .ancestors()
            .take_while(|above| !above.exists())
            .map(Path::to_owned);
        let parents = Self(missing.collect());
        fs::create_dir_all(folder)?;
        Ok(parents)
    }

    fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Not empty: somebody else uses it by now.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The absolute path, through links where the folder exists.
fn target(shown: &Path) -> io::Result<PathBuf> {
    if shown.as_os_str().is_empty() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the name is empty",
        ));
    }
    let target = if shown.exists() {
        shown.canonicalize()?
    } else {
        std::path::absolute(shown)?
    };
    if target.file_name().is_none() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it has no folder above it",
        ));
    }
    Ok(target)
}

/// Whether there is something at the path that must not be replaced.
fn is_foreign(target: &Path) -> io::Result<bool> {
    match fs::read_dir(target) {
        Ok(mut entries) => Ok(entries.next().is_some() && !manifest::is_in(target)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    const OURS: &str = r#"{"program": "leadtime"}"#;

    fn write(output: &Output, file: &str) {
        let staging = output.stage().unwrap();
        fs::write(staging.path().join("manifest.json"), OURS).unwrap();
        fs::write(staging.path().join(file), file).unwrap();
        staging.commit().unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_claim_leaves_nothing_behind() {
        let above = tempfile::tempdir().unwrap();
        Output::claim(&above.path().join("a/b/c")).unwrap();
        assert!(names(above.path()).is_empty());
    }

    #[test]
    fn what_is_not_committed_is_gone_with_the_folders_made_for_it() {
        let above = tempfile::tempdir().unwrap();
        let output = Output::claim(&above.path().join("a/b/c")).unwrap();
        drop(output.stage().unwrap());
        assert!(names(above.path()).is_empty());
        write(&output, "x");
        assert_eq!(names(&above.path().join("a/b/c")), ["manifest.json", "x"]);
        assert_eq!(names(&above.path().join("a/b")), ["c"]);
    }

    #[test]
    fn an_earlier_folder_of_ours_is_replaced_as_a_whole() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("out");
        write(&Output::claim(&folder).unwrap(), "old");
        write(&Output::claim(&folder).unwrap(), "new");
        assert_eq!(names(&folder), ["manifest.json", "new"]);
        assert_eq!(names(above.path()), ["out"]);
    }

    #[test]
    fn what_others_wrote_is_refused_and_stays() {
        let above = tempfile::tempdir().unwrap();
        let code = |folder: &Path| Output::claim(folder).unwrap_err().code;
        for manifest in [
            None,
            Some("{}"),
            Some("no json"),
            Some(r#"{"program": "other"}"#),
        ] {
            let folder = tempfile::tempdir_in(above.path()).unwrap();
            fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
            if let Some(text) = manifest {
                fs::write(folder.path().join("manifest.json"), text).unwrap();
            }
            assert_eq!(code(folder.path()), Code::OutputForeign, "{manifest:?}");
            assert!(folder.path().join("thesis.txt").exists());
        }
        let file = above.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(code(&file), Code::OutputUnwritable);
        assert_eq!(code(&file.join("below")), Code::OutputUnwritable);
        assert_eq!(code(Path::new("/")), Code::OutputUnwritable);
        assert_eq!(code(Path::new("")), Code::OutputUnwritable);
    }

    #[test]
    fn what_others_write_meanwhile_stays() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("out");
        let output = Output::claim(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("thesis.txt"), "years of work").unwrap();
        assert!(output.stage().unwrap().commit().is_err());
        assert_eq!(names(&folder), ["thesis.txt"]);
        assert_eq!(names(above.path()), ["out"]);
    }
}
