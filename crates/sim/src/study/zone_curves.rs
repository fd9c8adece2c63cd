//! The padding curves per level and zone, as a CSV table.

use std::io::{self, Write};

use leadtime_stats::{Confidence, RatioSums};

use super::StudyOutcome;
use super::figures::marks;
use super::padding::{kind_and_unit, padding_value};
use super::sums::CurveSums;
use super::table::csv_cell;
use crate::outcome::Mark;
use crate::plan::Plan;

const HEADS: &str = "service_level,zone,padding_kind,padding,padding_unit,orders,\
                     on_time,low,high,on_time_day,low_day,high_day,undecided";

impl StudyOutcome {
    /// Writes the curve of every (service level, zone) with a route: one row per padding, with both grains. CSV with a header.
    ///
    /// `padding` is in `padding_unit` (`s`, `d`, `bd`, `%`); `orders` is the number offered the level at that padding, summed
    /// over replications, and `undecided` how many of them had not ended with the run, so that the shares are lower bounds.
    /// Intervals are the 95 % ones of `outcome.json`; empty where nothing was observed or one replication gives none. In a
    /// large network only every 2nd, 4th, ... padding of a grid is kept, so that all curves together take some 50 MiB at most.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn write_zone_curves(&self, plan: &Plan, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{HEADS}")?;
        let zones = plan.zones.len();
        let segments = self
            .sums
            .zone_curve
            .chunks_exact(plan.zone_curves.width.max(1));
        for (segment, cells) in segments.enumerate() {
            let (level, zone) = (segment / zones, segment % zones);
            if plan.routes[zone * plan.levels.len() + level].is_some() {
                let names = [&plan.level_names[level], &plan.zones[zone].name];
                write_curve(plan, names, cells, out)?;
            }
        }
        Ok(())
    }
}

/// The rows of one curve.
fn write_curve(
    plan: &Plan,
    [level, zone]: [&String; 2],
    mut cells: &[CurveSums],
    out: &mut impl Write,
) -> io::Result<()> {
    let (level, zone) = (csv_cell(level), csv_cell(zone));
    for grid in &plan.grids {
        let points = plan.zone_curves.points(grid);
        let (curve, rest) = cells.split_at(points + 1);
        cells = rest;
        let (kind, unit) = kind_and_unit(grid.kind);
        for (at, sums) in curve[..points].iter().enumerate() {
            let padding = padding_value(grid, plan.zone_curves.place(at));
            write!(
                out,
                "{level},{zone},{kind},{padding},{unit},{}",
                sums.on_time.trials
            )?;
            write_share(&sums.on_time, out)?;
            write_share(&sums.on_time_day, out)?;
            writeln!(out, ",{}", sums.undecided)?;
        }
    }
    Ok(())
}

/// Value, low, high, each after a comma.
fn write_share(sums: &RatioSums, out: &mut impl Write) -> io::Result<()> {
    let Some(estimate) = sums.estimate(Confidence::P95) else {
        return write!(out, ",,,");
    };
    if marks(&estimate.marks).contains(&Mark::OneReplication) {
        return write!(out, ",{},,", estimate.value);
    }
    write!(
        out,
        ",{},{},{}",
        estimate.value, estimate.low, estimate.high
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use leadtime_network::Network;
    use leadtime_network::scenario::Files;

    use super::*;
    use crate::engine::{CurveCell, replicate};
    use crate::plan::ZoneCurves;
    use crate::study::{StudyOptions, run};

    /// Every mechanism at once: levels that are withdrawn, zones of their own calendars, several grids.
    fn everything() -> (Network, Plan) {
        let text = include_str!("../../tests/golden/everything.toml");
        let (network, _) = leadtime_network::load(&Files::from_text(text)).unwrap();
        let plan = Plan::compile(&network);
        (network, plan)
    }

    #[test]
    fn the_curves_of_the_zones_add_up_to_that_of_the_level() {
        let (_, plan) = everything();
        let outcome = replicate(&plan, 7, 0);
        let (levels, width) = (plan.levels.len(), plan.zone_curves.width);
        assert_eq!(plan.zone_curves.shift, 0);
        let mut on_time = 0;
        for level in 0..levels {
            let curve = &outcome.curve[level * width..(level + 1) * width];
            for (at, &cell) in curve.iter().enumerate() {
                let mut sum = CurveCell::default();
                for zone in 0..plan.zones.len() {
                    sum.add(&outcome.zone_curve[(level * plan.zones.len() + zone) * width + at]);
                }
                assert_eq!(sum, cell, "level {level}, padding {at}");
                on_time += sum.on_time;
            }
        }
        assert!(on_time > 1_000);
        for at in 0..width {
            let mut sum = CurveCell::default();
            (0..levels).for_each(|level| sum.add(&outcome.curve[level * width + at]));
            assert_eq!(
                sum,
                outcome.curve[levels * width + at],
                "all levels, padding {at}"
            );
        }
    }

    #[test]
    fn a_coarser_curve_is_the_finer_one_at_fewer_paddings() {
        let (_, mut plan) = everything();
        let fine = replicate(&plan, 7, 0).zone_curve;
        let fine_width = plan.zone_curves.width;
        for shift in [1, 2, 5] {
            plan.zone_curves = ZoneCurves::of_shift(&plan.grids, shift);
            let coarse = replicate(&plan, 7, 0).zone_curve;
            let width = plan.zone_curves.width;
            for segment in 0..plan.levels.len() * plan.zones.len() {
                let (mut first, mut fine_first) = (segment * width, segment * fine_width);
                for grid in &plan.grids {
                    let points = plan.zone_curves.points(grid);
                    for at in 0..points {
                        let place = fine_first + plan.zone_curves.place(at);
                        assert_eq!(coarse[first + at], fine[place], "shift {shift}");
                    }
                    first += points + 1;
                    fine_first += grid.len + 1;
                }
            }
        }
    }

    #[test]
    fn the_table_has_a_row_for_every_level_zone_and_padding() {
        let (network, plan) = everything();
        let options = StudyOptions {
            seed: 7,
            replications: 3,
            threads: 2,
        };
        let study = run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {});
        let mut bytes = Vec::new();
        study.write_zone_curves(&plan, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|row| row.split(',').collect()).collect();
        let paddings: usize = plan.grids.iter().map(|grid| grid.len).sum();
        assert_eq!(
            rows.len(),
            1 + plan.routes.iter().flatten().count() * paddings
        );
        assert!(rows.iter().all(|row| row.len() == HEADS.split(',').count()));
        // The share of a level at a padding is that of its zones, weighted by their orders.
        let outcome = study.outcome(&plan, &network, Vec::new());
        for figure in outcome
            .on_time
            .iter()
            .filter(|f| f.grain == "instant" && !f.padding.own)
        {
            let Some(level) = &figure.service_level else {
                continue;
            };
            let padding = figure.padding.value.unwrap().to_string();
            let of_zones = rows.iter().filter(|row| {
                row[0] == level
                    && row[2] == figure.padding.kind
                    && row[3] == padding
                    && row[5] != "0"
            });
            let (orders, on_time) = of_zones.fold((0.0, 0.0), |sum, row| {
                let orders: f64 = row[5].parse().unwrap();
                (
                    sum.0 + orders,
                    sum.1 + orders * row[6].parse::<f64>().unwrap(),
                )
            });
            assert_eq!(orders as u64, figure.n);
            if let Some(share) = figure.value {
                assert!(
                    (on_time / orders - share).abs() < 1e-12,
                    "{level} at {padding}"
                );
            }
        }
    }
}
