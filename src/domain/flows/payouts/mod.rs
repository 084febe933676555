//! Payouts: a person's earnings leave the desk (*retiros*, S0-67 … S0-70, Q-13).
//!
//! Whoever asks has the amount set aside at once, so that it cannot be asked for twice and what is earned meanwhile stays
//! theirs. A superuser pays outside the desk, attaches the capture of that payment, and only then the hold is settled:
//! `member:<id>:earnings:USD −x, payouts:USD +x`. A request that ends otherwise gives the amount back by itself.

mod ask;
mod attach_proof;
mod error;
mod pay;
mod store;

pub use ask::{AskPayout, PayoutAsked, ask};
pub use attach_proof::{NewPayoutProof, PayoutProofAttached, attach_proof};
pub use error::{Payable, PayoutError};
pub use pay::{PayoutPaid, pay};
pub use store::{PayoutProof, list_proofs, list_shown_proofs};
