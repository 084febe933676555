//! The forms with which a giro is sent and paid.

use super::form::{FieldWords, FormWords, Lines};
use super::giros::way;
use crate::domain::flows::giros::{ExecutionType, NAME_CHARS_MAX, SavedPayee};
use crate::domain::orders::Order;
use crate::domain::treasury::banks::Bank;
use crate::ids::OrderId;

/// Ids of the fields.
pub(crate) const NAME: &str = "name";
pub(crate) const BANK: &str = "bank";
pub(crate) const TO: &str = "to";
pub(crate) const DOCUMENT: &str = "document";
pub(crate) const AMOUNT: &str = "amount";
pub(crate) const ACCOUNT: &str = "account";
pub(crate) const WAY: &str = "way";
pub(crate) const COMMISSION: &str = "commission";

/// The labels of the fields that are filled in before the form is shown.
const NAME_LABEL: &str = "Beneficiario";
const BANK_LABEL: &str = "Banco: nombre o código";
const TO_LABEL: &str = "Cuenta, o teléfono del pago móvil";
const DOCUMENT_LABEL: &str = "Cédula o RIF";
const ACCOUNT_LABEL: &str = "Pagado desde su cuenta n.º";
const WAY_LABEL: &str = "Forma: transferencia, pago móvil…";
const COMMISSION_LABEL: &str = "Comisión del banco";

fn field(id: &'static str, label: &'static str, placeholder: &'static str, chars: (u16, u16)) -> FieldWords {
    FieldWords {
        id,
        label,
        placeholder,
        chars,
        lines: Lines::One,
        value: None,
    }
}

pub(crate) fn giro() -> FormWords {
    let name_chars = u16::try_from(NAME_CHARS_MAX).unwrap_or(u16::MAX);
    FormWords {
        title: "Enviar un giro".to_owned(),
        fields: vec![
            field(NAME, NAME_LABEL, "Por ejemplo: María Pérez", (2, name_chars)),
            field(BANK, BANK_LABEL, "Por ejemplo: Banesco o 0134", (2, 40)),
            field(TO, TO_LABEL, "0134 0000 00 0000000000, o 0414 1234567", (4, 40)),
            field(DOCUMENT, DOCUMENT_LABEL, "Por ejemplo: V12345678", (0, 20)),
            field(AMOUNT, "Monto", "Por ejemplo: 1500", (1, 20)),
        ],
    }
}

pub(crate) fn execute(order: OrderId) -> FormWords {
    FormWords {
        title: format!("Ejecutar el giro {order}"),
        fields: vec![
            field(ACCOUNT, ACCOUNT_LABEL, "Por ejemplo: 3", (1, 30)),
            field(
                WAY,
                WAY_LABEL,
                "transferencia, pago móvil, efectivo, Zelle, otro",
                (2, 20),
            ),
            field(COMMISSION, COMMISSION_LABEL, "Por ejemplo: 2,50; 0 si no hubo", (0, 20)),
        ],
    }
}

/// What is known of a saved payee, by the fields' labels.
pub(crate) fn filled_with_payee(saved: &SavedPayee, bank: &Bank) -> Vec<(&'static str, String)> {
    let payee = saved.payee.clone();
    let known = [
        (NAME_LABEL, Some(payee.name)),
        (BANK_LABEL, Some(bank.name.clone())),
        (TO_LABEL, payee.account.or(payee.phone)),
        (DOCUMENT_LABEL, payee.document),
    ];
    known
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// The likely answers of who paid a giro, by the fields' labels.
pub(crate) fn filled_with_order(order: &Order, likely: ExecutionType) -> Vec<(&'static str, String)> {
    let account = order.account.map(|account| (ACCOUNT_LABEL, account.to_string()));
    let rest = [(WAY_LABEL, way(likely).to_owned()), (COMMISSION_LABEL, "0".to_owned())];
    account.into_iter().chain(rest).collect()
}
