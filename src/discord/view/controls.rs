//! What buttons and forms say.

use crate::discord::buttons::{Button, Form};

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Good,
    Main,
    Quiet,
    Danger,
}

pub(crate) fn button(button: Button) -> (&'static str, Look) {
    match button {
        Button::Done(_) => ("Listo", Look::Good),
        Button::Cancel(_) => ("Cancelar", Look::Danger),
        Button::Take(..) => ("Tomar", Look::Main),
        Button::Withdraw(_) => ("Cancelar orden", Look::Quiet),
    }
}

/// A form with one text.
pub(crate) struct FormWords {
    pub(crate) title: String,
    pub(crate) label: &'static str,
    pub(crate) placeholder: &'static str,
}

pub(crate) fn form(form: Form) -> FormWords {
    match form {
        Form::Reason(order) => FormWords {
            title: format!("Cancelar la orden {order}"),
            label: "¿Por qué no se puede pagar?",
            placeholder: "Por ejemplo: el banco rechaza la cuenta del beneficiario",
        },
    }
}

/// A button this cambista does not know, or no longer.
pub(crate) fn stale() -> String {
    "Ese botón ya no sirve. Vea la orden con `!orden <n>` o sus comandos con `!ayuda`.".to_owned()
}
