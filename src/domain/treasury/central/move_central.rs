//! `!recargar-banco 0134 50000`, `!ajustar-banco 0134 -50 motivo`: a central balance is recharged or adjusted (S2-22, S2-23).

use serde::{Deserialize, Serialize};

use super::figure::{About, CentralAsked, CentralFigure, Typed, ask};
use super::{CentralError, the_bank};
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::questions::{AsTyped, Asking};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, By, Permission};
use crate::domain::treasury::accounts::Movement;
use crate::domain::treasury::banks::Bank;
use crate::ids::{BankId, JournalId, RequestId};

/// What moves. Amount and commission are in the bank's currency; the commission was paid on top, and is not negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralChange {
    pub bank: BankId,
    #[serde(serialize_with = "Movement::as_recharge")]
    pub movement: Movement,
    pub amount: Money,
    pub commission: Option<Money>,
    pub reference: Option<String>,
}

/// What moved, and the balance before and after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentralMoved {
    pub bank: BankId,
    pub bank_name: String,
    #[serde(serialize_with = "Movement::as_recharge")]
    pub movement: Movement,
    pub amount: Money,
    pub commission: Option<Money>,
    pub previous: Money,
    pub current: Money,
    pub journal: JournalId,
}

/// What became of a typed recharge or adjustment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CentralOutcome {
    /// It looks like a slip, and must be confirmed.
    Asked(CentralAsked),
    Moved(CentralMoved),
}

/// Posts it for a caller of the API, who is not asked about what looks like a slip.
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
        let bank = the_bank(tx, change.bank).await?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        post(tx, request, by, bank, change).await
    })
    .await
}

/// The same as somebody types it: what looks like a slip is asked first.
///
/// # Errors
/// As [`move_central`].
pub async fn move_central_typed(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    change: &CentralChange,
    as_typed: &AsTyped,
) -> Result<CentralOutcome, CentralError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "central.move_typed", &(actor.member, change));
    once(desk, asked, async |tx, now| {
        let bank = the_bank(tx, change.bank).await?;
        // Whoever forgot the reason is told so before they are asked.
        change.movement.reason(change.reference.as_deref())?;
        let by = By {
            actor: actor.member,
            at: now,
        };
        let (figure, is_far) = CentralFigure::of_change(tx, &bank, change, &desk.policy.figures).await?;
        if is_far {
            let typed = Typed::Change(change.clone());
            let asking = Asking::First(as_typed.clone());
            return Ok(CentralOutcome::Asked(
                ask(tx, by, About { typed, figure }, asking).await?,
            ));
        }
        Ok(CentralOutcome::Moved(post(tx, request, by, bank, change).await?))
    })
    .await
}

pub(super) async fn post(
    tx: &mut Tx,
    request: &RequestId,
    by: By,
    bank: Bank,
    change: &CentralChange,
) -> Result<CentralMoved, CentralError> {
    let reference = change.movement.reason(change.reference.as_deref())?;
    let posting = Posting {
        kind: match change.movement {
            Movement::Deposit => "bank.recharged",
            Movement::Adjustment => "bank.adjusted",
        },
        request: request.clone(),
        actor: Some(by.actor),
        at: by.at,
        details: serde_json::json!({
            "bank": bank.id,
            "reason": reference,
            "commission_minor": change.commission.map(Money::minor),
        }),
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
