//! The steps of a request's life, for the use-cases that take them. Each runs in its caller's unit of work.

use serde::{Deserialize, Serialize};

use super::store::{self, Change};
use super::{NewRequest, Request, RequestError, RequestKind, RequestState, Withdrawal, outbox_subject};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::books::ledger;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::people::members;
use crate::ids::{MemberId, RequestNumber};

/// Files a request, and tells superusers.
///
/// # Errors
/// [`RequestError::AlreadyAsked`] when one about the same thing is pending.
pub(crate) async fn file(tx: &mut Tx, new: &NewRequest, at: Moment) -> Result<RequestNumber, RequestError> {
    if let Some(open) = store::find_open(tx, &new.open_key).await? {
        return Err(RequestError::AlreadyAsked(open));
    }
    let number = store::insert_request(tx, new, at).await?;
    outbox::enqueue(
        tx,
        &outbox_subject(number),
        &Notice::RequestChanged { request: number },
        at,
    )
    .await?;
    Ok(number)
}

/// Locks a pending request for a decision, and returns it.
///
/// # Errors
/// [`RequestError::Unknown`]; [`RequestError::Decided`] with who decided it.
pub(crate) async fn begin_decision(tx: &mut Tx, number: RequestNumber) -> Result<Request, RequestError> {
    let request = store::find_request_for_update(tx, number)
        .await?
        .ok_or(RequestError::Unknown(number))?;
    if request.state != RequestState::Pending {
        return Err(decided(tx, &request).await?);
    }
    Ok(request)
}

async fn decided(tx: &mut Tx, request: &Request) -> Result<RequestError, DbError> {
    let by = match request.decided_by {
        Some(member) => Some(members::get_member(tx, member).await?.name),
        None => None,
    };
    Ok(RequestError::Decided {
        number: request.number,
        state: request.state,
        by,
        at: request.decided_at,
    })
}

/// Approves a request that [`begin_decision`] returned. The caller does what was asked for, and ends the request's
/// hold.
///
/// # Errors
/// [`RequestError::Decided`].
pub(crate) async fn approve(tx: &mut Tx, request: &Request, actor: MemberId, at: Moment) -> Result<(), RequestError> {
    let change = Change {
        to: RequestState::Approved,
        actor: Some(actor),
        reason: None,
    };
    end(tx, request, &change, at).await
}

/// Ends a request without doing what was asked for, and releases its hold.
pub(super) async fn end_unfulfilled(
    tx: &mut Tx,
    request: &Request,
    change: &Change,
    at: Moment,
) -> Result<(), RequestError> {
    if let Some(hold) = request.details.hold() {
        ledger::release(tx, hold, at).await?;
    }
    end(tx, request, change, at).await
}

/// Closes a request whose subject is gone (its person left the desk, its batch was closed).
///
/// # Errors
/// [`RequestError::Decided`].
pub(crate) async fn withdraw(
    tx: &mut Tx,
    request: &Request,
    actor: MemberId,
    why: Withdrawal,
    at: Moment,
) -> Result<(), RequestError> {
    let change = Change {
        to: RequestState::Withdrawn,
        actor: Some(actor),
        reason: Some(why.code().to_owned()),
    };
    end_unfulfilled(tx, request, &change, at).await
}

/// What became of somebody's pending requests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnAll {
    pub closed: Vec<RequestNumber>,
    /// Those that have a capture and so were carried out already: they stay pending, to be confirmed.
    pub kept: Vec<RequestNumber>,
}

/// Whose pending requests are to be closed, and why.
pub(crate) struct WithdrawAll<'a> {
    pub(crate) member: MemberId,
    pub(crate) kinds: &'a [RequestKind],
    pub(crate) actor: MemberId,
    pub(crate) why: Withdrawal,
    pub(crate) at: Moment,
}

/// Closes a member's pending requests of these kinds, except those with a capture. One that somebody else decides at
/// the same moment is left to them.
pub(crate) async fn withdraw_all_of(tx: &mut Tx, asked: &WithdrawAll<'_>) -> Result<WithdrawnAll, RequestError> {
    let mut all = WithdrawnAll::default();
    for number in store::list_pending_of(tx, asked.member).await? {
        let request = match begin_decision(tx, number).await {
            Ok(request) => request,
            Err(RequestError::Decided { .. }) => continue,
            Err(error) => return Err(error),
        };
        if !asked.kinds.contains(&request.details.kind()) {
            continue;
        }
        if store::list_provers(tx, number).await?.is_empty() {
            withdraw(tx, &request, asked.actor, asked.why, asked.at).await?;
            all.closed.push(number);
        } else {
            all.kept.push(number);
        }
    }
    Ok(all)
}

async fn end(tx: &mut Tx, request: &Request, change: &Change, at: Moment) -> Result<(), RequestError> {
    if !store::change_state(tx, request.number, change, at).await? {
        // On PostgreSQL the row is locked, on SQLite there is one writer: only a caller that skipped `begin_decision`
        // gets here.
        return Err(decided(tx, request).await?);
    }
    let subject = request.outbox_subject();
    let number = request.number;
    outbox::enqueue(tx, &subject, &Notice::RequestChanged { request: number }, at).await?;
    outbox::enqueue(tx, &subject, &Notice::RequestEnded { request: number }, at).await?;
    Ok(())
}

/// Marks an approved request as undone. The caller undoes what the approval moved, and tells it.
///
/// # Errors
/// [`RequestError::Decided`] unless it is approved and was not undone before.
pub(crate) async fn undo(
    tx: &mut Tx,
    request: &Request,
    actor: MemberId,
    reason: &str,
    at: Moment,
) -> Result<(), RequestError> {
    if !store::mark_undone(tx, request.number, actor, reason, at).await? {
        return Err(decided(tx, request).await?);
    }
    let changed = Notice::RequestChanged {
        request: request.number,
    };
    Ok(outbox::enqueue(tx, &request.outbox_subject(), &changed, at).await?)
}
