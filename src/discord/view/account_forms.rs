//! The form with which somebody asks for an account, and the menu that asks which account paid an order.

use super::face::{Choice, Choices, Face};
use super::form::{FieldWords, FormWords, Lines};
use super::money::money;
use super::text;
use crate::discord::controls::{Button, Select};
use crate::domain::kernel::money::Money;
use crate::domain::orders::CashierAccount;
use crate::domain::people::requests::AccountType;
use crate::domain::treasury::accounts::PayingAccount;
use crate::ids::OrderId;

/// Ids of the form's fields.
pub(crate) const CURRENCY: &str = "currency";
pub(crate) const TYPE: &str = "type";
pub(crate) const BANK: &str = "bank";
pub(crate) const HOLDER: &str = "holder";
pub(crate) const BALANCE: &str = "balance";
/// The minimum and maximum number of characters in each field.
const CURRENCY_CHARS: (u16, u16) = (2, 30);
const TYPE_CHARS: (u16, u16) = (1, 20);
const BANK_CHARS: (u16, u16) = (0, 110);
const NUMBER_CHARS: (u16, u16) = (4, 40);
const HOLDER_CHARS: (u16, u16) = (2, 60);
const BALANCE_CHARS: (u16, u16) = (1, 20);
/// The highest number of options in a menu.
const CHOICES_MAX: usize = 25;

pub(crate) fn open() -> FormWords {
    let field = |id, label, placeholder, chars| FieldWords {
        id,
        label,
        placeholder,
        chars,
        lines: Lines::One,
        value: None,
    };
    FormWords {
        title: "Pedir una cuenta".to_owned(),
        fields: vec![
            field(
                CURRENCY,
                "Moneda o país",
                "Por ejemplo: VES o Venezuela",
                CURRENCY_CHARS,
            ),
            field(
                TYPE,
                "Tipo: corriente, ahorro o bancaria",
                "Por ejemplo: ahorro",
                TYPE_CHARS,
            ),
            field(
                BANK,
                "Banco · número o teléfono",
                "Por ejemplo: Banesco · 0134-1234567890",
                BANK_CHARS,
            ),
            field(HOLDER, "Titular", "Por ejemplo: Ana Pérez", HOLDER_CHARS),
            field(
                BALANCE,
                "Saldo inicial",
                "Por ejemplo: 5000, o 0 si está vacía",
                BALANCE_CHARS,
            ),
        ],
    }
}

/// The field for an account's number at its bank.
pub(crate) fn bank_number() -> FieldWords {
    FieldWords {
        id: BANK,
        label: "Número de la cuenta, o teléfono",
        placeholder: "Por ejemplo: 0134-1234-56-1234567890",
        chars: NUMBER_CHARS,
        lines: Lines::One,
        value: None,
    }
}

/// The answer to a typed command: only a button can open the form.
pub(crate) fn open_button() -> Face {
    Face::new("Pulse **Pedir cuenta** y llene el formulario; un superusuario lo decide.")
        .buttons(vec![Button::OpenAccount])
}

/// The account type that the text names.
pub(crate) fn type_named(typed: &str) -> Option<AccountType> {
    match typed.trim().to_lowercase().as_str() {
        "corriente" => Some(AccountType::Checking),
        "ahorro" | "ahorros" => Some(AccountType::Savings),
        "bancaria" | "bancario" | "banco" => Some(AccountType::Bank),
        _ => None,
    }
}

pub(crate) fn unknown_type(typed: &str) -> String {
    let typed = text::plain(&text::clip(typed.trim(), 40));
    if typed.is_empty() {
        return "Falta el tipo de la cuenta: escriba `corriente`, `ahorro` o `bancaria`.".to_owned();
    }
    format!("«{typed}» no es un tipo de cuenta. Escriba `corriente`, `ahorro` o `bancaria`.")
}

/// For a cashier who pressed **Listo** and has several accounts that could have paid, or received.
pub(crate) fn choose_paying(order: OrderId, needed: Money, moves: CashierAccount, accounts: &[PayingAccount]) -> Face {
    let choice = |account: &PayingAccount| Choice {
        label: format!(
            "{} …{} · {}",
            account.bank.as_deref().map_or("Cuenta".to_owned(), text::unformatted),
            account.number.last_digits(),
            money(account.available)
        ),
        value: account.account.to_string(),
        description: Some(format!(
            "n.º {} · disponible {}",
            account.account,
            money(account.available)
        )),
    };
    let (question, choose) = match moves {
        CashierAccount::Pays => (
            "¿De qué cuenta la pagó?",
            format!("Orden **{order}**: {}. Elija de qué cuenta la pagó", money(needed)),
        ),
        CashierAccount::Receives => (
            "¿A qué cuenta llegó?",
            format!("Orden **{order}**: elija a qué cuenta llegó el depósito"),
        ),
    };
    let choices = Choices {
        placeholder: question.to_owned(),
        options: accounts.iter().take(CHOICES_MAX).map(choice).collect(),
    };
    Face::new(format!("{choose}; con eso queda confirmada.")).select(Select::PayFrom(order), choices)
}

#[cfg(test)]
mod tests {
    use super::{open, type_named};
    use crate::domain::people::requests::AccountType;

    #[test]
    fn the_form_fits_into_discord() {
        let form = open();
        assert!(form.fields.len() <= 5 && form.title.chars().count() <= 45);
        for field in &form.fields {
            assert!(field.label.chars().count() <= 45 && field.placeholder.chars().count() <= 100);
        }
    }

    #[test]
    fn types_are_called_as_banks_call_them() {
        assert_eq!(type_named(" Corriente"), Some(AccountType::Checking));
        assert_eq!(type_named("AHORROS"), Some(AccountType::Savings));
        assert_eq!(type_named("bancaria"), Some(AccountType::Bank));
        assert_eq!(type_named("plazo"), None);
    }
}
