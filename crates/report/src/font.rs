//! The embedded font, so that a plot looks the same on a bare machine.

use std::sync::{Arc, OnceLock};

use plotters::style::{FontStyle, register_font};
use resvg::usvg::fontdb::{Database, Family, Query, Weight};
use ttf_parser::Face;

use crate::error::ReportError;

/// Family of the embedded font, as fonts know it.
pub(crate) const FAMILY: &str = "DejaVu Sans";

/// What an SVG asks for: the embedded font, else one of the same widths.
pub(crate) const FAMILIES: &str = "DejaVu Sans, Verdana, sans-serif";

/// The regular face.
pub(crate) static REGULAR: &[u8] = include_bytes!("../assets/font/DejaVuSans-subset.ttf");
/// The bold face.
pub(crate) static BOLD: &[u8] = include_bytes!("../assets/font/DejaVuSans-Bold-subset.ttf");

/// Drawn in place of a character that the font lacks.
pub(crate) const UNKNOWN: char = '□';

/// Makes the font known to the drawing library; needed before text is measured.
///
/// # Errors
/// [`ReportError::MissingFont`] if the embedded bytes are not a font.
pub(crate) fn register() -> Result<(), ReportError> {
    static DONE: OnceLock<bool> = OnceLock::new();
    let done = *DONE.get_or_init(|| {
        register_font(FAMILIES, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILIES, FontStyle::Bold, BOLD).is_ok()
    });
    if done { Ok(()) } else { Err(missing()) }
}

/// The fonts for rendering PNGs: the embedded ones only, never the machine's.
pub(crate) fn database() -> Arc<Database> {
    static DATABASE: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        Arc::new(fonts)
    };
    Arc::clone(DATABASE.get_or_init(load))
}

/// The text with every character that the font lacks replaced by a white square.
pub(crate) fn printable(text: &str) -> String {
    static FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    let face = FACE.get_or_init(|| Face::parse(REGULAR, 0).ok());
    let known = |c: char| {
        face.as_ref()
            .is_some_and(|face| face.glyph_index(c).is_some())
    };
    text.chars()
        .map(|c| if known(c) { c } else { UNKNOWN })
        .collect()
}

/// Refuses fonts that lack the family of the plots in either weight: the renderer would only warn, and drop all text.
///
/// # Errors
/// [`ReportError::MissingFont`].
pub(crate) fn require(fonts: &Database) -> Result<(), ReportError> {
    let has = |weight| {
        fonts
            .query(&Query {
                families: &[Family::Name(FAMILY)],
                weight,
                ..Query::default()
            })
            .is_some()
    };
    if has(Weight::NORMAL) && has(Weight::BOLD) {
        Ok(())
    } else {
        Err(missing())
    }
}

fn missing() -> ReportError {
    ReportError::MissingFont {
        family: FAMILY.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn the_embedded_fonts_are_complete() {
        register().unwrap();
        require(&database()).unwrap();
        let signs = "− – × ± ≤ ≥ % ° µ ≈ … → é ß ł Ż ộ Ω Ж □ · ’";
        assert_eq!(printable(signs), signs);
        assert_eq!(printable("東京 Tokyo"), "□□ Tokyo");
    }

    #[test]
    fn an_empty_font_database_is_an_error() {
        let error = require(&Database::new()).unwrap_err();
        assert!(matches!(error, ReportError::MissingFont { .. }), "{error}");
    }
}
