//! `!diario`: coins for coming, once per day of the desk, and more for coming several days in a row.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{CoinError, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::days::local_time;
use crate::domain::kernel::desk::{Daily, Desk};
use crate::domain::kernel::money::{Currency, Money, MoneyError};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::RequestId;

/// What was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyTaken {
    pub amount: Money,
    /// The number of this day in a row.
    pub streak: i64,
    pub has: Money,
}

/// Gives the coins of today. Each day gives once, and a day before the last one gives nothing.
///
/// # Errors
/// [`CoinError::NotAllowed`], [`CoinError::DailyTaken`].
pub async fn take_daily(desk: &Desk, actor: &Actor, request: &RequestId) -> Result<DailyTaken, CoinError> {
    actor.require(Permission::MoveCoins)?;
    let asked = Asked::new(request, "coins.daily", &actor.member);
    once(desk, asked, async |tx, now| {
        let member = members::get_member_for_update(tx, actor.member).await?.id;
        let last = store::find_last_daily(tx, member).await?;
        let (account, now) = (AccountKey::Coins(member), now);
        let day = day_of(now, desk.policy.time_zone)?;
        let streak = decide(day, last)?;
        let amount = worth(&desk.policy.daily, streak)?;
        let posting = Posting {
            kind: "coins.daily",
            request: request.clone(),
            actor: Some(member),
            at: now,
            details: serde_json::json!({ "day": day.to_string(), "streak": streak }),
            lines: vec![
                Line::take(AccountKey::Issuance(Currency::COIN), amount)?,
                Line::add(account, amount),
            ],
        };
        let journal = ledger::post(tx, posting).await?;
        store::insert_daily(tx, member, day, streak, journal, now).await?;
        Ok(DailyTaken {
            amount,
            streak,
            has: ledger::find_balance(tx, account).await?.available(),
        })
    })
    .await
}

/// The date at a moment, in the desk's time zone.
fn day_of(now: Moment, time_zone: Tz) -> Result<NaiveDate, DbError> {
    let local = local_time(now, time_zone);
    let local = local.ok_or_else(|| DbError::Corrupt("the clock is beyond the calendar".into()))?;
    Ok(local.date())
}

/// The last day on which somebody took their coins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastDaily {
    pub(super) day: NaiveDate,
    pub(super) streak: i64,
}

/// The number of this day in a row.
fn decide(day: NaiveDate, last: Option<LastDaily>) -> Result<i64, CoinError> {
    let Some(last) = last else { return Ok(1) };
    if day <= last.day {
        return Err(CoinError::DailyTaken { last: last.day });
    }
    Ok(if last.day.succ_opt() == Some(day) {
        last.streak + 1
    } else {
        1
    })
}

fn worth(daily: &Daily, streak: i64) -> Result<Money, MoneyError> {
    let further = (streak - 1).clamp(0, i64::from(daily.days_max) - 1);
    let more = daily.more.minor().checked_mul(further).ok_or(MoneyError::Overflow)?;
    daily.first.checked_add(Money::from_minor(more, daily.more.currency()))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{LastDaily, decide, worth};
    use crate::domain::games::coins::CoinError;
    use crate::domain::kernel::desk::Daily;
    use crate::domain::kernel::money::{Currency, Money};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_day_gives_once_and_a_clock_that_goes_back_gives_nothing() {
        let last = |on, streak| Some(LastDaily { day: day(on), streak });
        assert_eq!(decide(day(20), None).unwrap(), 1);
        assert_eq!(decide(day(20), last(19, 4)).unwrap(), 5);
        assert_eq!(decide(day(20), last(18, 4)).unwrap(), 1);
        assert!(matches!(
            decide(day(20), last(20, 4)),
            Err(CoinError::DailyTaken { .. })
        ));
        assert!(matches!(
            decide(day(20), last(21, 4)),
            Err(CoinError::DailyTaken { .. })
        ));
    }

    #[test]
    fn the_gift_grows_day_by_day_up_to_its_limit() {
        let coins = |minor| Money::from_minor(minor, Currency::COIN);
        let daily = Daily {
            first: coins(10),
            more: coins(2),
            days_max: 7,
        };
        let of = |streak| worth(&daily, streak).unwrap().minor();
        assert_eq!([of(1), of(2), of(7), of(8), of(400)], [10, 12, 22, 22, 22]);
    }
}
