//! Golden: the bits of samples, pinned, so that no dependency, platform or feature of another crate changes them unseen.
//!
//! The accuracy of these values is asserted elsewhere; here only that they stay. A deliberate change of the tables or of the
//! special functions changes them: run with `UPDATE=1` to print the new table.
#![allow(clippy::print_stderr)]

use leadtime_network::distribution::Distribution::{self, *};
use leadtime_network::distribution::{Regime, ShockLaw};
use leadtime_sim::random::{Purpose, ReplicationKey, mix64};
use leadtime_sim::sampling::{ShockSampler, Tables};

fn laws() -> Vec<(&'static str, Distribution)> {
    let gamma = |shape, scale| Gamma { shape, scale };
    vec![
        ("constant", Constant(5.5)),
        (
            "uniform",
            Uniform {
                low: 2.0,
                high: 9.0,
            },
        ),
        ("exponential", Exponential { mean: 60_000.0 }),
        ("gamma", gamma(16.0, 1_800_000.0)),
        ("gamma, cv 3", gamma(1.0 / 9.0, 9.0)),
        (
            "lognormal",
            Lognormal {
                mu: 12.3,
                sigma: 0.472_380_727_077_438_9,
            },
        ),
        (
            "normal",
            Normal {
                mean: 20.0,
                sd: 1.0,
            },
        ),
        ("normal, cut", Normal { mean: 1.0, sd: 1.0 }),
        (
            "weibull",
            Weibull {
                shape: 1.7,
                scale: 3.0,
            },
        ),
        (
            "triangular",
            Triangular {
                min: 10.0,
                mode: 15.0,
                max: 40.0,
            },
        ),
        (
            "pert",
            Pert {
                min: 10.0,
                mode: 15.0,
                max: 40.0,
            },
        ),
        (
            "quantiles",
            Quantiles(vec![(0.0, 1.0), (0.5, 7.0), (0.95, 25.0), (1.0, 35.0)]),
        ),
        ("empirical", Empirical(vec![1.0, 2.5, 2.5, 4.0, 9.0])),
        (
            "mixture",
            Mixture(vec![
                (0.95, gamma(4.0, 1.0)),
                (
                    0.05,
                    Shifted {
                        by: 9.0,
                        base: Box::new(gamma(2.0, 3.0)),
                    },
                ),
            ]),
        ),
    ]
}

/// Per law: the bits of the sample at u = 0.3 and at u = 1 - 2^-20, and a digest of 20,000 hashed draws.
const PINNED: [(&str, [u64; 3]); 14] = [
    (
        "constant",
        [0x4016000000000000, 0x4016000000000000, 0x77e75cd7a3b3b879],
    ),
    (
        "uniform",
        [0x4010666666666666, 0x4021ffff20000000, 0x78ea8fbb7dded05f],
    ),
    (
        "exponential",
        [0x40d4e61f1748ebc5, 0x412962413bbc6c7d, 0x19c4d6d86040052a],
    ),
    (
        "gamma",
        [0x41777e861f9eac92, 0x419251ce758d23cf, 0x366cd73e422956e8],
    ),
    (
        "gamma, cv 3",
        [0x3f1c6b71814d5e04, 0x4055a88d5d5ed882, 0x6a0d73106562c40c],
    ),
    (
        "lognormal",
        [0x4104ef13bc263ed9, 0x413fcdd90f89f4e1, 0x8786b05b85687134],
    ),
    (
        "normal",
        [0x403379c0d0fc5e98, 0x4038c3540928fe93, 0x1490307041766272],
    ),
    (
        "normal, cut",
        [0x3fe8ce40529afde4, 0x401730e02be29fa5, 0x8bbba8a8c3e93ee1],
    ),
    (
        "weibull",
        [0x3ffa2c92b7352602, 0x402c2c4086ad43a8, 0x4fd334ea83d056d8],
    ),
    (
        "triangular",
        [0x4031164d8ba86129, 0x4043fc93a4d72776, 0xcfc0841ff5eedcb6],
    ),
    (
        "pert",
        [0x402de6b94fb603b9, 0x404388b3a78c86c0, 0x4f483393d06f3d5e],
    ),
    (
        "quantiles",
        [0x4012666666666666, 0x40417ff9c0000000, 0xccbead01d5bc70e8],
    ),
    (
        "empirical",
        [0x4004000000000000, 0x4021fffd80000000, 0x480620ea6ba191dd],
    ),
    (
        "mixture",
        [0x4006ad713d4799c3, 0x4048d10e8830fdad, 0xe780cb58506e1d08],
    ),
];

/// A digest of 200 grains of each shock around grain 0.
const PINNED_SHOCKS: [u64; 2] = [0x7835_6330_1575_7c4c, 0x8eef_4438_d521_c2ad];

const AT_03: u64 = 0x4CCC_CCCC_CCCC_CCCC;
const AT_TAIL: u64 = !(1 << 44);

fn digest(values: impl Iterator<Item = f64>) -> u64 {
    values.fold(0, |so_far, value| mix64(so_far ^ value.to_bits()))
}

#[test]
fn samples_keep_their_bits() {
    let mut tables = Tables::new();
    let entity = ReplicationKey::new(1, 0).stream(2).entity(3);
    let found: Vec<(&str, [u64; 3])> = laws()
        .iter()
        .map(|(name, law)| {
            let sampler = tables.sampler(law);
            let drawn = (0..20_000).map(|k| sampler.sample(entity.draw_at(Purpose::SERVICE, k)));
            let [body, tail] = [AT_03, AT_TAIL].map(|bits| sampler.sample(bits).to_bits());
            (*name, [body, tail, digest(drawn)])
        })
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        for (name, [body, tail, digest]) in &found {
            eprintln!("    ({name:?}, [{body:#018x}, {tail:#018x}, {digest:#018x}]),");
        }
    }
    assert_eq!(found, PINNED);
}

#[test]
fn shocks_keep_their_bits() {
    let laws = [
        ShockLaw::Ar1 {
            sigma: 0.15,
            phi: 0.6,
        },
        ShockLaw::Regimes(vec![
            Regime {
                factor: 1.0,
                spell: 19.0,
            },
            Regime {
                factor: 1.6,
                spell: 1.5,
            },
        ]),
    ];
    let stream = ReplicationKey::new(1, 0).stream(2);
    let found = laws.map(|law| {
        let series = ShockSampler::new(&law, &mut Tables::new()).series(stream, -100..100);
        digest(series.into_iter())
    });
    if std::env::var_os("UPDATE").is_some() {
        eprintln!("const PINNED_SHOCKS: [u64; 2] = {found:#018x?};");
    }
    assert_eq!(found, PINNED_SHOCKS);
}
