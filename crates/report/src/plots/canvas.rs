//! A page to draw on: plotters' SVG backend at four times the size, since its coordinates are whole numbers.

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, IntoDrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontStyle, FontTransform, IntoTextStyle, RGBColor, ShapeStyle, TextStyle,
};

use super::dashes::dashes_along;
use super::palette::{INK, WHITE};
use crate::error::ReportError;
use crate::font;

/// Drawing units per unit of the page.
const FINE: f64 = 4.0;
/// plotters divides a font's size by this before it writes it to the SVG.
const SIZE_PER_EM: f64 = 1.24;
/// plotters measures text at the nominal size over the font's line height (DejaVu Sans: 1.164 em), hence wider than drawn.
const MEASURED_PER_DRAWN: f64 = SIZE_PER_EM / 1.164;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Where a text's given point lies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At its left end.
    Left,
    /// In its middle.
    Middle,
    /// At its right end.
    Right,
}

/// How a text looks; sizes in pixels of the page.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    pub(crate) size: f64,
    pub(crate) color: RGBColor,
    pub(crate) bold: bool,
    pub(crate) align: Align,
    /// Turned by a quarter, reading upwards.
    pub(crate) upwards: bool,
}

/// Plain ink of the given size, starting at its point.
pub fn face(size: f64) -> Face {
    Face {
        size,
        color: INK,
        bold: false,
        align: Align::Left,
        upwards: false,
    }
}

impl Face {
    /// In another colour.
    pub fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }
    /// In bold letters.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    /// With its point elsewhere.
    pub fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }
    /// Reading upwards.
    pub fn upwards(self) -> Self {
        Self {
            upwards: true,
            ..self
        }
    }
}

/// A page in pixels, origin at the upper left.
pub struct Canvas<'a> {
    area: Area<'a>,
    plot: &'a str,
}

/// Draws one page and gives its SVG, with `title` and `description` for readers who cannot see it.
///
/// # Errors
/// [`ReportError::Draw`] if the drawing library fails, [`ReportError::MissingFont`] without a font.
pub fn draw(
    plot: &str,
    (width, height): (u32, u32),
    title: &str,
    description: &str,
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), ReportError>,
) -> Result<String, ReportError> {
    font::register()?;
    let mut body = String::new();
    let fine = (width * FINE as u32, height * FINE as u32);
    {
        let canvas = Canvas {
            area: SVGBackend::with_string(&mut body, fine).into_drawing_area(),
            plot,
        };
        canvas.area.fill(&WHITE).map_err(|e| canvas.failed(&e))?;
        paint(&canvas)?;
        canvas.area.present().map_err(|e| canvas.failed(&e))?;
    }
    let shapes = body.split_once('\n').map_or("", |(_, shapes)| shapes);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{shapes}",
        fine.0,
        fine.1,
        escape(title),
        escape(description)
    ))
}

/// Text as XML content.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn fine(v: f64) -> i32 {
    (v * FINE).round() as i32
}

fn at((x, y): (f64, f64)) -> (i32, i32) {
    (fine(x), fine(y))
}

fn stroke(color: RGBColor, alpha: f64, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: color.mix(alpha),
        filled: false,
        stroke_width: fine(width).max(1) as u32,
    }
}

fn fill(color: RGBColor, alpha: f64) -> ShapeStyle {
    ShapeStyle {
        color: color.mix(alpha),
        filled: true,
        stroke_width: 0,
    }
}

