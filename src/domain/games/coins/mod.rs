//! Coins outside games (S1-4): the daily reward, payments between people, what superusers give, points turned into
//! coins. Each is a journal row with its reason; new coins come from `issuance:COIN`.

mod confirm;
mod daily;
mod error;
mod give;
mod pay;
mod redeem;
mod store;

pub use confirm::confirm;
pub use daily::{DailyTaken, take_daily};
pub use error::CoinError;
pub use give::{CoinsGiven, GiveCoins, give};
pub use pay::{CoinsPaid, Offered, Paid, PayCoins, pay};
pub use redeem::{PointsRedeemed, redeem};

use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::letters::{is_invisible, is_readable};
use crate::domain::kernel::money::{AmountError, Currency, Money, parse_amount};
use crate::domain::kernel::outbox::{self, Notice};
use crate::ids::MemberId;

/// The longest reason of a payment, in characters.
pub const REASON_MAX_CHARS: usize = 200;

/// How long a large payment waits for its payer's confirmation, in milliseconds.
const OFFER_LIVES_MS: i64 = 10 * 60_000;

/// Coins as people type them.
fn typed_coins(typed: &str) -> Result<Money, AmountError> {
    parse_amount(typed, Currency::COIN)
}

/// Tells somebody who gave them coins, unless they gave them to themselves.
async fn tell_receiver(
    tx: &mut Tx,
    (from, to): (MemberId, MemberId),
    amount: Money,
    reason: Option<&str>,
    at: Moment,
) -> Result<(), DbError> {
    if from == to {
        return Ok(());
    }
    let notice = Notice::CoinsReceived {
        member: to,
        from,
        amount,
        reason: reason.map(str::to_owned),
    };
    outbox::enqueue(tx, &format!("member:{to}"), &notice, at).await
}

/// Reads a reason as one line; `None` when it has no visible character.
fn readable_reason(typed: &str) -> Result<Option<String>, CoinError> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let reason: String = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    let given = reason.chars().count();
    if REASON_MAX_CHARS < given {
        return Err(CoinError::ReasonTooLong {
            max: REASON_MAX_CHARS,
            given,
        });
    }
    Ok(is_readable(&reason).then_some(reason))
}
