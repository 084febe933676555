//! The Spanish words for what the desk refuses about players and their transactions.

use serde_json::{Value, json};

use super::automatic::{AutomaticShown, Facts};
use crate::db::MayBeFault;
use crate::domain::flows::players::{PlayersError, Transaction, TransactionState};
use crate::domain::people::members::IdentityKind;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::code::Code;
use crate::http::under_api::refusal::Refusal;

/// The answer to what a use-case of players refused.
pub(super) fn players_refused(use_case: &'static str) -> impl Fn(PlayersError) -> Refusal {
    move |error| {
        if let Some(fault) = error.fault() {
            return Refusal::fault(use_case, fault);
        }
        words(use_case, error).noted(use_case)
    }
}

/// The words for a refusal.
#[expect(clippy::too_many_lines, reason = "one arm for each refusal")]
pub(super) fn words(use_case: &'static str, error: PlayersError) -> Refusal {
    match error {
        PlayersError::NotForRole(no) => Refusal::from(no),
        PlayersError::UnknownPlayer { typed } => unknown("jugadorId", &typed),
        PlayersError::UnknownRecipient { typed } => unknown("referenciaExterna.jugadorDestinoId", &typed),
        PlayersError::Ambiguous { typed } => ambiguous(&typed),
        PlayersError::TwoPeople => Refusal::new(Code::IdentidadOcupada).saying(
            "`telegramId` y `discordId` ya son de dos personas distintas. Registre con uno solo: el de la persona que juega.".to_owned(),
        ),
        PlayersError::IdentityTaken { kind } => Refusal::new(Code::IdentidadOcupada)
            .saying(format!(
                "Ese id de {} ya es de otra persona. Revise el número; si es la misma persona, use el jugador que ya tiene.",
                place(kind)
            ))
            .with_details(json!({ "tipo": kind.code() })),
        PlayersError::IdentityFixed { kind, player } => Refusal::new(Code::IdentidadYaEnlazada)
            .saying(format!(
                "Ese jugador ya tiene otro id de {}, y cada jugador tiene uno solo. Mire cuál es: GET /api/jugadores/{player}.",
                place(kind)
            ))
            .with_details(json!({ "tipo": kind.code(), "jugadorId": player })),
        PlayersError::UnknownTransaction(id) => {
            Refusal::new(Code::TransaccionNoEncontrada).with_details(json!({ "valor": id }))
        }
        PlayersError::NotReversible(found) => Refusal::new(Code::EstadoNoPermitido)
            .saying("Solo se revierte una transacción completada, una vez.".to_owned())
            .with_details(json!({
                "estado": found.state().map(TransactionState::code),
                "transaccion": shown(&found),
            })),
        PlayersError::Reason(mistake) => {
            Refusal::field("motivo", &format!("un texto de {} a {} caracteres", mistake.min, mistake.max))
        }
        PlayersError::WrongSide { category, side: _ } => {
            let expected = format!("`{}`, porque la categoría es `{category}`", category.side());
            Refusal::field("tipo", &expected)
        }
        PlayersError::NeedsCashier(category) => Refusal::field(
            "categoria",
            &format!(
                "una que no necesite cajero; `{category}` se pide con POST /api/transacciones/solicitud"
            ),
        ),
        PlayersError::NoRecipient => Refusal::field(
            "referenciaExterna.jugadorDestinoId",
            "quien recibe la transferencia: su jugadorId, o su id de Discord o de Telegram",
        ),
        PlayersError::ToOneself => Refusal::field(
            "referenciaExterna.jugadorDestinoId",
            "otro jugador: nadie se transfiere a sí mismo",
        ),
        PlayersError::Repeated { first } => repeated(
            "Ese premio ya se pagó: mismo jugador, juego y posición. Si de verdad es otro, mande `metadata.permitirRepetida: true`.",
            json!({ "transaccion": shown(&first) }),
        ),
        PlayersError::OverRefunded {
            asked,
            paid,
            refunded,
            first,
        } => repeated(
            "Los reembolsos de esa sala pasarían de lo que el jugador pagó por entrar. Si de verdad es así, mande `metadata.permitirRepetida: true`.",
            json!({
                "transaccion": shown(&first),
                "pagado": centavos_of(paid),
                "reembolsado": centavos_of(refunded),
                "pedido": centavos_of(asked),
            }),
        ),
        // The answer of S3-20.
        PlayersError::InsufficientFunds { asked, available } => Refusal::new(Code::SaldoInsuficiente)
            .beside("saldoActual", json!(centavos_of(available)))
            .beside("montoRequerido", json!(centavos_of(asked))),
        PlayersError::NoEntry { room } => Refusal::new(Code::ReembolsoSinEntrada).with_details(json!({ "salaId": room })),
        PlayersError::EntryRefunded { refund } => {
            Refusal::new(Code::EntradaReembolsada).with_details(json!({ "transaccion": shown(&refund) }))
        }
        PlayersError::OtherInput(_) => Refusal::new(Code::ClaveReutilizada),
        PlayersError::Books(error) => {
            tracing::error!(use_case, %error, "the books refused; nothing was saved");
            Refusal::new(Code::ErrorInterno)
        }
        PlayersError::Db(fault) => Refusal::fault(use_case, &fault),
    }
}

fn ambiguous(typed: &str) -> Refusal {
    Refusal::new(Code::IdentidadAmbigua)
        .saying(format!(
            "{typed} es de una persona en Discord y de otra en Telegram. Diga cuál: `discord:{typed}` o `telegram:{typed}`; o mande el jugadorId."
        ))
        .with_details(json!({ "opciones": [format!("discord:{typed}"), format!("telegram:{typed}")] }))
}

fn unknown(field: &str, typed: &str) -> Refusal {
    Refusal::new(Code::JugadorNoEncontrado).with_details(json!({ "campo": field, "valor": typed }))
}

fn repeated(message: &str, details: Value) -> Refusal {
    Refusal::new(Code::Duplicada)
        .saying(message.to_owned())
        .with_details(details)
}

fn place(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Discord => "Discord",
        IdentityKind::Telegram => "Telegram",
        IdentityKind::Player => "jugador",
        IdentityKind::Cedula => "cédula",
        IdentityKind::Phone => "teléfono",
    }
}

/// A transaction that was found; one whose state is its order's is never the first of a repetition.
fn shown(first: &Transaction) -> AutomaticShown {
    AutomaticShown::of(&Facts {
        id: first.public_id.to_string(),
        reference: &first.reference,
        side: first.side,
        category: first.category,
        amount: first.amount,
        state: first.state().unwrap_or(TransactionState::Pending),
        created_at: first.created_at,
    })
}
