//! The totals of a report: what its rows come to, and what the books say.

use std::collections::BTreeMap;

use super::report::{
    GainKind, ReportedAccount, ReportedBatch, ReportedGain, ReportedMovement, ReportedOrder, Total, TotalOf,
};
use crate::db::{DbError, Reader};
use crate::domain::books::ledger::{self, AccountKey, Period, Turned};
use crate::domain::kernel::money::{Currency, Money, MoneyError};
use crate::ids::{JournalId, MemberId};

/// What was read for a report.
pub(super) struct Found<'a> {
    pub(super) orders: &'a [ReportedOrder],
    pub(super) batches: &'a [ReportedBatch],
    pub(super) accounts: &'a [ReportedAccount],
    pub(super) gains: &'a [ReportedGain],
    pub(super) movements: &'a [ReportedMovement],
    pub(super) turned: &'a [Turned],
    pub(super) whose: Option<MemberId>,
}

type Sums = BTreeMap<(TotalOf, Currency), i64>;

fn add(sums: &mut Sums, of: TotalOf, amount: Money) -> Result<(), DbError> {
    let sum = sums.entry((of, amount.currency())).or_default();
    *sum = sum
        .checked_add(amount.minor())
        .ok_or_else(|| DbError::Corrupt(format!("{of:?} of a report: {}", MoneyError::Overflow)))?;
    Ok(())
}

/// The totals of what was found, each with what the books say.
pub(super) async fn read(reader: &mut Reader, found: &Found<'_>, period: Period) -> Result<Vec<Total>, DbError> {
    let rows = of_rows(found, period)?;
    let mut books = of_balances(found)?;
    of_completions(reader, found, &mut books).await?;
    of_closings(reader, found, period, &mut books).await?;
    let mut all: Vec<(TotalOf, Currency)> = rows.keys().chain(books.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let total = |key: (TotalOf, Currency)| {
        let of = |sums: &Sums| Money::from_minor(sums.get(&key).copied().unwrap_or(0), key.1);
        Total {
            of: key.0,
            rows: of(&rows),
            books: of(&books),
        }
    };
    Ok(all.into_iter().map(total).collect())
}

fn is_closed_in(batch: &ReportedBatch, period: Period) -> bool {
    batch.batch.closed_at.is_some_and(|at| period.contains(at))
}

fn of_rows(found: &Found<'_>, period: Period) -> Result<Sums, DbError> {
    let mut sums = Sums::new();
    for order in found.orders {
        if let Some(paid) = order.paid_out() {
            add(&mut sums, TotalOf::PaidOut, paid)?;
        }
        if let Some(came) = order.came_in() {
            add(&mut sums, TotalOf::CameIn, came)?;
        }
    }
    for batch in found.batches.iter().filter(|batch| is_closed_in(batch, period)) {
        add(&mut sums, TotalOf::BatchesSent, batch.figures.sent)?;
    }
    for gain in found.gains {
        add(&mut sums, TotalOf::Earnings, gain.movement.amount)?;
        if gain.what == GainKind::Share {
            add(&mut sums, TotalOf::Shared, gain.movement.amount)?;
        }
    }
    for moved in found.movements {
        add(&mut sums, TotalOf::Moved, moved.movement.amount)?;
    }
    Ok(sums)
}

fn of_balances(found: &Found<'_>) -> Result<Sums, DbError> {
    let mut sums = Sums::new();
    let change = |turned: &Turned| {
        let change = turned.closing.checked_sub(turned.opening);
        change.map_err(|error| DbError::Corrupt(format!("{}: {error}", turned.key)))
    };
    for account in found.accounts {
        add(&mut sums, TotalOf::Moved, change(&account.turned)?)?;
    }
    for turned in found.turned {
        match (turned.key, found.whose) {
            (AccountKey::Earnings(member), whose) if whose.is_none_or(|whose| whose == member) => {
                add(&mut sums, TotalOf::Earnings, change(turned)?)?;
            }
            // A loss moves from one to the other, so together they are what was shared.
            (AccountKey::Profit | AccountKey::Loss, None) => {
                let shared = change(turned)?.checked_neg();
                let shared = shared.map_err(|error| DbError::Corrupt(format!("gains: {error}")))?;
                add(&mut sums, TotalOf::Shared, shared)?;
            }
            _ => {}
        }
    }
    if found.whose.is_some() {
        let others = found.gains.iter().filter(|gain| gain.what != GainKind::Share);
        let others = others.map(|gain| gain.movement.amount.minor()).sum::<i64>();
        let earned = sums.get(&(TotalOf::Earnings, Currency::USD)).copied();
        if let Some(earned) = earned {
            add(
                &mut sums,
                TotalOf::Shared,
                Money::from_minor(earned - others, Currency::USD),
            )?;
        }
    }
    Ok(sums)
}

/// What the completions of the paid orders moved in the accounts of cashiers.
async fn of_completions(reader: &mut Reader, found: &Found<'_>, sums: &mut Sums) -> Result<(), DbError> {
    let mut paid: BTreeMap<JournalId, &ReportedOrder> = BTreeMap::new();
    for order in found.orders.iter().filter(|order| order.moved.is_some()) {
        if let Some(journal) = order.order.journal {
            paid.insert(journal, order);
        }
    }
    let journals: Vec<JournalId> = paid.keys().copied().collect();
    for (journal, key, amount) in ledger::list_entries_of(reader, &journals).await? {
        let AccountKey::Account(account, _) = key else { continue };
        let is_cashiers = paid
            .get(&journal)
            .is_some_and(|order| order.order.account == Some(account));
        if !is_cashiers {
            continue;
        }
        if amount.is_positive() {
            add(sums, TotalOf::CameIn, amount)?;
        } else {
            let left = amount.checked_neg();
            let left = left.map_err(|error| DbError::Corrupt(format!("posting {journal}: {error}")))?;
            add(sums, TotalOf::PaidOut, left)?;
        }
    }
    Ok(())
}

/// What the closings took out of the batches' accounts.
async fn of_closings(reader: &mut Reader, found: &Found<'_>, period: Period, sums: &mut Sums) -> Result<(), DbError> {
    let closed = found.batches.iter().filter(|batch| is_closed_in(batch, period));
    let journals: Vec<JournalId> = closed.filter_map(|batch| batch.batch.closing).collect();
    for (journal, key, amount) in ledger::list_entries_of(reader, &journals).await? {
        if let AccountKey::BatchSent(..) = key {
            let sent = amount.checked_neg();
            let sent = sent.map_err(|error| DbError::Corrupt(format!("posting {journal}: {error}")))?;
            add(sums, TotalOf::BatchesSent, sent)?;
        }
    }
    Ok(())
}
