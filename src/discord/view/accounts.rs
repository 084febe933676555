//! Words about accounts: what was done with them, and why something was refused.

use super::face::Face;
use super::guild::not_here;
use super::money::{money, symbol, typed};
use super::nouns::{CHARACTERS, counted};
use super::prices::unknown_currency;
use super::refusals::{amount, bad_reason, books, not_allowed};
use super::requests::{self, account_type};
use super::{FAULT, OTHER_INPUT, questions, text};
use crate::discord::controls::Button;
use crate::domain::flows::account_closing::{AccountClosed, ClosingError};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::treasury::accounts::{
    AccountApproved, AccountAsked, AccountClass, AccountError, AccountMoved, AccountNumber, AccountOpened,
    BankNumberSet, OverdraftSet,
};
use crate::ids::AccountId;
use crate::reports::accounts::AccountCard;

/// The desk's own number is always shown as the internal one.
pub(super) fn called(account: AccountId, number: &AccountNumber) -> String {
    format!("n.º {account} ({})", internal(number))
}

/// `número interno 0112-3456-…`.
pub(super) fn internal(number: &AccountNumber) -> String {
    format!("número interno `{}`", number.grouped())
}

pub(crate) fn opened(done: &AccountOpened) -> Face {
    let what = match done.class {
        AccountClass::Bank => "Cuenta de pago",
        AccountClass::Member => "Cuenta",
    };
    let bank = done
        .bank
        .as_deref()
        .map(|bank| format!(" en {}", text::plain(bank)))
        .unwrap_or_default();
    let words = format!(
        "{what} n.º {} abierta{bank} para **{}** con {}. En la mesa tiene el {}.",
        done.account,
        text::name(&done.owner),
        money(done.balance),
        internal(&done.number)
    );
    match (&done.reference, done.class) {
        (Some(reference), _) => Face::new(format!("{words} Su número en el banco:\n{}", text::to_copy(reference))),
        (None, AccountClass::Bank) => Face::new(format!(
            "{words} ⚠️ Falta su número en el banco: pulse **Añadir número**."
        ))
        .buttons(vec![Button::AddBankNumber(done.account)]),
        (None, AccountClass::Member) => Face::new(words),
    }
}

pub(crate) fn bank_number_set(done: &BankNumberSet) -> String {
    let bank = done
        .bank
        .as_deref()
        .map(|bank| format!(" en {}", text::plain(bank)))
        .unwrap_or_default();
    format!(
        "El número{bank} de la cuenta n.º {} quedó anotado:\n{}",
        done.account,
        text::to_copy(&done.reference)
    )
}

pub(crate) fn asked(done: &AccountAsked) -> String {
    format!(
        "Su solicitud **{}** de una cuenta {} en {} está en manos de un superusuario. Le avisaré por mensaje directo.",
        done.number,
        account_type(done.account_type),
        done.currency
    )
}

pub(crate) fn approved(done: &AccountApproved) -> String {
    format!(
        "Solicitud **{}** aprobada: **{}** tiene la cuenta {} con {}.",
        done.request,
        text::name(&done.owner),
        called(done.account, &done.number),
        money(done.balance)
    )
}

pub(crate) fn moved(done: &AccountMoved) -> String {
    let what = if done.amount.is_negative() {
        "Se restaron"
    } else {
        "Se sumaron"
    };
    let undo = done
        .movement
        .map(|movement| format!(" Si fue un error: `!revertir movimiento {movement} motivo`."))
        .unwrap_or_default();
    format!(
        "{what} {} {} la cuenta {} de **{}**: saldo anterior {}, insertado {}, saldo actual {}.{undo}",
        money(unsigned(done.amount)),
        if done.amount.is_negative() { "de" } else { "a" },
        called(done.account, &done.number),
        text::name(&done.owner),
        money(done.previous),
        money(done.amount),
        money(done.current)
    )
}

pub(super) fn unsigned(amount: Money) -> Money {
    if amount.is_negative() {
        amount.checked_neg().unwrap_or(amount)
    } else {
        amount
    }
}

pub(crate) fn overdraft_set(done: &OverdraftSet) -> String {
    format!(
        "La cuenta {} de **{}** puede quedar hasta {} bajo cero (antes: {}). Disponible ahora: {}.",
        called(done.account, &done.number),
        text::name(&done.owner),
        money(done.now),
        money(done.before),
        money(done.available)
    )
}

