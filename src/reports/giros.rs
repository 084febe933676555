//! Giros and prepaid accounts as they are shown.

use std::collections::HashMap;

use super::ReadError;
use super::lists::Names;
use super::orders::{OrderCard, order_card, order_for};
use super::particulars::Particulars;
use crate::db::{DbError, Paged, Place, Reader};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::flows::giros::{
    self, Execution, GiroFilter, GiroTerms, Record, RecordOf, SavedPayee, list_records_of_giro, record_of_prepaid,
};
use crate::domain::kernel::money::Money;
use crate::domain::orders::Order;
use crate::domain::people::members::{self, Actor, Member, Permission, Role};
use crate::domain::treasury::accounts::{self, Account, AccountClass};
use crate::domain::treasury::banks::{self, Bank};
use crate::ids::{BankId, MemberId, OrderId, PayeeId};

/// What a giro has beside what every order has, with the names of what it refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giro {
    pub terms: GiroTerms,
    pub bank: Bank,
    /// How it was paid.
    pub execution: Option<Execution>,
}

impl Giro {
    /// What only these orders have that are giros.
    ///
    /// # Errors
    /// [`DbError`].
    pub(super) async fn of_all(reader: &mut Reader, orders: &[OrderId]) -> Result<HashMap<OrderId, Giro>, DbError> {
        let terms = giros::list_giro_terms(reader, orders).await?;
        if terms.is_empty() {
            return Ok(HashMap::new());
        }
        let mut executions = giros::list_executions(reader, orders).await?;
        let banks = banks::list_banks(reader).await?;
        let mut found = HashMap::new();
        for (order, terms) in terms {
            let bank = banks.iter().find(|bank| bank.id == terms.bank);
            let bank = bank.ok_or_else(|| DbError::Corrupt(format!("giro {order} names no bank")))?;
            let giro = Giro {
                bank: bank.clone(),
                execution: executions.remove(&order),
                terms,
            };
            found.insert(order, giro);
        }
        Ok(found)
    }
}

/// A giro with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiroCard {
    pub card: OrderCard,
    pub giro: Giro,
    /// What it took, paid and gave back, as far as the actor may see the balances.
    pub records: Vec<Record>,
    pub names: Names,
}

/// A giro, for whoever takes part in it or may see everything.
///
/// # Errors
/// [`ReadError::UnknownOrder`] also for an order that is no giro, [`ReadError::OrderNotYours`].
pub async fn giro_card(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<GiroCard, ReadError> {
    let card = order_card(reader, actor, order).await?;
    let Particulars::Giro(giro) = &card.particulars else {
        return Err(ReadError::UnknownOrder(order));
    };
    let giro = Giro::clone(giro);
    let mut records = list_records_of_giro(reader, &card.order).await?;
    records.retain(|record| is_record_for(record, actor, &card));
    let people = records.iter().map(|record| record.movement.actor);
    let people = people.chain([Some(card.order.owner), card.order.cashier]).flatten();
    Ok(GiroCard {
        names: Names::of(reader, people.collect()).await?,
        card,
        giro,
        records,
    })
}

/// The order of a giro alone, under the same rule as [`giro_card`].
///
/// # Errors
/// As [`giro_card`].
pub async fn giro_order(reader: &mut Reader, actor: &Actor, order: OrderId) -> Result<Order, ReadError> {
    let found = order_for(reader, actor, order).await?;
    match giros::is_giro(&found) {
        true => Ok(found),
        false => Err(ReadError::UnknownOrder(order)),
    }
}

/// Balances are read by whose they are, and by whoever may see accounts.
fn is_record_for(record: &Record, actor: &Actor, card: &OrderCard) -> bool {
    let whose = match record.of {
        RecordOf::Prepaid => Some(card.order.owner),
        RecordOf::BankAccount => card.order.cashier,
        RecordOf::Central => None,
    };
    whose == Some(actor.member) || actor.may(Permission::SeeAccounts)
}

/// A page of giros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GirosPage {
    pub page: Paged<(Order, Giro)>,
    pub names: Names,
}