impl Canvas<'_> {
    fn failed(&self, error: &dyn std::fmt::Display) -> ReportError {
        ReportError::Draw {
            plot: self.plot.to_owned(),
            message: error.to_string(),
        }
    }

    /// A line through the points.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn path(
        &self,
        points: &[(f64, f64)],
        color: RGBColor,
        width: f64,
    ) -> Result<(), ReportError> {
        self.faint_path(points, color, 1.0, width)
    }

    /// A see-through line through the points.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn faint_path(
        &self,
        points: &[(f64, f64)],
        color: RGBColor,
        alpha: f64,
        width: f64,
    ) -> Result<(), ReportError> {
        let points: Vec<_> = points.iter().copied().map(at).collect();
        self.area
            .draw(&PathElement::new(points, stroke(color, alpha, width)))
            .map_err(|e| self.failed(&e))
    }

    /// A dashed straight line, `on` and `off` in pixels.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn dashes(
        &self,
        from: (f64, f64),
        to: (f64, f64),
        rhythm: (f64, f64),
        color: RGBColor,
        width: f64,
    ) -> Result<(), ReportError> {
        self.dashed_path(&[from, to], rhythm, color, width)
    }

    /// A dashed line through the points, `on` and `off` in pixels; the rhythm runs on around corners.
    pub(crate) fn dashed_path(
        &self,
        points: &[(f64, f64)],
        rhythm: (f64, f64),
        color: RGBColor,
        width: f64,
    ) -> Result<(), ReportError> {
        dashes_along(points, rhythm)
            .iter()
            .try_for_each(|dash| self.path(dash, color, width))
    }

    /// A filled area.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn area(
        &self,
        points: &[(f64, f64)],
        color: RGBColor,
        alpha: f64,
    ) -> Result<(), ReportError> {
        let points: Vec<_> = points.iter().copied().map(at).collect();
        self.area
            .draw(&Polygon::new(points, fill(color, alpha)))
            .map_err(|e| self.failed(&e))
    }

    /// A filled rectangle between two corners.
    pub(crate) fn block(
        &self,
        upper_left: (f64, f64),
        lower_right: (f64, f64),
        color: RGBColor,
        alpha: f64,
    ) -> Result<(), ReportError> {
        let corners = [at(upper_left), at(lower_right)];
        self.area
            .draw(&Rectangle::new(corners, fill(color, alpha)))
            .map_err(|e| self.failed(&e))
    }

    /// A disc with a thin white rim, so that neighbours stay apart.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn disc(
        &self,
        center: (f64, f64),
        radius: f64,
        color: RGBColor,
    ) -> Result<(), ReportError> {
        self.dot(center, radius + 0.8, WHITE, 0.9)?;
        self.dot(center, radius, color, 1.0)
    }

    /// A disc without a rim.
    pub(crate) fn dot(
        &self,
        center: (f64, f64),
        radius: f64,
        color: RGBColor,
        alpha: f64,
    ) -> Result<(), ReportError> {
        self.area
            .draw(&Circle::new(at(center), fine(radius), fill(color, alpha)))
            .map_err(|e| self.failed(&e))
    }

    /// A circle's outline.
    pub(crate) fn ring(
        &self,
        center: (f64, f64),
        radius: f64,
        color: RGBColor,
        width: f64,
    ) -> Result<(), ReportError> {
        let circle = Circle::new(at(center), fine(radius), stroke(color, 1.0, width));
        self.area.draw(&circle).map_err(|e| self.failed(&e))
    }

    /// One line of text, centred on its point's height.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn text(&self, text: &str, (x, y): (f64, f64), face: Face) -> Result<(), ReportError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let text = font::printable(text);
        let h = match face.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = style_of(&face).pos(Pos::new(h, VPos::Center));
        self.area
            .draw(&Text::new(text, at((x, y)), style))
            .map_err(|e| self.failed(&e))
    }

    /// One line of text on a white ground, readable over lines.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn label(&self, text: &str, (x, y): (f64, f64), face: Face) -> Result<(), ReportError> {
        let wide = self.width(text, face)?;
        let left = match face.align {
            Align::Left => x,
            Align::Middle => x - wide / 2.0,
            Align::Right => x - wide,
        };
        let half = face.size * 0.62;
        self.block(
            (left - 2.0, y - half),
            (left + wide + 2.0, y + half),
            WHITE,
            0.85,
        )?;
        self.text(text, (x, y), face)
    }

    /// Width of a text in pixels.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn width(&self, text: &str, face: Face) -> Result<f64, ReportError> {
        let level = Face {
            upwards: false,
            ..face
        };
        let style = style_of(&level);
        let text = font::printable(text);
        let (wide, _) = self
            .area
            .estimate_text_size(&text, &style)
            .map_err(|e| self.failed(&e))?;
        Ok(f64::from(wide) / FINE / MEASURED_PER_DRAWN)
    }

    /// The text, cut with an ellipsis to fit `room` pixels.
    pub(crate) fn fitted(&self, text: &str, face: Face, room: f64) -> Result<String, ReportError> {
        if self.width(text, face)? <= room {
            return Ok(text.to_owned());
        }
        let mut kept: Vec<char> = text.chars().collect();
        while !kept.is_empty() {
            kept.pop();
            let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
            if self.width(&short, face)? <= room {
                return Ok(short);
            }
        }
        Ok(String::new())
    }
}

fn style_of(face: &Face) -> TextStyle<'_> {
    let weight = if face.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let turn = if face.upwards {
        FontTransform::Rotate270
    } else {
        FontTransform::None
    };
    (font::FAMILIES, face.size * FINE * SIZE_PER_EM, weight)
        .into_text_style(&(1, 1))
        .transform(turn)
        .color(&face.color)
}
