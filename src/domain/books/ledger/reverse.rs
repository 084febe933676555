//! Correcting a journal row by its mirror; a row itself never changes.

use super::debt::owe;
use super::floor::{FloorChange, set_floor};
use super::post::{Row, write};
use super::unit::Unit;
use super::{AccountKey, LedgerError, store};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::money::{Money, MoneyError};
use crate::ids::{JournalId, MemberId, RequestId};

/// Which row is to be mirrored, by whom and why.
#[derive(Debug, Clone)]
pub struct Reversal {
    pub journal: JournalId,
    pub kind: &'static str,
    pub request: RequestId,
    pub actor: MemberId,
    pub at: Moment,
    pub details: serde_json::Value,
    /// Accounts that may owe what the mirror takes from them and is no longer there. What is owed gets a journal row of
    /// its own before the mirror: for earnings a debt ([`super::settle_debt`] pays it), for any other account a lower
    /// floor ([`super::keep_paid`] raises it again).
    pub may_owe: Vec<AccountKey>,
}

/// Posts the mirror of a journal row, linked to it. Once only, and not in the unit that posted the row.
///
/// # Errors
/// [`LedgerError::NotReversible`] when the row is reversed already, is a reversal, is of
/// this unit or is unknown;
/// [`LedgerError::InsufficientFunds`] when the money is no longer where it went, and may not be owed.
pub async fn reverse(tx: &mut Tx, reversal: Reversal) -> Result<JournalId, LedgerError> {
    let lines = store::lines_to_reverse(tx, reversal.journal).await?;
    let lines = lines.ok_or(LedgerError::NotReversible(reversal.journal))?;
    let codes: Vec<String> = lines.iter().map(|(code, _)| code.clone()).collect();
    store::load_existing_accounts(tx, &codes).await?;
    let mirrored: Result<Vec<(String, i64)>, MoneyError> = lines
        .into_iter()
        .map(|(code, minor)| Ok((code, minor.checked_neg().ok_or(MoneyError::Overflow)?)))
        .collect();
    let mirrored = mirrored?;
    let before = tx.deferred::<Unit>().checkpoint();
    let posted = write_mirror(tx, reversal, &mirrored).await;
    if posted.is_err() {
        tx.deferred::<Unit>().go_back(before);
    }
    posted
}

async fn write_mirror(tx: &mut Tx, reversal: Reversal, mirrored: &[(String, i64)]) -> Result<JournalId, LedgerError> {
    for account in &reversal.may_owe {
        allow_debt(tx, &reversal, *account, mirrored).await?;
    }
    let row = Row {
        kind: reversal.kind,
        request: reversal.request,
        actor: Some(reversal.actor),
        at: reversal.at,
    };
    write(tx, row, reversal.details, Some(reversal.journal), mirrored).await
}

/// Lets `account` owe the part of the mirror that would take it below its floor.
async fn allow_debt(
    tx: &mut Tx,
    reversal: &Reversal,
    account: AccountKey,
    mirrored: &[(String, i64)],
) -> Result<(), LedgerError> {
    let code = account.code();
    let taken = mirrored.iter().filter(|(line, _)| *line == code);
    let added: i128 = taken.map(|(_, minor)| i128::from(*minor)).sum();
    if added == 0 {
        return Ok(());
    }
    let stands = tx.deferred::<Unit>().account(&code)?;
    let after = i128::from(stands.available_minor()) + added;
    let after = i64::try_from(after).map_err(|_| MoneyError::Overflow)?;
    if stands.floor_minor.is_none_or(|floor_minor| floor_minor <= after) {
        return Ok(());
    }
    if let AccountKey::Earnings(member) = account {
        let floor_minor = stands.floor_minor.unwrap_or(0);
        let missing = Money::from_minor(floor_minor.saturating_sub(after), account.currency());
        return owe(tx, reversal, member, missing).await;
    }
    let change = FloorChange {
        account,
        floor: Money::from_minor(after, account.currency()),
        request: reversal.request.clone(),
        actor: reversal.actor,
        at: reversal.at,
    };
    set_floor(tx, change).await?;
    Ok(())
}
