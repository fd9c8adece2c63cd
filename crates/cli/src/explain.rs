//! `leadtime explain`: what a code means.

use std::fmt::Write;

use leadtime_network::Code;

use crate::arguments::ExplainArguments;
use crate::console;
use crate::failure::{Exit, Failure};

pub(crate) fn explain(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let Some(number) = &arguments.code else {
        console::print(&list())?;
        return Ok(Exit::Done);
    };
    let code = Code::from_number(number.trim()).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no code `{number}`; `leadtime explain` lists them all"
        ))
    })?;
    console::print(&entry(code))?;
    Ok(Exit::Done)
}

fn list() -> String {
    let line = |code: &Code| format!("{code}  {}\n", code.title());
    Code::ALL.iter().map(line).collect()
}

fn entry(code: Code) -> String {
    let entry = code.entry();
    let mut text = format!(
        "{}[{code}]: {}\n\n{}\n",
        code.severity(),
        entry.title,
        wrapped(entry.explanation)
    );
    for (title, snippet) in [("Wrong", entry.bad), ("Right", entry.good)] {
        let _ = write!(text, "\n{title}:\n");
        for line in snippet.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

/// In lines of at most 100 characters.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > 100 {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
