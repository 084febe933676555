//! What can be pressed under an answer, and forms, with the marks that the books have for what they name.

use poise::serenity_prelude::{CreateActionRow, CreateModal};

use super::controls::{Filled, Form, names_of_form};
use super::marked::look_up;
use super::surface::Surface;
use super::view::components;
use super::view::face::Row;

/// What can be pressed under an answer, which nobody records: each names what it means in these books only.
pub(super) async fn marked_rows(surface: &Surface, rows: &[Row]) -> Vec<CreateActionRow> {
    let marks = look_up(surface, components::names_in(rows)).await;
    components::rows_with(&marks, rows)
}

/// A form as Discord opens it.
pub(super) async fn modal(surface: &Surface, form: Form) -> CreateModal {
    modal_with(surface, &Filled::empty(form)).await
}

/// The same with something in its fields already.
pub(super) async fn modal_with(surface: &Surface, filled: &Filled) -> CreateModal {
    let marks = look_up(surface, names_of_form(filled.form)).await;
    components::modal(&marks, filled)
}
