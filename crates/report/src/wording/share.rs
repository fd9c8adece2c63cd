//! Shares in percent.
//!
//! The digits follow the interval: a share close to 1 keeps a digit of its late part, and an interval never collapses
//! into three equal numbers.

use leadtime_sim::outcome::Figure;

use super::NOTHING;

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
pub(super) fn width_digits(percent: f64) -> usize {
    let (mut digits, mut unit) = (0, 1.0);
    while digits < 4 && percent < unit * 0.999 {
        digits += 1;
        unit /= 10.0;
    }
    digits
}

/// Share from which a percentage is only said to be beyond: 1000 % says no more than that something is out of scale.
const BEYOND: f64 = 10.0;

/// The bare number in percent.
fn points(share: f64, digits: usize) -> String {
    if share > BEYOND {
        ">1000".to_owned()
    } else {
        format!("{:.digits$}", share * 100.0)
    }
}

fn percent_with(share: f64, digits: usize) -> String {
    let text = points(share, digits);
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
    let hundredths = share * 100.0;
    if !hundredths.is_finite() || hundredths <= 0.0 {
        return percent(Some(share));
    }
    let digits = (1.0 - libm::floor(libm::log10(hundredths))).clamp(0.0, 12.0) as usize;
    let unit = libm::pow(10.0, digits as f64);
    // What is a number of so many digits already, but for its last bits, stays.
    let up = libm::ceil(hundredths * unit * (1.0 - 1e-12)) / unit;
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
        "{} % ({}–{})",
        percent_with(share, digits),
        points(low, digits),
        points(high, digits)
    )
}

/// A share however rare, in percent with two digits that count: `0.00087 % (0.00079–0.00096)`.
pub(crate) fn rare_interval(value: Option<f64>, low: Option<f64>, high: Option<f64>) -> String {
    let (Some(share), Some(low), Some(high)) = (value, low, high) else {
        return percent(value);
    };
    if share >= 0.001 || share <= 0.0 {
        return percent_interval(value, Some(low), Some(high));
    }
    let leading = libm::floor(libm::log10(share * 100.0));
    let digits = (1.0 - leading).clamp(0.0, 15.0) as usize;
    let said = |share: f64| format!("{:.digits$}", share * 100.0);
    format!("{} % ({}–{})", said(share), said(low), said(high))
}

/// The same of a figure; an interval without width (nothing varied: none, or all) is not told.
pub(crate) fn percent_of(figure: &Figure) -> String {
    if figure.low == figure.high {
        return percent(figure.value);
    }
    percent_interval(figure.value, figure.low, figure.high)
}

/// `92.1–98.8 %`; a dash where one end is unknown.
pub(crate) fn percent_range(low: Option<f64>, high: Option<f64>) -> String {
    let (Some(low), Some(high)) = (low, high) else {
        return NOTHING.to_owned();
    };
    if high <= low {
        return percent(Some(low));
    }
    let digits = width_digits((high - low) * 10.0).max(1);
    format!("{}–{} %", points(low, digits), points(high, digits))
}

/// A stated share without needless zeros: `95 %`, `99.9 %`.
pub(crate) fn target(share: f64) -> String {
    let text = format!("{:.6}", share * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn rare_shares_keep_two_digits() {
        let said = super::rare_interval(Some(8.739e-6), Some(7.9e-6), Some(9.61e-6));
        assert_eq!(said, "0.00087 % (0.00079–0.00096)");
        let common = super::rare_interval(Some(0.05), Some(0.04), Some(0.06));
        assert_eq!(
            common,
            super::percent_interval(Some(0.05), Some(0.04), Some(0.06))
        );
    }

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
        assert_eq!(percent_range(Some(1.0), Some(1.0)), "100 %");
        assert_eq!(target(0.999), "99.9 %");
        assert_eq!(target(0.95), "95 %");
    }

    // catches: a stage with overtime told as busy 123456.7 % of its time
    #[test]
    fn beyond_a_thousand_percent_only_the_order_is_told() {
        assert_eq!(percent(Some(1234.567)), ">1000 %");
        assert_eq!(percent(Some(9.5)), "950 %");
        assert_eq!(
            percent_interval(Some(12.0), Some(0.5), Some(40.0)),
            ">1000 % (50–>1000)"
        );
        assert_eq!(percent_range(Some(2.0), Some(40.0)), "200.0–>1000 %");
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
}
