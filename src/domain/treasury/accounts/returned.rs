//! Money that is meant for an account which its owner has closed since: nobody looks into a closed account, so it goes
//! where its owner sees it.

use std::collections::BTreeMap;

use super::{Account, AccountClass, AccountState, reopen_for_return, store};
use crate::db::{DbError, Lockable, Tx};
use crate::domain::books::ledger::{self, AccountKey, LedgerError, Line, Posting, Reversal};
use crate::domain::kernel::money::Money;
use crate::domain::people::members::By;
use crate::ids::{AccountId, JournalId};

/// The kind of the row that moves money between a closed account and its owner's open one (docs/BOOKS.md).
const PASSED_ON: &str = "account.passed_on";

/// The account that gets what was meant for another one.
pub(crate) struct Target {
    pub(crate) account: AccountId,
    /// The account, if it had to be reopened. Its owner is to be told.
    pub(crate) reopened: Option<Account>,
}

/// Where money goes that is meant for this account: to itself while it is open; else to its owner's open account in the
/// same currency; else to itself, reopened.
///
/// # Errors
/// A fault.
pub(crate) async fn target_of(tx: &mut Tx, account: AccountId, by: By) -> Result<Target, DbError> {
    if let Some(present) = find_present(tx, account).await? {
        return Ok(Target {
            account: present.id,
            reopened: None,
        });
    }
    Ok(Target {
        account,
        reopened: reopen_for_return(tx, account, by).await?,
    })
}

/// The mirror of a posting.
pub(crate) struct Mirrored {
    pub(crate) journal: JournalId,
    /// The accounts that had to be reopened for it. Their owners are to be told.
    pub(crate) reopened: Vec<Account>,
    /// Closed accounts whose money went on to, or came from, their owner's open account: `(closed, open)`.
    pub(crate) passed: Vec<(AccountId, AccountId)>,
}

impl Mirrored {
    /// The account in which the owner of this one sees the money.
    pub(crate) fn seen_in(&self, account: AccountId) -> AccountId {
        let passed = self.passed.iter().find(|(closed, _)| *closed == account);
        passed.map_or(account, |(_, open)| *open)
    }
}

/// Mirrors a posting as [`ledger::reverse`] does. A mirror moves the very accounts that the posting moved. Where one of
/// them is closed, and its owner has another one open, a row of its own passes the money on: what comes back goes on to
/// the open account, and what is taken comes from it. Where there is no other, what comes back reopens the account.
///
/// # Errors
/// As [`ledger::reverse`].
pub(crate) async fn reverse_seen(tx: &mut Tx, reversal: Reversal) -> Result<Mirrored, LedgerError> {
    let by = By {
        actor: reversal.actor,
        at: reversal.at,
    };
    let (mut coming, mut passed, mut reopened) = (Vec::new(), Vec::new(), Vec::new());
    for (account, back) in moved_back(tx, reversal.journal).await? {
        let Some(present) = find_present(tx, account).await? else {
            if back.is_positive() {
                reopened.extend(reopen_for_return(tx, account, by).await?);
            }
            continue;
        };
        let closed = AccountKey::Account(account, back.currency());
        passed.push((account, present.id));
        if back.is_positive() {
            coming.push((closed, present.key(), back));
        } else {
            pass_on(tx, &reversal, present.key(), closed, back.checked_neg()?).await?;
        }
    }
    let journal = ledger::reverse(tx, reversal.clone()).await?;
    for (closed, present, back) in coming {
        pass_on(tx, &reversal, closed, present, back).await?;
    }
    Ok(Mirrored {
        journal,
        reopened,
        passed,
    })
}

/// What the mirror of a row adds to each numbered account, or (negative) takes; accounts that it does not change are
/// left out.
async fn moved_back(tx: &mut Tx, journal: JournalId) -> Result<Vec<(AccountId, Money)>, LedgerError> {
    let posted = ledger::find_posted(tx, journal).await?;
    let mut back: BTreeMap<AccountId, Money> = BTreeMap::new();
    for (key, amount) in posted.map(|posted| posted.lines).unwrap_or_default() {
        if let AccountKey::Account(account, currency) = key {
            let sum = back.entry(account).or_insert(Money::zero(currency));
            *sum = sum.checked_sub(amount)?;
        }
    }
    Ok(back.into_iter().filter(|(_, amount)| !amount.is_zero()).collect())
}

/// The open account of the owner of a closed one, in the same currency; `None` when the account is open, when there is
/// no other, and for a bank account, which stands for one at a bank.
async fn find_present(tx: &mut Tx, account: AccountId) -> Result<Option<Account>, DbError> {
    tx.lock(Lockable::Accounts, account.get()).await?;
    let found = store::get_account(tx, account).await?;
    if found.state == AccountState::Active || found.class == AccountClass::Bank {
        return Ok(None);
    }
    let Some(present) = store::find_own(tx, found.member, found.currency).await? else {
        return Ok(None);
    };
    tx.lock(Lockable::Accounts, present.id.get()).await?;
    // The unit that had locked it before may have closed it.
    store::find_own(tx, found.member, found.currency).await
}

async fn pass_on(
    tx: &mut Tx,
    reversal: &Reversal,
    from: AccountKey,
    to: AccountKey,
    amount: Money,
) -> Result<(), LedgerError> {
    let posting = Posting {
        kind: PASSED_ON,
        request: reversal.request.clone(),
        actor: Some(reversal.actor),
        at: reversal.at,
        details: serde_json::json!({ "undoes": reversal.journal }),
        lines: vec![Line::take(from, amount)?, Line::add(to, amount)],
    };
    ledger::post(tx, posting).await?;
    Ok(())
}
