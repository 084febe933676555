//! Reads the fields of an object inside a body that mean something here; the others are only stored.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::domain::kernel::letters::is_readable;
use crate::http::under_api::refusal::Refusal;

/// An object inside a body: `referenciaExterna`, `metadata`.
pub(super) struct Inside<'a> {
    name: &'static str,
    object: &'a Value,
}

impl<'a> Inside<'a> {
    pub(super) fn new(name: &'static str, object: &'a Value) -> Inside<'a> {
        Inside { name, object }
    }

    fn found(&self, field: &str) -> Option<&'a Value> {
        self.object.get(field).filter(|value| !value.is_null())
    }

    fn refused(&self, field: &str, expected: &str) -> Refusal {
        Refusal::field(&format!("{}.{field}", self.name), expected)
    }

    /// An id that others gave: text, or a whole number, which counts as the same text.
    pub(super) fn id(&self, field: &str, chars_max: usize) -> Result<Option<String>, Refusal> {
        let Some(value) = self.found(field) else {
            return Ok(None);
        };
        let text = match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let fits = |text: &String| {
            is_readable(text) && text.chars().count() <= chars_max && !text.chars().any(char::is_control)
        };
        let expected = format!("un texto de 1 a {chars_max} caracteres, o un número entero");
        let text = text.filter(fits).ok_or_else(|| self.refused(field, &expected))?;
        Ok(Some(text))
    }

    /// A whole number.
    pub(super) fn whole(&self, field: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, Refusal> {
        let Some(value) = self.found(field) else {
            return Ok(None);
        };
        let number = value.as_i64().filter(|number| range.contains(number));
        let expected = format!("un número entero de {} a {}", range.start(), range.end());
        let number = number.ok_or_else(|| self.refused(field, &expected))?;
        Ok(Some(number))
    }

    /// True or false; false when it is missing.
    pub(super) fn flag(&self, field: &str) -> Result<bool, Refusal> {
        match self.found(field) {
            None => Ok(false),
            Some(value) => value
                .as_bool()
                .ok_or_else(|| self.refused(field, "true o false, sin comillas")),
        }
    }
}
