//! Why a report was not read.

use super::refusal::Refusal;
use crate::domain::people::members::NotAllowed;
use crate::reports::ReadError;

/// The answer to what a read refused. `not_allowed`: the words for whoever may not see it. Calls with refusals of their own
/// answer these before.
pub(in crate::http) fn read_refused(
    use_case: &'static str,
    error: ReadError,
    not_allowed: impl FnOnce(NotAllowed) -> Refusal,
) -> Refusal {
    match error {
        ReadError::NotAllowed(no) => not_allowed(no).noted(use_case),
        ReadError::Db(fault) => Refusal::fault(use_case, &fault),
        // Refusals of reports that no call of this API reads.
        ReadError::UnknownOrder(_)
        | ReadError::OrderNotYours(_)
        | ReadError::BeforeBooks(_)
        | ReadError::UnknownBatch(_)
        | ReadError::BatchNotYours(_)
        | ReadError::BatchOfDesk(_)
        | ReadError::OpenBatchNotYours
        | ReadError::Pick(_)
        | ReadError::UnknownRequest(_)
        | ReadError::UnknownPosting(_)
        | ReadError::ClientsNotYours => Refusal::broken(use_case, &error),
    }
}
