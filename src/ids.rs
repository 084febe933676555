//! Every id is a type of its own, so that an order's number never lands where an account's belongs.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! row_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(i64);

        impl $name {
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

row_ids! {
    /// A person of the desk.
    MemberId,
    /// An account of the ledger (chart of accounts, docs/BOOKS.md).
    LedgerAccountId,
    /// A member's or cashier's numbered account in one currency.
    AccountId,
    JournalId,
    EntryId,
    HoldId,
    /// A reseller's channel.
    ChannelId,
    BatchId,
    OrderId,
    /// A purchase of USDT for (part of) a batch (*compra*).
    LotId,
    ProofId,
    NoticeId,
    /// A notice at one of its places.
    TellingId,
    /// The number of a request that a superuser decides (*solicitud*). Not a [`RequestId`].
    RequestNumber,
    /// A game or bot that uses the API.
    AppId,
    AppKeyId,
    /// A key that signs tokens of the API for players.
    TokenKeyId,
    /// An event in which an app moves coins (specification 001).
    AppEventId,
    AppTransactionId,
    /// Something to achieve in an app.
    AchievementId,
    /// Something an app is told by its webhook.
    WebhookDeliveryId,
    /// A correction: the undoing of an order of a closed batch, once somebody confirms its figures.
    CorrectionId,
    /// A payment of coins that its payer has to confirm.
    CoinOfferId,
    /// A question: something typed that waits for its author's answer.
    QuestionId,
    /// The close of a day or a month.
    CloseId,
    /// A bank of a country, in the desk's list.
    BankId,
    /// That a cashier pays to a bank.
    BankAssignmentId,
    /// Somebody to whom a reseller sent a giro, kept for the next one.
    PayeeId,
    /// Discord's id of a user.
    DiscordUserId,
    /// Discord's id of a guild (*servidor*).
    DiscordGuildId,
    /// Discord's id of a channel or DM.
    DiscordChannelId,
    /// Discord's id of a message.
    DiscordMessageId,
    /// Discord's id of a channel, category or role that the desk uses.
    DiscordPlaceId,
    /// What one check found about one of the desk's places.
    PlaceFindingId,
    /// Older books that somebody accepted.
    OlderBooksId,
    /// A transaction of a player (specification 003). Callers know it by its public id.
    PlayerTransactionId,
    /// The beginning or the end of an alarm about players' transactions.
    PlayerAlarmId,
    /// Telegram's id of a user.
    TelegramUserId,
}

impl MemberId {
    /// The desk itself, which owns what belongs to nobody else and is not a person.
    pub const DESK: MemberId = MemberId(0);
}

/// The number of a seal in the chain of the books, from 1.
pub type SealSeq = i64;

/// The idempotency key of a write: a Discord message or interaction id, an `Idempotency-Key`, a CLI run. The same id
/// with the same input returns the first outcome; with another input it is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct RequestId(String);

impl RequestId {
    /// `source` says where the id comes from (`discord`, `cli`, `demo`), so that ids of two sources cannot collide.
    pub fn new(source: &str, id: impl fmt::Display) -> Self {
        Self(format!("{source}:{id}"))
    }

    /// The id of a further write for the same request, which has a unit of its own.
    pub fn part(&self, name: &str) -> Self {
        Self(format!("{}/{name}", self.0))
    }

    /// Whether it is of a message or an interaction: `discord:` and Discord's number of it. Every process of the desk hears
    /// each of them.
    pub fn is_of_discord_event(&self) -> bool {
        let number = self.0.strip_prefix("discord:");
        number.is_some_and(|number| number.starts_with(|first: char| first.is_ascii_digit()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
