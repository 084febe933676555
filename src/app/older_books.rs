//! Books that are older than what people were told: the desk stays closed until somebody decides that it goes on with
//! them.

use super::{AppError, open_desk};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::retrying;
use crate::discord::look_back;
use crate::domain::books::older::{Older, accept_older, find_older};
use crate::domain::kernel::desk::Desk;

/// Refuses to open with older books, and tells superusers.
pub(super) async fn refuse(desk: &Desk, config: &Config) -> Result<(), AppError> {
    let looked = look_back(desk, config).await?;
    let older = find_older(&mut desk.db.reader().await?, &looked.seen).await?;
    let Some(older) = older else { return Ok(()) };
    tracing::error!(signs = %older, "the books are older than what was told in Discord; the desk stays closed");
    looked.say_closed(&older).await;
    Err(AppError::OlderBooks(older))
}

/// Lets the desk open with the books as they are. Returns the text to print, which says what may be missing.
///
/// # Errors
/// [`AppError`]; nothing was written then.
pub async fn accept_older_books(config: &Config, clock: Clock) -> Result<String, AppError> {
    let desk = open_desk(config, clock).await?;
    let outcome = accept(&desk, config).await;
    desk.db.close().await;
    outcome
}

async fn accept(desk: &Desk, config: &Config) -> Result<String, AppError> {
    let looked = look_back(desk, config).await?;
    let older: Option<Older> = find_older(&mut desk.db.reader().await?, &looked.seen).await?;
    let (Some(older), Some(newest)) = (older, looked.seen.newest) else {
        return Ok("The books know all that the desk told in Discord. There is nothing to accept.".to_owned());
    };
    let accepted = retrying(|| accept_older(desk, &older, newest)).await?;
    let above = accepted.above;
    tracing::warn!(signs = %older, "older books were accepted; what was done after they were copied is missing");
    Ok(format!(
        "The desk may open with these books. What is missing: {older}.\n\
         Orders go on after {}, requests after {}, batches after {}. Old messages that the books do not know mean nothing \
         any more; the alerts channel is told when the desk opens.",
        above.orders, above.requests, above.batches
    ))
}