/// The giros of a filter that the actor may see: admins and superusers every one, a cashier those they have, anybody else
/// their own.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn giros_page(
    reader: &mut Reader,
    actor: &Actor,
    filter: GiroFilter,
    place: Place,
    rows_max: i64,
) -> Result<GirosPage, ReadError> {
    let Some(filter) = visible_to(actor, filter)? else {
        return Ok(GirosPage {
            page: Paged {
                rows: Vec::new(),
                skipped: 0,
                total: 0,
            },
            names: Names::of(reader, Vec::new()).await?,
        });
    };
    let found = giros::list_giros(reader, filter, place, rows_max).await?;
    let ids: Vec<OrderId> = found.rows.iter().map(|order| order.id).collect();
    let mut giros = Giro::of_all(reader, &ids).await?;
    let people = found
        .rows
        .iter()
        .flat_map(|order| [Some(order.owner), order.cashier])
        .flatten();
    let names = Names::of(reader, people.collect()).await?;
    let mut rows = Vec::new();
    for order in found.rows {
        let giro = giros.remove(&order.id);
        let giro = giro.ok_or_else(|| DbError::Corrupt(format!("order {} has no terms of a giro", order.id)))?;
        rows.push((order, giro));
    }
    let page = Paged {
        rows,
        skipped: found.skipped,
        total: found.total,
    };
    Ok(GirosPage { page, names })
}

/// The filter as far as the actor may see it; `None` when it asks only for giros of others.
pub(super) fn visible_to(actor: &Actor, filter: GiroFilter) -> Result<Option<GiroFilter>, ReadError> {
    actor.require(Permission::SeeOwn)?;
    let me = Some(actor.member);
    let seen = match actor.role {
        _ if actor.may(Permission::ListEverything) => return Ok(Some(filter)),
        Role::Cashier => GiroFilter { cashier: me, ..filter },
        Role::Guest | Role::Client | Role::Reseller | Role::Admin => GiroFilter { owner: me, ..filter },
    };
    let is_narrower = |asked: Option<MemberId>, seen| asked.is_none() || asked == seen;
    let is_seen = is_narrower(filter.owner, seen.owner) && is_narrower(filter.cashier, seen.cashier);
    Ok(is_seen.then_some(seen))
}

/// The actor's own saved payees, the last used first, at most so many.
///
/// # Errors
/// [`DbError`].
pub async fn payees(reader: &mut Reader, actor: &Actor, payees_max: i64) -> Result<Vec<(SavedPayee, Bank)>, DbError> {
    let banks = banks::list_banks(reader).await?;
    let saved = giros::list_payees(reader, actor, payees_max).await?;
    let with_bank = |saved: SavedPayee| {
        let bank = banks.iter().find(|bank| bank.id == saved.bank)?;
        Some((saved, bank.clone()))
    };
    Ok(saved.into_iter().filter_map(with_bank).collect())
}

/// One of the actor's own saved payees; `None` when they have no such one.
///
/// # Errors
/// [`DbError`].
pub async fn payee(reader: &mut Reader, actor: &Actor, payee: PayeeId) -> Result<Option<(SavedPayee, Bank)>, DbError> {
    let Some(saved) = giros::find_payee(reader, actor, payee).await? else {
        return Ok(None);
    };
    let bank = banks::find_bank(reader, saved.bank).await?;
    Ok(bank.map(|bank| (saved, bank)))
}

/// A reseller's prepaid accounts, and what moved in them last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepaidCard {
    pub member: Member,
    pub accounts: Vec<PrepaidAccount>,
    pub names: Names,
}

/// A prepaid account, and its last records, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepaidAccount {
    pub account: Account,
    pub balance: Money,
    pub records: Vec<Record>,
}

/// How many records of a prepaid account are shown.
const RECORDS_MAX: i64 = 10;

/// A reseller and their prepaid accounts: their own, or anybody's for whoever may see accounts.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn prepaid_accounts(
    reader: &mut Reader,
    actor: &Actor,
    member: MemberId,
) -> Result<(Member, Vec<Account>), ReadError> {
    match member == actor.member {
        true => actor.require(Permission::SeeOwn)?,
        false => actor.require(Permission::SeeAccounts)?,
    }
    let member = members::get_member(reader, member).await?;
    let mut accounts = accounts::list_accounts_of(reader, member.id).await?;
    accounts.retain(|account| account.class == AccountClass::Member);
    Ok((member, accounts))
}

/// The same with what is in each account, and its last records.
///
/// # Errors
/// [`ReadError::NotAllowed`].
pub async fn prepaid_card(reader: &mut Reader, actor: &Actor, member: MemberId) -> Result<PrepaidCard, ReadError> {
    let (member, accounts) = prepaid_accounts(reader, actor, member).await?;
    let mut shown = Vec::new();
    for account in accounts {
        shown.push(prepaid_account(reader, account).await?);
    }
    let people = shown.iter().flat_map(|shown| &shown.records);
    let people = people.filter_map(|record| record.movement.actor);
    Ok(PrepaidCard {
        member,
        names: Names::of(reader, people.collect()).await?,
        accounts: shown,
    })
}

