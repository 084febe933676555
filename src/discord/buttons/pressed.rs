//! What pressing a button or sending a form does.

use poise::serenity_prelude as serenity;
use serenity::{ActionRowComponent, ComponentInteraction, CreateInteractionResponse, ModalInteraction, User};

use super::{Button, FORM_TEXT, Form, modal};
use crate::db::{DbError, retrying};
use crate::discord::answer::{Answer, Declined, Outcome, Pressed, answer_interaction, declined, respond};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::members::Actor;
use crate::domain::orders::Claim;
use crate::domain::{batches, orders};
use crate::ids::{OrderId, RequestId};

/// Does what a button means, and answers whoever pressed it.
pub(in crate::discord) async fn press(surface: &Surface, interaction: &ComponentInteraction) {
    let pressed = Pressed::button(interaction);
    let button = Button::parse(&interaction.data.custom_id);
    if let Some(Button::Cancel(order)) = button {
        let form = CreateInteractionResponse::Modal(modal(Form::Reason(order)));
        respond(surface, &pressed, &form).await;
        return;
    }
    let request = RequestId::new("discord", interaction.id);
    let work = async {
        match button {
            Some(Button::Done(order)) => done(surface, &interaction.user, &request, order).await,
            Some(Button::Take(order, from)) => take(surface, &interaction.user, &request, Claim { order, from }).await,
            Some(Button::Withdraw(order)) => withdraw(surface, &interaction.user, &request, order).await,
            Some(Button::Cancel(_)) | None => {
                tracing::info!("a button was pressed that means nothing now");
                Err(Declined::because(view::controls::stale()))
            }
        }
    };
    answer_interaction(surface, &pressed, work).await;
}

/// Does what a form means, and answers whoever sent it.
pub(in crate::discord) async fn submit(surface: &Surface, interaction: &ModalInteraction) {
    let pressed = Pressed::modal(interaction);
    let request = RequestId::new("discord", interaction.id);
    let work = async {
        match Form::parse(&interaction.data.custom_id) {
            Some(Form::Reason(order)) => {
                let reason = typed_text(interaction).unwrap_or_default();
                reject(surface, &interaction.user, &request, order, reason).await
            }
            None => {
                tracing::info!("a form was sent that means nothing now");
                Err(Declined::because(view::controls::stale()))
            }
        }
    };
    answer_interaction(surface, &pressed, work).await;
}

fn typed_text(interaction: &ModalInteraction) -> Option<&str> {
    let mut parts = interaction.data.components.iter().flat_map(|row| &row.components);
    parts.find_map(|part| match part {
        ActionRowComponent::InputText(text) if text.custom_id == FORM_TEXT => text.value.as_deref(),
        _ => None,
    })
}

async fn done(surface: &Surface, user: &User, request: &RequestId, order: OrderId) -> Outcome {
    let actor = actor(surface, user).await?;
    let done = retrying(|| batches::complete(&surface.desk, &actor, request, order)).await;
    let done = done.map_err(declined("batches.complete", view::desk::complete_refused))?;
    Ok(Answer::Say(view::orders::completed(&done)))
}

async fn take(surface: &Surface, user: &User, request: &RequestId, claim: Claim) -> Outcome {
    let actor = actor(surface, user).await?;
    let done = retrying(|| orders::claim(&surface.desk, &actor, request, claim)).await;
    let done = done.map_err(declined("orders.claim", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::claimed(&done)))
}

async fn withdraw(surface: &Surface, user: &User, request: &RequestId, order: OrderId) -> Outcome {
    let actor = actor(surface, user).await?;
    let done = retrying(|| orders::cancel(&surface.desk, &actor, request, order)).await;
    let done = done.map_err(declined("orders.cancel", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::ended(&done)))
}

async fn reject(surface: &Surface, user: &User, request: &RequestId, order: OrderId, reason: &str) -> Outcome {
    let actor = actor(surface, user).await?;
    let done = retrying(|| orders::reject(&surface.desk, &actor, request, order, reason)).await;
    let done = done.map_err(declined("orders.reject", view::desk::order_refused))?;
    Ok(Answer::Say(view::orders::ended(&done)))
}

async fn actor(surface: &Surface, user: &User) -> Result<Actor, Declined> {
    let found = surface.identify(user).await;
    found.map_err(declined("members.identify", |_: &DbError| view::FAULT.to_owned()))
}
