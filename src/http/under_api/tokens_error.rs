//! The Spanish words for tokens that do not count, and for roles that may not make a call.

use serde_json::json;

use super::code::Code;
use super::refusal::Refusal;
use crate::domain::people::tokens::{Ended, Expired, NotForRole, TokenError};
use crate::http::show;

/// An outside token that lived less was hardly meant to.
const SHORT_SECONDS: i64 = 60;

impl From<NotForRole> for Refusal {
    fn from(no: NotForRole) -> Self {
        let allowed: Vec<&str> = no.allowed.iter().map(|role| role.code()).collect();
        Refusal::new(Code::RolNoPermitido)
            .saying(format!(
                "Con el rol {} no se puede. Pueden: {}.",
                no.role,
                allowed.join(", ")
            ))
            .with_details(json!({ "rol": no.role.code(), "permitidos": allowed }))
    }
}

/// Says how long it was valid: a token that lives seconds was made by mistake.
fn expired_token(expired: &Expired) -> Refusal {
    let seconds = expired.valid_ms.map(|valid_ms| valid_ms / 1_000);
    let lived = match seconds {
        Some(1) => " Valió 1 segundo.".to_owned(),
        Some(seconds) => format!(" Valió {seconds} segundos."),
        None => String::new(),
    };
    let next = match (expired.is_outside, seconds) {
        (false, _) => "Pida otro: POST /auth/token, o `/token` en Discord.",
        (true, Some(seconds)) if seconds < SHORT_SECONDS => {
            "Pida otro a quien lo emitió, que revise cuánto le da: un `expiresIn` en texto sin unidad, como '3600', son milisegundos."
        }
        (true, _) => "Pida otro a quien lo emitió.",
    };
    Refusal::new(Code::TokenVencido)
        .saying(format!("El token venció.{lived} {next}"))
        .with_details(json!({ "vencioEn": show::moment(expired.at), "validoSegundos": seconds }))
}

/// The answer to a token that does not count.
pub(in crate::http) fn token_refused(error: &TokenError) -> Refusal {
    match error {
        TokenError::Unreadable => Refusal::new(Code::TokenInvalido),
        TokenError::NotYet => Refusal::new(Code::TokenInvalido).saying(
            "El token todavía no vale: su `iat` o su `nbf` está en el futuro. Revise el reloj de quien lo emite."
                .to_owned(),
        ),
        TokenError::Expired(expired) => expired_token(expired),
        TokenError::OtherAudience => Refusal::new(Code::TokenAudiencia),
        TokenError::UnknownHolder => Refusal::new(Code::TokenInvalido).saying(
            "La mesa no conoce a quien nombra el `sub` del token. Regístrelo primero con POST /api/jugadores, y nómbrelo \
             `discord:…`, `telegram:…` o `jugador:…`."
                .to_owned(),
        ),
        TokenError::UnknownIssuer => Refusal::new(Code::TokenEmisor),
        TokenError::Ended(ended) => {
            let why = match ended {
                Ended::AppKey => {
                    "La clave con la que se pidió este token ya no vale. Pida otro con la clave nueva: POST /auth/token."
                }
                Ended::ByHolder => "Quien tenía este token los anuló todos. Pida otro con `/token` en Discord.",
                Ended::RoleChanged => {
                    "El rol cambió desde que se dio este token. Pida otro: POST /auth/token, o `/token` en Discord."
                }
                Ended::NotHere => {
                    "Quien tenía este token ya no está en la mesa. Un superusuario puede dar un rol otra vez."
                }
            };
            Refusal::new(Code::TokenRevocado).saying(why.to_owned())
        }
        TokenError::Db(fault) => Refusal::fault("tokens.verify", fault),
    }
}
