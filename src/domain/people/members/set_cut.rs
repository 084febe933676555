//! `!setCut @david 40`: sets the percentage of a batch's gain that the reseller gets (S0-55).

use serde::{Deserialize, Serialize};

use super::{Actor, Member, MemberError, Permission, Role, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::{Desk, FigureLimits};
use crate::domain::kernel::money::{Percent, differs_by_more_than};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{MemberId, QuestionId, RequestId};

/// The cut that was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutSet {
    pub name: String,
    pub before: Percent,
    pub now: Percent,
}

/// What became of a typed cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CutOutcome {
    /// It is far from the last one, and must be confirmed.
    Asked(CutAsked),
    Set(CutSet),
}

/// A cut that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutAsked {
    pub question: QuestionId,
    pub name: String,
    pub before: Percent,
    pub wanted: Percent,
    /// Whether it was confirmed before, when the reseller's cut had already changed.
    pub again: bool,
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
struct About {
    member: MemberId,
    before: Percent,
    wanted: Percent,
}

/// Sets a reseller's cut for the batches that are closed from now on. A cut far from the last one is only asked about.
///
/// # Errors
/// [`MemberError::NotAllowed`], [`MemberError::NotAReseller`].
pub async fn set_cut(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    member: MemberId,
    cut: Percent,
    as_typed: &AsTyped,
) -> Result<CutOutcome, MemberError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "members.set_cut", &(actor.member, member, cut));
    once(desk, asked, async |tx, now| {
        let found = store::get_member_for_update(tx, member).await?;
        if found.role != Role::Reseller {
            return Err(MemberError::NotAReseller { name: found.name });
        }
        Ok(if is_far(found.cut, cut, &desk.policy.figures) {
            CutOutcome::Asked(ask(tx, actor, &found, cut, Asking::First(as_typed.clone()), now).await?)
        } else {
            CutOutcome::Set(write(tx, actor, &found, cut, now).await?)
        })
    })
    .await
}

/// A change from zero has no percentage: a first cut is far when it is above a limit of its own.
fn is_far(before: Percent, cut: Percent, limits: &FigureLimits) -> bool {
    if before == Percent::ZERO {
        return limits.first_cut < cut;
    }
    differs_by_more_than(&before.as_fraction(), &cut.as_fraction(), limits.cut_change)
}

/// **Confirmar**: sets a cut that was asked about, if the reseller's cut is still the one that was shown; else asks
/// again.
///
/// # Errors
/// Those of [`set_cut`], and [`MemberError::Question`].
pub async fn confirm_cut(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<CutOutcome, MemberError> {
    actor.require(Permission::SetUpDesk)?;
    let asked = Asked::new(request, "members.confirm_cut", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let kinds = [QuestionKind::Cut];
        let about: About = questions::begin_confirming(tx, &kinds, actor.member, question, now).await?;
        let found = store::get_member_for_update(tx, about.member).await?;
        if found.role != Role::Reseller {
            return Err(MemberError::NotAReseller { name: found.name });
        }
        let outcome = if found.cut == about.before {
            questions::mark_confirmed(tx, question, now).await?;
            CutOutcome::Set(write(tx, actor, &found, about.wanted, now).await?)
        } else {
            questions::mark_outdated(tx, question, now).await?;
            CutOutcome::Asked(ask(tx, actor, &found, about.wanted, Asking::Again(question), now).await?)
        };
        Ok(outcome)
    })
    .await
}

async fn ask(
    tx: &mut Tx,
    actor: &Actor,
    found: &Member,
    wanted: Percent,
    asking: Asking,
    at: Moment,
) -> Result<CutAsked, DbError> {
    let about = About {
        member: found.id,
        before: found.cut,
        wanted,
    };
    let new = NewQuestion {
        kind: QuestionKind::Cut,
        member: actor.member,
        about: &about,
        asking: &asking,
    };
    Ok(CutAsked {
        question: questions::ask(tx, &new, at).await?,
        name: found.name.clone(),
        before: found.cut,
        wanted,
        again: asking.is_again(),
    })
}

/// Writes the cut, and tells the reseller unless they changed it themselves.
async fn write(tx: &mut Tx, actor: &Actor, found: &Member, cut: Percent, now: Moment) -> Result<CutSet, DbError> {
    let member = found.id;
    store::update_cut(tx, member, cut).await?;
    let (old, new) = (found.cut.to_text(), cut.to_text());
    store::insert_backlog(
        tx,
        member,
        store::Change {
            field: "cut",
            old: &old,
            new: &new,
        },
        actor.member,
        now,
    )
    .await?;
    if cut != found.cut && member != actor.member {
        let notice = Notice::CutSet {
            member,
            before: found.cut,
            now: cut,
            by: actor.member,
        };
        outbox::enqueue(tx, &format!("member:{member}"), &notice, now).await?;
    }
    Ok(CutSet {
        name: found.name.clone(),
        before: found.cut,
        now: cut,
    })
}
