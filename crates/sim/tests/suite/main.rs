//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod audit_faults;
mod audit_random_networks;
mod audit_scenarios;
mod baskets;
mod blame;
mod conditional;
mod costs;
mod deadlines;
mod directional;
mod golden;
mod importance;
mod last_leg;
mod order_caps;
mod padding_curve;
mod padding_marks;
mod precision;
mod promises;
mod random_keys;
mod random_network;
mod random_quality;
mod returns;
mod sampling_golden;
mod sampling_law;
mod sampling_oracle;
mod sampling_series;
mod sampling_tables;
mod staffs;
mod state_promises;
mod support;
mod sweep;
