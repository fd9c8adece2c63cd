//! How the program ends.

use std::process::ExitCode;

use leadtime_network::{Diagnostic, Diagnostics};

use crate::console;
use crate::findings::{self, Folder};

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0
    Done,
    /// 1: an internal fault, or a write that failed.
    Fault,
    /// 2: a bad scenario or bad usage.
    Refused,
    /// 4: interrupted; what was finished is kept.
    Incomplete,
    /// 99: a promise or assertion was missed.
    Missed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Fault => 1,
            Exit::Refused => 2,
            Exit::Incomplete => 4,
            Exit::Missed => 99,
        })
    }
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was given cannot be worked with.
    Refused(Refusal),
    /// What was asked for makes no sense, in one sentence.
    Usage(String),
    /// Something failed that should not.
    Fault(anyhow::Error),
}

/// All problems at once, and where the files are that they point into.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) findings: Diagnostics,
    pub(crate) folder: Folder,
}

impl Refusal {
    /// Several problems about files below a folder.
    pub(crate) fn new(findings: Diagnostics, folder: Folder) -> Self {
        Self { findings, folder }
    }
}

impl From<Diagnostic> for Refusal {
    /// A problem that no file of a scenario is to blame for.
    fn from(finding: Diagnostic) -> Self {
        let mut findings = Diagnostics::new();
        findings.push(finding);
        Self::new(findings, Folder::default())
    }
}

impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        Self::Refused(finding.into())
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}

impl Failure {
    /// Tells it on standard error.
    pub(crate) fn tell(&self) -> Exit {
        match self {
            Self::Refused(refusal) => {
                findings::tell(&refusal.findings, &refusal.folder);
                Exit::Refused
            }
            Self::Usage(message) => {
                console::note(&format!("error: {message}"));
                Exit::Refused
            }
            Self::Fault(error) => {
                console::note(&format!("error: {error:#}"));
                Exit::Fault
            }
        }
    }
}
