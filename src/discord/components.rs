//! Buttons, menus and forms of answers, with the marks of what they name.

use poise::serenity_prelude::{CreateActionRow, CreateModal};

use super::controls::{Filled, Form, names_of_form};
use super::marked::look_up;
use super::surface::Surface;
use super::view::components;
use super::view::face::Row;

/// The buttons and menus of an answer. Answers are not recorded, so each custom id carries marks that tie it to these
/// books.
pub(super) async fn marked_rows(surface: &Surface, rows: &[Row]) -> Vec<CreateActionRow> {
    let marks = look_up(surface, components::names_in(rows)).await;
    components::rows_with(&marks, rows)
}

/// An empty form, as Discord opens it.
pub(super) async fn modal(surface: &Surface, form: Form) -> CreateModal {
    modal_with(surface, &Filled::empty(form)).await
}

/// A form with text in its fields.
pub(super) async fn modal_with(surface: &Surface, filled: &Filled) -> CreateModal {
    let marks = look_up(surface, names_of_form(filled.form)).await;
    components::modal(&marks, filled)
}
