//! No bytes make the reader panic: arbitrary ones, and valid scenarios with a mutation.

use std::borrow::Cow;
use std::path::Path;

use leadtime_network::{Files, load};
use proptest::prelude::*;

const ZONES: &[u8] =
    b"name,weight,lat,lon\r\nAtlanta,5.1,33.75,-84.39\r\n\"Augusta, GA\",2,33.47,-81.97\r\n";

/// A scenario that uses most of the format.
const RICH: &str = include_str!("rich/scenario.toml");

fn files(scenario: &[u8], zones: &[u8]) -> Files {
    let owned = |name: &str, bytes: &[u8]| (name.to_owned(), Cow::Owned(bytes.to_vec()));
    Files::in_memory([owned("scenario.toml", scenario), owned("zones.csv", zones)])
}

/// Loads; what matters is that it returns, and that what it says can be shown.
fn survives(files: &Files) {
    match load(files) {
        Ok((network, warnings)) => {
            assert!(network.graph.node_count() > 0);
            assert!(!warnings.has_errors());
        }
        Err(problems) => {
            assert!(problems.has_errors(), "refused without an error");
            assert!(!problems.to_string().is_empty());
        }
    }
}

#[test]
fn the_rich_scenario_is_valid() {
    let (network, warnings) =
        load(&files(RICH.as_bytes(), ZONES)).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(warnings.is_empty(), "{warnings}");
    assert_eq!(network.zone(1).unwrap().name, "Augusta, GA");
}

#[test]
fn byte_order_marks_and_line_ends_change_nothing() {
    let plain = load(&files(RICH.as_bytes(), ZONES)).unwrap().0;
    let with_mark = |bytes: &[u8]| [b"\xEF\xBB\xBF".as_slice(), bytes].concat();
    let windows = RICH.replace('\n', "\r\n");
    let trailing = [ZONES, b"\r\n,,,\r\n\r\n"].concat();
    let other = load(&files(
        &with_mark(windows.as_bytes()),
        &with_mark(&trailing),
    ))
    .unwrap()
    .0;
    assert_eq!(format!("{:?}", plain.graph), format!("{:?}", other.graph));
    assert_ne!(plain.digest, other.digest, "the digest is of the bytes");
}

#[test]
fn utf_16_is_named() {
    let utf16: Vec<u8> = "name,weight\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let problems = load(&files(
        RICH.as_bytes(),
        &[b"\xFF\xFE".as_slice(), &utf16].concat(),
    ))
    .unwrap_err();
    assert!(problems.to_string().contains("UTF-16"), "{problems}");
}

#[test]
fn links_out_of_the_folder_are_refused() {
    let folder = std::env::temp_dir().join(format!("leadtime-links-{}", std::process::id()));
    let inner = folder.join("inner");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(folder.join("zones.csv"), ZONES).unwrap();
    std::fs::write(inner.join("scenario.toml"), RICH).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join("zones.csv"), inner.join("zones.csv")).unwrap();
        let problems = load(&Files::on_disk(&inner)).unwrap_err();
        assert!(
            problems
                .iter()
                .any(|d| d.code == leadtime_network::Code::FileOutside),
            "{problems}"
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(!Path::new(&inner).exists());
}

/// Pieces that mean something somewhere.
const PIECES: [&str; 24] = [
    "\"",
    "'",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "\r",
    "\"\"\"",
    "nan",
    "-inf",
    "-1",
    "0",
    "99999999999999999999",
    "1e308",
    "\"-5min\"",
    "\"1d\"",
    "\"99999999999999999d\"",
    "\u{FEFF}",
    "9999-12-31",
    "\"lognormal(mean=1e300d, cv=1e300)\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(scenario in prop::collection::vec(any::<u8>(), 0..400), zones in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(&files(&scenario, &zones));
        survives(&files(RICH.as_bytes(), &zones));
    }

    #[test]
    fn mutated_scenarios(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, any::<prop::sample::Index>()), 1..4),
    ) {
        let mut text: Vec<char> = RICH.chars().collect();
        for (at, removed, piece) in edits {
            let at = at.index(text.len());
            let end = (at + removed).min(text.len());
            text.splice(at..end, piece.get(&PIECES).chars());
        }
        survives(&files(text.into_iter().collect::<String>().as_bytes(), ZONES));
    }

    #[test]
    fn one_value_replaced(line in any::<prop::sample::Index>(), piece in any::<prop::sample::Index>()) {
        let mut lines: Vec<String> = RICH.lines().map(str::to_owned).collect();
        let keyed: Vec<usize> = (0..lines.len()).filter(|&n| lines[n].contains(" = ")).collect();
        let n = *line.get(&keyed);
        let key = lines[n].split(" = ").next().unwrap_or_default().to_owned();
        lines[n] = format!("{key} = {}", piece.get(&PIECES));
        survives(&files(lines.join("\n").as_bytes(), ZONES));
    }

    #[test]
    fn csv_cells_are_those_of_the_csv_crate(
        rows in prop::collection::vec(prop::collection::vec("[a-z\", \n;é]{0,6}", 2..=2), 1..6),
    ) {
        // What the csv crate writes is read back as the same cells, without blanks at the ends.
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(["name", "weight"]).unwrap();
        for row in &rows {
            writer.write_record([format!("x{}", row[0]), "1".to_owned()]).unwrap();
        }
        let written = writer.into_inner().unwrap();
        let outcome = load(&files(RICH.as_bytes(), &written));
        let text = match &outcome { Ok(_) => String::new(), Err(problems) => problems.to_string() };
        prop_assert!(!text.contains("E006"), "{text}");
    }
}
