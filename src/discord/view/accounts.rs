//! Words about accounts.

use super::money::money;
use super::prices::unknown_currency;
use super::refusals::{amount, not_allowed};
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::accounts::{AccountClass, AccountError, AccountOpened};

pub(crate) fn opened(done: &AccountOpened) -> String {
    let what = match done.class {
        AccountClass::Bank => "Cuenta de pago",
        AccountClass::Member => "Cuenta",
    };
    let bank = done
        .bank
        .as_deref()
        .map(|bank| format!(" en {}", text::plain(bank)))
        .unwrap_or_default();
    format!(
        "{what} n.º {} abierta{bank} para **{}** con {}.",
        done.account,
        text::name(&done.owner),
        money(done.balance)
    )
}

pub(crate) fn refused(error: &AccountError) -> String {
    match error {
        AccountError::NotAllowed(no) => not_allowed(*no),
        AccountError::UnknownCurrency { typed, known } => unknown_currency(typed, known),
        AccountError::OpeningBalance(error) => format!("El saldo inicial no vale. {}", amount(error, None)),
        AccountError::NoRole { name } => format!(
            "**{}** no tiene un rol todavía y sin rol no se abre una cuenta. Primero: `!rol @… cajero`.",
            text::name(name)
        ),
        AccountError::BankTooLong { max, given } => {
            format!("El nombre del banco tiene {given} caracteres; caben {max}.")
        }
        AccountError::OtherInput(_) => OTHER_INPUT.to_owned(),
        AccountError::Books(_) => {
            "Los libros no admiten ese saldo inicial. No se guardó nada; avise a un superusuario.".into()
        }
        AccountError::Db(_) => FAULT.to_owned(),
    }
}
