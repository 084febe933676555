//! What is said about the payment of a deposit or a withdrawal at the bank (S3-27).

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::coded_enum;
use crate::ids::MemberId;

/// Longest text of a detail, and of the notes, in characters.
pub const DETAIL_CHARS_MAX: usize = 100;
pub const NOTES_CHARS_MAX: usize = 500;

/// The details of a payment, as they were given. Each may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentDetails {
    pub method: Option<String>,
    pub bank_reference: Option<String>,
    pub bank_from: Option<String>,
    pub bank_to: Option<String>,
    /// Where the picture of the payment is. It is stored and shown, never fetched.
    pub proof_url: Option<String>,
    pub notes: Option<String>,
    pub phone_from: Option<String>,
    /// Cédula of whoever paid.
    pub id_card_from: Option<String>,
}

impl PaymentDetails {
    /// What was said last of each field.
    pub fn merged(said: &[SaidPayment]) -> PaymentDetails {
        let mut merged = PaymentDetails::default();
        for said in said {
            merged.take(&said.details);
        }
        merged
    }

    fn take(&mut self, newer: &PaymentDetails) {
        for (field, said) in [
            (&mut self.method, &newer.method),
            (&mut self.bank_reference, &newer.bank_reference),
            (&mut self.bank_from, &newer.bank_from),
            (&mut self.bank_to, &newer.bank_to),
            (&mut self.proof_url, &newer.proof_url),
            (&mut self.notes, &newer.notes),
            (&mut self.phone_from, &newer.phone_from),
            (&mut self.id_card_from, &newer.id_card_from),
        ] {
            if said.is_some() {
                field.clone_from(said);
            }
        }
    }

    /// Whether they name something with which the payment can be found at a bank.
    pub fn show_payment(&self) -> bool {
        self.bank_reference.is_some() || self.proof_url.is_some()
    }
}

coded_enum! {
    /// Who says it.
    pub enum PaymentPart {
        /// The player says that they paid.
        Player => "player",
        /// The cashier confirms the payment.
        Cashier => "cashier",
    }
}

/// What somebody said about a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPayment {
    pub part: PaymentPart,
    pub by: MemberId,
    pub at: Moment,
    pub details: PaymentDetails,
}
