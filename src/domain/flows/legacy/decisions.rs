//! The decisions file: what is to be done about problems of the old book. `docs/IMPORT.md` describes it.

use serde::Deserialize;

use super::ProblemKind;

/// Why a decisions file cannot be used. The text says where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecisionsError {
    #[error("{0}")]
    Toml(String),
    /// The nth decision names neither or both of `cual` and `cuantas`.
    #[error("decision {0} needs either `cual` or `cuantas`")]
    WhichOrHowMany(usize),
}

/// All decisions, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    pub(super) all: Vec<Decision>,
    /// The book that they are about, if the file says so.
    pub(super) fingerprint: Option<String>,
    text: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) kind: ProblemKind,
    pub(super) scope: Scope,
    pub(super) answer: String,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// One problem: `cuenta 4 EUR`.
    One(String),
    /// Every problem of its kind that no other decision names; there must be exactly so many.
    Rest(usize),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    huella: Option<String>,
    #[serde(default)]
    decision: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    problema: ProblemKind,
    cual: Option<String>,
    cuantas: Option<usize>,
    respuesta: String,
}

impl Decisions {
    /// # Errors
    /// [`DecisionsError`].
    pub fn read(text: &str) -> Result<Decisions, DecisionsError> {
        let file: File = toml::from_str(text).map_err(|error| DecisionsError::Toml(error.to_string()))?;
        let mut all = Vec::with_capacity(file.decision.len());
        for (nth, entry) in (1..).zip(file.decision) {
            let scope = match (entry.cual, entry.cuantas) {
                (Some(one), None) => Scope::One(one.trim().to_owned()),
                (None, Some(rest)) => Scope::Rest(rest),
                (Some(_), Some(_)) | (None, None) => return Err(DecisionsError::WhichOrHowMany(nth)),
            };
            all.push(Decision {
                kind: entry.problema,
                scope,
                answer: entry.respuesta.trim().to_owned(),
            });
        }
        Ok(Decisions {
            all,
            fingerprint: file.huella,
            text: Some(text.to_owned()),
        })
    }

    /// The file, word for word.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decisions, DecisionsError, Scope};
    use crate::domain::flows::legacy::ProblemKind;

    #[test]
    fn a_file_is_read_and_what_is_wrong_with_it_is_said() {
        let read = Decisions::read(
            "[[decision]]\nproblema = \"saldo_negativo\"\ncual = \"cuenta 4 EUR\"\nrespuesta = \"cero\"\n\
             [[decision]]\nproblema = \"transaccion_sin_cuenta\"\ncuantas = 3\nrespuesta = \"conservar\"\n",
        )
        .expect("it is well formed");
        assert_eq!(read.all[0].kind, ProblemKind::Negative);
        assert_eq!(read.all[0].scope, Scope::One("cuenta 4 EUR".into()));
        assert_eq!(read.all[1].scope, Scope::Rest(3));
        let neither = "[[decision]]\nproblema = \"saldo_negativo\"\nrespuesta = \"cero\"\n";
        assert_eq!(Decisions::read(neither), Err(DecisionsError::WhichOrHowMany(1)));
        for wrong in ["[[decision]]\nproblema = \"otra\"\n", "decisiones = 1", "[[decision]"] {
            assert!(
                matches!(Decisions::read(wrong), Err(DecisionsError::Toml(_))),
                "{wrong}"
            );
        }
    }
}
