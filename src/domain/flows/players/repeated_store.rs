//! Reads what a game did before, to find out whether it repeats itself.

use super::repeated::RoomSums;
use super::store::{TransactionRow, select_transactions};
use super::{Category, Transaction};
use crate::db::{DbError, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::MemberId;

/// The first prize of a player for a position in a game, also one that was reverted.
pub(super) async fn find_prize(
    tx: &mut Tx,
    member: MemberId,
    game: &str,
    position: i64,
) -> Result<Option<Transaction>, DbError> {
    let row: Option<TransactionRow> = sqlx::query_as(select_transactions!(
        "where t.member_id = $1 and t.game = $2 and t.position = $3 and t.category = 'premio_juego'
           and t.failure is null
         order by t.id limit 1"
    ))
    .bind(member)
    .bind(game.to_owned())
    .bind(position)
    .fetch_optional(tx.conn())
    .await?;
    row.map(Transaction::try_from).transpose()
}

/// What a player paid to enter a room and got back. Transactions that failed or were reverted do not count.
pub(super) async fn sum_room(
    tx: &mut Tx,
    member: MemberId,
    room: &str,
    currency: Currency,
) -> Result<RoomSums, DbError> {
    let (paid, refunded): (i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case t.category when 'entrada_sala' then t.amount_minor else 0 end), 0) as bigint),
                cast(coalesce(sum(case t.category when 'reembolso' then t.amount_minor else 0 end), 0) as bigint)
           from player_transactions t
          where t.member_id = $1 and t.room = $2 and t.currency = $3 and t.state = 'completada'
            and not exists (select 1 from player_reversals r where r.transaction_id = t.id)",
    )
    .bind(member)
    .bind(room.to_owned())
    .bind(currency)
    .fetch_one(tx.conn())
    .await?;
    Ok(RoomSums {
        paid: Money::from_minor(paid, currency),
        refunded: Money::from_minor(refunded, currency),
    })
}

/// The first transaction of a category in a room that counts.
pub(super) async fn find_first_in_room(
    tx: &mut Tx,
    member: MemberId,
    room: &str,
    category: Category,
) -> Result<Option<Transaction>, DbError> {
    let row: Option<TransactionRow> = sqlx::query_as(select_transactions!(
        "where t.member_id = $1 and t.room = $2 and t.category = $3 and t.state = 'completada'
           and r.transaction_id is null
         order by t.id limit 1"
    ))
    .bind(member)
    .bind(room.to_owned())
    .bind(category)
    .fetch_optional(tx.conn())
    .await?;
    row.map(Transaction::try_from).transpose()
}
