//! `leadtime new`: a small commented scenario to start from.

use std::fs;
use std::io;
use std::path::Path;

use leadtime_network::{Code, Diagnostic, Files, load};

use crate::arguments::NewArguments;
use crate::console;
use crate::failure::{Exit, Failure, Refusal};
use crate::scenario::STARTER;

pub(crate) fn new(arguments: &NewArguments) -> Result<Exit, Failure> {
    let folder = &arguments.name;
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
        return Err(Failure::Usage(format!(
            "`{}` does not end in a name",
            folder.display()
        )));
    };
    let text = starter(name)?;
    if load(&Files::from_text(&text)).is_err() {
        let help = "use letters, digits, `-` and `_`";
        return Err(
            Diagnostic::new(Code::BadName, format!("`{name}` cannot name a scenario"))
                .help(help)
                .into(),
        );
    }
    refuse_occupied(folder)?;
    write(folder, &text).map_err(|error| unwritable(folder, &error))?;
    let shown = folder.display();
    console::print(&format!(
        "wrote {shown}/scenario.toml\nnext: leadtime check {shown}; leadtime run {shown}\n"
    ))?;
    Ok(Exit::Done)
}

/// The starter under another name.
fn starter(name: &str) -> Result<String, Failure> {
    // A JSON string is a TOML string.
    let quoted = serde_json::to_string(name).map_err(anyhow::Error::from)?;
    Ok(STARTER.replacen("name = \"two-node\"", &format!("name = {quoted}"), 1))
}

fn refuse_occupied(folder: &Path) -> Result<(), Refusal> {
    match fs::read_dir(folder).map(|mut entries| entries.next().is_some()) {
        Ok(false) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(true) => {
            let message = format!("`{}` exists and is not empty", folder.display());
            Err(Diagnostic::new(Code::OutputForeign, message)
                .help("choose another name")
                .into())
        }
        Err(error) => Err(unwritable(folder, &error)),
    }
}

fn write(folder: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("scenario.toml"), text)
}

fn unwritable(folder: &Path, error: &io::Error) -> Refusal {
    Diagnostic::new(
        Code::OutputUnwritable,
        format!("cannot write `{}`: {error}", folder.display()),
    )
    .into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn any_name_that_is_allowed_is_written_as_toml_reads_it() {
        for name in ["a", "with blank", "ünïcode-北京", "it's 100 %", "tab-less"] {
            let (network, _) = load(&Files::from_text(&starter(name).unwrap())).unwrap();
            assert_eq!(network.name, name);
        }
        assert!(load(&Files::from_text(&starter("quo\"te").unwrap())).is_err());
    }
}
