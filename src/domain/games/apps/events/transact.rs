//! `POST /finance/transaction`: moves coins inside an event (S1-14).

use serde::{Deserialize, Serialize};

use super::end::expire;
use super::standing::{Standing, ended, find_standing};
use super::store::{self, NewTransaction};
use super::{EventError, EventState, TRANSACTIONS_MAX, Transaction, TransactionKind};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::domain::people::members;
use crate::ids::{AppEventId, DiscordUserId, RequestId};

/// The movement that an app asks for. The amount is positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transact {
    pub event: AppEventId,
    pub user: DiscordUserId,
    pub kind: TransactionKind,
    pub amount: Money,
    pub description: String,
}

/// The transaction that was written, and what the person can spend inside this event after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionMade {
    pub transaction: Transaction,
    pub available: Money,
}

/// Promises a movement that becomes final when its event is closed. An unknown user becomes a member without a role.
///
/// # Errors
/// [`EventError::UnknownEvent`], [`EventError::OtherApp`], [`EventError::Ended`], [`EventError::Full`];
/// [`EventError::InsufficientFunds`] for a debit above what is available and pending in this event.
pub async fn transact(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    typed: &Transact,
) -> Result<TransactionMade, EventError> {
    let mut tx = desk.db.begin().await?;
    let asked = Asked::new(request, "events.transact", &(caller.app, typed));
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let now = desk.clock.now();
    let event = match find_standing(&mut tx, caller, typed.event, now).await? {
        Standing::Alive(event) => event,
        Standing::Overdue(event) => {
            expire(&mut tx, &event, now).await?;
            tx.commit().await?;
            return Err(ended(&event, EventState::Expired));
        }
    };
    let member = members::find_or_register(&mut tx, typed.user, now).await?;
    let account = AccountKey::Coins(member);
    let funds = Funds {
        available: ledger::find_balance_for_update(&mut tx, account, now)
            .await?
            .available(),
        pending: store::find_pending(&mut tx, event.id, member).await?,
    };
    let split = decide(typed, event.transactions, &funds)?;
    let hold = match split.held {
        Some(held) => Some(ledger::hold(&mut tx, account, held, request, now).await?),
        None => None,
    };
    let new = NewTransaction {
        app: caller.app,
        member,
        typed,
        covered: split.covered,
        hold,
    };
    let id = store::insert_transaction(&mut tx, &new, now).await?;
    let outcome = TransactionMade {
        transaction: Transaction {
            id,
            app: caller.app,
            event: event.id,
            user: typed.user,
            kind: typed.kind,
            amount: typed.amount,
            description: typed.description.clone(),
            created_at: now,
            state: EventState::Open,
        },
        available: split.left,
    };
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// What a person can spend inside an event.
struct Funds {
    /// In their account and not held.
    available: Money,
    /// Credited in this event and not yet spent in it.
    pending: Money,
}

/// From where a transaction takes its coins.
#[derive(Debug, PartialEq, Eq)]
struct Split {
    /// From the pending credits of this event.
    covered: Money,
    /// From the account, by a hold.
    held: Option<Money>,
    /// What can be spent inside the event afterwards.
    left: Money,
}

/// Decides a transaction. Pending credits are spent first, because they are worth nothing outside the event.
fn decide(typed: &Transact, transactions: i64, funds: &Funds) -> Result<Split, EventError> {
    if TRANSACTIONS_MAX <= transactions {
        return Err(EventError::Full {
            event: typed.event,
            max: TRANSACTIONS_MAX,
        });
    }
    let none = Money::zero(Currency::COIN);
    let available = funds.available.checked_add(funds.pending)?;
    if typed.kind == TransactionKind::Credit {
        return Ok(Split {
            covered: none,
            held: None,
            left: available.checked_add(typed.amount)?,
        });
    }
    if available.checked_cmp(typed.amount)?.is_lt() {
        return Err(EventError::InsufficientFunds {
            asked: typed.amount,
            available,
        });
    }
    let covered = if typed.amount.checked_cmp(funds.pending)?.is_lt() {
        typed.amount
    } else {
        funds.pending
    };
    let held = typed.amount.checked_sub(covered)?;
    Ok(Split {
        covered,
        held: held.is_positive().then_some(held),
        left: available.checked_sub(typed.amount)?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, proptest};

    use super::{Funds, Split, Transact, decide};
    use crate::domain::games::apps::events::{EventError, TRANSACTIONS_MAX, TransactionKind};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::{AppEventId, DiscordUserId};

    const fn coins(minor: i64) -> Money {
        Money::from_minor(minor, Currency::COIN)
    }

    fn asking(kind: TransactionKind, amount: i64) -> Transact {
        Transact {
            event: AppEventId::new(1),
            user: DiscordUserId::new(1),
            kind,
            amount: coins(amount),
            description: String::new(),
        }
    }

    fn having(available: i64, pending: i64) -> Funds {
        Funds {
            available: coins(available),
            pending: coins(pending),
        }
    }

    #[test]
    fn a_debit_is_paid_from_pending_credits_first_and_held_for_the_rest() {
        let split = |covered, held: Option<i64>, left| Split {
            covered: coins(covered),
            held: held.map(coins),
            left: coins(left),
        };
        let debit = |amount, funds| decide(&asking(TransactionKind::Debit, amount), 0, &funds).unwrap();
        assert_eq!(debit(15, having(100, 0)), split(0, Some(15), 85));
        assert_eq!(debit(15, having(100, 15)), split(15, None, 100));
        assert_eq!(debit(15, having(100, 10)), split(10, Some(5), 95));
        assert_eq!(debit(15, having(5, 10)), split(10, Some(5), 0));
    }

    #[test]
    fn nobody_spends_more_than_they_have_inside_the_event() {
        let refused = decide(&asking(TransactionKind::Debit, 16), 0, &having(5, 10));
        assert!(matches!(refused, Err(EventError::InsufficientFunds { available, .. }) if available == coins(15)));
    }

    #[test]
    fn an_event_takes_so_many_transactions_and_no_more() {
        let credit = asking(TransactionKind::Credit, 1);
        assert!(decide(&credit, TRANSACTIONS_MAX - 1, &having(0, 0)).is_ok());
        assert!(matches!(
            decide(&credit, TRANSACTIONS_MAX, &having(0, 0)),
            Err(EventError::Full { .. })
        ));
    }

    proptest! {
        /// Whatever happens in an event, both its close and its expiry leave the account at or above zero.
        #[test]
        fn no_order_of_movements_can_end_below_zero(had in 0i64..50, moved in prop::collection::vec((any::<bool>(), 1i64..40), 0..40)) {
            let (mut held, mut pending, mut net) = (0i64, 0i64, 0i64);
            for (credit, amount) in moved {
                let kind = if credit { TransactionKind::Credit } else { TransactionKind::Debit };
                let Ok(split) = decide(&asking(kind, amount), 0, &having(had - held, pending)) else { continue };
                if credit { pending += amount; net += amount } else { net -= amount }
                pending -= split.covered.minor();
                held += split.held.map_or(0, Money::minor);
                prop_assert!(0 <= had - held, "what is outside the event is never overdrawn");
                prop_assert!(0 <= pending && 0 <= had + net, "the close never goes below zero");
                prop_assert!(split.left.minor() == had - held + pending);
            }
        }
    }
}
