//! The kind `withdrawal`: a cashier pays a player from a bank account. The player's money is held from the beginning;
//! completing settles the hold.

use async_trait::async_trait;

use super::deposit_kind::{tell_completed, tell_undone};
use super::moves::COMMON;
use super::terms_store::get_terms;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Escrow, Kind, ORDER_KINDS, Order, OrderKind, ProofRule, ReturnError,
    Rules, Step,
};
use crate::ids::JournalId;

/// The kind of every withdrawal of a player.
#[derive(Debug)]
pub struct WithdrawalKind;

#[linkme::distributed_slice(ORDER_KINDS)]
static WITHDRAWAL: &'static dyn OrderKind = &WithdrawalKind;

impl WithdrawalKind {
    /// The kind as it is stored in an order.
    pub fn kind() -> Kind {
        Kind::from(WITHDRAWAL)
    }
}

static RULES: Rules = Rules {
    code: "withdrawal",
    proof: ProofRule::Needed,
    cashier_account: CashierAccount::Pays,
    moves: &COMMON,
};

#[async_trait]
impl OrderKind for WithdrawalKind {
    fn rules(&self) -> &'static Rules {
        &RULES
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing {
            step,
            order,
            account,
            total,
        } = completing;
        let currency = total.currency();
        let terms = get_terms(tx, order.id).await?;
        let Some(Escrow::Held(hold)) = order.escrow else {
            return Err(DbError::Corrupt(format!("withdrawal {} holds nothing", order.id)).into());
        };
        let posting = Posting {
            kind: "withdrawal.completed",
            request: step.request.clone(),
            actor: Some(step.actor.member),
            at: step.at,
            details: serde_json::json!({ "order": order.id }),
            lines: vec![
                Line::take(AccountKey::Account(terms.account, currency), *total)?,
                Line::add(AccountKey::Players(currency), *total),
                Line::take(AccountKey::Account(*account, currency), *total)?,
                Line::add(AccountKey::World(currency), *total),
            ],
        };
        Ok(ledger::settle(tx, hold, posting).await?)
    }

    async fn after_completed(
        &self,
        tx: &mut Tx,
        completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        tell_completed(tx, completing).await
    }

    async fn after_returned(
        &self,
        tx: &mut Tx,
        step: &Step<'_>,
        order: &Order,
        reason: &str,
    ) -> Result<Option<BatchFigures>, ReturnError> {
        tell_undone(tx, step, order, reason).await?;
        Ok(None)
    }
}
