//! What somebody typed into a form, read from Discord's event or from the message that shows it again.

use poise::serenity_prelude as serenity;
use serenity::{ActionRowComponent, Message, ModalInteraction};

use crate::discord::controls::{Filled, Form};
use crate::discord::view;
use crate::discord::view::form::FieldWords;

/// What somebody typed into the fields of a form.
pub(super) struct Typed<'a>(&'a ModalInteraction);

impl<'a> Typed<'a> {
    pub(super) fn of(interaction: &'a ModalInteraction) -> Self {
        Self(interaction)
    }

    /// The field's text; empty when it was left empty or does not exist.
    pub(super) fn field(&self, id: &str) -> &'a str {
        let mut parts = self.0.data.components.iter().flat_map(|row| &row.components);
        let found = parts.find_map(|part| match part {
            ActionRowComponent::InputText(text) if text.custom_id == id => text.value.as_deref(),
            _ => None,
        });
        found.unwrap_or_default()
    }
}

pub(super) fn filled_with(form: Form, typed: &Typed<'_>) -> Filled {
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

/// Reads it from the message that shows a refused form's fields.
pub(super) fn filled_off(message: &Message, form: Form) -> Filled {
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
