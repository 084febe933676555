//! Kinds of orders. All orders share one table, one life cycle, one queue and one set of buttons. A kind says which
//! part of the life cycle it uses, who may do what, whether it needs a capture, and what its completion posts.
//!
//! A new kind lives in its own folder: it implements [`OrderKind`] and registers itself in [`ORDER_KINDS`]. This module
//! names none of the existing kinds.

use std::fmt;
use std::ops::Deref;

use async_trait::async_trait;

use super::{CompleteError, Order, OrderError, OrderState, ReturnError, Routing, Step};
use crate::db::{DbError, Source, Tx};
use crate::domain::books::ledger::AccountKey;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::BatchFigures;
use crate::domain::people::members::{Actor, Permission, Role};
use crate::ids::{AccountId, JournalId, MemberId};

/// Every kind that is linked into the program. Each adds itself with
/// `#[linkme::distributed_slice(ORDER_KINDS)]` on a static beside its implementation.
#[linkme::distributed_slice]
pub static ORDER_KINDS: [&'static dyn OrderKind];

/// What distinguishes a kind of order.
#[async_trait]
pub trait OrderKind: Send + Sync {
    /// The rules of this kind, as plain data that property tests can check.
    fn rules(&self) -> &Rules;

    /// Which cashiers this order prefers. By default none is preferred.
    ///
    /// # Errors
    /// [`DbError`].
    async fn routing(&self, _source: &mut dyn Source, _order: &Order) -> Result<Routing, DbError> {
        Ok(Routing::default())
    }

    /// Whether the order is this person's own request, which somebody else must carry out and confirm.
    fn is_own(&self, _order: &Order, _member: MemberId) -> bool {
        false
    }

    /// Refuses **Listo** when a human other than the cashier must look first. A superuser's `!confirmar` does not ask.
    ///
    /// # Errors
    /// [`CompleteError::Repeated`].
    async fn before_listo(&self, _tx: &mut Tx, _order: &Order) -> Result<(), CompleteError> {
        Ok(())
    }

    /// Posts what completing the order moves, escrow included, and returns the journal row. Runs in the unit of
    /// **Listo**, before the order changes its state.
    ///
    /// # Errors
    /// See [`CompleteError`]; the unit is then dropped.
    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError>;

    /// Writes and enqueues what only this kind needs after the order is completed. Returns the figures of its batch, if
    /// it has one.
    ///
    /// # Errors
    /// See [`CompleteError`]; the unit is then dropped.
    async fn after_completed(
        &self,
        _tx: &mut Tx,
        _completing: &Completing<'_>,
    ) -> Result<Option<BatchFigures>, CompleteError> {
        Ok(None)
    }

    /// Accounts that may owe what the mirror of the completion takes from them when the money is no longer there.
    fn may_owe(&self, _order: &Order) -> Vec<AccountKey> {
        Vec::new()
    }

    /// Refuses to return a completed order when this kind has a reason to.
    ///
    /// # Errors
    /// See [`ReturnError`].
    async fn before_returned(&self, _tx: &mut Tx, _order: &Order) -> Result<(), ReturnError> {
        Ok(())
    }

    /// Writes and enqueues what only this kind needs after an order was returned. `order`: as it was before, completed or
    /// still open where the kind allows that. Returns the figures of its batch, if it has one.
    ///
    /// # Errors
    /// See [`ReturnError`]; the unit is then dropped.
    async fn after_returned(
        &self,
        _tx: &mut Tx,
        _step: &Step<'_>,
        _order: &Order,
        _reason: &str,
    ) -> Result<Option<BatchFigures>, ReturnError> {
        Ok(None)
    }
}

/// An order whose completion is being posted.
pub struct Completing<'a> {
    pub step: &'a Step<'a>,
    pub order: &'a Order,
    /// The cashier's account that pays or receives.
    pub account: AccountId,
    /// Amount and fee.
    pub total: Money,
}

/// The rules of a kind.
#[derive(Debug)]
pub struct Rules {
    /// The code stored in `orders.kind`. Unique among [`ORDER_KINDS`].
    pub code: &'static str,
    pub proof: ProofRule,
    pub cashier_account: CashierAccount,
    /// The allowed changes of state, and who may make each. Everything else is refused.
    pub moves: &'static [Move],
}

