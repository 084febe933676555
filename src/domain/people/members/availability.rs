//! Whether a cashier takes new orders. What becomes of the orders they have is decided in `orders`.

use super::store;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::ids::MemberId;

coded_enum! {
    /// Whether a cashier takes new orders.
    pub enum Availability {
        Available => "available",
        Busy => "busy",
    }
}

/// Records a cashier's availability, and returns what it was before. Changes nothing when it is the same.
pub(crate) async fn change_availability(
    tx: &mut Tx,
    member: MemberId,
    now_is: Availability,
    actor: MemberId,
    at: Moment,
) -> Result<Availability, DbError> {
    let found = store::get_member_for_update(tx, member).await?;
    let before = if found.available {
        Availability::Available
    } else {
        Availability::Busy
    };
    if before != now_is {
        store::update_availability(tx, member, i64::from(now_is == Availability::Available)).await?;
        let change = store::Change {
            field: "availability",
            old: before.code(),
            new: now_is.code(),
        };
        store::insert_backlog(tx, member, change, actor, at).await?;
    }
    Ok(before)
}
