//! Reads and writes what only giros have.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::{Doubt, GiroTerms, Payee};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx, placeholders};
use crate::domain::kernel::desk::GiroOthers;
use crate::domain::kernel::money::{Money, Rate};
use crate::ids::{AccountId, BankId, MemberId, OrderId};

/// How many terms one statement reads.
const TERMS_MAX: usize = 500;

#[derive(sqlx::FromRow)]
struct TermsRow {
    order_id: OrderId,
    bank_id: BankId,
    account_id: Option<AccountId>,
    beneficiary_name: String,
    account_number: Option<String>,
    phone: Option<String>,
    document_id: Option<String>,
    rate_applied: Option<Rate>,
    doubts: String,
    others: GiroOthers,
}

impl TryFrom<TermsRow> for GiroTerms {
    type Error = DbError;

    fn try_from(row: TermsRow) -> Result<Self, DbError> {
        let codes = row.doubts.split('|').filter(|code| !code.is_empty());
        let doubts: Result<Vec<Doubt>, String> = codes.map(Doubt::from_code).collect();
        Ok(Self {
            bank: row.bank_id,
            account: row.account_id,
            payee: Payee {
                name: row.beneficiary_name,
                account: row.account_number,
                phone: row.phone,
                document: row.document_id,
            },
            rate: row.rate_applied,
            doubts: doubts.map_err(DbError::Corrupt)?,
            others: row.others,
        })
    }
}

pub(super) async fn insert_terms(tx: &mut Tx, order: OrderId, terms: &GiroTerms) -> Result<(), DbError> {
    let doubts: Vec<&str> = terms.doubts.iter().map(|doubt| doubt.code()).collect();
    let payee = terms.payee.clone();
    sqlx::query(
        "insert into giro_orders (order_id, bank_id, account_id, beneficiary_name, account_number, phone, document_id,
             rate_applied, doubts, others)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(order)
    .bind(terms.bank)
    .bind(terms.account)
    .bind(payee.name)
    .bind(payee.account)
    .bind(payee.phone)
    .bind(payee.document)
    .bind(terms.rate)
    .bind(doubts.join("|"))
    .bind(terms.others)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The terms of a giro; `None` for an order of another kind.
pub async fn find_giro_terms(source: &mut dyn Source, order: OrderId) -> Result<Option<GiroTerms>, DbError> {
    Ok(list_giro_terms(source, &[order]).await?.remove(&order))
}

/// # Errors
/// [`DbError::Corrupt`] when the order has none.
pub(super) async fn get_terms(source: &mut dyn Source, order: OrderId) -> Result<GiroTerms, DbError> {
    let terms = find_giro_terms(source, order).await?;
    terms.ok_or_else(|| DbError::Corrupt(format!("order {order} has no terms of a giro")))
}

/// The terms of those orders among these that are giros.
pub async fn list_giro_terms(
    source: &mut dyn Source,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, GiroTerms>, DbError> {
    let mut known = HashMap::new();
    for some in orders.chunks(TERMS_MAX) {
        // Safe: names and placeholders only.
        let sql = format!(
            "select order_id, bank_id, account_id, beneficiary_name, account_number, phone, document_id, rate_applied,
                    doubts, others
               from giro_orders where order_id in ({})",
            placeholders(1, some.len())
        );
        let query = some
            .iter()
            .fold(sqlx::query_as(AssertSqlSafe(sql)), |query, order| query.bind(*order));
        let rows: Vec<TermsRow> = query.fetch_all(source.conn()).await?;
        for row in rows {
            known.insert(row.order_id, GiroTerms::try_from(row)?);
        }
    }
    Ok(known)
}

/// The newest giro of the same owner, amount and payee that is open or completed and was made since then.
pub(super) async fn find_alike(
    tx: &mut Tx,
    owner: MemberId,
    amount: Money,
    (bank, payee): (BankId, &Payee),
    since: Moment,
) -> Result<Option<OrderId>, DbError> {
    let row: Option<(OrderId,)> = sqlx::query_as(
        "select o.id from orders o join giro_orders g on g.order_id = o.id
          where o.owner_id = $1 and o.currency = $2 and o.amount_minor = $3 and $4 <= o.created_at_ms
            and o.state in ('pending', 'assigned', 'processing', 'completed') and g.bank_id = $5
            and coalesce(g.account_number, '') = $6 and coalesce(g.phone, '') = $7
          order by o.id desc limit 1",
    )
    .bind(owner)
    .bind(amount.currency())
    .bind(amount.minor())
    .bind(since)
    .bind(bank)
    .bind(payee.account.clone().unwrap_or_default())
    .bind(payee.phone.clone().unwrap_or_default())
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(order,)| order))
}
