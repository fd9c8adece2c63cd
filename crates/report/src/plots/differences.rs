//! Differences between designs with their intervals, one plot per family of measures.

use leadtime_experiment::{Comparison, MeasureRow, PairFigure};
use leadtime_sim::outcome::Unit;

use super::canvas::{Canvas, draw, face};
use super::forest::{self, Forest, Row, Spread};
use super::frame::{BOTTOM, MARGIN, SMALL, TOP, WIDTH, headings_over};
use super::palette::{BLUE, GREY, VERMILLION};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::table::better;
use crate::wording;

/// Height of a line of the list of designs.
const LINE: f64 = 17.0;
/// Designs of which all pairs are drawn; of more, only those with the first.
const ALL_PAIRS: usize = 3;
/// Rows of a panel at most: beyond, only those of all levels together.
const ROWS: usize = 36;
/// Families of measures: file name, title, unit.
const FAMILIES: [(&str, &str, Unit); 3] = [
    (
        "differences-on-time",
        "What differs: promises kept",
        Unit::Share,
    ),
    ("differences-times", "What differs: times", Unit::Seconds),
    (
        "differences-cost",
        "What differs: cost per order",
        Unit::Money,
    ),
];

/// Draws a plot per family of measures of which anything differs.
///
/// # Errors
/// As [`super::draw`].
pub fn comparison(comparison: &Comparison) -> Result<Vec<Plot>, ReportError> {
    let plots = FAMILIES
        .into_iter()
        .map(|family| plot(comparison, family))
        .filter_map(Result::transpose);
    plots.collect()
}

fn plot(
    comparison: &Comparison,
    (name, title, unit): (&str, &str, Unit),
) -> Result<Option<Plot>, ReportError> {
    let shown = Shown::of(comparison);
    let rows = comparison.rows.iter().filter(|row| row.unit == unit);
    let rows: Vec<&MeasureRow> = rows.filter(|row| shown.has(row)).collect();
    let mut measures: Vec<&str> = rows.iter().map(|row| row.measure.as_str()).collect();
    measures.sort_by_key(|name| comparison.rows.iter().position(|row| row.measure == *name));
    measures.dedup();
    let mut same = Vec::new();
    let mut forests = Vec::new();
    for measure in measures {
        let of: Vec<&MeasureRow> = rows
            .iter()
            .copied()
            .filter(|row| row.measure == measure)
            .collect();
        match panel(&shown, measure, &of) {
            Some(panel) => forests.push(panel),
            None => same.push(wording::measure(measure)),
        }
    }
    if forests.is_empty() {
        return Ok(None);
    }
    let subtitle = subtitle(&shown, &same);
    let reading = reading(&shown, &rows);
    let list = LINE * comparison.designs.len() as f64;
    let height = (TOP + list + 8.0 + forest::height(&forests) + BOTTOM - 18.0) as u32;
    let note = wording::comparison_provenance(comparison);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings_over(canvas, &note, height, title, &subtitle)?;
        list_designs(canvas, comparison)?;
        forest::paint(canvas, &forests, TOP + list + 8.0)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Promises,
        reading,
        svg,
    }))
}

/// What of a comparison is drawn.
struct Shown<'c> {
    comparison: &'c Comparison,
    /// Only pairs with the first design.
    with_first: bool,
    /// Levels by themselves, and all together.
    levels: bool,
    total: bool,
}

impl<'c> Shown<'c> {
    fn of(comparison: &'c Comparison) -> Self {
        let designs = comparison.designs.len();
        let with_first = designs > ALL_PAIRS;
        let pairs = if with_first {
            designs - 1
        } else {
            designs * (designs - 1) / 2
        };
        let levels = comparison.rows.iter();
        let mut levels: Vec<_> = levels
            .filter_map(|row| row.service_level.as_deref())
            .collect();
        levels.sort_unstable();
        levels.dedup();
        let by_level = levels.len() == 1 || (levels.len() + 1) * pairs <= ROWS;
        Self {
            comparison,
            with_first,
            levels: by_level && !levels.is_empty(),
            // With one level, all levels together say the same once more.
            total: levels.len() != 1,
        }
    }

    fn has(&self, row: &MeasureRow) -> bool {
        if row.service_level.is_some() {
            self.levels
        } else {
            self.total
        }
    }

    fn pairs<'r>(&self, row: &'r MeasureRow) -> Vec<&'r PairFigure> {
        let first = self.comparison.designs.first().map(|d| d.name.as_str());
        let pairs = row.differences.iter();
        let pairs = pairs.filter(|pair| !self.with_first || Some(pair.minus.as_str()) == first);
        pairs.take(ROWS).collect()
    }

    fn letter(&self, name: &str) -> String {
        let designs = &self.comparison.designs;
        let place = designs.iter().position(|design| design.name == name);
        place.map_or_else(|| wording::NOTHING.to_owned(), wording::letter)
    }
}

