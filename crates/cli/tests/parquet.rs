//! `--trace trace.parquet`: with the feature `parquet` a table that the auditor reads, without it a refusal.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "suite/support/mod.rs"]
mod support;

use std::process::Output;

use support::{leadtime, stderr, tutorial};

fn run(folder: &std::path::Path) -> Output {
    leadtime(folder)
        .args(["run", "--replications", "1", "--horizon", "2d"])
        .args(["--out", "out", "--trace", "trace.parquet"])
        .arg(tutorial())
        .output()
        .unwrap()
}

#[cfg(feature = "parquet")]
#[test]
fn a_trace_is_a_table_that_the_auditor_reads() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path());
    assert!(ended.status.success(), "{}", stderr(&ended));
    let audited = leadtime(folder.path())
        .args(["audit", "trace.parquet"])
        .output()
        .unwrap();
    assert!(audited.status.success(), "{}", stderr(&audited));
    // Made anew, but no other table is overwritten.
    assert!(run(folder.path()).status.success());
    std::fs::write(folder.path().join("trace.parquet"), "PAR1 of somebody").unwrap();
    let refused = run(folder.path());
    assert!(stderr(&refused).contains("[E502]"), "{}", stderr(&refused));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_a_table_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = run(folder.path());
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(
        stderr(&refused).contains("built without Parquet"),
        "{}",
        stderr(&refused)
    );
    support::assert_empty(folder.path(), "a refused run");
    std::fs::write(folder.path().join("trace.parquet"), "PAR1").unwrap();
    let unread = leadtime(folder.path())
        .args(["audit", "trace.parquet"])
        .output()
        .unwrap();
    assert!(
        stderr(&unread).contains("without the feature"),
        "{}",
        stderr(&unread)
    );
}
