//! Why a channel was not bound.

use crate::db::DbError;
use crate::domain::people::members::NotAllowed;
use crate::domain::people::places::Place;
use crate::ids::RequestId;
use crate::use_case_errors;

#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("{name} is not a reseller")]
    NotAReseller { name: String },
    #[error("the channel belongs to {owner}")]
    Taken { owner: String },
    /// The desk uses the channel itself.
    #[error("the channel is the desk's own: {place}")]
    DesksOwn { place: Place },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(ChannelError);
