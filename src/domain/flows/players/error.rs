//! Why nothing about a player was changed.

use super::{Category, PublicId, Side, Transaction};
use crate::db::DbError;
use crate::domain::books::ledger::LedgerError;
use crate::domain::kernel::money::Money;
use crate::domain::people::members::IdentityKind;
use crate::domain::people::requests::ReasonMistake;
use crate::domain::people::tokens::NotForRole;
use crate::ids::RequestId;
use crate::{lifts, lifts_money, use_case_errors};

/// Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PlayersError {
    #[error(transparent)]
    NotForRole(#[from] NotForRole),
    #[error("there is no player {typed:?}")]
    UnknownPlayer { typed: String },
    #[error("{typed} is one player's id on Discord and another one's on Telegram")]
    Ambiguous { typed: String },
    /// The Discord id and the Telegram id of a registration are known, of two people.
    #[error("the identities are those of two people")]
    TwoPeople,
    #[error("the identity {kind} belongs to somebody else")]
    IdentityTaken { kind: IdentityKind },
    /// A person has one identity of each kind.
    #[error("the player has another identity {kind}")]
    IdentityFixed { kind: IdentityKind, player: PublicId },
    #[error("there is no transaction {0}")]
    UnknownTransaction(PublicId),
    /// It failed, was reverted already, or its order must be undone instead.
    #[error("transaction {} cannot be reverted", .0.reference)]
    NotReversible(Box<Transaction>),
    #[error(transparent)]
    Reason(#[from] ReasonMistake),
    #[error("{category} is a {} and not a {side}", category.side())]
    WrongSide { category: Category, side: Side },
    #[error("{0} needs a cashier")]
    NeedsCashier(Category),
    #[error("a transfer names no recipient")]
    NoRecipient,
    #[error("there is no player {typed:?} to transfer to")]
    UnknownRecipient { typed: String },
    #[error("nobody transfers to themselves")]
    ToOneself,
    /// The prize of this player, game and position was paid.
    #[error("it was done before: {}", first.reference)]
    Repeated { first: Box<Transaction> },
    /// The entry was refunded: reverting it as well would give its money back twice.
    #[error("the entry was refunded: {}", refund.reference)]
    EntryRefunded { refund: Box<Transaction> },
    /// The player did not pay to enter the room, or only with transactions that were reverted.
    #[error("the player paid no entry to room {room:?}")]
    NoEntry { room: String },
    /// The refunds of a room would be more than the player paid to enter it. `first`: the first of them, or the first
    /// entry when there is none.
    #[error("a refund of {asked}: {refunded} of {paid} are refunded")]
    OverRefunded {
        asked: Money,
        paid: Money,
        refunded: Money,
        first: Box<Transaction>,
    },
    #[error("asked {asked}, available {available}")]
    InsufficientFunds { asked: Money, available: Money },
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error("books: {0}")]
    Books(LedgerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(PlayersError);
lifts!(LedgerError as Books into PlayersError);
lifts_money!(PlayersError);
