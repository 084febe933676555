//! A report as a file.

use super::sheets::Sheet;
use super::{DeskReport, chart, comma, pdf, words, workbook};

/// What a report can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Workbook,
    /// One table.
    Comma(Sheet),
    Chart,
    Pdf,
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A renderer failed: a mistake of this program, not of its input.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    #[error("CSV: {0}")]
    Comma(#[from] csv::Error),
    #[error("chart: {0}")]
    Chart(#[from] chart::ChartError),
    #[error("PDF: {0}")]
    Pdf(#[from] pdf::PdfError),
    #[error("it panicked: {0}")]
    Panicked(#[from] tokio::task::JoinError),
}

impl FileKind {
    /// The endings of the files that there are.
    pub const ENDINGS: [&str; 4] = [".xlsx", ".csv", ".png", ".pdf"];

    /// The kind that a file's name ends with; `sheet` is the table of a CSV. `None` for another ending.
    pub fn of_name(name: &str, sheet: Sheet) -> Option<FileKind> {
        let name = name.to_lowercase();
        let all = [
            FileKind::Workbook,
            FileKind::Comma(sheet),
            FileKind::Chart,
            FileKind::Pdf,
        ];
        all.into_iter().find(|kind| name.ends_with(kind.ending()))
    }

    pub fn ending(self) -> &'static str {
        match self {
            FileKind::Workbook => ".xlsx",
            FileKind::Comma(_) => ".csv",
            FileKind::Chart => ".png",
            FileKind::Pdf => ".pdf",
        }
    }
}

/// A report as a file of this kind. The same report gives the same bytes.
///
/// # Errors
/// [`RenderError`].
pub fn render(report: &DeskReport, kind: FileKind) -> Result<Rendered, RenderError> {
    let bytes = match kind {
        FileKind::Workbook => workbook::render(report)?,
        FileKind::Comma(sheet) => comma::render(report, sheet)?,
        FileKind::Chart => chart::render(report)?,
        FileKind::Pdf => pdf::render(report)?,
    };
    let table = match kind {
        FileKind::Comma(sheet) => format!("-{}", sheet.code()),
        FileKind::Workbook | FileKind::Chart | FileKind::Pdf => String::new(),
    };
    Ok(Rendered {
        name: format!("{}{table}{}", words::file_name(report), kind.ending()),
        bytes,
    })
}

/// The same on a thread of its own: drawing takes the processor for a while, and others are answered meanwhile. Gives the
/// report back.
///
/// # Errors
/// [`RenderError`].
pub fn render_apart(
    report: DeskReport,
    kind: FileKind,
) -> impl Future<Output = Result<(DeskReport, Rendered), RenderError>> {
    let drawing = tokio::task::spawn_blocking(move || {
        let rendered = render(&report, kind)?;
        Ok((report, rendered))
    });
    async { drawing.await? }
}

#[cfg(test)]
mod tests {
    use super::FileKind;
    use crate::reports::desk::sheets::Sheet;

    #[test]
    fn the_ending_says_what_is_written() {
        let of = |name| FileKind::of_name(name, Sheet::Orders);
        assert_eq!(of("a.XLSX"), Some(FileKind::Workbook));
        assert_eq!(of("b.csv"), Some(FileKind::Comma(Sheet::Orders)));
        assert_eq!(of("c.png"), Some(FileKind::Chart));
        assert_eq!(of("d.pdf"), Some(FileKind::Pdf));
        assert_eq!(of("e.doc"), None);
    }
}
