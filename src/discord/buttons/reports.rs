//! **Excel** below a report.

use super::press::Press;
use crate::discord::answer::{Answer, Outcome};
use crate::discord::controls::ReportOf;
use crate::discord::desk_reports;

pub(super) async fn workbook(press: &Press<'_>, of: ReportOf) -> Outcome {
    let actor = press.actor().await?;
    let face = desk_reports::workbook(press.surface, &actor, of).await?;
    Ok(Answer::Face(Box::new(face)))
}
