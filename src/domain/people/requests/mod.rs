//! Requests: what a superuser decides (*solicitudes*, S0-11 … S0-13, Q-9), with one life cycle for all kinds.
//!
//! ```text
//! pending ─► approved   (a superuser; the workflow of its kind does what was asked, in the same unit of work)
//!         ├► rejected   (a superuser, with reason)
//!         ├► expired    (nobody decided in time)
//!         └► withdrawn  (the desk: what it was about is gone)
//! ```
//!
//! Every change is one conditional update and one row of `request_backlog`: of two superusers who press together one
//! decides, and the other is told who was first. There is at most one pending request per [`NewRequest::open_key`].

mod capture;
mod details;
mod end;
mod error;
mod expire;
mod reason;
mod reject;
mod store;

pub use capture::StoredCapture;
pub use details::{
    AccountType, AccountWanted, ClosingWanted, CutChange, Details, PayoutWanted, PurchaseShare, PurchaseWanted,
    RateGap, RoleWanted, TransferWanted,
};
pub use end::WithdrawnAll;
pub(crate) use end::{WithdrawAll, approve, begin_decision, file, undo, withdraw, withdraw_all_of};
pub use error::RequestError;
pub use expire::expire_due;
pub(crate) use reason::checked_reason;
pub use reason::{REASON_MAX_CHARS, REASON_MIN_CHARS, ReasonMistake};
pub use reject::{RequestRejected, reject};
pub use store::{
    DecisionRow, Listing, count_requests, find_last_of, find_open_of, find_request, list_backlog, list_requests,
};
pub(crate) use store::{find_pending_about, find_request_for_update, list_pending_like};

use crate::clock::Moment;
use crate::coded_enum;
use crate::ids::{MemberId, RequestNumber};

coded_enum! {
    /// What is asked for.
    pub enum RequestKind {
        /// The role of client, reseller or cashier.
        Role => "role",
        /// An account in one currency.
        Account => "account",
        /// Earnings to be paid out.
        Payout => "payout",
        /// A transfer at a rate outside the band.
        Rate => "rate",
        /// A batch to be closed without a purchase.
        Closing => "closing",
        /// USDT bought at a price far from all others.
        Purchase => "purchase",
    }
}

coded_enum! {
    /// Where a request stands.
    pub enum RequestState {
        Pending => "pending",
        Approved => "approved",
        Rejected => "rejected",
        /// Nobody decided in time.
        Expired => "expired",
        /// The desk closed it: what it was about is gone.
        Withdrawn => "withdrawn",
        /// A payout that was confirmed as paid and was undone since.
        Undone => "undone",
    }
}

coded_enum! {
    /// Why the desk itself closed a request.
    pub enum Withdrawal {
        /// A superuser gave the person a role at once.
        RoleGiven => "role_given",
        /// The person was sent away.
        Deactivated => "deactivated",
        /// The person left the guild.
        Left => "left",
        /// The batch it was about is closed.
        BatchClosed => "batch_closed",
        /// The share that was asked for was taken back.
        ShareTakenBack => "share_taken_back",
        /// What it was about has changed, and a new request takes its place.
        Outdated => "outdated",
    }
}

/// Something a superuser decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub number: RequestNumber,
    /// Who asks.
    pub member: MemberId,
    pub state: RequestState,
    pub details: Details,
    pub created_at: Moment,
    pub expires_at: Option<Moment>,
    pub decided_at: Option<Moment>,
    pub decided_by: Option<MemberId>,
    /// A superuser's words; of a withdrawn request, the code of its [`Withdrawal`].
    pub reason: Option<String>,
}

impl Request {
    /// The subject of notices about this request, so that they are told in order.
    pub fn outbox_subject(&self) -> String {
        outbox_subject(self.number)
    }
}

fn outbox_subject(number: RequestNumber) -> String {
    format!("request:{number}")
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    pub member: MemberId,
    pub details: Details,
    /// Names the thing about which there may be only one pending request: `role:7`, `payout:7`, `closing:12`.
    pub open_key: String,
    pub expires_at: Option<Moment>,
}
