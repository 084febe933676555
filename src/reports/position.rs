//! What the desk itself has open in each currency, and what exchanges earned.

use super::ReadError;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::rates;

/// The kinds of journal rows that leave the desk with a position: it traded against its clients, or kept what a batch
/// received. Other rows pass through the position accounts and open nothing: purchases of USDT show there what the
/// market got and gave, executed giros what their resellers had paid before.
const OWN_KINDS: [&str; 6] = [
    "exchange.bought",
    "exchange.sold",
    "exchange.purchase_undone",
    "exchange.sale_undone",
    "batch.closed",
    "batch.reopened",
];

/// The desk's own side of what it traded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Per currency that is not level: more than zero is what the desk bought and did not sell yet, less than zero what it
    /// sold and did not buy yet. Without the USDT of purchases. Never zero; by code.
    pub open: Vec<Money>,
    /// The USDT that purchases brought in.
    pub usdt: Money,
    /// What exchanges between clients' accounts earned, in VES; those that were undone do not count.
    pub spread: Money,
}

/// The desk's position at this moment, for superusers.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn position(reader: &mut Reader, actor: &Actor) -> Result<Position, ReadError> {
    actor.require(Permission::SeeOthers)?;
    let keys = [AccountKey::Treasury(Currency::USDT), AccountKey::Spread(Currency::VES)];
    let balances = ledger::list_balances(reader, &keys).await?;
    let mut balances = balances.into_iter().map(|found| found.balance);
    let mut next = |currency| balances.next().unwrap_or(Money::zero(currency));
    Ok(Position {
        usdt: next(Currency::USDT),
        spread: next(Currency::VES),
        open: list_open(reader, ledger::Period::ALWAYS.until).await?,
    })
}

/// What the desk had open at a moment, by code; never zero.
pub(super) async fn list_open(reader: &mut Reader, until: Moment) -> Result<Vec<Money>, DbError> {
    let mut open = Vec::new();
    for currency in rates::list_currencies(reader).await? {
        let account = AccountKey::Position(currency);
        let sum = ledger::sum_of_kinds(reader, account, &OWN_KINDS, until).await?;
        open.extend((!sum.is_zero()).then_some(sum));
    }
    Ok(open)
}
