//! Reads the report of a period.

use std::collections::HashMap;

use super::totals::{self, Found};
use super::{
    DeskReport, GainKind, ReportedAccount, ReportedBatch, ReportedGain, ReportedMovement, ReportedOrder, Span,
};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, MovedIn, Movement, Turned};
use crate::domain::flows::batches;
use crate::domain::kernel::money::{Money, MoneyError, price};
use crate::domain::kernel::uptime;
use crate::domain::orders::{self, CashierAccount, ChangedIn, Whose};
use crate::domain::people::members::{self, Actor, Member, Permission, Role};
use crate::domain::treasury::accounts::{self, Account};
use crate::ids::{AccountId, BatchId, MemberId};
use crate::reports::lists::Names;
use crate::reports::particulars::{Particulars, total_of};
use crate::reports::{ReadError, own, position};

/// How many orders, batches, accounts and movements a report holds at most. A month of a busy desk has fewer; a workbook of
/// so many is below the size of a file that Discord takes.
const ORDERS_MAX: usize = 20_000;
const BATCHES_MAX: usize = 2_000;
const ACCOUNTS_MAX: usize = 20_000;
const MOVEMENTS_MAX: usize = 50_000;

/// Whose report it is when nobody is named: everybody's for whoever may list everything, else the actor's own.
pub fn whose_unless_named(actor: &Actor) -> Option<MemberId> {
    (!actor.may(Permission::ListEverything)).then_some(actor.member)
}

