//! The tutorial and the how-to pages do what they say: their commands are run, their edits made, and what is printed compared.
//!
//! A `toml` block that begins with `# scenario.toml` is the whole of `my-shop/scenario.toml`; other ones show pieces. In a `console` block a line that begins with `$ ` is a command; below it stands what it prints, first on standard output, then on
//! standard error; `...` stands for any lines. A `diff` block changes one place of `my-shop/scenario.toml`.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{root, stderr, stdout};

/// A fenced block: its language, its first line in the page, its lines.
struct Block<'t> {
    language: &'t str,
    line: usize,
    lines: Vec<&'t str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (at, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(language), None) => {
                open = Some(Block {
                    language,
                    line: at + 2,
                    lines: Vec::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.lines.push(line),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// What a command prints: standard output, then standard error.
fn printed(folder: &Path, command: &str) -> String {
    let program = assert_cmd::cargo::cargo_bin("leadtime");
    let beside = program.parent().unwrap().to_owned();
    let mut paths = vec![beside];
    paths.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let ended = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).unwrap())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    stdout(&ended) + &stderr(&ended)
}

/// Whether the lines are those expected, where `...` stands for any number of them.
fn agrees(expected: &[&str], found: &[&str]) -> bool {
    match (expected, found) {
        ([], []) => true,
        (["...", rest @ ..], _) => (0..=found.len()).any(|skip| agrees(rest, &found[skip..])),
        ([line, expected @ ..], [same, found @ ..]) => {
            line.trim_end() == same.trim_end() && agrees(expected, found)
        }
        _ => false,
    }
}

fn run(block: &Block<'_>, folder: &Path) -> usize {
    let commands = block.lines.iter().filter(|line| line.starts_with("$ "));
    let number = commands.count();
    let mut lines = &block.lines[..];
    while let [command, rest @ ..] = lines {
        let command = command
            .strip_prefix("$ ")
            .expect("a console block begins with a command");
        let next = rest.iter().position(|line| line.starts_with("$ "));
        let (expected, after) = rest.split_at(next.unwrap_or(rest.len()));
        let text = printed(folder, command);
        let found: Vec<&str> = text.trim_end().lines().collect();
        assert!(
            agrees(expected, &found),
            "line {}: `{command}` printed\n{text}",
            block.line
        );
        lines = after;
    }
    number
}

/// Replaces what stands after `-` by what stands after `+`, which must be one place.
fn edit(block: &Block<'_>, folder: &Path) {
    let [old, new] = block.lines[..] else {
        panic!("line {}: an edit has two lines", block.line)
    };
    let (old, new) = (
        old.strip_prefix('-').unwrap(),
        new.strip_prefix('+').unwrap(),
    );
    let file = folder.join("my-shop/scenario.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(old).count(), 1, "line {}: {old}", block.line);
    fs::write(&file, text.replacen(old, new, 1)).unwrap();
}

/// Writes the scenario that a block holds as a whole.
fn write(block: &Block<'_>, folder: &Path) {
    let shop = folder.join("my-shop");
    fs::create_dir_all(&shop).unwrap();
    fs::write(shop.join("scenario.toml"), block.lines.join("\n")).unwrap();
}

/// Does what a page says, in a folder of its own. How many commands and edits there were.
fn follow(page: &str) -> (usize, usize) {
    let page = fs::read_to_string(root().join("docs").join(page)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut commands, mut edits) = (0, 0);
    for block in blocks(&page) {
        match (block.language, block.lines.first()) {
            ("console", _) => commands += run(&block, folder.path()),
            ("diff", _) => {
                edit(&block, folder.path());
                edits += 1;
            }
            ("toml", Some(&"# scenario.toml")) => write(&block, folder.path()),
            ("toml", _) => {}
            (other, _) => panic!("line {}: what is a block of `{other}`?", block.line),
        }
    }
    (commands, edits)
}

#[test]
fn every_command_prints_what_the_tutorial_says() {
    let (commands, edits) = follow("tutorial/first-steps.md");
    assert!(
        commands >= 10 && edits >= 5,
        "{commands} commands, {edits} edits"
    );
}

#[test]
fn the_how_to_pages_do_what_they_say() {
    for page in ["stock", "baskets", "promises"] {
        let (commands, edits) = follow(&format!("how-to/{page}.md"));
        assert!(
            commands >= 1 && edits >= 1,
            "{page}: {commands} commands, {edits} edits"
        );
    }
}

/// The study of a page: its blocks one after the other, what stands above their tables first.
fn study_of(blocks: &[Block<'_>]) -> String {
    let (mut above, mut tables) = (String::new(), String::new());
    for block in blocks.iter().filter(|block| block.language == "toml") {
        let table = block.lines.iter().position(|line| line.starts_with('['));
        let (keys, rest) = block.lines.split_at(table.unwrap_or(block.lines.len()));
        above += &(keys.join("\n") + "\n");
        tables += &(rest.join("\n") + "\n");
    }
    above + &tables
}

// catches: examples over another scenario than the one that a reader has
#[test]
fn the_examples_of_studies_fit_a_new_scenario() {
    let page = fs::read_to_string(root().join("docs/how-to/studies.md")).unwrap();
    let blocks = blocks(&page);
    let folder = tempfile::tempdir().unwrap();
    let run = |command: &str| {
        let text = printed(folder.path(), &format!("{command}\necho ended $?"));
        assert!(text.contains("ended 0"), "`{command}` printed\n{text}");
    };
    run("leadtime new my-shop");
    let study = folder.path().join("how-much-padding/study.toml");
    fs::create_dir(study.parent().unwrap()).unwrap();
    fs::write(&study, study_of(&blocks[..1])).unwrap();
    let commands = blocks.iter().find(|block| block.language == "sh").unwrap();
    assert_eq!(commands.lines.len(), 3);
    commands.lines.iter().for_each(|command| run(command));
    // What the other sections add to it.
    fs::write(&study, study_of(&blocks)).unwrap();
    run("leadtime select how-much-padding --replications 30");
    run("leadtime uncertainty how-much-padding --replications 2");
}

// catches: a comparison that is satisfied by anything
#[test]
fn what_differs_is_noticed() {
    assert!(agrees(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(agrees(&["a", "...", "b"], &["a", "b"]));
    assert!(!agrees(&["a", "d"], &["a", "b", "d"]));
    assert!(!agrees(&["a", "...", "e"], &["a", "b"]));
    assert!(!agrees(&["a"], &["a", "b"]));
    assert!(!agrees(&["a", "..."], &[]));
}
