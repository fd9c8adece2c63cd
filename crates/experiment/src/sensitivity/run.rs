//! A sensitivity study under way: levers are moved and simulated.

use leadtime_network::Network;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::Measure;

use super::effects::{self, Column};
use super::ends::{End, Ends};
use super::{Direction, LeftOut, Lever, NotRun, Question, SCREENING, Screening, Simulate};

/// A sensitivity study under way.
pub(super) struct Run<'a, 's> {
    pub(super) network: Network,
    pub(super) question: &'a Question,
    pub(super) simulate: &'a mut Simulate<'s>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) stopped: bool,
}

impl Run<'_, '_> {
    /// On time and promised orders of the network, or of another one.
    pub(super) fn column(
        &mut self,
        network: Option<&Network>,
        seed: u64,
        replications: u32,
    ) -> Result<Column, NotRun> {
        let plan = Plan::compile(network.unwrap_or(&self.network)).without_blame();
        let study = (self.simulate)(&plan, seed, replications)?;
        let level = self.question.level.unwrap_or(plan.level_names.len());
        Ok(study
            .measured(&plan, Measure::OnTime, level)
            .unwrap_or_default())
    }

    /// The levers that are moved: all, or the first of those ordered by their effect in a few replications.
    pub(super) fn screened(
        &mut self,
        all: Vec<Lever>,
    ) -> Result<(Vec<Lever>, Option<Screening>), NotRun> {
        let &Question {
            most,
            seed,
            screening,
            ..
        } = self.question;
        if all.len() <= most {
            return Ok((all, None));
        }
        let seed = seed.wrapping_add(SCREENING);
        let base = self.column(None, seed, screening)?;
        let base = effects::share(&base).unwrap_or(0.0);
        let levers = all.len() as u32;
        let mut ranked = Vec::new();
        for lever in all {
            // The way that is worse is felt sooner; one way is enough to see who matters.
            let worse = match lever.kind.fix() {
                Some(Direction::Up) => Direction::Down,
                _ => Direction::Up,
            };
            let effect = match lever.moved(&self.network, self.question.by, worse) {
                None => 0.0,
                Some(moved) => match self.column(Some(&moved.network), seed, screening) {
                    Ok(column) => (effects::share(&column).unwrap_or(base) - base).abs(),
                    // It matters enough to break the network.
                    Err(NotRun::Failed(_)) => 1.0,
                    Err(NotRun::Stopped) => return Err(NotRun::Stopped),
                },
            };
            ranked.push((effect, lever));
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.truncate(most);
        let kept = ranked.len() as u32;
        let screening = Screening {
            levers,
            kept,
            replications: screening,
            seed,
        };
        let levers = ranked.into_iter().map(|(_, lever)| lever).collect();
        Ok((levers, Some(screening)))
    }

    /// Both ends of a lever; `None` where it has no end, or the study was interrupted on the way.
    pub(super) fn ends(&mut self, lever: Lever) -> Result<Option<Ends>, NotRun> {
        let up = self.end(&lever, Direction::Up);
        let down = self.end(&lever, Direction::Down);
        if self.stopped || (up.is_none() && down.is_none()) {
            return Ok(None);
        }
        Ok(Some(Ends { lever, up, down }))
    }

    fn end(&mut self, lever: &Lever, direction: Direction) -> Option<End> {
        if self.stopped {
            return None;
        }
        let way = match direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        let Some(moved) = lever.moved(&self.network, self.question.by, direction) else {
            self.leave_out(lever, format!("{way}: it cannot be moved that way"));
            return None;
        };
        let (seed, replications) = (self.question.seed, self.question.replications);
        match self.column(Some(&moved.network), seed, replications) {
            Ok(column) => Some(End {
                factor: moved.factor,
                wages_a_day: moved.wages_a_day,
                column,
            }),
            Err(NotRun::Failed(why)) => {
                self.leave_out(lever, format!("{way}: {why}"));
                None
            }
            Err(NotRun::Stopped) => {
                self.stopped = true;
                None
            }
        }
    }

    fn leave_out(&mut self, lever: &Lever, why: String) {
        let label = lever.label();
        self.left_out.push(LeftOut { label, why });
    }
}
