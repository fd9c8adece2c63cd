//! `--trace`: what happens to every order of replication 0, as JSON lines or as a Parquet table.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use leadtime_network::{Code, Diagnostic};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::Header;
use tempfile::NamedTempFile;

/// A file that may be written.
#[derive(Debug)]
pub(super) struct TraceFile {
    path: PathBuf,
    /// A pipe or device: written as it is, never replaced.
    special: bool,
}

impl TraceFile {
    /// Looks whether the file may be written.
    ///
    /// # Errors
    /// [`Code::OutputUnwritable`]; [`Code::OutputForeign`] where something else than a trace would be overwritten.
    pub(super) fn claim(path: &Path) -> Result<Self, Diagnostic> {
        let unwritable = |error: io::Error| {
            let (path, why) = (path.display(), crate::folder::cause(&error));
            let message = format!("cannot write the trace `{path}`: {why}");
            Diagnostic::new(Code::OutputUnwritable, message)
                .help("name a file in an existing folder with `--trace`")
        };
        if is_table(path) && !cfg!(feature = "parquet") {
            let message = format!(
                "cannot write the trace `{}`: this program was built without Parquet",
                path.display()
            );
            let help = "name a file that does not end in `.parquet` for JSON lines, or build with `--features parquet`";
            return Err(Diagnostic::new(Code::OutputUnwritable, message).help(help));
        }
        let special = match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                return Err(unwritable(io::ErrorKind::IsADirectory.into()));
            }
            Ok(found) => !found.is_file(),
            Err(_) => false,
        };
        if !special && is_foreign(path).map_err(unwritable)? {
            let message = format!(
                "`{}` is a file that this program did not write",
                path.display()
            );
            let help = "name another file with `--trace`, or remove it yourself";
            return Err(Diagnostic::new(Code::OutputForeign, message).help(help));
        }
        let file = Self {
            path: path.to_owned(),
            special,
        };
        if !special {
            file.temporary().map_err(unwritable)?;
        }
        Ok(file)
    }

    /// Runs replication 0 once more and writes its trace.
    ///
    /// # Errors
    /// A write that failed; then there is no new file.
    pub(super) fn write(&self, plan: &Plan, seed: u64) -> anyhow::Result<()> {
        self.try_write(plan, seed)
            .with_context(|| format!("cannot write the trace {}", self.path.display()))
    }

    fn try_write(&self, plan: &Plan, seed: u64) -> io::Result<()> {
        if self.special {
            return record(
                plan,
                seed,
                &OpenOptions::new().write(true).open(&self.path)?,
            );
        }
        let temporary = self.temporary()?;
        record(plan, seed, temporary.as_file())?;
        let temporary = self.in_form(temporary)?;
        temporary.persist(&self.path)?;
        Ok(())
    }

    /// The JSON lines, or what becomes of them where a table was asked for.
    #[cfg(feature = "parquet")]
    fn in_form(&self, mut lines: NamedTempFile) -> io::Result<NamedTempFile> {
        use std::io::Seek;
        if !is_table(&self.path) {
            return Ok(lines);
        }
        lines.rewind()?;
        let table = self.temporary()?;
        leadtime_parquet::write(BufReader::new(lines), table.as_file())
            .map_err(io::Error::other)?;
        Ok(table)
    }

    #[cfg(not(feature = "parquet"))]
    #[expect(clippy::unnecessary_wraps, reason = "as with the feature")]
    fn in_form(&self, lines: NamedTempFile) -> io::Result<NamedTempFile> {
        Ok(lines)
    }

    /// A temporary file beside the trace.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        let folder = self
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".leadtime-").suffix(".partial");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)
    }
}

/// The longest first line that is looked at: a trace of a large network begins with a long one.
const LONGEST_HEADER: u64 = 1 << 30;

/// Whether a path asks for a table.
fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "parquet")
}

/// Whether a file has content that is not a trace.
fn is_foreign(path: &Path) -> io::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut reader = BufReader::new(file.take(LONGEST_HEADER));
    if reader.fill_buf()?.is_empty() {
        return Ok(false);
    }
    #[cfg(feature = "parquet")]
    if reader.buffer().starts_with(leadtime_parquet::MAGIC) {
        return Ok(!leadtime_parquet::is_trace(File::open(path)?));
    }
    // Cheap for everything that cannot be one.
    if !reader.buffer().starts_with(b"{\"trace\":") {
        return Ok(true);
    }
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(serde_json::from_slice::<Header>(&line).is_err())
}

fn record(plan: &Plan, seed: u64, file: &File) -> io::Result<()> {
    leadtime_sim::trace::record(plan, seed, 0, file).map(|_| ())
}
