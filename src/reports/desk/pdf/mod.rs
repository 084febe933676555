//! A report as a PDF to print or to hand on: the picture, and behind it every table.
//!
//! The same report gives the same bytes. A cell that is wider than its column ends in `…`; the workbook has it whole.

mod font;
mod paper;

use std::io::Write as _;

use chrono_tz::Tz;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Filter, Pdf, Ref};

use self::paper::{Align, Paper};
use super::sheets::{Cell, Table, tables};
use super::{DeskReport, chart, words};
use crate::clock::Moment;
use crate::domain::kernel::days::local_time;
use crate::domain::kernel::money::Money;
use crate::reports::numbers::number;

/// A renderer of PDFs failed: a mistake of this program, not of its input.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("font: {0}")]
    Font(#[from] ttf_parser::FaceParsingError),
    #[error("subset of a font: {0}")]
    Subset(#[from] subsetter::Error),
    #[error("compression: {0}")]
    Compress(#[from] std::io::Error),
    #[error("chart: {0}")]
    Chart(#[from] chart::ChartError),
}

/// The PDF's bytes.
///
/// # Errors
/// [`PdfError`].
pub fn render(report: &DeskReport) -> Result<Vec<u8>, PdfError> {
    let zone = report.span.time_zone;
    let title = words::title(report);
    let mut paper = Paper::new()?;
    paper.title(&title);
    paper.picture(chart::picture(report)?);
    for table in tables(report) {
        draw(&mut paper, &table, zone);
    }
    let foot = format!("{title} · hecho el {} ({})", local(report.made_at, zone), zone.name());
    paper.finish(&title, &foot)
}

fn draw(paper: &mut Paper, table: &Table, zone: Tz) {
    let widths: Vec<u16> = table.columns.iter().map(|column| column.width).collect();
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title).collect();
    paper.table(table.sheet.title(), &titles, &widths);
    for row in &table.rows {
        let cells: Vec<(String, Align)> = row.iter().map(|cell| shown(cell, zone)).collect();
        paper.row(&cells);
    }
    if table.rows.is_empty() {
        paper.note("Nada en este período.");
    }
}

/// A cell as people read it. Its currency stands in another column.
fn shown(cell: &Cell, zone: Tz) -> (String, Align) {
    const RATE_DECIMALS: u32 = 8;
    match cell {
        Cell::Empty => (String::new(), Align::Left),
        Cell::Text(text) => (text.replace(['\n', '\r', '\t'], " "), Align::Left),
        Cell::Count(count) => (count.to_string(), Align::Right),
        Cell::Money(amount) => (amount_of(*amount), Align::Right),
        Cell::Rate(rate) => (number(*rate, 2, RATE_DECIMALS), Align::Right),
        Cell::At(moment) => (local(*moment, zone), Align::Left),
        Cell::Sum(summed) => (amount_of(summed.total.rows), Align::Right),
    }
}

fn amount_of(amount: Money) -> String {
    let scale = amount.currency().scale();
    number(amount.to_decimal(), 2.min(scale), scale)
}

/// `30/11/2026 14:05`, the time of day at the desk.
fn local(moment: Moment, zone: Tz) -> String {
    local_time(moment, zone)
        .unwrap_or_default()
        .format("%d/%m/%Y %H:%M")
        .to_string()
}

fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Writes bytes as a compressed object.
fn stream(pdf: &mut Pdf, at: Ref, bytes: &[u8]) -> std::io::Result<()> {
    let compressed = compressed(bytes)?;
    pdf.stream(at, &compressed).filter(Filter::FlateDecode);
    Ok(())
}
