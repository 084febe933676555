//! Reads which accounts could pay an order.

use super::assign::Candidate;
use crate::db::{DbError, Source};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::treasury::accounts::{self, PayingAccount};
use crate::ids::{AccountId, MemberId, OrderId};

/// Bank accounts in a currency, with what is available and what their open orders will take. With `only`: those of this
/// member, even if they are paused; otherwise those of all cashiers who take orders.
pub async fn list_candidates(
    source: &mut impl Source,
    currency: Currency,
    only: Option<MemberId>,
) -> Result<Vec<Candidate>, DbError> {
    let accounts = accounts::list_paying_accounts(source, currency, only).await?;
    with_load(source, currency, accounts).await
}

/// As [`list_candidates`], of cashiers who are paused.
pub(crate) async fn list_paused(source: &mut impl Source, currency: Currency) -> Result<Vec<Candidate>, DbError> {
    let accounts = accounts::list_paused_accounts(source, currency).await?;
    with_load(source, currency, accounts).await
}

async fn with_load(
    source: &mut impl Source,
    currency: Currency,
    accounts: Vec<PayingAccount>,
) -> Result<Vec<Candidate>, DbError> {
    let open: Vec<(MemberId, Option<AccountId>, i64, i64)> = sqlx::query_as(
        "select cashier_id, account_id, cast(sum(float_minor) as bigint), count(*)
           from orders where state in ('assigned', 'processing') and cashier_id is not null
          group by cashier_id, account_id limit 5000",
    )
    .fetch_all(source.conn())
    .await?;
    let candidate = |paying: PayingAccount| {
        let of_account = open
            .iter()
            .filter(|(_, account, _, _)| *account == Some(paying.account));
        let promised_minor = of_account.map(|(_, _, minor, _)| minor).sum();
        let of_cashier = open.iter().filter(|(cashier, _, _, _)| *cashier == paying.cashier);
        Candidate {
            cashier: paying.cashier,
            account: paying.account,
            available: paying.available,
            promised: Money::from_minor(promised_minor, currency),
            open_orders: of_cashier.map(|(_, _, _, count)| count).sum(),
        }
    };
    Ok(accounts.into_iter().map(candidate).collect())
}

/// What a cashier's open orders will take from each account, in minor units; accounts without open orders are left out.
/// It is the same sum that [`Candidate::free`] subtracts.
pub async fn sum_promised(source: &mut impl Source, cashier: MemberId) -> Result<Vec<(AccountId, i64)>, DbError> {
    Ok(sqlx::query_as(
        "select account_id, cast(sum(float_minor) as bigint)
           from orders where cashier_id = $1 and state in ('assigned', 'processing') and account_id is not null
          group by account_id limit 1000",
    )
    .bind(cashier)
    .fetch_all(source.conn())
    .await?)
}

/// Open orders that are to be paid from an account.
pub(crate) async fn list_open_paid_from(
    source: &mut impl Source,
    account: AccountId,
    orders_max: i64,
) -> Result<Vec<OrderId>, DbError> {
    let rows: Vec<(OrderId,)> = sqlx::query_as(
        "select id from orders where account_id = $1 and state in ('pending', 'assigned', 'processing')
          order by id limit $2",
    )
    .bind(account)
    .bind(orders_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(order,)| order).collect())
}