/// The panel of a measure; none where it is the same in all designs.
fn panel(shown: &Shown<'_>, measure: &str, rows: &[&MeasureRow]) -> Option<Forest> {
    let unit = rows.first()?.unit;
    let pairs = || {
        rows.iter()
            .flat_map(|row| shown.pairs(row).into_iter().map(move |pair| (*row, pair)))
    };
    if pairs().all(|(_, pair)| wording::is_none(&pair.difference)) {
        return None;
    }
    let largest = pairs().map(|(_, pair)| wording::largest(&pair.difference));
    let (factor, name) = wording::scale(unit, largest.fold(0.0, f64::max));
    let more_is_better = unit == Unit::Share;
    let sides = if more_is_better {
        ["worse", "better"]
    } else {
        ["better", "worse"]
    };
    let one_level = !(shown.levels && shown.total);
    let axis = match (unit, name) {
        (Unit::Share, _) => "difference, percentage points".to_owned(),
        (_, "") => "difference".to_owned(),
        (_, name) => format!("difference, {name}"),
    };
    let mut forest = Forest {
        title: capital(wording::measure(measure)),
        sides: sides.map(str::to_owned),
        axis,
        figures: "95 % interval, all pairs at once".to_owned(),
        rows: Vec::new(),
        bars: false,
    };
    let mut last = None;
    let several = rows.iter().any(|row| shown.pairs(row).len() > 1);
    for (row, pair) in pairs() {
        let level = row.service_level.as_deref().unwrap_or("all levels");
        let letters = format!(
            "{} − {}",
            shown.letter(&pair.design),
            shown.letter(&pair.minus)
        );
        let name = if one_level {
            letters
        } else {
            format!("{level}   {letters}")
        };
        let estimate = &pair.difference;
        let none = wording::is_none(estimate);
        let ends = (estimate.low * factor, estimate.high * factor);
        forest.rows.push(Row {
            name,
            spreads: vec![Spread {
                value: estimate.value * factor,
                ends: (ends.0.is_finite() && ends.1.is_finite() && !none).then_some(ends),
                color: color(row, pair),
                sure: better(row, pair).is_some(),
            }],
            figure: if none {
                "none".to_owned()
            } else {
                wording::difference_interval(estimate, factor)
            },
            rule: several && last.is_some_and(|last| last != level),
        });
        last = Some(level);
    }
    Some(forest)
}

/// Blue where the later design is better, vermillion where it is worse, grey where nobody knows.
fn color(row: &MeasureRow, pair: &PairFigure) -> plotters::style::RGBColor {
    match better(row, pair) {
        Some(name) if name == pair.design => BLUE,
        Some(_) => VERMILLION,
        None => GREY,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn list_designs(canvas: &Canvas<'_>, comparison: &Comparison) -> Result<(), ReportError> {
    let room = f64::from(WIDTH) - 2.0 * MARGIN - 28.0;
    for (at, design) in comparison.designs.iter().enumerate() {
        let y = TOP + 6.0 + LINE * at as f64;
        canvas.text(&wording::letter(at), (MARGIN, y), face(SMALL).bold())?;
        let name = canvas.fitted(&design.name, face(SMALL), room)?;
        canvas.text(&name, (MARGIN + 28.0, y), face(SMALL))?;
    }
    Ok(())
}

fn subtitle(shown: &Shown<'_>, same: &[&str]) -> String {
    let mut text = "Second design minus first, on the same random numbers. Disc: the interval leaves out zero. Ring: these replications do not tell."
        .to_owned();
    if shown.with_first {
        text.push_str(" Pairs with A alone; all are in differences.csv.");
    }
    if !same.is_empty() {
        text.push_str(&format!(" Equal throughout: {}.", same.join(", ")));
    }
    text
}

/// The differences of all levels together in words, or of the only one.
fn reading(shown: &Shown<'_>, rows: &[&MeasureRow]) -> String {
    let of_all = |row: &&&MeasureRow| row.service_level.is_none() || !shown.total;
    let mut told = Vec::new();
    for row in rows.iter().filter(of_all) {
        for pair in shown.pairs(row).into_iter().take(3) {
            let (factor, unit) = wording::scale(row.unit, wording::largest(&pair.difference));
            let names = (shown.letter(&pair.design), shown.letter(&pair.minus));
            let amount = if wording::is_none(&pair.difference) {
                "none".to_owned()
            } else {
                let told = wording::difference_interval(&pair.difference, factor);
                format!("{told} {unit}").trim_end().to_owned()
            };
            told.push(format!(
                "{}, {} − {}: {amount}",
                wording::measure(&row.measure),
                names.0,
                names.1
            ));
        }
    }
    format!(
        "Differences with intervals that hold for all pairs at once: {}.",
        told.join("; ")
    )
}
