//! What a number stands for in these books and in no other copy of them.
//!
//! Whatever a button can name by a number has a random mark from its first moment on (the tables' triggers give it). Two
//! orders 2 of two copies of the books have different marks; an order 2 that both have has one mark.

mod store;

pub use store::find_marks;

use std::fmt;

use crate::ids::{AccountId, BatchId, CoinOfferId, CorrectionId, MemberId, OrderId, QuestionId, RequestNumber};

/// Something with a number and a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marked {
    Account(AccountId),
    Batch(BatchId),
    CoinOffer(CoinOfferId),
    Correction(CorrectionId),
    Member(MemberId),
    Order(OrderId),
    Question(QuestionId),
    Request(RequestNumber),
}

impl fmt::Display for Marked {
    /// As `marks.subject`, and for orders and requests as `shown_messages.subject`, has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Marked::Account(id) => write!(f, "account:{id}"),
            Marked::Batch(id) => write!(f, "batch:{id}"),
            Marked::CoinOffer(id) => write!(f, "coin_offer:{id}"),
            Marked::Correction(id) => write!(f, "correction:{id}"),
            Marked::Member(id) => write!(f, "member:{id}"),
            Marked::Order(id) => write!(f, "order:{id}"),
            Marked::Question(id) => write!(f, "question:{id}"),
            Marked::Request(number) => write!(f, "request:{number}"),
        }
    }
}
