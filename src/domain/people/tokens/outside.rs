//! Tokens of an outside issuer: its key, and whom its tokens name.

use jsonwebtoken::{Algorithm, DecodingKey};

use super::access_token::{Subject, Verified};
use super::claims::{Claims, moment};
use super::{ApiRole, TokenError};
use crate::clock::Moment;
use crate::domain::kernel::desk::{OutsideAlgorithm, OutsideIssuer, OutsideKey};
use crate::domain::kernel::letters::is_readable;

/// The shortest secret of HS256, in bytes: as long as its hash (RFC 7518, 3.2).
const SECRET_BYTES_MIN: usize = 32;
/// The longest name of a program, in characters.
const SUBJECT_CHARS_MAX: usize = 200;

/// Whether a key can check signatures of this algorithm.
pub fn is_key_of(key: &OutsideKey, algorithm: OutsideAlgorithm) -> bool {
    decoding(key, algorithm).is_some()
}

/// The key and the one algorithm that it is for.
pub(super) fn pinned(outside: &OutsideIssuer) -> Option<(DecodingKey, Algorithm)> {
    let algorithm = match outside.algorithm {
        OutsideAlgorithm::Hs256 => Algorithm::HS256,
        OutsideAlgorithm::EdDsa => Algorithm::EdDSA,
        OutsideAlgorithm::Rs256 => Algorithm::RS256,
    };
    Some((decoding(&outside.key, outside.algorithm)?, algorithm))
}

fn decoding(key: &OutsideKey, algorithm: OutsideAlgorithm) -> Option<DecodingKey> {
    let bytes = key.bytes();
    match algorithm {
        OutsideAlgorithm::Hs256 if bytes.len() < SECRET_BYTES_MIN => None,
        OutsideAlgorithm::Hs256 => DecodingKey::from_secret(bytes).ok(),
        OutsideAlgorithm::EdDsa if is_public(bytes) => DecodingKey::from_ed_pem(bytes).ok(),
        OutsideAlgorithm::Rs256 if is_public(bytes) => DecodingKey::from_rsa_pem(bytes).ok(),
        OutsideAlgorithm::EdDsa | OutsideAlgorithm::Rs256 => None,
    }
}

/// Whether a PEM says that it is a public key: a private one does not belong on the desk.
fn is_public(pem: &[u8]) -> bool {
    String::from_utf8_lossy(pem).contains("PUBLIC KEY-----")
}

/// Whom a token names whose signature, audience and time were checked. A person is named by what the books may know them
/// by; a token of a program needs no such name.
pub(super) fn verified(claims: &Claims, outside: &OutsideIssuer, expires_at: Moment) -> Result<Verified, TokenError> {
    let role = ApiRole::from_code(&claims.rol).map_err(|_| TokenError::Unreadable)?;
    let person = Subject::known_as(&claims.sub);
    let subject = match role {
        ApiRole::Player | ApiRole::Cashier => person.ok_or(TokenError::UnknownHolder)?,
        ApiRole::Admin => match person {
            Some(person) => person,
            None => program(claims, outside)?,
        },
        ApiRole::Bot | ApiRole::System => program(claims, outside)?,
    };
    // Without a time it counts as older than every revocation.
    let issued_at = claims.iat.as_ref().and_then(moment).unwrap_or(Moment::from_ms(0));
    Ok(Verified {
        subject,
        role,
        issued_at,
        expires_at,
    })
}

fn program(claims: &Claims, outside: &OutsideIssuer) -> Result<Subject, TokenError> {
    let subject = &claims.sub;
    let is_name =
        is_readable(subject) && subject.chars().count() <= SUBJECT_CHARS_MAX && !subject.chars().any(char::is_control);
    if !is_name {
        return Err(TokenError::Unreadable);
    }
    Ok(Subject::Outside {
        issuer: outside.issuer.clone(),
        subject: subject.clone(),
    })
}
