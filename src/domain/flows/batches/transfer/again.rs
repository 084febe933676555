//! A transfer of the same amount to the same beneficiary as an earlier one: the person is asked before a second order
//! is made.

use serde::{Deserialize, Serialize};

use super::price::Priced;
use super::{ClientTransfer, NewTransfer, Transferred, carry_out, for_client};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::flows::batches::terms_store::{self, Alike};
use crate::domain::flows::batches::{Batch, TransferError};
use crate::domain::kernel::desk::{BeneficiaryRule, Desk, Policy};
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{BeneficiaryMistake, checked_beneficiary, is_same_beneficiary};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{MemberId, OrderId, QuestionId, RequestId};

/// A transfer that its person must confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferRepeated {
    pub question: QuestionId,
    /// The earlier order that looks the same.
    pub earlier: OrderId,
    pub received: Money,
    /// What would be paid, fee included.
    pub total: Money,
    pub beneficiary: String,
    /// Whether it was already confirmed once, and is asked again because its figures have changed.
    pub again: bool,
}

/// A transfer as it was typed, by a reseller (or a cashier for one) or by a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Typed {
    Reseller(NewTransfer),
    Client(ClientTransfer),
}

/// The figures that were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    earlier: OrderId,
    received: Money,
    rate: Rate,
    total: Money,
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    typed: Typed,
    seen: Seen,
}

/// Whether the person has already been asked.
pub(super) enum Word {
    NotAsked(AsTyped),
    Given { question: QuestionId, seen: Seen },
}

/// A transfer that may repeat an earlier one.
pub(super) struct Candidate<'a> {
    pub(super) batch: &'a Batch,
    /// In a batch of the desk: the client who sends it.
    pub(super) client: Option<MemberId>,
    pub(super) priced: &'a Priced,
    pub(super) beneficiary: Option<&'a str>,
}

/// The beneficiary. It may be missing only where the desk's rule allows it.
pub(super) fn whom(typed: Option<&str>, policy: &Policy) -> Result<Option<String>, TransferError> {
    let found = checked_beneficiary(typed)?;
    match (&found, policy.beneficiary) {
        (None, BeneficiaryRule::Required) => Err(BeneficiaryMistake::Nobody.into()),
        (Some(_), _) | (None, BeneficiaryRule::Asked | BeneficiaryRule::Optional) => Ok(found),
    }
}

/// The question that must be asked first, if any. A question that is being confirmed ends here: as confirmed, or as
/// outdated.
pub(super) async fn ask_first(
    tx: &mut Tx,
    policy: &Policy,
    word: &Word,
    candidate: &Candidate<'_>,
    at: Moment,
) -> Result<Option<(Seen, Asking)>, DbError> {
    let earlier = match candidate.beneficiary {
        Some(beneficiary) if 0 < policy.repeat_within_ms => {
            let alike = Alike {
                owner: candidate.batch.reseller,
                creator: candidate.client,
                received: candidate.priced.received,
                beneficiary,
                since: at.plus_ms(-policy.repeat_within_ms),
            };
            find_alike(tx, &alike).await?
        }
        Some(_) | None => None,
    };
    let now = earlier.map(|earlier| Seen {
        earlier,
        received: candidate.priced.received,
        rate: candidate.priced.rate,
        total: candidate.priced.total,
    });
    match word {
        Word::NotAsked(typed) => Ok(now.map(|now| (now, Asking::First(typed.clone())))),
        Word::Given { question, seen } => match now {
            Some(now) if now != *seen => {
                questions::mark_outdated(tx, *question, at).await?;
                Ok(Some((now, Asking::Again(*question))))
            }
            Some(_) | None => {
                questions::mark_confirmed(tx, *question, at).await?;
                Ok(None)
            }
        },
    }
}

/// The newest open or completed order of the same amount to the same beneficiary.
async fn find_alike(tx: &mut Tx, alike: &Alike<'_>) -> Result<Option<OrderId>, DbError> {
    let found = terms_store::list_alike(tx, alike).await?;
    let same = found
        .into_iter()
        .find(|(_, beneficiary)| is_same_beneficiary(beneficiary, alike.beneficiary));
    Ok(same.map(|(order, _)| order))
}

pub(super) async fn ask(
    tx: &mut Tx,
    actor: MemberId,
    typed: Typed,
    beneficiary: Option<&str>,
    (seen, asking): (Seen, Asking),
    at: Moment,
) -> Result<TransferRepeated, DbError> {
    let beneficiary = beneficiary.unwrap_or_default().to_owned();
    let about = About { typed, seen };
    let new = NewQuestion {
        kind: QuestionKind::Transfer,
        member: actor,
        about: &about,
        asking: &asking,
    };
    Ok(TransferRepeated {
        question: questions::ask(tx, &new, at).await?,
        earlier: about.seen.earlier,
        received: about.seen.received,
        total: about.seen.total,
        beneficiary,
        again: asking.is_again(),
    })
}

/// **Confirmar**: makes the second order if the prices are still those that were shown; otherwise asks again.
///
/// # Errors
/// See [`TransferError`].
pub async fn confirm_transfer(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<Transferred, TransferError> {
    actor.require(Permission::SendTransfer)?;
    let asked = Asked::new(request, "batches.confirm_transfer", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let at = now;
        let kinds = [QuestionKind::Transfer];
        let About { typed, seen } = questions::begin_confirming(tx, &kinds, actor.member, question, at).await?;
        let word = Word::Given { question, seen };
        Ok(match &typed {
            Typed::Reseller(typed) => carry_out(tx, desk, actor, request, typed, &word).await?,
            Typed::Client(typed) => for_client::carry_out(tx, desk, actor, request, typed, &word).await?,
        })
    })
    .await
}
