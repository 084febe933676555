//! Notices: what people must hear, written in the same unit of work as what happened and told after its commit.
//!
//! A [`Notice`] is data, never words. A courier works out where it is told ([`Addressed`]): each place gets a
//! [`Telling`] of its own, in the queue of its subject in its [`Lane`]. Queues are claimed, lane by lane; the tellings
//! of one queue are told in order, and no queue waits for another one. A telling is owed until it is told or no longer
//! true, however long that takes; while its lane is closed it is told another way and is still owed in its lane
//! (*detoured*). A telling is set aside only when this version cannot tell it or Discord refuses it for good; then its
//! readers are told in plain words what to look up.
//!
//! `shown_messages` remembers which Discord message shows which subject, so that it is edited instead of repeated.

mod about;
mod carried;
mod lane;
mod lanes;
mod lanes_store;
mod notice;
mod settling;
mod settling_store;
mod shown;
mod shown_store;
mod store;

pub use about::About;
pub use carried::{AccountChange, BatchFigures, CaptureUse, GainPart, PublishedPrice, TakenBack, Undone};
pub use lane::{Closing, Lane};
pub use lanes::{Claim, Claimed, Mode, Owed, Room, Telling, claim};
pub use lanes_store::{
    is_closed, next_due, release_claims, renew_claim, try_closed_again, try_lane_again, try_unreached_again,
};
pub use notice::{Class, Notice};
pub use settling::{Ending, LaneChange, LaneNext, QueueNext, Settled, settle};
pub use shown::{
    Sending, Shown, begin_sending, drop_sending, find_sending, find_shown, find_subject_of, forget_elsewhere,
    forget_shown, is_being_sent, list_channels_spoken_in, place_of_cashier, record_shown, subject_of_order,
};
pub use store::{
    Addressed, SetAside, Unaddressed, address, count_due, count_set_aside, count_waiting, is_waiting, list_set_aside,
    list_unaddressed, owe_again, owe_readable_again, set_notice_aside,
};

use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::MemberId;

/// The subject of all notices about a member, so that they are told in order.
pub fn subject_of_member(member: MemberId) -> String {
    format!("member:{member}")
}

/// Adds a notice to the outbox; the courier is woken after the commit.
pub async fn enqueue(tx: &mut Tx, subject: &str, notice: &Notice, at: Moment) -> Result<(), DbError> {
    let text = serde_json::to_string(notice).expect("notices are plain data with text keys");
    store::insert_notice(tx, subject, &text, notice.class(), at).await?;
    tx.wake_when_kept();
    Ok(())
}
