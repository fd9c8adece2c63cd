//! Texts of distributions and shock laws: what they mean, what is refused and where, and that what is written is read back.

use leadtime_network::distribution::{Distribution, Regime, ShockLaw};
use leadtime_network::network::Grain;
use leadtime_network::text::{self, TextError, TextErrorKind, Unit};
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn law(source: &str, unit: Unit) -> Result<Distribution, TextError> {
    text::distribution(source, unit, &mut |file| match file {
        "seen.csv" => Ok("minutes,lead\n5,1h\n7,2h\n6,30min\n".to_owned()),
        "plain.csv" => Ok("3\n1\n2\n".to_owned()),
        _ => Err("no such file".to_owned()),
    })
}

fn time_law(source: &str) -> Distribution {
    law(source, Unit::Duration).unwrap()
}

/// Kind and offending part of a mistake.
fn mistake<T: std::fmt::Debug>(source: &str, read: Result<T, TextError>) -> (TextErrorKind, &str) {
    let error = read.unwrap_err();
    assert!(!error.message.is_empty());
    (error.kind, &source[error.span])
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} is not {b}");
}

#[test]
fn distributions_have_the_parameters_that_their_text_states() {
    assert_eq!(time_law("5min"), Distribution::Constant(300_000.0));
    assert_eq!(
        time_law("constant(5min)"),
        Distribution::Constant(300_000.0)
    );
    assert_eq!(
        time_law("uniform(0h, 8h)"),
        Distribution::Uniform {
            low: 0.0,
            high: 8.0 * HOUR as f64
        }
    );
    assert_eq!(
        time_law("exponential(mean=10min)"),
        Distribution::Exponential { mean: 600_000.0 }
    );
    assert_eq!(
        time_law("erlang(2, mean=1.25min)"),
        Distribution::Gamma {
            shape: 2.0,
            scale: 37_500.0
        }
    );
    assert_eq!(
        time_law("gamma(shape=16, scale=30min)"),
        Distribution::Gamma {
            shape: 16.0,
            scale: 1_800_000.0
        }
    );
    assert_eq!(
        time_law("gamma(mean=8h, cv=0.25)"),
        Distribution::Gamma {
            shape: 16.0,
            scale: 1_800_000.0
        }
    );
    assert_eq!(
        time_law("normal(120h, 10h)"),
        Distribution::Normal {
            mean: 432e6,
            sd: 36e6
        }
    );
    assert_eq!(
        time_law("weibull(shape=1.5, scale=2h)"),
        Distribution::Weibull {
            shape: 1.5,
            scale: 72e5
        }
    );
    assert_eq!(
        time_law("pert(10m,15m,40m)"),
        Distribution::Pert {
            min: 6e5,
            mode: 9e5,
            max: 24e5
        }
    );
    assert_eq!(
        time_law("triangular(min=1h, mode=1h, max=2h)"),
        Distribution::Triangular {
            min: 36e5,
            mode: 36e5,
            max: 72e5
        }
    );
    assert_eq!(
        time_law("shifted(6h, exponential(1h))"),
        Distribution::Shifted {
            by: 216e5,
            base: Box::new(Distribution::Exponential { mean: 36e5 })
        }
    );
    assert_eq!(
        time_law("mixture(0.95: 1h, 0.05: shifted(1h, uniform(0h, 1h)))"),
        Distribution::Mixture(vec![
            (0.95, Distribution::Constant(36e5)),
            (
                0.05,
                Distribution::Shifted {
                    by: 36e5,
                    base: Box::new(Distribution::Uniform {
                        low: 0.0,
                        high: 36e5
                    })
                }
            ),
        ])
    );
    // Mean and cv of a lognormal are those asked for.
    let law = time_law("lognormal(mean=4.25min, cv=0.5)");
    close(law.mean(), 255_000.0);
    close(law.variance().sqrt() / law.mean(), 0.5);
    // The stated quantiles are hit: exp(mu + z sigma).
    for (source, z, upper) in [
        (
            "lognormal(median=20m, p90=1h)",
            1.281_551_565_544_600_4,
            36e5,
        ),
        (
            "lognormal(median=20m, p95=1h5m)",
            1.644_853_626_951_472_2,
            39e5,
        ),
        ("lognormal(p50=20m, p99=2h)", 2.326_347_874_040_840_8, 72e5),
        (
            "lognormal(median=20m, p99.9=3h)",
            3.090_232_306_167_813,
            108e5,
        ),
    ] {
        let Distribution::Lognormal { mu, sigma } = time_law(source) else {
            panic!("{source}")
        };
        close(mu, libm::log(12e5));
        close(libm::exp(mu + z * sigma), upper);
    }
}

