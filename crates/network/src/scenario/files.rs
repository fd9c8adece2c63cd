//! Where the bytes of a scenario come from: a folder on disk, or files held in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the main file of a scenario.
pub const SCENARIO_FILE: &str = "scenario.toml";

/// The files of one scenario, addressed by paths relative to its folder.
#[derive(Clone, Debug)]
pub struct Files {
    main: String,
    store: Store,
}

#[derive(Clone, Debug)]
enum Store {
    Folder(PathBuf),
    Memory(BTreeMap<String, Cow<'static, [u8]>>),
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The path is absolute, leads out of the folder, or passes a link that does.
    #[error("the path leads out of the scenario's folder")]
    Outside,
    /// The file does not exist among the files held in memory.
    #[error("there is no such file")]
    Missing,
    /// The file system refused.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Files {
    /// A scenario on disk: its folder, or its main file whatever that is called.
    #[must_use]
    pub fn on_disk(path: &Path) -> Self {
        if path.is_dir() {
            return Self {
                main: SCENARIO_FILE.to_owned(),
                store: Store::Folder(path.to_owned()),
            };
        }
        let main = path.file_name().map_or_else(
            || SCENARIO_FILE.to_owned(),
            |name| name.to_string_lossy().into_owned(),
        );
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Self {
            main,
            store: Store::Folder(folder),
        }
    }

    /// A scenario held in memory, such as one embedded in the program: (relative path, bytes), with a `scenario.toml`.
    #[must_use]
    pub fn in_memory(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Self {
        Self {
            main: SCENARIO_FILE.to_owned(),
            store: Store::Memory(files.into_iter().collect()),
        }
    }

    /// A scenario that consists of one file with this text.
    #[must_use]
    pub fn from_text(scenario: &str) -> Self {
        Self::in_memory([(
            SCENARIO_FILE.to_owned(),
            Cow::Owned(scenario.as_bytes().to_vec()),
        )])
    }

    /// Path of the main file relative to the folder, usually [`SCENARIO_FILE`].
    #[must_use]
    pub fn main(&self) -> &str {
        &self.main
    }

    /// Where the main file is on disk, for a message; as [`main`](Self::main) where the files are held in memory.
    #[must_use]
    pub fn shown(&self) -> String {
        match &self.store {
            Store::Folder(folder) => folder.join(&self.main).display().to_string(),
            Store::Memory(_) => self.main.clone(),
        }
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// When the path leads out of the folder or the file cannot be read.
    pub fn read(&self, relative: &str) -> Result<Cow<'_, [u8]>, FileError> {
        let path = normalised(relative)?;
        match &self.store {
            Store::Folder(folder) => read_below(folder, &path).map(Cow::Owned),
            Store::Memory(files) => files
                .get(&path)
                .map(|bytes| Cow::Borrowed(&**bytes))
                .ok_or(FileError::Missing),
        }
    }
}

/// The path without `.` components; `..` and everything that could be absolute somewhere is refused, so that a scenario
/// means the same on every system.
fn normalised(relative: &str) -> Result<String, FileError> {
    if relative.starts_with('/') || relative.contains(['\\', ':', '\0']) {
        return Err(FileError::Outside);
    }
    let parts: Vec<&str> = relative
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    if parts.contains(&"..") {
        return Err(FileError::Outside);
    }
    Ok(parts.join("/"))
}

fn read_below(folder: &Path, relative: &str) -> Result<Vec<u8>, FileError> {
    let path = folder.join(relative).canonicalize()?;
    if !path.starts_with(folder.canonicalize()?) {
        return Err(FileError::Outside);
    }
    Ok(std::fs::read(path)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_folder() {
        for bad in [
            "/etc/passwd",
            "../x",
            "a/../../x",
            "C:x",
            "a\\b",
            "a/..",
            "x\0",
        ] {
            assert!(matches!(normalised(bad), Err(FileError::Outside)), "{bad}");
        }
        assert_eq!(normalised("./a//b.csv").unwrap(), "a/b.csv");
    }
}
