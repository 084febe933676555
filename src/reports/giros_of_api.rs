//! Giros and records as the API shows them: pages that never begin again, and what one call posted.

use std::collections::HashMap;

use super::ReadError;
use super::giros::{Giro, giro_card, visible_to};
use super::lists::Names;
use super::orders::HistoryStep;
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::flows::giros::{self, GiroFilter, Record, list_records_of_posting};
use crate::domain::orders::Order;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{self, Account};
use crate::ids::{AccountId, JournalId, MemberId, OrderId};

/// A giro with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiroSeen {
    pub order: Order,
    pub giro: Giro,
    /// When its state changed last.
    pub changed_at: Moment,
    /// The account that paid it.
    pub paid_from: Option<Account>,
}

/// Giros, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GirosSeen {
    pub rows: Vec<GiroSeen>,
    pub names: Names,
}

/// The giros of a filter that are older than `after`, as far as the actor may see them.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn giros_after(
    reader: &mut Reader,
    actor: &Actor,
    filter: GiroFilter,
    after: Option<OrderId>,
    rows_max: i64,
) -> Result<GirosSeen, ReadError> {
    let Some(filter) = visible_to(actor, filter)? else {
        return Ok(GirosSeen {
            rows: Vec::new(),
            names: Names::of(reader, Vec::new()).await?,
        });
    };
    let orders = giros::list_giros_after(reader, filter, after, rows_max).await?;
    let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
    let mut giros = Giro::of_all(reader, &ids).await?;
    let changes = giros::list_last_changes(reader, &ids).await?;
    let people = orders.iter().flat_map(|order| [Some(order.owner), order.cashier]);
    let people: Vec<MemberId> = people.flatten().collect();
    let paid_from = paying_accounts(reader, giros.values()).await?;
    let mut rows = Vec::new();
    for order in orders {
        let giro = giros.remove(&order.id);
        let giro = giro.ok_or_else(|| DbError::Corrupt(format!("order {} has no terms of a giro", order.id)))?;
        let account = giro.execution.as_ref().map(|execution| execution.account);
        rows.push(GiroSeen {
            changed_at: changes.get(&order.id).copied().unwrap_or(order.created_at),
            paid_from: account.and_then(|account| paid_from.get(&account).cloned()),
            order,
            giro,
        });
    }
    Ok(GirosSeen {
        rows,
        names: Names::of(reader, people).await?,
    })
}

/// The accounts that paid these giros. Few accounts pay many giros.
async fn paying_accounts(
    reader: &mut Reader,
    giros: impl Iterator<Item = &Giro>,
) -> Result<HashMap<AccountId, Account>, DbError> {
    let mut found = HashMap::new();
    for account in giros
        .filter_map(|giro| giro.execution.as_ref())
        .map(|execution| execution.account)
    {
        if !found.contains_key(&account)
            && let Some(known) = accounts::find_account(reader, account).await?
        {
            found.insert(account, known);
        }
    }
    Ok(found)
}

/// A giro with its records and the history of its states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiroWhole {
    pub seen: GiroSeen,
    pub records: Vec<Record>,
    pub history: Vec<HistoryStep>,
    pub names: Names,
}

/// A giro with everything that is known about it, for whoever takes part in it or may see everything.
///
/// # Errors
/// As [`giro_card`].
pub async fn giro_whole(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<GiroWhole, ReadError> {
    let found = giro_card(reader, actor, order).await?;
    let paid_from = match &found.giro.execution {
        Some(execution) => accounts::find_account(reader, execution.account).await?,
        None => None,
    };
    let history = found.card.history;
    Ok(GiroWhole {
        seen: GiroSeen {
            changed_at: history.last().map_or(found.card.order.created_at, |step| step.at),
            order: found.card.order,
            giro: found.giro,
            paid_from,
        },
        records: found.records,
        history,
        names: found.names,
    })
}

/// What one posting moved in prepaid accounts, bank accounts and central balances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub records: Vec<Record>,
    pub names: Names,
}

/// The records of one posting.
///
/// # Errors
/// [`ReadError::NotAllowed`] unless admin or superuser.
pub async fn records_of_posting(reader: &mut Reader, actor: &Actor, journal: JournalId) -> Result<Posted, ReadError> {
    actor.require(Permission::SeeAccounts)?;
    let records = list_records_of_posting(reader, journal).await?;
    let people = records.iter().filter_map(|record| record.movement.actor);
    Ok(Posted {
        names: Names::of(reader, people.collect()).await?,
        records,
    })
}