#[test]
fn quantile_tables_get_their_ends() {
    let day = DAY as f64;
    let Distribution::Quantiles(table) = time_law("quantiles(p5=2d, p50=7d, p95=24d, p99=40d)")
    else {
        panic!()
    };
    let (p, values): (Vec<f64>, Vec<f64>) = table.into_iter().unzip();
    assert_eq!(p, [0.0, 0.05, 0.5, 0.95, 0.99, 1.0]);
    // 2 d - .05 x 5 d/.45 below, 40 d + .01 x 16 d/.04 above.
    for (value, days) in values
        .iter()
        .zip([2.0 - 0.25 / 0.45, 2.0, 7.0, 24.0, 40.0, 44.0])
    {
        close(*value, days * day);
    }
    // Never below 0.
    let Distribution::Quantiles(table) = time_law("quantiles(p50=1d, p60=3d)") else {
        panic!()
    };
    assert_eq!(table[0], (0.0, 0.0));
    assert_eq!(
        law("quantiles(min=1, p50=2, max=4)", Unit::Plain).unwrap(),
        Distribution::Quantiles(vec![(0.0, 1.0), (0.5, 2.0), (1.0, 4.0)])
    );
}

/// A quote of 3 days is met by 95-97 %, one of 4 days by 97-99 % (transit days at p50 ... p99 of a carrier's table).
#[test]
fn percentile_table_of_a_carrier() {
    let Distribution::Quantiles(table) =
        time_law("quantiles(p50=1d, p75=2d, p85=2d, p90=3d, p95=3d, p97=4d, p99=6d)")
    else {
        panic!()
    };
    let met = |days: f64| {
        let i = table.partition_point(|&(_, value)| value <= days * DAY as f64);
        let (a, b) = (table[i - 1], table[i]);
        a.0 + (b.0 - a.0) * (days * DAY as f64 - a.1) / (b.1 - a.1)
    };
    assert!((0.95 - 1e-12..=0.97).contains(&met(3.0)), "{}", met(3.0));
    assert!((0.97 - 1e-12..=0.99).contains(&met(4.0)), "{}", met(4.0));
}

#[test]
fn observed_values_come_from_a_file_or_stand_in_line() {
    let sorted = |values: [f64; 3]| Distribution::Empirical(values.to_vec());
    assert_eq!(
        time_law("empirical(\"seen.csv\", column=\"lead\")"),
        sorted([18e5, 36e5, 72e5])
    );
    assert_eq!(
        time_law("empirical(\"seen.csv\", unit=min)"),
        sorted([3e5, 36e4, 42e4])
    );
    assert_eq!(
        time_law("empirical(7min, 5min, 6min)"),
        sorted([3e5, 36e4, 42e4])
    );
    assert_eq!(
        law("empirical(\"plain.csv\")", Unit::Plain).unwrap(),
        sorted([1.0, 2.0, 3.0])
    );
    let source = "shifted(1h, empirical(\"none.csv\"))";
    assert_eq!(
        mistake(source, law(source, Unit::Duration)),
        (TextErrorKind::Unreadable, "\"none.csv\"")
    );
    // Bare numbers need a unit, in a file as anywhere.
    let error = law("empirical(\"seen.csv\")", Unit::Duration).unwrap_err();
    assert_eq!(error.kind, TextErrorKind::BareNumber);
    assert!(error.message.contains("line 2"), "{}", error.message);
    assert_eq!(
        law("empirical(\"seen.csv\", column=\"late\")", Unit::Duration)
            .unwrap_err()
            .kind,
        TextErrorKind::Unreadable
    );
}

