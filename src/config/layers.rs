//! Merges defaults, file and environment key by key, before any value is interpreted.

use std::collections::BTreeMap;

use toml::Table;

use super::error::Mistake;
use super::reader::Value;
use super::sources::Sources;

/// The committed file is the list of settings: a key that is not in it does not exist.
pub(super) const DEFAULTS: &str = include_str!("../../config/cambista.toml");

/// Variables with a name of their own. All others that begin with [`PLAIN_PREFIX`] must be `CAMBISTA__SECTION__KEY`.
pub(super) const PLAIN_VARIABLES: [&str; 9] = [
    "DISCORD_TOKEN",
    "DATABASE_URL",
    "CAMBISTA_CONFIG",
    "CAMBISTA_DATA_DIR",
    "CAMBISTA_HTTP_ADDR",
    "CAMBISTA_METRICS_ADDR",
    "CAMBISTA_TRACES_ENDPOINT",
    "CAMBISTA_DISCORD_API",
    "CAMBISTA_TOKENS_SECRET",
];

/// Settings that have a short name beside their long one.
const SHORT_NAMES: [(&str, &str); 4] = [
    ("CAMBISTA_DATA_DIR", "desk.data_dir"),
    ("CAMBISTA_HTTP_ADDR", "http.addr"),
    ("CAMBISTA_METRICS_ADDR", "metrics.addr"),
    ("CAMBISTA_TRACES_ENDPOINT", "traces.endpoint"),
];

const PLAIN_PREFIX: &str = "CAMBISTA_";
const KEY_PREFIX: &str = "CAMBISTA__";

/// Keys under which people write a secret into a file, and the variable where it belongs.
const SECRETS: [(&str, &str); 5] = [
    ("discord.token", "DISCORD_TOKEN"),
    ("database.url", "DATABASE_URL"),
    ("discord_token", "DISCORD_TOKEN"),
    ("tokens.secret", "CAMBISTA_TOKENS_SECRET"),
    ("tokens.outside_secret", "CAMBISTA_TOKENS_SECRET"),
];

/// The value in force for every known key, and the mistakes found on the way.
pub(super) struct Layers<'a> {
    pub(super) settings: BTreeMap<String, Setting>,
    pub(super) variables: &'a BTreeMap<String, String>,
    pub(super) mistakes: Vec<Mistake>,
}

pub(super) struct Setting {
    pub(super) default: Value,
    pub(super) value: Value,
    pub(super) origin: String,
}

impl<'a> Layers<'a> {
    pub(super) fn merge(sources: &'a Sources) -> Layers<'a> {
        let mut layers = Layers {
            settings: default_settings(),
            variables: &sources.variables,
            mistakes: sources.mistakes.clone(),
        };
        if let Some(file) = &sources.file {
            layers.add_file(&file.path.display().to_string(), &file.text);
        }
        layers.add_variables();
        layers
    }

    fn add_file(&mut self, origin: &str, text: &str) {
        let table: Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                self.mistakes.push(unreadable_toml(origin, text, &error));
                return;
            }
        };
        for (key, value) in flatten(table) {
            if let Some((_, variable)) = SECRETS.iter().find(|(secret, _)| *secret == key) {
                let origin = origin.to_owned();
                self.mistakes.push(Mistake::SecretInFile { key, origin, variable });
                continue;
            }
            self.set(&key, Value::Toml(value), origin);
        }
    }

    fn add_variables(&mut self) {
        let names: BTreeMap<String, String> = self
            .settings
            .keys()
            .map(|key| (variable_of(key), key.clone()))
            .collect();
        for (name, text) in self.variables {
            if let Some(key) = names.get(name) {
                self.set(key, Value::Variable(text.clone()), name);
            } else if name.starts_with(PLAIN_PREFIX) && !PLAIN_VARIABLES.contains(&name.as_str()) {
                let known = names.keys().map(String::as_str).chain(PLAIN_VARIABLES);
                self.mistakes.push(Mistake::Unknown {
                    key: name.clone(),
                    origin: "environment".to_owned(),
                    nearest: nearest(&name.to_uppercase(), known),
                });
            }
        }
        for (short, key) in SHORT_NAMES {
            self.add_short(short, key);
        }
    }

    /// Applies the short name of a setting. A different value under the long name is a mistake, since one of them would
    /// be ignored.
    fn add_short(&mut self, short: &str, key: &str) {
        let Some(text) = self.variables.get(short).filter(|text| !text.is_empty()) else {
            return;
        };
        let long = variable_of(key);
        if self.variables.get(&long).is_some_and(|other| other != text) {
            self.mistakes.push(Mistake::Invalid {
                key: key.to_owned(),
                origin: short.to_owned(),
                found: format!("another value in {long}"),
                expected: "only one of the two".to_owned(),
            });
        }
        self.set(key, Value::Variable(text.clone()), short);
    }

    fn set(&mut self, key: &str, value: Value, origin: &str) {
        if let Some(setting) = self.settings.get_mut(key) {
            setting.value = value;
            setting.origin = origin.to_owned();
            return;
        }
        self.mistakes.push(Mistake::Unknown {
            key: key.to_owned(),
            origin: origin.to_owned(),
            nearest: nearest(key, self.settings.keys().map(String::as_str)),
        });
    }
}

/// The variable of a key: `discord.channels.pending` is `CAMBISTA__DISCORD__CHANNELS__PENDING`.
pub(super) fn variable_of(key: &str) -> String {
    format!("{KEY_PREFIX}{}", key.replace('.', "__").to_uppercase())
}

fn default_settings() -> BTreeMap<String, Setting> {
    let table: Table = DEFAULTS
        .parse()
        .expect("the defaults are compiled in and a test parses them");
    let to_setting = |(key, value): (String, toml::Value)| {
        let setting = Setting {
            default: Value::Toml(value.clone()),
            value: Value::Toml(value),
            origin: "default".to_owned(),
        };
        (key, setting)
    };
    flatten(table).into_iter().map(to_setting).collect()
}

/// The leaves of a table with dotted names, `section.key`.
fn flatten(table: Table) -> Vec<(String, toml::Value)> {
    let mut leaves = Vec::new();
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => {
                let inner = flatten(inner).into_iter();
                leaves.extend(inner.map(|(rest, value)| (format!("{key}.{rest}"), value)));
            }
            value => leaves.push((key, value)),
        }
    }
    leaves
}

/// The parser's own `Display` quotes the line, which may hold a secret; its message and the line's number do not.
fn unreadable_toml(origin: &str, text: &str, error: &toml::de::Error) -> Mistake {
    let start = error.span().map_or(0, |span| span.start);
    let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
    Mistake::Unreadable {
        origin: origin.to_owned(),
        reason: format!("line {line}: {}", error.message().trim()),
        expected: "TOML",
    }
}

/// The known name that this one may be a slip for: at most a third of it may differ.
fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let (distance, known) = known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= known.len()).then(|| known.to_owned())
}
