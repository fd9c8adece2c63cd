//! The table of what was solved for.

use leadtime_experiment::{Answer, Answers, Cause, Corner, SegmentAnswer};
use leadtime_sim::outcome::Unit;
use leadtime_stats::Estimate;

use super::content::{Notes, Sheet};
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING, TimeUnit};

const BROKEN: &str = "a corner: the best promise is the shortest one there is, and most orders break it; the objective gives up orders that would be late anyway. \
                      Ask for a floor of service instead, `find = \"smallest\"` with `that = 'on_time >= ...'`";
const FIRST: &str = "the first value of the axis: what lies before it was not asked";
const LAST: &str = "the last value of the axis: what lies beyond it was not asked";
const BAD_DAYS: &str = "saturated by bad days: most late orders fall into the worst tenth of the replications, and no value of the axis mends those";
const AXIS_ENDS: &str =
    "the last quarter of the axis still helped: values beyond its end may reach the target";
const NO_EFFECT: &str = "saturated: the last quarter of the axis no longer helped, and what is missing is spread over all replications";
const NOT_OFFERED: &str = "beyond the value that goes furthest the level is offered to nobody: its promise would be later than the latest that bears the name";
const NOT_CARRIED: &str =
    "reached by the figure seen, but these replications do not carry the claim";

/// The answers for a terminal: plain text without colours. All figures are of fresh replications.
#[must_use]
pub fn answers(answers: &Answers) -> String {
    let mut notes = Notes::default();
    let sheet = answers_sheet(answers, &mut notes);
    let mut out = format!(
        "{}: answers estimated again on fresh replications, at most {} of each design, seed {}\n",
        answers.study,
        wording::count(u64::from(answers.budget)),
        answers.seed
    );
    if let Some(description) = &answers.description {
        out.push_str(&wrapped(description, "  "));
    }
    out.push('\n');
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

pub(crate) fn answers_sheet(answers: &Answers, notes: &mut Notes) -> Sheet {
    let given = answers.answers.iter().any(|answer| answer.given.is_some());
    let mut segments = answers.answers.iter().flat_map(|answer| &answer.segments);
    let states = segments.any(|segment| segment.base_quote.is_some());
    let zones = answers
        .answers
        .iter()
        .flat_map(|answer| &answer.segments)
        .any(|segment| segment.zone.is_some());
    let mut heads = vec!["question", "asks"];
    if given {
        heads.push("given");
    }
    if zones {
        heads.push("zone");
    }
    if states {
        heads.push("#base quote");
    }
    heads.extend(["#answer", "#between", "#figure (95 %)", "#quote", "#needs"]);
    let mut sheet = Sheet::new(Topic::Promises, "Answers", &heads);
    for answer in &answers.answers {
        for segment in &answer.segments {
            let mut cells = vec![answer.question.clone(), asks(answer)];
            if given {
                cells.push(answer.given.clone().unwrap_or_default());
            }
            if zones {
                cells.push(segment.zone.clone().unwrap_or_default());
            }
            if states {
                cells.push(
                    segment
                        .base_quote
                        .map_or_else(|| "all".to_owned(), base_quote),
                );
            }
            cells.extend(told(answer, segment, notes));
            sheet.rows.push(cells);
        }
    }
    "Answer: the first value along the axis that surely keeps what is asked on fresh replications, with the stated one-sided confidence; or the best value. \
     Between: the values that the true answer may be. Figure: at the answer. Needs: replications in total that would carry the claim, if all stays as seen."
        .clone_into(&mut sheet.caption);
    sheet
}

/// `3 min`, `12–15 min`.
fn base_quote([from, to]: [f64; 2]) -> String {
    let unit = TimeUnit::for_largest(to);
    let (first, last) = (unit.number(Some(from)), unit.number(Some(to)));
    if first == last {
        return format!("{first} {}", unit.short());
    }
    format!("{first}–{last} {}", unit.short())
}

fn asks(answer: &Answer) -> String {
    let kept = match answer.floor.as_deref() {
        Some("aggregate") => " over all states",
        Some(_) => " in each",
        None => "",
    };
    let asks = format!("{}{kept}", answer.asks);
    match answer.probability {
        Some(probability) => format!("{asks} with probability {probability} in a window"),
        None => asks,
    }
}

fn told(answer: &Answer, segment: &SegmentAnswer, notes: &mut Notes) -> [String; 5] {
    let why = segment.saturation.as_ref().map(|found| match found.cause {
        Cause::BadDays => BAD_DAYS,
        Cause::AxisEnds => AXIS_ENDS,
        Cause::NoEffect => NO_EFFECT,
        Cause::NotOffered => NOT_OFFERED,
        Cause::NotYetCarried => NOT_CARRIED,
    });
    let corner = segment.corner.map(|corner| match corner {
        Corner::BrokenPromise => BROKEN,
        Corner::FirstValue => FIRST,
        Corner::LastValue => LAST,
    });
    let marks: Vec<&'static str> = why.into_iter().chain(corner).collect();
    let together = segment.base_quote.is_none() && answer.floor.is_some() && segment.zone.is_none();
    let value = match (&segment.value, &segment.by_value, &segment.saturation) {
        (Some(value), _, _) => value.clone(),
        (None, Some(seen), _) => format!("not carried yet; {seen} by the figure seen"),
        (None, None, Some(found)) => format!("none: {} at most", figure(answer.unit, &found.most)),
        (None, None, None) if together => "as below".to_owned(),
        (None, None, None) if segment.figure.is_none() => "never offered".to_owned(),
        (None, None, None) => "not carried".to_owned(),
    };
    let between = segment.range.as_ref().map(|[from, to]| {
        if from == to {
            from.clone()
        } else {
            format!("{from} … {to}")
        }
    });
    let interval = segment
        .figure
        .as_ref()
        .map(|found| interval(answer.unit, found));
    let quote = segment.quote_length.as_ref().map(|quote| {
        let unit = TimeUnit::for_largest(quote.value.abs());
        format!("{} {}", unit.number(Some(quote.value)), unit.short())
    });
    let nothing = || NOTHING.to_owned();
    [
        notes.noted(value, &marks),
        between.unwrap_or_else(nothing),
        interval.unwrap_or_else(nothing),
        quote.unwrap_or_else(nothing),
        segment
            .replications_needed
            .map_or_else(nothing, wording::count),
    ]
}

fn figure(unit: Unit, found: &Estimate) -> String {
    if unit == Unit::Share {
        return wording::percent(Some(found.value));
    }
    if unit == Unit::Seconds {
        let unit = TimeUnit::for_largest(found.value.abs());
        return format!("{} {}", unit.number(Some(found.value)), unit.short());
    }
    wording::plain(found.value, false)
}

fn interval(unit: Unit, found: &Estimate) -> String {
    if unit == Unit::Share {
        return wording::percent_interval(Some(found.value), Some(found.low), Some(found.high));
    }
    let (factor, name) = if unit == Unit::Seconds {
        let unit = TimeUnit::for_largest(found.value.abs());
        (1.0 / unit.seconds(), format!(" {}", unit.short()))
    } else {
        (1.0, String::new())
    };
    let width = found.half_width() * factor;
    let places = if width > 0.0 && width.is_finite() {
        (1.0 - libm::floor(libm::log10(width))).clamp(0.0, 6.0) as usize
    } else {
        2
    };
    let digits = |value: f64| format!("{:.places$}", value * factor);
    format!(
        "{} ({}…{}){name}",
        digits(found.value),
        digits(found.low),
        digits(found.high)
    )
}