pub(crate) fn closed(done: &AccountClosed) -> String {
    format!(
        "La cuenta {} de **{}** está cerrada. Sus movimientos quedan: `!movimientos {}`.",
        called(done.account, &done.number),
        text::name(&done.owner),
        done.account
    )
}

/// Why a superuser could not approve a request for an account. If it can only be rejected, the words say so.
pub(crate) fn approval_refused(error: &AccountError) -> String {
    match error {
        AccountError::AlreadyOpen { .. } | AccountError::NoRole { .. } => {
            format!("{} Esta solicitud solo puede rechazarse.", refused(error))
        }
        other => refused(other),
    }
}

/// `then` says what the person should do.
fn too_long(what: &str, given: usize, max: usize, then: &str) -> String {
    let given = counted(given, CHARACTERS);
    format!("{what} tiene {given}; caben {max}. {then}")
}

fn holder(given: usize, min: usize, max: usize) -> String {
    let given = counted(given, CHARACTERS);
    format!("El titular tiene {given}. Escriba de {min} a {max} con alguna letra, por ejemplo «Ana Pérez».")
}

/// No account has the number or currency that was typed.
fn unknown(typed: &str, others: &str) -> String {
    format!(
        "No hay una cuenta «{}». Escriba su n.º (`3`), su número interno de 20 cifras, o la moneda de una suya (`VES`). {others}",
        text::plain(&text::clip(typed, 40))
    )
}

pub(crate) fn refused(error: &AccountError) -> String {
    match error {
        AccountError::NotAllowed(no) => not_allowed(*no),
        AccountError::NotHere(no) => not_here(no),
        AccountError::UnknownCurrency { typed, known } => unknown_currency(typed, known),
        AccountError::CurrencyOrReference { typed, usual } => currency_or_reference(typed, *usual),
        AccountError::Unknown { typed } => unknown(typed, "Las suyas: `!cuentas`."),
        AccountError::UnknownToAll { typed } => unknown(
            typed,
            "Las de alguien: `!cuentas @persona`; quiénes pagan órdenes: `!cola`.",
        ),
        AccountError::NotYours { account } => {
            format!("La cuenta n.º {account} es de otra persona. Las suyas: `!cuentas`.")
        }
        AccountError::NoneInCurrency(currency) => {
            format!("Usted no tiene una cuenta en {currency}. Las suyas: `!cuentas`; otra se pide con `!cuenta abrir`.")
        }
        AccountError::SeveralInCurrency { currency, accounts } => say_which(*currency, accounts),
        AccountError::Closed {
            account,
            currency,
            instead,
        } => is_closed(*account, *currency, *instead),
        AccountError::AlreadyOpen {
            name,
            account,
            number,
            currency,
        } => format!(
            "**{}** ya tiene una cuenta en {currency}: la {}. Cada persona tiene una por moneda.",
            text::name(name),
            called(*account, number)
        ),
        AccountError::OpeningBalance(error) => format!("El saldo inicial no vale. {}", amount(error, None)),
        AccountError::Amount(error) => amount(error, None),
        AccountError::Limit(error) => format!("El sobregiro no vale. {}", amount(error, None)),
        AccountError::NoReseller { name } => super::giro_answers::no_reseller(name),
        AccountError::PaysOrders { name } => pays_orders(name),
        AccountError::NoRole { name } => no_role(name),
        AccountError::BankTooLong { max, given } => too_long("El nombre del banco", *given, *max, "Acórtelo."),
        AccountError::ReferenceTooLong { max, given } => {
            too_long("El número o teléfono", *given, *max, "Escriba solo el de la cuenta.")
        }
        AccountError::NoBankNumber => "Falta el número: escriba el de la cuenta en el banco, o el teléfono.".to_owned(),
        AccountError::HasBankNumber { account } => has_bank_number(*account),
        AccountError::Holder { min, max, given } => holder(*given, *min, *max),
        AccountError::Reason(mistake) => bad_reason(*mistake),
        AccountError::BelowFloor {
            account,
            asked,
            available,
        } => format!(
            "De la cuenta n.º {account} no se pueden restar {}: disponibles hay {}. Reste menos, o déjela ir bajo cero con \
             `!sobregiro {account} …`.",
            money(*asked),
            money(*available)
        ),
        AccountError::AlreadyBelow { account, stands, limit } => format!(
            "La cuenta n.º {account} ya está en {}, y eso es menos de lo que permite un sobregiro de {}. Primero: \
             `!depositar {account} …`.",
            money(*stands),
            money(*limit)
        ),
        AccountError::Request(error) => requests::refused(error),
        AccountError::Question(error) => questions::refused(error),
        AccountError::OtherInput(_) => OTHER_INPUT.to_owned(),
        AccountError::Books(error) => books(error),
        AccountError::Db(_) => FAULT.to_owned(),
    }
}

