//! Words about prices that were published before prices had bounds.

use super::money::{exact, rate};
use super::text;
use crate::domain::flows::batches::NamedPrice;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{RATE_MAX, RATE_MIN, Rate};
use crate::ids::OrderId;

/// How many orders are named in one sentence.
const ORDERS_NAMED_MAX: usize = 10;

/// Says which price must be published again.
pub(super) fn price_out_of_bounds(price: NamedPrice, value: Rate) -> String {
    let (what, again) = match price {
        NamedPrice::Rate(Corridor { receive, send }) => (
            format!("La tasa publicada de {receive} a {send}"),
            format!("!setrates {receive} {send} …"),
        ),
        NamedPrice::UsdValue(currency) => (
            format!("El valor publicado de {currency} en dólares"),
            format!("!setusdvalue {currency} …"),
        ),
    };
    format!(
        "{what}, {}, está fuera de lo que se admite: va de {} a {}. Un superusuario publica otro número: `{again}`.",
        rate(value),
        exact(RATE_MIN),
        exact(RATE_MAX)
    )
}

/// Orders whose value in dollars is too large to be computed.
pub(super) fn worth_too_much(orders: &[OrderId]) -> String {
    let first = orders.first().map(ToString::to_string).unwrap_or_default();
    let named: Vec<String> = orders
        .iter()
        .take(ORDERS_NAMED_MAX)
        .map(|order| format!("**{order}**"))
        .collect();
    format!(
        "El batch no se puede cerrar con ganancia: el valor del dólar con que se hicieron estas órdenes está fuera de lo que \
         se admite: {}. Un superusuario las revierte (`!revertir {first} valor del dólar`) y se envían otra vez; o se cierra \
         sin comprar, con `!endbatch`.",
        text::listed(&named, "y")
    )
}
