//! Refusals that all parts of the desk share: missing permissions, and input that cannot be read.

use rust_decimal::Decimal;

use super::members::role;
use super::money::{exact, money, money_as_read, named, symbol, to_type};
use super::nouns::{CHARACTERS, DECIMALS, counted};
use super::{FAULT, text};
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::{
    AmountError, Currency, Money, MoneyError, PercentError, RateError, UnreadableAmount, parse_rate,
};
use crate::domain::people::members::{NotAllowed, Permission, Role, Standing};
use crate::domain::people::requests::ReasonMistake;

pub(crate) fn not_allowed(no: NotAllowed) -> String {
    let who = match no.permission {
        Permission::PublishPrices => "Las tasas, valores y comisiones solo las cambia un superusuario.",
        Permission::SetUpDesk => "Roles, canales, cuentas y partes solo los decide un superusuario.",
        Permission::RunBatch => "Los batches los abren y cierran los revendedores en su canal.",
        Permission::RunDeskBatch => "Los batches de los clientes los abren los admins y los superusuarios.",
        Permission::SendTransfer => "Las transferencias las envían los revendedores, los cajeros y los clientes.",
        Permission::SeeBatch => "Los batches los ven los revendedores, los cajeros y los admins.",
        Permission::SeeClients => "Sus clientes los ven los revendedores.",
        Permission::MoveOwnMoney => {
            "Los depósitos y retiros de saldo los piden los clientes. Las ganancias se piden con `!request-retiro`; en una cuenta \
             suma un admin, con `!depositar`."
        }
        Permission::ExchangeMoney => {
            "Cambiar y transferir entre cuentas propias lo hacen los clientes, los revendedores y los admins."
        }
        Permission::SendGiros => "Los giros los envían los revendedores, de su saldo, y los admins.",
        Permission::SeePoints => "Puntos ganan los clientes.",
        Permission::WithdrawTransfer => {
            "Una orden la cancela su revendedor o su cliente; el cajero que la tiene, con **Cancelar** en el mensaje de la orden."
        }
        Permission::CarryOutOrders => "Las órdenes las pagan los cajeros.",
        Permission::AssignOrders => "Las órdenes las asignan los admins y los superusuarios.",
        Permission::ConfirmForCashier => "La orden de otro solo la confirma un superusuario.",
        Permission::ReverseOrders => "Una orden pagada, o la compra de otro, solo la revierte un superusuario.",
        Permission::ReturnOrders => {
            "Una orden que el banco devolvió la devuelve su cajero, un admin o un superusuario."
        }
        Permission::ReopenBatches => "Un batch cerrado solo lo reabre un superusuario.",
        Permission::SeeEverything => "Eso solo lo ven los cajeros, los admins y, de lo suyo, cada quien.",
        Permission::GiveCoins => "Monedas nuevas solo las da un superusuario; las suyas se pagan con `!pagar`.",
        Permission::ManageApps => "Las aplicaciones las registra un superusuario.",
        Permission::SeeOwn => "Eso lo ven quienes tienen un rol en la mesa.",
        Permission::ListEverything => "Las órdenes de todos las ven los admins y los superusuarios.",
        Permission::SeeOthers => {
            "Lo de otra persona y lo de la mesa solo lo ve un superusuario; lo suyo se ve sin mencionar a nadie."
        }
        Permission::SeeRequests => "Las solicitudes las ven los admins y los superusuarios.",
        Permission::DecideRequests => "Las solicitudes las decide un superusuario.",
        Permission::HoldAccounts => "Para tener cuentas hace falta un rol: pídalo en el canal de registro.",
        Permission::SeeAccounts => "Las cuentas de otros solo las ven los admins.",
        Permission::GiveLinkCodes => "Los códigos para vincular a alguien los da un admin.",
        Permission::Link => "Para vincularse tiene que estar en el servidor de la mesa.",
        Permission::AdjustAccounts => "Los saldos y movimientos de otros solo los ve y los corrige un admin.",
        Permission::MoveCoins => "Las monedas las mueven quienes están en el servidor.",
        Permission::UseTokens => "Tokens reciben quienes están en la mesa.",
        Permission::SetFloors => "El sobregiro de una cuenta solo lo decide un superusuario.",
    };
    match no.standing {
        Standing::Works => {}
        Standing::SentAway => {
            return format!("{who} Usted está de baja: hable con un superusuario para volver a trabajar.");
        }
        Standing::Left => return left(),
    }
    let whose = match no.role {
        Role::Guest => "Usted todavía no tiene un rol en la mesa; pídalo en el canal de registro.".to_owned(),
        Role::Client | Role::Reseller | Role::Cashier | Role::Admin => format!("Su rol es *{}*.", role(no.role)),
    };
    format!("{who} {whose} Lo que usted puede hacer: `!ayuda`.")
}

