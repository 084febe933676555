//! Once a day, while the books differ from themselves, the alerts channel is told so.

use chrono::NaiveDate;

use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, RecallError, once};
use crate::ids::RequestId;

/// Enqueues the notice of what an audit found, at most once for each `day` of the desk.
///
/// # Errors
/// [`RecallError`].
pub async fn tell_difference(desk: &Desk, day: NaiveDate, difference: &str) -> Result<(), RecallError> {
    let request = RequestId::new("difference", day);
    let asked = Asked::new(&request, "books.tell_difference", &day.to_string());
    once(desk, asked, async |tx, now| {
        let notice = Notice::BooksDiffer {
            difference: difference.to_owned(),
        };
        outbox::enqueue(tx, "books", &notice, now).await?;
        Ok::<_, RecallError>(())
    })
    .await
}
