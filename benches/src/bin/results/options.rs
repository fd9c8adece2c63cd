//! What is asked for on the command line.

use std::path::PathBuf;

use leadtime_benches::sizes::Size;

pub(crate) const USAGE: &str =
    "usage: results [--out DIR] [--rounds N] [--only sizes,floors,threads,instructions] [--quick]

  --out DIR     folder to write (default: benches/results/<date>-<cores>-core-<processor>)
  --rounds N    how often all are run, in turn (default 5)
  --only PARTS  some of: sizes floors threads instructions (default: the first three)
  --quick       small networks, one round: to see that it runs; the figures mean nothing";

/// What to do.
pub(crate) enum Asked {
    Measure(Options),
    /// Tell the peak memory of one size.
    Peak(Size),
}

/// What to measure.
pub(crate) struct Options {
    pub(crate) out: Option<PathBuf>,
    pub(crate) rounds: usize,
    parts: Vec<String>,
    pub(crate) quick: bool,
}

impl Options {
    pub(crate) fn wants(&self, part: &str) -> bool {
        self.parts.iter().any(|asked| asked == part)
    }

    /// So many orders, or few where only the program is tried.
    pub(crate) fn orders(&self, orders: f64) -> f64 {
        if self.quick {
            orders.min(2_000.0)
        } else {
            orders
        }
    }
}

const PARTS: [&str; 4] = ["sizes", "floors", "threads", "instructions"];

pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Option<Asked> {
    let mut options = Options {
        out: None,
        rounds: 5,
        parts: PARTS[..3].iter().map(|&part| part.to_owned()).collect(),
        quick: false,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--out" => options.out = Some(words.next()?.into()),
            "--rounds" => options.rounds = words.next()?.parse().ok().filter(|&n| n > 0)?,
            "--only" => {
                options.parts = words.next()?.split(',').map(str::to_owned).collect();
                if !options.parts.iter().all(|part| PARTS.contains(&&**part)) {
                    return None;
                }
            }
            "--quick" => {
                options.quick = true;
                options.rounds = 1;
            }
            "peak" => return Some(Asked::Peak(size(&words.next()?)?)),
            _ => return None,
        }
    }
    Some(Asked::Measure(options))
}

fn size(name: &str) -> Option<Size> {
    let all = Size::all().into_iter();
    all.chain([Size::scored()]).find(|size| size.name == name)
}
