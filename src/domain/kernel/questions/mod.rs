//! Questions: what was typed and looks like a slip waits for its author's answer (**Confirmar**, **Corregir**).
//!
//! ```text
//! pending ─► confirmed   (whoever typed it says yes, in time; what was typed is done in the same unit of work)
//!         ├► dropped     (they want to correct it)
//!         └► outdated    (it was confirmed, but the figures it was asked about had changed: another question takes its place)
//! ```
//!
//! The workflow that asks stores in [`Question::about`] what was typed and the figures that were shown, and compares
//! them when the question is confirmed. A question that nobody answers changes nothing; it stays *pending* and is
//! refused after [`LIVES_MS`].

mod ask;
mod drop;
mod error;
mod store;

pub(crate) use ask::{NewQuestion, ask, begin_confirming, mark_confirmed, mark_outdated};
pub use drop::{Dropped, drop_question};
pub use error::QuestionError;
pub use store::find_latest_state;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::coded_enum;
use crate::ids::{MemberId, QuestionId};

/// How long a question can be confirmed, in milliseconds. Prices move: after half an hour the figures must be typed
/// again.
pub(crate) const LIVES_MS: i64 = 30 * 60 * 1_000;

coded_enum! {
    /// What kind of figure is asked about.
    pub enum QuestionKind {
        /// A purchase of USDT at a price outside the band, or with its arguments the wrong way round.
        Purchase => "purchase",
        /// A purchase of USDT at a price so far off that a superuser decides: confirming it makes the request to them.
        FarPurchase => "far_purchase",
        /// A published rate, a dollar value or a fee.
        Price => "price",
        /// A reseller's cut.
        Cut => "cut",
        /// Money in an account: its opening, a deposit, an adjustment.
        Account => "account",
        /// Money in a bank's central balance: a recharge, an adjustment, a transfer into an account.
        Central => "central",
        /// A transfer that is the same as a recent one.
        Transfer => "transfer",
        /// The undoing of a posting whose money is needed to pay orders.
        Undoing => "undoing",
        /// A giro whose payee looks wrong, or that is the same as a recent one.
        Giro => "giro",
    }
}

coded_enum! {
    /// Where a question stands.
    pub enum QuestionState {
        Pending => "pending",
        Confirmed => "confirmed",
        /// Its person wants to correct it.
        Dropped => "dropped",
        /// The figures had changed when it was confirmed.
        Outdated => "outdated",
    }
}

/// A command as its author wrote it, prefix and line breaks included. Nothing is decided by it; **Corregir** gives it
/// back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AsTyped(String);

impl AsTyped {
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a question is asked for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asking {
    First(AsTyped),
    /// It takes the place of this earlier question, which was confirmed after its figures had changed.
    Again(QuestionId),
}

impl Asking {
    pub(crate) fn is_again(&self) -> bool {
        matches!(self, Asking::Again(_))
    }
}

/// A stored question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub kind: QuestionKind,
    pub member: MemberId,
    pub state: QuestionState,
    /// What the workflow that asked stored, as JSON.
    pub about: String,
    pub typed: AsTyped,
    pub created_at: Moment,
}
