//! Addresses of values in a scenario: `service_levels.next-day.cutoff`, `stages."ABE2/pack".servers`.

use std::fmt;

/// Where a change goes: a table, which of its rows or keys, and so on down to a value.
///
/// Parts stand between dots; a part with a dot in it stands in quotation marks. Rows of a table go by their names (stages by
/// `facility/stage`, lanes by `from->to`, stock by `facility/sku`, paddings by `level/zone`), and `*` and `?` stand for any text and any
/// character of a name.
///
/// ```
/// use leadtime_network::scenario::ChangePath;
///
/// let path: ChangePath = r#"lanes."ATL7->St. Louis".capacity"#.parse().expect("a path");
/// assert_eq!(path.parts(), ["lanes", "ATL7->St. Louis", "capacity"]);
/// assert!("padding".parse::<ChangePath>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePath(Vec<String>);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// A part is empty.
    #[error("there is nothing between two dots")]
    Empty,
    /// A quotation mark is open, or text follows a closed one.
    #[error("a part in quotation marks ends with one, before the next dot")]
    Quotation,
    /// One part alone.
    #[error("it names a table, not a value in it")]
    TableOnly,
}

impl ChangePath {
    /// Its parts, from the table on.
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.0
    }

    /// The last part: the key or column.
    #[must_use]
    pub fn key(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }
}

impl std::str::FromStr for ChangePath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        loop {
            let (part, after) = part(rest)?;
            if part.is_empty() {
                return Err(PathError::Empty);
            }
            parts.push(part.to_owned());
            match after {
                None => break,
                Some(after) => rest = after,
            }
        }
        if parts.len() < 2 {
            return Err(PathError::TableOnly);
        }
        Ok(Self(parts))
    }
}

/// The first part, and what follows its dot.
fn part(text: &str) -> Result<(&str, Option<&str>), PathError> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        return Ok(match text.split_once('.') {
            Some((part, after)) => (part.trim(), Some(after)),
            None => (text.trim(), None),
        });
    };
    let (part, after) = text[1..].split_once(quote).ok_or(PathError::Quotation)?;
    match after.strip_prefix('.') {
        Some(after) => Ok((part, Some(after))),
        None if after.is_empty() => Ok((part, None)),
        None => Err(PathError::Quotation),
    }
}

impl fmt::Display for ChangePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            if part.contains('.') {
                write!(f, "\"{part}\"")?;
            } else {
                f.write_str(part)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_says_why() {
        for (text, expected) in [
            ("", PathError::Empty),
            ("a..b", PathError::Empty),
            ("a.", PathError::Empty),
            ("stages", PathError::TableOnly),
            ("a.\"b", PathError::Quotation),
            ("a.\"b\"c.d", PathError::Quotation),
        ] {
            assert_eq!(text.parse::<ChangePath>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn an_address_is_written_as_it_is_read() {
        for text in [
            "stages.*/pack.servers",
            "lanes.\"A->St. Louis\".transit",
            "demand.poisson.rate",
        ] {
            assert_eq!(text.parse::<ChangePath>().unwrap().to_string(), text);
        }
        assert_eq!(
            "stages.'A/pack'.servers"
                .parse::<ChangePath>()
                .unwrap()
                .to_string(),
            "stages.A/pack.servers"
        );
    }
}
