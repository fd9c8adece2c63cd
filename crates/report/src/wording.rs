//! How numbers are said to a planner: shares in percent, lengths of time in hours or days, counts with separators.
//!
//! The digits follow the interval: a share close to 1 keeps a digit of its late part, and an interval never collapses
//! into three equal numbers. Nothing observed is a dash, never `NaN` or `null`.

use leadtime_sim::outcome::{Figure, Mark, NetworkCounts, Outcome, Padding};

/// What stands where nothing was observed.
pub(crate) const NOTHING: &str = "–";

/// Digits after the point for a share in percent: at least one, so many that the rarer side shows at least one.
fn share_digits(share: f64) -> usize {
    let rare = share.min(1.0 - share);
    match rare {
        r if r <= 0.0 => 0,
        r if r >= 0.01 => 1,
        r if r >= 0.000_1 => 2,
        r if r >= 0.000_01 => 3,
        _ => 4,
    }
}

/// Digits after the point at which a width (in percent) still shows.
fn width_digits(percent: f64) -> usize {
    let (mut digits, mut unit) = (0, 1.0);
    while digits < 4 && percent < unit * 0.999 {
        digits += 1;
        unit /= 10.0;
    }
    digits
}

fn percent_with(share: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", share * 100.0);
    if share < 1.0 && text.starts_with("100") {
        return format!(">{:.digits$}", 100.0 - libm::pow(0.1, digits as f64));
    }
    text
}

/// `97.1 %`; a dash where nothing was observed.
pub(crate) fn percent(share: Option<f64>) -> String {
    match share {
        Some(share) if share.is_finite() => {
            format!("{} %", percent_with(share, share_digits(share)))
        }
        _ => NOTHING.to_owned(),
    }
}

/// An upper bound, two digits, rounded up: `9.6 %`, `0.0015 %`.
pub(crate) fn percent_at_most(share: f64) -> String {
    let percent = share * 100.0;
    if !percent.is_finite() || percent <= 0.0 {
        return crate::wording::percent(Some(share));
    }
    let digits = (1.0 - libm::floor(libm::log10(percent))).clamp(0.0, 12.0) as usize;
    let unit = libm::pow(10.0, digits as f64);
    // What is a number of so many digits already, but for its last bits, stays.
    let up = libm::ceil(percent * unit * (1.0 - 1e-12)) / unit;
    format!("{up:.digits$} %")
}

/// `97.1 % (96.8–97.4)`; without an interval only the point.
pub(crate) fn percent_interval(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let Some(share) = value else {
        return NOTHING.to_owned();
    };
    let (Some(low), Some(high)) = (low, high) else {
        return percent(value);
    };
    let least = usize::from(share > 0.0 && share < 1.0);
    let digits = width_digits((high - low) * 50.0).max(least);
    format!(
        "{} % ({:.digits$}–{:.digits$})",
        percent_with(share, digits),
        low * 100.0,
        high * 100.0
    )
}

/// `92.1–98.8 %`; a dash where one end is unknown.
pub(crate) fn percent_range(low: Option<f64>, high: Option<f64>) -> String {
    let (Some(low), Some(high)) = (low, high) else {
        return NOTHING.to_owned();
    };
    if low >= high {
        return percent(Some(low));
    }
    let digits = width_digits((high - low) * 10.0).max(1);
    format!("{:.digits$}–{:.digits$} %", low * 100.0, high * 100.0)
}

/// A stated share without needless zeros: `95 %`, `99.9 %`.
pub(crate) fn target(share: f64) -> String {
    let text = format!("{:.6}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The unit in which a group of lengths of time is said, so that they compare at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    /// The unit for a group whose largest length is `seconds`.
    pub(crate) fn for_largest(seconds: f64) -> Self {
        match seconds.abs() {
            s if s < 120.0 => Self::Seconds,
            s if s < 2.0 * 3600.0 => Self::Minutes,
            s if s < 100.0 * 3600.0 => Self::Hours,
            _ => Self::Days,
        }
    }

    /// Seconds in one unit.
    pub(crate) fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours => 3600.0,
            Self::Days => 86_400.0,
        }
    }

    /// `hours`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// `h`.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Days => "d",
        }
    }

    /// The bare number in this unit: `31.4`.
    pub(crate) fn number(self, seconds: Option<f64>) -> String {
        match seconds {
            Some(seconds) if seconds.is_finite() => {
                let value = seconds / self.seconds();
                let digits = if value.abs() >= 10.0 || value == 0.0 {
                    1
                } else {
                    2
                };
                signed(value, digits, false)
            }
            _ => NOTHING.to_owned(),
        }
    }

    /// `31.4 (31.1–31.7)`.
    pub(crate) fn number_interval(self, figure: &Figure) -> String {
        let point = self.number(figure.value);
        match (figure.value, figure.low, figure.high) {
            (Some(_), Some(low), Some(high)) => {
                let digits = width_digits((high - low) / 2.0 / self.seconds()).clamp(1, 2);
                let show = |v: f64| signed(v / self.seconds(), digits, false);
                let point = figure.value.map_or(point, show);
                let dash = if low < 0.0 || high < 0.0 {
                    " to "
                } else {
                    "–"
                };
                format!("{point} ({}{dash}{})", show(low), show(high))
            }
            _ => point,
        }
    }
}

