//! Staffs: a pool of one stage is that stage, who is blocked goes on by the order of events, and what can never go on is told.

use std::sync::atomic::AtomicBool;

use leadtime_network::{Code, Files, load};
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};
use leadtime_sim::trace::record;

fn plan(stages: &str) -> Plan {
    let text = format!(
        r#"
schema = 1
name = "test"
clock = {{ start = 2026-11-02, time_zone = "UTC", horizon = "3d" }}
demand.poisson.rate = "1/min"
facilities = [{{ name = "FC", kind = "fulfilment-centre" }}]
lanes = [{{ from = "FC", to = "city", transit = "8h" }}]
zones = [{{ name = "city" }}]
{stages}
[[service_levels]]
name = "standard"
promise.constant = {{ after = "1d" }}
"#
    );
    let (network, _) =
        load(&Files::from_text(&text)).unwrap_or_else(|problems| panic!("{problems}"));
    Plan::compile(&network)
}

// catches: a pool that breaks ties, counts or draws otherwise than servers of its own
#[test]
fn a_pool_of_one_stage_is_that_stage_bit_for_bit() {
    for rules in [
        "",
        ", discipline = 'earliest-due-date'",
        ", outages = '1 @ daily 12:00-15:00'",
    ] {
        let own = format!(
            "stages = [{{ facility = 'FC', stage = 'pick', servers = 4, service = 'exponential(mean=3.5min)'{rules} }}]"
        );
        let shared = format!(
            "stages = [{{ facility = 'FC', stage = 'pick', pool = 'crew', service = 'exponential(mean=3.5min)' }}]\npools = [{{ facility = 'FC', name = 'crew', servers = 4{rules} }}]"
        );
        let own = replicate(&plan(&own), 1, 0);
        let mut shared = replicate(&plan(&shared), 1, 0);
        // First in, first out alone knows ends ahead of their time, so that its run-out may end some visits earlier.
        shared.visits = own.visits;
        assert!(own.stages[0].wait > 0);
        assert_eq!(format!("{own:?}"), format!("{shared:?}"), "{rules}");
    }
}

// catches: a standstill that is passed over (the run then never ends or judges every order late), or depends on threads
#[test]
fn a_standstill_ends_the_study_and_says_who_waits_for_whom() {
    for (stages, waits) in [
        (
            "stages = [{ facility = 'FC', stage = 'pack', servers = 2, service = '1min', buffer = 1, rework = 0.3 }]",
            "at FC/pack waits for room at FC/pack",
        ),
        (
            "pools = [{ facility = 'FC', name = 'crew', servers = 2 }]\nstages = [{ facility = 'FC', stage = 'pick', pool = 'crew', service = '1min' }, { facility = 'FC', stage = 'pack', pool = 'crew', service = 'exponential(mean=1min)', buffer = 0 }]",
            "at FC/pick waits for room at FC/pack",
        ),
    ] {
        let plan = plan(stages);
        let study = |threads| {
            let options = StudyOptions {
                seed: 1,
                replications: 3,
                threads,
            };
            run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {})
        };
        let one = study(1);
        let told = one.failure().unwrap();
        assert_eq!(told.code, Code::Deadlock);
        assert!(told.message.contains(waits), "{}", told.message);
        assert_eq!(study(2).deadlock, one.deadlock);
    }
}

/// A line in which nothing comes back cannot stand still, however little room there is.
#[test]
fn without_a_way_back_everything_leaves() {
    let stages = "stages = [{ facility = 'FC', stage = 'pick', servers = 3, service = 'exponential(mean=2min)' }, { facility = 'FC', stage = 'pack', servers = 3, service = 'exponential(mean=2min)', buffer = 0 }, { facility = 'FC', stage = 'load', servers = 2, service = 'exponential(mean=1min)', buffer = 1 }]";
    let plan = plan(stages);
    let outcome = replicate(&plan, 1, 0);
    assert_eq!((outcome.deadlock.clone(), outcome.undecided), (None, 0));
    let (_, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let text = String::from_utf8(trace).unwrap();
    assert!(
        text.lines()
            .filter(|line| line.starts_with("{\"blocked\""))
            .count()
            > 1_000
    );
}

// catches: a parcel at the door that is let in by a change of shift that has passed, and worked on before it came
#[test]
fn nobody_is_let_in_before_arriving() {
    let stages = "stages = [{ facility = 'FC', stage = 'pick', servers = '2 @ mon-fri 08:00-16:00; 1 @ daily 22:00-06:00', buffer = 0, service = '1min' }]";
    let (_, trace) = record(&plan(stages), 1, 0, Vec::new()).unwrap();
    let reader = leadtime_sim::trace::TraceReader::new(&trace[..]).unwrap();
    let mut visits = 0;
    for record in reader {
        if let leadtime_sim::trace::Record::Stage(visit) = record.unwrap() {
            visits += 1;
            assert!(visit.start >= visit.arrive, "{visit:?}");
        }
    }
    assert!(visits > 1_000);
    let report = leadtime_sim::audit::audit(&trace[..]).unwrap();
    assert_eq!(report.violations, [], "{report}");
}
