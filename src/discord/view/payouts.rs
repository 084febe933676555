//! Words about payouts (*retiros*).

use poise::serenity_prelude::{ChannelId, Mentionable};

use super::face::Face;
use super::form::{FieldWords, FormWords, Lines};
use super::money::{money, typed};
use super::nouns::{CHARACTERS, counted};
use super::refusals::{amount, books, not_allowed};
use super::{FAULT, OTHER_INPUT, requests, text, when};
use crate::discord::controls::Button;
use crate::domain::flows::payouts::{Payable, PayoutAsked, PayoutError, PayoutPaid, PayoutProofAttached};
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::people::requests::{PayoutWanted, Request, RequestError, RequestState};
use crate::ids::RequestNumber;
use crate::reports::requests::{EarningsCard, RequestCard};

/// Ids of the form's fields.
pub(crate) const AMOUNT: &str = "amount";
pub(crate) const DESTINATION: &str = "where";
/// The length of each field: any typed amount, and a destination as long as the desk stores.
const AMOUNT_CHARS: (u16, u16) = (0, 30);
const DESTINATION_CHARS: (u16, u16) = (0, 200);

const EXAMPLE: &str = "`!request-retiro 50 Binance ID 123456`";

pub(crate) fn form() -> FormWords {
    let amount = FieldWords {
        id: AMOUNT,
        label: "Cuánto, en $ (vacío: todo lo disponible)",
        placeholder: "Por ejemplo: 50",
        chars: AMOUNT_CHARS,
        lines: Lines::One,
        value: None,
    };
    let destination = FieldWords {
        id: DESTINATION,
        label: "Dónde pagarle (vacío: donde la última vez)",
        placeholder: "Por ejemplo: Binance ID 123456",
        chars: DESTINATION_CHARS,
        lines: Lines::Several,
        value: None,
    };
    FormWords {
        title: "Retirar ganancias".to_owned(),
        fields: vec![amount, destination],
    }
}

pub(crate) fn asked(done: &PayoutAsked) -> String {
    format!(
        "Retiro **{}** pedido: **{}** a «{}». Ese dinero quedó apartado y un superusuario lo paga; le llegará la captura \
         por mensaje directo. Le quedan {} disponibles.",
        done.number,
        money(done.amount),
        text::plain(&done.destination),
        money(done.left)
    )
}

pub(crate) fn no_destination() -> Face {
    Face::new(nowhere()).buttons(vec![Button::Payout])
}

fn nowhere() -> String {
    format!(
        "Falta dónde pagarle. Escríbalo después de la cantidad, por ejemplo {EXAMPLE}, o pulse **Retirar**. La próxima \
         vez se usa el mismo lugar si no escribe otro."
    )
}

pub(crate) fn wrong_channel(channel: Option<ChannelId>, name: &str) -> String {
    let place = channel.map_or_else(|| format!("`#{name}`"), |channel| channel.mention().to_string());
    format!("Los retiros se piden en {place} o por mensaje directo conmigo. Allí escriba {EXAMPLE}.")
}

pub(crate) fn paid(done: &PayoutPaid) -> String {
    format!(
        "Retiro **{}** pagado: {} salieron de las ganancias de **{}**. Se lo dije por mensaje directo, con la captura.",
        done.number,
        money(done.amount),
        text::name(&done.name)
    )
}

pub(crate) fn proof_attached(done: &PayoutProofAttached) -> String {
    let number = done.number;
    match done.reused_from {
        None => format!(
            "Captura recibida para el retiro **{number}**. Pulse **Pagado** en esa solicitud para confirmar el pago."
        ),
        Some(earlier) => format!(
            "⚠️ **Esta misma captura ya se usó en {}.** Quedó anotada para el retiro **{number}**. Si se equivocó de \
             archivo, responda otra vez con la captura correcta antes de pulsar **Pagado**.",
            capture_use(earlier)
        ),
    }
}

/// What a capture was already used for.
pub(crate) fn capture_use(earlier: CaptureUse) -> String {
    match earlier {
        CaptureUse::Order(order) => format!("la orden {order}"),
        CaptureUse::Payout(number) => format!("el retiro {number}"),
    }
}

/// A picture in the channel of requests that is not a reply.
pub(crate) fn answer_a_request() -> String {
    "Esta captura no se guardó: no sé de qué retiro es. Envíela **respondiendo** al mensaje de la solicitud que pagó."
        .to_owned()
}

/// The next step for superusers, shown above the request.
pub(crate) fn next_step(card: &RequestCard) -> &'static str {
    match &card.earnings {
        Some(earnings) if 0 < earnings.captures => "la captura está. Pulse **Pagado** para confirmar el pago.",
        Some(_) | None => {
            "pague, **responda a este mensaje con la captura** y pulse **Pagado**. Si no se paga, **Rechazar**."
        }
    }
}

/// What is asked for, and the person's earnings, as fields.
pub(crate) fn facts(card: &RequestCard, wanted: &PayoutWanted) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Monto", format!("**{}**", money(wanted.amount))),
        ("Pagar a", text::to_copy(&wanted.destination)),
    ];
    if let Some(earnings) = &card.earnings {
        facts.push(("Ganancias", earnings_line(earnings)));
        let name = text::unformatted(&card.member.discord_name).replace('`', "");
        facts.push(("Historial", format!("`!ganancias @{name}`")));
        let capture = if earnings.captures == 0 { "no" } else { "sí" };
        facts.push(("Captura", capture.to_owned()));
    }
    facts
}

