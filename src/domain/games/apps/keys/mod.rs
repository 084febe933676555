//! Apps and their keys.

mod create;
mod error;
mod holder;
mod identify;
mod issue;
mod list;
mod revoke;
mod rotate;
mod store;
mod token;

pub use create::{NewApp, create_app};
pub use error::{KeyError, NameMistake};
pub use holder::find_app_holder;
pub use identify::{Caller, identify_caller};
pub use issue::KeyIssued;
pub use list::list_apps;
pub use revoke::{KeyRevoked, revoke_key};
pub use rotate::rotate_key;
pub(super) use store::is_valid;
pub use store::list_valid_hashes;
pub use token::Token;

use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::domain::kernel::letters::is_readable;
use crate::domain::people::members;
use crate::domain::people::tokens::ApiRole;
use crate::ids::{AppId, MemberId};

/// The longest name of an app, in characters.
pub const NAME_MAX_CHARS: usize = 40;

coded_enum! {
    /// What an app's tokens may do in the API for players.
    pub enum AppRole {
        /// A bot that acts for players.
        Bot => "bot",
        /// The system that runs games.
        System => "sistema",
        /// Everything.
        Admin => "admin",
    }
}

impl AppRole {
    pub fn of_token(self) -> ApiRole {
        match self {
            AppRole::Bot => ApiRole::Bot,
            AppRole::System => ApiRole::System,
            AppRole::Admin => ApiRole::Admin,
        }
    }
}

/// A game or bot that may use the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    pub id: AppId,
    pub name: String,
    pub role: AppRole,
    pub created_at: Moment,
    /// The public part of its valid key; `None` after a revocation.
    pub key: Option<String>,
    /// When any of its keys was last used, to the minute.
    pub last_used_at: Option<Moment>,
    /// The address of its webhook.
    pub webhook_url: Option<String>,
}

/// Records in the backlog what an app changed about itself with its own key.
pub(super) async fn note_of_app(
    tx: &mut Tx,
    app: AppId,
    event: &'static str,
    details: &str,
    at: Moment,
) -> Result<(), DbError> {
    store::insert_backlog(tx, app, event, details, MemberId::DESK, at).await
}

/// Checks the name of an app: letters, digits, spaces, `-`, `_`, `.`; not too long, and of scripts that belong
/// together.
fn readable_name(typed: &str) -> Result<String, KeyError> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name = words.join(" ");
    let given = name.chars().count();
    if !is_readable(&name) || NAME_MAX_CHARS < given {
        return Err(KeyError::Name(NameMistake::Length {
            max: NAME_MAX_CHARS,
            given,
        }));
    }
    match name.chars().find(|c| !c.is_alphanumeric() && !" -_.".contains(*c)) {
        Some(found) => Err(KeyError::Name(NameMistake::Character(found))),
        None if members::mixes_scripts(&name) => Err(KeyError::Name(NameMistake::MixedLetters)),
        None => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::readable_name;

    #[test]
    fn a_name_is_one_line_that_can_be_read() {
        assert_eq!(readable_name("  Blackjack \n 2 ").unwrap(), "Blackjack 2");
        assert!(readable_name("").is_err());
        assert!(readable_name("\u{3164}").is_err(), "a letter that nobody sees");
        assert!(readable_name("a@everyone").is_err());
        assert!(
            readable_name("Bl\u{430}ckjack").is_err(),
            "a Cyrillic letter among Latin ones"
        );
        assert!(readable_name(&"x".repeat(40)).is_ok());
        assert!(readable_name(&"x".repeat(41)).is_err());
    }
}