/// A number with a true minus sign, and `+` in front of positive ones when `plus`.
pub(crate) fn signed(value: f64, digits: usize, plus: bool) -> String {
    let text = format!("{:.digits$}", value.abs());
    let zero = text.bytes().all(|b| b == b'0' || b == b'.');
    match (zero, value < 0.0, plus) {
        (true, _, _) | (_, false, false) => text,
        (_, true, _) => format!("−{text}"),
        (_, false, true) => format!("+{text}"),
    }
}

/// A number without needless zeros: `3`, `1.5`.
pub(crate) fn plain(value: f64, plus: bool) -> String {
    let text = signed(value, 2, plus);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// One length of time in its own best unit: `31.4 h`.
pub(crate) fn length(seconds: Option<f64>) -> String {
    match seconds {
        Some(s) if s.is_finite() => {
            let unit = TimeUnit::for_largest(s);
            format!(
                "{} {}",
                plain((s / unit.seconds() * 10.0).round() / 10.0, false),
                unit.short()
            )
        }
        _ => NOTHING.to_owned(),
    }
}

/// `1,234,567`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 facility`, `22 facilities`.
pub(crate) fn counted(n: u32, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        count(u64::from(n)),
        if n == 1 { one } else { many }
    )
}

/// How large the network is, in words.
pub(crate) fn size(counts: NetworkCounts) -> String {
    [
        counted(counts.facilities, "facility", "facilities"),
        counted(counts.stages, "stage", "stages"),
        counted(counts.lanes, "lane", "lanes"),
        counted(counts.zones, "zone", "zones"),
    ]
    .join(", ")
}

/// A mean number of things: `12,345`, `87.3`, `0.042`.
pub(crate) fn quantity(value: Option<f64>) -> String {
    match value {
        Some(v) if v.is_finite() && v.abs() >= 1000.0 => {
            format!(
                "{}{}",
                if v < 0.0 { "−" } else { "" },
                count(v.abs().round() as u64)
            )
        }
        Some(v) if v.is_finite() && v.abs() >= 10.0 => plain((v * 10.0).round() / 10.0, false),
        Some(v) if v.is_finite() && (v == 0.0 || v.abs() >= 0.1) => plain(v, false),
        Some(v) if v.is_finite() => format!("{v:.4}"),
        _ => NOTHING.to_owned(),
    }
}

/// An amount of padding with its sign and unit: `+3 h`, `−1 business day`, `+10 %`.
pub(crate) fn padding_amount(value: f64, unit: &str) -> String {
    match unit {
        "s" => {
            let unit = if value == 0.0 || value.abs() >= 3600.0 {
                TimeUnit::Hours
            } else {
                TimeUnit::Minutes
            };
            format!("{} {}", plain(value / unit.seconds(), true), unit.short())
        }
        other => format!(
            "{} {}",
            plain(value, true),
            padding_unit(other, value.abs() == 1.0)
        ),
    }
}

/// The unit of a padding as it is said: `days`.
pub(crate) fn padding_unit(unit: &str, one: bool) -> &str {
    match (unit, one) {
        ("s", _) => "h",
        ("d", true) => "day",
        ("d", false) => "days",
        ("bd", true) => "business day",
        ("bd", false) => "business days",
        _ => unit,
    }
}

/// The padding of a row: `+3 h`, or `varies` where it differs among the orders.
pub(crate) fn padding(padding: &Padding) -> String {
    padding
        .value
        .map_or_else(|| "varies".to_owned(), |v| padding_amount(v, &padding.unit))
}

/// A caveat, spelled out.
pub(crate) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::TooFewBadPeriods => {
            "too few bad periods: under 30 replications, or under 20 with a late order; the interval may be too narrow"
        }
        Mark::ZeroLate => {
            "no late order was seen: the lower end is the bound that assumes nothing about the orders"
        }
        Mark::AllLate => "every order was late",
        Mark::OneReplication => "one replication only: no interval can be given",
        Mark::Undecided => {
            "some orders were undecided when the run ended: the value is a lower bound"
        }
        Mark::SmallSegment => "few independent orders (under 200): read with care",
    }
}

