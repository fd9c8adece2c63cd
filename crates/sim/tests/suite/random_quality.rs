//! Statistical tests of the generator along every direction in which keys are counted, with Philox as the yardstick and
//! a bad generator to show that the tests can fail.
//!
//! Seeds are fixed, so a pass is a pass forever; each bound would be crossed by chance once in about 10^6.
// Oracles may use the platform's mathematics.
#![allow(clippy::disallowed_methods)]

use leadtime_sim::random::{Philox4x32, Purpose, ReplicationKey, gaussian, mix64, unit};
use leadtime_stats::special::{chi_square_sf, normal_cdf};
use rand::Rng;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Words a sequence.
const COUNT: usize = 1 << 17;

/// The draws met when one part of the address is counted up and the others stand still.
fn directions() -> Vec<(&'static str, Vec<u64>)> {
    let key = ReplicationKey::new(1, 0);
    let zone = key.stream(0x0123_4567_89ab_cdef);
    let order = zone.entity(17);
    let service = Purpose::SERVICE;
    let seed = |n| ReplicationKey::new(n, 3).stream(5).entity(7).draw(service);
    let replication = |n| ReplicationKey::new(1, n).stream(5).entity(7).draw(service);
    let alternating = |n: u64| {
        zone.entity(n / 2).draw(if n.is_multiple_of(2) {
            service
        } else {
            Purpose::SPREAD
        })
    };
    let list = |draw: &dyn Fn(u64) -> u64| (0..COUNT as u64).map(draw).collect();
    vec![
        ("seed", list(&seed)),
        ("replication", list(&replication)),
        ("name", list(&|n| key.stream(n).entity(7).draw(service))),
        ("number", list(&|n| zone.entity(n).draw(service))),
        (
            "negative number",
            list(&|n| zone.entity(n.wrapping_neg()).draw(service)),
        ),
        (
            "instants two hours apart",
            list(&|n| zone.entity(n * 7_200_000).draw(service)),
        ),
        (
            "number in the upper half",
            list(&|n| zone.entity(n << 32).draw(service)),
        ),
        ("index", list(&|n| order.draw_at(service, n))),
        ("named purpose", list(&|n| order.draw(Purpose::named(n)))),
        ("part", list(&|n| order.part(n).draw(service))),
        ("two purposes in turn", list(&alternating)),
    ]
}

fn philox() -> Vec<u64> {
    let mut stream = Philox4x32::new([1, 2]).stream(3);
    (0..COUNT).map(|_| stream.next_u64()).collect()
}

/// A plain Weyl sequence: equidistributed, and wholly predictable.
fn weyl() -> Vec<u64> {
    (0..COUNT as u64).map(|n| n.wrapping_mul(GOLDEN)).collect()
}

/// P-value of counts that should be equal.
fn chi_square(counts: &[u32]) -> f64 {
    let total: u32 = counts.iter().sum();
    let expected = f64::from(total) / counts.len() as f64;
    let statistic: f64 = counts
        .iter()
        .map(|&count| (f64::from(count) - expected).powi(2) / expected)
        .sum();
    chi_square_sf(statistic, counts.len() as f64 - 1.0)
}

/// Worse than chance, or too even to be chance.
fn suspicious(p: f64) -> bool {
    !(1e-6..=1.0 - 1e-6).contains(&p)
}

/// Two-sided p-value of a standard normal statistic, folded to one number whose both ends are suspicious.
fn z_level(z: f64) -> f64 {
    normal_cdf(z)
}

/// Every byte of the word is uniform on 256 values.
fn bytes(words: &[u64]) -> Vec<f64> {
    let byte = |shift: u32| {
        let mut counts = [0; 256];
        words
            .iter()
            .for_each(|word| counts[(word >> shift) as usize & 255] += 1);
        chi_square(&counts)
    };
    (0..64).step_by(8).map(byte).collect()
}

/// Four bits of one word and four of the next (at several places) are uniform on 256 values.
fn neighbours(words: &[u64]) -> Vec<f64> {
    let pairs = |shift: u32, lag: usize| {
        let mut counts = [0; 256];
        for pair in words.windows(lag + 1) {
            counts[((pair[0] >> shift & 15) << 4 | pair[lag] >> shift & 15) as usize] += 1;
        }
        chi_square(&counts)
    };
    [0, 20, 40, 60]
        .into_iter()
        .flat_map(|shift| [1, 2, 5].map(|lag| pairs(shift, lag)))
        .collect()
}

/// The correlation of two lists of uniforms, times the root of their length: standard normal if they are independent.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let sum: f64 = a.iter().zip(b).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum();
    12.0 * sum / n * n.sqrt()
}

