//! Sums over clients' completed orders.

use super::{ClientTotal, ClientVolume};
use crate::db::{DbError, Source};
use crate::ids::{BatchId, MemberId};

/// The completed orders of a batch of the desk, per client and dollar value.
pub async fn totals_of_clients(source: &mut impl Source, batch: BatchId) -> Result<Vec<ClientTotal>, DbError> {
    Ok(sqlx::query_as(
        "select o.creator_id as client_id, r.id as referrer_id, o.usd_value as usd_value,
                cast(sum(o.received_minor) as bigint) as received_minor,
                cast(sum(o.amount_minor + o.fee_minor) as bigint) as sent_minor
           from orders o
           join members m on m.id = o.creator_id
           left join members r on r.id = m.referrer_id and r.role = 'reseller' and r.active = 1 and r.left_at_ms is null
          where o.batch_id = $1 and o.state = 'completed'
          group by o.creator_id, r.id, o.usd_value order by min(o.id) limit 10000",
    )
    .bind(batch)
    .fetch_all(source.conn())
    .await?)
}

/// What each client whom this reseller brought sent so far, per currency and dollar value.
pub async fn list_volumes_of(source: &mut impl Source, referrer: MemberId) -> Result<Vec<ClientVolume>, DbError> {
    Ok(sqlx::query_as(
        "select o.creator_id as client_id, o.send_currency as send_currency, o.usd_value as usd_value,
                cast(sum(o.amount_minor + o.fee_minor) as bigint) as sent_minor, count(*) as orders
           from orders o
           join members m on m.id = o.creator_id
          where m.referrer_id = $1 and o.reseller_id = 0 and o.state = 'completed'
          group by o.creator_id, o.send_currency, o.usd_value order by min(o.id) limit 10000",
    )
    .bind(referrer)
    .fetch_all(source.conn())
    .await?)
}