/// The first 12 characters of the scenario's digest.
pub(crate) fn short_digest(outcome: &Outcome) -> String {
    outcome.scenario.digest.chars().take(12).collect()
}

/// `100 replications · 2,345,678 orders · seed 1 · scenario us-next-day 0123456789ab`: stands under every plot.
pub(crate) fn provenance(outcome: &Outcome) -> String {
    format!(
        "{} · {} promised orders scored · seed {} · scenario {} {}",
        replications(outcome.replications),
        count(outcome.cohort.promised),
        outcome.seed,
        outcome.scenario.name,
        short_digest(outcome)
    )
}

/// `1 replication`, `100 replications`.
pub(crate) fn replications(n: u32) -> String {
    counted(n, "replication", "replications")
}

/// The name of a service level as it is said: the figure over all levels is `all levels`.
pub(crate) fn level(name: &str) -> &str {
    if name == ALL { "all levels" } else { name }
}

/// The name under which the outcome keeps the figures over all levels.
pub(crate) const ALL: &str = "all";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn a_share_keeps_a_digit_of_its_rare_side() {
        assert_eq!(percent(Some(0.9993)), "99.93 %");
        assert_eq!(percent(Some(0.971)), "97.1 %");
        assert_eq!(percent(Some(0.5)), "50.0 %");
        assert_eq!(percent(Some(1.0)), "100 %");
        assert_eq!(percent(Some(0.0)), "0 %");
        assert_eq!(percent(Some(0.999_999_9)), ">99.9999 %");
        assert_eq!(percent(None), "–");
        assert_eq!(percent(Some(f64::NAN)), "–");
    }

    #[test]
    fn an_interval_never_collapses() {
        assert_eq!(
            percent_interval(Some(0.971), Some(0.968), Some(0.974)),
            "97.1 % (96.8–97.4)"
        );
        assert_eq!(
            percent_interval(Some(0.90321), Some(0.9031), Some(0.9033)),
            "90.32 % (90.31–90.33)"
        );
        assert_eq!(
            percent_interval(Some(1.0), Some(0.9705), Some(1.0)),
            "100 % (97–100)"
        );
        assert_eq!(percent_interval(Some(0.971), None, None), "97.1 %");
        assert_eq!(
            percent_interval(Some(0.0), Some(0.0), Some(0.037)),
            "0 % (0–4)"
        );
        assert_eq!(
            percent_interval(Some(0.999_998), Some(0.999_9), Some(1.0)),
            ">99.999 % (99.990–100.000)"
        );
        assert_eq!(percent_range(Some(0.725), Some(0.996)), "72.5–99.6 %");
        assert_eq!(percent_range(Some(0.9912), Some(0.9999)), "99.12–99.99 %");
        assert_eq!(target(0.999), "99.9 %");
        assert_eq!(target(0.95), "95 %");
    }

    #[test]
    fn a_bound_is_rounded_up() {
        assert_eq!(percent_at_most(0.095_033_8), "9.6 %");
        assert_eq!(percent_at_most(0.000_014_614), "0.0015 %");
        assert_eq!(percent_at_most(0.029_513), "3.0 %");
        assert_eq!(percent_at_most(0.95), "95 %");
        assert_eq!(percent_at_most(0.015), "1.5 %");
        assert_eq!(percent_at_most(1.0), "100 %");
        assert_eq!(percent_at_most(0.0), "0 %");
    }

    #[test]
    fn a_range_of_one_value_is_that_value() {
        assert_eq!(percent_range(Some(1.0), Some(1.0)), "100 %");
        assert_eq!(percent_range(Some(0.95), Some(0.95)), "95.0 %");
    }

    #[test]
    fn lengths_and_counts() {
        assert_eq!(length(Some(90.0)), "90 s");
        assert_eq!(length(Some(31.44 * 3600.0)), "31.4 h");
        assert_eq!(length(Some(10.0 * 86_400.0)), "10 d");
        assert_eq!(length(None), "–");
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(quantity(Some(0.0423)), "0.0423");
        assert_eq!(quantity(Some(12_345.6)), "12,346");
    }

    #[test]
    fn paddings_carry_sign_and_unit() {
        assert_eq!(padding_amount(0.0, "s"), "0 h");
        assert_eq!(padding_amount(5400.0, "s"), "+1.5 h");
        assert_eq!(padding_amount(-900.0, "s"), "−15 min");
        assert_eq!(padding_amount(1.0, "bd"), "+1 business day");
        assert_eq!(padding_amount(-2.0, "d"), "−2 days");
        assert_eq!(padding_amount(10.0, "%"), "+10 %");
    }

    #[test]
    fn minus_zero_has_no_sign() {
        assert_eq!(signed(-0.001, 1, true), "0.0");
        assert_eq!(plain(-1.50, false), "−1.5");
    }
}
