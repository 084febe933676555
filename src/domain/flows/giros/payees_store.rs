//! Reads and writes saved payees.

use super::{Payee, SavedPayee};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{BankId, MemberId, PayeeId};

type PayeeRow = (PayeeId, BankId, String, String, String, String, Moment);

fn saved((id, bank, name, account, phone, document, used_at): PayeeRow) -> SavedPayee {
    let said = |text: String| (!text.is_empty()).then_some(text);
    SavedPayee {
        id,
        bank,
        payee: Payee {
            name,
            account: said(account),
            phone: said(phone),
            document: said(document),
        },
        used_at,
    }
}

pub(super) async fn list(
    source: &mut impl Source,
    owner: MemberId,
    payees_max: i64,
) -> Result<Vec<SavedPayee>, DbError> {
    let rows: Vec<PayeeRow> = sqlx::query_as(
        "select id, bank_id, beneficiary_name, account_number, phone, document_id, used_at_ms
           from payees where owner_id = $1 and hidden = 0 order by used_at_ms desc, id desc limit $2",
    )
    .bind(owner)
    .bind(payees_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(saved).collect())
}

pub(super) async fn find(
    source: &mut impl Source,
    owner: MemberId,
    payee: PayeeId,
) -> Result<Option<SavedPayee>, DbError> {
    let row: Option<PayeeRow> = sqlx::query_as(
        "select id, bank_id, beneficiary_name, account_number, phone, document_id, used_at_ms
           from payees where id = $1 and owner_id = $2 and hidden = 0",
    )
    .bind(payee)
    .bind(owner)
    .fetch_optional(source.conn())
    .await?;
    Ok(row.map(saved))
}

/// Saves a payee, or moves them to the front of the list.
pub(super) async fn save(
    tx: &mut Tx,
    owner: MemberId,
    (bank, payee): (BankId, &Payee),
    at: Moment,
) -> Result<(), DbError> {
    let payee = payee.clone();
    sqlx::query(
        "insert into payees (owner_id, bank_id, beneficiary_name, account_number, phone, document_id, used_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (owner_id, bank_id, account_number, phone, document_id)
             do update set beneficiary_name = excluded.beneficiary_name, used_at_ms = excluded.used_at_ms, hidden = 0",
    )
    .bind(owner)
    .bind(bank)
    .bind(payee.name)
    .bind(payee.account.unwrap_or_default())
    .bind(payee.phone.unwrap_or_default())
    .bind(payee.document.unwrap_or_default())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Hides a payee and returns their name; `None` when the owner has no such payee.
pub(super) async fn hide(tx: &mut Tx, owner: MemberId, payee: PayeeId) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> = sqlx::query_as(
        "update payees set hidden = 1 where id = $1 and owner_id = $2 and hidden = 0 returning beneficiary_name",
    )
    .bind(payee)
    .bind(owner)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(name,)| name))
}