/// Serial correlation of the words and of the words with their bits reversed, at lags 1 to 8.
fn serial(words: &[u64]) -> Vec<f64> {
    let lagged = |values: Vec<f64>| -> Vec<f64> {
        (1..=8)
            .map(|lag| z_level(correlation(&values[lag..], &values[..values.len() - lag])))
            .collect()
    };
    let forward = lagged(words.iter().map(|&word| unit(word)).collect());
    let backward = lagged(
        words
            .iter()
            .map(|&word| unit(word.reverse_bits()))
            .collect(),
    );
    [forward, backward].concat()
}

/// Neighbouring words differ in a binomial(64, 1/2) number of bits.
fn differing_bits(words: &[u64]) -> Vec<f64> {
    let n = (words.len() - 1) as f64;
    let sum: f64 = words
        .windows(2)
        .map(|pair| f64::from((pair[0] ^ pair[1]).count_ones()) - 32.0)
        .sum();
    let square: f64 = words
        .windows(2)
        .map(|pair| (f64::from((pair[0] ^ pair[1]).count_ones()) - 32.0).powi(2))
        .sum();
    // variance of one square: 3 * 16^2 - 2 * 16 - 16^2
    vec![
        z_level(sum / (16.0 * n).sqrt()),
        z_level((square - 16.0 * n) / (480.0 * n).sqrt()),
    ]
}

/// Birthday spacings (Marsaglia 1985): 512 days of a year of 2^24; the number of equal spacings is about Poisson(2).
fn birthday_spacings(words: &[u64]) -> Vec<f64> {
    let repeats = |shift: u32| {
        let mut total = 0u32;
        for group in words.chunks_exact(512) {
            let mut days: Vec<u64> = group.iter().map(|word| word >> shift & 0xFF_FFFF).collect();
            days.sort_unstable();
            let mut spacings: Vec<u64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
            spacings.sort_unstable();
            total += spacings
                .windows(2)
                .map(|pair| u32::from(pair[0] == pair[1]))
                .sum::<u32>();
        }
        let expected = 2.0 * (words.len() / 512) as f64;
        z_level((f64::from(total) - expected) / expected.sqrt())
    };
    [0, 20, 40].map(repeats).to_vec()
}

/// Collisions of 2^14 balls in 2^20 urns: about Poisson with mean 2^14 (2^14 - 1) / 2^21 = 128, less the triple ones (0.7).
fn collisions(words: &[u64]) -> Vec<f64> {
    let balls = 1 << 14;
    let count = |shift: u32| {
        let mut total = 0;
        let groups = words.chunks_exact(balls);
        let expected = 127.3 * groups.len() as f64;
        for group in groups {
            let mut urns: Vec<u64> = group.iter().map(|word| word >> shift & 0xF_FFFF).collect();
            urns.sort_unstable();
            urns.dedup();
            total += balls - urns.len();
        }
        z_level((total as f64 - expected) / expected.sqrt())
    };
    [0, 22, 44].map(count).to_vec()
}

type Test = fn(&[u64]) -> Vec<f64>;

const TESTS: [(&str, Test); 6] = [
    ("bytes", bytes),
    ("neighbours", neighbours),
    ("serial", serial),
    ("differing bits", differing_bits),
    ("birthday spacings", birthday_spacings),
    ("collisions", collisions),
];

#[test]
fn every_direction_passes_every_test() {
    for (direction, words) in directions() {
        for (name, test) in TESTS {
            for p in test(&words) {
                assert!(!suspicious(p), "{name} along {direction}: p = {p:e}");
            }
        }
    }
}

/// All p-values together are uniform: a single weak test may hide, a hundred do not.
#[test]
fn the_p_values_are_uniform_and_so_are_those_of_philox() {
    let of = |words: &[u64]| {
        TESTS
            .iter()
            .flat_map(|(_, test)| test(words))
            .collect::<Vec<f64>>()
    };
    let ours: Vec<f64> = directions()
        .iter()
        .flat_map(|(_, words)| of(words))
        .collect();
    assert!(ours.len() > 400);
    assert!(uniform_level(ours) > 1e-4);
    assert!(uniform_level(of(&philox())) > 1e-4);
}

/// Asymptotic Kolmogorov p-value of uniformity.
fn uniform_level(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let distance = values.iter().enumerate().fold(0.0f64, |d, (i, v)| {
        d.max((v - i as f64 / n).abs())
            .max(((i as f64 + 1.0) / n - v).abs())
    });
    let scaled = distance * (n.sqrt() + 0.12 + 0.11 / n.sqrt());
    (1..100)
        .map(|j| {
            let sign = if j % 2 == 1 { 2.0 } else { -2.0 };
            sign * (-2.0 * f64::from(j * j) * scaled * scaled).exp()
        })
        .sum::<f64>()
        .clamp(0.0, 1.0)
}

