//! Accounts as they are shown.

use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, Balance, Movement};
use crate::domain::flows::legacy::{OldTransaction, count_old_transactions, list_old_transactions};
use crate::domain::kernel::money::{Currency, Money, worth};
use crate::domain::orders;
use crate::domain::people::members::{self, Actor, Member, Permission};
use crate::domain::treasury::accounts::{self, Account, AccountClass, AccountError, AccountName};
use crate::domain::treasury::rates;
use crate::ids::{AccountId, EntryId, MemberId};

/// Movements on a page: what fits an embed with long reasons.
pub const MOVEMENTS_PER_PAGE: i64 = 8;

/// The highest page that can be asked for: reading a page follows all entries from the newest one. Higher pages are those of
/// the old book: 1 001 is its first.
pub const PAGE_MAX: i64 = 1_000;

/// Everything a message that shows an account needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCard {
    pub account: Account,
    pub owner: Member,
    pub balance: Balance,
    /// Its last movement: *anterior, insertado, actual*.
    pub last: Option<Movement>,
    /// The balance in dollars, cut to cents; `None` while its currency has no dollar value.
    pub usd: Option<Money>,
    /// What its owner's open orders will take from it; `None` for an account that pays no orders.
    pub promised: Option<Money>,
}

impl AccountCard {
    /// What can still be promised to another order; `!cola` shows it as free.
    pub fn free(&self) -> Option<Money> {
        let promised = self.promised?;
        let minor = self.balance.available().minor().saturating_sub(promised.minor());
        Some(Money::from_minor(minor.max(0), promised.currency()))
    }

    /// How much of what was promised to orders is missing; `None` when nothing is.
    pub fn missing(&self) -> Option<Money> {
        let promised = self.promised?;
        let minor = promised.minor().saturating_sub(self.balance.available().minor());
        (0 < minor).then(|| Money::from_minor(minor, promised.currency()))
    }
}

/// The named account with all that is known about it, for its owner and whoever may see everybody's accounts.
///
/// # Errors
/// As [`accounts::named`].
pub async fn account_card(reader: &mut Reader, actor: &Actor, name: &AccountName) -> Result<AccountCard, AccountError> {
    let account = accounts::named(reader, actor, name).await?;
    Ok(put_together(reader, account).await?)
}

async fn put_together(reader: &mut Reader, account: Account) -> Result<AccountCard, DbError> {
    let balance = ledger::find_balance(reader, account.key()).await?;
    let last = match ledger::find_newest_entry(reader, account.key()).await? {
        Some(newest) => ledger::list_movements(reader, account.key(), newest, 0, 1).await?.pop(),
        None => None,
    };
    let usd_value = rates::find_usd_value(reader, account.currency).await?;
    let usd = usd_value.and_then(|value| Money::truncate_to_cents(&worth(balance.balance, value), Currency::USD).ok());
    let promised = match account.class {
        AccountClass::Bank => Some(promised_from(reader, &account).await?),
        AccountClass::Member => None,
    };
    Ok(AccountCard {
        promised,
        owner: members::get_member(reader, account.member).await?,
        account,
        balance,
        last,
        usd,
    })
}

async fn promised_from(reader: &mut Reader, account: &Account) -> Result<Money, DbError> {
    let promised = orders::sum_promised(reader, account.member).await?;
    let of_account = promised.iter().find(|(id, _)| *id == account.id);
    let minor = of_account.map_or(0, |(_, minor)| *minor);
    Ok(Money::from_minor(minor, account.currency))
}

/// The account with this id, as the desk itself reads it; `None` when there is none.
///
/// # Errors
/// [`DbError`].
pub async fn account_card_for_desk(reader: &mut Reader, account: AccountId) -> Result<Option<AccountCard>, DbError> {
    match accounts::find_account(reader, account).await? {
        Some(account) => Ok(Some(put_together(reader, account).await?)),
        None => Ok(None),
    }
}

