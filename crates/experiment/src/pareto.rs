//! Designs that no other beats in everything.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The Pareto front of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Front {
    /// What is weighed against each other.
    pub objectives: Vec<Objective>,
    /// Numbers of the designs that no other one beats or equals in all objectives and beats in one, by the values seen; best in the first
    /// objective first.
    pub designs: Vec<usize>,
}

/// An objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Objective {
    /// The figure, such as `quote_length`; `worst_zone`: on time in the zone that is worst.
    pub figure: String,
    /// Whether more of it is better.
    pub more_is_better: bool,
}

/// The front of designs with these values, one row a design; a row with an unknown value is on no front.
pub(crate) fn front(objectives: Vec<Objective>, rows: &[Option<Vec<f64>>]) -> Front {
    let good: Vec<(usize, Vec<f64>)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.as_ref()?)))
        .map(|(at, row)| {
            let values = row.iter().zip(&objectives);
            let turned = values.map(|(value, objective)| {
                if objective.more_is_better {
                    *value
                } else {
                    -value
                }
            });
            (at, turned.collect())
        })
        .collect();
    let beaten = |row: &[f64]| {
        good.iter().any(|(_, other)| {
            let pairs = other.iter().zip(row);
            pairs.clone().all(|(other, own)| other >= own)
                && pairs.clone().any(|(other, own)| other > own)
        })
    };
    let mut best: Vec<&(usize, Vec<f64>)> = good.iter().filter(|(_, row)| !beaten(row)).collect();
    let first = |row: &Vec<f64>| row.first().copied().unwrap_or(0.0);
    best.sort_by(|a, b| first(&b.1).total_cmp(&first(&a.1)).then(a.0.cmp(&b.0)));
    Front {
        designs: best.into_iter().map(|(at, _)| *at).collect(),
        objectives,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objective(more_is_better: bool) -> Objective {
        Objective {
            figure: String::new(),
            more_is_better,
        }
    }

    // catches: an objective taken the wrong way, equals that beat each other, an unknown that wins
    #[test]
    fn nobody_on_the_front_is_beaten() {
        let rows = [
            Some(vec![0.95, 10.0]),
            Some(vec![0.99, 12.0]),
            Some(vec![0.95, 11.0]),
            Some(vec![0.95, 10.0]),
            None,
            Some(vec![0.90, 13.0]),
        ];
        let found = front(vec![objective(true), objective(false)], &rows);
        assert_eq!(found.designs, [1, 0, 3]);
        assert!(front(vec![objective(true)], &[None]).designs.is_empty());
    }
}
