//! What somebody earned: from the books, and from the shares of closed batches.

use super::months::{Month, last_months};
use super::{ReadError, own};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, Balance, Period, Turnover, Walk};
use crate::domain::flows::batches::{self, EarnedShare};
use crate::domain::kernel::days::DeskDays;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members::{self, Actor, Member};
use crate::ids::MemberId;

/// How many months are listed.
const MONTHS: usize = 12;
/// How many batches are listed.
const SHARES_MAX: i64 = 10;

/// Everything about a person's earnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earnings {
    pub member: Member,
    /// Not yet paid out; the held part of it waits for a payout.
    pub balance: Balance,
    pub paid_out: Money,
    /// What they owe: shares that were taken back after they had been paid out.
    pub owed: Money,
    /// What was earned in each of the last twelve months, the current one first. A share that was taken back counts
    /// against the month in which that was done, whether or not it had been paid out.
    pub months: Vec<(Month, Money)>,
    /// The last batches that gave a share, newest first.
    pub shares: Vec<EarnedShare>,
}

/// A person's earnings at this moment, for themselves and for whoever may look at others.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn earnings(
    reader: &mut Reader,
    actor: &Actor,
    member: MemberId,
    now: Moment,
    desk: DeskDays,
) -> Result<Earnings, ReadError> {
    own::allow(actor, member)?;
    let account = AccountKey::Earnings(member);
    let months = last_months(now, desk, MONTHS);
    let mut periods = vec![Period::ALWAYS];
    periods.extend(months.iter().map(|month| month.period));
    let turnovers = ledger::list_turnovers(reader, walk_of(member), &periods).await?;
    let mut turnovers = turnovers.into_iter();
    let paid_out = went(turnovers.next());
    Ok(Earnings {
        member: members::get_member(reader, member).await?,
        balance: ledger::find_balance(reader, account).await?,
        paid_out,
        owed: ledger::find_balance(reader, AccountKey::Debt(member)).await?.owed(),
        months: months.into_iter().zip(turnovers.map(|month| month.came)).collect(),
        shares: batches::list_shares_of(reader, member, SHARES_MAX).await?,
    })
}

/// What was paid out to a person so far.
pub(super) async fn paid_out_to(reader: &mut Reader, member: MemberId) -> Result<Money, DbError> {
    let turnovers = ledger::list_turnovers(reader, walk_of(member), &[Period::ALWAYS]).await?;
    Ok(went(turnovers.first().copied()))
}

/// Movements between earnings and a debt are neither earned nor paid out, so they are not counted.
fn walk_of(member: MemberId) -> Walk {
    Walk {
        account: AccountKey::Earnings(member),
        out: AccountKey::Payouts,
        aside: AccountKey::Debt(member),
    }
}

fn went(turnover: Option<Turnover>) -> Money {
    turnover.map_or(Money::zero(Currency::USD), |turnover| turnover.went)
}
