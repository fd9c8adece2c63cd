//! The page that the study writes: words around its tables.

use std::fmt::Write;

use crate::study::{Row, Table};

/// A case's rows beside the table that they belong to.
pub(crate) type Results = Vec<(Table, Vec<Row>)>;

/// The whole page.
pub(crate) fn page(results: &Results, macros: u64, selections: u64) -> String {
    let mut text = INTRODUCTION
        .replace("MACROS", &thousands(macros))
        .replace("SELECTIONS", &thousands(selections));
    text += INTERVALS;
    text += &intervals(results);
    text += STOPPED;
    text += &stopped(results);
    text += RARE;
    text += &rare(results);
    text += CLAIMS;
    text += &claims(results);
    text += SELECTION;
    text += &selection(results);
    text
}

/// What is required and does not hold.
pub(crate) fn failures(results: &Results) -> Vec<String> {
    rows(results, None)
        .filter(|row| !row.needs.holds(row))
        .map(|row| {
            let Row {
                method,
                what,
                coverage,
                ..
            } = row;
            format!(
                "{method}: {what}: {coverage:.4}, required {}",
                row.needs.text()
            )
        })
        .collect()
}

fn rows(results: &Results, table: Option<Table>) -> impl Iterator<Item = &Row> {
    let wanted = move |of: &Table| table.is_none_or(|table| table == *of);
    results
        .iter()
        .filter(move |(of, _)| wanted(of))
        .flat_map(|(_, rows)| rows)
}

fn thousands(n: u64) -> String {
    if n < 1000 {
        n.to_string()
    } else {
        format!("{},{:03}", n / 1000, n % 1000)
    }
}

fn intervals(results: &Results) -> String {
    let mut text = String::from(
        "| interval | case | R | coverage | required | half-width / value | marked |\n|---|---|--:|--:|---|--:|--:|\n",
    );
    for row in rows(results, Some(Table::Intervals)) {
        let Row {
            method,
            what,
            coverage,
            size,
            marked,
            ..
        } = row;
        let required = row.needs.text();
        let r = row.replications.unwrap_or(0);
        let _ = writeln!(
            text,
            "| {method} | {what} | {r} | {coverage:.4} | {required} | {} | {marked:.3} |",
            width(*size)
        );
    }
    text
}

/// The mean half-width; open intervals have none.
fn width(size: f64) -> String {
    if size.is_finite() {
        format!("{size:.4}")
    } else {
        "open".to_owned()
    }
}

fn stopped(results: &Results) -> String {
    let mut text = String::from("| case | coverage | mean R | marked |\n|---|--:|--:|--:|\n");
    for Row {
        what,
        coverage,
        size,
        marked,
        ..
    } in rows(results, Some(Table::Stopped))
    {
        let _ = writeln!(text, "| {what} | {coverage:.4} | {size:.0} | {marked:.3} |");
    }
    text
}

fn rare(results: &Results) -> String {
    let mut text = String::from(
        "| case | R | share: coverage | half-width | marked | silent | plain t: coverage | marked | silent \
         | difference: coverage | half-width | marked | silent |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (_, case) in results.iter().filter(|(table, _)| *table == Table::Rare) {
        let [interval, plain, difference] = &case[..] else {
            continue;
        };
        let told = |row: &Row| format!("{:.3} | {:.3}", row.marked, row.silent);
        let _ = writeln!(
            text,
            "| {} | {} | {:.4} | {:.2} | {} | {:.4} | {} | {:.4} | {:.2} | {} |",
            interval.what,
            interval.replications.unwrap_or(0),
            interval.coverage,
            interval.size,
            told(interval),
            plain.coverage,
            told(plain),
            difference.coverage,
            difference.size,
            told(difference),
        );
    }
    text
}

fn claims(results: &Results) -> String {
    let mut text = String::from(
        "| case | R | carried | bound - value, of the late share | contradicted | carried by sums alone |\n\
         |---|--:|--:|--:|--:|--:|\n",
    );
    for (_, case) in results.iter().filter(|(table, _)| *table == Table::Claims) {
        let [carried, contradicted, sums] = &case[..] else {
            continue;
        };
        let wrong = |row: &Row| 1.0 - row.coverage;
        let _ = writeln!(
            text,
            "| {} | {} | {:.4} | {:.2} | {:.4} | {:.4} |",
            carried.what,
            carried.replications.unwrap_or(0),
            wrong(carried),
            carried.size,
            wrong(contradicted),
            wrong(sums),
        );
    }
    text
}