fn currency_or_reference(typed: &str, usual: Currency) -> String {
    let typed = text::plain(&text::clip(typed, 40));
    format!(
        "No conozco la moneda «{typed}», y nada se movió. Si es una referencia, escriba la moneda antes: \
         `!recargar @persona 25 {usual} {typed}`."
    )
}

fn no_role(name: &str) -> String {
    format!(
        "**{}** no tiene un rol todavía y sin rol no se abre una cuenta. Primero: `!rol @… cajero`.",
        text::name(name)
    )
}

fn pays_orders(name: &str) -> String {
    format!(
        "**{}** paga órdenes y puede tener varias cuentas en una moneda: diga cuál por su n.º, por ejemplo \
         `!depositar 3 5000`. Las suyas: `!cuentas @{}`.",
        text::name(name),
        text::unformatted(name)
    )
}

fn has_bank_number(account: AccountId) -> String {
    format!("La cuenta n.º {account} ya tiene su número en el banco: `!saldo {account}`.")
}

fn is_closed(account: AccountId, currency: Currency, instead: Option<AccountId>) -> String {
    let next = match instead {
        Some(open) => format!("De la misma persona está abierta la n.º {open}: escriba `{open}`."),
        None => {
            format!("Otra se pide con `!cuenta abrir`; un superusuario la abre con `!cuenta crear @… {currency} 0`.")
        }
    };
    format!("La cuenta n.º {account} está cerrada: con ella no se mueve nada más. {next}")
}

fn say_which(currency: Currency, accounts: &[AccountId]) -> String {
    let numbers: Vec<String> = accounts.iter().map(|account| format!("`{account}`")).collect();
    format!(
        "Usted tiene varias cuentas en {currency}: escriba el n.º de la que quiere decir, {}.",
        text::listed(&numbers, "o")
    )
}

pub(crate) fn closing_refused(error: &ClosingError) -> String {
    match error {
        ClosingError::Account(error) => refused(error),
        ClosingError::NotEmpty { account, balance } => {
            let next = if balance.is_negative() {
                format!(
                    "Primero un admin cubre lo que falta con `!depositar {account} {}`.",
                    typed(unsigned(*balance))
                )
            } else {
                format!(
                    "Primero un admin saca lo que queda con `!ajustar {account} -{} motivo`.",
                    typed(*balance)
                )
            };
            format!(
                "La cuenta n.º {account} no se puede cerrar: tiene {}. {next}",
                money(*balance)
            )
        }
        ClosingError::Held { account, held } => format!(
            "La cuenta n.º {account} no se puede cerrar: tiene {} retenidos. Espere a que se liberen.",
            money(*held)
        ),
        ClosingError::OrdersOpen { account, orders } => {
            let orders: Vec<String> = orders.iter().map(|order| format!("**{order}**")).collect();
            let (what, then) = match orders.len() {
                1 => ("se va a pagar la orden", "Páguela o pásela"),
                _ => ("se van a pagar las órdenes", "Páguelas o páselas"),
            };
            format!(
                "La cuenta n.º {account} no se puede cerrar: de ella {what} {}. {then} primero.",
                text::listed(&orders, "y")
            )
        }
        ClosingError::RequestsOpen { account, orders } => {
            let named: Vec<String> = orders.iter().map(|order| format!("**{order}**")).collect();
            let what = match orders.len() {
                1 => "un depósito o retiro abierto, la orden",
                _ => "depósitos o retiros abiertos, las órdenes",
            };
            let named = text::listed(&named, "y");
            format!(
                "La cuenta n.º {account} no se puede cerrar: hay {what} {named}. Espere a que termine, o cancele con `!cancelar <n>` lo que \
                 todavía no tiene cajero."
            )
        }
        ClosingError::BatchOpen { account, batch } => format!(
            "La cuenta n.º {account} no se puede cerrar: la usa el batch **{batch}**, que está abierto. Ciérrelo primero."
        ),
        ClosingError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ClosingError::Books(error) => books(error),
        ClosingError::Db(_) => FAULT.to_owned(),
    }
}

/// `bancaria en Bs`.
pub(crate) fn kind_of(card: &AccountCard) -> String {
    let account = &card.account;
    format!("{} en {}", account_type(account.account_type), symbol(account.currency))
}
