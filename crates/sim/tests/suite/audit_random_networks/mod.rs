//! Generate a random network, simulate it, audit its trace.
//!
//! The cases are the same in every run. `LEADTIME_CASES=20000 LEADTIME_SEED=7 cargo test --release -p leadtime-sim --test
//! suite audit_random_networks` looks further and elsewhere; `LEADTIME_KEEP=FOLDER` keeps the trace of the smallest network that
//! fails.

mod alone;
mod drivers;
mod faults;
mod found;
mod found_shops;
mod mechanisms;
mod stock_faults;

use std::cell::{Cell, RefCell};

use faults::{ALL, Lines};
use leadtime_network::{Files, Network, load};
use leadtime_sim::audit::{AuditError, AuditReport, Kind, audit};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{After, Cutoff, Record, StockShipped, TraceReader, record};
use mechanisms::Mechanisms;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::random_network::{Scenario, scenario};

const CASES: u32 = 200;

fn number(variable: &str, default: u32) -> u32 {
    std::env::var(variable).map_or(default, |text| text.parse().unwrap())
}

fn runner(stream: u8) -> TestRunner {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("LEADTIME_SEED", 1).to_le_bytes());
    seed[4] = stream;
    let config = Config {
        cases: number("LEADTIME_CASES", CASES),
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

fn network(scenario: &Scenario) -> Result<Network, TestCaseError> {
    let files = scenario
        .files()
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes().into()));
    let network = load(&Files::in_memory(files)).map_err(|problems| {
        TestCaseError::fail(format!(
            "the generator must write valid scenarios: {problems:#?}\n{}",
            text(scenario)
        ))
    })?;
    Ok(network.0)
}

fn plan(scenario: &Scenario) -> Result<Plan, TestCaseError> {
    Ok(Plan::compile(&network(scenario)?))
}

fn text(scenario: &Scenario) -> String {
    scenario
        .files()
        .iter()
        .map(|(name, text)| format!("--- {name}\n{text}"))
        .collect()
}

