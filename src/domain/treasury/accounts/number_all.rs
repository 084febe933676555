//! At the start of the desk, gives numbers to accounts that were opened before accounts had numbers.

use super::issue::usual_type;
use super::{AccountNumber, store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;

/// How many accounts one unit numbers.
const NUMBERED_AT_ONCE_MAX: i64 = 100;

/// Numbers every account without a number; returns how many that were. Safe to repeat, and by several processes at
/// once.
///
/// # Errors
/// A fault.
pub async fn number_all(desk: &Desk) -> Result<usize, DbError> {
    let mut numbered = 0;
    loop {
        let mut tx = desk.db.begin().await?;
        let bare = store::list_unnumbered(&mut tx, NUMBERED_AT_ONCE_MAX).await?;
        if bare.is_empty() {
            return Ok(numbered);
        }
        let now = desk.clock.now();
        for account in bare {
            let number = AccountNumber::draw(&store::prefix_of(&mut tx, account.currency).await?);
            // A number that is taken is a fault here, and the next start draws another.
            if store::set_number(&mut tx, account.id, &number, usual_type(account.class)).await? {
                let details = serde_json::json!({ "number": number });
                store::insert_backlog(&mut tx, account.id, "numbered", &details, None, now).await?;
                numbered += 1;
            }
        }
        tx.commit().await?;
    }
}
