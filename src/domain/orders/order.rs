//! An order, as the books have it.

use super::{Kind, OrderState};
use crate::clock::Moment;
use crate::domain::kernel::money::{Money, MoneyError};
use crate::ids::{AccountId, DiscordChannelId, DiscordMessageId, HoldId, JournalId, MemberId, OrderId};

/// Something that a cashier carries out. What only one kind has is that kind's to load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub kind: Kind,
    /// Whose it is: the reseller's; of a client of the desk, the desk's.
    pub owner: MemberId,
    /// Who made it: the owner, a client, or a cashier on the owner's behalf.
    pub creator: MemberId,
    /// Who has it. Always exactly one, or nobody yet.
    pub cashier: Option<MemberId>,
    /// The cashier's account that pays or receives.
    pub account: Option<AccountId>,
    pub state: OrderState,
    /// What the beneficiary gets.
    pub amount: Money,
    /// What the bank takes on top.
    pub fee: Money,
    /// What the cashier's account must hold to carry it out: amount and fee, or nothing for a kind that receives.
    pub float: Money,
    pub beneficiary: Option<String>,
    /// What it keeps of its owner's money until it ends.
    pub escrow: Option<Escrow>,
    pub journal: Option<JournalId>,
    /// The subject under which its notices are told in order: its batch's, or its own.
    pub subject: String,
    pub source_channel: Option<DiscordChannelId>,
    pub source_message: Option<DiscordMessageId>,
    pub created_at: Moment,
    pub assigned_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<String>,
    /// How often admins and cashiers were told that nobody can pay it, while it waits for one who can.
    pub float_told: i64,
}

impl Order {
    /// Amount and fee.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], which the order's making has ruled out.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.amount.checked_add(self.fee)
    }

    /// Whether its kind lets it go from where it stands to `next`, whoever does it.
    pub fn may_become(&self, next: OrderState) -> bool {
        self.kind.rules().allow(self.state, next)
    }

    /// Whether a client of the desk typed it, and not a reseller.
    pub fn is_of_client(&self) -> bool {
        self.owner == MemberId::DESK
    }

    /// Whether it waits because no cashier has the float for it.
    pub fn is_short_of_float(&self) -> bool {
        self.state == OrderState::Pending && 0 < self.float_told
    }

    /// Notices about it are told in order with those of this subject.
    pub fn outbox_subject(&self) -> &str {
        &self.subject
    }
}

/// How an order keeps the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escrow {
    /// It is still the owner's and cannot be spent. Completing settles the hold.
    Held(HoldId),
    /// It was posted away from the owner when the order was created. Completing posts it on.
    Taken {
        journal: JournalId,
        /// The numbered account it was taken from, if it was one.
        account: Option<AccountId>,
    },
}
