//! Names of folders that nobody named.

use std::path::{Path, PathBuf};

/// Names of designs that are told; of more, only how many.
const TOLD: usize = 3;
/// Characters of a design's name that are kept.
const LONGEST: usize = 40;

/// `leadtime-out/compare-A-B-SEED`: where an experiment of the command with these designs goes, whatever characters their names have.
pub(crate) fn default_folder(command: &str, designs: &[String], seed: u64) -> PathBuf {
    let mut parts = vec![command.to_owned()];
    parts.extend(designs.iter().take(TOLD).map(|name| plain(name)));
    let more = designs.len().saturating_sub(TOLD);
    parts.extend((more > 0).then(|| format!("and-{more}-more")));
    parts.push(seed.to_string());
    parts.retain(|part| !part.is_empty());
    Path::new("leadtime-out").join(parts.join("-"))
}

/// The name with hyphens for all that a file system or a shell may take otherwise.
fn plain(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || c == '_' || (c == '.' && out.ends_with(char::is_alphanumeric)) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let short: String = out.chars().take(LONGEST).collect();
    short.trim_end_matches(['-', '.']).to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    // catches: a name that leaves the folder, hides it or is longer than a file system takes
    #[test]
    fn a_folder_is_named_after_its_designs() {
        let named = |designs: &[&str]| {
            let designs: Vec<String> = designs.iter().map(|name| (*name).to_owned()).collect();
            let folder = default_folder("compare", &designs, 7);
            let name = folder.strip_prefix("leadtime-out").unwrap();
            name.to_str().unwrap().to_owned()
        };
        assert_eq!(named(&["a", "b"]), "compare-a-b-7");
        assert_eq!(named(&["1: ../x", "2: ..\\x"]), "compare-1-x-2-x-7");
        assert_eq!(named(&["Köln & Ost", "東京"]), "compare-Köln-Ost-東京-7");
        assert_eq!(
            named(&["a", "b", "c", "d", "e"]),
            "compare-a-b-c-and-2-more-7"
        );
        assert!(named(&[&"x".repeat(500), ".."]).len() < 80);
    }
}
