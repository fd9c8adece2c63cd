//! Stages: first in, first out; servers; throughput.

use leadtime_sim::audit::Kind;

use crate::audit_faults::{blames, finds};

#[test]
fn first_in_first_out() {
    // Orders 2 and 3 change places at pick, and so at every later step up to the truck.
    finds(
        &[Kind::Fifo],
        &[
            (
                r#""arrive":20,"start":40,"end":80"#,
                r#""arrive":20,"start":50,"end":95"#,
            ),
            (
                r#""arrive":30,"start":50,"end":95"#,
                r#""arrive":30,"start":40,"end":80"#,
            ),
            (
                r#"{"stage":{"order":2,"stage":1,"arrive":80"#,
                r#"{"stage":{"order":3,"stage":1,"arrive":80"#,
            ),
            (
                r#"{"stage":{"order":3,"stage":1,"arrive":95"#,
                r#"{"stage":{"order":2,"stage":1,"arrive":95"#,
            ),
            (
                r#""order":2,"lane":0,"ready":160"#,
                r#""order":2,"lane":0,"ready":180"#,
            ),
            (
                r#""order":3,"lane":0,"ready":180"#,
                r#""order":3,"lane":0,"ready":160"#,
            ),
        ],
    );
    // Parcels of one truck are sorted by number, not in the order in which they were loaded.
    finds(
        &[Kind::Fifo],
        &[
            (
                r#""order":0,"stage":2,"arrive":350,"start":350,"end":355"#,
                r#""order":0,"stage":2,"arrive":350,"start":450,"end":455"#,
            ),
            (
                r#""order":1,"stage":2,"arrive":350,"start":450,"end":455"#,
                r#""order":1,"stage":2,"arrive":350,"start":350,"end":355"#,
            ),
            (
                r#""order":0,"lane":1,"ready":355,"scheduled":null,"departed":355"#,
                r#""order":0,"lane":1,"ready":455,"scheduled":null,"departed":455"#,
            ),
            (
                r#""order":1,"lane":1,"ready":455,"scheduled":null,"departed":455"#,
                r#""order":1,"lane":1,"ready":355,"scheduled":null,"departed":355"#,
            ),
            (
                r#""departed":455,"arrive":400"#,
                r#""departed":455,"arrive":500"#,
            ),
            (r#"{"order":0,"at":400}"#, r#"{"order":0,"at":500}"#),
        ],
    );
}

#[test]
fn servers() {
    // Packed while both packers are busy.
    blames(
        Kind::OverCapacity,
        3,
        "F/pack",
        &[(r#""arrive":95,"start":130"#, r#""arrive":95,"start":129"#)],
    );
    // The second packer comes at 100, not before; and stays until 200.
    blames(
        Kind::OverCapacity,
        2,
        "F/pack",
        &[(r#""arrive":80,"start":100"#, r#""arrive":80,"start":99"#)],
    );
    blames(Kind::OverCapacity, 6, "F/pack", &[("[200,1]", "[190,1]")]);
    blames(
        Kind::Closed,
        8,
        "F/pack",
        &[(r#""start":2000"#, r#""start":1999"#)],
    );
    blames(Kind::Closed, 7, "F/pack", &[("[[0,1000]", "[[0,990]")]);
    // Idle: the second packer is there at 100, the first is free at 990, the shift opens at 2000.
    blames(
        Kind::Idle,
        2,
        "F/pack",
        &[(r#""arrive":80,"start":100"#, r#""arrive":80,"start":101"#)],
    );
    blames(
        Kind::Idle,
        7,
        "F/pack",
        &[(r#""arrive":990,"start":990"#, r#""arrive":990,"start":991"#)],
    );
    blames(
        Kind::Idle,
        8,
        "F/pack",
        &[(r#""start":2000"#, r#""start":2001"#)],
    );
    // With a third picker nobody would have waited.
    finds(&[Kind::Idle], &[(r#"{"servers":2}"#, r#"{"servers":3}"#)]);
    finds(
        &[Kind::OverCapacity],
        &[(r#"{"servers":2}"#, r#"{"servers":1}"#)],
    );
    finds(&[Kind::Idle], &[(r#"{"servers":2}"#, r#""unlimited""#)]);
}

#[test]
fn throughput() {
    blames(
        Kind::Spacing,
        3,
        "S/sort",
        &[(r#""arrive":700,"start":800"#, r#""arrive":700,"start":799"#)],
    );
    blames(
        Kind::Idle,
        3,
        "S/sort",
        &[(r#""arrive":700,"start":800"#, r#""arrive":700,"start":801"#)],
    );
    finds(
        &[Kind::Idle, Kind::Spacing],
        &[(r#""arrive":700,"start":700"#, r#""arrive":700,"start":701"#)],
    );
}
