//! Which Discord messages show which subject, and which messages are being sent.

pub use super::shown_store::{
    begin_sending, drop_sending, find_sending, find_shown, find_subject_of, forget_elsewhere, forget_shown,
    is_being_sent, list_channels_spoken_in, record_shown,
};

use crate::clock::Moment;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId};

/// A Discord message that shows a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub channel: DiscordChannelId,
    pub message: DiscordMessageId,
}

/// The subject under which an order's messages are recorded.
pub fn subject_of_order(order: OrderId) -> String {
    format!("order:{order}")
}

/// The place under which the messages are recorded that show a cashier their orders.
pub fn place_of_cashier(cashier: MemberId) -> String {
    format!("cashier:{cashier}")
}

/// A message that is being sent, or was being sent when its courier died: it may exist although no [`Shown`] records
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub channel: DiscordChannelId,
    /// Sending again with the same nonce returns the same message instead of making a second one.
    pub nonce: String,
    pub begun_at: Moment,
}
