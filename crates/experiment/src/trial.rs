//! Designs under trial: simulated when they are asked for, once each.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use leadtime_network::Network;
use leadtime_network::promise::PaddingAmount;
use leadtime_network::study::PerWord;
use leadtime_sim::outcome::Stopped;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{
    Reached, StoppingRule, StudyOptions, StudyOutcome, run_until, verify_seed, worst_zone,
};
use leadtime_stats::{Estimate, Total};

use crate::checked::{CheckedStudy, Open, load};
use crate::figures::Figure;
use crate::precision::stopping_rule;
use crate::zone_columns::{ZoneColumn, named, of_zone};

/// Which replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// Those that something is chosen on.
    Search,
    /// Fresh ones, on which what was chosen is estimated.
    Verify,
}

/// What a design showed.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Finished replications.
    pub replications: u32,
    /// Why they ended.
    pub stopped: Stopped,
    /// What the precision goals achieved.
    pub reached: Vec<Reached>,
    /// Whether it came from a run with another padding, which is the same but for what is told.
    pub passive: bool,
    /// Why nothing can be said of it: a backlog without bound.
    pub failure: Option<String>,
    /// Per figure of the study, replication by replication; `None`: not observed.
    pub columns: Vec<Option<Vec<Total>>>,
    /// The zone that is worst on even replications, estimated on odd ones.
    pub worst_zone: Option<(String, Estimate)>,
    /// On time per zone, replication by replication, where a question asks for zones.
    pub zones: Option<Vec<ZoneColumn>>,
}

/// All trials of a study.
pub struct Trials<'s> {
    /// The study.
    pub checked: &'s CheckedStudy,
    open: &'s Open<'s>,
    /// Threads; 0: one per core.
    threads: usize,
    stop: &'s AtomicBool,
    /// Told the replications of the design under way, and of how many.
    progress: &'s mut dyn FnMut(u32, u32),
    /// Whether zones are looked at.
    zones: bool,
    done: BTreeMap<(Run, usize), Trial>,
}

