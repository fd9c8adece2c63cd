//! The schemas of what sweeps and solved questions write.

/// Golden: `UPDATE=1 cargo test -p leadtime-report` rewrites the files.
#[test]
fn golden_schemas_in_the_docs_are_current() {
    for (name, schema) in [
        ("outcome", leadtime_report::outcome_schema()),
        ("comparison", leadtime_report::comparison_schema()),
        ("sensitivity", leadtime_report::sensitivity_schema()),
        ("sweep", leadtime_report::sweep_schema()),
        ("answers", leadtime_report::answers_schema()),
        ("selected", leadtime_report::selected_schema()),
        ("uncertainty", leadtime_report::uncertainty_schema()),
        ("warm_up", leadtime_report::warm_up_schema()),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("../../docs/reference/{name}.schema.json"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &schema).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, schema, "run with UPDATE=1 to rewrite");
    }
}

// catches: a dot outside the panel, a cut at the wrong day, a verdict that is not drawn
#[test]
fn welchs_plot_shows_where_the_warm_up_ends() {
    let lead_time: Vec<f64> = (0..30)
        .map(|day| 7_200.0 - 3_600.0 / f64::from(1 + day * day))
        .collect();
    let found = leadtime_experiment::WarmUpFound {
        schema: 1,
        scenario: "shop".to_owned(),
        digest: "0123456789abcdef".to_owned(),
        seed: 1,
        replications: 20,
        period: "day".to_owned(),
        smoothed: lead_time[..28].to_vec(),
        lead_time,
        verdict: leadtime_stats::warm_up::WarmUp::CutAt { periods: 4 },
        batch: 1,
        own: 7.0,
    };
    let plot = leadtime_report::plots::warm_up(&found).unwrap();
    assert!(plot.svg.contains("leave out 4") && plot.reading.contains("level from day 5 on"));
    let circles = plot.svg.matches("<circle").count();
    assert_eq!(circles, 30, "a dot a day");
    assert!(leadtime_report::table::warm_up(&found).contains("leaves out as much or more"));
}
