//! The quantile of a mixture: the root of its cdf.

use leadtime_network::distribution::Distribution;

use super::{Level, at};

/// Steps before the search stops anywhere in its bracket: bisection alone needs about 64.
const STEPS: u32 = 200;

/// The least x with F(x) >= p, between the least and the greatest quantile of the components at that level.
///
/// Jumps of F make the root finder bisect, so that atoms are met to the last bit.
pub(super) fn quantile(components: &[(f64, Distribution)], level: Level) -> f64 {
    let mut low = f64::INFINITY;
    let mut high = f64::NEG_INFINITY;
    for (_, component) in components.iter().filter(|&&(weight, _)| weight > 0.0) {
        let x = at(component, level);
        low = low.min(x);
        high = high.max(x);
    }
    if low < high && high < f64::INFINITY {
        root(components, level, low, high)
    } else {
        low
    }
}

/// How far the cdf at x is above the level, from the tail that is smaller there.
fn excess(components: &[(f64, Distribution)], level: Level, x: f64) -> f64 {
    let there = super::probability::mixture(components, x);
    if level.lower <= 0.5 {
        there.lower - level.lower
    } else {
        level.upper - there.upper
    }
}

/// Regula falsi with the Illinois halving (Dowell & Jarratt 1971); three bisections whenever three steps have not shrunk the
/// bracket to an eighth.
fn root(components: &[(f64, Distribution)], level: Level, low: f64, high: f64) -> f64 {
    let mut bracket = Bracket {
        low,
        high,
        below: excess(components, level, low),
        above: 0.0,
        moved: None,
    };
    if bracket.below >= 0.0 {
        return low;
    }
    bracket.above = excess(components, level, high).max(0.0);
    let (mut width, mut bisect) = (high - low, false);
    for step in 1..=STEPS {
        let tolerance = RELATIVE_TOLERANCE * bracket.low.abs().max(bracket.high.abs());
        if bracket.width() <= tolerance {
            break;
        }
        let x = if bisect {
            bracket.middle()
        } else {
            bracket.secant(tolerance)
        };
        bracket.narrow(x, excess(components, level, x));
        if step % 3 == 0 {
            bisect = bracket.width() > 0.125 * width;
            width = bracket.width();
        }
    }
    bracket.high
}

/// Width of the final bracket over its position.
const RELATIVE_TOLERANCE: f64 = 1e-13;

/// An interval with excess < 0 at its low end and >= 0 at its high end.
struct Bracket {
    low: f64,
    high: f64,
    below: f64,
    above: f64,
    moved: Option<End>,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Low,
    High,
}

impl Bracket {
    fn width(&self) -> f64 {
        self.high - self.low
    }

    fn middle(&self) -> f64 {
        self.low + 0.5 * self.width()
    }

    /// The zero of the line through the ends, kept off them by half the tolerance.
    fn secant(&self, tolerance: f64) -> f64 {
        let x = self.high - self.width() * (self.above / (self.above - self.below));
        if x.is_finite() {
            x.max(self.low + 0.5 * tolerance)
                .min(self.high - 0.5 * tolerance)
        } else {
            self.middle()
        }
    }

    /// Takes `x` as an end; the value of an end that stays twice is halved.
    fn narrow(&mut self, x: f64, value: f64) {
        let end = if value >= 0.0 { End::High } else { End::Low };
        let again = self.moved == Some(end);
        match end {
            End::High => {
                (self.high, self.above) = (x, value);
                self.below *= if again { 0.5 } else { 1.0 };
            }
            End::Low => {
                (self.low, self.below) = (x, value);
                self.above *= if again { 0.5 } else { 1.0 };
            }
        }
        self.moved = Some(end);
    }
}
