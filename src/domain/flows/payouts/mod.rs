//! Payouts of people's earnings (*retiros*, S0-67 … S0-70, Q-13).
//!
//! Asking holds the amount at once, so that it cannot be asked for twice; what is earned later is not touched. A
//! superuser pays outside the desk and attaches the capture of that payment; only then is the hold settled:
//! `member:<id>:earnings:USD −x, payouts:USD +x`. If the request ends in another way, the hold is released.

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
