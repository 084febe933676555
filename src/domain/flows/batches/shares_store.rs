//! Reads and writes the shares of closed batches. Shares of an undone closing stay stored, but no longer count.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::flows::batches::{Batch, Part, Settlement};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{BatchId, MemberId};

/// All that a member has earned as a referrer.
pub async fn sum_commissions(source: &mut impl Source, member: MemberId) -> Result<Money, DbError> {
    let (minor,): (i64,) = sqlx::query_as(
        "select cast(coalesce(sum(s.usd_minor), 0) as bigint)
           from batch_shares s join batches b on b.id = s.batch_id and b.reopened = s.closing
          where s.member_id = $1 and s.part = 'referrer' and b.state = 'closed'",
    )
    .bind(member)
    .fetch_one(source.conn())
    .await?;
    Ok(Money::from_minor(minor, Currency::USD))
}

pub(in crate::domain::flows::batches) async fn insert_shares(
    tx: &mut Tx,
    batch: &Batch,
    settled: &Settlement,
) -> Result<(), DbError> {
    if let Some(kept) = settled.desk {
        insert_share(tx, batch, Part::Reseller, batch.reseller, kept).await?;
    }
    for (part, share) in settled.earned(batch.reseller) {
        insert_share(tx, batch, part, share.member, share.usd).await?;
    }
    Ok(())
}

async fn insert_share(tx: &mut Tx, batch: &Batch, part: Part, member: MemberId, usd: Money) -> Result<(), DbError> {
    sqlx::query("insert into batch_shares (batch_id, closing, part, member_id, usd_minor) values ($1, $2, $3, $4, $5)")
        .bind(batch.id)
        .bind(batch.reopened)
        .bind(part)
        .bind(member)
        .bind(usd.minor())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A share of a closed batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidShare {
    pub part: Part,
    pub member: MemberId,
    pub usd: Money,
}

/// The shares of a closed batch: first the reseller's (in a batch of the desk, what the desk keeps), then the
/// referrers', then the cashiers' in the order in which they first paid.
pub async fn list_shares(source: &mut impl Source, batch: BatchId) -> Result<Vec<PaidShare>, DbError> {
    let rows: Vec<(Part, MemberId, i64)> = sqlx::query_as(
        "select s.part, s.member_id, s.usd_minor
           from batch_shares s join batches b on b.id = s.batch_id and b.reopened = s.closing
          where s.batch_id = $1 and b.state = 'closed' order by s.id limit 1000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?;
    let share = |(part, member, minor)| PaidShare {
        part,
        member,
        usd: Money::from_minor(minor, Currency::USD),
    };
    Ok(rows.into_iter().map(share).collect())
}

/// A share of one member, with its batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarnedShare {
    pub batch: BatchId,
    pub part: Part,
    pub usd: Money,
    pub closed_at: Option<Moment>,
}

/// The last shares of a member above zero, newest first.
pub async fn list_shares_of(
    source: &mut impl Source,
    member: MemberId,
    shares_max: i64,
) -> Result<Vec<EarnedShare>, DbError> {
    let rows: Vec<(BatchId, Part, i64, Option<Moment>)> = sqlx::query_as(
        "select s.batch_id, s.part, s.usd_minor, b.closed_at_ms
           from batch_shares s join batches b on b.id = s.batch_id and b.reopened = s.closing
          where s.member_id = $1 and b.state = 'closed' and 0 < s.usd_minor order by s.id desc limit $2",
    )
    .bind(member)
    .bind(shares_max)
    .fetch_all(source.conn())
    .await?;
    let share = |(batch, part, minor, closed_at)| EarnedShare {
        batch,
        part,
        usd: Money::from_minor(minor, Currency::USD),
        closed_at,
    };
    Ok(rows.into_iter().map(share).collect())
}
