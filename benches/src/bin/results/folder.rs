//! The folder of a run: tables as CSV, a plot, and a page that shows them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::machine;
use crate::options::Options;

/// Where results are kept.
pub(crate) struct Folder {
    path: PathBuf,
    date: jiff::civil::Date,
    page: String,
}

impl Folder {
    /// The folder asked for, or one of today's date and this kind of machine.
    pub(crate) fn new(options: &Options) -> Result<Self, String> {
        let date = jiff::Timestamp::now()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        let usual = || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("results")
                .join(format!("{date}-{}", machine::kind()))
        };
        let path = options.out.clone().unwrap_or_else(usual);
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self {
            path,
            date,
            page: String::new(),
        })
    }

    /// Writes one file.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.path.join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Writes a table, head first, as CSV and onto the page.
    pub(crate) fn table(&mut self, name: &str, rows: &[Vec<String>]) -> Result<(), String> {
        let cell = |cell: &String| {
            if cell.contains(',') {
                format!("\"{cell}\"")
            } else {
                cell.clone()
            }
        };
        let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
        self.write(
            &format!("{name}.csv"),
            &rows.iter().map(line).collect::<String>(),
        )?;
        self.head(name);
        if name == "sizes" {
            self.page += "![Cost per order against size](sizes.svg)\n\n";
        }
        for (at, row) in rows.iter().enumerate() {
            self.page += &format!("| {} |\n", row.join(" | "));
            if at == 0 {
                self.page += &format!("|---|{}\n", "--:|".repeat(row.len() - 1));
            }
        }
        Ok(())
    }

    /// Writes what a program said as text and onto the page.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> Result<(), String> {
        self.write(&format!("{name}.txt"), text)?;
        self.head(name);
        self.page += &format!("```text\n{text}```\n");
        Ok(())
    }

    fn head(&mut self, name: &str) {
        self.page += &format!("\n## {}{}\n", name[..1].to_uppercase(), &name[1..]);
    }

    /// Writes the page.
    pub(crate) fn finish(self, options: &Options) -> Result<(), String> {
        let head = format!(
            "# Results of {}\n\nMade by `cargo run --release -p leadtime-benches --bin results` on {} with {}; medians of {} \
             rounds, each thing in turn with the\nreference network, by processor time. What the figures mean: [docs/performance/tracking.md](../../../docs/performance/tracking.md).\n",
            self.date,
            machine::words(),
            machine::compiler(),
            options.rounds,
        );
        self.write("README.md", &(head + &self.page))?;
        println!("{}", self.path.display());
        Ok(())
    }
}
