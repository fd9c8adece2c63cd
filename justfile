# `just` lists these.
default:
    @just --list

# Everything that continuous integration checks.
ci:
    .ci/run

# The default scenario.
run *args:
    cargo run --release -- run {{ args }}

test *args:
    cargo test --workspace --release {{ args }}

lint:
    cargo fmt --all -- --check
    cargo clippy --release --workspace --all-targets -- -D warnings

fmt:
    cargo fmt --all

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --release --workspace --no-deps --open

bench *args:
    cargo bench -p leadtime-benches {{ args }}

# Cost over sizes, beside its floors, and on two threads: tables and a plot in benches/results.
results *args:
    cargo run --release -p leadtime-benches --bin results -- {{ args }}

# leadtime and other simulators on the same models: speed, memory, and whether they agree.
peers *args:
    benches/peers/run {{ args }}

# Schemas and pictures in the documentation, made anew.
refresh:
    cargo run --release -- schema outcome > docs/reference/outcome.schema.json
    cargo run --release -- schema comparison > docs/reference/comparison.schema.json
    cargo run --release -- schema study > docs/reference/study.schema.json
    cargo run --release -- schema sweep > docs/reference/sweep.schema.json
    cargo run --release -- schema answers > docs/reference/answers.schema.json
    cargo run --release -- schema selected > docs/reference/selected.schema.json
    cargo run --release -- schema uncertainty > docs/reference/uncertainty.schema.json
    cargo run --release -- schema warm-up > docs/reference/warm_up.schema.json
    cargo run --release -- schema sensitivity > docs/reference/sensitivity.schema.json
    cargo run --release -- run --out target/readme-run
    cp target/readme-run/plots/on-time-all-levels.svg docs/images/padding-curve.svg
