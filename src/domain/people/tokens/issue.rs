//! Issues a token of the desk: to an app that calls with its key, and to a person with `!token`.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use super::access_token::{AccessToken, OwnSubject};
use super::claims::OwnClaims;
use super::holder::role_of;
use super::keyring::SigningKey;
use super::secret::TokenSecret;
use super::{ApiRole, OWN_NAME, OwnTokenError, VALID_MAX_MS, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{MemberId, TokenKeyId};

/// Bytes of a key's name and of a token's.
const NAME_BYTES: usize = 8;

/// A token that was issued. Only its holder is told it; the desk stores nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub token: AccessToken,
    pub role: ApiRole,
    pub expires_at: Moment,
    pub valid_seconds: i64,
}

/// Issues a token. The caller has checked that its subject may have this role. The first call makes the desk's key.
///
/// # Errors
/// A fault of the database.
pub async fn issue_token(desk: &Desk, subject: OwnSubject, role: ApiRole) -> Result<Issued, DbError> {
    let mut reader = desk.db.reader().await?;
    let found = store::find_signing_key(&mut reader).await?;
    drop(reader);
    let key = match found {
        Some(key) => key,
        None => retrying(|| first_key(desk)).await?,
    };
    Ok(signed(desk, &key, subject, role))
}

/// `!token`: issues a token to a person, with the role that they have at this moment.
///
/// # Errors
/// [`OwnTokenError::NotAllowed`] to whoever left the guild or was sent away; a fault.
pub async fn issue_own_token(desk: &Desk, actor: &Actor) -> Result<Issued, OwnTokenError> {
    actor.require(Permission::UseTokens)?;
    Ok(issue_token(desk, OwnSubject::Member(actor.member), role_of(actor)).await?)
}

fn signed(desk: &Desk, key: &SigningKey, subject: OwnSubject, role: ApiRole) -> Issued {
    let now = desk.clock.now();
    let valid_seconds = desk.policy.tokens.valid_ms.min(VALID_MAX_MS) / 1_000;
    let iat = now.ms().div_euclid(1_000);
    let claims = OwnClaims {
        iss: OWN_NAME,
        aud: OWN_NAME,
        sub: subject.to_text(),
        rol: role.code(),
        iat,
        iat_ms: now.ms(),
        exp: iat + valid_seconds,
        jti: fresh_name(),
    };
    Issued {
        token: AccessToken(sign(key, &claims)),
        role,
        expires_at: Moment::from_ms((iat + valid_seconds) * 1_000),
        valid_seconds,
    }
}

fn sign(key: &SigningKey, claims: &OwnClaims<'_>) -> String {
    let header = Header {
        kid: Some(key.kid.clone()),
        ..Header::new(Algorithm::HS256)
    };
    let secret = EncodingKey::from_secret(key.secret.bytes()).expect("a secret is never empty");
    encode(&header, claims, &secret).expect("claims are plain data, and HMAC takes any key")
}

async fn first_key(desk: &Desk) -> Result<SigningKey, DbError> {
    let mut tx = desk.db.begin().await?;
    if let Some(key) = store::find_signing_key(&mut tx).await? {
        // The unit that made it may share its commit and not be on disk yet.
        tx.commit().await?;
        return Ok(key);
    }
    let now = desk.clock.now();
    let (id, key) = make_key(&mut tx, now).await?;
    store::insert_key_backlog(&mut tx, id, "created", MemberId::DESK, now).await?;
    tx.commit().await?;
    Ok(key)
}

/// Makes the key that signs from now on.
pub(super) async fn make_key(tx: &mut Tx, now: Moment) -> Result<(TokenKeyId, SigningKey), DbError> {
    let key = SigningKey {
        kid: fresh_name(),
        secret: TokenSecret::fresh(),
        replaced_at: None,
    };
    let id = store::insert_key(tx, &key.kid, &key.secret, now).await?;
    Ok((id, key))
}

fn fresh_name() -> String {
    hex::encode(rand::random::<[u8; NAME_BYTES]>())
}
