//! The delay of one parcel so far, charged to its causes.

/// What a delay can be charged to. Stages and lanes by their positions in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A stage: its queue, its work, its opening hours.
    Stage(u32),
    /// The transit of a lane.
    Transit(u32),
    /// Vehicles of a lane, or its drivers, were full.
    Full(u32),
    /// A vehicle left after its scheduled departure.
    LateDeparture(u32),
    /// Departures of a lane were cancelled.
    Cancelled(u32),
    /// The parcel waited for stock, or its order to be sourced.
    Stock,
    /// Nobody took it at the door.
    Attempts,
    /// The plan itself: a planned departure was missed although nothing exceeded its allowance.
    Plan,
}

/// Ticks by cause, in the order in which the causes came first; their sum is the delay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Charges(Vec<(Cause, i64)>);

impl Charges {
    /// Nothing is charged.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Charges, or gives back.
    pub(super) fn add(&mut self, cause: Cause, ticks: i64) {
        if ticks == 0 {
            return;
        }
        match self.0.iter_mut().find(|charge| charge.0 == cause) {
            Some(charge) => charge.1 += ticks,
            None => self.0.push((cause, ticks)),
        }
    }

    /// After a wait that makes the delay `total`, whatever it was: what has brought it about shares it in proportion. A departure
    /// that was made settles all charges; one that was missed is charged to whatever exceeded; what was ahead is given back.
    ///
    /// Shares are whole ticks: those of the first k causes together are rounded down.
    pub(super) fn settle(&mut self, total: i64) {
        let sum: i64 = self.0.iter().map(|charge| charge.1).sum();
        if sum == total {
            return;
        }
        let shares = |ticks: i64| ticks != 0 && (ticks > 0) == (total > 0);
        let sharing = self.0.iter().filter(|charge| shares(charge.1));
        let weight: i128 = sharing.map(|charge| i128::from(charge.1)).sum();
        if weight == 0 {
            self.0.iter_mut().for_each(|charge| charge.1 = 0);
            return self.add(Cause::Plan, total);
        }
        let (mut passed, mut given) = (0, 0);
        for charge in &mut self.0 {
            if !shares(charge.1) {
                charge.1 = 0;
                continue;
            }
            // Both have the same sign, so this rounds the absolute value down.
            passed += i128::from(charge.1);
            let due = (i128::from(total) * passed / weight) as i64;
            charge.1 = due - given;
            given = due;
        }
    }

    /// What is charged or given back, without what has been settled.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Cause, i64)> {
        self.0.iter().copied().filter(|charge| charge.1 != 0)
    }

    /// The cause that is charged most; of equals the first on the way.
    pub(super) fn largest(&self) -> Option<Cause> {
        let mut largest: Option<(Cause, i64)> = None;
        for (cause, ticks) in self.iter() {
            if ticks > largest.map_or(0, |largest| largest.1) {
                largest = Some((cause, ticks));
            }
        }
        largest.map(|largest| largest.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Cause::{Attempts, Plan, Stage, Stock};
    use super::*;

    fn charged(charges: &[(Cause, i64)]) -> Charges {
        Charges(charges.to_vec())
    }

    fn settled(charges: &[(Cause, i64)], total: i64) -> Vec<(Cause, i64)> {
        let mut charges = charged(charges);
        charges.settle(total);
        charges.iter().collect()
    }

    #[test]
    fn a_missed_departure_is_charged_in_proportion_to_what_exceeded() {
        // 20 and 10 too long, 5 ahead, and the next departure is 60 later.
        let excess = [(Stage(0), 20), (Stage(1), -5), (Stage(2), 10)];
        assert_eq!(settled(&excess, 60), [(Stage(0), 40), (Stage(2), 20)]);
        // A departure that is made settles all.
        assert_eq!(settled(&excess, 0), []);
        // An earlier one than planned is due to what was ahead.
        assert_eq!(settled(&excess, -60), [(Stage(1), -60)]);
        // Nothing has been changed by waiting.
        assert_eq!(settled(&excess, 25), excess);
    }

    #[test]
    fn what_nobody_exceeded_is_the_plan() {
        assert_eq!(settled(&[], 7), [(Plan, 7)]);
        assert_eq!(settled(&[(Stock, -3)], 7), [(Plan, 7)]);
    }

    #[test]
    fn whole_ticks_add_up() {
        let thirds = [(Stock, 1), (Stage(4), 1), (Attempts, 1)];
        assert_eq!(
            settled(&thirds, 10),
            [(Stock, 3), (Stage(4), 3), (Attempts, 4)]
        );
        let ahead = thirds.map(|(cause, ticks)| (cause, -ticks));
        assert_eq!(
            settled(&ahead, -10),
            [(Stock, -3), (Stage(4), -3), (Attempts, -4)]
        );
    }

    #[test]
    fn the_largest_is_the_first_of_equals() {
        let all = [(Stage(1), 5), (Stage(0), 5), (Stock, -9)];
        assert_eq!(charged(&all).largest(), Some(Stage(1)));
        assert_eq!(charged(&[(Stock, -9)]).largest(), None);
    }
}
