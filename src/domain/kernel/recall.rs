//! Recall: every write carries a [`RequestId`], its idempotency key; a retry gets the first answer.
//!
//! A receipt is written in the same unit of work as the change whose outcome it stores. The same id with the same input
//! returns that outcome; the same id with another input is refused, because somebody mixed up two requests.

use super::recall_store;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::db::{Db, DbError, Source, Tx};
use crate::domain::kernel::desk::Desk;
use crate::ids::RequestId;

/// Why a request could not be recalled.
#[derive(Debug, thiserror::Error)]
pub enum RecallError {
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Implements what every use-case's error needs: `OtherInput` from recall, and `Db` as its only fault.
#[macro_export]
macro_rules! use_case_errors {
    ($($error:ident),+ $(,)?) => {$(
        impl From<$crate::domain::kernel::recall::RecallError> for $error {
            fn from(error: $crate::domain::kernel::recall::RecallError) -> Self {
                match error {
                    $crate::domain::kernel::recall::RecallError::OtherInput(request) => $error::OtherInput(request),
                    $crate::domain::kernel::recall::RecallError::Db(fault) => $error::Db(fault),
                }
            }
        }

        impl $crate::db::MayBeFault for $error {
            fn fault(&self) -> Option<&$crate::db::DbError> {
                match self {
                    $error::Db(fault) => Some(fault),
                    _ => None,
                }
            }
        }
    )+};
}

/// A request as its receipt stores it: the use-case's name and its input.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub request: &'a RequestId,
    pub use_case: &'static str,
    input: String,
}

impl<'a> Asked<'a> {
    /// `input`: everything that decides the outcome, the actor included.
    pub fn new(request: &'a RequestId, use_case: &'static str, input: &impl Serialize) -> Self {
        let input = serde_json::to_string(input).expect("inputs are plain data with text keys");
        Self {
            request,
            use_case,
            input,
        }
    }
}

/// Runs `work` once per request, in a unit of its own that also stores the receipt; a retry returns the first outcome.
/// The outcome is returned only after the commit; when `work` refuses, nothing is kept. `work` gets the unit and the
/// current time.
///
/// # Errors
/// Those of `work`; [`RecallError::OtherInput`] when this request asked something else before; a fault.
pub async fn once<T, E>(
    desk: &Desk,
    asked: Asked<'_>,
    work: impl AsyncFnOnce(&mut Tx, Moment) -> Result<T, E>,
) -> Result<T, E>
where
    T: Serialize + DeserializeOwned,
    E: From<RecallError> + From<DbError>,
{
    let mut tx = desk.db.begin().await?;
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    let now = desk.clock.now();
    let outcome = work(&mut tx, now).await?;
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The stored outcome of this request, if there is one. Of two units with the same request the second waits for the
/// first and finds its receipt, so that it is never refused because of what the first did. A caller that finds an
/// outcome must commit before it returns it: the unit that wrote the receipt may share its COMMIT and not be on disk
/// yet.
///
/// # Errors
/// [`RecallError::OtherInput`], or a fault: [`DbError::NoVoice`] for a message or a press that another process answers.
pub async fn recall<T: DeserializeOwned>(tx: &mut Tx, asked: &Asked<'_>) -> Result<Option<T>, RecallError> {
    tx.lock_request(asked.request.as_str()).await?;
    let Some(receipt) = recall_store::find_receipt(tx, asked.request).await? else {
        // Only what was done has a receipt. Another process may have refused the same message.
        if asked.request.is_of_discord_event() {
            tx.check_voice().await?;
        }
        return Ok(None);
    };
    if receipt.use_case != asked.use_case || receipt.input != asked.input {
        return Err(RecallError::OtherInput(asked.request.clone()));
    }
    // The unit that wrote it may have lost the answer to its COMMIT, and then it woke nobody.
    tx.wake_when_kept();
    let outcome = serde_json::from_str(&receipt.outcome);
    Ok(Some(outcome.map_err(|error| {
        DbError::Corrupt(format!("receipt {}: {error}", asked.request))
    })?))
}

/// What became of a request whose commit was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It was saved, by the use-case of this name.
    Saved(String),
    /// It was not saved and never will be: the transaction that tried has ended.
    NotSaved,
}

/// Finds out what became of a request, without doing it again. Waits until the transaction that tried has ended.
///
/// # Errors
/// A fault: the outcome is still unknown.
pub async fn find_out(db: &Db, request: &RequestId) -> Result<Became, DbError> {
    let mut tx = db.begin().await?;
    tx.lock_request(request.as_str()).await?;
    let receipt = recall_store::find_receipt(&mut tx, request).await?;
    if receipt.is_some() {
        tx.wake_when_kept();
    }
    tx.commit().await?;
    Ok(receipt.map_or(Became::NotSaved, |receipt| Became::Saved(receipt.use_case)))
}

/// Whether there is a receipt of this request, by whatever use-case.
pub async fn is_known(source: &mut impl Source, request: &RequestId) -> Result<bool, DbError> {
    Ok(recall_store::find_receipt(source, request).await?.is_some())
}

/// The outcome in a request's receipt; `None` when there is no receipt.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] for a receipt that cannot be read.
pub async fn find_outcome(source: &mut impl Source, request: &RequestId) -> Result<Option<serde_json::Value>, DbError> {
    let receipt = recall_store::find_receipt(source, request).await?;
    let outcome = receipt.map(|receipt| serde_json::from_str(&receipt.outcome));
    outcome
        .transpose()
        .map_err(|error| DbError::Corrupt(format!("receipt of {request}: {error}")))
}

/// Writes the receipt when the unit ends. When two units on PostgreSQL write one for the same request, the commit of
/// the second fails as a lost race; [`crate::db::retrying`] repeats that unit, which then recalls what the first did.
pub async fn remember(tx: &mut Tx, asked: &Asked<'_>, outcome: &impl Serialize, at: Moment) -> Result<(), DbError> {
    let outcome = serde_json::to_string(outcome).expect("outcomes are plain data with text keys");
    let receipt = recall_store::Receipt {
        use_case: asked.use_case.to_owned(),
        input: asked.input.clone(),
        outcome,
    };
    recall_store::insert_receipt(tx, asked.request, receipt, at);
    Ok(())
}
