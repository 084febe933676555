//! Whether an app's token still counts: read at every call.

use super::store;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::tokens::{Ended, Holder, Principal, TokenError, Verified};
use crate::ids::AppId;

/// The app behind a token, if its key is still the one it got the token with. A new key ends the tokens of the one
/// before, because it is made when that one was lost.
///
/// # Errors
/// [`TokenError::Ended`]; a fault.
pub async fn find_app_holder(desk: &Desk, app: AppId, token: &Verified) -> Result<Principal, TokenError> {
    let mut reader = desk.db.reader().await?;
    let found = store::find_keyed(&mut reader, app).await?;
    drop(reader);
    let found = found.filter(|found| found.key_since <= token.issued_at);
    let found = found.ok_or(TokenError::Ended(Ended::AppKey))?;
    if found.role.of_token() != token.role {
        return Err(TokenError::Ended(Ended::RoleChanged));
    }
    Ok(Principal {
        role: token.role,
        holder: Holder::App {
            id: app,
            name: found.name,
        },
    })
}
