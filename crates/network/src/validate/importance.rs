//! Shocks that are drawn more often than they happen.

use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::ShockLaw;
use crate::network::{Importance, Shock, ShockTarget};
use crate::scenario::{Findings, Given, Scenario, closest};

/// How much more often bad regimes begin unless it is said.
const TIMES: f64 = 10.0;

/// What the study asks for.
pub(super) fn importance(
    scenario: &Scenario,
    shocks: &[Shock],
    findings: &mut Findings,
) -> Option<Importance> {
    let table = scenario.root.study.value()?.importance.value()?;
    let times = ranges::number(&table.times, "times", Allowed::AtLeastOne, findings);
    let replications = ranges::count(&table.replications, "replications", findings);
    let names = table.shocks.value().map_or(&[][..], Vec::as_slice);
    let chosen = names
        .iter()
        .filter_map(|name| chosen(name, scenario, shocks, findings));
    let chosen: Vec<usize> = chosen.collect();
    if let (true, Some(span)) = (names.is_empty(), table.shocks.span()) {
        findings.report(Code::EmptyTable, span, "no shock is named");
    }
    Some(Importance {
        shocks: chosen,
        times: times.unwrap_or(TIMES),
        replications,
    })
}

/// The position of a shock that can be drawn otherwise.
fn chosen(
    name: &Given<String>,
    scenario: &Scenario,
    shocks: &[Shock],
    findings: &mut Findings,
) -> Option<usize> {
    let Some(at) = shocks.iter().position(|shock| shock.name == name.value) else {
        let rows = scenario.root.shocks.value().map_or(&[][..], Vec::as_slice);
        let written = rows.iter().filter_map(|row| row.value.name.value());
        // What could not be read has its own message.
        if written.clone().any(|other| *other == name.value) {
            return None;
        }
        let message = format!("there is no shock `{}`", name.value);
        match closest(&name.value, written.map(String::as_str)) {
            Some(like) => {
                let help = format!("did you mean `{like}`?");
                findings.report_with(Code::UnknownName, name.span, message, help);
            }
            None => findings.report(Code::UnknownName, name.span, message),
        }
        return None;
    };
    let shock = &shocks[at];
    if !matches!(shock.law, ShockLaw::Regimes(_)) {
        let message = format!(
            "`{}` has no regimes: only those can be drawn more often",
            name.value
        );
        findings.report(Code::Conflict, name.span, message);
        return None;
    }
    if shock.target == ShockTarget::Demand {
        let message = "how many orders there are must not depend on what is drawn more often: not a shock on demand";
        findings.report(Code::Conflict, name.span, message);
        return None;
    }
    Some(at)
}
