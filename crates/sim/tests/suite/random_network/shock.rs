//! Random shocks.

use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Debug)]
pub struct Shock {
    pub target: &'static str,
    pub law: &'static str,
    pub scope: &'static str,
}

pub fn shock() -> impl Strategy<Value = Shock> {
    (
        select(
            &[
                "service-time",
                "transit",
                "servers",
                "demand",
                "departure-delay",
            ][..],
        ),
        select(
            &[
                "ar1(sigma=0.3, phi=0.5)",
                "regimes(1.0 for 2d, 0.4 for 1d)",
                "lognormal(mean=1, cv=0.4)",
            ][..],
        ),
        select(&["shared", "each"][..]),
    )
        .prop_map(|(target, law, scope)| Shock { target, law, scope })
}
