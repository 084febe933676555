//! The keys that allow only one pending request of a kind about a batch.

use crate::ids::BatchId;

pub(super) fn closing_key(batch: BatchId) -> String {
    format!("closing:{batch}")
}

pub(super) fn purchase_key(batch: BatchId) -> String {
    format!("purchase:{batch}")
}

/// The prefix of the keys of all pending rate requests in this batch.
pub(super) fn rate_keys(batch: BatchId) -> String {
    format!("rate:{batch}:")
}
