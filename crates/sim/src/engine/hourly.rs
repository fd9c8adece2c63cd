//! Sums per hour and stage.

use std::ops::AddAssign;

/// As many cells as this, or fewer, are a table from the start.
const SMALL: usize = 1 << 16;

/// What is logged takes at most as much memory as half of the table.
const CELLS_A_LOGGED: usize = 4;

/// Parts that are logged in one piece of memory: what is full stays where it is, and is not copied to a larger one.
const A_PAGE: usize = 1 << 13;

/// Integer sums per (hour since the start, stage), in ticks or parcels.
///
/// Where there are many cells, most of them stay empty in a run that has only some orders for each stage: what is added is logged then,
/// and dealt to a table once there is much of it.
#[derive(Clone, Debug)]
pub struct Hourly<T> {
    stages: usize,
    cells: usize,
    /// Empty while sums are logged.
    table: Vec<T>,
    /// Cells and parts of their sums.
    log: Vec<Vec<(u32, i32)>>,
}

impl<T: Copy + Default + PartialEq + AddAssign + From<i32> + Into<i64>> Hourly<T> {
    /// All zero.
    pub(crate) fn new(hours: usize, stages: usize) -> Self {
        let cells = hours * stages;
        let logged = cells > SMALL && u32::try_from(cells).is_ok();
        Self {
            stages,
            cells,
            table: vec![T::default(); if logged { 0 } else { cells }],
            log: Vec::new(),
        }
    }

    /// Adds to a stage in an hour; false if that hour is not counted.
    #[inline]
    pub(crate) fn add(&mut self, hour: usize, stage: u32, value: T) -> bool {
        self.add_at(hour * self.stages + stage as usize, value)
    }

    /// Adds to the cell `hour * stages + stage`; false if there is none.
    #[inline]
    pub(crate) fn add_at(&mut self, at: usize, value: T) -> bool {
        match self.table.get_mut(at) {
            Some(cell) => *cell += value,
            None if at < self.cells => self.note(at, value.into()),
            None => return false,
        }
        true
    }

    /// Logs what is added to a cell, in parts if it is much.
    #[inline(never)]
    fn note(&mut self, at: usize, mut value: i64) {
        loop {
            let part = value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
            match self.log.last_mut() {
                Some(page) if page.len() < A_PAGE => page.push((at as u32, part)),
                _ => self.turn_the_page((at as u32, part)),
            }
            value -= i64::from(part);
            if value == 0 {
                break;
            }
        }
        if self.log.len() > self.cells / (CELLS_A_LOGGED * A_PAGE) {
            self.table = self.summed();
            self.log = Vec::new();
        }
    }

    #[cold]
    fn turn_the_page(&mut self, first: (u32, i32)) {
        let mut page = Vec::with_capacity(A_PAGE);
        page.push(first);
        self.log.push(page);
    }

    /// What is logged, as (cell, part of its sum).
    fn logged(&self) -> impl Iterator<Item = (usize, T)> {
        let log = self.log.iter().flatten();
        log.map(|&(at, part)| (at as usize, T::from(part)))
    }

    fn summed(&self) -> Vec<T> {
        if !self.table.is_empty() {
            return self.table.clone();
        }
        let mut table = vec![T::default(); self.cells];
        for (at, part) in self.logged() {
            table[at] += part;
        }
        table
    }

    /// Whatever has been added, as (hour, stage, part of the sum): a cell that is not told is zero, and one may be told in parts.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (usize, usize, T)> {
        let stages = self.stages.max(1);
        let summed = self.table.iter().copied().enumerate();
        self.logged()
            .chain(summed.filter(|(_, value)| *value != T::default()))
            .map(move |(at, value)| (at / stages, at % stages, value))
    }

    /// The sums of a stage, hour by hour.
    #[must_use]
    pub fn of_stage(&self, stage: usize) -> Vec<T> {
        let mut sums = vec![T::default(); self.cells / self.stages.max(1)];
        for (hour, _, value) in self.parts().filter(|part| part.1 == stage) {
            sums[hour] += value;
        }
        sums
    }
}

/// The same sums, however they are kept.
impl<T: Copy + Default + PartialEq + AddAssign + From<i32> + Into<i64>> PartialEq for Hourly<T> {
    fn eq(&self, other: &Self) -> bool {
        self.stages == other.stages && self.summed() == other.summed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // catches: a sum lost when the log becomes a table, a part of a large one, an hour beyond the last one counted
    #[test]
    fn a_log_and_the_table_that_it_becomes_hold_the_same_sums() {
        let (hours, stages) = (700, 100);
        let mut kept = Hourly::<i64>::new(hours, stages);
        let mut expected = vec![0; hours * stages];
        for step in 0..40_000_usize {
            let (hour, stage) = (step * 7_919 % 710, step * 31 % stages);
            let value = step as i64 * 1_000_003 - 9;
            assert_eq!(kept.add(hour, stage as u32, value), hour < hours);
            if hour < hours {
                expected[hour * stages + stage] += value;
            }
            if step % 5_000 == 0 {
                let of_stage: Vec<i64> = expected.iter().skip(3).step_by(stages).copied().collect();
                assert_eq!(kept.of_stage(3), of_stage);
            }
        }
        assert!(kept.log.is_empty() && kept.table == expected);
    }
}