/// To somebody who is no longer in the server.
pub(crate) fn left() -> String {
    "Usted ya no está en el servidor de la mesa: aquí solo puede ver y retirar lo suyo (`!ganancias`, `!cuentas`, \
     `!request-retiro`). Para lo demás, vuelva a entrar al servidor."
        .to_owned()
}

/// The ledger refused a posting that a use-case had allowed: another unit was faster, a sum is too large to store, or
/// the program has a bug.
pub(crate) fn books(error: &LedgerError) -> String {
    const FAULTY: &str = "Los libros no admiten ese movimiento y no se guardó nada. Es un fallo del programa: quien opera la \
                          mesa lo encuentra en sus registros.";
    match error {
        LedgerError::InsufficientFunds {
            account,
            asked,
            available,
        } => format!(
            "No se guardó nada: en la cuenta `{account}` de los libros hay {} disponibles y hacen falta {}. Deposite lo que \
             falta (`!depositar`) o pruebe otra vez con menos.",
            money(*available),
            money(*asked)
        ),
        LedgerError::Money(MoneyError::Overflow) => format!(
            "No se guardó nada: una cuenta pasaría de lo más que guardan los libros, {}. Escriba una cantidad menor.",
            exact(Money::from_minor(i64::MAX, Currency::USD).to_decimal())
        ),
        LedgerError::Db(_) => FAULT.to_owned(),
        LedgerError::BelowNewFloor { .. }
        | LedgerError::NoFloor(_)
        | LedgerError::Unbalanced { .. }
        | LedgerError::Empty(_)
        | LedgerError::WrongCurrency { .. }
        | LedgerError::HoldNotOpen(_)
        | LedgerError::HoldTooSmall { .. }
        | LedgerError::NotReversible(_)
        | LedgerError::Money(
            MoneyError::MixedCurrencies
            | MoneyError::Inexact
            | MoneyError::NotPositive
            | MoneyError::NegativeShare
            | MoneyError::NoShares,
        ) => FAULTY.to_owned(),
    }
}

/// A reason that is too short or too long.
pub(crate) fn bad_reason(mistake: ReasonMistake) -> String {
    let ReasonMistake { min, max, given } = mistake;
    format!(
        "El motivo tiene {}; escriba de {min} a {max}.",
        counted(given, CHARACTERS)
    )
}

pub(crate) fn amount(error: &AmountError, currency: Option<Currency>) -> String {
    match error {
        AmountError::Empty => "Falta la cantidad. Por ejemplo: `100` o `100,50`.".to_owned(),
        AmountError::NotANumber { text: typed } => {
            format!(
                "«{}» no es una cantidad. Escríbala así: `100`, `100,50` o `1.234,56`.",
                text::plain(typed)
            )
        }
        AmountError::Ambiguous {
            text: typed,
            as_thousands,
            as_decimals,
        } => {
            let typed = text::plain(typed);
            let thousands = money(*as_thousands);
            match as_decimals {
                Some(decimals) => format!(
                    "«{typed}» puede ser {thousands} o {}. Escríbala sin separador de miles o con {} decimales.",
                    money_as_read(*decimals),
                    if as_thousands.currency().pay_decimals() <= 2 {
                        "dos"
                    } else {
                        "cuatro"
                    }
                ),
                None => format!(
                    "«{typed}» se lee de dos maneras. Si quiso decir {thousands}, escriba `{}`.",
                    to_type(as_thousands.to_decimal())
                ),
            }
        }
        AmountError::OtherCurrency { given, expected } => format!(
            "La cantidad está en {} y aquí se espera en {}. Escríbala en {}, por ejemplo `100`.",
            named(*given),
            named(*expected),
            named(*expected)
        ),
        AmountError::Zero => {
            "La cantidad no puede ser cero. Escriba cuánto es, por ejemplo `100` o `100,50`.".to_owned()
        }
        AmountError::Negative => "La cantidad no puede ser negativa. Escríbala sin el signo menos.".to_owned(),
        AmountError::TooManyDecimals { allowed: 0, .. } => {
            let of = currency.map_or_else(
                || "La cantidad".to_owned(),
                |currency| format!("Una cantidad en {}", named(currency)),
            );
            format!("{of} no lleva decimales: escriba un número entero, como `100`.")
        }
        AmountError::TooManyDecimals { allowed, given } => {
            let of = currency
                .map(|currency| format!(" en {}", symbol(currency)))
                .unwrap_or_default();
            format!(
                "La cantidad tiene {} y{of} caben {allowed}. Redondéela.",
                counted(*given, DECIMALS)
            )
        }
        AmountError::TooLarge { min, max } => format!("La cantidad va de {} a {}.", money(*min), money(*max)),
    }
}

