//! What can be wrong with a configuration, all of it at once.

use std::fmt;

/// Every mistake found; there is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub mistakes: Vec<Mistake>,
}

/// One thing to correct. No variant carries the text of a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    #[error("{key} ({origin}): found {found}, expected {expected}")]
    Invalid {
        key: String,
        origin: String,
        found: String,
        expected: String,
    },
    #[error("{key} ({origin}): found a setting that does not exist, expected {}", nearest_or_list(nearest.as_deref()))]
    Unknown {
        key: String,
        origin: String,
        nearest: Option<String>,
    },
    #[error("{key} ({origin}): found a secret in a file, expected it in the environment as {variable}")]
    SecretInFile {
        key: String,
        origin: String,
        variable: &'static str,
    },
    #[error("{origin}: found a file that cannot be read ({reason}), expected {expected}")]
    Unreadable {
        origin: String,
        reason: String,
        expected: &'static str,
    },
}

fn nearest_or_list(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("perhaps {nearest}"),
        None => "one of config/cambista.toml or .env.example".to_owned(),
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.mistakes.len() == 1 {
            "mistake"
        } else {
            "mistakes"
        };
        write!(f, "the configuration has {} {noun}:", self.mistakes.len())?;
        self.mistakes
            .iter()
            .try_for_each(|mistake| write!(f, "\n  - {mistake}"))
    }
}

impl std::error::Error for ConfigError {}
