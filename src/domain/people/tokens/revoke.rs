//! `!token revocar`: ends all tokens that somebody has.

use serde::{Deserialize, Serialize};

use super::{OwnTokenError, store};
use crate::clock::Moment;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::ids::RequestId;

/// All tokens that were issued up to then are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensRevoked {
    pub at: Moment,
}

/// Ends all tokens of the one who asks, those of an outside issuer included.
///
/// # Errors
/// [`OwnTokenError::NotAllowed`] to whoever left the guild or was sent away: their tokens are refused anyhow.
pub async fn revoke_own_tokens(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
) -> Result<TokensRevoked, OwnTokenError> {
    actor.require(Permission::UseTokens)?;
    let asked = Asked::new(request, "tokens.revoke", &actor.member);
    once(desk, asked, async |tx, now| {
        store::insert_revocation(tx, actor.member, now).await?;
        Ok(TokensRevoked { at: now })
    })
    .await
}
