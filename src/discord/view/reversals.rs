//! What becomes of a paid order that a superuser undoes.

use super::coins::counted;
use super::desk::order_refused;
use super::money::{money, typed};
use super::orders::state;
use super::refusals::{books, not_allowed};
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::batches::{Correction, OrderReversed, ReverseError};
use crate::domain::orders::OrderError;
use crate::ids::OrderId;

pub(crate) fn reversed(done: &OrderReversed) -> String {
    let mut words = format!(
        "Orden **{}** revertida: su dinero salió del batch y volvió a la cuenta del cajero.",
        done.order
    );
    if let Some(reopened) = &done.reopened {
        words.push_str(&format!(
            " Esa cuenta, la n.º {0} (número interno `{1}`) de **{2}**, estaba cerrada y quedó abierta otra vez: véala con `!saldo {0}`; \
             lo que haya que sacar, con `!ajustar {0} -… motivo`.",
            reopened.account,
            reopened.number.grouped(),
            text::name(&reopened.owner)
        ));
    }
    if let Some(owed) = &done.points_owed {
        words.push_str(&format!(
            " **{}** ya había canjeado puntos: ahora debe {}, que pagan los próximos que gane.",
            text::name(&owed.client),
            counted(owed.points)
        ));
    }
    words
}

pub(crate) fn reverse_refused(error: &ReverseError) -> String {
    match error {
        ReverseError::NotAllowed(no) => not_allowed(*no),
        ReverseError::Order(OrderError::WrongState { order, state: now }) if now.is_open() => format!(
            "La orden **{order}** todavía no está pagada (*{}*): no hay nada que revertir. Se cancela con `!cancelar \
             {order}`.",
            state(*now)
        ),
        ReverseError::Order(error) => order_refused(error),
        ReverseError::BatchClosed { order, correction } => format!(
            "La orden **{order}** está en un batch cerrado y ya no se revierte. {}",
            by_hand(*order, correction)
        ),
        ReverseError::AlreadyBought {
            order,
            bought,
            left,
            correction,
        } => format!(
            "La orden **{order}** no se puede revertir: ya se compraron USDT por {} y sin ella quedarían solo {} en el \
             batch. Se podrá cuando el batch reciba más (`!t`). {}",
            money(*bought),
            money(*left),
            by_hand(*order, correction)
        ),
        ReverseError::Books(error) => books(error),
        ReverseError::OtherInput(_) => OTHER_INPUT.to_owned(),
        ReverseError::Db(_) => FAULT.to_owned(),
    }
}

/// How to set a cashier's account right when the order stays as it is.
fn by_hand(order: OrderId, correction: &Correction) -> String {
    let total = typed(correction.total);
    match correction.account {
        Some(account) => format!(
            "Si el dinero no salió, devuélvalo a la cuenta del cajero: `!ajustar {account} {total} orden {order} sin pagar`."
        ),
        None => format!(
            "Si el dinero no salió, devuélvalo a una cuenta nueva del cajero: `!cuenta crear @… {} {total}`.",
            correction.total.currency()
        ),
    }
}
