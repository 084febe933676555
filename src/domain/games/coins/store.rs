//! Daily rewards, and payments that wait to be confirmed.

use chrono::NaiveDate;

use super::daily::LastDaily;
use super::pay::Payment;
use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{CoinOfferId, JournalId, MemberId};

coded_enum! {
    /// The state of an offer.
    pub(super) enum OfferState {
        Pending => "pending",
        Paid => "paid",
    }
}

pub(super) async fn find_last_daily(tx: &mut Tx, member: MemberId) -> Result<Option<LastDaily>, DbError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("select day, streak from daily_rewards where member_id = $1 order by day desc limit 1")
            .bind(member)
            .fetch_optional(tx.conn())
            .await?;
    let Some((day, streak)) = row else { return Ok(None) };
    let day = day
        .parse()
        .map_err(|error| DbError::Corrupt(format!("the day {day:?} of a gift: {error}")))?;
    Ok(Some(LastDaily { day, streak }))
}

pub(super) async fn insert_daily(
    tx: &mut Tx,
    member: MemberId,
    day: NaiveDate,
    streak: i64,
    journal: JournalId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into daily_rewards (member_id, day, streak, journal_id, at_ms) values ($1, $2, $3, $4, $5)")
        .bind(member)
        .bind(day.to_string())
        .bind(streak)
        .bind(journal)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A payment that waits to be confirmed, or was paid.
pub(super) struct Offer {
    pub(super) payment: Payment,
    pub(super) state: OfferState,
    pub(super) created_at: Moment,
}

pub(super) async fn insert_offer(tx: &mut Tx, payment: &Payment, at: Moment) -> Result<CoinOfferId, DbError> {
    let (id,): (CoinOfferId,) = sqlx::query_as(
        "insert into coin_offers (from_id, to_id, amount_minor, reason, state, created_at_ms)
         values ($1, $2, $3, $4, 'pending', $5) returning id",
    )
    .bind(payment.from)
    .bind(payment.to)
    .bind(payment.amount.minor())
    .bind(payment.reason.clone())
    .bind(at)
    .fetch_one(tx.conn())
    .await?;
    insert_backlog(tx, id, None, OfferState::Pending, at).await?;
    Ok(id)
}

pub(super) async fn find_offer(tx: &mut Tx, id: CoinOfferId) -> Result<Option<Offer>, DbError> {
    let row: Option<(MemberId, MemberId, i64, Option<String>, OfferState, Moment)> = sqlx::query_as(
        "select from_id, to_id, amount_minor, reason, state, created_at_ms from coin_offers where id = $1",
    )
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(from, to, minor, reason, state, created_at)| Offer {
        payment: Payment {
            from,
            to,
            amount: Money::from_minor(minor, Currency::COIN),
            reason,
        },
        state,
        created_at,
    }))
}

/// Marks an offer as paid; returns whether it was pending.
pub(super) async fn mark_paid(tx: &mut Tx, id: CoinOfferId, at: Moment) -> Result<bool, DbError> {
    let touched = sqlx::query("update coin_offers set state = 'paid' where id = $1 and state = 'pending'")
        .bind(id)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if touched == 0 {
        return Ok(false);
    }
    insert_backlog(tx, id, Some(OfferState::Pending), OfferState::Paid, at).await?;
    Ok(true)
}

async fn insert_backlog(
    tx: &mut Tx,
    offer: CoinOfferId,
    from: Option<OfferState>,
    to: OfferState,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query("insert into coin_offer_backlog (offer_id, from_state, to_state, at_ms) values ($1, $2, $3, $4)")
        .bind(offer)
        .bind(from)
        .bind(to)
        .bind(at)
        .execute(tx.conn())
        .await?;
    Ok(())
}
