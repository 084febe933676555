//! What to do about a command that failed, for whoever typed it.

use crate::app::AppError;
use crate::db::{DbError, MayBeFault};
use crate::discord::StartError;

/// The next step; `None` when the error's own text names it.
pub(super) fn next_step(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::Db(fault) => after_fault(fault),
        AppError::Discord(error) => after_discord(error),
        AppError::Books(_) => Some(
            "change nothing in the books by hand; keep a copy of them, and restore the last backup (`cambista restore`, \
             docs/OPERATIONS.md, \"The books differ\")",
        ),
        AppError::Lost(_) => Some(
            "start the desk again (the service manager does it by itself): it compares the books with what was told in Discord, \
             and says what is missing (docs/OPERATIONS.md, \"After a restore\")",
        ),
        AppError::Http(_) => Some("stop the program that listens there, or set another address"),
        AppError::Sandbox(_) => Some("correct what is named, or choose another address with --addr"),
        AppError::Key(error) => after(error, "correct what is named, then type the command again"),
        AppError::Demo(_) => Some("choose another folder with --data, or delete this one"),
        AppError::Token(error) => after(error, "type the command again"),
        AppError::Guild(error) => after(error, "type the command again"),
        AppError::Accept(error) => after(error, "type the command again"),
        AppError::File { .. } => {
            Some("correct the path, or let the user that cambista runs as read and write there; then start again")
        }
        AppError::OlderBooks(_) | AppError::LookBack(_) | AppError::Moved | AppError::PlayersCurrency(_) => None,
    }
}

fn after(error: &impl MayBeFault, otherwise: &'static str) -> Option<&'static str> {
    error.fault().map_or(Some(otherwise), after_fault)
}

/// As [`next_step`], for a command whose only failure is the database's.
pub(super) fn after_fault(fault: &DbError) -> Option<&'static str> {
    match fault {
        DbError::Unreachable { .. } => Some(
            "start PostgreSQL there, or correct host, port, database, user and password in DATABASE_URL; then start again",
        ),
        DbError::Sqlx(_) | DbError::Corrupt(_) => Some(
            "look into the log of the database and type `cambista audit`; when the books cannot be read, restore the last \
             backup (`cambista restore`, docs/OPERATIONS.md)",
        ),
        DbError::Migration(_) => Some(
            "nothing of this migration was kept: start the cambista from before it again, on the same books, and report \
             the text above",
        ),
        DbError::File { .. } => Some(
            "correct DATABASE_URL (or desk.data_dir), or let the user that cambista runs as read and write there; then \
             start again",
        ),
        DbError::Tool { .. } => Some(
            "install PostgreSQL's client programs of the server's version (Debian: `apt-get install postgresql-client`), or \
             correct what they say",
        ),
        DbError::OutcomeUnknown(_) | DbError::Closed | DbError::NoVoice | DbError::Raced(_) => {
            Some("type the command again")
        }
        DbError::ReadOnly(_)
        | DbError::NotDurable { .. }
        | DbError::Pooler { .. }
        | DbError::BadUrl { .. }
        | DbError::NoBooks(_)
        | DbError::SchemaTooNew { .. }
        | DbError::SchemaTooOld { .. }
        | DbError::AlreadyOpen(_)
        | DbError::NotEmpty(_)
        | DbError::FileGone { .. } => None,
    }
}

fn after_discord(error: &StartError) -> Option<&'static str> {
    match error {
        StartError::NoToken => Some(
            "put the bot's token behind DISCORD_TOKEN= in `.env` (README, \"Connect a real server\"); without a token, \
             `cambista sandbox` shows the desk",
        ),
        StartError::Unreachable { .. } => {
            Some("start that server, or remove CAMBISTA_DISCORD_API to connect to Discord itself")
        }
        StartError::BadToken => {
            Some("copy the token again from the application's page *Bot*, and put it behind DISCORD_TOKEN=")
        }
        StartError::Discord(_) => Some(
            "look at https://discordstatus.com and at this machine's network, then start again; `cambista setup` checks the rest",
        ),
        StartError::Claim(_) => Some("start again"),
        StartError::Db(fault) => after_fault(fault),
        StartError::NoGuild { .. } => None,
    }
}
