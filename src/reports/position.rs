//! What the desk itself has open in each currency, and what exchanges earned.

use super::ReadError;
use crate::db::Reader;
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::rates;

/// The desk's own side of what it traded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Per currency that is not level: more than zero is what the desk bought and did not sell yet, less than zero what it
    /// sold and did not buy yet. Never zero; by code.
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
    let currencies = rates::list_currencies(reader).await?;
    let mut keys = vec![AccountKey::Treasury(Currency::USDT), AccountKey::Spread(Currency::VES)];
    keys.extend(currencies.into_iter().map(AccountKey::Position));
    let balances = ledger::list_balances(reader, &keys).await?;
    let mut balances = balances.into_iter().map(|found| found.balance);
    let mut next = |currency| balances.next().unwrap_or(Money::zero(currency));
    Ok(Position {
        usdt: next(Currency::USDT),
        spread: next(Currency::VES),
        open: balances.filter(|balance| balance.minor() != 0).collect(),
    })
}
