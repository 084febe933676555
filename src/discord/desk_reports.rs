//! Reports of the desk: read, drawn apart from the tasks that answer people, and put into a message.

use super::answer::{Declined, declined};
use super::controls::ReportOf;
use super::surface::Surface;
use super::view;
use super::view::face::Face;
use crate::domain::people::members::Actor;
use crate::reports::desk::rendered::{FileKind, Rendered, render_apart};
use crate::reports::desk::{DeskReport, Span, read};

/// What Discord takes in a server without boosts, in bytes.
const FILE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A report with its picture, and the button that gives its workbook.
pub(super) async fn face(surface: &Surface, actor: &Actor, of: ReportOf) -> Result<Face, Declined> {
    let report = report_of(surface, actor, of).await?;
    let (report, picture) = drawn(report, FileKind::Chart).await?;
    Ok(view::desk_reports::face(&report, of, picture))
}

/// The workbook of a report, as a file.
pub(super) async fn workbook(surface: &Surface, actor: &Actor, of: ReportOf) -> Result<Face, Declined> {
    let report = report_of(surface, actor, of).await?;
    let (report, file) = drawn(report, FileKind::Workbook).await?;
    if FILE_BYTES_MAX < file.bytes.len() {
        return Err(Declined::because(view::desk_reports::too_large()));
    }
    Ok(view::desk_reports::workbook(&report, file))
}

async fn report_of(surface: &Surface, actor: &Actor, of: ReportOf) -> Result<DeskReport, Declined> {
    let span = Span::containing(of.length, of.day, surface.desk.policy.days());
    let span = span.ok_or_else(|| Declined::because(view::desk_reports::no_day(&of.day.to_string())))?;
    let now = surface.desk.clock.now();
    let read = async {
        let mut reader = surface.desk.db.snapshot().await?;
        read::desk_report(&mut reader, actor, of.whose, span, now).await
    };
    read.await.map_err(declined("reports.desk", view::reads::refused))
}

async fn drawn(report: DeskReport, kind: FileKind) -> Result<(DeskReport, Rendered), Declined> {
    render_apart(report, kind).await.map_err(|error| {
        tracing::error!(error = %error, "a report could not be drawn");
        Declined::because(view::desk_reports::undrawn())
    })
}
