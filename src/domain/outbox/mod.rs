//! What the desk owes people to hear, written in the same unit of work as what happened and told afterwards.
//!
//! A [`Notice`] is data, never words. Notices of one *subject* are told in order; a
//! courier claims them, tells them, and marks them told. What cannot be told is tried again later and given up loudly.
//! `shown_messages` remembers which Discord message shows which subject, so that it is edited instead of repeated.

mod notice;
mod store;

pub use notice::{AccountChange, BatchFigures, CaptureUse, Notice};
pub use store::{
    begin_sending, claim, count_waiting, drop_sending, find_sending, find_shown, find_subject_of, forget_shown,
    give_up, is_waiting, list_channels_spoken_in, mark_told, next_due, put_off, record_shown, release_claims,
    renew_claim,
};

use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, NoticeId};

/// A notice on its way: claimed by one courier until it is told or put off.
#[derive(Debug, Clone)]
pub struct Owed {
    pub id: NoticeId,
    pub subject: String,
    /// `None`: a newer cambista wrote a notice this one does not know.
    pub notice: Option<Notice>,
    /// How often telling was tried before.
    pub attempts: i64,
}

/// A Discord message that shows a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub channel: DiscordChannelId,
    pub message: DiscordMessageId,
}

/// A message that is being sent, or was when its courier died: it may be there although no [`Shown`] says where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub channel: DiscordChannelId,
    /// Sending again with it brings the same message back.
    pub nonce: String,
}

/// Notices about a member have one subject: they are told in order.
pub fn subject_of_member(member: MemberId) -> String {
    format!("member:{member}")
}

/// Adds a notice to what must be told; the courier is woken when the unit is on disk.
pub async fn enqueue(tx: &mut Tx, subject: &str, notice: &Notice, at: Moment) -> Result<(), DbError> {
    let notice = serde_json::to_string(notice).expect("notices are plain data with text keys");
    store::insert_notice(tx, subject, &notice, at).await?;
    tx.wake_when_kept();
    Ok(())
}