fn selection(results: &Results) -> String {
    let mut text =
        String::from("| procedure | case | correct | observations |\n|---|---|--:|--:|\n");
    for Row {
        method,
        what,
        coverage,
        size,
        ..
    } in rows(results, Some(Table::Selection))
    {
        let _ = writeln!(text, "| {method} | {what} | {coverage:.3} | {size:.0} |");
    }
    text
}

const INTRODUCTION: &str = "\
# Do the intervals cover?

An interval at 95 % must hold the truth in 95 of 100 studies. Here every method that prints an interval is tried on data whose truth is a
closed form, in MACROS studies per case (SELECTIONS for selections), with random numbers of its own. This page is written by

```
cargo run --release -p leadtime-benches --bin coverage -- docs/methods/coverage.md
```

and comes out the same byte for byte on every machine (some minutes on two cores). The program fails where a coverage leaves its band. With
10,000 studies a coverage of .95 is seen within .002 (one standard error). `crates/stats/tests/coverage*.rs` keep smaller versions under test.

";

const INTERVALS: &str = "\
## Intervals
R is the number of replications. *Exact* methods must lie between .94 and .96; *conservative* ones, whose ends are ranks, bin edges or bounds,
at least at .945. A day is one replication.

";

const STOPPED: &str = "
Conditional Monte Carlo at 100 days is told for what the mark is worth: a few bad days hold most of the sum (under 20 effective hits), the
interval is a little short, and in such studies it says so.

The one-sided bound of a study that saw nothing late is exact at its worst case. The printed interval changes from that one-sided bound
(error 5 %) to a two-sided one (2.5 % on either side) as soon as one late order is seen, so that at the worst case its errors add up to
6 %.

## Studies that stop themselves
The first look is after 30 replications; a relative precision is meant as in Law's rule, arm at most g / (1 + g) of the value, and of
late shares relative to the late share. Required: at least .93. A rule that stops when the interval is short prefers samples whose spread was
underestimated; this is what is lost. *Marked* is the share of studies that stopped with a mark of doubt on the figure.

";

const RARE: &str = "
## Rare lateness with shocks
A replication is a week of 7 x 50 orders. Every day has its own probability of lateness, Phi(a + Z), with normal shocks Z of correlation .9
from day to day; or one week in thirty is bad. Nothing is required of the coverage with few weeks: the bad ones may not have come, and no
interval can know. What is required is candour: under 30 replications, or with under 20 bad ones, an estimate carries a mark
(`too-few-bad-periods`). *Silent* is the share of studies whose interval misses **without** a mark: at most 7 %.

Bad replications are not those with a late order. Where a trickle of late orders runs through all weeks and a few bad weeks hold most of them, it
is the number of the bad ones that says whether their frequency is known: (sum M)^2 / sum M^2, with M the late orders of a week. (Counting weeks
with a late order instead, the 300 weeks at .1 % would be unmarked and miss in 9.4 % of the studies.)

*Share* is the Korn-Graubard interval of the on-time share. *Plain t* is the t interval of the ratio on the same sums, which misses on the
optimistic side and is not used for shares. *Difference* is the paired t interval of two designs on the same shocks, the second with a - .3 (or
half as late in bad weeks). A t interval is marked (`skewed`) where 25 times the squared skewness of its values exceeds their number (Cochran's
rule), or where they do not vary at all (`no-spread`). It has no bound for what was never seen: with 10 or 30 weeks of which none was bad it looks
precise, and is required to be candid from 100 weeks on only. Half-widths are relative to the late share and to the difference.

";

const CLAIMS: &str = "
The marks of shares stop where the interval has reached 93 %: between 100 and 300 weeks at 1 % late, between 300 and 1000 at .1 %, and at some 600
where one week in thirty is bad. Differences reach it later than shares, and are marked longer.

## Claims
\"At least 99 % on time\", claimed at one-sided 95 % where exactly 99 % are on time: how often is the claim carried, which it should be in one study
in twenty, and how often contradicted? At most 7 % are allowed. A claim needs 30 bad weeks, and a bound that sees how unequal they are (from the
third moment of the weeks). Korn and Graubard's bound by itself, made for clusters of equal size, is too optimistic on this side: it would carry
8 % at 300 weeks of 1 % late and 9.5 % at 1000 weeks of .1 %. Where only sums over weeks are known, 150 bad weeks are asked for instead.

";

const SELECTION: &str = "
## Selection of the best
Ten designs, 20 observations each in the first stage, nominal .95. Required: the right design in at least 930 of 1000 studies; for the
intervals, that all ten hold at once. *Observations* is the mean over studies, all designs together. Rinott's procedure assumes independent
designs and is tried on such only.

";