/// The study was interrupted before the design was finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl<'s> Trials<'s> {
    /// Nothing is simulated yet.
    pub fn new(
        checked: &'s CheckedStudy,
        open: &'s Open<'s>,
        threads: usize,
        stop: &'s AtomicBool,
        progress: &'s mut dyn FnMut(u32, u32),
    ) -> Self {
        let mut questions = checked.study.questions.iter();
        let zones = questions.any(|question| question.per == Some(PerWord::Zone));
        Self {
            checked,
            open,
            threads,
            stop,
            progress,
            zones,
            done: BTreeMap::new(),
        }
    }

    /// The trial of a design, simulated if it was not yet.
    ///
    /// # Errors
    /// [`Interrupted`] before it was finished.
    pub fn of(&mut self, design: usize, run: Run) -> Result<&Trial, Interrupted> {
        if !self.done.contains_key(&(run, design)) {
            self.simulate(design, run)?;
        }
        self.done.get(&(run, design)).ok_or(Interrupted)
    }

    /// The trial of a design, from a run of its own where that of another padding does not tell what is `missing`.
    ///
    /// # Errors
    /// [`Interrupted`] before it was finished.
    pub fn telling(
        &mut self,
        design: usize,
        run: Run,
        missing: &dyn Fn(&Trial) -> bool,
    ) -> Result<&Trial, Interrupted> {
        let trial = self.of(design, run)?;
        if trial.passive && missing(trial) {
            self.simulate(design, run)?;
        }
        self.of(design, run)
    }

    /// A figure of a design, replication by replication. `None`: it has no such figure.
    ///
    /// # Errors
    /// [`Interrupted`] before it was finished.
    pub(crate) fn column(
        &mut self,
        design: usize,
        run: Run,
        figure: &Figure,
    ) -> Result<Option<Vec<Total>>, Interrupted> {
        let checked = self.checked;
        let missing = |trial: &Trial| checked.column(trial, figure).is_none();
        let trial = self.telling(design, run, &missing)?;
        Ok(checked.column(trial, figure).map(<[Total]>::to_vec))
    }

    /// On time in a zone of a level, or of all levels together, replication by replication. `None`: nobody there may order it.
    ///
    /// # Errors
    /// [`Interrupted`] before it was finished.
    pub(crate) fn zone_column(
        &mut self,
        design: usize,
        run: Run,
        (level, zone): (Option<&str>, &str),
    ) -> Result<Option<Vec<Total>>, Interrupted> {
        let trial = self.telling(design, run, &|trial| trial.zones.is_none())?;
        let zones = trial.zones.as_deref().unwrap_or_default();
        Ok(of_zone(zones, level, zone))
    }

    /// Simulates a design, and with it those that differ from it by a passive padding.
    fn simulate(&mut self, design: usize, run: Run) -> Result<(), Interrupted> {
        let checked = self.checked;
        // Designs were all read before; a file that changed since is no design any more.
        let Ok((mut network, _)) = load(&checked.designs[design], self.open) else {
            return Err(Interrupted);
        };
        if let Some(axis) = checked.passive.as_ref() {
            axis.draw(&mut network);
        }
        let (plan, study) = self.study(&network, run)?;
        if let Some(failure) = study.failure() {
            let trial = failed(failure.message, &checked.figures, &study);
            self.done.insert((run, design), trial);
            return Ok(());
        }
        if let Some(axis) = &checked.passive {
            for (value, other) in self.along(axis.axis, design).into_iter().enumerate() {
                if other != design && axis.tells(value, (&plan, &study)) {
                    let column = |figure: &Figure| axis.column(figure, value, (&plan, &study));
                    let mut trial = trial(&checked.figures, &column, &study);
                    trial.passive = true;
                    let zones = study.zones_at(&plan, &axis.paddings(value, &plan));
                    trial.worst_zone = zones.as_ref().and_then(|all| worst_zone(&plan, all));
                    trial.zones = zones.filter(|_| self.zones).map(|all| named(&plan, all));
                    self.done.entry((run, other)).or_insert(trial);
                }
            }
        }
        let column = |figure: &Figure| study.measured(&plan, figure.measure, figure.row(&plan)?);
        let mut trial = trial(&checked.figures, &column, &study);
        trial.worst_zone = study.worst_zone(&plan);
        if self.zones {
            let zones = study.zones_at(&plan, &vec![None; plan.level_names.len()]);
            trial.zones = zones.map(|all| named(&plan, all));
        }
        self.done.insert((run, design), trial);
        Ok(())
    }

    /// The paddings that an axis of passive paddings stands for.
    pub(crate) fn paddings(&self, axis: usize) -> Option<Vec<PaddingAmount>> {
        let passive = self
            .checked
            .passive
            .as_ref()
            .filter(|passive| passive.axis == axis)?;
        let values = 0..self.checked.study.axes[axis].points.len();
        Some(values.map(|value| passive.amount(value)).collect())
    }

    /// The plan of a design, and the seed of its replications, for what its figures do not tell.
    pub(crate) fn plan(&self, design: usize, run: Run) -> Result<(Plan, u64), Interrupted> {
        let loaded = load(&self.checked.designs[design], self.open);
        let (network, _) = loaded.map_err(|_| Interrupted)?;
        Ok((Plan::compile(&network).without_blame(), self.seed(run)))
    }

    /// Tells of a replication that is simulated outside of a study.
    pub(crate) fn step(&mut self, replication: u32) -> Result<(), Interrupted> {
        (self.progress)(replication, self.checked.study.replications);
        if self.stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        Ok(())
    }

    fn seed(&self, run: Run) -> u64 {
        match run {
            Run::Search => self.checked.seed,
            Run::Verify => verify_seed(self.checked.seed),
        }
    }

    fn study(&mut self, network: &Network, run: Run) -> Result<(Plan, StudyOutcome), Interrupted> {
        let checked = self.checked;
        // Nobody reads here who is to blame.
        let mut plan = Plan::compile(network).without_blame();
        if self.zones || checked.passive.is_some() {
            plan = plan.keeping_zones();
        }
        let budget = checked.study.replications;
        let options = StudyOptions {
            seed: self.seed(run),
            replications: budget,
            threads: self.threads,
        };
        let rule = rule(checked, &plan);
        let (stop, progress) = (self.stop, &mut *self.progress);
        let study = run_until(&plan, &options, rule.as_ref(), stop, &mut |done, of| {
            progress(done, of);
        });
        let interrupted =
            self.stop.load(Ordering::Relaxed) || study.stopped == Stopped::Interrupted;
        if interrupted && study.failure().is_none() {
            return Err(Interrupted);
        }
        Ok((plan, study))
    }

    /// The designs that differ from one along an axis only, in the order of its values.
    #[must_use]
    pub fn along(&self, axis: usize, design: usize) -> Vec<usize> {
        let axes = &self.checked.study.axes;
        let stride: usize = axes[axis + 1..]
            .iter()
            .map(|axis| axis.points.len())
            .product();
        let own = self.checked.designs[design].at[axis];
        (0..axes[axis].points.len())
            .map(|value| design + value * stride - own * stride)
            .collect()
    }
}

fn trial(
    figures: &[Figure],
    column: &dyn Fn(&Figure) -> Option<Vec<Total>>,
    study: &StudyOutcome,
) -> Trial {
    Trial {
        replications: study.replications(),
        stopped: study.stopped,
        reached: study.reached.clone(),
        passive: false,
        failure: None,
        columns: figures.iter().map(column).collect(),
        worst_zone: None,
        zones: None,
    }
}

fn failed(message: String, figures: &[Figure], study: &StudyOutcome) -> Trial {
    Trial {
        failure: Some(message),
        ..trial(figures, &|_| None, study)
    }
}

/// When a design is done before its budget is spent; `None` where the study asks for no precision.
fn rule(checked: &CheckedStudy, plan: &Plan) -> Option<StoppingRule> {
    let goals = checked.study.precision.iter();
    let goals =
        goals.filter_map(|goal| Some((Figure::named(&goal.figure.value).ok()?, goal.error)));
    stopping_rule(&goals.collect::<Vec<_>>(), plan, checked.study.replications)
}
