//! A report as a picture for a phone: what was paid, what was gained, prices of USDT, how long cashiers took, the open position.
//!
//! Its background is its own, so it reads the same on Discord's dark and light theme. Pixels are drawn into memory: a failure
//! leaves no half picture. The fonts are part of the program; a machine needs none.

mod canvas;
mod figures;
mod panels;

use std::sync::OnceLock;

use plotters::prelude::{BitMapBackend, IntoDrawingArea as _};
use plotters::style::{FontStyle, register_font};

pub use self::canvas::ChartError;
use self::canvas::{Canvas, FONT, WIDTH};
use self::figures::Figures;
use super::{DeskReport, words};

const BYTES_PER_PIXEL: usize = 3;

/// Pixels, three bytes each, row by row.
pub(super) struct Picture {
    pub(super) pixels: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The picture as a PNG.
///
/// # Errors
/// [`ChartError`], which would be a mistake of this code.
pub fn render(report: &DeskReport) -> Result<Vec<u8>, ChartError> {
    let picture = picture(report)?;
    encode(&picture.pixels, picture.height)
}

/// The picture.
///
/// # Errors
/// [`ChartError`].
pub(super) fn picture(report: &DeskReport) -> Result<Picture, ChartError> {
    register_fonts()?;
    let figures = Figures::of(report);
    let panels = panels::of(&figures);
    let height = panels::height(&panels);
    let mut pixels = vec![0; BYTES_PER_PIXEL * usize_of(WIDTH) * usize_of(height)];
    {
        let backend = BitMapBackend::with_buffer(&mut pixels, (WIDTH, height));
        let canvas = Canvas::new(backend.into_drawing_area());
        panels::draw(&canvas, &words::short_title(&report.span), &figures.foot, &panels)?;
        canvas.finish()?;
    }
    Ok(Picture {
        pixels,
        width: WIDTH,
        height,
    })
}

fn usize_of(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

fn encode(pixels: &[u8], height: u32) -> Result<Vec<u8>, ChartError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, WIDTH, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(file)
}

/// Once for the whole process.
fn register_fonts() -> Result<(), ChartError> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let are_read = REGISTERED.get_or_init(|| {
        let regular = register_font(FONT, FontStyle::Normal, dejavu::sans::regular());
        let bold = register_font(FONT, FontStyle::Bold, dejavu::sans::bold());
        regular.is_ok() && bold.is_ok()
    });
    if *are_read { Ok(()) } else { Err(ChartError::Fonts) }
}
