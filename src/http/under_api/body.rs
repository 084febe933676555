//! Reads the JSON body of a call, so that errors say in Spanish which field is wrong and what to send.

use std::ops::RangeInclusive;

use super::code::Code;
use super::refusal::Refusal;
use crate::domain::flows::players::Sent;
use crate::domain::kernel::letters::is_readable;
use crate::domain::people::requests::{REASON_MAX_CHARS, REASON_MIN_CHARS, checked_reason};
use crate::http::body::{Fields, number};
use crate::http::error::{ApiError, Code as ApiCode};
use axum::extract::{FromRequest, Request};

/// The most centavos that one call moves: what fits the books many times over.
pub(in crate::http) const CENTAVOS_MAX: i64 = 1_000_000_000_000;
/// The most characters of an object that is only stored (`metadata`, `referenciaExterna`), as JSON.
const OBJECT_CHARS_MAX: usize = 4_000;

const ID_EXPECTED: &str = "un id de usuario: un número entero, o el mismo entre comillas";

/// The fields of a JSON body. Unknown fields are ignored; one that occurs twice is refused.
pub(in crate::http) struct Body(Fields);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Body, Refusal> {
        Ok(Body(Fields::from_request(request, state).await?))
    }
}

impl Body {
    /// A field as it was written; nothing when it is missing or null.
    pub(in crate::http) fn written(&self, field: &str) -> Option<&str> {
        self.0.written(field)
    }

    /// A whole number, written as a JSON number; nothing when it is missing or null.
    pub(in crate::http) fn whole(&self, field: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, Refusal> {
        let Some(raw) = self.0.written(field) else {
            return Ok(None);
        };
        let expected = format!("un número entero de {} a {}", range.start(), range.end());
        let is_digits = raw.bytes().all(|b| b.is_ascii_digit());
        let number = raw.parse().ok().filter(|number| is_digits && range.contains(number));
        number.map(Some).ok_or_else(|| Refusal::field(field, &expected))
    }

    /// Whole centavos, at least one.
    pub(in crate::http) fn centavos(&self, field: &str) -> Result<i64, Refusal> {
        let expected = format!("un número entero de centavos, de 1 a {CENTAVOS_MAX}, sin comillas ni decimales");
        let raw = self.0.written(field).unwrap_or_default();
        let is_digits = !raw.is_empty() && raw.bytes().all(|b| b.is_ascii_digit());
        let number = raw
            .parse()
            .ok()
            .filter(|number| is_digits && (1..=CENTAVOS_MAX).contains(number));
        number.ok_or_else(|| Refusal::field(field, &expected))
    }

    /// The id of a user elsewhere, as a JSON number or text. Ids are above 2^53 and never rounded.
    pub(in crate::http) fn id(&self, field: &str) -> Result<i64, Refusal> {
        let found = self.optional_id(field)?;
        found.ok_or_else(|| Refusal::field(field, ID_EXPECTED))
    }

    /// The same, or nothing when it is missing or null.
    pub(in crate::http) fn optional_id(&self, field: &str) -> Result<Option<i64>, Refusal> {
        let Some(raw) = self.0.written(field) else {
            return Ok(None);
        };
        let digits = serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned());
        let id = number(&digits).ok_or_else(|| Refusal::field(field, ID_EXPECTED))?;
        Ok(Some(id))
    }

    /// A text of 1 to `chars_max` characters on one line.
    pub(in crate::http) fn text(&self, field: &str, chars_max: usize) -> Result<String, Refusal> {
        let found = self.optional_text(field, chars_max)?;
        found.ok_or_else(|| Refusal::field(field, &text_expected(chars_max)))
    }

    /// An identity of somebody: text, or a user id as a JSON number, which is never rounded.
    pub(in crate::http) fn identity(&self, field: &str, chars_max: usize) -> Result<String, Refusal> {
        let raw = self.0.written(field).unwrap_or_default();
        match number(raw) {
            Some(id) => Ok(id.to_string()),
            None => self.text(field, chars_max),
        }
    }