/// Whether an order of the kind completes only with a capture of the payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofRule {
    Needed,
    Optional,
}

/// What completing does with an account of the cashier's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CashierAccount {
    /// Money leaves it: only an account with enough float can carry the order out.
    Pays,
    /// Money enters it: any open account in the currency can carry the order out.
    Receives,
}

/// One change of state that a kind allows.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    pub from: OrderState,
    pub to: OrderState,
    pub by: &'static [Who],
}

/// A row of the table of [`Rules::moves`].
pub const fn may(from: OrderState, to: OrderState, by: &'static [Who]) -> Move {
    Move { from, to, by }
}

/// What a person is to an order. One person can be several of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The order's owner; in the desk's own batches, the client who typed it.
    Owner,
    /// The cashier who has the order.
    Carrier,
    /// Any active cashier, paused or not.
    Cashier,
    /// Admins and superusers.
    Overseer,
    Superuser,
    /// The desk itself: a sweep, or a step that follows from another decision.
    Desk,
}

impl Who {
    /// All roles that this actor has towards this order. Towards their own request nobody is more than its owner
    /// ([`OrderKind::is_own`]).
    pub fn all_of(actor: &Actor, order: &Order) -> Vec<Who> {
        if order.kind.is_own(order, actor.member) {
            return vec![Who::Owner];
        }
        let is_owner = order.owner == actor.member || (order.is_of_client() && order.creator == actor.member);
        [
            (Who::Owner, is_owner),
            (Who::Carrier, order.cashier == Some(actor.member)),
            (Who::Cashier, actor.may(Permission::CarryOutOrders)),
            (Who::Overseer, actor.superuser || actor.role == Role::Admin),
            (Who::Superuser, actor.superuser),
            (Who::Desk, actor.member == MemberId::DESK),
        ]
        .into_iter()
        .filter_map(|(who, is)| is.then_some(who))
        .collect()
    }
}

impl Rules {
    /// Whether an order may go from `from` to `to`, regardless of who does it.
    pub fn allow(&self, from: OrderState, to: OrderState) -> bool {
        self.find(from, to).is_some()
    }

    /// Whether somebody who is any of `who` may make this change.
    pub fn allow_by(&self, from: OrderState, to: OrderState, who: &[Who]) -> bool {
        self.find(from, to)
            .is_some_and(|step| step.by.iter().any(|by| who.contains(by)))
    }

    /// The states that an order of the kind can be in: the first one and all that can follow.
    pub fn states(&self) -> Vec<OrderState> {
        let mut states = vec![OrderState::Pending];
        let mut next = 0;
        while let Some(from) = states.get(next).copied() {
            next += 1;
            for step in self.moves.iter().filter(|step| step.from == from) {
                if !states.contains(&step.to) {
                    states.push(step.to);
                }
            }
        }
        states
    }

    fn find(&self, from: OrderState, to: OrderState) -> Option<&Move> {
        self.moves.iter().find(|step| (step.from, step.to) == (from, to))
    }

    /// What is wrong with the rules of a kind; empty when they fit the common life cycle. For the test that checks all
    /// [`ORDER_KINDS`].
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |text: String| faults.push(format!("{}: {text}", self.code));
        for (nth, step) in self.moves.iter().enumerate() {
            let Move { from, to, by } = *step;
            if !from.may_become(to) {
                fault(format!("{from} never becomes {to}"));
            }
            if by.is_empty() {
                fault(format!("nobody may turn {from} into {to}"));
            }
            let is_double = self.moves[..nth]
                .iter()
                .any(|other| (other.from, other.to) == (from, to));
            if is_double {
                fault(format!("{from} to {to} is there twice"));
            }
            if to == OrderState::Completed && self.proof == ProofRule::Needed && from != OrderState::Processing {
                fault(format!("{from} is completed without a capture"));
            }
        }
        let states = self.states();
        for step in self.moves.iter().filter(|step| !states.contains(&step.from)) {
            fault(format!("{} is never reached", step.from));
        }
        for state in states.iter().filter(|state| state.is_open()) {
            if !self.moves.iter().any(|step| step.from == *state && !step.to.is_open()) {
                fault(format!("an order that is {state} cannot end"));
            }
        }
        faults
    }
}

