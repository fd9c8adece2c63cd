//! Where the warm-up ends, in words and in a table of the periods.

use leadtime_experiment::WarmUpFound;
use leadtime_stats::warm_up::{LEAST_BATCHES, WarmUp};

use super::content::Sheet;
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING, TimeUnit};

/// Periods that the table shows: the start is where a warm-up is.
const SHOWN: usize = 21;

/// The end of the warm-up for a terminal: plain text without colours. A verdict, then the mean lead time of the first periods as it came and smoothed.
#[must_use]
pub fn warm_up(found: &WarmUpFound) -> String {
    let mut out = wrapped(&verdict(found), "  ");
    out.push('\n');
    out.push_str(&render(&sheet(found)));
    out.push_str("\n\n");
    out.push_str(&wrapped(
        "Lead time: of the orders placed in the period, averaged over replications that leave nothing out. Smoothed: with two periods on either side (Welch); the \
         warm-up ends where it has become level. A scenario that starts from a known state and scores a finite window needs none.",
        "",
    ));
    out
}

fn verdict(found: &WarmUpFound) -> String {
    let WarmUpFound {
        scenario, period, ..
    } = found;
    let seen = wording::counted(found.lead_time.len() as u32, period, &format!("{period}s"));
    match found.verdict {
        WarmUp::TooShort if found.lead_time.len() < LEAST_BATCHES => {
            let days = LEAST_BATCHES * if found.period == "week" { 7 } else { 1 };
            format!(
                "{scenario}: the horizon is too short: {seen}, and a warm-up is told from what comes after by {LEAST_BATCHES} or more; give `--horizon {days}d` or longer"
            )
        }
        WarmUp::TooShort => format!(
            "{scenario}: {seen} are too short to tell a warm-up from what comes after; give a longer `--horizon`"
        ),
        WarmUp::CutAt { periods: 0 } => format!("{scenario}: no warm-up is to be seen in {seen}"),
        WarmUp::CutAt { periods } => {
            let cut = wording::counted(periods as u32, period, &format!("{period}s"));
            let own = if found.own >= periods as f64 {
                "the scenario leaves out as much or more"
            } else {
                "the scenario leaves out less: raise `warm_up`"
            };
            format!("{scenario}: leave out {cut} of {seen} (MSER); {own}")
        }
    }
}

fn sheet(found: &WarmUpFound) -> Sheet {
    let largest = found.lead_time.iter().copied().fold(0.0, f64::max);
    let unit = TimeUnit::for_largest(largest);
    let lead = format!("#lead time, {}", unit.short());
    let head = format!("#{}", found.period);
    let mut sheet = Sheet::new(Topic::Promises, "Warm-up", &[&head, &lead, "#smoothed"]);
    for (at, value) in found.lead_time.iter().enumerate().take(SHOWN) {
        let smooth = found.smoothed.get(at);
        let number = |value: f64| format!("{:.3}", value / unit.seconds());
        sheet.rows.push(vec![
            (at + 1).to_string(),
            number(*value),
            smooth.map_or_else(|| NOTHING.to_owned(), |value| number(*value)),
        ]);
    }
    sheet
}
