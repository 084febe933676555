//! A central balance is recharged or adjusted (S2-22, S2-23).

use serde::{Deserialize, Serialize};

use super::CentralError;
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::checked_reason;
use crate::domain::treasury::banks::{BankError, find_bank};
use crate::ids::{BankId, JournalId, RequestId};

/// What a movement of a central balance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CentralMovement {
    /// Money came in. The amount is positive.
    Recharge,
    /// A correction of either sign, with its reason.
    Adjustment,
}

/// What moves. Amount and commission are in the bank's currency; the commission was paid on top, and is not negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CentralChange {
    pub bank: BankId,
    pub movement: CentralMovement,
    pub amount: Money,
    pub commission: Option<Money>,
    pub reference: Option<String>,
}

/// What moved, and the balance before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralMoved {
    pub bank: BankId,
    pub bank_name: String,
    pub movement: CentralMovement,
    pub amount: Money,
    pub commission: Option<Money>,
    pub previous: Money,
    pub current: Money,
    pub journal: JournalId,
}

/// Posts it.
///
/// # Errors
/// [`CentralError::NotAllowed`] unless admin or superuser; [`CentralError::Bank`] for an unknown one;
/// [`CentralError::Reason`]; [`CentralError::InsufficientFunds`]; [`CentralError::Books`] for an amount of another
/// currency.
pub async fn move_central(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    change: &CentralChange,
) -> Result<CentralMoved, CentralError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "central.move", &(actor.member, change));
    once(desk, asked, async |tx, now| {
        let bank = find_bank(tx, change.bank).await?;
        let bank = bank.ok_or(BankError::UnknownId(change.bank))?;
        let reference = match change.movement {
            CentralMovement::Recharge => change.reference.as_deref().map(checked_reason).transpose()?,
            CentralMovement::Adjustment => Some(checked_reason(change.reference.as_deref().unwrap_or_default())?),
        };
        let posting = Posting {
            kind: match change.movement {
                CentralMovement::Recharge => "bank.recharged",
                CentralMovement::Adjustment => "bank.adjusted",
            },
            request: request.clone(),
            actor: Some(actor.member),
            at: now,
            details: serde_json::json!({ "bank": bank.id, "reason": reference }),
            lines: lines(bank.central(), change)?,
        };
        let journal = ledger::post(tx, posting).await;
        let journal = journal.map_err(|error| CentralError::of_books(error, bank.id))?;
        let current = ledger::find_balance(tx, bank.central()).await?.balance;
        Ok(CentralMoved {
            bank: bank.id,
            bank_name: bank.name,
            movement: change.movement,
            amount: change.amount,
            commission: change.commission,
            previous: current.checked_sub(change.amount).map_err(LedgerError::Money)?,
            current,
            journal,
        })
    })
    .await
}

/// Money from outside enters the central balance; a commission goes to the bank on top.
fn lines(central: AccountKey, change: &CentralChange) -> Result<Vec<Line>, LedgerError> {
    let currency = central.currency();
    let mut lines = vec![
        Line::take(AccountKey::World(currency), change.amount)?,
        Line::add(central, change.amount),
    ];
    if let Some(commission) = change.commission.filter(|commission| !commission.is_zero()) {
        lines.push(Line::take(AccountKey::World(currency), commission)?);
        lines.push(Line::add(AccountKey::Fees(currency), commission));
    }
    Ok(lines)
}
