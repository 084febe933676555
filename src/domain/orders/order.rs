//! An order as it is stored.

use super::{Kind, OrderState};
use crate::clock::Moment;
use crate::domain::kernel::money::{Money, MoneyError};
use crate::ids::{AccountId, DiscordChannelId, DiscordMessageId, HoldId, JournalId, MemberId, OrderId};

/// Something that a cashier carries out. Fields that only one kind has are loaded by that kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub kind: Kind,
    /// The reseller, or the desk if a client typed it.
    pub owner: MemberId,
    /// Who typed it: the owner, a client, or a cashier on the owner's behalf.
    pub creator: MemberId,
    /// The cashier who has it, or had it last when it ended; `None`: nobody yet.
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
    /// The owner's money that it keeps until it ends.
    pub escrow: Option<Escrow>,
    pub journal: Option<JournalId>,
    /// The outbox subject under which its notices are told in order: its batch's, or its own.
    pub subject: String,
    pub source_channel: Option<DiscordChannelId>,
    pub source_message: Option<DiscordMessageId>,
    pub created_at: Moment,
    pub assigned_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<String>,
    /// How many times admins and cashiers were told that nobody can pay it. Reset when a cashier gets it or it ends.
    pub float_told: i64,
}

impl Order {
    /// Amount and fee.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`], which cannot happen for a stored order: it was checked at creation.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.amount.checked_add(self.fee)
    }

    /// The owner's money that it keeps, and gives back when it ends without being carried out.
    pub fn in_escrow(&self) -> Option<Money> {
        self.escrow.is_some().then_some(self.amount)
    }

    /// Whether its kind allows it to go from its state to `next`, regardless of who does it.
    pub fn may_become(&self, next: OrderState) -> bool {
        self.kind.rules().allow(self.state, next)
    }

    /// Whether it belongs to the desk because a client typed it, and not to a reseller.
    pub fn is_of_client(&self) -> bool {
        self.owner == MemberId::DESK
    }

    /// Whether it waits because no cashier has the float for it.
    pub fn is_short_of_float(&self) -> bool {
        self.state == OrderState::Pending && 0 < self.float_told
    }

    /// The outbox subject of its notices.
    pub fn outbox_subject(&self) -> &str {
        &self.subject
    }
}

/// How an order keeps its owner's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escrow {
    /// The money stays in the owner's account, under a hold. Completing settles the hold.
    Held(HoldId),
    /// The money was posted out of the owner's account when the order was created. Completing posts it on.
    Taken {
        journal: JournalId,
        /// The account it was taken from, if that has a number.
        account: Option<AccountId>,
    },
}
