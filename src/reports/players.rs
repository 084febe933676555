//! Transactions of players, for the API: with their state, their history, their payment and their cashier.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::player_steps::history;
pub use super::player_steps::{StateStep, StepReason, state_of_order};
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey};
use crate::domain::flows::players::{
    self, Kept, Listing, Player, PublicId, SaidPayment, Slice, Transaction, TransactionState,
};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::orders::{self, Order};
use crate::domain::people::members::{self, Member};
use crate::domain::people::tokens::{ApiRole, NotForRole, Principal};
use crate::domain::treasury::accounts::{self, Account};
use crate::ids::MemberId;

/// Who reads lists of everybody's transactions, and who those that wait for a cashier.
const LISTS_ALL: &[ApiRole] = &[ApiRole::Admin];
const LISTS_PENDING: &[ApiRole] = &[ApiRole::Cashier, ApiRole::Admin];
const LISTS_CASHIERS: &[ApiRole] = &[ApiRole::Admin, ApiRole::Bot, ApiRole::System];
/// How many cashiers are listed at most: more than a desk has.
const CASHIERS_MAX: i64 = 1_000;

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum PlayerReadError {
    #[error(transparent)]
    NotForRole(#[from] NotForRole),
    /// There is none, or the caller may not see it, which is the same to them.
    #[error("there is no transaction {0:?} for this caller")]
    UnknownTransaction(String),
    /// A cashier asked for another cashier's requests.
    #[error("a cashier sees only their own requests")]
    OthersCashier,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A transaction with all that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionCard {
    pub transaction: Transaction,
    pub player: Player,
    pub state: TransactionState,
    /// What the player had before and after, where it is in the books.
    pub balances: Option<(Money, Money)>,
    /// `None` for an automatic one.
    pub cash: Option<CashCard>,
    pub history: Vec<StateStep>,
}

/// What only a deposit or a withdrawal has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashCard {
    pub order: Order,
    pub method: String,
    pub cashier: Option<Member>,
    /// The cashier's account, to which a deposit is paid.
    pub account: Option<Account>,
    pub payments: Vec<SaidPayment>,
}

/// A transaction, for its player, its cashier, an admin or a program.
///
/// # Errors
/// [`PlayerReadError::UnknownTransaction`].
pub async fn transaction_card(
    reader: &mut Reader,
    caller: &Principal,
    typed: &str,
    currency: Currency,
) -> Result<TransactionCard, PlayerReadError> {
    let unknown = || PlayerReadError::UnknownTransaction(typed.trim().to_owned());
    let id = PublicId::parse(typed.trim()).map_err(|_| unknown())?;
    let found = players::find_transaction(reader, &id).await?.ok_or_else(unknown)?;
    let player = players::find_player_of_member(reader, found.member, currency).await?;
    let card = card_of(reader, found, player.ok_or_else(unknown)?).await?;
    if may_see(caller, &card) {
        Ok(card)
    } else {
        Err(unknown())
    }
}

fn may_see(caller: &Principal, card: &TransactionCard) -> bool {
    let member = caller.member();
    match caller.role {
        ApiRole::Admin | ApiRole::Bot | ApiRole::System => true,
        ApiRole::Player => member == Some(card.player.member),
        ApiRole::Cashier => {
            let cashier = card.cash.as_ref().and_then(|cash| cash.order.cashier);
            member.is_some() && (cashier == member || member == Some(card.player.member))
        }
    }
}

/// The transactions of one player. The caller has found the player, which refuses somebody else's.
///
/// # Errors
/// [`DbError`].
pub async fn list_of_player(
    reader: &mut Reader,
    player: &Player,
    listing: &Listing,
    slice: &Slice,
) -> Result<Vec<TransactionCard>, DbError> {
    let listing = Listing {
        member: Some(player.member),
        ..*listing
    };
    cards(reader, &listing, slice, player.currency).await
}

/// A part of the transactions of everybody, and how many there are.
///
/// # Errors
/// [`PlayerReadError::NotForRole`] unless an admin.
pub async fn list_all(
    reader: &mut Reader,
    caller: &Principal,
    listing: &Listing,
    slice: &Slice,
    currency: Currency,
) -> Result<(Vec<TransactionCard>, i64), PlayerReadError> {
    caller.require(LISTS_ALL)?;
    let count = players::count_transactions(reader, listing).await?;
    Ok((cards(reader, listing, slice, currency).await?, count))
}

/// Deposits and withdrawals that have not ended, oldest last: to a cashier their own, to an admin those of everybody or
/// of one cashier.
///
/// # Errors
/// [`PlayerReadError::NotForRole`]; [`PlayerReadError::OthersCashier`].
pub async fn list_pending(
    reader: &mut Reader,
    caller: &Principal,
    listing: &Listing,
    slice: &Slice,
    currency: Currency,
) -> Result<Vec<TransactionCard>, PlayerReadError> {
    caller.require(LISTS_PENDING)?;
    let own = match caller.role {
        ApiRole::Cashier if listing.cashier.is_some() && listing.cashier != caller.member() => {
            return Err(PlayerReadError::OthersCashier);
        }
        ApiRole::Cashier => caller.member(),
        ApiRole::Player | ApiRole::Admin | ApiRole::Bot | ApiRole::System => listing.cashier,
    };
    let listing = Listing {
        cashier: own,
        open_only: true,
        ..*listing
    };
    Ok(cards(reader, &listing, slice, currency).await?)
}

/// A cashier who takes orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashierOnDuty {
    pub cashier: Member,
    pub open_orders: i64,
    /// What they can pay out now, in the players' currency.
    pub free: Money,
    pub banks: Vec<String>,
}