/// Checks that the actor may read other people's accounts. A surface asks this only when it did not find the person who
/// was named, so that an actor who may not read them does not learn who exists.
///
/// # Errors
/// [`AccountError::NotAllowed`].
pub fn allow_others(actor: &Actor) -> Result<(), AccountError> {
    Ok(actor.require(Permission::SeeAccounts)?)
}

/// The active accounts of a member, the first opened first, for themselves and whoever may see everybody's accounts.
///
/// # Errors
/// [`AccountError::NotAllowed`].
pub async fn cards_of(reader: &mut Reader, actor: &Actor, member: MemberId) -> Result<Vec<AccountCard>, AccountError> {
    if member != actor.member {
        allow_others(actor)?;
    }
    let mut cards = Vec::new();
    for account in accounts::list_accounts_of(reader, member).await? {
        cards.push(put_together(reader, account).await?);
    }
    Ok(cards)
}

/// Some movements of an account, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovementsPage {
    pub account: Account,
    pub movements: Vec<Movement>,
    /// From 1.
    pub page: i64,
    /// The entry with which page 1 begins, so that movements made while somebody turns pages do not shift them.
    pub newest: EntryId,
    pub has_older: bool,
    /// How many transactions of the old book come after them.
    pub old_book: i64,
}

/// Some transactions of the old book, newest first. They moved money there, not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldBookPage {
    pub account: Account,
    pub transactions: Vec<OldTransaction>,
    /// From 1.
    pub page: i64,
    pub has_older: bool,
    /// The newest entry of the account, for the way back; `None` when there is none.
    pub newest: Option<EntryId>,
}

/// What moved in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moves {
    /// Nothing was ever posted to it.
    None(AccountId),
    /// A page past the end is empty.
    Page(MovementsPage),
    /// A page past the end is empty.
    OldBook(OldBookPage),
}

/// Stands for the newest movement of an account that has none.
pub const NO_ENTRY: EntryId = EntryId::new(0);

/// A page of the movements of the named account, counted from `newest` or from its last entry, for its owner and
/// whoever may see everybody's accounts.
///
/// # Errors
/// As [`accounts::named`].
pub async fn movements(
    reader: &mut Reader,
    actor: &Actor,
    name: &AccountName,
    newest: Option<EntryId>,
    page: i64,
) -> Result<Moves, AccountError> {
    let account = accounts::named(reader, actor, name).await?;
    // A button of an account that had no movement yet names none.
    let newest = match newest.filter(|newest| *newest != NO_ENTRY) {
        Some(newest) => Some(newest),
        None => ledger::find_newest_entry(reader, account.key()).await?,
    };
    let old_book = count_old_transactions(reader, account.id).await?;
    let is_of_old_book = PAGE_MAX < page || (newest.is_none() && 0 < old_book);
    if is_of_old_book {
        return old_book_page(reader, account, newest, (page - PAGE_MAX).max(1)).await;
    }
    let Some(newest) = newest else {
        return Ok(Moves::None(account.id));
    };
    let page = page.clamp(1, PAGE_MAX);
    let skip = (page - 1) * MOVEMENTS_PER_PAGE;
    let mut movements = ledger::list_movements(reader, account.key(), newest, skip, MOVEMENTS_PER_PAGE + 1).await?;
    let shown_max = usize::try_from(MOVEMENTS_PER_PAGE).unwrap_or(usize::MAX);
    let has_older = shown_max < movements.len();
    movements.truncate(shown_max);
    Ok(Moves::Page(MovementsPage {
        account,
        movements,
        page,
        newest,
        has_older,
        old_book,
    }))
}

async fn old_book_page(
    reader: &mut Reader,
    account: Account,
    newest: Option<EntryId>,
    page: i64,
) -> Result<Moves, AccountError> {
    let page = page.min(PAGE_MAX);
    let rows_max = usize::try_from(MOVEMENTS_PER_PAGE).unwrap_or(usize::MAX);
    let skipped = (page - 1) * MOVEMENTS_PER_PAGE;
    let found = list_old_transactions(reader, account.id, skipped, rows_max).await?;
    Ok(Moves::OldBook(OldBookPage {
        account,
        transactions: found.transactions,
        page,
        has_older: found.has_older,
        newest,
    }))
}
