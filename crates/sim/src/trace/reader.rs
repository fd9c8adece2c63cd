//! Reads a trace line by line.

use std::io::{self, BufRead};

use super::{Header, Record, VERSION};

/// Why a trace cannot be read. Lines count from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// The source failed.
    #[error("line {line}: cannot be read: {source}")]
    Io {
        /// Where.
        line: u64,
        /// The source's own error.
        source: io::Error,
    },
    /// A line is not a record of this format.
    #[error("line {line}: not a trace record: {source}")]
    Syntax {
        /// Where.
        line: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The format is of another version.
    #[error("line 1: trace version {found} where {VERSION} was expected")]
    Version {
        /// The version that the header states.
        found: u32,
    },
}

/// The header of a trace, then its records one by one.
#[derive(Debug)]
pub struct TraceReader<R> {
    source: R,
    header: Header,
    buffer: Vec<u8>,
    line: u64,
}

impl<R: BufRead> TraceReader<R> {
    /// Reads the header line.
    ///
    /// # Errors
    /// [`TraceError`] when the source fails, or the first line is not a header of version [`VERSION`].
    pub fn new(mut source: R) -> Result<Self, TraceError> {
        let mut buffer = Vec::new();
        source
            .read_until(b'\n', &mut buffer)
            .map_err(|source| TraceError::Io { line: 1, source })?;
        let header: Header = serde_json::from_slice(&buffer)
            .map_err(|source| TraceError::Syntax { line: 1, source })?;
        if header.trace != VERSION {
            return Err(TraceError::Version {
                found: header.trace,
            });
        }
        Ok(Self {
            source,
            header,
            buffer,
            line: 1,
        })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The number of the line last read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }
}

impl<R: BufRead> Iterator for TraceReader<R> {
    type Item = Result<Record, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.buffer.clear();
        self.line += 1;
        match self.source.read_until(b'\n', &mut self.buffer) {
            Err(source) => Some(Err(TraceError::Io {
                line: self.line,
                source,
            })),
            Ok(0) => None,
            Ok(_) => {
                Some(
                    serde_json::from_slice(&self.buffer).map_err(|source| TraceError::Syntax {
                        line: self.line,
                        source,
                    }),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn header() -> String {
        serde_json::to_string(&Header::default()).unwrap()
    }

    #[test]
    fn a_broken_line_is_named() {
        let text = format!(
            "{}\n{{\"delivered\":{{\"order\":1,\"at\":2}}}}\n{{\"delivered\":{{\"order\":1}}}}\n",
            header()
        );
        let error = TraceReader::new(text.as_bytes())
            .unwrap()
            .collect::<Result<Vec<_>, _>>()
            .unwrap_err();
        assert!(
            matches!(error, TraceError::Syntax { line: 3, .. }),
            "{error}"
        );
    }

    #[test]
    fn another_version_is_refused() {
        let text = header().replacen("\"trace\":2", "\"trace\":3", 1);
        assert!(matches!(
            TraceReader::new(text.as_bytes()),
            Err(TraceError::Version { found: 3 })
        ));
    }

    #[test]
    fn an_empty_file_is_no_trace() {
        assert!(matches!(
            TraceReader::new(&b""[..]),
            Err(TraceError::Syntax { line: 1, .. })
        ));
    }
}