#[test]
fn wrong_distributions_are_refused_where_they_are_wrong() {
    use TextErrorKind::{
        BareNumber, Empty, MissingArgument, Negative, NotFinite, OutOfRange, Syntax,
        UnknownArgument, UnknownName, UnknownUnit,
    };
    for (source, kind, part) in [
        ("", Empty, ""),
        ("5", BareNumber, "5"),
        ("gama(mean=8h, cv=1)", UnknownName, "gama"),
        ("lognormal", MissingArgument, "lognormal"),
        ("logn", UnknownName, "logn"),
        ("gamma(mean=8h)", MissingArgument, "gamma"),
        ("gamma(8h, 0.25)", MissingArgument, "8h"),
        (
            "gamma(mean=8h, cv=0.25, scale=1h)",
            MissingArgument,
            "gamma",
        ),
        ("gamma(mean=8h, vc=0.25)", UnknownArgument, "vc"),
        ("gamma(mean=8h, mean=9h)", UnknownArgument, "mean"),
        ("gamma(mean=8, cv=0.25)", BareNumber, "8"),
        ("gamma(mean=8h, cv=0)", OutOfRange, "0"),
        ("gamma(mean=8h, cv=-1)", Negative, "-1"),
        ("gamma(mean=8h, cv=nan)", NotFinite, "nan"),
        ("gamma(mean=8h, cv=1e-200)", NotFinite, "gamma"),
        ("gamma(mean=8h, cv=5min)", Syntax, "5min"),
        ("gamma(mean=, cv=1)", Empty, ""),
        ("gamma(mean=8h, cv=0.25", Syntax, "gamma(mean=8h, cv=0.25"),
        ("exponential(mean=0min)", OutOfRange, "0min"),
        ("exponential(mean=-1min)", Negative, "-1min"),
        ("exponential(1min, 2min)", UnknownArgument, "2min"),
        ("exponential(mean=1mi)", UnknownUnit, "mi"),
        ("erlang(2.5, mean=1h)", OutOfRange, "2.5"),
        ("erlang(k=2, 1h)", Syntax, "1h"),
        ("uniform(2h, 1h)", OutOfRange, "1h"),
        ("pert(1h, 3h, 2h)", OutOfRange, "2h"),
        ("triangular(1h, 1h, 1h)", OutOfRange, "1h"),
        ("lognormal(median=2h, p95=1h)", OutOfRange, "1h"),
        (
            "lognormal(median=2h, p95=3h, sigma=1)",
            MissingArgument,
            "lognormal",
        ),
        ("quantiles(p5=2d, p50=1d)", OutOfRange, "1d"),
        ("quantiles(p5=2d, p5=3d)", UnknownArgument, "3d"),
        ("quantiles(p50=2d)", MissingArgument, "quantiles"),
        ("quantiles(p5=2d, p100=3d)", OutOfRange, "p100"),
        ("quantiles(p5=2d, q50=3d)", UnknownArgument, "q50"),
        ("quantiles(2d, 3d)", MissingArgument, "2d"),
        ("mixture(0.5: 1h, 0.4: 2h)", OutOfRange, "mixture"),
        ("mixture(1h, 2h)", Syntax, "1h"),
        ("mixture(0.5: 1h, 0.5: gama(1h))", UnknownName, "gama"),
        ("mixture()", MissingArgument, "mixture"),
        ("shifted(-1h, 2h)", Negative, "-1h"),
        (
            "shifted(1h, uniform(1h, (2h))",
            Syntax,
            "1h, uniform(1h, (2h)",
        ),
        ("empirical()", MissingArgument, "empirical"),
        ("empirical(\"seen.csv)", Syntax, "\"seen.csv"),
    ] {
        let found = mistake(source, law(source, Unit::Duration));
        assert_eq!((found.0, found.1.trim()), (kind, part), "{source}");
    }
    let error = law("gama(mean=8h, cv=1)", Unit::Duration).unwrap_err();
    assert_eq!(error.help.unwrap(), "did you mean `gamma`?");
    // A hostile text ends in an error, not in the stack.
    let deep = format!("{}1h{}", "shifted(1h, ".repeat(10_000), ")".repeat(10_000));
    assert_eq!(law(&deep, Unit::Duration).unwrap_err().kind, OutOfRange);
    assert_eq!(
        law("lognormal(mean=1h, cv=0.1)", Unit::Plain)
            .unwrap_err()
            .kind,
        Syntax
    );
}

