//! The program `results`, tried in small: it ends, and what it writes can be read.

use std::fs;
use std::path::Path;
use std::process::Command;

// catches: a part that fails, a table whose rows do not fit its head, a plot without its points, a page that names the machine
#[test]
fn a_quick_run_writes_tables_a_plot_and_a_page() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("results");
    let done = Command::new(env!("CARGO_BIN_EXE_results"))
        .args(["--quick", "--out"])
        .arg(&folder)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    for (name, rows) in [("sizes", 1), ("floors", 5), ("threads", 6)] {
        let table = read(&format!("{name}.csv"));
        let mut lines = table.lines();
        // Names may be quoted; nothing else holds a comma.
        let cells = |line: &str| {
            line.rsplit('"')
                .next()
                .map_or(0, |rest| rest.matches(',').count())
        };
        let head = lines.next().expect("a head");
        assert!(
            lines.clone().all(|line| cells(line) == cells(head)),
            "{table}"
        );
        assert_eq!(lines.count(), rows, "{table}");
    }
    assert!(read("sizes.svg").matches("<circle").count() >= 2);
    let page = read("README.md");
    assert!(page.contains("| orders-10000 |") && !page.contains(env!("CARGO_MANIFEST_DIR")));
}

// catches: a misspelt option that is passed over, so that hours are spent on the wrong thing
#[test]
fn what_is_not_known_is_refused() {
    for words in [
        &["--onyl", "sizes"][..],
        &["--only", "size"],
        &["--rounds", "0"],
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_results"))
            .args(words)
            .output();
        assert_eq!(
            done.expect("the program runs").status.code(),
            Some(2),
            "{words:?}"
        );
    }
}
