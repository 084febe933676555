//! Reads events and transactions for an app, which may read only its own.

use super::{Event, EventError, Transaction, store};
use crate::db::Source;
use crate::domain::games::apps::keys::Caller;
use crate::ids::{AppEventId, AppTransactionId};

/// One of the caller's events.
///
/// # Errors
/// [`EventError::UnknownEvent`], [`EventError::OtherApp`].
pub async fn show_event(source: &mut impl Source, caller: &Caller, id: AppEventId) -> Result<Event, EventError> {
    let event = store::find_event(source, id).await?;
    let event = event.ok_or(EventError::UnknownEvent(id))?;
    if event.app != caller.app {
        return Err(EventError::OtherApp(id));
    }
    Ok(event)
}

/// One of the caller's transactions.
///
/// # Errors
/// [`EventError::UnknownTransaction`], [`EventError::OtherApp`].
pub async fn show_transaction(
    source: &mut impl Source,
    caller: &Caller,
    id: AppTransactionId,
) -> Result<Transaction, EventError> {
    let transaction = store::find_transaction(source, id).await?;
    let transaction = transaction.ok_or(EventError::UnknownTransaction(id))?;
    if transaction.app != caller.app {
        return Err(EventError::OtherApp(transaction.event));
    }
    Ok(transaction)
}
