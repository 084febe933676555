//! Words about requests concerning a batch: a transfer outside the rate band, closing without a purchase, and a
//! purchase with unusual figures.

use super::batches::purchased;
use super::bounds::worth_too_much;
use super::desk::orders_open;
use super::money::{exact, money, rate};
use super::nouns::{MINUTES, counted};
use super::questions::purchase_facts;
use super::refusals::{books, not_allowed};
use super::requests::refused as request_refused;
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::flows::batches::{
    ClosingApproved, ClosingAsked, DecideError, PurchaseApproved, RateApproved, RateAsked,
};

const MINUTE_MS: i64 = 60_000;

/// To the person who typed a rate outside the band.
pub(crate) fn rate_asked(done: &RateAsked) -> String {
    format!(
        "La tasa {} está lejos de la publicada, {}: se admite de {} a {}. La transferencia espera a un superusuario: \
         solicitud **{}**. Si la aprueba sale como la escribió; en {} vence. Le aviso por mensaje directo.",
        rate(done.typed),
        rate(done.published),
        exact(done.low.round_dp(4)),
        exact(done.high.round_dp(4)),
        done.request,
        counted(done.waits_ms / MINUTE_MS, MINUTES)
    )
}

/// To the person who ended a batch that still has money.
pub(crate) fn closing_asked(done: &ClosingAsked) -> String {
    format!(
        "El batch **{}** tiene {} por los que no se compraron USDT. Cerrarlo así, sin ganancia que repartir, lo decide un \
         superusuario: solicitud **{}**. Con la compra se cierra ya: `!c <cantidad> <usdt>`.",
        done.batch,
        money(done.left),
        done.request
    )
}

pub(crate) fn rate_approved(done: &RateApproved) -> String {
    format!(
        "Solicitud **{}** aprobada: la transferencia de **{}** sale como orden **{}**, {}.",
        done.number,
        text::name(&done.name),
        done.placed.order,
        money(done.placed.total)
    )
}

pub(crate) fn closing_approved(done: &ClosingApproved) -> String {
    format!(
        "Solicitud **{}** aprobada: batch **{}** cerrado. {} quedan como posición abierta de la mesa.",
        done.number,
        done.batch,
        money(done.left)
    )
}

pub(crate) fn purchase_approved(done: &PurchaseApproved) -> String {
    format!("Solicitud **{}** aprobada. {}", done.number, purchased(&done.purchased))
}

pub(crate) fn decide_refused(error: &DecideError) -> String {
    match error {
        DecideError::NotAllowed(no) => not_allowed(*no),
        DecideError::Request(error) => request_refused(error),
        DecideError::Overdue(number) => {
            format!("La solicitud **{number}** venció: las tasas se mueven. Que la escriban otra vez.")
        }
        DecideError::ReceiptUsed(number) => format!(
            "La captura de la solicitud **{number}** ya pagó otra orden: no se aprueba. Rechácela, y que el cliente escriba \
             con la captura de su nuevo pago."
        ),
        DecideError::PricesOutOfBounds(number) => format!(
            "La solicitud **{number}** se pidió con precios que están fuera de lo que se admite: no se aprueba. Rechácela, y \
             que la escriban otra vez con `!t`."
        ),
        DecideError::WorthTooMuch(orders) => worth_too_much(orders),
        DecideError::OrdersOpen(orders) => orders_open(orders),
        DecideError::Changed { number, then, now } => format!(
            "La solicitud **{number}** es por {}, y en el batch quedan ahora {} sin comprar. Rechácela, y que la pidan otra \
             vez.",
            money(*then),
            money(*now)
        ),
        DecideError::PurchaseChanged { number, now } => {
            let facts = purchase_facts(now);
            let facts: Vec<String> = facts.iter().map(|(name, value)| format!("• {name}: {value}")).collect();
            format!(
                "Las cifras de la solicitud **{number}** cambiaron mientras tanto, y nada se anotó. Rechácela, y que escriban \
                 la compra otra vez. Ahora sería:\n{}",
                facts.join("\n")
            )
        }
        DecideError::Books(error) => books(error),
        DecideError::OtherInput(_) => OTHER_INPUT.to_owned(),
        DecideError::Db(_) => FAULT.to_owned(),
    }
}
