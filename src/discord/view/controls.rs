//! The words of buttons and forms.

use poise::serenity_prelude::CreateEmbed;

use super::face::Face;
use super::form::{FieldWords, FormWords, Lines};
use super::{COLOUR_STOPPED, account_forms, giro_forms, payouts, registration, text};
use crate::db::Place;
use crate::discord::controls::{Button, Filled, Form, Turn};
use crate::domain::kernel::marks::Marked;
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::people::requests::RequestKind;

/// The style of a button.
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
        Button::Process(_) => ("En proceso", Look::Main),
        Button::Execute(_) => ("Ejecutar", Look::Good),
        Button::ReturnGiro(_) => ("Devolver", Look::Danger),
        Button::NewGiro => ("Nuevo giro", Look::Main),
        Button::AddBeneficiary(_) => ("Añadir beneficiario", Look::Main),
        Button::AddBankNumber(_) => ("Añadir número", Look::Main),
        Button::OpenAccount => ("Pedir cuenta", Look::Quiet),
        Button::Movements { turn: Turn::Older, .. } => ("Siguientes ›", Look::Quiet),
        Button::Movements { turn: Turn::Newer, .. } => ("‹ Anteriores", Look::Quiet),
        Button::Register(role) => (registration::role_button(role), Look::Main),
        Button::Approve(RequestKind::Payout, _) => ("Pagado", Look::Good),
        Button::Approve(
            RequestKind::Role | RequestKind::Account | RequestKind::Rate | RequestKind::Closing | RequestKind::Purchase,
            _,
        ) => ("Aprobar", Look::Good),
        Button::Payout => ("Retirar", Look::Main),
        Button::Workbook(_) => ("Excel", Look::Good),
        Button::ConfirmCoins(_) => ("Confirmar", Look::Good),
        Button::ConfirmCorrection(_) => ("Confirmar", Look::Danger),
        Button::Confirm(QuestionKind::FarPurchase, _) => ("Pedir a un superusuario", Look::Good),
        Button::Confirm(
            QuestionKind::Purchase
            | QuestionKind::Price
            | QuestionKind::Cut
            | QuestionKind::Account
            | QuestionKind::Central
            | QuestionKind::Transfer
            | QuestionKind::Exchange
            | QuestionKind::AccountTransfer
            | QuestionKind::Giro,
            _,
        ) => ("Confirmar", Look::Good),
        Button::Confirm(QuestionKind::Undoing, _) => ("Confirmar", Look::Danger),
        Button::Correct(_) => ("Corregir", Look::Quiet),
        Button::Reject(_) => ("Rechazar", Look::Danger),
        Button::Refill(_) => ("Corregir", Look::Main),
        Button::Page(_, Place::First) => ("« Al principio", Look::Quiet),
        Button::Page(_, Place::Before(_)) => ("‹ Anteriores", Look::Quiet),
        Button::Page(_, Place::After(_)) => ("Siguientes ›", Look::Quiet),
    }
}

/// A refusal together with the refused form, so that nobody has to type it again.
pub(crate) fn filled(face: Face, typed: &Filled) -> Face {
    let mut embed = CreateEmbed::new().title("Lo que escribió").colour(COLOUR_STOPPED);
    for (label, typed) in &typed.fields {
        // Exactly as it was typed, because **Corregir** reads it from here.
        embed = embed.field(*label, text::clip(typed, text::FIELD_CHARS_MAX), false);
    }
    face.embed(embed).buttons(vec![Button::Refill(typed.form)])
}

/// The id of the field that asks for a reason.
pub(crate) const REASON: &str = "text";
/// The id of the field that asks for an order's beneficiary, and its minimum and maximum length.
pub(crate) const BENEFICIARY: &str = "beneficiary";
const BENEFICIARY_CHARS: (u16, u16) = (2, 200);
/// The length of a reason. The form checks it, so that nobody waits for a refusal by the desk.
const REASON_CHARS: (u16, u16) = (3, 200);

pub(crate) fn form(form: Form) -> FormWords {
    match form {
        Form::Reason(order) => reason(
            format!("Cancelar la orden {order}"),
            "¿Por qué se cancela?",
            "Por ejemplo: el pago no llegó, o el banco rechaza la cuenta",
        ),
        Form::Beneficiary(order) => one_field(
            format!("A quién paga la orden {order}"),
            FieldWords {
                id: BENEFICIARY,
                label: "Nombre, banco, cuenta, documento",
                placeholder: "Por ejemplo: María Pérez, Banesco 0134-1234567890",
                chars: BENEFICIARY_CHARS,
                lines: Lines::Several,
                value: None,
            },
        ),
        Form::BankNumber(account) => one_field(
            format!("Cuenta n.º {account}: su número en el banco"),
            account_forms::bank_number(),
        ),
        Form::Register(role, _) => registration::form(role),
        Form::Giro(_) => giro_forms::giro(),
        Form::Execute(order) => giro_forms::execute(order),
        Form::ReturnGiro(order) => reason(
            format!("Devolver el giro {order}"),
            "¿Por qué se devuelve?",
            "Por ejemplo: el banco rechaza la cuenta",
        ),
        Form::Payout => payouts::form(),
        Form::OpenAccount => account_forms::open(),
        Form::RejectRequest(number) => reason(
            format!("Rechazar la solicitud {number}"),
            "¿Por qué?",
            "Por ejemplo: falta verificar su identidad",
        ),
    }
}

fn reason(title: String, label: &'static str, placeholder: &'static str) -> FormWords {
    let field = FieldWords {
        id: REASON,
        label,
        placeholder,
        chars: REASON_CHARS,
        lines: Lines::Several,
        value: None,
    };
    one_field(title, field)
}

fn one_field(title: String, field: FieldWords) -> FormWords {
    FormWords {
        title,
        fields: vec![field],
    }
}

/// For a button, menu or form that names something else in these books, or something that they do not have.
pub(crate) fn of_other_books(what: Marked) -> String {
    match what {
        Marked::Order(order) => format!(
            "Este mensaje no es de estos libros: aquí la orden {order} es otra, o no existe. No pague por él. Vea la suya \
             con `!pendientes`, o `!orden {order}`."
        ),
        Marked::Request(number) => format!(
            "Este mensaje no es de estos libros: aquí la solicitud {number} es otra, o no existe. Véalas con \
             `!solicitudes`, o `!solicitud {number}`."
        ),
        Marked::CoinOffer(_) => {
            "Esta pregunta no es de estos libros, y no se pagó nada. Escriba `!pagar` otra vez.".to_owned()
        }
        Marked::Correction(_) => {
            "Esta pregunta no es de estos libros, y no se deshizo nada. Escriba `!revertir` otra vez.".to_owned()
        }
        Marked::Question(_) => {
            "Esta pregunta no es de estos libros, y nada se hizo. Escriba el comando otra vez.".to_owned()
        }
        Marked::Account(_) | Marked::Batch(_) | Marked::Member(_) => {
            "Esta lista ya no sirve. Pídala otra vez con su comando.".to_owned()
        }
    }
}

/// For a button that this cambista does not know (any more).
pub(crate) fn stale() -> String {
    "Ese botón ya no sirve. Vea la orden con `!orden <n>` o sus comandos con `!ayuda`.".to_owned()
}
