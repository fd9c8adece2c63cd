//! Whether designs are alike in what a comparison takes for granted: the same window, warm-up and zones.

use std::collections::BTreeSet;

use leadtime_network::time::TICKS_PER_DAY;
use leadtime_sim::plan::Plan;

use super::Design;

/// Whether two plans start on the same day and score the same window.
pub(super) fn same_window(a: &Plan, b: &Plan) -> bool {
    (a.start_date(), a.warm_up, a.horizon) == (b.start_date(), b.warm_up, b.horizon)
}

/// What differs between each design and the first one that should not, in sentences: differences between the designs are then not those
/// of their networks and policies alone.
pub(super) fn warnings(designs: &[Design<'_>]) -> Vec<String> {
    let [first, others @ ..] = designs else {
        return Vec::new();
    };
    let unlike = others.iter().flat_map(|other| {
        let (a, b) = (first.plan, other.plan);
        let differ = |what: &str, of_first: &str, of_other: &str| {
            (of_first != of_other).then(|| {
                let names = (other.name, first.name);
                format!(
                    "{what} of `{}`: {of_other}; of `{}`: {of_first}",
                    names.0, names.1
                )
            })
        };
        let lasts = |plan: &Plan| days(plan.horizon - plan.warm_up);
        let simple = [
            differ("start", &a.start_date(), &b.start_date()),
            differ("warm-up", &days(a.warm_up), &days(b.warm_up)),
            differ("scoring window", &lasts(a), &lasts(b)),
            zones(first, other),
            levels(first, other),
        ];
        simple.into_iter().flatten()
    });
    unlike.collect()
}

/// `28 d`.
fn days(ticks: i64) -> String {
    let days = (ticks as f64 / TICKS_PER_DAY as f64 * 1_000.0).round() / 1_000.0;
    format!("{days} d")
}

fn zones(first: &Design<'_>, other: &Design<'_>) -> Option<String> {
    let of = |design: &Design<'_>| -> BTreeSet<String> {
        let zones = design.plan.zones.iter();
        zones.map(|zone| zone.name.clone()).collect()
    };
    named("zones", (first.name, &of(first)), (other.name, &of(other)))
}

fn levels(first: &Design<'_>, other: &Design<'_>) -> Option<String> {
    let of = |design: &Design<'_>| design.plan.level_names.iter().cloned().collect();
    named(
        "service levels",
        (first.name, &of(first)),
        (other.name, &of(other)),
    )
}

/// Names that only one of the two has: how many, and one of them.
fn named(
    what: &str,
    (a, of_a): (&str, &BTreeSet<String>),
    (b, of_b): (&str, &BTreeSet<String>),
) -> Option<String> {
    let only = |name: &str, own: &BTreeSet<String>, others: &BTreeSet<String>| {
        let mut only = own.difference(others);
        let one = only.next()?;
        let more = match only.count() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        Some(format!("`{name}` alone has `{one}`{more}"))
    };
    let told: Vec<String> = [only(b, of_b, of_a), only(a, of_a, of_b)]
        .into_iter()
        .flatten()
        .collect();
    (!told.is_empty()).then(|| format!("{what}: {}", told.join("; ")))
}
