//! Questions that are asked of every zone, or of every state of the queues: what has an answer there.

use leadtime_network::study::{Find, FloorWord, Goal, Of, PerWord, Question, Relation, Study};
use leadtime_network::{Code, Diagnostic, Diagnostics};
use leadtime_sim::study::Measure;

use crate::passive::PassiveAxis;

/// Tells every question that has no answer per zone or per state.
pub(crate) fn report_unanswerable(
    study: &Study,
    passive: Option<&PassiveAxis>,
    found: &mut Diagnostics,
) {
    for question in &study.questions {
        let problem = match question.per {
            None => (question.floor == FloorWord::Aggregate).then_some((
                "`floor = \"aggregate\"` is over segments, and the question has none",
                "add `per = \"state\"`, or leave `floor` out: the share is that of all orders",
            )),
            Some(PerWord::Zone) => of_zones(question),
            Some(PerWord::State) => of_states(question, passive),
        };
        if let Some((message, help)) = problem {
            let finding = Diagnostic::new(Code::NoSegments, message.to_owned());
            found.push(finding.help(help.to_owned()).at(study.place(question.span)));
        }
    }
}

type Problem = Option<(&'static str, &'static str)>;

fn of_zones(question: &Question) -> Problem {
    let Goal::Keep { that, .. } = &question.goal else {
        return Some((
            "a best value is that of all orders, not of each zone",
            "ask `find = \"smallest\"` with `that = 'on_time >= ...'` for equal service in every zone",
        ));
    };
    if that.value.figure.measure != Measure::OnTime.name() {
        return Some((
            "of zones only the on-time share is known",
            "ask for `on_time`, or leave `per` out",
        ));
    }
    (question.floor == FloorWord::Aggregate).then_some((
        "`floor = \"aggregate\"` is over states of the queues, not over zones",
        "leave `per` and `floor` out: the share is that of all orders",
    ))
}

fn of_states(question: &Question, passive: Option<&PassiveAxis>) -> Problem {
    const LEAST: (&str, &str) = (
        "every state of the queues has its least padding with an on-time share, and no other answer",
        "ask `find = \"smallest\"` with `that = 'on_time >= ...'` of the mean, a share above 0 and below 1",
    );
    let Goal::Keep { find, that, of } = &question.goal else {
        return Some(LEAST);
    };
    let least = *find == Find::Smallest
        && *of == Of::Mean
        && that.value.relation == Relation::AtLeast
        && that.value.figure.measure == Measure::OnTime.name()
        && that.value.bound > 0.0
        && that.value.bound < 1.0;
    if !least {
        return Some(LEAST);
    }
    let moves = passive.is_some_and(|axis| axis.axis == question.axis && axis.lengthens());
    (!moves).then_some((
            "states of the queues differ in their paddings, and the axis is none of lengths of padding in ascending order that change only what is told",
            "use an axis that sets `service_levels.*.padding`, or of one level that no padding withdraws, from a length to a longer one",
    ))
}
