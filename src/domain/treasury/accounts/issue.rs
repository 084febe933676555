//! Makes accounts: each gets a number that no other one has, and a row in its backlog.

use super::recognise::recognise;
use super::store::{self, NewAccount};
use super::{Account, AccountClass, AccountError, AccountNumber};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Tx};
use crate::domain::books::ledger::{self, AccountKey, Line, Posting};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members::{Member, Role};
use crate::domain::people::requests::AccountType;
use crate::ids::{AccountId, MemberId, RequestId};

/// How often a number is drawn until one is free. With 10^18 numbers per currency a second draw is rare, and so many
/// draws mean a broken generator.
const DRAWS_MAX: usize = 8;

/// Makes an account under a number of its own.
pub(super) async fn issue(tx: &mut Tx, new: &NewAccount, at: Moment) -> Result<Account, DbError> {
    let prefix = store::prefix_of(tx, new.currency).await?;
    let bank = match new.class {
        AccountClass::Bank => recognise(tx, new.currency, new.bank.as_deref(), new.reference.as_deref()).await?,
        AccountClass::Member => None,
    };
    for _ in 0..DRAWS_MAX {
        let number = AccountNumber::draw(&prefix);
        if let Some(id) = store::insert_account(tx, new, bank, &number, at).await? {
            let details = serde_json::json!({ "number": number, "class": new.class });
            store::insert_backlog(tx, id, "opened", &details, Some(new.opened_by), at).await?;
            return store::get_account(tx, id).await;
        }
    }
    Err(DbError::Corrupt("no account number is free".to_owned()))
}

/// The type of an account of this class when nobody chose one.
pub(super) fn usual_type(class: AccountClass) -> AccountType {
    match class {
        AccountClass::Bank => AccountType::Bank,
        AccountClass::Member => AccountType::Checking,
    }
}

/// A cashier's account is one they pay from; a guest holds none.
pub(super) fn class_for(owner: &Member) -> Result<AccountClass, AccountError> {
    match owner.role {
        Role::Cashier => Ok(AccountClass::Bank),
        Role::Reseller | Role::Client | Role::Admin => Ok(AccountClass::Member),
        Role::Guest => Err(AccountError::NoRole {
            name: owner.name.clone(),
        }),
    }
}

/// Refuses a second active account of a member in one currency; of bank accounts there may be several. The
/// caller has locked the member.
pub(super) async fn refuse_second(
    tx: &mut Tx,
    owner: &Member,
    class: AccountClass,
    currency: Currency,
) -> Result<(), AccountError> {
    if class == AccountClass::Bank {
        return Ok(());
    }
    match store::find_own(tx, owner.id, currency).await? {
        None => Ok(()),
        Some(there) => Err(AccountError::AlreadyOpen {
            name: owner.name.clone(),
            account: there.id,
            number: there.number,
            currency,
        }),
    }
}

/// Posts the opening balance of an account: `world −x, account +x`. Posts nothing when it is zero.
pub(super) async fn post_opening(
    tx: &mut Tx,
    request: &RequestId,
    actor: MemberId,
    account: &Account,
    balance: Money,
    at: Moment,
) -> Result<(), AccountError> {
    if !balance.is_positive() {
        return Ok(());
    }
    let posting = Posting {
        kind: "account.opened",
        request: request.clone(),
        actor: Some(actor),
        at,
        details: serde_json::json!({ "account": account.id }),
        lines: vec![
            Line::take(AccountKey::World(account.currency), balance)?,
            Line::add(account.key(), balance),
        ],
    };
    ledger::post(tx, posting).await?;
    Ok(())
}

/// The account through which a member's money in a currency passes; opens an empty one when there is none.
pub async fn ensure_member_account(
    tx: &mut Tx,
    member: MemberId,
    currency: Currency,
    opened_by: MemberId,
    at: Moment,
) -> Result<AccountId, DbError> {
    if let Some(found) = store::find_own(tx, member, currency).await? {
        tx.lock(Lockable::Accounts, found.id.get()).await?;
        // The unit that had locked it before may have closed it.
        if let Some(account) = store::find_own(tx, member, currency).await? {
            return Ok(account.id);
        }
    }
    let account_type = usual_type(AccountClass::Member);
    Ok(open_own(tx, (member, currency), account_type, opened_by, at).await?.id)
}

/// Opens an empty account of a member's own, after the caller found that there is none in this currency. The caller has
/// locked the member.
pub(crate) async fn open_own(
    tx: &mut Tx,
    (member, currency): (MemberId, Currency),
    account_type: AccountType,
    opened_by: MemberId,
    at: Moment,
) -> Result<Account, DbError> {
    let new = NewAccount {
        member,
        currency,
        class: AccountClass::Member,
        account_type,
        bank: None,
        reference: None,
        holder: None,
        opened_by,
    };
    issue(tx, &new, at).await
}

#[cfg(test)]
mod tests {
    use super::class_for;
    use crate::domain::kernel::money::Percent;
    use crate::domain::people::members::{Member, Role};
    use crate::domain::treasury::accounts::AccountClass;
    use crate::ids::MemberId;

    fn owner(role: Role) -> Member {
        Member {
            id: MemberId::new(1),
            discord_user: None,
            name: "ana".into(),
            discord_name: "ana".into(),
            role,
            cut: Percent::HUNDRED,
            available: true,
            sent_away: false,
            left_at: None,
            country: None,
            referrer: None,
        }
    }

    #[test]
    fn a_cashier_gets_a_bank_account_and_a_guest_none() {
        assert_eq!(class_for(&owner(Role::Cashier)).unwrap(), AccountClass::Bank);
        assert_eq!(class_for(&owner(Role::Reseller)).unwrap(), AccountClass::Member);
        assert!(class_for(&owner(Role::Guest)).is_err());
    }
}
