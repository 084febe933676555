//! Counted nouns: `1 orden`, `3 órdenes`. All counted words for people are made here.

use std::fmt::Display;

/// A noun in singular and plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noun {
    one: &'static str,
    several: &'static str,
}

const fn noun(one: &'static str, several: &'static str) -> Noun {
    Noun { one, several }
}

pub(crate) const ALARMS: Noun = noun("alarma", "alarmas");
pub(crate) const APPS: Noun = noun("juego o bot", "juegos y bots");
pub(crate) const CAPTURES: Noun = noun("captura", "capturas");
pub(crate) const CHARACTERS: Noun = noun("carácter", "caracteres");
pub(crate) const COINS: Noun = noun("moneda", "monedas");
pub(crate) const COMMANDS: Noun = noun("comando", "comandos");
pub(crate) const DAYS_IN_A_ROW: Noun = noun("día seguido", "días seguidos");
pub(crate) const DECIMALS: Noun = noun("decimal", "decimales");
pub(crate) const FILES: Noun = noun("archivo", "archivos");
pub(crate) const GIROS: Noun = noun("giro", "giros");
pub(crate) const MINUTES: Noun = noun("minuto", "minutos");
pub(crate) const OPERATIONS: Noun = noun("operación", "operaciones");
pub(crate) const OPEN_ORDERS: Noun = noun("orden abierta", "órdenes abiertas");
pub(crate) const ORDERS: Noun = noun("orden", "órdenes");
pub(crate) const PAID_ORDERS: Noun = noun("orden pagada", "órdenes pagadas");
pub(crate) const POINTS: Noun = noun("punto", "puntos");
pub(crate) const PROBLEMS: Noun = noun("problema", "problemas");
pub(crate) const REFUSED_MESSAGES: Noun = noun("mensaje que Discord no acepta", "mensajes que Discord no acepta");
pub(crate) const REQUESTS: Noun = noun("solicitud", "solicitudes");
pub(crate) const STEPS: Noun = noun("paso", "pasos");

/// `1 orden`, `0 órdenes`, `3 órdenes`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(number: N, what: Noun) -> String {
    let word = word_for(&number, what);
    format!("{number} {word}")
}

/// Only the noun, when the number is written in another format.
pub(crate) fn word_for<N: PartialEq + From<u8>>(number: &N, what: Noun) -> &'static str {
    if *number == N::from(1) { what.one } else { what.several }
}

/// The form of a word that agrees with the count.
pub(crate) fn agreeing<'w>(count: usize, one: &'w str, several: &'w str) -> &'w str {
    if count == 1 { one } else { several }
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS, ORDERS, counted};

    #[test]
    fn one_is_singular_and_everything_else_is_plural() {
        assert_eq!(counted(1_i64, ORDERS), "1 orden");
        assert_eq!(counted(0_usize, ORDERS), "0 órdenes");
        assert_eq!(counted(21_u32, ORDERS), "21 órdenes");
        assert_eq!(counted(1_usize, CHARACTERS), "1 carácter");
    }
}
