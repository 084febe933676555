//! Checks a token: who signed it, for whom, and whether it is its time.

use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

use super::access_token::{Subject, Verified};
use super::claims::{Claims, Issuer, moment};
use super::error::Expired;
use super::{ApiRole, Keyring, OWN_NAME, TokenError, outside};
use crate::clock::Moment;
use crate::domain::kernel::desk::{OutsideIssuer, TokenRules};

/// The longest token that is read, in bytes.
const BYTES_MAX: usize = 8 * 1024;

/// A token whose signature is not checked yet, and whose key must check it.
pub struct Shown {
    text: String,
    signer: Signer,
}

enum Signer {
    /// The desk, with the key of this name.
    Own {
        kid: String,
    },
    Outside(OutsideIssuer),
}

impl Shown {
    /// The name of the desk's key that must have signed it; `None` when another issuer must have.
    pub(super) fn own_kid(&self) -> Option<&str> {
        match &self.signer {
            Signer::Own { kid } => Some(kid),
            Signer::Outside(_) => None,
        }
    }
}

/// Reads who a token says it is from. Nothing of it is to be believed yet.
///
/// # Errors
/// [`TokenError::Unreadable`], [`TokenError::UnknownIssuer`].
pub fn read(text: &str, rules: &TokenRules) -> Result<Shown, TokenError> {
    if BYTES_MAX < text.len() {
        return Err(TokenError::Unreadable);
    }
    let header = decode_header(text).map_err(|_| TokenError::Unreadable)?;
    let issuer: Issuer = insecure_decode_claims(text).map_err(|_| TokenError::Unreadable)?;
    let issuer = issuer.iss.ok_or(TokenError::Unreadable)?;
    let signer = if issuer == OWN_NAME {
        let kid = header.kid.ok_or(TokenError::Unreadable)?;
        Signer::Own { kid }
    } else {
        let outside = rules.outside.as_ref().filter(|outside| outside.issuer == issuer);
        Signer::Outside(outside.ok_or(TokenError::UnknownIssuer)?.clone())
    };
    Ok(Shown {
        text: text.to_owned(),
        signer,
    })
}

/// Checks a token's signature, audience and time.
///
/// # Errors
/// [`TokenError`], but never that it was ended: the books are not read.
pub fn verify(shown: &Shown, keyring: &Keyring, rules: &TokenRules, now: Moment) -> Result<Verified, TokenError> {
    match &shown.signer {
        Signer::Own { kid } => {
            let key = keyring.find(kid, now, rules.leeway_ms);
            let key = key.ok_or(TokenError::Unreadable)?;
            let key = DecodingKey::from_secret(key.secret.bytes()).map_err(|_| TokenError::Unreadable)?;
            let claims = signed_claims(&shown.text, &key, Algorithm::HS256)?;
            require_audience(&claims, OWN_NAME)?;
            let expires_at = require_time(&claims, rules.leeway_ms, now, false)?;
            own(&claims, expires_at)
        }
        Signer::Outside(issuer) => {
            let (key, algorithm) = outside::pinned(issuer).ok_or(TokenError::Unreadable)?;
            let claims = signed_claims(&shown.text, &key, algorithm)?;
            require_audience(&claims, &issuer.audience)?;
            let expires_at = require_time(&claims, rules.leeway_ms, now, true)?;
            outside::verified(&claims, issuer, expires_at)
        }
    }
}

fn own(claims: &Claims, expires_at: Moment) -> Result<Verified, TokenError> {
    Ok(Verified {
        subject: Subject::read(&claims.sub).ok_or(TokenError::Unreadable)?,
        role: ApiRole::from_code(&claims.rol).map_err(|_| TokenError::Unreadable)?,
        issued_at: claims.iat_ms.map(Moment::from_ms).ok_or(TokenError::Unreadable)?,
        expires_at,
    })
}

/// The claims of a token that this key signed with this algorithm; whatever its header says, no other one is tried.
fn signed_claims(text: &str, key: &DecodingKey, algorithm: Algorithm) -> Result<Claims, TokenError> {
    let mut validation = Validation::new(algorithm);
    // Times are compared with the desk's clock, and the audience is checked for an error of its own.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    let decoded = decode::<Claims>(text, key, &validation);
    decoded.map(|data| data.claims).map_err(|_| TokenError::Unreadable)
}

fn require_audience(claims: &Claims, audience: &str) -> Result<(), TokenError> {
    if claims.aud.as_ref().is_some_and(|aud| aud.names(audience)) {
        Ok(())
    } else {
        Err(TokenError::OtherAudience)
    }
}

/// When it expires. A token is refused from that moment on, and before it was issued or begins to count; the leeway is
/// for clocks that differ.
fn require_time(claims: &Claims, leeway_ms: i64, now: Moment, is_outside: bool) -> Result<Moment, TokenError> {
    let expires_at = moment(&claims.exp).ok_or(TokenError::Unreadable)?;
    if expires_at.plus_ms(leeway_ms) <= now {
        let issued_at = claims.iat.as_ref().and_then(moment);
        return Err(TokenError::Expired(Expired {
            at: expires_at,
            valid_ms: issued_at.map(|issued_at| expires_at.ms().saturating_sub(issued_at.ms())),
            is_outside,
        }));
    }
    for begins in [&claims.iat, &claims.nbf].into_iter().flatten() {
        let begins = moment(begins).ok_or(TokenError::Unreadable)?;
        if now < begins.plus_ms(-leeway_ms) {
            return Err(TokenError::NotYet);
        }
    }
    Ok(expires_at)
}
