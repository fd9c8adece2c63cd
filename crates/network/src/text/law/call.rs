//! A name with arguments in parentheses, as in "gamma(mean=8h, cv=0.25)", before anyone says what they mean.

use crate::text::{Piece, TextError, TextErrorKind};

/// A name with arguments.
pub(super) struct Call<'a> {
    /// The name.
    pub(super) name: Piece<'a>,
    /// Its arguments in the order written.
    pub(super) arguments: Vec<Argument<'a>>,
}

/// One argument.
pub(super) struct Argument<'a> {
    /// What stands before the equals sign, if there is one.
    pub(super) name: Option<Piece<'a>>,
    /// The value.
    pub(super) value: Piece<'a>,
}

impl<'a> Call<'a> {
    /// Reads `name(argument, argument, ...)`; `None` if no parenthesis is opened.
    pub(super) fn read(piece: Piece<'a>) -> Result<Option<Self>, TextError> {
        let Some(open) = piece.text.find('(') else {
            return Ok(None);
        };
        if !piece.text.ends_with(')') {
            let message = format!("`{}` does not end with `)`", piece.text);
            return Err(piece.error(TextErrorKind::Syntax, message));
        }
        let inner = piece.slice(open + 1, piece.text.len() - 1);
        let arguments = if inner.text.trim().is_empty() {
            Vec::new()
        } else {
            arguments(inner)?
        };
        Ok(Some(Self {
            name: piece.slice(0, open).trim(),
            arguments,
        }))
    }

    /// The values of named or positional arguments, in the order of `names`; each entry lists the names one argument has.
    ///
    /// Positional arguments come first and are taken in the order of `names`.
    pub(super) fn bind<const N: usize>(
        &self,
        names: [&[&str]; N],
    ) -> Result<[Option<Piece<'a>>; N], TextError> {
        let mut values = [None; N];
        let mut named = false;
        for (position, argument) in self.arguments.iter().enumerate() {
            let slot = match argument.name {
                Some(name) => self.named(name, &names)?,
                None if named => return Err(positional_after_named(argument.value)),
                None if position >= N => return Err(self.too_many(argument.value, N)),
                None => position,
            };
            named |= argument.name.is_some();
            if values[slot]
                .replace(argument.value.required("a value")?)
                .is_some()
            {
                let piece = argument.name.unwrap_or(argument.value);
                return Err(piece.error(
                    TextErrorKind::UnknownArgument,
                    format!("`{}` is given twice", names[slot][0]),
                ));
            }
        }
        Ok(values)
    }

    /// As [`Self::bind`], for laws that can be given in several ways: positions would not say which is meant.
    pub(super) fn bind_named<const N: usize>(
        &self,
        names: [&[&str]; N],
        example: &str,
    ) -> Result<[Option<Piece<'a>>; N], TextError> {
        if let Some(argument) = self
            .arguments
            .iter()
            .find(|argument| argument.name.is_none())
        {
            let message = format!("the arguments of `{}` need names", self.name.text);
            let error = argument
                .value
                .error(TextErrorKind::MissingArgument, message);
            return Err(error.with_help(format!("write `{example}`")));
        }
        self.bind(names)
    }

    /// The mistake of leaving out an argument.
    pub(super) fn missing(&self, what: &str, example: &str) -> TextError {
        let message = format!("`{}` needs {what}", self.name.text);
        self.name
            .error(TextErrorKind::MissingArgument, message)
            .with_help(format!("write `{example}`"))
    }

    fn named(&self, name: Piece<'a>, names: &[&[&str]]) -> Result<usize, TextError> {
        names
            .iter()
            .position(|aliases| aliases.contains(&name.text))
            .ok_or_else(|| {
                let known: Vec<&str> = names.iter().map(|aliases| aliases[0]).collect();
                let what = format!("argument of `{}`,", self.name.text);
                name.unknown(TextErrorKind::UnknownArgument, &what, &known)
            })
    }

    fn too_many(&self, value: Piece<'a>, most: usize) -> TextError {
        let message = format!("`{}` takes {most} arguments at most", self.name.text);
        value.error(TextErrorKind::UnknownArgument, message)
    }
}

fn positional_after_named(value: Piece<'_>) -> TextError {
    value.error(
        TextErrorKind::Syntax,
        format!(
            "`{}` needs a name, as the argument before it has one",
            value.text
        ),
    )
}

fn arguments(inner: Piece<'_>) -> Result<Vec<Argument<'_>>, TextError> {
    Ok(split_outside(inner, ',')?
        .into_iter()
        .map(argument)
        .collect())
}

/// An equals sign before any parenthesis or quote separates a name from its value.
fn argument(piece: Piece<'_>) -> Argument<'_> {
    match piece.text.find(['=', '(', '"']) {
        Some(i) if piece.text[i..].starts_with('=') => Argument {
            name: Some(piece.slice(0, i).trim()),
            value: piece.slice(i + 1, piece.text.len()).trim(),
        },
        _ => Argument {
            name: None,
            value: piece,
        },
    }
}

/// The parts between `mark`s that stand outside parentheses and quotes, trimmed.
fn split_outside(piece: Piece<'_>, mark: char) -> Result<Vec<Piece<'_>>, TextError> {
    let (mut parts, mut depth, mut quoted, mut from) = (Vec::new(), 0_usize, false, 0);
    for (i, c) in piece.text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth == 0 => {
                return Err(piece
                    .slice(i, i + 1)
                    .error(TextErrorKind::Syntax, "`)` closes nothing"));
            }
            ')' => depth -= 1,
            _ if c == mark && depth == 0 => {
                parts.push(piece.slice(from, i).trim());
                from = i + 1;
            }
            _ => {}
        }
    }
    if quoted || depth > 0 {
        let open = if quoted { "a quote" } else { "a parenthesis" };
        return Err(piece.error(TextErrorKind::Syntax, format!("{open} is not closed")));
    }
    parts.push(piece.slice(from, piece.text.len()).trim());
    Ok(parts)
}
