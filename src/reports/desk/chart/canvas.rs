//! What the panels draw with: rectangles, lines, dots and text, in pixels from the upper left.

use plotters::coord::Shift;
use plotters::prelude::{BitMapBackend, Circle, DrawingArea, IntoFont as _, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontStyle, RGBColor, ShapeStyle, TextStyle};

/// The name under which the fonts are registered.
pub(super) const FONT: &str = "dejavu";

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    #[error("the built-in fonts cannot be read")]
    Fonts,
    #[error("drawing: {0}")]
    Drawing(String),
    #[error("PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// Wide enough for sharp text on a phone, which shows it at about a third.
pub(super) const WIDTH: u32 = 1_080;
/// The sizes of text, in pixels.
pub(super) const TITLE: u32 = 54;
pub(super) const HEADING: u32 = 44;
pub(super) const LABEL: u32 = 36;

pub(super) const BACKGROUND: RGBColor = RGBColor(0x18, 0x1D, 0x27);
pub(super) const PANEL: RGBColor = RGBColor(0x23, 0x2B, 0x3A);
pub(super) const GRID: RGBColor = RGBColor(0x3C, 0x48, 0x5E);
pub(super) const INK: RGBColor = RGBColor(0xF5, 0xF7, 0xFB);
/// Labels: 7 to 1 against the panel.
pub(super) const QUIET: RGBColor = RGBColor(0xBC, 0xC7, 0xD8);
pub(super) const BLUE: RGBColor = RGBColor(0x5B, 0xB2, 0xFF);
pub(super) const GREEN: RGBColor = RGBColor(0x4E, 0xD0, 0x8C);
pub(super) const RED: RGBColor = RGBColor(0xFF, 0x7D, 0x75);
pub(super) const AMBER: RGBColor = RGBColor(0xFF, 0xC9, 0x5C);

/// A place in pixels.
pub(super) type At = (i32, i32);

/// Where a text stands relative to its place; always centred vertically.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    RightOf,
    LeftOf,
    Centred,
}

/// A text's look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) size: u32,
    pub(super) colour: RGBColor,
    pub(super) is_bold: bool,
}

impl Look {
    pub(super) const fn plain(size: u32, colour: RGBColor) -> Look {
        Look {
            size,
            colour,
            is_bold: false,
        }
    }

    pub(super) const fn bold(size: u32, colour: RGBColor) -> Look {
        Look {
            size,
            colour,
            is_bold: true,
        }
    }
}

pub(super) struct Canvas<'a> {
    area: DrawingArea<BitMapBackend<'a>, Shift>,
}

fn failed(error: impl std::fmt::Display) -> ChartError {
    ChartError::Drawing(error.to_string())
}

impl<'a> Canvas<'a> {
    pub(super) fn new(area: DrawingArea<BitMapBackend<'a>, Shift>) -> Self {
        Self { area }
    }

    pub(super) fn fill(&self, colour: RGBColor) -> Result<(), ChartError> {
        self.area.fill(&colour).map_err(failed)
    }

    pub(super) fn finish(&self) -> Result<(), ChartError> {
        self.area.present().map_err(failed)
    }

    /// Filled, from its upper left to its lower right corner.
    pub(super) fn rectangle(&self, from: At, to: At, colour: RGBColor) -> Result<(), ChartError> {
        let shape = Rectangle::new([from, to], colour.filled());
        self.area.draw(&shape).map_err(failed)
    }

    pub(super) fn line(&self, from: At, to: At, colour: RGBColor, width: u32) -> Result<(), ChartError> {
        let style = ShapeStyle::from(&colour).stroke_width(width);
        self.area.draw(&PathElement::new([from, to], style)).map_err(failed)
    }

    pub(super) fn dot(&self, at: At, radius: i32, colour: RGBColor) -> Result<(), ChartError> {
        self.area
            .draw(&Circle::new(at, radius, colour.filled()))
            .map_err(failed)
    }

    pub(super) fn text(&self, text: &str, at: At, side: Side, look: Look) -> Result<(), ChartError> {
        let side = match side {
            Side::RightOf => HPos::Left,
            Side::LeftOf => HPos::Right,
            Side::Centred => HPos::Center,
        };
        let style = style_of(&look).pos(Pos::new(side, VPos::Center));
        // The library centres the box of a line, in which letters stand above the middle.
        let at = (at.0, at.1 + i32::try_from(look.size / 7).unwrap_or(0));
        self.area.draw(&Text::new(text.to_owned(), at, style)).map_err(failed)
    }

    /// The same, with as many characters as fit into `room` pixels.
    pub(super) fn text_in(&self, text: &str, at: At, room: u32, look: Look) -> Result<(), ChartError> {
        let mut shown = text.to_owned();
        while room < self.width_of(&shown, look)? && 1 < shown.chars().count() {
            let kept = shown.trim_end_matches('…').chars().count().saturating_sub(1);
            shown = shown.chars().take(kept).chain(['…']).collect();
        }
        self.text(&shown, at, Side::RightOf, look)
    }

    pub(super) fn width_of(&self, text: &str, look: Look) -> Result<u32, ChartError> {
        let size = self.area.estimate_text_size(text, &style_of(&look)).map_err(failed)?;
        Ok(size.0)
    }
}

fn style_of(look: &Look) -> TextStyle<'_> {
    let style = if look.is_bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    let font = (FONT, f64::from(look.size), style).into_font();
    TextStyle::from(font).color(&look.colour)
}
