//! Under which keys what is asked about a batch waits for an answer.

use crate::ids::BatchId;

pub(super) fn closing_key(batch: BatchId) -> String {
    format!("closing:{batch}")
}

pub(super) fn purchase_key(batch: BatchId) -> String {
    format!("purchase:{batch}")
}

/// What every pending request for a rate in this batch begins with.
pub(super) fn rate_keys(batch: BatchId) -> String {
    format!("rate:{batch}:")
}
