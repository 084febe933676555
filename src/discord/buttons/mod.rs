//! Buttons, choices and forms: their meaning stands in their custom id, so that they work after any restart.

mod accounts;
mod batches;
mod bound;
mod coins;
mod orders;
mod pages;
mod payouts;
mod pressed;
mod requests;

use poise::serenity_prelude as serenity;
use serenity::{
    ActionRowComponent, ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle, Message, ModalInteraction,
};

pub(super) use accounts::Turn;
pub(super) use bound::{On, Written, custom_ids, has_marks, is_shown_on, named_by};
pub(super) use pages::{List, OrderList, RequestList};
pub(super) use pressed::{press, submit};

use super::surface::Surface;
use super::view;
use super::view::controls::{FieldWords, Lines, Look};
use super::view::face::{Choices, Row};
use super::view::text;
use crate::db::Place;
use crate::domain::members::Role;
use crate::domain::requests::RequestKind;
use crate::ids::{AccountId, CoinOfferId, CorrectionId, EntryId, MemberId, OrderId, RequestNumber};
use bound::{Marks, names_of_button, names_of_choice, names_of_form, names_of_select};

/// What Discord takes of a choice's label and description, in characters.
const CHOICE_CHARS_MAX: usize = 100;

/// A button, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Button {
    /// **Listo**: the cashier has paid.
    Done(OrderId),
    /// **Cancelar**: the cashier will not pay; opens [`Form::Reason`].
    Cancel(OrderId),
    /// **Tomar**: another cashier takes it from whoever had it when the message was read.
    Take(OrderId, Option<MemberId>),
    /// **Cancelar orden**: its reseller takes it back.
    Withdraw(OrderId),
    /// Somebody wants this role: a client is asked who brought them, others get [`Form::Register`].
    Register(Role),
    /// **Pedir cuenta**: opens [`Form::OpenAccount`].
    OpenAccount,
    /// Another page of an account's movements, counted from the one that was the newest when the first was shown.
    Movements {
        account: AccountId,
        newest: EntryId,
        /// From 1.
        page: i64,
        turn: Turn,
    },
    /// **Aprobar** a request.
    Approve(RequestKind, RequestNumber),
    /// **Retirar**: somebody wants their earnings; opens [`Form::Payout`].
    Payout,
    /// **Confirmar**: the payer of a large payment of coins says yes.
    ConfirmCoins(CoinOfferId),
    /// **Confirmar**: an order of a closed batch is undone as it was shown.
    ConfirmCorrection(CorrectionId),
    /// **Rechazar** a request; opens [`Form::RejectRequest`].
    Reject(RequestNumber),
    /// **Corregir**: opens a refused form again, with what was typed.
    Refill(Form),
    /// **Anteriores**, **Siguientes**: another page of a list takes the place of this one.
    Page(List, Place),
}

/// A menu to choose from, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Select {
    /// Which reseller brought this client.
    Referrer,
    /// Which of the cashier's accounts paid this order.
    PayFrom(OrderId),
}

/// A form, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Why an order is not paid.
    Reason(OrderId),
    /// Who somebody is that wants this role; for a client, who brought them.
    Register(Role, Option<MemberId>),
    /// How much of their earnings somebody wants, and where.
    Payout,
    /// Which account somebody wants.
    OpenAccount,
    /// Why a request is rejected.
    RejectRequest(RequestNumber),
}

