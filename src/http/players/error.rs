//! Every error of the API for players: its `codigo`, its status and its Spanish text.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::db::DbError;

/// After how many seconds to repeat a call whose outcome is unknown.
const ASK_AGAIN_AFTER_SECONDS: u16 = 5;

/// The kind of an error, for programs. A code never changes its meaning (docs/API.md). The variants have the codes'
/// Spanish names, so that one list says both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    CampoInvalido,
    JsonInvalido,
    NoEsJson,
    CuerpoMuyGrande,
    ClaveReutilizada,
    DemasiadasLlamadas,
    ResultadoDesconocido,
    ErrorInterno,
}

impl Code {
    pub(super) fn text(self) -> &'static str {
        match self {
            Code::CampoInvalido => "CAMPO_INVALIDO",
            Code::JsonInvalido => "JSON_INVALIDO",
            Code::NoEsJson => "NO_ES_JSON",
            Code::CuerpoMuyGrande => "CUERPO_MUY_GRANDE",
            Code::ClaveReutilizada => "CLAVE_REUTILIZADA",
            Code::DemasiadasLlamadas => "DEMASIADAS_LLAMADAS",
            Code::ResultadoDesconocido => "RESULTADO_DESCONOCIDO",
            Code::ErrorInterno => "ERROR_INTERNO",
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Code::CampoInvalido | Code::JsonInvalido => StatusCode::UNPROCESSABLE_ENTITY,
            Code::NoEsJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::CuerpoMuyGrande => StatusCode::PAYLOAD_TOO_LARGE,
            Code::ClaveReutilizada => StatusCode::CONFLICT,
            Code::DemasiadasLlamadas => StatusCode::TOO_MANY_REQUESTS,
            Code::ResultadoDesconocido => StatusCode::SERVICE_UNAVAILABLE,
            Code::ErrorInterno => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The text for a code when there is nothing more specific to say.
    fn words(self) -> &'static str {
        match self {
            Code::CampoInvalido => "Falta un campo, o tiene un valor que no sirve.",
            Code::JsonInvalido => "El cuerpo debe ser un objeto JSON.",
            Code::NoEsJson => "Mande el cuerpo como JSON: `Content-Type: application/json`.",
            Code::CuerpoMuyGrande => "El cuerpo pasa de 64 KiB. Mande menos.",
            Code::ClaveReutilizada => {
                "Esa Idempotency-Key ya se usó para otra solicitud. Use una clave nueva para cada solicitud."
            }
            Code::DemasiadasLlamadas => "Demasiadas llamadas. Espere lo que dice Retry-After.",
            Code::ResultadoDesconocido => {
                "Todavía no se sabe si quedó guardado. Repita la llamada con la misma Idempotency-Key: así se hace una sola vez. Sin clave, mire primero el historial."
            }
            Code::ErrorInterno => "Algo está roto de nuestro lado. No se guardó nada; intente otra vez en un minuto.",
        }
    }
}

/// An error, ready to be answered: `{exito: false, mensaje, codigo, detalles?}`.
#[derive(Debug)]
pub(super) struct PlayerError {
    code: Code,
    message: Option<String>,
    details: Option<Value>,
    /// Fields beside `mensaje`, where the specification has them there.
    beside: Map<String, Value>,
}

impl PlayerError {
    pub(super) fn new(code: Code) -> PlayerError {
        PlayerError {
            code,
            message: None,
            details: None,
            beside: Map::new(),
        }
    }

    /// A field that is missing or wrong. `expected`: what to send instead.
    pub(super) fn field(field: &str, expected: &str) -> PlayerError {
        PlayerError::new(Code::CampoInvalido)
            .saying(format!("`{field}` debe ser {expected}."))
            .with_details(json!({ "campo": field, "esperado": expected }))
    }

    pub(super) fn saying(mut self, message: String) -> PlayerError {
        self.message = Some(message);
        self
    }

    pub(super) fn with_details(mut self, details: Value) -> PlayerError {
        self.details = Some(details);
        self
    }

    /// A field beside `mensaje`.
    pub(super) fn beside(mut self, field: &str, value: Value) -> PlayerError {
        self.beside.insert(field.to_owned(), value);
        self
    }

    /// The answer to a fault, which is logged here once.
    pub(super) fn fault(use_case: &'static str, fault: &DbError) -> PlayerError {
        if fault.is_outcome_unknown() {
            tracing::error!(use_case, error = %fault, "a use-case failed; it is not known whether it was saved");
            return PlayerError::new(Code::ResultadoDesconocido);
        }
        tracing::error!(use_case, error = %fault, "a use-case failed; nothing was saved");
        PlayerError::new(Code::ErrorInterno)
    }

    /// Logs a refusal. Faults are not logged here, because they were logged where they occurred.
    pub(super) fn noted(self, use_case: &'static str) -> PlayerError {
        if !matches!(self.code, Code::ErrorInterno | Code::ResultadoDesconocido) {
            tracing::info!(use_case, refusal = self.code.text(), "the desk said no");
        }
        self
    }
}

impl IntoResponse for PlayerError {
    fn into_response(self) -> Response {
        let mut body = self.beside;
        let message = self.message.unwrap_or_else(|| self.code.words().to_owned());
        body.insert("exito".to_owned(), Value::Bool(false));
        body.insert("mensaje".to_owned(), Value::String(message));
        body.insert("codigo".to_owned(), Value::String(self.code.text().to_owned()));
        if let Some(details) = self.details {
            body.insert("detalles".to_owned(), details);
        }
        let mut response = (self.code.status(), Json(Value::Object(body))).into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            let headers = response.headers_mut();
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.code == Code::ResultadoDesconocido {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(ASK_AGAIN_AFTER_SECONDS));
        }
        response
    }
}
