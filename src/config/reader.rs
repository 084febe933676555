//! Interprets settings. A wrong value is noted and its default used, so that reading goes on and every mistake is found
//! in one run.

use std::ops::RangeInclusive;

use super::error::Mistake;
use super::layers::{Layers, Setting};
use super::secret::Secret;
use crate::domain::kernel::money::{Currency, Money, Percent, parse_amount, parse_percent};

/// Discord's limit for names of channels, categories and roles, in characters.
const NAME_CHARS_MAX: usize = 100;
/// How many characters of a wrong value are quoted.
const QUOTE_CHARS_MAX: usize = 60;

/// A setting as written. The environment has only text; in a file the type must be right.
pub(super) enum Value {
    Toml(toml::Value),
    Variable(String),
}

pub(super) struct Reader<'a> {
    layers: &'a Layers<'a>,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) keys_read: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(layers: &'a Layers<'a>) -> Reader<'a> {
        Reader {
            layers,
            mistakes: Vec::new(),
            keys_read: Vec::new(),
        }
    }

    /// Reads the setting `key` with `understand`. `expected` describes valid values, for the mistake.
    pub(super) fn read<T>(&mut self, key: &'static str, expected: &str, understand: impl Fn(&Value) -> Option<T>) -> T {
        self.keys_read.push(key);
        if let Some(understood) = understand(&self.setting(key).value) {
            return understood;
        }
        self.refuse(key, expected);
        understand(&self.setting(key).default).expect("the defaults are compiled in and a test reads them all")
    }

    pub(super) fn number(&mut self, key: &'static str, range: RangeInclusive<u32>) -> u32 {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.read(key, &expected, |value| {
            let number = u32::try_from(value.integer()?).ok()?;
            range.contains(&number).then_some(number)
        })
    }

    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.read(key, "true or false", |value| match value {
            Value::Toml(value) => value.as_bool(),
            Value::Variable(text) => text.trim().parse().ok(),
        })
    }

    pub(super) fn percent(&mut self, key: &'static str) -> Percent {
        self.read(key, "a percentage from 0 to 100, in quotes", |value| {
            parse_percent(&value.exact_number()?).ok()
        })
    }

    pub(super) fn dollars(&mut self, key: &'static str) -> Money {
        self.read(key, "an amount of dollars, in quotes", |value| {
            parse_amount(&value.exact_number()?, Currency::USD).ok()
        })
    }

    /// A name as people see it: a role, a category.
    pub(super) fn name(&mut self, key: &'static str) -> String {
        self.read(key, "a name of 1 to 100 characters", |value| {
            let name = value.text()?.trim();
            (1..=NAME_CHARS_MAX)
                .contains(&name.chars().count())
                .then(|| name.to_owned())
        })
    }

    /// A text channel's name. Discord would silently rewrite any other, and the bot would not find it again.
    pub(super) fn channel_name(&mut self, key: &'static str) -> String {
        self.read(
            key,
            "a channel name: 1 to 100 lower-case letters, digits, - or _",
            |value| {
                let name = value.text()?;
                let is_allowed =
                    |char: char| char == '-' || char == '_' || (char.is_alphanumeric() && !char.is_uppercase());
                let is_name = (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && name.chars().all(is_allowed);
                is_name.then(|| name.to_owned())
            },
        )
    }

    /// Reads a variable with a name of its own. An empty one counts as absent, as an untouched `.env` line is. A wrong
    /// value is never shown, because these variables hold the secrets.
    pub(super) fn plain<T>(&mut self, name: &str, expected: &str, understand: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.layers.variables.get(name).map(|text| text.trim())?;
        if text.is_empty() {
            return None;
        }
        let understood = understand(text);
        if understood.is_none() {
            self.mistakes.push(Mistake::Invalid {
                key: name.to_owned(),
                origin: "environment".to_owned(),
                found: "something else (not shown)".to_owned(),
                expected: expected.to_owned(),
            });
        }
        understood
    }

    /// Notes the mistake that the value of `key` is not `expected`.
    pub(super) fn refuse(&mut self, key: &str, expected: &str) {
        let setting = self.setting(key);
        let mistake = Mistake::Invalid {
            key: key.to_owned(),
            origin: setting.origin.clone(),
            found: setting.value.quote(),
            expected: expected.to_owned(),
        };
        self.mistakes.push(mistake);
    }

    fn setting(&self, key: &str) -> &'a Setting {
        self.layers
            .settings
            .get(key)
            .expect("every key read here is in the defaults, a test compares them")
    }
}

impl Value {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Toml(value) => value.as_str(),
            Value::Variable(text) => Some(text),
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Value::Toml(value) => value.as_integer(),
            Value::Variable(text) => text.trim().parse().ok(),
        }
    }

    /// A number that keeps its decimals: text, or a whole number. A TOML float is refused.
    pub(super) fn exact_number(&self) -> Option<String> {
        match self {
            Value::Toml(toml::Value::Integer(number)) => Some(number.to_string()),
            _ => self.text().map(str::to_owned),
        }
    }

    /// A Discord id as text or number; `Some(None)` when it is empty.
    pub(super) fn optional_id(&self) -> Option<Option<u64>> {
        let text = self.exact_number()?;
        if text.trim().is_empty() {
            return Some(None);
        }
        id(&text).map(Some)
    }

    /// A list of Discord ids; in the environment, separated by commas.
    pub(super) fn ids(&self) -> Option<Vec<u64>> {
        match self {
            Value::Variable(text) => text.split(',').filter(|part| !part.trim().is_empty()).map(id).collect(),
            Value::Toml(value) => {
                let to_id = |value: &toml::Value| id(&Value::Toml(value.clone()).exact_number()?);
                value.as_array()?.iter().map(to_id).collect()
            }
        }
    }

    fn quote(&self) -> String {
        let text = match self {
            Value::Toml(value) => value.to_string(),
            Value::Variable(text) => format!("{text:?}"),
        };
        if text.chars().count() <= QUOTE_CHARS_MAX {
            return text;
        }
        text.chars().take(QUOTE_CHARS_MAX).chain(['…']).collect()
    }
}

/// Reads an id. It must fit into the database's signed integers and not be zero.
fn id(text: &str) -> Option<u64> {
    let text = text.trim();
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let id = text.parse().ok().filter(|_| is_digits)?;
    (1..=i64::MAX.cast_unsigned()).contains(&id).then_some(id)
}

pub(super) fn token(text: &str) -> Option<Secret> {
    (!text.contains(char::is_whitespace)).then(|| Secret::new(text))
}

pub(super) fn http_base(text: &str) -> Option<String> {
    let url = reqwest::Url::parse(text).ok()?;
    let is_base = matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none();
    is_base.then(|| text.trim_end_matches('/').to_owned())
}

pub(super) fn database_url(text: &str) -> Option<Secret> {
    let schemes = ["sqlite:", "postgres://", "postgresql://"];
    schemes
        .iter()
        .any(|scheme| text.starts_with(scheme))
        .then(|| Secret::new(text))
}
