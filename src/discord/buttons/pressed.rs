//! Handles a pressed button, a menu choice or a sent form: each runs one use-case and answers.

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, ComponentInteraction, ComponentInteractionDataKind, CreateInteractionResponse, MessageFlags,
    ModalInteraction,
};

use super::bound;
use super::press::{Press, stale};
use super::typed::{Typed, filled_off, filled_with};
use super::{accounts, batches, coins, giros, orders, payouts, questions, reports, requests};
use crate::discord::answer::{Outcome, Pressed, answer_interaction, respond};
use crate::discord::components::modal_with;
use crate::discord::controls::{
    Button, Form, Select, Written, names_of_button, names_of_choice, names_of_form, names_of_select,
};
use crate::discord::marked::On;
use crate::discord::surface::Surface;
use crate::discord::{pages, view};
use crate::domain::orders::Claim;
use crate::domain::people::members::Role;
use crate::ids::{PayeeId, RequestId};

/// Handles a button or a menu choice, and answers the person who pressed it.
pub(in crate::discord) async fn press(surface: &Surface, interaction: &ComponentInteraction) {
    let written = Written::read(&interaction.data.custom_id);
    let button = Button::parse(written.plain);
    let pressed = Pressed::button(interaction);
    let pressed = match button {
        Some(Button::ConfirmCoins(_) | Button::ConfirmCorrection(_) | Button::Confirm(..) | Button::Correct(_)) => {
            pressed.in_place()
        }
        _ => pressed,
    };
    let choice = match (&interaction.data.kind, Select::parse(written.plain)) {
        (ComponentInteractionDataKind::StringSelect { values }, Some(select)) => {
            values.first().map(|value| (select, Written::read(value)))
        }
        _ => None,
    };
    let on = On {
        channel: interaction.channel_id,
        message: interaction.message.id,
    };
    let checked = async {
        if let Some(button) = button {
            bound::check(surface, written.marks, &names_of_button(button), Some(on)).await?;
        }
        if let Some((select, value)) = choice {
            bound::check(surface, written.marks, &names_of_select(select), Some(on)).await?;
            bound::check(surface, value.marks, &names_of_choice(select, value.plain), None).await?;
        }
        Ok(())
    };
    let choice = choice.map(|(select, value)| (select, value.plain));
    let form = button
        .and_then(form_of_button)
        .or_else(|| choice.and_then(form_of_choice));
    if let Some(form) = form {
        match checked.await {
            Ok(()) => {
                let filled = match button {
                    Some(Button::Refill(form)) => filled_off(&interaction.message, form),
                    _ => giros::prefilled(surface, &interaction.user, form).await,
                };
                let form = CreateInteractionResponse::Modal(modal_with(surface, &filled).await);
                respond(surface, &pressed, &form).await;
            }
            Err(declined) => answer_interaction(surface, &pressed, async { Err(declined) }).await,
        }
        return;
    }
    let press = Press {
        surface,
        user: &interaction.user,
        request: RequestId::new("discord", interaction.id),
        read_in: read_in(interaction),
    };
    let work = async {
        checked.await?;
        match (button, choice) {
            (Some(button), _) => act(&press, button).await,
            (None, Some((select, value))) => choose(&press, select, value).await,
            (None, None) => stale(),
        }
    };
    answer_interaction(surface, &pressed, work).await;
}

fn read_in(interaction: &ComponentInteraction) -> Option<ChannelId> {
    let flags = interaction.message.flags.unwrap_or_default();
    let is_for_all = interaction.guild_id.is_some() && !flags.contains(MessageFlags::EPHEMERAL);
    is_for_all.then_some(interaction.channel_id)
}

/// The form that a button opens; `None` if it does something else.
fn form_of_button(button: Button) -> Option<Form> {
    match button {
        Button::Cancel(order) => Some(Form::Reason(order)),
        Button::AddBeneficiary(order) => Some(Form::Beneficiary(order)),
        Button::AddBankNumber(account) => Some(Form::BankNumber(account)),
        Button::Reject(number) => Some(Form::RejectRequest(number)),
        Button::Refill(form) => Some(form),
        Button::Payout => Some(Form::Payout),
        Button::OpenAccount => Some(Form::OpenAccount),
        Button::NewGiro => Some(Form::Giro(None)),
        Button::Execute(order) => Some(Form::Execute(order)),
        Button::ReturnGiro(order) => Some(Form::ReturnGiro(order)),
        // A client is first asked who brought them.
        Button::Register(Role::Client) => None,
        Button::Register(role) => Some(Form::Register(role, None)),
        Button::Done(_)
        | Button::Process(_)
        | Button::Take(..)
        | Button::Withdraw(_)
        | Button::Approve(..)
        | Button::ConfirmCoins(_)
        | Button::ConfirmCorrection(_)
        | Button::Confirm(..)
        | Button::Correct(_)
        | Button::Page(..)
        | Button::Workbook(_)
        | Button::Movements { .. } => None,
    }
}

