//! Orders become parcels: of orders that were offered, at placement or at a release, and as few as hold their lines.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::timetable::{is_departure, next_departure};
use crate::trace::{Baskets, ParcelMade, Placed, WhenOut};

/// Checks the parcels of every order, where orders may be several.
pub(super) fn check(rules: &Rules<'_>, ledger: &Ledger, findings: &mut Findings) {
    let Some(baskets) = &rules.header.baskets else {
        for made in &ledger.parcels {
            findings.add(Kind::Sourcing, made.at, Some(made.order), "", || {
                "a parcel where orders are parcels".to_owned()
            });
        }
        return;
    };
    let mut check = Desk {
        rules,
        baskets,
        // Only what lost its stock in the meantime waits for another release.
        may_wait: rules
            .header
            .stocks
            .iter()
            .any(|stock| stock.when_out == WhenOut::Lost),
        end_at: ledger.end.at,
        findings,
    };
    let mut of_order = ledger.parcels.clone();
    of_order.sort_by_key(|made| (made.of, made.order));
    let mut rest = &of_order[..];
    for same in ledger.placed.chunk_by(|a, b| a.order == b.order) {
        let placed = &same[0];
        let (strange, others) = rest.split_at(rest.partition_point(|made| made.of < placed.order));
        check.report_strange(strange);
        let (mine, others) =
            others.split_at(others.partition_point(|made| made.of == placed.order));
        rest = others;
        check.order(placed, mine);
    }
    check.report_strange(rest);
    check_lines(ledger, findings);
}

/// A parcel has at least the lines that it claims of counted stock.
fn check_lines(ledger: &Ledger, findings: &mut Findings) {
    let mut claimed: BTreeMap<u64, u32> = BTreeMap::new();
    for line in &ledger.stock.lines {
        *claimed.entry(line.order).or_insert(0) += 1;
    }
    for (parcel, count) in claimed {
        if let Some(made) = ledger.parcel(parcel).filter(|made| made.lines < count) {
            findings.add(Kind::Packing, made.at, Some(parcel), "", || {
                format!("claims stock for {count} lines, and has {}", made.lines)
            });
        }
    }
}

struct Desk<'a, 'h> {
    rules: &'a Rules<'h>,
    baskets: &'h Baskets,
    may_wait: bool,
    end_at: i64,
    findings: &'a mut Findings,
}

impl Desk<'_, '_> {
    fn report(&mut self, kind: Kind, at: i64, order: u64, message: impl FnOnce() -> String) {
        self.findings.add(kind, at, Some(order), "", message);
    }

    fn report_strange(&mut self, parcels: &[ParcelMade]) {
        for made in parcels {
            let of = made.of;
            self.report(Kind::UnknownOrder, made.at, made.order, || {
                format!("a parcel of order {of}, which was never placed")
            });
        }
    }

    fn order(&mut self, placed: &Placed, parcels: &[ParcelMade]) {
        let [first, ..] = parcels else {
            return self.unsourced(placed);
        };
        if placed.level.is_none() {
            return self.report(Kind::NotOffered, first.at, placed.order, || {
                "is sent although nothing was offered".to_owned()
            });
        }
        if first.order != placed.order {
            self.report(Kind::Numbering, first.at, first.order, || {
                format!("no parcel has the number of order {}", placed.order)
            });
        }
        for pair in parcels
            .windows(2)
            .filter(|pair| pair[0].order == pair[1].order)
        {
            self.report(Kind::PlacedTwice, pair[1].at, pair[1].order, || {
                "made a second time".to_owned()
            });
        }
        for made in parcels {
            self.time(placed, made, first.at);
            let origin = &self.rules.header.facilities[made.origin as usize];
            let origins = &self.rules.header.origins;
            if !origins.is_empty() && !origins.contains(origin) {
                self.report(Kind::Sourcing, made.at, made.order, || {
                    format!("no order starts at {origin}")
                });
            }
        }
        self.packing(parcels);
    }

    fn unsourced(&mut self, placed: &Placed) {
        let due = match &self.baskets.release {
            None => Some(placed.at),
            Some(_) if self.may_wait => None,
            // The last instant may be cut short.
            Some(release) => next_departure(release, placed.at).filter(|&at| at < self.end_at),
        };
        if let (Some(_), Some(due)) = (placed.level, due) {
            self.report(Kind::Sourcing, due, placed.order, || {
                "has no parcel, although it was offered".to_owned()
            });
        }
    }

    fn time(&mut self, placed: &Placed, made: &ParcelMade, first: i64) {
        let at = made.at;
        if at > self.end_at {
            self.report(Kind::AfterEnd, at, made.order, || {
                "made after the end of the run".to_owned()
            });
        }
        let right = match &self.baskets.release {
            None => at == placed.at,
            Some(release) if self.may_wait => at >= placed.at && is_departure(release, at),
            Some(release) => next_departure(release, placed.at) == Some(at),
        };
        if !right || at != first {
            let was = placed.at;
            self.report(Kind::Sourcing, at, made.order, || {
                format!("made at {at}, its order placed at {was}")
            });
        }
    }

    /// From one facility each parcel is full but the last.
    fn packing(&mut self, parcels: &[ParcelMade]) {
        let most = self.baskets.lines_per_parcel.unwrap_or(u32::MAX);
        for (nth, made) in parcels.iter().enumerate() {
            let more = parcels[nth + 1..].iter();
            let last = !more.clone().any(|other| other.origin == made.origin);
            let right = made.lines >= 1 && made.lines <= most && (last || made.lines == most);
            if !right {
                self.report(Kind::Packing, made.at, made.order, || {
                    format!("{} lines where a parcel holds {most}", made.lines)
                });
            }
        }
    }
}