async fn prepaid_account(reader: &mut Reader, account: Account) -> Result<PrepaidAccount, DbError> {
    let records = match ledger::find_newest_entry(reader, account.key()).await? {
        Some(newest) => ledger::list_movements(reader, account.key(), newest, 0, RECORDS_MAX).await?,
        None => Vec::new(),
    };
    Ok(PrepaidAccount {
        balance: ledger::find_balance(reader, account.key()).await?.balance,
        records: records.into_iter().map(record_of_prepaid).collect(),
        account,
    })
}

/// What the desk has at a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankHoldings {
    pub bank: Bank,
    pub central: Money,
    /// The sum of the cashiers' accounts there.
    pub accounts: Money,
    pub accounts_count: usize,
}

/// What the desk has at all banks, and what of it is at no bank of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    pub banks: Vec<BankHoldings>,
    /// Bank accounts whose bank is not in the list, by currency.
    pub elsewhere: Vec<Money>,
    /// Everything, by currency: central balances and bank accounts.
    pub total: Vec<Money>,
}

/// The banks of the desk with what it has there.
///
/// # Errors
/// [`ReadError::NotAllowed`] unless admin or superuser.
pub async fn holdings(reader: &mut Reader, actor: &Actor) -> Result<Holdings, ReadError> {
    actor.require(Permission::SeeAccounts)?;
    let banks = banks::list_banks(reader).await?;
    let keys: Vec<AccountKey> = banks.iter().map(Bank::central).collect();
    let balances = ledger::list_balances(reader, &keys).await?;
    let accounts = accounts::list_bank_accounts(reader).await?;
    let mut holdings = Holdings {
        banks: Vec::new(),
        elsewhere: Vec::new(),
        total: Vec::new(),
    };
    for account in accounts.iter().filter(|account| account.bank.is_none()) {
        add(&mut holdings.elsewhere, account.balance)?;
    }
    for (bank, central) in banks.into_iter().zip(balances) {
        let mut there = BankHoldings {
            central: central.balance,
            accounts: Money::zero(bank.currency),
            accounts_count: 0,
            bank,
        };
        let at_bank = accounts.iter().filter(|account| account.bank == Some(there.bank.id));
        for account in at_bank {
            there.accounts = plus(there.accounts, account.balance)?;
            there.accounts_count += 1;
        }
        add(&mut holdings.total, there.central)?;
        holdings.banks.push(there);
    }
    for account in &accounts {
        add(&mut holdings.total, account.balance)?;
    }
    Ok(holdings)
}

fn plus(left: Money, right: Money) -> Result<Money, DbError> {
    let sum = left.checked_add(right);
    sum.map_err(|error| DbError::Corrupt(format!("what banks hold: {error}")))
}

fn add(sums: &mut Vec<Money>, more: Money) -> Result<(), DbError> {
    match sums.iter_mut().find(|sum| sum.currency() == more.currency()) {
        Some(sum) => *sum = plus(*sum, more)?,
        None => sums.push(more),
    }
    Ok(())
}

/// Who pays to which banks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignments {
    pub rows: Vec<Assigned>,
}

/// A cashier who pays to a bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    pub assignment: banks::BankAssignment,
    pub bank: Bank,
    pub cashier: Member,
}

/// Who pays to which banks, the highest priority of each bank first.
///
/// # Errors
/// [`ReadError::NotAllowed`] unless admin or superuser.
pub async fn assignments(reader: &mut Reader, actor: &Actor) -> Result<Assignments, ReadError> {
    actor.require(Permission::AssignOrders)?;
    let found = banks::list_assignments(reader).await?;
    let banks = banks::list_banks(reader).await?;
    let mut people: Vec<MemberId> = found.iter().map(|row| row.cashier).collect();
    people.sort();
    people.dedup();
    let people = members::find_members(reader, &people).await?;
    let bank_of = |id: BankId| banks.iter().find(|bank| bank.id == id).cloned();
    let person_of = |id: MemberId| people.iter().find(|member| member.id == id).cloned();
    let assigned = |assignment: banks::BankAssignment| {
        Some(Assigned {
            bank: bank_of(assignment.bank)?,
            cashier: person_of(assignment.cashier)?,
            assignment,
        })
    };
    Ok(Assignments {
        rows: found.into_iter().filter_map(assigned).collect(),
    })
}