/// The cashiers who take orders now and have an account in the players' currency.
///
/// # Errors
/// [`PlayerReadError::NotForRole`].
pub async fn cashiers_on_duty(
    reader: &mut Reader,
    caller: &Principal,
    currency: Currency,
) -> Result<Vec<CashierOnDuty>, PlayerReadError> {
    caller.require(LISTS_CASHIERS)?;
    let candidates = orders::list_candidates(reader, currency, None).await?;
    let mut on_duty: Vec<CashierOnDuty> = Vec::new();
    for cashier in members::list_cashiers(reader, CASHIERS_MAX).await? {
        let own: Vec<_> = candidates.iter().filter(|one| one.cashier == cashier.id).collect();
        let Some(first) = own.first() else { continue };
        let free = own
            .iter()
            .map(|one| one.free().minor().max(0))
            .max()
            .unwrap_or_default();
        let mut banks = Vec::new();
        for candidate in &own {
            let account = accounts::find_account(reader, candidate.account).await?;
            banks.extend(account.and_then(|account| account.bank));
        }
        on_duty.push(CashierOnDuty {
            open_orders: first.open_orders,
            free: Money::from_minor(free, currency),
            banks,
            cashier,
        });
    }
    Ok(on_duty)
}

async fn cards(
    reader: &mut Reader,
    listing: &Listing,
    slice: &Slice,
    currency: Currency,
) -> Result<Vec<TransactionCard>, DbError> {
    let mut cards = Vec::new();
    let mut known: HashMap<MemberId, Option<Player>> = HashMap::new();
    for transaction in players::list_transactions(reader, listing, slice).await? {
        let player = match known.entry(transaction.member) {
            Entry::Occupied(found) => found.into_mut(),
            Entry::Vacant(slot) => {
                slot.insert(players::find_player_of_member(reader, transaction.member, currency).await?)
            }
        };
        if let Some(player) = player.clone() {
            cards.push(card_of(reader, transaction, player).await?);
        }
    }
    Ok(cards)
}

async fn card_of(reader: &mut Reader, transaction: Transaction, player: Player) -> Result<TransactionCard, DbError> {
    match transaction.kept.clone() {
        Kept::Order(order) => {
            let order = orders::find_order(reader, order).await?;
            let order = order.ok_or_else(|| DbError::Corrupt(format!("{} has no order", transaction.reference)))?;
            cash_card(reader, transaction, player, order).await
        }
        Kept::Completed { previous, current, .. } => {
            automatic_card(reader, transaction, player, (previous, current)).await
        }
        Kept::Failed { available, .. } => automatic_card(reader, transaction, player, (available, available)).await,
    }
}

async fn automatic_card(
    reader: &mut Reader,
    transaction: Transaction,
    player: Player,
    balances: (Money, Money),
) -> Result<TransactionCard, DbError> {
    let state = transaction.state().unwrap_or(TransactionState::Failed);
    let failure = match &transaction.kept {
        Kept::Failed { failure, .. } => Some(*failure),
        Kept::Completed { .. } | Kept::Order(_) => None,
    };
    let first = match state {
        TransactionState::Reverted => TransactionState::Completed,
        other => other,
    };
    let mut history = vec![StateStep {
        state: first,
        at: transaction.created_at,
        by: None,
        reason: failure.map(StepReason::Failed),
        cashier: None,
    }];
    if let Some(undone) = players::find_undoing(reader, transaction.id).await? {
        history.push(StateStep {
            state: TransactionState::Reverted,
            at: undone.at_ms,
            by: Some(members::get_member(reader, undone.actor_id).await?.name),
            reason: Some(StepReason::Said(undone.reason)),
            cashier: None,
        });
    }
    Ok(TransactionCard {
        transaction,
        player,
        state,
        balances: Some(balances),
        cash: None,
        history,
    })
}

async fn cash_card(
    reader: &mut Reader,
    transaction: Transaction,
    player: Player,
    order: Order,
) -> Result<TransactionCard, DbError> {
    let terms = players::find_cash_terms(reader, order.id).await?;
    let terms = terms.ok_or_else(|| DbError::Corrupt(format!("order {} has no terms", order.id)))?;
    let balances = balances_around(reader, &order).await?;
    let cashier = match order.cashier {
        Some(cashier) => Some(members::get_member(reader, cashier).await?),
        None => None,
    };
    let account = match order.account {
        Some(account) => accounts::find_account(reader, account).await?,
        None => None,
    };
    let backlog = orders::list_backlog(reader, order.id).await?;
    Ok(TransactionCard {
        state: state_of_order(order.state),
        history: history(reader, &backlog).await?,
        cash: Some(CashCard {
            method: terms.method,
            cashier,
            account,
            payments: players::list_payments(reader, order.id).await?,
            order,
        }),
        transaction,
        player,
        balances,
    })
}

/// What the player had before and after a completed order, in the account that it moved: the one that is not the
/// cashier's.
async fn balances_around(reader: &mut Reader, order: &Order) -> Result<Option<(Money, Money)>, DbError> {
    let Some(journal) = order.journal else {
        return Ok(None);
    };
    let posted = ledger::find_posted(reader, journal).await?;
    let moved = posted.map(|posted| posted.lines).unwrap_or_default();
    let mut keys = moved.into_iter().map(|(key, _)| key);
    let of_player = keys.find(|key| matches!(key, AccountKey::Account(account, _) if Some(*account) != order.account));
    match of_player {
        Some(key) => ledger::find_balances_around(reader, journal, key).await,
        None => Ok(None),
    }
}
