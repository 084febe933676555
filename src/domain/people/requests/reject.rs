//! **Rechazar**: a superuser rejects a request and says why. Its hold is released.

use serde::{Deserialize, Serialize};

use super::end::{begin_decision, end_unfulfilled};
use super::reason::checked_reason;
use super::store::{Change, list_provers};
use super::{RequestError, RequestKind, RequestState};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::{MemberId, RequestId, RequestNumber};

/// Whose request was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRejected {
    pub number: RequestNumber,
    pub kind: RequestKind,
    pub name: String,
}

/// Rejects a pending request of any kind.
///
/// # Errors
/// [`RequestError::NotAllowed`] unless a superuser, [`RequestError::Reason`], [`RequestError::Unknown`],
/// [`RequestError::Decided`]; [`RequestError::Proved`] when another superuser has sent the capture of a payment.
pub async fn reject(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    number: RequestNumber,
    reason: &str,
) -> Result<RequestRejected, RequestError> {
    actor.require(Permission::DecideRequests)?;
    let reason = checked_reason(reason)?;
    let asked = Asked::new(request, "requests.reject", &(actor.member, number, &reason));
    once(desk, asked, async |tx, now| {
        let found = begin_decision(tx, number).await?;
        refuse_proved(tx, actor.member, number).await?;
        let name = members::get_member(tx, found.member).await?.name;
        let change = Change {
            to: RequestState::Rejected,
            actor: Some(actor.member),
            reason: Some(reason),
        };
        end_unfulfilled(tx, &found, &change, now).await?;
        Ok(RequestRejected {
            number,
            kind: found.details.kind(),
            name,
        })
    })
    .await
}

/// Refuses when somebody else than the actor sent a capture: only who sent it knows whether they paid.
async fn refuse_proved(tx: &mut Tx, actor: MemberId, number: RequestNumber) -> Result<(), RequestError> {
    let provers = list_provers(tx, number).await?;
    match provers.into_iter().find(|prover| *prover != actor) {
        Some(other) => Err(RequestError::Proved {
            number,
            by: members::get_member(tx, other).await?.name,
        }),
        None => Ok(()),
    }
}