impl Button {
    pub(super) fn custom_id(self) -> String {
        match self {
            Button::Done(order) => format!("done:{order}"),
            Button::Cancel(order) => format!("cancel:{order}"),
            Button::Take(order, from) => format!("take:{order}:{}", or_dash(from)),
            Button::Withdraw(order) => format!("withdraw:{order}"),
            Button::Register(role) => format!("register:{role}"),
            Button::OpenAccount => "account".to_owned(),
            Button::Movements {
                account,
                newest,
                page,
                turn,
            } => format!("movements:{account}:{newest}:{page}:{}", turn.code()),
            Button::Approve(kind, number) => format!("approve:{kind}:{number}"),
            Button::Payout => "payout".to_owned(),
            Button::ConfirmCoins(offer) => format!("coins:{offer}"),
            Button::ConfirmCorrection(number) => format!("correction:{number}"),
            Button::Reject(number) => format!("reject:{number}"),
            Button::Refill(form) => format!("refill:{}", form.custom_id()),
            Button::Page(list, place) => pages::custom_id(list, place),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Button> {
        if let Some(form) = custom_id.strip_prefix("refill:") {
            return Form::parse(form).map(Button::Refill);
        }
        Some(match parts(custom_id).as_slice() {
            ["done", order] => Button::Done(order_id(order)?),
            ["cancel", order] => Button::Cancel(order_id(order)?),
            ["take", order, from] => Button::Take(order_id(order)?, member_or_dash(from)?),
            ["withdraw", order] => Button::Withdraw(order_id(order)?),
            ["register", role] => Button::Register(Role::from_code(role).ok()?),
            ["account"] => Button::OpenAccount,
            ["movements", account, newest, page, turn] => Button::Movements {
                account: AccountId::new(number(account)?),
                newest: EntryId::new(number(newest)?),
                page: number(page)?,
                turn: Turn::parse(turn)?,
            },
            ["approve", kind, number] => Button::Approve(RequestKind::from_code(kind).ok()?, request_number(number)?),
            ["payout"] => Button::Payout,
            ["correction", shown] => Button::ConfirmCorrection(CorrectionId::new(number(shown)?)),
            ["coins", offer] => Button::ConfirmCoins(CoinOfferId::new(number(offer)?)),
            ["reject", number] => Button::Reject(request_number(number)?),
            ["page", page @ ..] => {
                let (list, place) = pages::parse(page)?;
                Button::Page(list, place)
            }
            _ => return None,
        })
    }
}

impl Select {
    fn custom_id(self) -> String {
        match self {
            Select::Referrer => "referrer".to_owned(),
            Select::PayFrom(order) => format!("pay_from:{order}"),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Select> {
        Some(match parts(custom_id).as_slice() {
            ["referrer"] => Select::Referrer,
            ["pay_from", order] => Select::PayFrom(order_id(order)?),
            _ => return None,
        })
    }
}

impl Form {
    fn custom_id(self) -> String {
        match self {
            Form::Reason(order) => format!("reason:{order}"),
            Form::Register(role, referrer) => format!("person:{role}:{}", or_dash(referrer)),
            Form::Payout => "payout".to_owned(),
            Form::OpenAccount => "account".to_owned(),
            Form::RejectRequest(number) => format!("rejection:{number}"),
        }
    }

    pub(super) fn parse(custom_id: &str) -> Option<Form> {
        Some(match parts(custom_id).as_slice() {
            ["reason", order] => Form::Reason(order_id(order)?),
            ["person", role, referrer] => Form::Register(Role::from_code(role).ok()?, member_or_dash(referrer)?),
            ["payout"] => Form::Payout,
            ["account"] => Form::OpenAccount,
            ["rejection", number] => Form::RejectRequest(request_number(number)?),
            _ => return None,
        })
    }
}

fn parts(custom_id: &str) -> Vec<&str> {
    custom_id.split(':').collect()
}

fn order_id(text: &str) -> Option<OrderId> {
    number(text).map(OrderId::new)
}

fn request_number(text: &str) -> Option<RequestNumber> {
    number(text).map(RequestNumber::new)
}

fn or_dash(member: Option<MemberId>) -> String {
    member.map_or_else(|| "-".to_owned(), |member| member.to_string())
}

fn member_or_dash(text: &str) -> Option<Option<MemberId>> {
    match text {
        "-" => Some(None),
        member => Some(Some(MemberId::new(number(member)?))),
    }
}

/// Exactly as a custom id writes it.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (0 < number && number.to_string() == text).then_some(number)
}

/// What can be pressed under a message that is recorded when it is sent.
pub(super) fn rows(rows: &[Row]) -> Vec<CreateActionRow> {
    rows_with(&Marks::OfRecorded, rows)
}

/// What can be pressed under an answer, which nobody records: each names what it means in these books only.
pub(super) async fn marked_rows(surface: &Surface, rows: &[Row]) -> Vec<CreateActionRow> {
    let names = rows.iter().flat_map(|row| match row {
        Row::Buttons(buttons) => buttons.iter().copied().flat_map(names_of_button).collect::<Vec<_>>(),
        Row::Select(select, choices) => {
            let of_choices = choices
                .options
                .iter()
                .flat_map(|choice| names_of_choice(*select, &choice.value));
            names_of_select(*select).into_iter().chain(of_choices).collect()
        }
    });
    let marks = Marks::look_up(surface, names.collect()).await;
    rows_with(&marks, rows)
}

fn rows_with(marks: &Marks, rows: &[Row]) -> Vec<CreateActionRow> {
    let row = |row: &Row| match row {
        Row::Buttons(buttons) => {
            CreateActionRow::Buttons(buttons.iter().map(|pressed| button(marks, *pressed)).collect())
        }
        Row::Select(select, choices) => CreateActionRow::SelectMenu(menu(marks, *select, choices)),
    };
    rows.iter().map(row).collect()
}

fn button(marks: &Marks, button: Button) -> CreateButton {
    let (label, look) = view::controls::button(button);
    let style = match look {
        Look::Good => ButtonStyle::Success,
        Look::Main => ButtonStyle::Primary,
        Look::Quiet => ButtonStyle::Secondary,
        Look::Danger => ButtonStyle::Danger,
    };
    let custom_id = marks.written(&button.custom_id(), &names_of_button(button));
    CreateButton::new(custom_id).label(label).style(style)
}

fn menu(marks: &Marks, select: Select, choices: &Choices) -> CreateSelectMenu {
    let options = choices.options.iter().map(|choice| {
        let value = marks.written(&choice.value, &names_of_choice(select, &choice.value));
        let option = CreateSelectMenuOption::new(text::clip(&choice.label, CHOICE_CHARS_MAX), value);
        match &choice.description {
            Some(description) => option.description(text::clip(description, CHOICE_CHARS_MAX)),
            None => option,
        }
    });
    let kind = CreateSelectMenuKind::String {
        options: options.collect(),
    };
    let custom_id = marks.written(&select.custom_id(), &names_of_select(select));
    CreateSelectMenu::new(custom_id, kind).placeholder(&choices.placeholder)
}

/// A form that was refused, with what was typed into its fields.
pub(super) struct Filled {
    pub(super) form: Form,
    /// By the field's label; fields that were left empty are not there.
    pub(super) fields: Vec<(&'static str, String)>,
}

impl Filled {
    fn of(form: Form, typed: &Typed<'_>) -> Filled {
        let fields = view::controls::form(form).fields.into_iter();
        let typed_into = |field: FieldWords| (field.label, typed.field(field.id).to_owned());
        Filled {
            form,
            fields: fields
                .map(typed_into)
                .filter(|(_, typed)| !typed.trim().is_empty())
                .collect(),
        }
    }

    /// Off the message that gave it back.
    fn read(form: Form, message: &Message) -> Filled {
        let shown = |label: &str| {
            let mut fields = message.embeds.iter().flat_map(|embed| &embed.fields);
            let found = fields.find(|field| field.name == label);
            found.map(|field| field.value.clone())
        };
        let fields = view::controls::form(form).fields.into_iter();
        Filled {
            form,
            fields: fields
                .filter_map(|field| Some((field.label, shown(field.label)?)))
                .collect(),
        }
    }
}

/// A form as Discord opens it.
pub(super) async fn modal(surface: &Surface, form: Form) -> CreateModal {
    modal_with(
        surface,
        Filled {
            form,
            fields: Vec::new(),
        },
    )
    .await
}

/// The same with something in its fields already.
async fn modal_with(surface: &Surface, filled: Filled) -> CreateModal {
    let form = filled.form;
    let names = names_of_form(form);
    let marks = Marks::look_up(surface, names.clone()).await;
    let words = view::controls::form(form);
    let rows = words.fields.into_iter().map(|mut field| {
        let typed = filled.fields.iter().find(|(label, _)| *label == field.label);
        if let Some((_, typed)) = typed {
            field.value = Some(text::clip(typed, usize::from(field.chars.1)));
        }
        CreateActionRow::InputText(input(field))
    });
    let custom_id = marks.written(&form.custom_id(), &names);
    CreateModal::new(custom_id, words.title).components(rows.collect())
}

fn input(field: FieldWords) -> CreateInputText {
    let style = match field.lines {
        Lines::One => InputTextStyle::Short,
        Lines::Several => InputTextStyle::Paragraph,
    };
    let input = CreateInputText::new(style, field.label, field.id)
        .placeholder(field.placeholder)
        .min_length(field.chars.0)
        .max_length(field.chars.1)
        .required(0 < field.chars.0);
    match field.value {
        Some(value) => input.value(value),
        None => input,
    }
}

/// What somebody typed into the fields of a form.
pub(super) struct Typed<'a>(&'a ModalInteraction);

impl<'a> Typed<'a> {
    pub(super) fn of(interaction: &'a ModalInteraction) -> Self {
        Self(interaction)
    }

    /// The field's text; nothing when it was left empty or is not there.
    pub(super) fn field(&self, id: &str) -> &'a str {
        let mut parts = self.0.data.components.iter().flat_map(|row| &row.components);
        let found = parts.find_map(|part| match part {
            ActionRowComponent::InputText(text) if text.custom_id == id => text.value.as_deref(),
            _ => None,
        });
        found.unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "custom_id_tests.rs"]
mod tests;