/// The report of a period: of everybody for whoever may list everything, of one person for themselves and whoever may see
/// others. Give a snapshot, so that everything is of one moment.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn desk_report(
    reader: &mut Reader,
    actor: &Actor,
    whose: Option<MemberId>,
    span: Span,
    now: Moment,
) -> Result<DeskReport, ReadError> {
    match whose {
        Some(whose) => own::allow(actor, whose)?,
        None => actor.require(Permission::ListEverything)?,
    }
    let whose = match whose {
        Some(whose) => Some(members::get_member(reader, whose).await?),
        None => None,
    };
    let turned = ledger::list_turned(reader, span.period).await?;
    let (orders, orders_cut) = read_orders(reader, whose.as_ref(), span, now).await?;
    let (batches, batches_cut) = read_batches(reader, whose.as_ref(), span).await?;
    let member = whose.as_ref().map(|member| member.id);
    let all = accounts::list_all_accounts(reader, member, limit(ACCOUNTS_MAX)).await?;
    let (movements, movements_cut) = read_movements(reader, member, &all, span).await?;
    let (gains, gains_cut) = read_gains(reader, member, span).await?;
    let accounts = read_accounts(reader, all, &turned).await?;
    let found = Found {
        orders: &orders,
        batches: &batches,
        accounts: &accounts,
        gains: &gains,
        movements: &movements,
        turned: &turned,
        whose: member,
    };
    let totals = totals::read(reader, &found, span.period).await?;
    let positions = match &whose {
        Some(_) => Vec::new(),
        None => position::list_open(reader, span.period.until).await?,
    };
    Ok(DeskReport {
        span,
        made_at: now,
        positions,
        whose,
        orders,
        batches,
        accounts,
        gains,
        movements,
        totals,
        is_cut: orders_cut || batches_cut || movements_cut || gains_cut,
    })
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// One more row than the maximum was asked for: cuts it off, and says whether it was there.
fn cut<T>(rows: &mut Vec<T>, rows_max: usize) -> bool {
    let is_cut = rows_max < rows.len();
    rows.truncate(rows_max);
    is_cut
}

async fn read_orders(
    reader: &mut Reader,
    whose: Option<&Member>,
    span: Span,
    now: Moment,
) -> Result<(Vec<ReportedOrder>, bool), DbError> {
    let whose = match whose {
        None => Whose::Everybody,
        // A cashier's orders are those they pay; everybody else's those they send.
        Some(person) if person.role == Role::Cashier => Whose::Cashier(person.id),
        Some(person) => Whose::Sender(person.id),
    };
    let mut changed = orders::list_changed_in(reader, span.period, whose, limit(ORDERS_MAX + 1)).await?;
    let is_cut = cut(&mut changed, ORDERS_MAX);
    let all: Vec<orders::Order> = changed.iter().map(|changed| changed.order.clone()).collect();
    let mut particulars = Particulars::of_all(reader, &all).await?;
    let people = all
        .iter()
        .flat_map(|order| [Some(order.owner), Some(order.creator), order.cashier]);
    let names = Names::of(reader, people.flatten().collect()).await?;
    let oldest = changed.iter().filter_map(|changed| changed.given_at).min();
    let outages = uptime::list_outages(reader, oldest.unwrap_or(now), now).await?;
    let mut reported = Vec::new();
    for ChangedIn {
        order,
        paid_at,
        given_at,
    } in changed
    {
        let particulars = particulars.remove(&order.id).unwrap_or(Particulars::Plain);
        let took_ms = given_at
            .zip(paid_at)
            .map(|(given, paid)| uptime::worked_ms(given, paid, &outages));
        reported.push(ReportedOrder {
            moved: match paid_at {
                Some(_) => Some(moved_by(&order, &particulars)?),
                None => None,
            },
            owner: names.name(order.owner).to_owned(),
            creator: names.name(order.creator).to_owned(),
            cashier: order.cashier.map(|cashier| names.name(cashier).to_owned()),
            particulars,
            paid_at,
            took_ms,
            order,
        });
    }
    Ok((reported, is_cut))
}

/// What completing an order moves in its cashier's account.
fn moved_by(order: &orders::Order, particulars: &Particulars) -> Result<Money, DbError> {
    let corrupt = |error: MoneyError| DbError::Corrupt(format!("order {}: {error}", order.id));
    let mut total = total_of(order)?;
    if let Particulars::Giro(giro) = particulars
        && let Some(execution) = &giro.execution
    {
        total = total.checked_add(execution.commission).map_err(corrupt)?;
    }
    match order.kind.rules().cashier_account {
        CashierAccount::Pays => total.checked_neg().map_err(corrupt),
        CashierAccount::Receives => Ok(total),
    }
}

async fn read_batches(
    reader: &mut Reader,
    whose: Option<&Member>,
    span: Span,
) -> Result<(Vec<ReportedBatch>, bool), DbError> {
    let reseller = whose.map(|member| member.id);
    let mut found = batches::list_batches_in(reader, span.period, reseller, limit(BATCHES_MAX + 1)).await?;
    let is_cut = cut(&mut found, BATCHES_MAX);
    let names = Names::of(reader, found.iter().map(|batch| batch.reseller).collect()).await?;
    let mut reported = Vec::new();
    for batch in found {
        let figures = batches::figures_of(reader, &batch).await?;
        reported.push(ReportedBatch {
            reseller: names.name(batch.reseller).to_owned(),
            price: price(figures.bought, figures.usdt).ok(),
            figures,
            batch,
        });
    }
    Ok((reported, is_cut))
}

async fn read_movements(
    reader: &mut Reader,
    member: Option<MemberId>,
    accounts: &[Account],
    span: Span,
) -> Result<(Vec<ReportedMovement>, bool), DbError> {
    let which = MovedIn::Numbered(member);
    let mut moved = ledger::list_moved_in(reader, span.period, which, limit(MOVEMENTS_MAX + 1)).await?;
    let is_cut = cut(&mut moved, MOVEMENTS_MAX);
    let by_id: HashMap<AccountId, &Account> = accounts.iter().map(|account| (account.id, account)).collect();
    let owners = accounts.iter().map(|account| account.member);
    let actors = moved.iter().filter_map(|(_, movement)| movement.actor);
    let names = Names::of(reader, owners.chain(actors).collect()).await?;
    let mut reported = Vec::new();
    for (key, movement) in moved {
        let AccountKey::Account(id, _) = key else { continue };
        let account = by_id.get(&id);
        reported.push(ReportedMovement {
            account: account.map_or_else(|| id.to_string(), |account| account.number.digits().to_owned()),
            owner: account.map_or_else(String::new, |account| names.name(account.member).to_owned()),
            actor: name_of(&movement, &names),
            movement,
        });
    }
    Ok((reported, is_cut))
}

/// The name of who caused a movement; `None` for the desk itself.
fn name_of(movement: &Movement, names: &Names) -> Option<String> {
    let actor = movement.actor.filter(|actor| *actor != MemberId::DESK)?;
    Some(names.name(actor).to_owned())
}

async fn read_gains(
    reader: &mut Reader,
    member: Option<MemberId>,
    span: Span,
) -> Result<(Vec<ReportedGain>, bool), DbError> {
    let which = MovedIn::Earnings(member);
    let mut moved = ledger::list_moved_in(reader, span.period, which, limit(MOVEMENTS_MAX + 1)).await?;
    let is_cut = cut(&mut moved, MOVEMENTS_MAX);
    let whose = |key: &AccountKey| match key {
        AccountKey::Earnings(member) => *member,
        _ => MemberId::DESK,
    };
    let names = Names::of(reader, moved.iter().map(|(key, _)| whose(key)).collect()).await?;
    let gain = |(key, movement): (AccountKey, Movement)| {
        let details: serde_json::Value = serde_json::from_str(&movement.details).unwrap_or_default();
        ReportedGain {
            member: names.name(whose(&key)).to_owned(),
            batch: details["batch"].as_i64().map(BatchId::new),
            what: GainKind::of(&movement),
            movement,
        }
    };
    Ok((moved.into_iter().map(gain).collect(), is_cut))
}

async fn read_accounts(
    reader: &mut Reader,
    accounts: Vec<Account>,
    turned: &[Turned],
) -> Result<Vec<ReportedAccount>, DbError> {
    let by_key: HashMap<AccountKey, &Turned> = turned.iter().map(|turned| (turned.key, turned)).collect();
    let names = Names::of(reader, accounts.iter().map(|account| account.member).collect()).await?;
    let reported = |account: Account| {
        let turned = by_key.get(&account.key())?;
        Some(ReportedAccount {
            owner: names.name(account.member).to_owned(),
            turned: Turned::clone(turned),
            account,
        })
    };
    Ok(accounts.into_iter().filter_map(reported).collect())
}
