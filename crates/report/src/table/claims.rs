//! Claims about targets, and late shares with last legs integrated.

use leadtime_sim::outcome::{
    ClaimFigures, ConditionalFigures, ImportanceFigures, Outcome, ServiceLevelFigures, Verdict,
};

use super::content::{Notes, Sheet};
use crate::plots::Topic;
use crate::wording;

/// From this target on a claim is always told: it is what the run was made for.
const RARE: f64 = 0.99;

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    let integrated = outcome.conditional.iter();
    let mut sheets = vec![claims(outcome)];
    sheets.extend(integrated.map(|found| late(found, notes)));
    let weighed = outcome.importance.iter();
    sheets.extend(weighed.map(|found| weighed_late(found, notes)));
    sheets
}

fn claims(outcome: &Outcome) -> Sheet {
    let heads = ["level", "claim", "#on time (one-sided bounds)", "the data"];
    let mut sheet = Sheet::new(Topic::Promises, "What may be claimed", &heads);
    let told = |claim: &&ClaimFigures| claim.verdict != Verdict::Carried || claim.target >= RARE;
    let levels = outcome.service_levels.iter();
    let row = |level: &ServiceLevelFigures| {
        let claim = level.claim.as_ref().filter(told)?;
        Some(vec![
            wording::level(&level.service_level).to_owned(),
            format!("at least {}", wording::target(claim.target)),
            wording::percent_interval(Some(claim.value), Some(claim.low), Some(claim.high)),
            standing(claim),
        ])
    };
    sheet.rows = levels.filter_map(row).collect();
    let rare = "A claim is carried where the lower bound, by itself sure at 95 %, reaches the target and rests on 30 replications, and on 30 bad ones or \
                on none among very many; contradicted where the upper bound does not reach it.";
    sheet.caption = rare.to_owned();
    sheet
}

fn standing(claim: &ClaimFigures) -> String {
    match (claim.verdict, claim.replications) {
        (Verdict::Carried, _) => "carry it".to_owned(),
        (Verdict::Contradicted, _) => "contradict it".to_owned(),
        (Verdict::NotYet, Some(replications)) => {
            format!("would take {} replications", wording::count(replications))
        }
        _ => "do not carry it, nor would more of them".to_owned(),
    }
}

fn late(found: &ConditionalFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "level",
        "#late (95 % interval)",
        "#last legs integrated",
        "#replications by counting",
    ];
    let title = "Late orders, last legs integrated";
    let mut sheet = Sheet::new(Topic::Promises, title, &heads);
    sheet.rows = found
        .levels
        .iter()
        .map(|level| {
            let late = &level.late;
            let interval = wording::rare_interval(late.value, late.low, late.high);
            vec![
                wording::level(&level.service_level).to_owned(),
                notes.cell(interval, &late.marks),
                wording::percent(Some(level.integrated)),
                level
                    .plain_replications
                    .map_or_else(|| wording::NOTHING.to_owned(), wording::count),
            ]
        })
        .collect();
    sheet.caption =
        "Each order counts with the probability that its last leg makes it late, in place of whether it did. By counting: what an interval as narrow would take \
         at least, without it."
            .to_owned();
    for left_out in &found.left_out {
        sheet.caption += &format!(
            " Not integrated on {} ({}): {}.",
            wording::counted(left_out.lanes, "last leg", "last legs"),
            left_out.example,
            left_out.reason
        );
    }
    sheet
}

fn weighed_late(found: &ImportanceFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "level",
        "#late (95 % interval)",
        "#bad replications, effectively",
    ];
    let title = "Late orders, bad days drawn more often and weighed";
    let mut sheet = Sheet::new(Topic::Promises, title, &heads);
    let row = |level: &leadtime_sim::outcome::ImportanceLevel| {
        let late = &level.late;
        let interval = wording::rare_interval(late.value, late.low, late.high);
        vec![
            wording::level(&level.service_level).to_owned(),
            notes.cell(interval, &late.marks),
            wording::quantity(Some(level.effective_hits)),
        ]
    };
    sheet.rows = found.levels.iter().map(row).collect();
    sheet.caption = format!(
        "{} of their own, in half of which the usual regime of {} ends {} times as often.",
        wording::replications(found.replications),
        found.shocks.join(", "),
        wording::plain(found.times, false)
    );
    sheet
}