#[test]
fn shock_laws() {
    let read = |source, grain| text::shock_law(source, grain, &mut |_| Err("no files".to_owned()));
    assert_eq!(
        read("ar1(sigma=0.15, phi=0.6)", Grain::Day),
        Ok(ShockLaw::Ar1 {
            sigma: 0.15,
            phi: 0.6
        })
    );
    let regimes = vec![
        Regime {
            factor: 1.0,
            spell: 19.0,
        },
        Regime {
            factor: 1.6,
            spell: 1.5,
        },
    ];
    assert_eq!(
        read("regimes(1.0 for 19d, 1.6 for 1.5d)", Grain::Day),
        Ok(ShockLaw::Regimes(regimes))
    );
    let Ok(ShockLaw::Regimes(weekly)) = read("regimes(1 for 4w, 0.5 for 10d 12h)", Grain::Week)
    else {
        panic!()
    };
    assert_eq!((weekly[0].spell, weekly[1].spell), (4.0, 1.5));
    let Ok(ShockLaw::Independent(law)) = read("lognormal(mean=1, cv=0.1)", Grain::Day) else {
        panic!()
    };
    close(law.mean(), 1.0);
    use TextErrorKind::{MissingArgument, OutOfRange, Syntax};
    for (source, grain, kind) in [
        ("ar1(sigma=0.15, phi=1)", Grain::Day, OutOfRange),
        ("ar1(sigma=0.15)", Grain::Day, MissingArgument),
        ("regimes(1 for 19d)", Grain::Day, MissingArgument),
        ("regimes(1 for 19d, 2 for 12h)", Grain::Day, OutOfRange),
        ("regimes(1 for 19d, 2 for 3d)", Grain::Week, OutOfRange),
        ("regimes(1, 2)", Grain::Day, Syntax),
    ] {
        assert_eq!(read(source, grain).unwrap_err().kind, kind, "{source}");
    }
}

/// A positive length: whole ticks, or any fraction of them.
fn length() -> impl Strategy<Value = f64> {
    prop_oneof![
        (1_i64..5 * DAY).prop_map(|ticks| ticks as f64),
        10.0..1e9_f64
    ]
}

/// A law whose parameters are in range.
fn any_law() -> impl Strategy<Value = Distribution> {
    let leaf = prop_oneof![
        length().prop_map(Distribution::Constant),
        (length(), length()).prop_map(|(low, width)| Distribution::Uniform {
            low,
            high: low + width
        }),
        length().prop_map(|mean| Distribution::Exponential { mean }),
        (0.01..50.0_f64, length()).prop_map(|(shape, scale)| Distribution::Gamma { shape, scale }),
        (3.0..22.0_f64, 0.01..3.0_f64)
            .prop_map(|(mu, sigma)| Distribution::Lognormal { mu, sigma }),
        (length(), length()).prop_map(|(mean, sd)| Distribution::Normal { mean, sd }),
        (0.3..9.0_f64, length()).prop_map(|(shape, scale)| Distribution::Weibull { shape, scale }),
        (length(), length(), length()).prop_map(|(min, a, b)| Distribution::Pert {
            min,
            mode: min + a,
            max: min + a + b
        }),
        (length(), length(), length()).prop_map(|(min, a, b)| Distribution::Triangular {
            min,
            mode: min + a,
            max: min + a + b
        }),
        prop::collection::vec((0.001..1.0_f64, length()), 1..6).prop_map(quantile_table),
        prop::collection::vec(length(), 1..9).prop_map(|mut values| {
            values.sort_by(f64::total_cmp);
            Distribution::Empirical(values)
        }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (length(), inner.clone()).prop_map(|(by, base)| Distribution::Shifted {
                by,
                base: Box::new(base)
            }),
            (0.01..0.99_f64, inner.clone(), inner).prop_map(
                |(weight, a, b)| Distribution::Mixture(vec![(weight, a), (1.0 - weight, b)])
            ),
        ]
    })
}

/// Steps of percentage and value, from 0 to 1. Probabilities that were read are hundredths of a percentage.
fn quantile_table(steps: Vec<(f64, f64)>) -> Distribution {
    let total: f64 = steps.iter().map(|step| step.0).sum::<f64>() + 0.5;
    let (mut percent, mut value) = (0.0, 7.0);
    let mut table = vec![(0.0, value)];
    for (dp, dv) in steps {
        percent += 100.0 * dp / total;
        value += dv;
        table.push((percent / 100.0, value));
    }
    table.push((1.0, value + 1.0));
    Distribution::Quantiles(table)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn a_distribution_is_read_back_as_it_was_written(written in any_law()) {
        let canonical = written.text(Unit::Duration);
        prop_assert_eq!(law(&canonical, Unit::Duration), Ok(written), "{}", canonical);
    }
}