    /// Why somebody does it, as `requests::checked_reason` takes it.
    pub(in crate::http) fn reason(&self, field: &str) -> Result<String, Refusal> {
        let expected = format!("un texto de {REASON_MIN_CHARS} a {REASON_MAX_CHARS} caracteres, en una línea");
        let text = self.optional_text(field, REASON_MAX_CHARS);
        let text = text.ok().flatten().filter(|text| checked_reason(text).is_ok());
        text.ok_or_else(|| Refusal::field(field, &expected))
    }

    /// The same, or nothing when it is missing or null.
    pub(in crate::http) fn optional_text(&self, field: &str, chars_max: usize) -> Result<Option<String>, Refusal> {
        let Some(raw) = self.0.written(field) else {
            return Ok(None);
        };
        let text: Option<String> = serde_json::from_str(raw).ok();
        let fits = |text: &String| {
            is_readable(text) && text.chars().count() <= chars_max && !text.chars().any(char::is_control)
        };
        let text = text.filter(fits);
        text.map(Some)
            .ok_or_else(|| Refusal::field(field, &text_expected(chars_max)))
    }

    /// The address of a page or a picture of the web, or nothing when it is missing or null. People see it and may follow it,
    /// so nothing else is taken.
    pub(in crate::http) fn web_address(&self, field: &str) -> Result<Option<String>, Refusal> {
        const CHARS_MAX: usize = 1_000;
        let is_web = |text: &str| url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
        match self.optional_text(field, CHARS_MAX)? {
            Some(text) if !is_web(&text) => Err(Refusal::field(field, "una dirección web, como `https://…`")),
            text => Ok(text),
        }
    }

    /// A text that `read` accepts.
    pub(in crate::http) fn word<T>(
        &self,
        field: &str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Refusal> {
        let raw = self.0.written(field).unwrap_or_default();
        let word: Option<String> = serde_json::from_str(raw).ok();
        word.and_then(|word| read(&word))
            .ok_or_else(|| Refusal::field(field, expected))
    }

    /// True or false; false when it is missing or null.
    pub(in crate::http) fn flag(&self, field: &str) -> Result<bool, Refusal> {
        Ok(self.optional_flag(field)?.unwrap_or(false))
    }

    /// True or false; nothing when it is missing or null.
    pub(in crate::http) fn optional_flag(&self, field: &str) -> Result<Option<bool>, Refusal> {
        match self.0.written(field) {
            None => Ok(None),
            Some("false") => Ok(Some(false)),
            Some("true") => Ok(Some(true)),
            Some(_) => Err(Refusal::field(field, "true o false, sin comillas")),
        }
    }

    /// An object that is only stored and shown again; empty when it is missing or null.
    pub(in crate::http) fn object(&self, field: &str) -> Result<Sent, Refusal> {
        let Some(raw) = self.0.written(field) else {
            return Ok(Sent::default());
        };
        let expected = format!("un objeto JSON de hasta {OBJECT_CHARS_MAX} caracteres");
        Sent::read(raw)
            .filter(|_| raw.chars().count() <= OBJECT_CHARS_MAX)
            .ok_or_else(|| Refusal::field(field, &expected))
    }
}

fn text_expected(chars_max: usize) -> String {
    format!("un texto de 1 a {chars_max} caracteres, en una línea")
}

/// What the shared reader of bodies refuses: no JSON, too large, or a field that occurs twice.
impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        match (error.code(), error.field()) {
            (ApiCode::InvalidField, Some(field)) => Refusal::field(field, "un solo valor: está dos veces"),
            (ApiCode::NotJson, _) => Refusal::new(Code::NoEsJson),
            (ApiCode::BodyTooLarge, _) => Refusal::new(Code::CuerpoMuyGrande),
            _ => Refusal::new(Code::JsonInvalido),
        }
    }
}
