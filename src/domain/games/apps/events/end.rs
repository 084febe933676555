//! The two ends of an event: close and expiry. Each is one conditional update, so that the second of two finds the
//! first one's.

use super::standing::ended;
use super::store::{self, EventEnd};
use super::{Event, EventError, EventState, TransactionKind};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::games::apps::webhooks::{self, News};
use crate::domain::kernel::money::{Currency, Money, MoneyError};
use crate::ids::{JournalId, MemberId, RequestId};

/// What a transaction moves, for its posting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movement {
    pub(super) member: MemberId,
    pub(super) kind: TransactionKind,
    pub(super) amount: Money,
}

/// Expires an event: releases its holds and posts nothing.
pub(super) async fn expire(tx: &mut Tx, event: &Event, now: Moment) -> Result<(), EventError> {
    end(tx, event, EventState::Expired, None, now).await?;
    set_free(tx, event, now).await?;
    Ok(webhooks::tell_app(tx, event.app, News::EventExpired(event.id), now).await?)
}

/// Closes an event: posts everything it moved, in one journal row with a line for each transaction.
pub(super) async fn finalise(tx: &mut Tx, event: &Event, request: &RequestId, now: Moment) -> Result<(), EventError> {
    set_free(tx, event, now).await?;
    let movements = store::list_movements(tx, event.id).await?;
    let journal = post(tx, event, &movements, request, now).await?;
    end(tx, event, EventState::Closed, journal, now).await?;
    Ok(webhooks::tell_app(tx, event.app, News::EventClosed(event.id), now).await?)
}

async fn post(
    tx: &mut Tx,
    event: &Event,
    movements: &[Movement],
    request: &RequestId,
    now: Moment,
) -> Result<Option<JournalId>, EventError> {
    if movements.is_empty() {
        return Ok(None);
    }
    let posting = Posting {
        kind: "app_event.closed",
        request: request.clone(),
        actor: None,
        at: now,
        details: serde_json::json!({ "app": event.app, "event": event.id }),
        lines: lines(movements)?,
    };
    Ok(Some(ledger::post(tx, posting).await?))
}

/// A line per transaction, in the order in which they were made, and one for what the desk issued or took back in
/// total.
fn lines(movements: &[Movement]) -> Result<Vec<Line>, MoneyError> {
    let mut lines = Vec::with_capacity(movements.len() + 1);
    let mut issued = Money::zero(Currency::COIN);
    for movement in movements {
        let amount = match movement.kind {
            TransactionKind::Credit => movement.amount,
            TransactionKind::Debit => movement.amount.checked_neg()?,
        };
        lines.push(Line::add(AccountKey::Coins(movement.member), amount));
        issued = issued.checked_add(amount)?;
    }
    if !issued.is_zero() {
        lines.push(Line::add(AccountKey::Issuance(Currency::COIN), issued.checked_neg()?));
    }
    Ok(lines)
}

async fn set_free(tx: &mut Tx, event: &Event, now: Moment) -> Result<(), EventError> {
    let holds = store::list_holds(tx, event.id).await?;
    Ok(ledger::release_all(tx, &holds, now).await?)
}

async fn end(
    tx: &mut Tx,
    event: &Event,
    to: EventState,
    journal: Option<JournalId>,
    at: Moment,
) -> Result<(), EventError> {
    if store::end_event(tx, event.id, &EventEnd { to, journal }, at).await? {
        return Ok(());
    }
    let now = store::find_event(tx, event.id).await?;
    let state = now.map_or(event.state, |event| event.state);
    Err(ended(event, state))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::{Movement, lines};
    use crate::domain::books::ledger::AccountKey;
    use crate::domain::games::apps::events::TransactionKind;
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::MemberId;

    proptest! {
        #[test]
        fn what_people_get_and_pay_is_what_the_desk_issues_and_takes_back(
            moved in prop::collection::vec((1i64..4, any::<bool>(), 1i64..1_000), 1..40)
        ) {
            let movements: Vec<Movement> = moved
                .iter()
                .map(|(member, credit, amount)| Movement {
                    member: MemberId::new(*member),
                    kind: if *credit { TransactionKind::Credit } else { TransactionKind::Debit },
                    amount: Money::from_minor(*amount, Currency::COIN),
                })
                .collect();
            let lines = lines(&movements).unwrap();
            prop_assert_eq!(lines.iter().map(|line| line.amount.minor()).sum::<i64>(), 0);
            prop_assert!(lines.iter().all(|line| !line.amount.is_zero()));
            let issued = lines.iter().filter(|line| line.account == AccountKey::Issuance(Currency::COIN)).count();
            prop_assert!(issued <= 1 && lines.len() == movements.len() + issued);
        }
    }
}
