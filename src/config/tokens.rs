//! Settings of tokens of the API for players: the desk's own, and those of an outside issuer.

use std::fs;

use super::error::Mistake;
use super::reader::{self, Reader};
use super::secret::Secret;
use crate::domain::kernel::desk::{OutsideAlgorithm, OutsideIssuer, OutsideKey, TokenRules};
use crate::domain::people::tokens::is_key_of;

const SECRET: &str = "CAMBISTA_TOKENS_SECRET";
const AUDIENCE: &str = "tokens.outside_audience";
const KEY_FILE: &str = "tokens.outside_key_file";
/// The desk's own tokens have it.
const OWN_ISSUER: &str = "cambista";

pub(super) fn read(reader: &mut Reader<'_>) -> TokenRules {
    TokenRules {
        valid_ms: i64::from(reader.number("tokens.valid_minutes", 1..=60)) * 60_000,
        leeway_ms: i64::from(reader.number("tokens.leeway_seconds", 0..=60)) * 1_000,
        outside: outside(reader),
    }
}

/// The outside issuer as it was written: each setting may be empty.
struct Written {
    audience: String,
    algorithm: OutsideAlgorithm,
    key_file: String,
    secret: Option<Secret>,
}

fn outside(reader: &mut Reader<'_>) -> Option<OutsideIssuer> {
    let issuer = reader.read(
        "tokens.outside_issuer",
        "the `iss` of its tokens, other than cambista",
        |value| {
            let text = value.text()?.trim();
            (text != OWN_ISSUER).then(|| text.to_owned())
        },
    );
    let written = Written {
        audience: text(reader, AUDIENCE),
        algorithm: reader.read(
            "tokens.outside_algorithm",
            "\"HS256\", \"EdDSA\" or \"RS256\"",
            |value| OutsideAlgorithm::from_code(value.text()?.trim()).ok(),
        ),
        key_file: text(reader, KEY_FILE),
        secret: reader.plain(SECRET, "a text without spaces", reader::token),
    };
    if issuer.is_empty() {
        refuse_without_issuer(reader, &written);
        return None;
    }
    if written.audience.is_empty() {
        reader.refuse(
            AUDIENCE,
            "the `aud` of its tokens, because tokens.outside_issuer is set",
        );
    }
    let key = key(reader, &written)?;
    Some(OutsideIssuer {
        issuer,
        audience: written.audience,
        algorithm: written.algorithm,
        key,
    })
}

fn text(reader: &mut Reader<'_>, key: &'static str) -> String {
    reader.read(key, "a text, or nothing", |value| Some(value.text()?.trim().to_owned()))
}

/// Settings of an issuer that is not named would be ignored without a word.
fn refuse_without_issuer(reader: &mut Reader<'_>, written: &Written) {
    let expected = "nothing, or tokens.outside_issuer as well";
    if !written.audience.is_empty() {
        reader.refuse(AUDIENCE, expected);
    }
    if !written.key_file.is_empty() {
        reader.refuse(KEY_FILE, expected);
    }
    if written.secret.is_some() {
        refuse_secret(reader, "a secret", expected);
    }
}

/// The secret of HS256 is in the environment, the public key of the others in a file.
fn key(reader: &mut Reader<'_>, written: &Written) -> Option<OutsideKey> {
    match (written.algorithm, &written.secret) {
        (OutsideAlgorithm::Hs256, secret) => {
            if !written.key_file.is_empty() {
                reader.refuse(
                    KEY_FILE,
                    "nothing: the secret of HS256 is CAMBISTA_TOKENS_SECRET in the environment",
                );
            }
            let key = secret.as_ref().map(|secret| OutsideKey::new(secret.reveal()));
            let key = key.filter(|key| is_key_of(key, written.algorithm));
            if key.is_none() {
                refuse_secret(
                    reader,
                    "nothing, or too short a text",
                    "the secret of HS256, at least 32 bytes",
                );
            }
            key
        }
        (OutsideAlgorithm::EdDsa | OutsideAlgorithm::Rs256, secret) => {
            if secret.is_some() {
                refuse_secret(
                    reader,
                    "a secret",
                    "nothing: tokens.outside_algorithm has a public key and no secret",
                );
            }
            let key = fs::read(&written.key_file).ok().map(OutsideKey::new);
            let key = key.filter(|key| is_key_of(key, written.algorithm));
            if key.is_none() {
                let algorithm = written.algorithm;
                reader.refuse(
                    KEY_FILE,
                    &format!("a readable PEM file with the public key of {algorithm}"),
                );
            }
            key
        }
    }
}

