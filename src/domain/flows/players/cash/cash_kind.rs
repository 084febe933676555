//! The kinds `deposit` and `withdrawal`: one implementation, for each direction of the money.
//!
//! A deposit was paid into the cashier's bank account, so the cashier sees it and no capture is needed; completing it
//! credits the player. A withdrawal is paid from the cashier's account, and holds the player's money from the beginning;
//! completing it settles the hold.

use async_trait::async_trait;

use super::Direction;
use super::moves::{COMMON, and};
use super::repeated::find_doubt;
use super::terms_store::get_terms;
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting};
use crate::domain::kernel::outbox::{self, BatchFigures, Notice, Undone};
use crate::domain::orders::{
    CashierAccount, CompleteError, Completing, Escrow, Kind, ORDER_KINDS, Order, OrderKind, OrderState, Others,
    ProofRule, ReturnError, Routing, Rules, Step, Who, may,
};
use crate::domain::treasury::accounts;
use crate::ids::{AccountId, JournalId, MemberId};

struct CashKind {
    direction: Direction,
    rules: Rules,
}

#[linkme::distributed_slice(ORDER_KINDS)]
static DEPOSIT: &'static dyn OrderKind = &CashKind {
    direction: Direction::Deposit,
    rules: Rules {
        code: "deposit",
        proof: ProofRule::Optional,
        cashier_account: CashierAccount::Receives,
        moves: &and(may(
            OrderState::Assigned,
            OrderState::Completed,
            &[Who::Carrier, Who::Overseer],
        )),
    },
};

#[linkme::distributed_slice(ORDER_KINDS)]
static WITHDRAWAL: &'static dyn OrderKind = &CashKind {
    direction: Direction::Withdrawal,
    rules: Rules {
        code: "withdrawal",
        proof: ProofRule::Needed,
        cashier_account: CashierAccount::Pays,
        moves: &COMMON,
    },
};

impl Direction {
    /// The kind as it is stored in an order.
    pub(super) fn kind(self) -> Kind {
        match self {
            Direction::Deposit => Kind::from(DEPOSIT),
            Direction::Withdrawal => Kind::from(WITHDRAWAL),
        }
    }

    /// The direction of an order; `None` for one of another kind.
    pub fn of(order: &Order) -> Option<Direction> {
        Direction::ALL
            .iter()
            .copied()
            .find(|direction| direction.kind() == order.kind)
    }

    fn posting_kind(self) -> &'static str {
        match self {
            Direction::Deposit => "deposit.completed",
            Direction::Withdrawal => "withdrawal.completed",
        }
    }
}

#[async_trait]
impl OrderKind for CashKind {
    fn rules(&self) -> &Rules {
        &self.rules
    }

    async fn routing(&self, _source: &mut dyn Source, order: &Order) -> Result<Routing, DbError> {
        Ok(Routing {
            preferred: Vec::new(),
            others: Others::AfterBut(order.owner),
        })
    }

    fn is_own(&self, order: &Order, member: MemberId) -> bool {
        order.owner == member || order.creator == member
    }

    async fn before_listo(&self, tx: &mut Tx, order: &Order) -> Result<(), CompleteError> {
        match find_doubt(tx, order).await? {
            Some(used) => Err(CompleteError::Repeated { order: order.id, used }),
            None => Ok(()),
        }
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing { step, order, .. } = completing;
        let terms = get_terms(tx, order.id).await?;
        let target = accounts::target_of(tx, terms.account, step.by()).await?;
        let posting = Posting {
            kind: self.direction.posting_kind(),
            request: step.request.clone(),
            actor: Some(step.actor.member),
            at: step.at,
            details: serde_json::json!({ "order": order.id }),
            lines: lines(self.direction, completing, target.account)?,
        };
        let journal = match (self.direction, order.escrow) {
            (Direction::Deposit, _) => ledger::post(tx, posting).await?,
            (Direction::Withdrawal, Some(Escrow::Held(hold))) => ledger::settle(tx, hold, posting).await?,
            (Direction::Withdrawal, _) => {
                return Err(DbError::Corrupt(format!("withdrawal {} holds nothing", order.id)).into());
            }
        };
        if let Some(account) = target.reopened {
            accounts::tell_returned(tx, &account, step.at).await?;
        }
        Ok(journal)
    }

    async fn after_completed(
        &self,
        tx: &mut Tx,
        completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        let Completing { step, order, .. } = completing;
        let notice = Notice::CashCompleted { order: order.id };
        outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await?;
        Ok(None)
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

/// Both sides of the completion: the player's account against `players`, the cashier's bank account against `world`.
fn lines(direction: Direction, completing: &Completing<'_>, player: AccountId) -> Result<Vec<Line>, LedgerError> {
    let Completing { account, total, .. } = completing;
    let currency = total.currency();
    let (world, bank) = (AccountKey::World(currency), AccountKey::Account(*account, currency));
    let (players, player) = (AccountKey::Players(currency), AccountKey::Account(player, currency));
    let pairs = match direction {
        Direction::Deposit => [(world, bank), (players, player)],
        Direction::Withdrawal => [(player, players), (bank, world)],
    };
    let mut lines = Vec::new();
    for (from, to) in pairs {
        lines.extend([Line::take(from, *total)?, Line::add(to, *total)]);
    }
    Ok(lines)
}

/// Tells the player and the cashier that a completed order was undone.
pub(super) async fn tell_undone(tx: &mut Tx, step: &Step<'_>, order: &Order, reason: &str) -> Result<(), DbError> {
    let undone = Undone {
        by: step.actor.member,
        reason: reason.to_owned(),
    };
    let notice = Notice::CashUndone {
        order: order.id,
        undone,
    };
    outbox::enqueue(tx, order.outbox_subject(), &notice, step.at).await
}
