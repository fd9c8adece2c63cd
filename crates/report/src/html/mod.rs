//! One self-contained HTML page: no scripts, nothing fetched, prints well.

mod comparison;
mod glossary;
mod sensitivity;
mod studies;

pub use comparison::comparison;
pub use sensitivity::sensitivity;
pub use studies::{answers, sweep};

use leadtime_sim::outcome::{Outcome, Stopped, Warning};
use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use crate::error::ReportError;
use crate::font;
use crate::headline::{self, Answer};
use crate::plots::{Plot, Topic};
use crate::table::{Sheet, Tables};
use crate::wording;

const TEMPLATE: &str = include_str!("../../assets/report.html.j2");
const STYLE: &str = include_str!("../../assets/report.css");

/// The page for an outcome and its plots: the answer first, then promises, padding, lengths, hours, zones, causes, stock,
/// money, the network at work, the terms used, and where the figures come from.
///
/// # Errors
/// [`ReportError::Page`] if the template cannot be filled in.
pub fn page(outcome: &Outcome, plots: &[Plot]) -> Result<String, ReportError> {
    let tables = Tables::of(outcome);
    render(&Page {
        heading: format!("{}: what may be promised", outcome.scenario.name),
        description: &outcome.scenario.description,
        provenance: wording::provenance(outcome),
        interrupted: outcome.stopped == Stopped::Interrupted,
        uncapacitated: outcome.uncapacitated.then_some(wording::UNCAPACITATED),
        finished: wording::replications(outcome.replications),
        requested: wording::count(u64::from(outcome.requested)),
        answers: headline::answers(outcome),
        warnings: &outcome.warnings,
        chapters: chapters(&tables, plots),
        notes: &tables.notes,
        glossary: glossary::terms(outcome),
        facts: facts(outcome),
        command: command(outcome),
        document: "outcome.json",
        scenarios: "this scenario",
    })
}

/// Fills in the template.
fn render(page: &Page<'_>) -> Result<String, ReportError> {
    let mut templates = Environment::new();
    templates.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    templates.add_template("report.html", TEMPLATE)?;
    let whole = Whole {
        page,
        version: env!("CARGO_PKG_VERSION"),
        style: STYLE,
        font_regular: base64(font::REGULAR),
        font_bold: base64(font::BOLD),
    };
    Ok(templates
        .get_template("report.html")?
        .render(Serde(&whole))?)
}

/// A page with what every page has.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    page: &'a Page<'a>,
    version: &'static str,
    style: &'static str,
    font_regular: String,
    font_bold: String,
}

/// What the template fills in.
#[derive(Default, Serialize)]
struct Page<'a> {
    heading: String,
    description: &'a str,
    provenance: String,
    interrupted: bool,
    uncapacitated: Option<&'static str>,
    finished: String,
    requested: String,
    answers: Vec<Answer>,
    warnings: &'a [Warning],
    chapters: Vec<Chapter<'a>>,
    notes: &'a [String],
    glossary: Vec<(&'static str, &'static str)>,
    facts: Vec<(&'static str, String)>,
    command: String,
    /// The file that holds all figures.
    document: &'static str,
    /// What the command needs: `this scenario`, `these scenarios`.
    scenarios: &'static str,
}

/// A chapter: tables first, then figures.
#[derive(Serialize)]
struct Chapter<'a> {
    title: &'static str,
    intro: &'static str,
    sheets: Vec<&'a Sheet>,
    figures: Vec<Figure<'a>>,
}

#[derive(Serialize)]
struct Figure<'a> {
    name: &'a str,
    reading: &'a str,
    svg: String,
}

