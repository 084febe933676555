//! Buttons and forms: their meaning stands in their custom id, so that they work after any restart.

mod pressed;

use poise::serenity_prelude as serenity;
use serenity::{ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, InputTextStyle};

pub(super) use pressed::{press, submit};

use super::view;
use super::view::controls::Look;
use crate::ids::{MemberId, OrderId};

/// The one text of a form.
const FORM_TEXT: &str = "text";
/// What a reason may have, as `orders::reject` wants it: the form then refuses before anybody waits.
const REASON_CHARS: (u16, u16) = (3, 200);

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
}

/// A form, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Why an order is not paid.
    Reason(OrderId),
}

impl Button {
    fn custom_id(self) -> String {
        match self {
            Button::Done(order) => format!("done:{order}"),
            Button::Cancel(order) => format!("cancel:{order}"),
            Button::Take(order, Some(from)) => format!("take:{order}:{from}"),
            Button::Take(order, None) => format!("take:{order}:-"),
            Button::Withdraw(order) => format!("withdraw:{order}"),
        }
    }

    fn parse(custom_id: &str) -> Option<Button> {
        let (what, order) = custom_id.split_once(':')?;
        if what == "take" {
            let (order, from) = order.split_once(':')?;
            let from = match from {
                "-" => None,
                from => Some(MemberId::new(number(from)?)),
            };
            return Some(Button::Take(order_id(order)?, from));
        }
        let order = order_id(order)?;
        match what {
            "done" => Some(Button::Done(order)),
            "cancel" => Some(Button::Cancel(order)),
            "withdraw" => Some(Button::Withdraw(order)),
            _ => None,
        }
    }
}

impl Form {
    fn custom_id(self) -> String {
        match self {
            Form::Reason(order) => format!("reason:{order}"),
        }
    }

    fn parse(custom_id: &str) -> Option<Form> {
        let (what, order) = custom_id.split_once(':')?;
        let order = order_id(order)?;
        match what {
            "reason" => Some(Form::Reason(order)),
            _ => None,
        }
    }
}

fn order_id(text: &str) -> Option<OrderId> {
    number(text).map(OrderId::new)
}

/// Exactly as [`Button::custom_id`] writes it.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (0 < number && number.to_string() == text).then_some(number)
}

/// Buttons side by side; no row when there are none.
pub(super) fn rows(buttons: &[Button]) -> Vec<CreateActionRow> {
    if buttons.is_empty() {
        return Vec::new();
    }
    let row = buttons.iter().map(|button| {
        let (label, look) = view::controls::button(*button);
        let style = match look {
            Look::Good => ButtonStyle::Success,
            Look::Main => ButtonStyle::Primary,
            Look::Quiet => ButtonStyle::Secondary,
            Look::Danger => ButtonStyle::Danger,
        };
        CreateButton::new(button.custom_id()).label(label).style(style)
    });
    vec![CreateActionRow::Buttons(row.collect())]
}

fn modal(form: Form) -> CreateModal {
    let words = view::controls::form(form);
    let text = CreateInputText::new(InputTextStyle::Paragraph, words.label, FORM_TEXT)
        .placeholder(words.placeholder)
        .min_length(REASON_CHARS.0)
        .max_length(REASON_CHARS.1)
        .required(true);
    CreateModal::new(form.custom_id(), words.title).components(vec![CreateActionRow::InputText(text)])
}

#[cfg(test)]
mod tests {
    use super::{Button, Form};
    use crate::ids::{MemberId, OrderId};

    #[test]
    fn what_a_button_means_survives_its_custom_id() {
        let order = OrderId::new(i64::MAX);
        for button in [
            Button::Done(order),
            Button::Cancel(order),
            Button::Take(order, Some(MemberId::new(i64::MAX))),
            Button::Take(order, None),
            Button::Withdraw(order),
        ] {
            let id = button.custom_id();
            assert_eq!(Button::parse(&id), Some(button));
            assert!(id.len() <= 100);
        }
        assert_eq!(Form::parse(&Form::Reason(order).custom_id()), Some(Form::Reason(order)));
    }

    #[test]
    fn a_custom_id_that_nobody_wrote_means_nothing() {
        for id in [
            "", "done", "done:", "done:0", "done:-1", "done:+1", "done:01", "done:1:2", "gone:1", "done:x", "take:1",
            "take:1:", "take:1:0",
        ] {
            assert_eq!(Button::parse(id), None, "{id}");
        }
        assert_eq!(Form::parse("done:1"), None);
    }
}
