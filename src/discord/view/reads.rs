//! Why a read was refused.

use super::{FAULT, batches, clients, closes, history, orders, refusals, requests, undoing};
use crate::domain::people::requests::RequestError;
use crate::reports::ReadError;

pub(crate) fn refused(error: &ReadError) -> String {
    match error {
        ReadError::NotAllowed(no) => refusals::not_allowed(*no),
        ReadError::UnknownOrder(order) => orders::unknown(*order),
        ReadError::OrderNotYours(_) => orders::not_yours_to_see(),
        ReadError::BeforeBooks(begun) => closes::before_books(*begun),
        ReadError::UnknownBatch(batch) => history::unknown_batch(*batch),
        ReadError::BatchNotYours(_) => history::batch_not_yours(),
        ReadError::BatchOfDesk(_) => history::batch_of_desk(),
        ReadError::OpenBatchNotYours => batches::not_yours_to_see(),
        ReadError::Pick(error) => clients::pick_refused(error),
        ReadError::UnknownRequest(number) => requests::refused(&RequestError::Unknown(*number)),
        ReadError::UnknownPosting(journal) => undoing::unknown(*journal),
        ReadError::ClientsNotYours => clients::only_own(),
        ReadError::Db(_) => FAULT.to_owned(),
    }
}