#[test]
fn philox_passes_and_a_weyl_sequence_fails() {
    for (name, test) in TESTS {
        assert!(
            test(&philox()).iter().all(|&p| !suspicious(p)),
            "{name} on Philox"
        );
        assert!(
            test(&weyl()).iter().any(|&p| suspicious(p)),
            "{name} does not see a Weyl sequence"
        );
    }
}

#[test]
fn the_two_generators_have_the_same_distribution() {
    for (direction, words) in directions() {
        let mut sorted: [Vec<u64>; 2] = [words, philox()];
        sorted.iter_mut().for_each(|list| list.sort_unstable());
        let [ours, theirs] = sorted;
        let mut distance = 0.0f64;
        let mut below = 0;
        for (i, word) in ours.iter().enumerate() {
            while below < theirs.len() && theirs[below] <= *word {
                below += 1;
            }
            distance = distance.max((i as f64 - below as f64).abs() / COUNT as f64);
        }
        // two-sample Kolmogorov-Smirnov, p = 1e-6
        assert!(
            distance < 2.7 * (2.0 / COUNT as f64).sqrt(),
            "{direction}: {distance}"
        );
    }
}

/// Flipping one bit of any part of the address flips every bit of the draw half of the time.
#[test]
fn avalanche_from_every_part_of_the_address() {
    const SAMPLES: u32 = 4000;
    let draw = |[seed, replication, name, number, purpose, index]: [u64; 6]| {
        let entity = ReplicationKey::new(seed, replication)
            .stream(name)
            .entity(number);
        entity.draw_at(Purpose::named(purpose), index)
    };
    for part in 0..6 {
        for bit in 0..64 {
            let mut flips = [0u32; 64];
            for sample in 0..u64::from(SAMPLES) {
                // small numbers in every part, as real keys have
                let mut address = [
                    1,
                    sample % 100,
                    mix64(sample),
                    sample,
                    mix64(!sample),
                    sample % 3,
                ];
                let before = draw(address);
                address[part] ^= 1 << bit;
                let changed = before ^ draw(address);
                for (output, count) in flips.iter_mut().enumerate() {
                    *count += (changed >> output & 1) as u32;
                }
            }
            for (output, &count) in flips.iter().enumerate() {
                let z = (f64::from(count) - 0.5 * f64::from(SAMPLES))
                    / (0.25 * f64::from(SAMPLES)).sqrt();
                // 24,576 counts: one in ten thousand such suites would cross 5.8
                assert!(z.abs() < 5.8, "part {part}, bit {bit} -> {output}: z = {z}");
            }
        }
    }
}

/// Over many orders, what is drawn for one purpose, index, zone, replication or seed says nothing about another.
#[test]
fn purposes_zones_replications_and_seeds_are_uncorrelated() {
    let draws = |seed, replication, name, purpose: Purpose, index| -> Vec<f64> {
        let zone = ReplicationKey::new(seed, replication).stream(name);
        (0..50_000)
            .map(|n| unit(zone.entity(n).draw_at(purpose, index)))
            .collect()
    };
    let mut lists = Vec::new();
    for purpose in [
        Purpose::ARRIVAL,
        Purpose::LEVEL,
        Purpose::SERVICE,
        Purpose::named(1),
        Purpose::named(2),
    ] {
        lists.push(draws(1, 0, 9, purpose, 0));
        lists.push(draws(1, 0, 9, purpose, 1));
    }
    lists.extend((1..6).map(|replication| draws(1, replication, 9, Purpose::ARRIVAL, 0)));
    lists.extend((2..6).map(|seed| draws(seed, 0, 9, Purpose::ARRIVAL, 0)));
    lists.extend((10..14).map(|name| draws(1, 0, name, Purpose::ARRIVAL, 0)));
    for (i, a) in lists.iter().enumerate() {
        for (j, b) in lists.iter().enumerate().take(i) {
            // also one order against the next, both ways
            for (x, y) in [
                (&a[..], &b[..]),
                (&a[1..], &b[..b.len() - 1]),
                (&a[..a.len() - 1], &b[1..]),
            ] {
                let z = correlation(x, y);
                assert!(z.abs() < 5.5, "lists {i} and {j}: z = {z}");
            }
        }
    }
}

#[test]
fn gaussians_are_normal() {
    let zone = ReplicationKey::new(5, 0).stream(1);
    let levels: Vec<f64> = (0..200_000)
        .map(|n| normal_cdf(gaussian(zone.entity(n).draw(Purpose::SHOCK))))
        .collect();
    assert!(uniform_level(levels) > 1e-4);
}