/// The kind of an order that was read from the books.
#[derive(Clone, Copy)]
pub struct Kind(&'static dyn OrderKind);

impl Kind {
    /// The kind with this code.
    ///
    /// # Errors
    /// [`DbError::Corrupt`] when no kind has this code: a newer version of the program wrote it, or the row was changed
    /// by hand.
    pub fn of_code(code: &str) -> Result<Kind, DbError> {
        let found = ORDER_KINDS.iter().find(|kind| kind.rules().code == code);
        match found {
            Some(kind) => Ok(Kind(*kind)),
            None => Err(DbError::Corrupt(format!("no kind of order has the code {code:?}"))),
        }
    }

    pub fn code(self) -> &'static str {
        self.0.rules().code
    }

    /// The float that an order of this kind needs: amount and fee where the cashier's account pays, zero where it
    /// receives.
    pub(crate) fn float_for(self, amount: Money, fee: Money) -> Result<Money, DbError> {
        let total = amount.checked_add(fee);
        let total = total.map_err(|error| DbError::Corrupt(format!("an order of {amount} and {fee}: {error}")))?;
        Ok(match self.0.rules().cashier_account {
            CashierAccount::Pays => total,
            CashierAccount::Receives => Money::zero(total.currency()),
        })
    }
}

impl From<&'static dyn OrderKind> for Kind {
    fn from(kind: &'static dyn OrderKind) -> Self {
        Kind(kind)
    }
}

impl Deref for Kind {
    type Target = dyn OrderKind;

    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Kind {}

/// Refuses to let a person carry out or confirm their own request.
///
/// # Errors
/// [`OrderError::Own`].
pub(crate) fn refuse_own(order: &Order, member: MemberId) -> Result<(), OrderError> {
    match order.kind.is_own(order, member) {
        true => Err(OrderError::Own { order: order.id }),
        false => Ok(()),
    }
}

/// The order's preference list, asked from its kind now.
pub(super) async fn routing_of(source: &mut impl Source, order: &Order) -> Result<Routing, DbError> {
    order.kind.routing(source, order).await
}

#[cfg(test)]
mod tests {
    use super::{Kind, Move, ORDER_KINDS, ProofRule, Rules, Who};
    use crate::domain::orders::{CashierAccount, OrderState};

    #[test]
    fn every_kind_keeps_to_the_common_life_cycle_and_has_a_code_of_its_own() {
        assert!(!ORDER_KINDS.is_empty());
        for kind in ORDER_KINDS {
            let rules = kind.rules();
            assert_eq!(rules.faults(), Vec::<String>::new());
            assert_eq!(
                Kind::of_code(rules.code).map(Kind::code).ok(),
                Some(rules.code),
                "found again"
            );
            let same_code = ORDER_KINDS.iter().filter(|other| other.rules().code == rules.code);
            assert_eq!(same_code.count(), 1, "{}", rules.code);
        }
        assert!(Kind::of_code("nothing").is_err());
    }

    #[test]
    fn rules_that_break_the_life_cycle_are_found() {
        static BROKEN: Rules = Rules {
            code: "broken",
            proof: ProofRule::Needed,
            cashier_account: CashierAccount::Pays,
            moves: &[
                Move {
                    from: OrderState::Pending,
                    to: OrderState::Assigned,
                    by: &[],
                },
                Move {
                    from: OrderState::Assigned,
                    to: OrderState::Completed,
                    by: &[Who::Carrier],
                },
                Move {
                    from: OrderState::Processing,
                    to: OrderState::Rejected,
                    by: &[Who::Carrier],
                },
            ],
        };
        let faults = BROKEN.faults();
        for expected in [
            "broken: nobody may turn pending into assigned",
            "broken: assigned is completed without a capture",
            "broken: processing is never reached",
            "broken: an order that is pending cannot end",
        ] {
            assert!(faults.iter().any(|fault| fault == expected), "{expected}: {faults:?}");
        }
    }
}
