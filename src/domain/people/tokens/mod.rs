//! Tokens: what a caller of the REST API for players (specification 003) proves who they are with.
//!
//! A token is a JWT of at most an hour. The desk signs its own with HS256; its keys are in the books, the first one is
//! made on first use ([`issue_token`]), and `cambista token rotate` makes the next ([`rotate_signing_key`]). A token
//! proves only who calls: whether they still may, and as what, is read from the books at every call
//! ([`find_member_holder`]; for apps, `games::apps::keys`). Nothing about a token is stored, so none can leak from the
//! books.
//!
//! Tokens of an outside issuer count when the settings name it ([`verify`]). A program's is the program itself; a
//! person's names somebody whom the books know, and is then no more than a token of theirs.

mod access_token;
mod claims;
mod error;
mod holder;
mod issue;
mod keyring;
mod outside;
mod principal;
mod revoke;
mod rotate;
mod secret;
mod store;
mod verify;

pub use access_token::{AccessToken, OwnSubject, Subject, Verified};
pub use error::{Ended, Expired, OwnTokenError, RotateError, TokenError};
pub use holder::{find_holder_known_as, find_member_holder};
pub use issue::{Issued, issue_own_token, issue_token};
pub use keyring::{Keyring, Keys};
pub use outside::is_key_of;
pub use principal::{ApiRole, Holder, NotForRole, Principal};
pub use revoke::{TokensRevoked, revoke_own_tokens};
pub use rotate::{Rotated, rotate_signing_key};
pub use verify::{Shown, read, verify};

/// The longest that a token of the desk is valid, in milliseconds. A replaced key counts for as long.
pub const VALID_MAX_MS: i64 = 3_600_000;
/// Who issued a token of the desk, and for whom.
const OWN_NAME: &str = "cambista";
