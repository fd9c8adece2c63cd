//! From SVG to PNG, with the embedded font only.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Group, Node, Options, Tree};

use crate::error::ReportError;
use crate::font;

/// Pixels of the picture per pixel of the page: sharp on dense screens and on paper.
pub(crate) const SCALE: u32 = 2;

/// Renders the SVG of `plot`.
///
/// # Errors
/// [`ReportError::MissingFont`] if `fonts` lacks the plots' font, [`ReportError::LostText`] if a text would not appear,
/// [`ReportError::Draw`] if the SVG cannot be read.
pub(crate) fn render(plot: &str, svg: &str, fonts: Arc<Database>) -> Result<Vec<u8>, ReportError> {
    font::require(&fonts)?;
    let failed = |message: String| ReportError::Draw {
        plot: plot.to_owned(),
        message,
    };
    let options = Options {
        fontdb: fonts,
        font_family: font::FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|e| failed(e.to_string()))?;
    let (wanted, drawn) = (svg.matches("<text ").count(), drawn_texts(tree.root()));
    if drawn < wanted {
        return Err(ReportError::LostText {
            plot: plot.to_owned(),
            wanted,
            missing: wanted - drawn,
        });
    }
    let size = tree.size();
    let (wide, high) = (size.width() as u32 * SCALE, size.height() as u32 * SCALE);
    let mut pixels =
        Pixmap::new(wide, high).ok_or_else(|| failed(format!("{wide} x {high} pixels")))?;
    resvg::render(
        &tree,
        Transform::from_scale(SCALE as f32, SCALE as f32),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().map_err(|e| failed(e.to_string()))
}

/// Texts that came out with at least one shape.
fn drawn_texts(group: &Group) -> usize {
    let of = |node: &Node| match node {
        Node::Group(inner) => drawn_texts(inner),
        Node::Text(text) => usize::from(text.flattened().has_children()),
        _ => 0,
    };
    group.children().iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><text x=\"2\" y=\"15\" \
                       font-family=\"DejaVu Sans\">late</text></svg>";

    #[test]
    fn without_its_font_a_plot_is_an_error_not_a_picture_without_text() {
        let error = render("p", SVG, Arc::new(Database::new())).unwrap_err();
        assert!(matches!(error, ReportError::MissingFont { .. }), "{error}");
    }

    #[test]
    fn a_text_that_comes_out_empty_is_an_error() {
        let lost = SVG.replace("DejaVu Sans", "No Such Font");
        let error = render("p", &lost, font::database()).unwrap_err();
        assert!(
            matches!(
                error,
                ReportError::LostText {
                    wanted: 1,
                    missing: 1,
                    ..
                }
            ),
            "{error}"
        );
        assert!(render("p", SVG, font::database()).is_ok());
    }
}
