//! The picture of a payment, before it proves anything.

use serde::{Deserialize, Serialize};

use crate::ids::DiscordMessageId;

/// A capture whose bytes are already stored under their hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCapture {
    /// Lower-case hex.
    pub sha256: String,
    pub bytes: i64,
    pub content_type: String,
    pub file_name: String,
    /// The message that carried it.
    pub message: DiscordMessageId,
}
