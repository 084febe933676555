//! Why a webhook was not changed or tried.

use crate::db::DbError;
use crate::ids::{RequestId, WebhookDeliveryId};
use crate::use_case_errors;

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The key was revoked during the call.
    #[error("the key is not valid any more")]
    KeyRevoked,
    #[error("the app has no webhook")]
    NotRegistered,
    #[error("there is no delivery {0}")]
    UnknownDelivery(WebhookDeliveryId),
    #[error("delivery {0} is another app's")]
    OtherApp(WebhookDeliveryId),
    /// It is still waiting, or was delivered.
    #[error("delivery {0} was not given up")]
    NotGivenUp(WebhookDeliveryId),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(WebhookError);