const CHAPTERS: [(Topic, &str, &str); 10] = [
    (Topic::Promises, "How well promises are kept", ""),
    (
        Topic::OrderBy,
        "Order by",
        "Until when may be ordered what is to be delivered before a date? All orders of the 24 hours up to that instant, and of every such \
         day before it, keep the target. Where the replications are too few to be sure, the table says how many it would take.",
    ),
    (
        Topic::Padding,
        "What padding buys",
        "Padding is time added to the planned lead time before the promise is told. More of it keeps more promises, but makes every \
         quote longer, and past a level's latest promise the offer is withdrawn and the next slower level is sold. At every padding \
         shown all levels are padded alike.",
    ),
    (Topic::Lengths, "How early, how late, how long", ""),
    (Topic::Hours, "When orders are placed", ""),
    (Topic::Zones, "Where promises break", ""),
    (
        Topic::Blame,
        "Why orders are late",
        "Every order has a plan: how long each step may take, and which departures it is to make. What a late order took longer than its \
         plan is charged to its causes, so that the charges add up. Keeping a cause to plan shows what it really costs: causes hide \
         behind each other, so the gains do not add up.",
    ),
    (
        Topic::Stock,
        "Stock and baskets",
        "An order is a basket of lines, each so many units of one SKU. A line takes what is there and waits for the rest, or the order goes \
         elsewhere or is lost. The lines from one facility travel together, and an order is delivered when its last parcel is.",
    ),
    (
        Topic::Money,
        "What an order costs",
        "Handling, transport, failure (lateness, failed attempts, refunds) and padding (hours quoted and hours early), per \
         promised order. Wages and departures are paid whether used or not, and shared among the orders that used them.",
    ),
    (Topic::Network, "The network at work", ""),
];

fn chapters<'a>(tables: &'a Tables, plots: &'a [Plot]) -> Vec<Chapter<'a>> {
    let chapter = |&(topic, title, intro): &(Topic, &'static str, &'static str)| Chapter {
        title,
        intro,
        sheets: tables.sheets.iter().filter(|s| s.topic == topic).collect(),
        figures: plots
            .iter()
            .filter(|p| p.topic == topic)
            .map(figure)
            .collect(),
    };
    let full = |c: &Chapter<'_>| !(c.sheets.is_empty() && c.figures.is_empty());
    CHAPTERS.iter().map(chapter).filter(full).collect()
}

/// The plot as part of a page: its text alternative on the picture itself, without what only a file of its own needs.
fn figure(plot: &Plot) -> Figure<'_> {
    let label = format!("role=\"img\" aria-label=\"{}\"", attribute(&plot.reading));
    let svg = plot
        .svg
        .replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1)
        .replacen("role=\"img\"", &label, 1);
    Figure {
        name: &plot.name,
        reading: &plot.reading,
        svg: without_title(&svg),
    }
}

/// Drops `<title>`: a browser would show it as a tooltip wherever the pointer rests.
fn without_title(svg: &str) -> String {
    match (svg.find("<title>"), svg.find("</title>\n")) {
        (Some(from), Some(to)) => format!("{}{}", &svg[..from], &svg[to + "</title>\n".len()..]),
        _ => svg.to_owned(),
    }
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Where the figures come from, as pairs of name and value.
fn facts(outcome: &Outcome) -> Vec<(&'static str, String)> {
    let s = &outcome.scenario;
    let cohort = outcome.cohort;
    vec![
        ("Scenario", s.name.clone()),
        ("Digest of its files (BLAKE3)", s.digest.clone()),
        ("Seed", outcome.seed.to_string()),
        ("Replications", wording::count(u64::from(outcome.replications))),
        ("Network", wording::size(s.counts)),
        ("Starts", format!("{} 00:00, {}", s.start, s.time_zone)),
        ("Scored", format!(
            "orders placed from {} to {} after the start; run on for at most {}",
            wording::length(Some(s.warm_up)),
            wording::length(Some(s.horizon)),
            wording::length(Some(s.drain))
        )),
        ("Orders", format!(
            "{} simulated; of {} visits in the scored windows {} were promised, {} were offered nothing; {} delivered, {} undecided",
            wording::count(outcome.orders_simulated),
            wording::count(cohort.visits),
            wording::count(cohort.promised),
            wording::count(cohort.not_offered),
            wording::count(cohort.delivered),
            wording::count(cohort.undecided)
        )),
        ("Counted as on time", "delivered by the promise, of all promised orders; lost and cancelled ones count as late".to_owned()),
    ]
}

/// The command that gives the same figures again.
fn command(outcome: &Outcome) -> String {
    let folder = shell_word(&outcome.scenario.name);
    let mode = if outcome.uncapacitated {
        " --uncapacitated"
    } else {
        ""
    };
    format!(
        "leadtime run {folder} --seed {} --replications {}{mode}",
        outcome.seed, outcome.replications
    )
}

/// A name as a shell takes it for one word.
fn shell_word(name: &str) -> String {
    let plain = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    if plain {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}

/// Base64 (RFC 4648, with padding).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = three
            .iter()
            .enumerate()
            .fold(0_u32, |w, (i, &b)| w | u32::from(b) << (16 - 8 * i));
        for i in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn base64_follows_the_test_vectors_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
