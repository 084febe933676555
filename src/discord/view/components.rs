//! Builds Discord's buttons, menus and forms, with the marks of what they name.

use poise::serenity_prelude as serenity;
use serenity::{
    ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption, InputTextStyle,
};

use super::controls::Look;
use super::face::{Choices, Row};
use super::form::{FieldWords, Lines};
use super::text;
use crate::discord::controls::{
    Button, Filled, Marks, Select, names_of_button, names_of_choice, names_of_form, names_of_select,
};
use crate::domain::kernel::marks::Marked;

/// The maximum length of a choice's label and description, in characters.
const CHOICE_CHARS_MAX: usize = 100;

/// The buttons and menus of a message that is recorded when it is sent, so they need no marks.
pub(in crate::discord) fn rows(rows: &[Row]) -> Vec<CreateActionRow> {
    rows_with(&Marks::OfRecorded, rows)
}

/// Everything that these buttons and menus name.
pub(in crate::discord) fn names_in(rows: &[Row]) -> Vec<Marked> {
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
    names.collect()
}

pub(in crate::discord) fn rows_with(marks: &Marks, rows: &[Row]) -> Vec<CreateActionRow> {
    let row = |row: &Row| match row {
        Row::Buttons(buttons) => {
            CreateActionRow::Buttons(buttons.iter().map(|pressed| button(marks, *pressed)).collect())
        }
        Row::Select(select, choices) => CreateActionRow::SelectMenu(menu(marks, *select, choices)),
    };
    rows.iter().map(row).collect()
}

fn button(marks: &Marks, button: Button) -> CreateButton {
    let (label, look) = super::controls::button(button);
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

/// A form as Discord opens it, with its filled fields.
pub(in crate::discord) fn modal(marks: &Marks, filled: &Filled) -> CreateModal {
    let form = filled.form;
    let words = super::controls::form(form);
    let rows = words.fields.into_iter().map(|mut field| {
        let typed = filled.fields.iter().find(|(label, _)| *label == field.label);
        if let Some((_, typed)) = typed {
            field.value = Some(text::clip(typed, usize::from(field.chars.1)));
        }
        CreateActionRow::InputText(input(field))
    });
    let custom_id = marks.written(&form.custom_id(), &names_of_form(form));
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