fn earnings_line(earnings: &EarningsCard) -> String {
    format!(
        "{} disponibles · {} retenidos · {} ya retirados",
        money(earnings.now.available()),
        money(earnings.now.held),
        money(earnings.paid_out)
    )
}

/// By direct message to the person who asked, with the capture.
pub(crate) fn you_are_paid(number: RequestNumber, wanted: &PayoutWanted) -> String {
    format!(
        "✅ Su retiro **{number}** está pagado: **{}** a «{}». Lo que le queda: `!ganancias`.",
        money(wanted.amount),
        text::plain(&wanted.destination)
    )
}

/// In the channel of payouts, to somebody whose direct messages are closed. Everybody reads it, so it contains no
/// amount.
pub(crate) fn called(request: &Request) -> String {
    let what = match request.state {
        RequestState::Approved => "está pagado",
        RequestState::Rejected => "fue rechazado; el dinero está otra vez disponible",
        RequestState::Pending | RequestState::Expired | RequestState::Withdrawn | RequestState::Undone => {
            "se cerró; el dinero está otra vez disponible"
        }
    };
    format!(
        "Su retiro **{}** {what}. No pude escribirle: abra sus mensajes directos para recibir los detalles la próxima \
         vez.",
        request.number
    )
}

pub(crate) fn refused(error: &PayoutError) -> String {
    match error {
        PayoutError::NotAllowed(no) => not_allowed(*no),
        PayoutError::Amount(error) => format!(
            "{} La cantidad va primero y después dónde pagarle: {EXAMPLE}; para retirar todo: `!request-retiro todo \
             Binance ID 123456`.",
            amount(error, Some(Currency::USD))
        ),
        PayoutError::NothingEarned { owed } if owed.is_positive() => format!(
            "No tiene ganancias que retirar: debe {}, que sus próximas ganancias pagan primero. Véalo con `!ganancias`.",
            money(*owed)
        ),
        PayoutError::NothingEarned { .. } => {
            "Todavía no tiene ganancias que retirar. Le llegan al cerrarse los batches en los que participa; véalas con \
             `!ganancias`."
                .to_owned()
        }
        PayoutError::TooMuch(payable) => too_much(payable),
        PayoutError::BelowMinimum(payable) => below_minimum(payable),
        PayoutError::AlreadyAsked { number, since } => format!(
            "Ya tiene un retiro por pagar, el **{number}**, pedido {}. Cuando se decida podrá pedir otro; le avisaré por \
             mensaje directo.",
            when::ago(*since)
        ),
        PayoutError::NoDestination => nowhere(),
        PayoutError::Destination { max, given } => format!(
            "Dónde pagarle tiene {}. Escríbalo en {max} como máximo, con alguna letra o número, por ejemplo \
             «Binance ID 123456».",
            counted(*given, CHARACTERS)
        ),
        PayoutError::NotAPayout(number) => {
            format!("La solicitud **{number}** no es un retiro: no lleva captura. Decídala con sus botones.")
        }
        PayoutError::NoCapture(number) => format!(
            "Falta la captura del retiro **{number}**. Responda al mensaje de la solicitud con la captura del pago y pulse \
             **Pagado** otra vez."
        ),
        PayoutError::Request(error) => request_refused(error),
        PayoutError::OtherInput(_) => OTHER_INPUT.to_owned(),
        PayoutError::Books(error) => books(error),
        PayoutError::Db(_) => FAULT.to_owned(),
    }
}

fn too_much(payable: &Payable) -> String {
    let instead = if reaches_minimum(payable) {
        "Escriba una cantidad menor, o `!request-retiro todo` para retirar todo.".to_owned()
    } else {
        format!("Lo mínimo que se retira son {}.", money(payable.minimum))
    };
    format!("Pidió {}, y {}. {instead}", money(payable.asked), has(payable))
}

fn below_minimum(payable: &Payable) -> String {
    let instead = if reaches_minimum(payable) {
        format!("Pida al menos eso: `!request-retiro {}`.", typed(payable.minimum))
    } else {
        "Cuando llegue a eso podrá pedirlo; véalo con `!ganancias`.".to_owned()
    };
    format!(
        "{} es menos de lo mínimo que se retira, {}, y {}. {instead}",
        money(payable.asked),
        money(payable.minimum),
        has(payable)
    )
}

fn reaches_minimum(payable: &Payable) -> bool {
    payable.minimum.minor() <= payable.available.minor()
}

/// What the person could ask for now, and what the rest is reserved for.
fn has(payable: &Payable) -> String {
    let held = match payable.held.is_positive() {
        true => format!(" ({} retenidos en otro retiro)", money(payable.held)),
        false => String::new(),
    };
    let owed = match payable.owed.is_positive() {
        true => format!(
            "; debe {}, que sus próximas ganancias pagan primero",
            money(payable.owed)
        ),
        false => String::new(),
    };
    format!("tiene {} disponibles{held}{owed}", money(payable.available))
}

fn request_refused(error: &RequestError) -> String {
    match error {
        RequestError::Decided {
            number,
            state: RequestState::Approved,
            by: Some(by),
            at,
        } => {
            let at = at.map(|at| format!(", {}", when::ago(at))).unwrap_or_default();
            format!(
                "El retiro **{number}** ya está pagado: lo pagó **{}**{at}. No lo pague otra vez.",
                text::name(by)
            )
        }
        other => requests::refused(other),
    }
}
