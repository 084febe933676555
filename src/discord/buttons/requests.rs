//! Asking for a role, and deciding on requests.

use super::batches;
use super::press::Press;
use super::typed::Typed;
use crate::db::{DbError, retrying};
use crate::discord::answer::{Answer, Outcome, declined};
use crate::discord::controls::{Form, MORE, NOBODY};
use crate::discord::view;
use crate::discord::view::registration::{COUNTRY, NAME};
use crate::domain::flows::registration::{self, AskRole};
use crate::domain::people::members::{self, Member, Role};
use crate::domain::people::requests::{self, RequestKind};
use crate::ids::{MemberId, RequestNumber};

/// How many resellers a menu shows: Discord's 25 options, minus "nobody" and "more".
const RESELLERS_MAX: i64 = 23;

/// The first question to a new client: who brought them.
pub(super) async fn choose_referrer(press: &Press<'_>, from: i64) -> Outcome {
    let read = async {
        let mut reader = press.surface.desk.db.reader().await?;
        members::list_members_with(&mut reader, Role::Reseller, from, RESELLERS_MAX + 1).await
    };
    let mut resellers: Vec<Member> = read
        .await
        .map_err(declined("members.list_members_with", |_: &DbError| {
            view::FAULT.to_owned()
        }))?;
    let shown_max = usize::try_from(RESELLERS_MAX).unwrap_or(usize::MAX);
    let more = (shown_max < resellers.len()).then_some(from + RESELLERS_MAX);
    resellers.truncate(shown_max);
    let face = Box::new(view::registration::choose_referrer(&resellers, more));
    // The first page is a new answer; further pages replace it.
    Ok(if from == 0 {
        Answer::Face(face)
    } else {
        Answer::Turn(face)
    })
}

/// The form that opens for the chosen referrer; `None` for "more".
pub(super) fn register_form(value: &str) -> Option<Form> {
    if value == NOBODY {
        return Some(Form::Register(Role::Client, None));
    }
    let referrer = value.parse().ok()?;
    Some(Form::Register(Role::Client, Some(MemberId::new(referrer))))
}

/// The offset at which the list continues, when "more" was chosen.
pub(super) fn more_from(value: &str) -> Option<i64> {
    value.strip_prefix(MORE)?.parse().ok().filter(|from| 0 < *from)
}

pub(super) async fn ask_role(press: &Press<'_>, role: Role, referrer: Option<MemberId>, typed: &Typed<'_>) -> Outcome {
    let actor = press.actor().await?;
    let asked = AskRole {
        role,
        name: typed.field(NAME).to_owned(),
        country: typed.field(COUNTRY).to_owned(),
        referrer,
    };
    let done = retrying(|| registration::ask_role(&press.surface.desk, &actor, &press.request, &asked)).await;
    let done = done.map_err(declined("registration.ask_role", view::registration::refused))?;
    Ok(Answer::Say(view::registration::asked(&done)))
}

pub(super) async fn approve(press: &Press<'_>, kind: RequestKind, number: RequestNumber) -> Outcome {
    match kind {
        RequestKind::Role => approve_role(press, number).await,
        RequestKind::Payout => super::payouts::pay(press, number).await,
        RequestKind::Rate => batches::approve_rate(press, number).await,
        RequestKind::Closing => batches::approve_closing(press, number).await,
        RequestKind::Purchase => batches::approve_purchase(press, number).await,
        RequestKind::Account => super::accounts::approve(press, number).await,
    }
}

async fn approve_role(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| registration::approve_role(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined("registration.approve_role", view::registration::refused))?;
    Ok(Answer::Say(view::registration::approved(&done)))
}

pub(super) async fn reject(press: &Press<'_>, number: RequestNumber, reason: &str) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| requests::reject(&press.surface.desk, &actor, &press.request, number, reason)).await;
    let done = done.map_err(declined("requests.reject", view::requests::refused))?;
    Ok(Answer::Say(view::requests::rejected(&done)))
}
