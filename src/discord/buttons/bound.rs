//! Refuses buttons, choices and forms that mean something else in these books than in those for which they were
//! written.

use crate::db::DbError;
use crate::discord::answer::{Declined, declined};
use crate::discord::marked::{On, has_marks, is_shown_on};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::kernel::marks::Marked;

/// Refuses what names something else in these books than when it was written. It counts only with the right marks, or
/// on a message that is recorded as showing what it names.
pub(super) async fn check(
    surface: &Surface,
    marks: Option<&str>,
    names: &[Marked],
    on: Option<On>,
) -> Result<(), Declined> {
    let Some(first) = names.first() else {
        return Ok(());
    };
    let is_meant = match (marks, on) {
        (Some(marks), _) => has_marks(surface, marks, names).await,
        (None, Some(on)) => is_shown_on(surface, *first, on).await,
        (None, None) => Ok(false),
    };
    match is_meant.map_err(declined("marks.find_marks", |_: &DbError| view::FAULT.to_owned()))? {
        true => Ok(()),
        false => {
            tracing::info!(named = %first, "refused a button, choice or form that does not belong to these books");
            Err(Declined::because(view::controls::of_other_books(*first)))
        }
    }
}
