//! The buttons and forms of giros.

use poise::serenity_prelude::User;

use super::press::Press;
use super::typed::Typed;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, declined};
use crate::discord::controls::{Filled, Form};
use crate::discord::giros::{commission_in, send};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::giro_forms::{ACCOUNT, AMOUNT, BANK, COMMISSION, DOCUMENT, NAME, TO, WAY};
use crate::domain::flows::giros::{self, Execute, PayeeTyped};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::{self, AccountName};
use crate::domain::treasury::banks::BankName;
use crate::ids::{OrderId, PayeeId, QuestionId};
use crate::reports;

/// A form with what is already known: a saved payee, or the likely answers about a payment. Empty when that cannot be
/// read: the person fills it in.
pub(super) async fn prefilled(surface: &Surface, user: &User, form: Form) -> Filled {
    if !matches!(form, Form::Giro(Some(_)) | Form::Execute(_)) {
        return Filled::empty(form);
    }
    let Ok(actor) = surface.identify(user).await else {
        return Filled::empty(form);
    };
    let fields = match form {
        Form::Giro(Some(payee)) => fields_of_payee(surface, &actor, payee).await,
        Form::Execute(order) => fields_of_order(surface, &actor, order).await,
        _ => None,
    };
    let fields = fields.unwrap_or_default();
    Filled { form, fields }
}

async fn fields_of_payee(surface: &Surface, actor: &Actor, payee: PayeeId) -> Option<Vec<(&'static str, String)>> {
    let mut reader = surface.desk.db.reader().await.ok()?;
    let (saved, bank) = reports::giros::payee(&mut reader, actor, payee).await.ok()??;
    Some(view::giro_forms::filled_with_payee(&saved, &bank))
}

async fn fields_of_order(surface: &Surface, actor: &Actor, order: OrderId) -> Option<Vec<(&'static str, String)>> {
    let mut reader = surface.desk.db.reader().await.ok()?;
    let shown = reports::giros::giro_card(&mut reader, actor, order).await.ok()?;
    let likely = shown.giro.terms.payee.likely_way();
    Some(view::giro_forms::filled_with_order(&shown.card.order, likely))
}

pub(super) async fn process(press: &Press<'_>, order: OrderId) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| giros::start_processing(&press.surface.desk, &actor, &press.request, order)).await;
    let done = done.map_err(declined("giros.process", view::giro_answers::refused))?;
    Ok(Answer::Say(view::giro_answers::processing(&done)))
}

pub(super) async fn execute(press: &Press<'_>, order: OrderId, typed: &Typed<'_>) -> Outcome {
    let way = view::giro_answers::way_named(typed.field(WAY))
        .ok_or_else(|| Declined::because(view::giro_answers::unknown_way(typed.field(WAY))))?;
    let actor = press.actor().await?;
    let refuse = declined("reports.giros", view::reads::refused);
    let read = async {
        let mut reader = press.surface.desk.db.reader().await?;
        reports::giros::giro_order(&mut reader, &actor, order).await
    };
    let currency = read.await.map_err(refuse)?.amount.currency();
    let account = AccountName::new(typed.field(ACCOUNT));
    let named = async {
        let mut reader = press.surface.desk.db.reader().await?;
        accounts::named(&mut reader, &actor, &account).await
    };
    let account = named
        .await
        .map_err(declined("accounts.named", view::accounts::refused))?;
    let asked = Execute {
        order,
        account: Some(account.id),
        way,
        commission: commission_in(typed.field(COMMISSION), currency)?,
        proof_url: None,
    };
    let done = retrying(|| giros::execute(&press.surface.desk, &actor, &press.request, &asked)).await;
    let done = done.map_err(declined("giros.execute", view::giro_answers::refused))?;
    Ok(Answer::Say(view::giro_answers::executed(&done)))
}

pub(super) async fn give_back(press: &Press<'_>, order: OrderId, reason: &str) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| giros::give_back_unpaid(&press.surface.desk, &actor, &press.request, order, reason)).await;
    let done = done.map_err(declined("giros.give_back", view::giro_answers::refused))?;
    Ok(Answer::Say(view::reversals::returned(&done)))
}

/// A giro of the form.
pub(super) async fn ask(press: &Press<'_>, typed: &Typed<'_>) -> Outcome {
    let field = |id| typed.field(id).trim();
    let payee = PayeeTyped::to(field(NAME), field(TO), field(DOCUMENT));
    let as_typed = AsTyped::new(view::giro_answers::as_typed(
        (field(AMOUNT), field(BANK)),
        (field(TO), field(DOCUMENT), field(NAME)),
    ));
    let actor = press.actor().await?;
    let bank = BankName::new(field(BANK));
    send(
        press.surface,
        &actor,
        &press.request,
        ((&bank, field(AMOUNT)), payee, None),
        &as_typed,
    )
    .await
}

/// **Confirmar** a giro that was asked about.
pub(super) async fn confirm(press: &Press<'_>, question: QuestionId) -> Result<view::face::Face, Declined> {
    let actor = press.actor().await?;
    let done = retrying(|| giros::confirm_asked(&press.surface.desk, &actor, &press.request, question)).await;
    let done = done.map_err(declined("giros.confirm_asked", view::giro_answers::refused))?;
    Ok(view::giro_answers::outcome(&done))
}
