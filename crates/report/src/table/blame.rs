//! The table of blame: why orders are late, and what each cause costs in kept promises.

use leadtime_sim::outcome::{BlameFigures, CauseFigures, Outcome};

use super::content::{Notes, Sheet};
use crate::plots::Topic;
use crate::wording::{self, NOTHING};

/// Causes in the table at most; all are in `blame.csv`.
const MOST: usize = 10;

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    let blame = outcome.blame.as_ref();
    blame
        .map(|blame| causes(blame, notes))
        .into_iter()
        .collect()
}

fn causes(blame: &BlameFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "cause",
        "#late hours (95 % interval)",
        "#h an order",
        "#largest",
        "#if to plan",
        "#points gained (95 %)",
    ];
    let mut sheet = Sheet::new(Topic::Blame, "Why orders are late", &heads);
    let charged = blame.late_orders - blame.without_plan;
    let listed = blame.causes.iter().take(MOST);
    sheet.rows = listed.map(|cause| row(cause, charged, notes)).collect();
    let further = blame.causes.len().saturating_sub(MOST);
    if let Some(rest) = blame.causes.get(MOST..).filter(|rest| !rest.is_empty()) {
        sheet.rows.push(rest_of(rest, blame, charged));
    }
    sheet.caption = caption(blame, further);
    sheet
}

fn row(cause: &CauseFigures, charged: u64, notes: &mut Notes) -> Vec<String> {
    let share = &cause.share;
    let share = notes.cell(
        wording::percent_interval(share.value, share.low, share.high),
        &share.marks,
    );
    let (on_time, gain) = match &cause.to_plan {
        Some(to_plan) => {
            let gain = &to_plan.gain;
            (
                wording::percent(to_plan.on_time.value),
                wording::points(gain.value, gain.low, gain.high),
            )
        }
        None => (NOTHING.to_owned(), NOTHING.to_owned()),
    };
    vec![
        wording::cause(cause),
        share,
        hours(cause.charged, charged),
        largest(cause.largest, charged),
        on_time,
        gain,
    ]
}

fn rest_of(rest: &[CauseFigures], blame: &BlameFigures, charged: u64) -> Vec<String> {
    let seconds = |causes: &[CauseFigures]| causes.iter().map(|cause| cause.charged).sum::<f64>();
    let all = seconds(&blame.causes);
    vec![
        wording::counted(rest.len() as u32, "other cause", "other causes"),
        wording::percent((all > 0.0).then(|| seconds(rest) / all)),
        hours(seconds(rest), charged),
        largest(rest.iter().map(|cause| cause.largest).sum(), charged),
        NOTHING.to_owned(),
        NOTHING.to_owned(),
    ]
}

fn hours(seconds: f64, orders: u64) -> String {
    let mean = (orders > 0).then(|| seconds / 3_600.0 / orders as f64);
    wording::quantity(mean)
}

fn largest(orders: u64, of: u64) -> String {
    wording::percent((of > 0).then(|| orders as f64 / of as f64))
}

fn caption(blame: &BlameFigures, further: usize) -> String {
    let mut text = format!(
        "Of {}, {} orders were delivered late. Every hour between the planned delivery and the delivery is charged to what caused it; what a \
         missed departure costs, to the steps before it that took longer than planned.",
        wording::replications(blame.replications),
        wording::count(blame.late_orders)
    );
    text += " H an order: hours over all late orders. Largest: share of late orders of which it is the largest cause.";
    if blame.promised_before_plan > 0 {
        text += &format!(
            " {} of them were promised before their plan could end.",
            wording::count(blame.promised_before_plan)
        );
    }
    if blame.undelivered > 0 {
        text += &format!(
            " {} orders that were not delivered are charged to nobody.",
            wording::count(blame.undelivered)
        );
    }
    let reruns = blame
        .causes
        .iter()
        .filter_map(|cause| cause.to_plan.as_ref());
    if let Some(most) = reruns.map(|to_plan| to_plan.replications).max() {
        text += &format!(
            " If to plan: share on time in {} run again on the same random numbers with that cause alone kept to plan.",
            wording::replications(most)
        );
    }
    if further > 0 {
        text += " All causes: blame.csv.";
    }
    text
}
