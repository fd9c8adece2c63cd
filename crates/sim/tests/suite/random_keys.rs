//! Known answers, addresses that must not collide, and the rand traits.
#![allow(clippy::print_stderr)]

use std::collections::BTreeSet;

use leadtime_sim::random::{
    DrawStream, Philox4x32, Purpose, ReplicationKey, gaussian, mix64, unit, unit_open,
};
use rand::{Rng, RngExt};

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

const FIXED: [Purpose; 14] = [
    Purpose::ARRIVAL,
    Purpose::LEVEL,
    Purpose::SOURCING,
    Purpose::DELAY,
    Purpose::CANCEL,
    Purpose::SHOCK,
    Purpose::SPREAD,
    Purpose::TRANSIT,
    Purpose::SERVICE,
    Purpose::BASKET,
    Purpose::CHOICE,
    Purpose::ATTEMPT,
    Purpose::FORECAST,
    Purpose::BATCH,
];

/// The published first outputs of SplitMix64 under seed 1234567 (test of the reference implementation in C).
#[test]
fn mix64_is_the_output_function_of_splitmix64() {
    let published: [u64; 5] = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    for (k, expected) in (1..).zip(published) {
        assert_eq!(
            mix64(GOLDEN.wrapping_mul(k).wrapping_add(1_234_567)),
            expected
        );
    }
}

/// Golden: computed by an independent implementation of the documented construction.
#[test]
fn draws_are_pinned() {
    let key = |seed, replication, name, number| {
        ReplicationKey::new(seed, replication)
            .stream(name)
            .entity(number)
    };
    let first = key(0, 0, 0, 0);
    assert_eq!(first.draw(Purpose::ARRIVAL), 0xd03b_cd69_134b_af50);
    assert_eq!(first.part(2).draw(Purpose::ARRIVAL), 0x7b6f_31d6_5162_c408);
    let second = key(1, 0, 0x0123_4567_89ab_cdef, 7);
    assert_eq!(second.draw(Purpose::SERVICE), 0x7319_7c73_9940_c99e);
    assert_eq!(second.part(2).draw(Purpose::SERVICE), 0xd3ad_6960_f88e_2b43);
    let third = key(1, 99, 0xfedc_ba98_7654_3210, -3i64 as u64);
    assert_eq!(third.draw(Purpose::SHOCK), 0x038a_8f89_da27_c23a);
    let last = key(u64::MAX, 1_000_000, 1, 1_000_000_000);
    assert_eq!(
        last.draw_at(Purpose::named(0xdead_beef_cafe_f00d), 5),
        0x72ad_197b_ab76_8fa5
    );
}

/// The known answers of Random123.
#[test]
fn philox_gives_the_published_vectors() {
    let cases = [
        (
            [0; 4],
            [0; 2],
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
        ),
        (
            [u32::MAX; 4],
            [u32::MAX; 2],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
        ),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (counter, key, expected) in cases {
        assert_eq!(Philox4x32::new(key).block(counter), expected);
    }
}

/// The same vectors as stored with the validation data.
#[test]
fn philox_gives_the_vectors_of_the_validation_data() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/validation/analytic_cases.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no validation data beside the repository");
        return;
    };
    let data: serde_json::Value = serde_json::from_str(&text).unwrap();
    let words = |value: &serde_json::Value| -> Vec<u32> {
        let word = |v: &serde_json::Value| u32::from_str_radix(v.as_str().unwrap(), 16).unwrap();
        value.as_array().unwrap().iter().map(word).collect()
    };
    let tests = data["known_answer_tests"].as_array().unwrap();
    assert_eq!(tests.len(), 3);
    for test in tests {
        let key = words(&test["key"]).try_into().unwrap();
        let counter = words(&test["counter"]).try_into().unwrap();
        assert_eq!(
            Philox4x32::new(key).block(counter).to_vec(),
            words(&test["out"])
        );
    }
}

/// For one entity, equal draws mean equal sums of purpose and index, since the finaliser is a bijection.
#[test]
fn purposes_and_indices_do_not_collide() {
    let entity = ReplicationKey::new(1, 2).stream(3).entity(4);
    let purposes = FIXED.into_iter().chain((0..1000).map(Purpose::named));
    let mut seen = BTreeSet::new();
    for purpose in purposes {
        for index in 0..256 {
            assert!(
                seen.insert(entity.draw_at(purpose, index)),
                "{purpose:?} at {index}"
            );
        }
    }
}

#[test]
fn keys_of_a_study_do_not_collide() {
    let mut seen = BTreeSet::new();
    for seed in 0..4 {
        for replication in 0..50 {
            for name in 0..10 {
                for number in 0..50u64 {
                    let entity = ReplicationKey::new(seed, replication)
                        .stream(name)
                        .entity(number);
                    assert!(seen.insert(entity.draw(Purpose::SERVICE)));
                    assert!(seen.insert(entity.part(number).draw(Purpose::SERVICE)));
                }
            }
        }
    }
}

#[test]
fn a_stream_reads_the_indexed_draws() {
    let entity = ReplicationKey::new(1, 0).stream(5).entity(8);
    let mut stream = entity.stream(Purpose::BASKET);
    assert_eq!(stream.next_u64(), entity.draw(Purpose::BASKET));
    assert_eq!(stream.next_u64(), entity.draw_at(Purpose::BASKET, 1));
    assert_eq!(
        u64::from(stream.next_u32()),
        entity.draw_at(Purpose::BASKET, 2) >> 32
    );
    let mut bytes = [0; 11];
    stream.fill_bytes(&mut bytes);
    assert_eq!(bytes[..8], entity.draw_at(Purpose::BASKET, 3).to_le_bytes());
    assert_eq!(
        bytes[8..],
        entity.draw_at(Purpose::BASKET, 4).to_le_bytes()[..3]
    );
    let die: u32 = DrawStream::new(entity, Purpose::BASKET).random_range(1..=6);
    assert!((1..=6).contains(&die));
}

#[test]
fn a_philox_stream_reads_its_blocks() {
    let generator = Philox4x32::new([1, 2]);
    let mut stream = generator.stream(0x0000_0005_0000_0007);
    for block in 0..3 {
        let words = generator.block([block, 0, 7, 5]).map(u64::from);
        assert_eq!(stream.next_u64(), words[1] << 32 | words[0]);
        assert_eq!(stream.next_u64(), words[3] << 32 | words[2]);
    }
}

#[test]
fn units_keep_to_their_intervals() {
    assert_eq!(unit(0), 0.0);
    assert_eq!(unit(u64::MAX), 1.0 - f64::EPSILON / 2.0);
    assert_eq!(unit(1 << 63), 0.5);
    assert_eq!(unit_open(0), f64::EPSILON / 2.0);
    assert!(unit_open(u64::MAX) < 1.0);
}

#[test]
fn gaussian_inverts_symmetrically_to_the_ends() {
    for bits in [0, 1, 12_345, 1 << 40, 1 << 62, (1 << 63) - 1] {
        assert_eq!(gaussian(bits), -gaussian(!bits));
    }
    // Phi(1) = 0.8413447460685429, Phi(-9.0803...) = 2^-65
    let at = |u: f64| gaussian((u * 18_446_744_073_709_551_616.0) as u64);
    assert!((at(0.841_344_746_068_542_9) - 1.0).abs() < 1e-12);
    assert!((at(0.025) + 1.959_963_984_540_054).abs() < 1e-12);
    assert!((-9.2..-9.0).contains(&gaussian(0)));
}
