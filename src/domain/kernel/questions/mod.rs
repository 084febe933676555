//! Questions: what was typed and looks like a slip waits for its person's word (**Confirmar**, **Corregir**).
//!
//! ```text
//! pending ─► confirmed   (whoever typed it says yes, in time; what was typed is done in the same unit of work)
//!         ├► dropped     (they want to correct it)
//!         └► outdated    (it was confirmed, but the figures it was asked about had changed: another question takes its place)
//! ```
//!
//! The workflow that asks keeps in [`Question::about`] what was typed and the figures that were shown, and compares them when it is
//! confirmed. A question that nobody answers moves nothing; it stays *pending* and is refused after [`LIVES_MS`].

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

/// How long a question waits for its answer. Prices move: what was right half an hour ago is asked again.
pub(crate) const LIVES_MS: i64 = 30 * 60 * 1_000;

coded_enum! {
    /// What kind of figure is asked about.
    pub enum QuestionKind {
        /// USDT at a price outside the band, or with its arguments the wrong way round.
        Purchase => "purchase",
        /// USDT at a price so far off that a superuser decides: the word of whoever typed it asks them.
        FarPurchase => "far_purchase",
        /// A published rate, a dollar value or a fee.
        Price => "price",
        /// A reseller's part of gains.
        Cut => "cut",
        /// Money in an account: its opening, a deposit, an adjustment.
        Account => "account",
        /// The same transfer again.
        Transfer => "transfer",
        /// A posting to be undone whose money orders are to be paid with.
        Undoing => "undoing",
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

/// A command as its person wrote it, prefix and line breaks included. It decides nothing; **Corregir** gives it back.
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

/// Whether it is asked for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asking {
    First(AsTyped),
    /// The earlier question was confirmed, at figures that had changed.
    Again(QuestionId),
}

impl Asking {
    pub(crate) fn is_again(&self) -> bool {
        matches!(self, Asking::Again(_))
    }
}

/// Something that waits for a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub kind: QuestionKind,
    pub member: MemberId,
    pub state: QuestionState,
    /// JSON of its workflow.
    pub about: String,
    pub typed: AsTyped,
    pub created_at: Moment,
}
