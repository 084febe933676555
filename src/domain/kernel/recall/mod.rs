//! Recall: every write carries a [`RequestId`], and asking twice gets the first answer.
//!
//! A receipt is written in the same unit of work as what it is a receipt of. The same id with the same input returns
//! the stored outcome; the same id with another input is refused: somebody mixed up two requests.

mod store;

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

/// What every use-case's error has: `OtherInput` from its recall, and `Db` as its only fault.
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

/// What is asked, as it is remembered: the use-case's name and its input.
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

/// Does a write once: the first time by `work`, in a unit of its own that also keeps the receipt; asked again it gives the first
/// outcome. The outcome is told only after the commit; when `work` refuses, nothing is kept. `work` gets the unit and the moment.
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

/// The first outcome of this request, when there was one. Of two units with the same request the second waits for the first and
/// finds its receipt, so that it is never refused for what the first did. Whoever finds one commits before it is told: the unit
/// that wrote it may share its COMMIT.
///
/// # Errors
/// [`RecallError::OtherInput`], or a fault.
pub async fn recall<T: DeserializeOwned>(tx: &mut Tx, asked: &Asked<'_>) -> Result<Option<T>, RecallError> {
    tx.lock_request(asked.request.as_str()).await?;
    let Some(receipt) = store::find_receipt(tx, asked.request).await? else {
        return Ok(None);
    };
    if receipt.use_case != asked.use_case || receipt.input != asked.input {
        return Err(RecallError::OtherInput(asked.request.clone()));
    }
    // Whoever wrote it may have lost the answer to its commit, and then woke nobody.
    tx.wake_when_kept();
    let outcome = serde_json::from_str(&receipt.outcome);
    Ok(Some(outcome.map_err(|error| {
        DbError::Corrupt(format!("receipt {}: {error}", asked.request))
    })?))
}

/// What became of a request whose commit was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// By the use-case of this name.
    Saved(String),
    /// And it never will be: the transaction that tried is over.
    NotSaved,
}

/// Finds out what became of a request, without doing anything anew. Waits for the transaction that tried to end.
///
/// # Errors
/// A fault: it is still not known.
pub async fn find_out(db: &Db, request: &RequestId) -> Result<Became, DbError> {
    let mut tx = db.begin().await?;
    tx.lock_request(request.as_str()).await?;
    let receipt = store::find_receipt(&mut tx, request).await?;
    if receipt.is_some() {
        tx.wake_when_kept();
    }
    tx.commit().await?;
    Ok(receipt.map_or(Became::NotSaved, |receipt| Became::Saved(receipt.use_case)))
}

/// Whether a request left something in the books, whatever it asked.
pub async fn is_known(source: &mut impl Source, request: &RequestId) -> Result<bool, DbError> {
    Ok(store::find_receipt(source, request).await?.is_some())
}

/// What a request came to, as its receipt keeps it; `None` when it is not known.
///
/// # Errors
/// A fault; [`DbError::Corrupt`] for a receipt that cannot be read.
pub async fn find_outcome(source: &mut impl Source, request: &RequestId) -> Result<Option<serde_json::Value>, DbError> {
    let receipt = store::find_receipt(source, request).await?;
    let outcome = receipt.map(|receipt| serde_json::from_str(&receipt.outcome));
    outcome
        .transpose()
        .map_err(|error| DbError::Corrupt(format!("receipt of {request}: {error}")))
}

/// Writes the receipt when the unit ends. On PostgreSQL two units may ask the same at once: the second is told to try
/// again at its commit ([`crate::db::retrying`]) and then recalls what the first did.
pub async fn remember(tx: &mut Tx, asked: &Asked<'_>, outcome: &impl Serialize, at: Moment) -> Result<(), DbError> {
    let outcome = serde_json::to_string(outcome).expect("outcomes are plain data with text keys");
    let receipt = store::Receipt {
        use_case: asked.use_case.to_owned(),
        input: asked.input.clone(),
        outcome,
    };
    store::insert_receipt(tx, asked.request, receipt, at);
    Ok(())
}