fn traced(plan: &Plan, replication: u32) -> (AuditReport, Vec<u8>) {
    let (_, trace) = record(plan, 1, replication, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap_or_else(|error| {
        let line = match error {
            AuditError::Time { line } => line as usize,
            _ => 1,
        };
        let text = String::from_utf8_lossy(&trace);
        panic!("{error}: {:?}", text.lines().nth(line - 1))
    });
    (report, trace)
}

fn overflows(trace: &[u8]) -> u64 {
    let lines = trace.split(|&byte| byte == b'\n');
    let overflows = lines.filter(|line| line.starts_with(b"{\"overflow\""));
    overflows.count() as u64
}

/// What all cases together exercised: a generator that sells nothing would pass every audit.
#[derive(Clone, Copy, Debug, Default)]
struct Exercised {
    cases: u64,
    placed: u64,
    stage: u64,
    work: u64,
    batch: u64,
    lane: u64,
    delivered: u64,
    promises: u64,
    bounded: u64,
    from_base: u64,
    parcel: u64,
    stock: u64,
    cap: u64,
    overflows: u64,
}

impl Exercised {
    fn add(&mut self, report: &AuditReport) {
        self.cases += 1;
        self.placed += report.records.placed;
        self.stage += report.records.stage;
        self.work += report.records.work;
        self.batch += report.records.batch;
        self.lane += report.records.lane;
        self.delivered += report.records.delivered;
        self.promises += report.promises.exact;
        self.bounded += report.promises.bounded;
        self.from_base += report.promises.from_base;
        self.parcel += report.records.parcel;
        self.stock += report.records.stock;
        self.cap += report.records.cap;
    }
}

/// Every rule holds in every replication of any network.
#[test]
fn every_random_network_passes_the_audit() {
    let exercised = Cell::new(Exercised::default());
    let mechanisms = RefCell::new(Mechanisms::default());
    let result = runner(0).run(&scenario(), |scenario| {
        let plan = plan(&scenario)?;
        for replication in 0..2 {
            let (report, trace) = traced(&plan, replication);
            if let (false, Some(folder)) = (report.is_clean(), std::env::var_os("LEADTIME_KEEP")) {
                // The last one kept is the smallest.
                std::fs::write(std::path::Path::new(&folder).join("trace.jsonl"), &trace).unwrap();
            }
            prop_assert!(report.is_clean(), "{report}\n{}", text(&scenario));
            let mut so_far = exercised.get();
            so_far.add(&report);
            so_far.overflows += overflows(&trace);
            exercised.set(so_far);
            mechanisms.borrow_mut().see(&scenario.files()[0].1, &trace);
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let Exercised {
        cases,
        placed,
        stage,
        work,
        batch,
        lane,
        delivered,
        promises,
        bounded,
        from_base,
        parcel,
        stock,
        cap,
        overflows,
    } = exercised.get();
    let enough = [
        placed > 100 * cases,
        2 * stage > placed,
        2 * lane > placed,
        5 * delivered > placed,
        4 * work > placed,
        20 * batch > placed,
        // Promises are recomputed to the tick but for some: of facilities that were seen and did not send, of queues.
        3 * promises > placed,
        20 * bounded < promises,
        20 * from_base > placed,
        5 * parcel > placed,
        5 * stock > placed,
        20 * cap > placed,
        100 * overflows > placed,
    ];
    assert!(enough.iter().all(|&enough| enough), "{:?}", exercised.get());
    mechanisms.borrow().assert_seen(cases);
}

fn written(text: &str) -> Plan {
    let file = ("scenario.toml".to_owned(), text.as_bytes().to_vec().into());
    let (network, _) = load(&Files::in_memory([file])).unwrap();
    Plan::compile(&network)
}

/// Replenishment that leaves together was ordered at different reviews, and has draws of its own.
#[test]
fn what_leaves_together_travels_each_for_itself() {
    let (_, trace) = record(
        &written(&found_shops::with(found_shops::TRANSITS)),
        1,
        0,
        Vec::new(),
    )
    .unwrap();
    let records = TraceReader::new(&trace[..]).unwrap().map(Result::unwrap);
    let shipped: Vec<StockShipped> = records
        .filter_map(|record| match record {
            Record::Shipped(shipped) if shipped.stock == 1 => Some(shipped),
            _ => None,
        })
        .collect();
    let together = |pair: &&[StockShipped]| pair[0].at == pair[1].at;
    let alike = |pair: &&[StockShipped]| pair[0].arrives == pair[1].arrives;
    let pairs: Vec<_> = shipped.windows(2).filter(together).collect();
    assert!(pairs.len() > 20, "{}", pairs.len());
    assert!(pairs.iter().filter(|pair| alike(pair)).count() < 2);
}

/// What the audit once found stays mended.
#[test]
fn what_was_found_is_mended() {
    let mut wrong = String::new();
    let shops = [
        found_shops::SPLITS,
        found_shops::REVIEWS,
        found_shops::TRANSITS,
        found_shops::BACK_TO_SUPPLIER,
        &found_shops::receipts(),
    ];
    let stages = [
        found::CANCELLED,
        found::LAST_INSTANT,
        found::WAVE,
        found::POOL_AT_SHIFT_END,
        found::DOOR_AT_SHIFT_START,
        found::AGAIN_AT_THE_END,
        found::LEAST_OF_THE_NEXT_DAY,
        found::LONG_QUEUE,
        found::FULL_OVERFLOW,
    ];
    let stages = stages.map(str::to_owned);
    for text in shops.map(found_shops::with).iter().chain(&stages) {
        let plan = written(text);
        let reports = (0..20).map(|replication| traced(&plan, replication).0);
        if let Some(report) = reports.into_iter().find(|report| !report.is_clean()) {
            wrong += &report.to_string();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The auditor sees: one small fault anywhere in the trace of any network is found.
#[test]
fn every_planted_fault_is_found() {
    let planted = Cell::new([0_u32; ALL.len()]);
    let any = (scenario(), any::<prop::sample::Index>());
    let result = runner(1).run(&any, |(scenario, from)| {
        let plan = plan(&scenario)?;
        let (_, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
        let lines = Lines::read(&trace);
        for (kind, &fault) in ALL.iter().enumerate() {
            let Some(faulty) = lines.with(fault, from.index(lines.len())) else {
                continue;
            };
            let report = audit(&faulty[..]).unwrap();
            prop_assert!(
                !report.is_clean(),
                "{fault:?} of {:?} is not found\n{}",
                lines.chosen(fault, from.index(lines.len())),
                text(&scenario)
            );
            let mut so_far = planted.get();
            so_far[kind] += 1;
            planted.set(so_far);
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    let enough = number("LEADTIME_CASES", CASES) / 4;
    assert!(
        planted.get().iter().all(|&count| count > enough),
        "{:?}",
        planted.get()
    );
}

/// A level that was closed by a cutoff, or promised beyond its latest, was not open to those to whom it was sold.
#[test]
fn levels_that_were_not_open_are_found() {
    let planted = Cell::new(0_u32);
    let result = runner(3).run(&scenario(), |scenario| {
        let plan = plan(&scenario)?;
        let (_, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
        let lines = Lines::read(&trace);
        for level in lines.levels_sold() {
            let closed = lines.with_header(|header| {
                let zones = &header.zone_clocks;
                header.service_levels[level].cutoff = Some(Cutoff {
                    weekdays: [None; 7],
                    holidays: Vec::new(),
                    holiday: None,
                    next_day: false,
                    clocks: zones.clone(),
                });
            });
            let late = lines.with_header(|header| {
                header.service_levels[level].latest = Some(After::Days(-1));
            });
            for faulty in [closed, late] {
                let found = audit(&faulty[..]).unwrap().found;
                prop_assert!(found.contains_key(&Kind::Offer), "{}", text(&scenario));
                planted.set(planted.get() + 1);
            }
        }
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    assert!(planted.get() > number("LEADTIME_CASES", CASES));
}

/// So does it see whatever is wrong with a parcel or a stock.
#[test]
fn every_fault_of_stock_is_found() {
    let planted = Cell::new([[0_u32; stock_faults::ALL.len()]; stock_faults::KINDS]);
    let shops = scenario().prop_filter("something is sold", |scenario| scenario.shop.is_some());
    let any = (shops, any::<prop::sample::Index>());
    let result = runner(2).run(&any, |(scenario, from)| {
        let plan = plan(&scenario)?;
        let (_, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
        let lines = Lines::read(&trace);
        let from = from.index(lines.len());
        let mut so_far = planted.get();
        for (kind, counts) in so_far.iter_mut().enumerate() {
            for (count, &fault) in counts.iter_mut().zip(&stock_faults::ALL) {
                let Some(faulty) = lines.with_stock(kind, fault, from) else {
                    continue;
                };
                // A trace with instants beyond all times is refused.
                let found = audit(&faulty[..]).map_or(true, |report| !report.is_clean());
                prop_assert!(
                    found,
                    "{fault:?} of record {kind} is not found\n{}",
                    text(&scenario)
                );
                *count += 1;
            }
        }
        planted.set(so_far);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    // What can be planted in no trace: a claim has no arrival, a receipt no parcel.
    let possible = planted.get().concat();
    let possible = possible.iter().filter(|&&count| count > 0).count();
    let enough = number("LEADTIME_CASES", CASES) / 20;
    let often = planted.get().concat();
    let often = often.iter().filter(|&&count| count > enough).count();
    assert_eq!((possible, often), (34, 34), "{:?}", planted.get());
}