/// The secret itself is never shown.
fn refuse_secret(reader: &mut Reader<'_>, found: &str, expected: &str) {
    reader.mistakes.push(Mistake::Invalid {
        key: SECRET.to_owned(),
        origin: "environment".to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::config::{Config, Sources};
    use crate::domain::kernel::desk::OutsideIssuer;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const ED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/keys_outside/ed_public.pem");
    const ED_PRIVATE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/keys_outside/ed_private.pem");

    /// The outside issuer of these variables, or what is wrong with them.
    fn issuer(variables: &[(&str, &str)]) -> Result<Option<OutsideIssuer>, String> {
        let long = |name: &str| match name {
            "secret" => "CAMBISTA_TOKENS_SECRET".to_owned(),
            name => format!("CAMBISTA__TOKENS__OUTSIDE_{}", name.to_uppercase()),
        };
        let variables: BTreeMap<String, String> = variables
            .iter()
            .map(|(name, value)| (long(name), (*value).to_owned()))
            .collect();
        let sources = Sources {
            variables,
            ..Sources::default()
        };
        let config = Config::load(&sources).map_err(|error| error.to_string())?;
        Ok(config.tokens.outside)
    }

    #[test]
    fn an_outside_issuer_needs_all_of_its_settings() {
        assert_eq!(issuer(&[]), Ok(None));
        let hs256 = [("issuer", "bot"), ("audience", "mesa"), ("secret", SECRET)];
        assert!(issuer(&hs256).unwrap().is_some());
        let eddsa = [
            ("issuer", "bot"),
            ("audience", "mesa"),
            ("algorithm", "EdDSA"),
            ("key_file", ED),
        ];
        assert!(issuer(&eddsa).unwrap().is_some());
    }

    #[test]
    fn each_mistake_names_its_setting_and_no_secret() {
        for (variables, setting) in [
            (vec![("issuer", "bot"), ("secret", SECRET)], "tokens.outside_audience"),
            (vec![("issuer", "bot"), ("audience", "mesa")], "CAMBISTA_TOKENS_SECRET"),
            (
                vec![("issuer", "bot"), ("audience", "mesa"), ("secret", "kurz")],
                "CAMBISTA_TOKENS_SECRET",
            ),
            (
                vec![("issuer", "cambista"), ("audience", "mesa"), ("secret", SECRET)],
                "tokens.outside_issuer",
            ),
            (vec![("audience", "mesa")], "tokens.outside_audience"),
            (vec![("key_file", ED)], "tokens.outside_key_file"),
            (vec![("secret", SECRET)], "CAMBISTA_TOKENS_SECRET"),
            (
                vec![("issuer", "bot"), ("audience", "mesa"), ("algorithm", "none")],
                "tokens.outside_algorithm",
            ),
            (
                vec![("issuer", "bot"), ("audience", "mesa"), ("algorithm", "EdDSA")],
                "tokens.outside_key_file",
            ),
            (
                vec![
                    ("issuer", "bot"),
                    ("audience", "mesa"),
                    ("algorithm", "RS256"),
                    ("key_file", ED),
                ],
                "tokens.outside_key_file",
            ),
            (
                vec![
                    ("issuer", "bot"),
                    ("audience", "mesa"),
                    ("algorithm", "EdDSA"),
                    ("key_file", ED_PRIVATE),
                ],
                "tokens.outside_key_file",
            ),
            (
                vec![
                    ("issuer", "bot"),
                    ("audience", "mesa"),
                    ("algorithm", "EdDSA"),
                    ("key_file", ED),
                    ("secret", SECRET),
                ],
                "CAMBISTA_TOKENS_SECRET",
            ),
        ] {
            let refused = issuer(&variables).expect_err("a mistake");
            assert!(refused.contains(&format!("- {setting} (")), "{variables:?}: {refused}");
            assert!(!refused.contains(SECRET) && !refused.contains("kurz"), "{refused}");
        }
    }
}
