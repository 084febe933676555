//! An error of a call under `/api`: `{exito: false, mensaje, codigo, detalles?}`.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::code::Code;
use crate::db::DbError;

/// After how many seconds to repeat a call whose outcome is unknown, or that found no database.
const ASK_AGAIN_AFTER_SECONDS: u16 = 5;

/// What a code is to its caller. Each part of the API has a list of codes of its own.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Kind {
    pub(in crate::http) status: StatusCode,
    /// For programs. It never changes its meaning (docs/API.md).
    pub(in crate::http) text: &'static str,
    /// For people, when there is nothing more specific to say.
    pub(in crate::http) words: &'static str,
}

/// An error, ready to be answered: `{exito: false, mensaje, codigo, detalles?}`.
#[derive(Debug)]
pub(in crate::http) struct Refusal {
    kind: Kind,
    message: Option<String>,
    details: Option<Value>,
    /// Fields beside `mensaje`, where the specification has them there.
    beside: Map<String, Value>,
}

impl Refusal {
    pub(in crate::http) fn new(code: impl Into<Kind>) -> Refusal {
        Refusal {
            kind: code.into(),
            message: None,
            details: None,
            beside: Map::new(),
        }
    }

    /// A field that is missing or wrong. `expected`: what to send instead.
    pub(in crate::http) fn field(field: &str, expected: &str) -> Refusal {
        Refusal::new(Code::CampoInvalido)
            .saying(format!("`{field}` debe ser {expected}."))
            .with_details(json!({ "campo": field, "esperado": expected }))
    }

    pub(in crate::http) fn saying(mut self, message: String) -> Refusal {
        self.message = Some(message);
        self
    }

    pub(in crate::http) fn with_details(mut self, details: Value) -> Refusal {
        self.details = Some(details);
        self
    }

    pub(in crate::http) fn is(&self, code: impl Into<Kind>) -> bool {
        self.kind.text == code.into().text
    }

    /// One fact more in the details.
    pub(in crate::http) fn adding_detail(mut self, name: &str, value: Value) -> Refusal {
        if let Value::Object(details) = self.details.get_or_insert_with(|| json!({})) {
            details.insert(name.to_owned(), value);
        }
        self
    }

    /// A field beside `mensaje`.
    pub(in crate::http) fn beside(mut self, field: &str, value: Value) -> Refusal {
        self.beside.insert(field.to_owned(), value);
        self
    }

    /// Too many calls. `seconds`: how long to wait.
    pub(in crate::http) fn rate_limited(seconds: u64) -> Refusal {
        Refusal::new(Code::DemasiadasLlamadas).with_details(json!({ "esperarSegundos": seconds }))
    }

    /// The answer to a fault, which is logged here once.
    pub(in crate::http) fn fault(use_case: &'static str, fault: &DbError) -> Refusal {
        if fault.is_outcome_unknown() {
            tracing::error!(use_case, error = %fault, "a use-case failed; it is not known whether it was saved");
            return Refusal::new(Code::ResultadoDesconocido);
        }
        tracing::error!(use_case, error = %fault, "a use-case failed; nothing was saved");
        Refusal::new(if fault.is_away() {
            Code::NoDisponible
        } else {
            Code::ErrorInterno
        })
    }

    /// The answer to a refusal that no call of this API should lead to; it is logged here once.
    pub(in crate::http) fn broken(use_case: &'static str, error: &impl std::fmt::Display) -> Refusal {
        tracing::error!(use_case, %error, "the desk refused what this API never asks; nothing was saved");
        Refusal::new(Code::ErrorInterno)
    }

    /// Logs a refusal. Faults are not logged here, because they were logged where they occurred.
    pub(in crate::http) fn noted(self, use_case: &'static str) -> Refusal {
        if !self.kind.status.is_server_error() {
            tracing::info!(use_case, refusal = self.kind.text, "the desk said no");
        }
        self
    }
}

/// The body of every error under `/api`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(in crate::http) struct RefusalBody {
    /// Always false.
    #[schema(example = false)]
    exito: bool,
    /// For people; it may change.
    mensaje: String,
    /// Stable, for programs. docs/API.md lists all codes.
    #[schema(example = "TOKEN_VENCIDO")]
    codigo: String,
    /// Facts that depend on the code.
    #[schema(value_type = Option<Object>)]
    detalles: Option<Value>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = self.beside;
        let message = self.message.unwrap_or_else(|| self.kind.words.to_owned());
        body.insert("exito".to_owned(), Value::Bool(false));
        body.insert("mensaje".to_owned(), Value::String(message));
        body.insert("codigo".to_owned(), Value::String(self.kind.text.to_owned()));
        if let Some(details) = self.details {
            body.insert("detalles".to_owned(), details);
        }
        let mut response = (self.kind.status, Json(Value::Object(body))).into_response();
        if response.status() == StatusCode::UNAUTHORIZED {
            let headers = response.headers_mut();
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if [Code::ResultadoDesconocido, Code::NoDisponible]
            .map(Code::text)
            .contains(&self.kind.text)
        {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from(ASK_AGAIN_AFTER_SECONDS));
        }
        response
    }
}

/// Checks that a chapter of docs/API.md has a row for each of these codes with its status, and for no other code.
#[cfg(test)]
pub(in crate::http) fn is_listed_in_the_manual(chapter: &str, codes: impl ExactSizeIterator<Item = Kind>) {
    let manual = include_str!("../../../docs/API.md");
    let (_, part) = manual
        .split_once(&format!("## {chapter}\n"))
        .expect("the manual has it");
    let part = part.split("\n# ").next().unwrap_or_default();
    let part = part.split("\n## ").next().unwrap_or_default();
    let is_row = |line: &&str| {
        let code = line.strip_prefix("| `").and_then(|rest| rest.split('`').next());
        code.is_some_and(|code| code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
    };
    let rows: Vec<&str> = part.lines().filter(is_row).collect();
    assert_eq!(rows.len(), codes.len(), "{chapter}");
    for code in codes {
        let row = format!("| `{}` | {} | ", code.text, code.status.as_u16());
        assert!(rows.iter().any(|line| line.starts_with(&row)), "{row}");
    }
}