/// The words for a rate, depending on what it is, and what to type instead.
struct RateWords {
    the: &'static str,
    a: &'static str,
    instead: &'static str,
}

/// The rate of a transfer: `p`, or a number.
pub(crate) fn rate(error: &RateError) -> String {
    let words = RateWords {
        the: "La tasa",
        a: "una tasa",
        instead: "Escriba `p` para la publicada, o un número como `9.2`.",
    };
    unreadable_rate(error, &words)
}

/// The rate was typed before the amount.
pub(crate) fn rate_first(behind: &str) -> String {
    let amount = if parse_rate(behind).is_ok() { behind } else { "100" };
    format!("El monto va delante de la tasa: `!t {amount} p`.")
}

/// A rate to be published.
pub(crate) fn published_rate(error: &RateError) -> String {
    let words = RateWords {
        the: "La tasa",
        a: "una tasa",
        instead: "Escriba un número, como `9` o `9.2`.",
    };
    unreadable_rate(error, &words)
}

/// Units of a currency per dollar.
pub(crate) fn usd_value(error: &RateError) -> String {
    let words = RateWords {
        the: "El valor del dólar",
        a: "un valor",
        instead: "Escriba un número, como `38` o `38.5`.",
    };
    unreadable_rate(error, &words)
}

fn unreadable_rate(error: &RateError, words: &RateWords) -> String {
    let RateWords { the, a, instead } = words;
    match error {
        RateError::Empty => format!("Falta {a}. {instead}"),
        RateError::NotANumber { text: typed } => format!("«{}» no es {a}. {instead}", text::plain(typed)),
        RateError::Ambiguous {
            text: typed,
            as_thousands,
            as_decimals,
        } => format!("{the} {}", two_readings(typed, *as_thousands, *as_decimals)),
        RateError::Zero => format!("{the} no puede ser cero. {instead}"),
        RateError::Negative => format!("{the} no puede ser menor que cero. {instead}"),
        RateError::TooManyDecimals { allowed, given } => {
            format!("{the} tiene {}; caben {allowed}. {instead}", counted(*given, DECIMALS))
        }
        RateError::OutOfBounds { min, max } => {
            format!("{the} va de {} a {}. {instead}", exact(*min), exact(*max))
        }
    }
}

/// What was typed, the two numbers it can mean, and how to type each of them without ambiguity.
fn two_readings(typed: &str, as_thousands: Decimal, as_decimals: Decimal) -> String {
    let (thousands, decimals) = (to_type(as_thousands), to_type(as_decimals));
    let typed = text::plain(typed);
    format!("«{typed}» se lee de dos maneras. Escriba `{thousands}` o `{decimals}`, lo que haya querido decir.")
}

/// An amount that is parsed before its currency is known.
pub(crate) fn unreadable_amount(error: &UnreadableAmount) -> String {
    match error {
        UnreadableAmount::NotANumber { text } => amount(&AmountError::NotANumber { text: text.clone() }, None),
        UnreadableAmount::Ambiguous {
            text,
            as_thousands,
            as_decimals,
        } => format!("La cantidad {}", two_readings(text, *as_thousands, *as_decimals)),
        UnreadableAmount::Negative => amount(&AmountError::Negative, None),
    }
}

pub(crate) fn percent(error: &PercentError) -> String {
    match error {
        PercentError::Empty => "Falta el porcentaje. Por ejemplo: `40` o `0,3`.".to_owned(),
        PercentError::NotANumber { text: typed } => {
            format!(
                "«{}» no es un porcentaje. Escríbalo así: `40` o `0,3`.",
                text::plain(typed)
            )
        }
        PercentError::Negative => "El porcentaje va de 0 a 100; no puede ser negativo.".to_owned(),
        PercentError::TooManyDecimals { allowed, given } => {
            format!(
                "El porcentaje tiene {}; caben {allowed}. Escríbalo así: `40` o `0,3`.",
                counted(*given, DECIMALS)
            )
        }
        PercentError::TooLarge { max } => format!("El porcentaje va de 0 a {max}."),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;
    use crate::domain::kernel::money::{Currency, parse_amount};

    #[test]
    fn an_ambiguous_amount_is_answered_with_both_readings() {
        let error = parse_amount("1.234", Currency::VES).unwrap_err();
        let words = amount(&error, Some(Currency::VES));
        assert!(words.contains("1.234,00 Bs") && words.contains("1,234 Bs"), "{words}");
    }

    #[test]
    fn what_was_typed_cannot_format_the_answer() {
        let error = parse_amount("**x**", Currency::VES).unwrap_err();
        assert!(amount(&error, None).contains("\\*\\*x\\*\\*"));
    }
}
