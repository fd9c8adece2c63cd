//! What can go wrong while a report is written.

use std::path::PathBuf;

/// A report could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file or folder of the report could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A CSV table could not be written.
    #[error("cannot write {path}: {source}")]
    Csv {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ::csv::Error,
    },
    /// The outcome could not be written as JSON.
    #[error("cannot write the outcome as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The HTML page could not be filled in.
    #[error("cannot make the HTML page: {0}")]
    Page(#[from] minijinja::Error),
    /// The font of the plots is missing or broken: without it a picture would lose its text without a word.
    #[error("the font `{family}` of the plots is missing or broken")]
    MissingFont {
        /// Family asked for.
        family: String,
    },
    /// Some of a plot's text would not appear in its picture.
    #[error("{missing} of {wanted} texts of the plot `{plot}` cannot be drawn with its font")]
    LostText {
        /// The plot.
        plot: String,
        /// Texts in the SVG.
        wanted: usize,
        /// Texts that came out empty.
        missing: usize,
    },
    /// A plot could not be drawn.
    #[error("cannot draw the plot `{plot}`: {message}")]
    Draw {
        /// The plot.
        plot: String,
        /// What the drawing library said.
        message: String,
    },
}

impl ReportError {
    /// Wraps a failed write of `path`.
    pub(crate) fn write(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Write { path, source }
    }
}
