//! **Ejecutar**: its cashier paid a giro, from an account at any bank (S2-13 … S2-19).

use serde::{Deserialize, Serialize};

use super::execution_store::insert_execution;
use super::process::carried;
use super::{Execution, ExecutionType, GiroError};
use crate::db::Tx;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Money, MoneyError};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{CompleteError, Order, OrderError, OrderState, Step, complete_within};
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::{self, AccountState};
use crate::ids::{AccountId, MemberId, OrderId, RequestId};

/// The giro, and how it was paid. The commission is not negative and in the giro's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Execute {
    pub order: OrderId,
    /// `None`: the account it was assigned to.
    pub account: Option<AccountId>,
    pub way: ExecutionType,
    pub commission: Money,
    pub proof_url: Option<String>,
}

/// The giro that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiroExecuted {
    pub order: OrderId,
    pub amount: Money,
    pub commission: Money,
    pub account: AccountId,
}

/// Completes a giro and posts it, once. Its cashier may, and an admin, from an account of its cashier's.
///
/// # Errors
/// [`GiroError::Unknown`], [`GiroError::Order`] with its cashier or state; [`GiroError::UnknownAccount`],
/// [`GiroError::NotTheirAccount`], [`GiroError::OtherCurrency`], [`GiroError::AccountClosed`],
/// [`GiroError::CommissionTooLarge`], [`GiroError::AccountShort`] when the account does not hold amount and commission:
/// the giro then stays as it was (Q-25b).
pub async fn execute(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &Execute,
) -> Result<GiroExecuted, GiroError> {
    let asked = Asked::new(request, "giros.execute", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let order = typed.order;
        let found = carried(tx, actor, order).await?;
        if !matches!(found.state, OrderState::Assigned | OrderState::Processing) {
            return Err(match found.state {
                OrderState::Pending => GiroError::NoCashier(order),
                state => OrderError::WrongState { order, state }.into(),
            });
        }
        if found.amount.minor() <= typed.commission.minor() {
            return Err(GiroError::CommissionTooLarge {
                order,
                commission: typed.commission,
                amount: found.amount,
            });
        }
        let cashier = found.cashier.ok_or(GiroError::NoCashier(order))?;
        let account = account_of(tx, &found, cashier, typed.account).await?;
        let execution = Execution {
            account,
            way: typed.way,
            commission: typed.commission,
            proof_url: typed.proof_url.clone(),
            by: actor.member,
            at: now,
        };
        insert_execution(tx, order, &execution).await?;
        let step = Step::new(desk, actor, request, now);
        let completed = complete_within(tx, &step, &found, Some(account)).await;
        completed.map_err(|error| short(error, &found, typed.commission))?;
        if cashier != actor.member {
            let notice = Notice::OrderConfirmed {
                order,
                by: actor.member,
            };
            outbox::enqueue(tx, found.outbox_subject(), &notice, now).await?;
        }
        Ok(GiroExecuted {
            order,
            amount: found.amount,
            commission: typed.commission,
            account,
        })
    })
    .await
}

/// The chosen account, or the one it was assigned to; it must be a bank account of the giro's cashier.
async fn account_of(
    tx: &mut Tx,
    found: &Order,
    cashier: MemberId,
    chosen: Option<AccountId>,
) -> Result<AccountId, GiroError> {
    let Some(account) = chosen.or(found.account) else {
        return Err(GiroError::NoCashier(found.id));
    };
    let known = accounts::find_account(tx, account).await?;
    let known = known.ok_or(GiroError::UnknownAccount(account))?;
    let (order, currency) = (found.id, found.amount.currency());
    if known.member != cashier {
        return Err(GiroError::NotTheirAccount { order, account });
    }
    if known.currency != currency {
        return Err(GiroError::OtherCurrency {
            order,
            account,
            currency,
        });
    }
    match known.state {
        AccountState::Active => Ok(account),
        AccountState::Closed => Err(GiroError::AccountClosed { order, account }),
    }
}

/// The account's refusal with all that it should have held.
fn short(error: CompleteError, found: &Order, commission: Money) -> GiroError {
    let overflow = |error: MoneyError| GiroError::Books(LedgerError::Money(error));
    match error {
        CompleteError::CannotPay {
            order,
            available: Some(available),
            ..
        } => match found.amount.checked_add(commission) {
            Ok(needed) => GiroError::AccountShort {
                order,
                needed,
                available,
            },
            Err(error) => overflow(error),
        },
        other => other.into(),
    }
}
