//! The end record against the records, and how orders end.

use super::ledger::Ledger;
use super::report::{Findings, Kind};

/// Orders by how they ended.
struct Ended {
    delivered: u64,
    exhausted: u64,
}

/// Checks the engine's own counts, the numbering, and that a parcel is given up once.
pub(super) fn check(ledger: &Ledger, findings: &mut Findings) {
    let end = ledger.end;
    let nothing = ledger.placed.iter().filter(|placed| placed.level.is_none());
    let not_offered = nothing.count() as u64;
    let Ended {
        delivered,
        exhausted,
    } = ended(ledger);
    let placed = ledger.counts.placed;
    let open = placed.saturating_sub(not_offered + delivered + exhausted);
    for (what, stated, counted) in [
        ("placed", end.placed, placed),
        ("delivered", end.delivered, delivered),
        ("open", end.open, open),
        ("not offered", end.not_offered, not_offered),
    ] {
        if stated != counted {
            findings.add(Kind::Count, end.at, None, "", || {
                format!("{stated} {what} by the end record, {counted} by the trace")
            });
        }
    }
    if !ledger.in_sequence {
        findings.add(Kind::Numbering, end.at, None, "", || {
            "orders and further parcels are not numbered 0, 1, 2, ... as they come".to_owned()
        });
    }
    check_exhausted(ledger, findings);
}

/// An order has ended when all its parcels have: exhausted if one of them is, else delivered.
fn ended(ledger: &Ledger) -> Ended {
    let delivered = ledger.delivered.iter().map(|end| (end.order, false));
    let exhausted = ledger.exhausted.iter().map(|&order| (order, true));
    let mut parcels: Vec<(u64, bool)> = delivered.chain(exhausted).collect();
    parcels.sort_unstable();
    // Given up and delivered: reported elsewhere, and given up here.
    parcels.dedup_by_key(|end| end.0);
    let mut orders: Vec<(u64, bool)> = parcels
        .into_iter()
        .map(|(parcel, in_vain)| (ledger.of(parcel), in_vain))
        .collect();
    orders.sort_unstable();
    let mut made: Vec<u64> = ledger.parcels.iter().map(|made| made.of).collect();
    made.sort_unstable();
    let mut ended = Ended {
        delivered: 0,
        exhausted: 0,
    };
    for same in orders.chunk_by(|a, b| a.0 == b.0) {
        let first = made.partition_point(|&of| of < same[0].0);
        let parcels = made[first..].partition_point(|&of| of == same[0].0);
        if same.len() < parcels {
            continue;
        }
        let in_vain = same.iter().any(|end| end.1);
        ended.exhausted += u64::from(in_vain);
        ended.delivered += u64::from(!in_vain);
    }
    ended
}

fn check_exhausted(ledger: &Ledger, findings: &mut Findings) {
    let end_at = ledger.end.at;
    let mut report = |kind, order: u64, text: &str| {
        findings.add(kind, end_at, Some(order), "", || text.to_owned());
    };
    for same in ledger.exhausted.chunk_by(|a, b| a == b) {
        let order = same[0];
        if same.len() > 1 {
            report(Kind::EndedTwice, order, "given up a second time");
        }
        if ledger.order(order).is_none() {
            report(Kind::UnknownOrder, order, "was never placed");
        }
        let rang = |one: &crate::trace::Attempt| one.order.cmp(&order);
        if ledger.attempts.binary_search_by(rang).is_err() {
            report(
                Kind::Attempts,
                order,
                "given up, and nobody rang at the door",
            );
        }
    }
}
