//! Lanes: when vehicles leave, and who is on board.

use leadtime_sim::audit::Kind;

use crate::audit_faults::{blames, finds};

#[test]
fn departures() {
    let truck = r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2400,"arrive":2500"#;
    let instead = |to: &'static str| [(truck, to)];
    // Another time than the timetable's: then the real departure left the parcel behind.
    finds(
        &[Kind::NotScheduled, Kind::LeftBehind],
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2401,"departed":2401,"arrive":2500"#,
        ),
    );
    finds(
        &[Kind::NotScheduled],
        &[
            (r#""every":500,"offset":0"#, r#""every":500,"offset":1500"#),
            (r#""spread":50,"#, r#""spread":50,"delay":true,"#),
        ],
    );
    blames(
        Kind::DepartureTime,
        8,
        "F->S",
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2410,"arrive":2500"#,
        ),
    );
    finds(
        &[Kind::Together, Kind::Gap],
        &instead(
            r#""order":8,"lane":0,"ready":2040,"scheduled":2400,"departed":2400,"arrive":2501"#,
        ),
    );
    // Only 40 ticks of spread where 50 were allowed.
    finds(&[Kind::Together], &[(r#""spread":50"#, r#""spread":39"#)]);
    finds(&[], &[(r#""spread":50"#, r#""spread":40"#)]);
    // The truck of 300 leaves at 305.
    finds(
        &[Kind::DepartureTime],
        &[(r#""delay":true"#, r#""delay":false"#)],
    );
    finds(
        &[Kind::DepartureTime],
        &[(
            r#""ready":2605,"scheduled":null,"departed":2605"#,
            r#""ready":2605,"scheduled":null,"departed":2606"#,
        )],
    );
    finds(
        &[Kind::NotScheduled],
        &[(
            r#""ready":2605,"scheduled":null"#,
            r#""ready":2605,"scheduled":2605"#,
        )],
    );
}

#[test]
fn boarding() {
    // One too many: order 2 squeezes onto the truck of 300.
    finds(
        &[Kind::VehicleCapacity, Kind::Gap, Kind::LeftBehind],
        &[(
            r#""ready":160,"scheduled":600,"departed":600,"arrive":700"#,
            r#""ready":160,"scheduled":300,"departed":305,"arrive":350"#,
        )],
    );
    finds(
        &[Kind::AfterCpt],
        &[(r#""load_lead":10"#, r#""load_lead":200"#)],
    );
    // A later parcel takes the place of an earlier one.
    finds(
        &[Kind::BoardingOrder, Kind::Gap],
        &[
            (
                r#""ready":130,"scheduled":300,"departed":305,"arrive":350"#,
                r#""ready":130,"scheduled":600,"departed":600,"arrive":700"#,
            ),
            (
                r#""ready":160,"scheduled":600,"departed":600,"arrive":700"#,
                r#""ready":160,"scheduled":300,"departed":305,"arrive":350"#,
            ),
        ],
    );
    // Room for a third parcel at 300, for which two were waiting.
    finds(
        &[Kind::LeftBehind],
        &[(r#""capacity":2,"#, r#""capacity":3,"#)],
    );
    finds(
        &[Kind::LeftBehind],
        &[
            (r#""capacity":2,"#, r#""capacity":3,"#),
            (r#""cancel":0.0"#, r#""cancel":0.5"#),
        ],
    );
    // A departure that nobody took: allowed only where departures are cancelled.
    let more = ("[300,600,900,2400]", "[300,600,900,2050,2400]");
    blames(Kind::LeftBehind, 7, "F->S", &[more]);
    finds(&[], &[more, (r#""cancel":0.0"#, r#""cancel":0.5"#)]);
    blames(Kind::LeftBehind, 6, "S->Y", &[(r#","cancel":0.1"#, "")]);
}