/// The form that a choice opens; `None` if it does something else.
fn form_of_choice((select, value): (Select, &str)) -> Option<Form> {
    match select {
        Select::Referrer => requests::register_form(value),
        Select::Payee => value.parse().ok().map(|payee| Form::Giro(Some(PayeeId::new(payee)))),
        Select::PayFrom(_) => None,
    }
}

async fn act(press: &Press<'_>, button: Button) -> Outcome {
    match button {
        Button::Done(order) => orders::done(press, order).await,
        Button::Process(order) => giros::process(press, order).await,
        Button::Movements {
            account, newest, page, ..
        } => accounts::turn_page(press, account, newest, page).await,
        Button::Take(order, from) => orders::take(press, Claim { order, from }).await,
        Button::Withdraw(order) => orders::withdraw(press, order).await,
        Button::Register(_) => requests::choose_referrer(press, 0).await,
        Button::Approve(kind, number) => requests::approve(press, kind, number).await,
        Button::Confirm(kind, question) => questions::confirm(press, kind, question).await,
        Button::Correct(question) => questions::correct(press, question).await,
        Button::ConfirmCoins(offer) => coins::confirm(press, offer).await,
        Button::ConfirmCorrection(number) => batches::confirm_correction(press, number).await,
        Button::Workbook(report) => reports::workbook(press, report).await,
        Button::Page(list, place) => {
            let actor = press.actor().await?;
            let page = pages::page(press.surface, &actor, list, place).await?;
            Ok(press.turn(page.face, page.content))
        }
        Button::Cancel(_)
        | Button::AddBeneficiary(_)
        | Button::AddBankNumber(_)
        | Button::Reject(_)
        | Button::Refill(_)
        | Button::Payout
        | Button::OpenAccount
        | Button::NewGiro
        | Button::Execute(_)
        | Button::ReturnGiro(_) => stale(),
    }
}

async fn choose(press: &Press<'_>, select: Select, value: &str) -> Outcome {
    match select {
        Select::Referrer => match requests::more_from(value) {
            Some(from) => requests::choose_referrer(press, from).await,
            None => stale(),
        },
        Select::Payee => stale(),
        Select::PayFrom(order) => orders::paid_from(press, order, value).await,
    }
}

/// Handles a sent form, and answers the person who sent it.
pub(in crate::discord) async fn submit(surface: &Surface, interaction: &ModalInteraction) {
    let press = Press {
        surface,
        user: &interaction.user,
        request: RequestId::new("discord", interaction.id),
        // The answer to a form is shown only to its person.
        read_in: None,
    };
    let typed = Typed::of(interaction);
    let written = Written::read(&interaction.data.custom_id);
    let form = Form::parse(written.plain);
    // A form that an older cambista opened has no marks. Then the message from which it was opened is checked.
    let on = interaction.message.as_ref().map(|message| On {
        channel: interaction.channel_id,
        message: message.id,
    });
    let work = async {
        let names = form.map(names_of_form).unwrap_or_default();
        bound::check(surface, written.marks, &names, on).await?;
        let done = match form {
            Some(Form::Reason(order)) => orders::reject(&press, order, typed.field(view::controls::REASON)).await,
            Some(Form::Beneficiary(order)) => {
                orders::add_beneficiary(&press, order, typed.field(view::controls::BENEFICIARY)).await
            }
            Some(Form::BankNumber(account)) => {
                accounts::set_bank_number(&press, account, typed.field(view::account_forms::BANK)).await
            }
            Some(Form::Register(role, referrer)) => requests::ask_role(&press, role, referrer, &typed).await,
            Some(Form::Giro(_)) => giros::ask(&press, &typed).await,
            Some(Form::Execute(order)) => giros::execute(&press, order, &typed).await,
            Some(Form::ReturnGiro(order)) => giros::give_back(&press, order, typed.field(view::controls::REASON)).await,
            Some(Form::Payout) => payouts::ask(&press, &typed).await,
            Some(Form::OpenAccount) => accounts::ask(&press, &typed).await,
            Some(Form::RejectRequest(number)) => {
                requests::reject(&press, number, typed.field(view::controls::REASON)).await
            }
            None => stale(),
        };
        match form {
            Some(form) => done.map_err(|no| no.with_typed(filled_with(form, &typed))),
            None => done,
        }
    };
    answer_interaction(surface, &Pressed::modal(interaction), work).await;
}
