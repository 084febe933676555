//! What Discord still shows of what the desk told, and what these books do not know of it.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{BatchId, DiscordChannelId, DiscordMessageId, OrderId, RequestNumber, SealSeq};

/// What was seen in Discord before the desk opens, as far as it is newer than the last acceptance of older books.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Heads of the chain that were announced.
    pub heads: Vec<SeenHead>,
    /// The highest numbers in messages of the desk; 0: none.
    pub highest: Numbers,
    /// Messages that show an order or a request and that the desk records when it sends them.
    pub recorded: Vec<SeenMessage>,
    /// What was shown as ended, whatever message showed it.
    pub ended: Ended,
    /// The desk's newest message.
    pub newest: Option<DiscordMessageId>,
}

/// What was shown as ended, or the part of it that never ended in these books.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    pub batches: BTreeSet<BatchId>,
    pub orders: BTreeSet<OrderId>,
    pub requests: BTreeSet<RequestNumber>,
}

/// An announced head of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenHead {
    pub seq: SealSeq,
    pub hash: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenMessage {
    pub channel: DiscordChannelId,
    pub message: DiscordMessageId,
}

/// Numbers that people are shown; 0 means none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    pub batches: i64,
    pub orders: i64,
    pub requests: i64,
}

/// Something people were told that is not in these books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sign", rename_all = "snake_case")]
pub enum Sign {
    /// An announced head is not in the chain: journal rows are missing.
    HeadMissing { seq: SealSeq },
    /// Batches up to this number were shown.
    BatchesAhead { seen: i64, known: i64 },
    /// Orders up to this number were shown.
    OrdersAhead { seen: i64, known: i64 },
    /// Requests up to this number were shown.
    RequestsAhead { seen: i64, known: i64 },
    /// Orders were shown as paid or cancelled that never ended in these books: who pays them again pays twice.
    OrdersOpenAgain { orders: Vec<OrderId> },
    /// Requests were shown as decided that wait in these books.
    RequestsOpenAgain { requests: Vec<RequestNumber> },
    /// Batches were shown as closed that are open in these books.
    BatchesOpenAgain { batches: Vec<BatchId> },
    /// This many messages show an order or a request and are newer than all that the books know of this channel.
    MessagesUnknown { channel: DiscordChannelId, messages: i64 },
}

impl fmt::Display for Sign {
    /// For the log and the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sign::HeadMissing { seq } => write!(f, "the announced head {seq} is not in the chain"),
            Sign::BatchesAhead { seen, known } => write!(f, "batch {seen} was shown, the last known is {known}"),
            Sign::OrdersAhead { seen, known } => write!(f, "order {seen} was shown, the last known is {known}"),
            Sign::RequestsAhead { seen, known } => write!(f, "request {seen} was shown, the last known is {known}"),
            Sign::OrdersOpenAgain { orders } => {
                write!(f, "orders that ended are open again: {}", listed(orders))
            }
            Sign::RequestsOpenAgain { requests } => {
                write!(f, "requests that were decided wait again: {}", listed(requests))
            }
            Sign::BatchesOpenAgain { batches } => {
                write!(f, "batches that were closed are open again: {}", listed(batches))
            }
            Sign::MessagesUnknown { channel, messages } => {
                write!(f, "{messages} messages in channel {channel} are not known")
            }
        }
    }
}

fn listed<N: fmt::Display>(numbers: &[N]) -> String {
    let numbers: Vec<String> = numbers.iter().map(N::to_string).collect();
    numbers.join(", ")
}

impl fmt::Display for Older {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signs: Vec<String> = self.signs.iter().map(Sign::to_string).collect();
        f.write_str(&signs.join("; "))
    }
}

/// Books that are older than what people were told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Older {
    /// At least one.
    pub signs: Vec<Sign>,
    pub known: Numbers,
    pub seen: Numbers,
}
