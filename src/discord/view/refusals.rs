//! Refusals that every part of the desk shares: what is not allowed, and what cannot be read.

use super::members::role;
use super::money::{money, symbol};
use super::text;
use crate::domain::members::{NotAllowed, Permission};
use crate::domain::money::{AmountError, Currency, PercentError, RateError};

pub(crate) fn not_allowed(no: NotAllowed) -> String {
    let who = match no.permission {
        Permission::PublishPrices => "Las tasas, valores y comisiones solo las cambia un superusuario.",
        Permission::SetUpDesk => "Roles, canales, cuentas y partes solo los decide un superusuario.",
        Permission::RunBatch => "Los batches los abren y cierran los revendedores en su canal.",
        Permission::SendTransfer => "Las transferencias las envían los revendedores y los cajeros.",
        Permission::CarryOutOrders => "Las órdenes las pagan los cajeros.",
        Permission::ReverseOrders => "Una orden pagada solo la revierte un superusuario.",
        Permission::SeeEverything => "Eso solo lo ven quienes participan, los cajeros y los admins.",
    };
    format!(
        "{who} Su rol es *{}*. Lo que usted puede hacer: `!ayuda`.",
        role(no.role)
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
                    "«{typed}» puede ser {thousands} o {}. Escríbala sin separador de miles o con dos decimales.",
                    money(*decimals)
                ),
                None => {
                    format!("«{typed}» se lee de dos maneras. Escríbala sin separador, si quiso decir {thousands}.")
                }
            }
        }
        AmountError::Zero => "La cantidad no puede ser cero.".to_owned(),
        AmountError::Negative => "La cantidad no puede ser negativa.".to_owned(),
        AmountError::TooManyDecimals { allowed, given } => {
            let of = currency
                .map(|currency| format!(" en {}", symbol(currency)))
                .unwrap_or_default();
            format!("La cantidad tiene {given} decimales y{of} caben {allowed}. Redondéela.")
        }
        AmountError::TooLarge { max } => format!("La cantidad es demasiado grande: lo más es {}.", money(*max)),
    }
}

pub(crate) fn rate(error: &RateError) -> String {
    match error {
        RateError::Empty => "Falta la tasa. Escriba `p` para la publicada, o un número como `9.2`.".to_owned(),
        RateError::NotANumber { text: typed } => format!(
            "«{}» no es una tasa. Escriba `p` para la publicada, o un número como `9.2`.",
            text::plain(typed)
        ),
        RateError::Zero => "La tasa no puede ser cero.".to_owned(),
        RateError::Negative => "La tasa no puede ser negativa.".to_owned(),
        RateError::TooManyDecimals { allowed, given } => {
            format!("La tasa tiene {given} decimales; caben {allowed}.")
        }
        RateError::TooLarge { max } => format!("La tasa es demasiado grande: lo más es {max}."),
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
        PercentError::Negative => "El porcentaje no puede ser negativo.".to_owned(),
        PercentError::TooManyDecimals { allowed, given } => {
            format!("El porcentaje tiene {given} decimales; caben {allowed}.")
        }
        PercentError::TooLarge { max } => format!("El porcentaje va de 0 a {max}."),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;
    use crate::domain::money::{Currency, parse_amount};

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
