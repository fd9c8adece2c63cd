//! Random returns, and the stages that they pass.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Debug)]
pub struct Back {
    pub share: &'static str,
    pub after: &'static str,
    pub transit: &'static str,
    pub resellable: &'static str,
    /// Everything comes back to the first origin.
    pub to_first: bool,
    /// How much each stage can do; with `pool` a facility's crew, if it has one.
    pub stages: Vec<&'static str>,
    pub pool: bool,
}

pub fn back() -> impl Strategy<Value = Back> {
    let share = select(&["0", "0.1", "0.5", "1"][..]);
    let after = select(&["0min", "6h", "exponential(mean=8h)"][..]);
    let transit = select(&["0min", "2h", "uniform(1h, 9h)"][..]);
    let resellable = select(&["0", "0.7", "1"][..]);
    let stage = select(
        &[
            "servers = 1\nservice = \"exponential(mean=8min)\"",
            "servers = \"2 @ daily 08:00-18:00\"\nservice = \"12min\"",
            "servers = \"unlimited\"\nservice = \"1h\"",
            "throughput = \"30/h\"\nservice = \"5min\"",
            "servers = 2\nservice = \"0min\"",
        ][..],
    );
    let stages = prop::collection::vec(stage, 0..=2);
    let flags = (any::<bool>(), any::<bool>());
    (share, after, transit, resellable, stages, flags).prop_map(
        |(share, after, transit, resellable, stages, (to_first, pool))| Back {
            share,
            after,
            transit,
            resellable,
            to_first,
            stages,
            pool,
        },
    )
}

impl Back {
    pub fn write(&self, out: &mut String, first: &str) -> std::fmt::Result {
        let Self {
            share,
            after,
            transit,
            resellable,
            ..
        } = self;
        writeln!(
            out,
            "[returns]\nshare = {share}\nafter = \"{after}\"\ntransit = \"{transit}\"\nresellable = {resellable}"
        )?;
        if self.to_first {
            writeln!(out, "to = \"{first}\"")?;
        }
        writeln!(out)
    }

    /// The stages at one facility; `crew`: it has a pool that serves first in, first out.
    pub fn write_stages(&self, out: &mut String, facility: &str, crew: bool) -> std::fmt::Result {
        for (index, stage) in self.stages.iter().enumerate() {
            let staffed = stage.starts_with("servers") && !stage.contains("unlimited");
            let stage = match stage.split_once('\n') {
                Some((_, service)) if self.pool && crew && staffed => {
                    format!("pool = \"crew\"\n{service}")
                }
                _ => (*stage).to_owned(),
            };
            writeln!(
                out,
                "[[stages]]\nfacility = \"{facility}\"\nstage = \"back{index}\"\nreturns = true\n{stage}\n"
            )?;
        }
        Ok(())
    }
}
