//! Buttons, menus and forms as Discord takes them, with the marks of what they name.

use poise::serenity_prelude as serenity;
use serenity::{
    ActionRowComponent, ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu,
    CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle, Message, ModalInteraction,
};

use super::bound::{Marks, names_of_button, names_of_choice, names_of_form, names_of_select};
use super::{Button, Form, Select};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::controls::{FieldWords, Lines, Look};
use crate::discord::view::face::{Choices, Row};
use crate::discord::view::text;

/// What Discord takes of a choice's label and description, in characters.
const CHOICE_CHARS_MAX: usize = 100;

/// What can be pressed under a message that is recorded when it is sent.
pub(in crate::discord) fn rows(rows: &[Row]) -> Vec<CreateActionRow> {
    rows_with(&Marks::OfRecorded, rows)
}

/// What can be pressed under an answer, which nobody records: each names what it means in these books only.
pub(in crate::discord) async fn marked_rows(surface: &Surface, rows: &[Row]) -> Vec<CreateActionRow> {
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
pub(in crate::discord) struct Filled {
    pub(in crate::discord) form: Form,
    /// By the field's label; fields that were left empty are not there.
    pub(in crate::discord) fields: Vec<(&'static str, String)>,
}

impl Filled {
    pub(super) fn of(form: Form, typed: &Typed<'_>) -> Filled {
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
    pub(super) fn read(form: Form, message: &Message) -> Filled {
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

    pub(super) fn empty(form: Form) -> Filled {
        let fields = Vec::new();
        Filled { form, fields }
    }
}

/// A form as Discord opens it.
pub(in crate::discord) async fn modal(surface: &Surface, form: Form) -> CreateModal {
    modal_with(surface, Filled::empty(form)).await
}

/// The same with something in its fields already.
pub(super) async fn modal_with(surface: &Surface, filled: Filled) -> CreateModal {
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
pub(in crate::discord) struct Typed<'a>(&'a ModalInteraction);

impl<'a> Typed<'a> {
    pub(in crate::discord) fn of(interaction: &'a ModalInteraction) -> Self {
        Self(interaction)
    }

    /// The field's text; nothing when it was left empty or is not there.
    pub(in crate::discord) fn field(&self, id: &str) -> &'a str {
        let mut parts = self.0.data.components.iter().flat_map(|row| &row.components);
        let found = parts.find_map(|part| match part {
            ActionRowComponent::InputText(text) if text.custom_id == id => text.value.as_deref(),
            _ => None,
        });
        found.unwrap_or_default()
    }
}
