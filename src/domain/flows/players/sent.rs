//! `referenciaExterna` and `metadata`: a program's own JSON object, stored and shown as it was sent.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A JSON object as it was written: numbers of any length keep their digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent(String);

impl Sent {
    /// `None` for what is no JSON object.
    pub fn read(text: &str) -> Option<Sent> {
        let value: Option<Value> = serde_json::from_str(text).ok();
        value.filter(Value::is_object).map(|_| Sent(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it means to this program, which reads a few fields of it.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Default for Sent {
    fn default() -> Self {
        Sent("{}".to_owned())
    }
}

impl From<Value> for Sent {
    fn from(value: Value) -> Self {
        Sent(value.to_string())
    }
}

/// As its value: a request that is repeated with other spaces is the same request.
impl Serialize for Sent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::Sent;

    #[test]
    fn an_object_stays_as_it_was_written_and_nothing_else_is_one() {
        let text = r#"{"a": 1.10, "b": -0, "c": 123456789012345678901234567890}"#;
        assert_eq!(Sent::read(text).expect("an object").as_str(), text);
        for wrong in ["", "[]", "1", "{", "null"] {
            assert_eq!(Sent::read(wrong), None, "{wrong}");
        }
    }
}
