//! Quantile tables and observed values.

use super::call::Call;
use super::{Laws, Unit};
use crate::distribution::Distribution;
use crate::text::number::{nonnegative_number, number};
use crate::text::{Piece, TextError, TextErrorKind, duration};

/// A point of a quantile table, and where its value is written.
type Point<'a> = (f64, f64, Piece<'a>);

impl Laws<'_> {
    /// `quantiles(min=.., p5=.., p50=.., max=..)`: linear between points. An end that is not given is the outermost point
    /// extended by its neighbour's slope, never below 0.
    pub(super) fn quantiles(&self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let example = "quantiles(p5=2d, p50=7d, p95=24d, p99=40d)";
        let mut points = Vec::new();
        for argument in &call.arguments {
            let Some(name) = argument.name else {
                let error = argument.value.error(
                    TextErrorKind::MissingArgument,
                    "the arguments of `quantiles` need names",
                );
                return Err(error.with_help(format!("write `{example}`")));
            };
            points.push((
                probability(name)?,
                self.value(argument.value)?,
                argument.value,
            ));
        }
        if points.len() < 2 {
            return Err(call.missing("at least two quantiles", example));
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        check_order(&points)?;
        let table: Vec<(f64, f64)> = points.iter().map(|&(p, value, _)| (p, value)).collect();
        Ok(Distribution::Quantiles(with_ends(table)))
    }

    /// `empirical("file.csv")`, with `column` (default: the first) and `unit` (for cells that are bare numbers), or the
    /// values themselves.
    pub(super) fn empirical(&mut self, call: &Call<'_>) -> Result<Distribution, TextError> {
        let is_file = call
            .arguments
            .first()
            .is_some_and(|first| first.name.is_some() || first.value.text.starts_with('"'));
        let mut values = if is_file {
            self.observed_in_file(call)?
        } else {
            self.observed_inline(call)?
        };
        if values.is_empty() {
            return Err(call.missing("at least one value", "empirical(\"file.csv\")"));
        }
        values.sort_by(f64::total_cmp);
        Ok(Distribution::Empirical(values))
    }

    fn observed_inline(&self, call: &Call<'_>) -> Result<Vec<f64>, TextError> {
        call.arguments
            .iter()
            .map(|argument| self.value(argument.value))
            .collect()
    }

    fn observed_in_file(&mut self, call: &Call<'_>) -> Result<Vec<f64>, TextError> {
        let [file, column, unit] = call.bind([&["file"], &["column"], &["unit"]])?;
        let file = file.ok_or_else(|| call.missing("a file", "empirical(\"file.csv\")"))?;
        let unit = unit
            .map(|unit| duration::unit(unquoted(unit)))
            .transpose()?;
        let text = (self.read)(unquoted(file).text).map_err(|why| {
            file.error(
                TextErrorKind::Unreadable,
                format!("`{}` cannot be read: {why}", unquoted(file).text),
            )
        })?;
        self.column(
            &text,
            file,
            column.map(|column| unquoted(column).text),
            unit,
        )
    }

    /// The values of one column of a CSV text.
    fn column(
        &self,
        text: &str,
        file: Piece<'_>,
        name: Option<&str>,
        unit: Option<i64>,
    ) -> Result<Vec<f64>, TextError> {
        let mut rows = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let (mut values, mut place) = (Vec::new(), 0);
        for (row, record) in rows.records().enumerate() {
            let record = record.map_err(|error| {
                file.error(TextErrorKind::Unreadable, format!("{}: {error}", file.text))
            })?;
            if let (0, Some(name)) = (row, name) {
                place = record
                    .iter()
                    .position(|cell| cell == name)
                    .ok_or_else(|| no_column(file, name))?;
                continue;
            }
            let cell = record.get(place).unwrap_or("");
            match self.cell(cell, unit) {
                Ok(value) => values.push(value),
                // The first row may be a heading.
                Err(_)
                    if row == 0
                        && !cell.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                }
                Err(error) => {
                    return Err(in_cell(
                        file,
                        record.position().map_or(0, csv::Position::line),
                        &error,
                    ));
                }
            }
        }
        Ok(values)
    }

    /// One observed value.
    fn cell(&self, cell: &str, unit: Option<i64>) -> Result<f64, TextError> {
        match (self.unit, unit) {
            (Unit::Duration, Some(unit)) => {
                Ok(nonnegative_number(Piece::whole(cell))? * unit as f64)
            }
            _ => self.value(Piece::whole(cell)),
        }
    }
}

/// "min" is 0, "max" is 1, "p99.9" is 0.999.
fn probability(name: Piece<'_>) -> Result<f64, TextError> {
    match name.text {
        "min" => return Ok(0.0),
        "max" => return Ok(1.0),
        _ => {}
    }
    let percent = name
        .text
        .strip_prefix('p')
        .and_then(|_| number(name.slice(1, name.text.len())).ok());
    match percent {
        Some(percent) if percent > 0.0 && percent < 100.0 => Ok(percent / 100.0),
        Some(_) => Err(name.error(
            TextErrorKind::OutOfRange,
            format!("`{}` is not between p0 and p100", name.text),
        )),
        None => Err(name.unknown(
            TextErrorKind::UnknownArgument,
            "quantile",
            &["min", "p5", "p50", "p95", "max"],
        )),
    }
}

fn check_order(points: &[Point<'_>]) -> Result<(), TextError> {
    for pair in points.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        if before.0 == after.0 {
            return Err(after.2.error(
                TextErrorKind::UnknownArgument,
                "this quantile is given twice",
            ));
        }
        if before.1 > after.1 {
            let message = format!(
                "`{}` is below the quantile before it, `{}`",
                after.2.text, before.2.text
            );
            return Err(after.2.error(TextErrorKind::OutOfRange, message));
        }
    }
    Ok(())
}

/// The table with its ends at probabilities 0 and 1; at least two points.
fn with_ends(mut table: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let slope = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
    let (first, second) = (table[0], table[1]);
    let (last, before_last) = (table[table.len() - 1], table[table.len() - 2]);
    if first.0 > 0.0 {
        table.insert(
            0,
            (0.0, (first.1 - first.0 * slope(first, second)).max(0.0)),
        );
    }
    if last.0 < 1.0 {
        table.push((1.0, last.1 + (1.0 - last.0) * slope(before_last, last)));
    }
    table
}

fn unquoted(piece: Piece<'_>) -> Piece<'_> {
    let inner = piece
        .text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.map_or(piece, |text| Piece {
        text,
        at: piece.at + 1,
    })
}

fn no_column(file: Piece<'_>, name: &str) -> TextError {
    file.error(
        TextErrorKind::Unreadable,
        format!("{} has no column `{name}`", file.text),
    )
}

/// What is wrong with a cell, told at the place where the file is named.
fn in_cell(file: Piece<'_>, line: u64, error: &TextError) -> TextError {
    let told = file.error(
        error.kind,
        format!("{}, line {line}: {}", file.text, error.message),
    );
    match error.kind {
        TextErrorKind::BareNumber => told.with_help(
            "write the unit into the cells, or name it: `empirical(\"file.csv\", unit=h)`",
        ),
        _ => told,
    }
}
