//! Figures by name, and what is required of them: `on_time("next-day") >= 0.95`.

use std::fmt;

/// A figure of an outcome: a measure, of one service level or of all together.
///
/// ```
/// use leadtime_network::study::FigureName;
///
/// let figure: FigureName = r#"on_time("next-day")"#.parse().expect("a figure");
/// assert_eq!((figure.measure.as_str(), figure.level.as_deref()), ("on_time", Some("next-day")));
/// assert_eq!(figure.to_string(), r#"on_time("next-day")"#);
/// assert!("on_time(".parse::<FigureName>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureName {
    /// Such as `on_time`.
    pub measure: String,
    /// Service level; `None`: all together.
    pub level: Option<String>,
}

/// Which way a figure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// At least so much.
    AtLeast,
    /// At most so much.
    AtMost,
}

/// What is required of a figure.
///
/// ```
/// use leadtime_network::study::{Relation, Requirement};
///
/// let required: Requirement = r#"lead_time("two-day") <= 172800"#.parse().expect("a requirement");
/// assert_eq!((required.relation, required.bound), (Relation::AtMost, 172_800.0));
/// assert!("on_time > 0.5 > 0.4".parse::<Requirement>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The figure.
    pub figure: FigureName,
    /// Which way.
    pub relation: Relation,
    /// The bound, in the unit of the figure: shares as numbers, times in seconds, money.
    pub bound: f64,
}

/// A text that is neither a figure nor a requirement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAFigure(String);

impl Requirement {
    /// Whether a value meets it.
    #[must_use]
    pub fn is_met_by(&self, value: f64) -> bool {
        match self.relation {
            Relation::AtLeast => value >= self.bound,
            Relation::AtMost => value <= self.bound,
        }
    }
}

impl std::str::FromStr for FigureName {
    type Err = NotAFigure;

    fn from_str(text: &str) -> Result<Self, NotAFigure> {
        let text = text.trim();
        let bad = || NotAFigure(format!("`{text}` is not a figure"));
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let Some((measure, rest)) = text.split_once('(') else {
            return if is_name(text) {
                Ok(Self {
                    measure: text.to_owned(),
                    level: None,
                })
            } else {
                Err(bad())
            };
        };
        let inner = rest.trim().strip_suffix(')').ok_or_else(bad)?.trim();
        let quoted = |mark: char| inner.strip_prefix(mark)?.strip_suffix(mark);
        let level = quoted('"').or_else(|| quoted('\''));
        let level = level.filter(|level| !level.is_empty()).ok_or_else(bad)?;
        let measure = measure.trim();
        if !is_name(measure) {
            return Err(bad());
        }
        Ok(Self {
            measure: measure.to_owned(),
            level: Some(level.to_owned()),
        })
    }
}

impl std::str::FromStr for Requirement {
    type Err = NotAFigure;

    fn from_str(text: &str) -> Result<Self, NotAFigure> {
        let signs = [(">=", Relation::AtLeast), ("<=", Relation::AtMost)];
        let found = signs.iter().find_map(|(sign, relation)| {
            let (figure, bound) = text.split_once(sign)?;
            Some((figure, *relation, bound))
        });
        let Some((figure, relation, bound)) = found else {
            let message =
                format!("`{text}` does not compare a figure by `>=` or `<=` with a number");
            return Err(NotAFigure(message));
        };
        let figure = figure.parse()?;
        let bound: f64 = bound
            .trim()
            .parse()
            .map_err(|_| NotAFigure(format!("`{}` is not a number", bound.trim())))?;
        if !bound.is_finite() {
            return Err(NotAFigure(format!("`{bound}` is not a finite number")));
        }
        Ok(Self {
            figure,
            relation,
            bound,
        })
    }
}

impl fmt::Display for FigureName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.level {
            Some(level) => write!(f, "{}(\"{level}\")", self.measure),
            None => f.write_str(&self.measure),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.relation {
            Relation::AtLeast => ">=",
            Relation::AtMost => "<=",
        };
        write!(f, "{} {sign} {}", self.figure, self.bound)
    }
}
