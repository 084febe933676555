//! Which messages show what, and which are being sent.

mod store;

pub use store::{
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

/// What an order's messages are recorded as showing.
pub fn subject_of_order(order: OrderId) -> String {
    format!("order:{order}")
}

/// At which place a cashier is shown their orders.
pub fn place_of_cashier(cashier: MemberId) -> String {
    format!("cashier:{cashier}")
}

/// A message that is being sent, or was when its courier died: it may be there although no [`Shown`] says where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub channel: DiscordChannelId,
    /// Sending again with it brings the same message back.
    pub nonce: String,
    pub begun_at: Moment,
}
