//! Figures by name: what a study looks at, and where it stands in a plan.

use leadtime_network::Network;
use leadtime_network::study::FigureName;
use leadtime_sim::outcome::Unit;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::Measure;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figure that a study itself defines.
pub(crate) const PROFIT: &str = "profit";

/// A measure of one service level, or of all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is measured.
    pub measure: Measure,
    /// Service level; `None`: all together.
    pub level: Option<String>,
}

/// A figure in a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FigureSummary {
    /// As it is written in a study: `on_time("next-day")`.
    pub name: String,
    /// `on_time`, `on_time_day`, `offer_share`, `lead_time`, `quote_length`, `tardiness`, `cost`.
    pub measure: String,
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// Unit of its values.
    pub unit: Unit,
    /// Whether more of it is better.
    pub more_is_better: bool,
}

impl Figure {
    /// The figure with this name.
    ///
    /// # Errors
    /// The measures there are, if this is none of them.
    pub fn named(name: &FigureName) -> Result<Self, String> {
        let known = || Measure::ALL.map(Measure::name).join(", ");
        let measure = Measure::named(&name.measure)
            .ok_or_else(|| format!("`{}` is not one of {}", name.measure, known()))?;
        Ok(Self {
            measure,
            level: name.level.clone(),
        })
    }

    /// All figures that designs tell of, between them: every measure of every service level, then of all together; costs only where they are
    /// counted. One level alone is not told twice.
    #[must_use]
    pub(crate) fn all(told: &[Told]) -> Vec<Self> {
        let mut levels: Vec<Option<String>> = Vec::new();
        for name in told.iter().flat_map(|told| &told.levels) {
            if !levels.iter().flatten().any(|level| level == name) {
                levels.push(Some(name.clone()));
            }
        }
        if levels.len() > 1 {
            levels.push(None);
        }
        let costs = told.iter().any(|told| told.costs);
        let of = |level: Option<String>| {
            let measures = Measure::ALL.into_iter();
            let measures = measures.filter(|measure| costs || *measure != Measure::Cost);
            let figures = measures.map(|measure| Self {
                measure,
                level: level.clone(),
            });
            figures.collect::<Vec<_>>()
        };
        levels.into_iter().flat_map(of).collect()
    }

    /// The place of its service level in a plan; one past the last: all together. `None`: the plan has no such level.
    #[must_use]
    pub fn row(&self, plan: &Plan) -> Option<usize> {
        let names = &plan.level_names;
        match &self.level {
            Some(level) => names.iter().position(|name| name == level),
            None => Some(names.len()),
        }
    }

    /// As it is written in a study.
    #[must_use]
    pub fn name(&self) -> String {
        FigureName {
            measure: self.measure.name().to_owned(),
            level: self.level.clone(),
        }
        .to_string()
    }

    /// For a result.
    #[must_use]
    pub fn summary(&self) -> FigureSummary {
        FigureSummary {
            name: self.name(),
            measure: self.measure.name().to_owned(),
            service_level: self.level.clone(),
            unit: self.measure.unit(),
            more_is_better: self.measure.more_is_better(),
        }
    }
}

/// What a design tells figures of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// Its service levels.
    pub(crate) levels: Vec<String>,
    /// Whether costs are counted.
    pub(crate) costs: bool,
}

impl Told {
    pub(crate) fn of(network: &Network) -> Self {
        let levels = network.service_levels.iter();
        Self {
            levels: levels.map(|level| level.name.clone()).collect(),
            costs: network.economy.costs.is_some(),
        }
    }
}
