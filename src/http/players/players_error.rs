//! The Spanish words for what the desk refuses about players and their transactions.

use serde_json::{Value, json};

use super::automatic::{AutomaticShown, Facts};
use super::centavos::centavos_of;
use super::error::{Code, PlayerError};
use crate::db::MayBeFault;
use crate::domain::flows::players::{PlayersError, Transaction, TransactionState};
use crate::domain::people::members::IdentityKind;

/// The answer to what a use-case of players refused.
pub(super) fn players_refused(use_case: &'static str) -> impl Fn(PlayersError) -> PlayerError {
    move |error| {
        if let Some(fault) = error.fault() {
            return PlayerError::fault(use_case, fault);
        }
        words(use_case, error).noted(use_case)
    }
}

/// The words for a refusal.
#[expect(clippy::too_many_lines, reason = "one arm for each refusal")]
pub(super) fn words(use_case: &'static str, error: PlayersError) -> PlayerError {
    match error {
        PlayersError::NotForRole(no) => PlayerError::from(no),
        PlayersError::UnknownPlayer { typed } => unknown("jugadorId", &typed),
        PlayersError::UnknownRecipient { typed } => unknown("referenciaExterna.jugadorDestinoId", &typed),
        PlayersError::Ambiguous { typed } => ambiguous(&typed),
        PlayersError::TwoPeople => PlayerError::new(Code::IdentidadOcupada).saying(
            "`telegramId` y `discordId` ya son de dos personas distintas. Registre con uno solo: el de la persona que juega.".to_owned(),
        ),
        PlayersError::IdentityTaken { kind } => PlayerError::new(Code::IdentidadOcupada)
            .saying(format!(
                "Ese id de {} ya es de otra persona. Revise el número; si es la misma persona, use el jugador que ya tiene.",
                place(kind)
            ))
            .with_details(json!({ "tipo": kind.code() })),
        PlayersError::IdentityFixed { kind, player } => PlayerError::new(Code::IdentidadYaEnlazada)
            .saying(format!(
                "Ese jugador ya tiene otro id de {}, y cada jugador tiene uno solo. Mire cuál es: GET /api/jugadores/{player}.",
                place(kind)
            ))
            .with_details(json!({ "tipo": kind.code(), "jugadorId": player })),
        PlayersError::UnknownTransaction(id) => {
            PlayerError::new(Code::TransaccionNoEncontrada).with_details(json!({ "valor": id }))
        }
        PlayersError::NotReversible(found) => PlayerError::new(Code::EstadoNoPermitido)
            .saying("Solo se revierte una transacción completada, una vez.".to_owned())
            .with_details(json!({
                "estado": found.state().map(TransactionState::code),
                "transaccion": shown(&found),
            })),
        PlayersError::Reason(mistake) => {
            PlayerError::field("motivo", &format!("un texto de {} a {} caracteres", mistake.min, mistake.max))
        }
        PlayersError::WrongSide { category, side: _ } => {
            let expected = format!("`{}`, porque la categoría es `{category}`", category.side());
            PlayerError::field("tipo", &expected)
        }
        PlayersError::NeedsCashier(category) => PlayerError::field(
            "categoria",
            &format!(
                "una que no necesite cajero; `{category}` se pide con POST /api/transacciones/solicitud"
            ),
        ),
        PlayersError::NoRecipient => PlayerError::field(
            "referenciaExterna.jugadorDestinoId",
            "quien recibe la transferencia: su jugadorId, o su id de Discord o de Telegram",
        ),
        PlayersError::ToOneself => PlayerError::field(
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
        PlayersError::InsufficientFunds { asked, available } => PlayerError::new(Code::SaldoInsuficiente)
            .beside("saldoActual", json!(centavos_of(available)))
            .beside("montoRequerido", json!(centavos_of(asked))),
        PlayersError::NoEntry { room } => PlayerError::new(Code::ReembolsoSinEntrada).with_details(json!({ "salaId": room })),
        PlayersError::EntryRefunded { refund } => {
            PlayerError::new(Code::EntradaReembolsada).with_details(json!({ "transaccion": shown(&refund) }))
        }
        PlayersError::OtherInput(_) => PlayerError::new(Code::ClaveReutilizada),
        PlayersError::Books(error) => {
            tracing::error!(use_case, %error, "the books refused; nothing was saved");
            PlayerError::new(Code::ErrorInterno)
        }
        PlayersError::Db(fault) => PlayerError::fault(use_case, &fault),
    }
}

fn ambiguous(typed: &str) -> PlayerError {
    PlayerError::new(Code::IdentidadAmbigua)
        .saying(format!(
            "{typed} es de una persona en Discord y de otra en Telegram. Diga cuál: `discord:{typed}` o `telegram:{typed}`; o mande el jugadorId."
        ))
        .with_details(json!({ "opciones": [format!("discord:{typed}"), format!("telegram:{typed}")] }))
}

fn unknown(field: &str, typed: &str) -> PlayerError {
    PlayerError::new(Code::JugadorNoEncontrado).with_details(json!({ "campo": field, "valor": typed }))
}

fn repeated(message: &str, details: Value) -> PlayerError {
    PlayerError::new(Code::Duplicada)
        .saying(message.to_owned())
        .with_details(details)
}

fn place(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Discord => "Discord",
        IdentityKind::Telegram => "Telegram",
        IdentityKind::Player => "jugador",
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
