//! Writes the marks of older books again in their plain form: those that a migration made keep labels (`ref1234`) and other
//! characters, so the same reference typed today would not be known.

use super::payment_marks::plain_of;
use super::payment_marks_store;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

/// How many marks one unit looks at.
const LOOKED_AT_ONCE_MAX: i64 = 500;

/// Adds the plain form of each older mark that lacks it, beside the mark itself, which never changes; returns how many were
/// added. Safe to repeat, and by several processes at once.
///
/// # Errors
/// A fault.
pub async fn write_plain_marks(desk: &Desk) -> Result<usize, DbError> {
    let (mut written, mut above) = (0, 0);
    // Nearly every start finds nothing to do.
    if payment_marks_store::find_older_marks(&mut desk.db.reader().await?)
        .await?
        .is_none()
    {
        return Ok(written);
    }
    loop {
        let mut tx = desk.db.begin().await?;
        let Some(up_to) = payment_marks_store::find_older_marks(&mut tx).await? else {
            return Ok(written);
        };
        let some = payment_marks_store::list_marks(&mut tx, (above, up_to), LOOKED_AT_ONCE_MAX).await?;
        match some.last() {
            Some(last) => above = last.id,
            None => payment_marks_store::end_older_marks(&mut tx).await?,
        }
        for older in some {
            let plain = plain_of(older.part, &older.mark);
            let Some(plain) = plain.filter(|plain| *plain != older.mark) else {
                continue;
            };
            if payment_marks_store::insert_plain(&mut tx, &older, &plain).await? {
                written += 1;
            }
        }
        tx.commit().await?;
    }
}
