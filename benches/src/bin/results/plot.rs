//! The plot: cost per order against size, one panel for each dimension, both scales logarithmic.

use leadtime_benches::beside::median;
use leadtime_benches::sizes::Dimension;
use leadtime_report::ReportError;
use leadtime_report::plots::page::{
    Align, BLUE, Canvas, GREY, INK, MARGIN, Panel, SMALL, Tick, VERMILLION, WIDTH, draw as page,
    face,
};

use crate::machine;
use crate::options::Options;
use crate::scale::Row;

const HEIGHT: u32 = 700;
const TITLE: &str = "Cost per order against size";
const READING: &str = "Four panels show the processor time of an order, in nanoseconds, as the number of orders, servers, lanes and \
     parcels in flight grows; dashed lines mark once, twice and three times the cost of the reference network.";

/// A panel: what grows along it, how far, and the dimensions that it shows.
struct Part {
    axis: &'static str,
    decades: (i32, i32),
    curves: &'static [(Dimension, &'static str)],
}

const PARTS: [Part; 4] = [
    Part {
        axis: "orders before the end of the scoring window",
        decades: (4, 7),
        curves: &[(Dimension::Orders, "")],
    },
    Part {
        axis: "servers at each of three stages",
        decades: (0, 3),
        curves: &[(Dimension::Servers, "")],
    },
    Part {
        axis: "truck lanes, each to a station and a zone of its own",
        decades: (0, 5),
        curves: &[(Dimension::Lanes, "")],
    },
    Part {
        axis: "parcels in flight",
        decades: (3, 6),
        curves: &[
            (Dimension::InFlight, "long transit"),
            (Dimension::InFlightByRate, "many orders"),
        ],
    },
];

/// Draws what was measured.
pub(crate) fn draw(rows: &[Row], options: &Options) -> Result<String, String> {
    let reference = median(
        rows.iter()
            .map(|row| row.cost.cost / row.cost.ratio)
            .collect(),
    );
    let painted = page("sizes", (WIDTH, HEIGHT), TITLE, READING, |canvas| {
        headings(canvas, reference, options)?;
        for (at, part) in PARTS.iter().enumerate() {
            draw_part(canvas, part, &panel(at, part, rows, reference), rows)?;
        }
        Ok(())
    });
    painted.map_err(|error: ReportError| error.to_string())
}

fn headings(canvas: &Canvas<'_>, reference: f64, options: &Options) -> Result<(), ReportError> {
    let small = face(SMALL).color(GREY);
    canvas.text(TITLE, (MARGIN, 24.0), face(17.0).bold())?;
    let lines = [
        "One dimension varies, the rest stays as in the reference network. Processor time of one replication with its statistics;"
            .to_owned(),
        format!(
            "bars: least and greatest of the rounds. Dashed: 1, 2 and 3 times the reference network ({reference:.0} ns an order)."
        ),
    ];
    for (at, line) in lines.iter().enumerate() {
        canvas.text(line, (MARGIN, 45.0 + 15.0 * at as f64), small)?;
    }
    let foot = format!(
        "medians of n = {} rounds (half as many above 2.5 million orders), each in turn with the reference network · {}",
        options.rounds,
        machine::words()
    );
    let place = (MARGIN, f64::from(HEIGHT) - 12.0);
    canvas.text(&foot, place, face(10.0).color(GREY))
}

/// Where a panel lies, two by two, in decades across and in powers of ten of nanoseconds upwards.
fn panel(at: usize, part: &Part, rows: &[Row], reference: f64) -> Panel {
    let (column, line) = ((at % 2) as f64, (at / 2) as f64);
    let (left, top) = (76.0 + 422.0 * column, 84.0 + 298.0 * line);
    let ratios = rows
        .iter()
        .map(|row| row.cost.range.1)
        .fold(3.0_f64, f64::max);
    Panel {
        left,
        top,
        right: left + 330.0,
        bottom: top + 230.0,
        x: (
            f64::from(part.decades.0) - 0.15,
            f64::from(part.decades.1) + 0.15,
        ),
        y: (
            (reference * 0.5).log10(),
            (reference * ratios * 1.25).log10(),
        ),
    }
}

fn draw_part(
    canvas: &Canvas<'_>,
    part: &Part,
    panel: &Panel,
    rows: &[Row],
) -> Result<(), ReportError> {
    let across: Vec<Tick> = (part.decades.0..=part.decades.1).map(decade).collect();
    panel.x_axis(canvas, &across, part.axis)?;
    panel.y_axis(canvas, &nanoseconds(panel), "ns an order")?;
    let reference = panel.y.0 + 2.0_f64.log10();
    for times in [1.0, 2.0, 3.0] {
        let y = panel.py(reference + f64::log10(times));
        let ends = ((panel.left, y), (panel.right, y));
        canvas.dashes(ends.0, ends.1, (5.0, 4.0), GREY, 1.0)?;
        let label = face(11.0).color(GREY);
        canvas.text(&format!("{times} ×"), (panel.right + 4.0, y), label)?;
    }
    for (&(dimension, name), color) in part.curves.iter().zip([BLUE, VERMILLION]) {
        let mut line = Vec::new();
        for row in rows {
            let Some((_, value)) = row.along.filter(|along| along.0 == dimension) else {
                continue;
            };
            let x = (value as f64).log10();
            // By its ratio: then what slowed the machine down meanwhile moves no point against the dashed lines.
            let y = |ratio: f64| reference + ratio.log10();
            let (least, greatest) = row.cost.range;
            let bar = [panel.at(x, y(least)), panel.at(x, y(greatest))];
            canvas.path(&bar, color, 1.5)?;
            line.push(panel.at(x, y(row.cost.ratio)));
        }
        canvas.path(&line, color, 2.0)?;
        for &place in &line {
            canvas.disc(place, 3.5, color)?;
        }
        if let Some(&(x, y)) = line.last().filter(|_| !name.is_empty()) {
            let above = if color == BLUE { 16.0 } else { -16.0 };
            let words = face(SMALL).color(color).align(Align::Right);
            canvas.text(name, (x + 6.0, y + above), words)?;
        }
    }
    canvas.path(
        &[(panel.left, panel.top), (panel.left, panel.bottom)],
        INK,
        0.5,
    )
}

/// A power of ten in words.
fn decade(exponent: i32) -> Tick {
    let label = match exponent {
        6.. => format!("{} M", 10_i64.pow(exponent as u32 - 6)),
        3.. => format!("{},000", 10_i64.pow(exponent as u32 - 3)),
        _ => format!("{}", 10_i64.pow(exponent as u32)),
    };
    Tick {
        value: f64::from(exponent),
        label,
    }
}

/// 1, 2 and 5 times the powers of ten within a panel.
fn nanoseconds(panel: &Panel) -> Vec<Tick> {
    let steps =
        (0..7).flat_map(|power| [1_i64, 2, 5].map(|digit| digit * 10_i64.pow(power as u32)));
    let label = |value: i64| match value {
        1_000.. => format!("{},{:03}", value / 1_000, value % 1_000),
        _ => value.to_string(),
    };
    let ticks = steps.map(|value| Tick {
        value: (value as f64).log10(),
        label: label(value),
    });
    ticks
        .filter(|tick| tick.value >= panel.y.0 && tick.value <= panel.y.1)
        .collect()
}
