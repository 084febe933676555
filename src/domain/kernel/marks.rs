//! Marks: they tell a number of these books from the same number in another copy of them.
//!
//! Everything that a button can name by a number gets a random mark when its row is inserted (by the tables' triggers).
//! When two copies of the books each make an order 2, the two marks differ; an order 2 from before the copy has the
//! same mark in both.

pub use super::marks_store::find_marks;

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
    /// The text in `marks.subject`, and for orders and requests in `shown_messages.subject`.
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
