//! Correcting a journal row: by its mirror, never by a change.

use super::post::{Row, write};
use super::{LedgerError, store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::money::MoneyError;
use crate::ids::{JournalId, MemberId, RequestId};

/// Which row is to be mirrored, by whom and why.
#[derive(Debug, Clone)]
pub struct Reversal {
    pub journal: JournalId,
    pub kind: &'static str,
    pub request: RequestId,
    pub actor: Option<MemberId>,
    pub at: Moment,
    pub details: serde_json::Value,
}

/// Posts the mirror of a journal row, linked to it. Once only, and not in the unit that posted the row.
///
/// # Errors
/// [`LedgerError::NotReversible`] when the row is reversed already, is a reversal, is of
/// this unit or is unknown;
/// [`LedgerError::InsufficientFunds`] when the money is no longer where it went.
pub async fn reverse(tx: &mut Tx, reversal: Reversal) -> Result<JournalId, LedgerError> {
    let lines = store::lines_to_reverse(tx, reversal.journal).await?;
    let lines = lines.ok_or(LedgerError::NotReversible(reversal.journal))?;
    let codes: Vec<String> = lines.iter().map(|(code, _)| code.clone()).collect();
    store::load_existing_accounts(tx, &codes).await?;
    let mirrored: Result<Vec<(String, i64)>, MoneyError> = lines
        .into_iter()
        .map(|(code, minor)| Ok((code, minor.checked_neg().ok_or(MoneyError::Overflow)?)))
        .collect();
    let row = Row {
        kind: reversal.kind,
        request: reversal.request,
        actor: reversal.actor,
        at: reversal.at,
    };
    write(tx, row, reversal.details, Some(reversal.journal), &mirrored?).await
}
