//! `!recargar @david 5000 efectivo`: money that a reseller paid in advance for giros (S2-20).

use serde::Serialize;

use super::deposit::carry_out;
use super::issue::ensure_member_account;
use super::moving::Moved;
use super::{AccountError, AccountName, Deposit};
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{AmountError, Currency, currency_called, parse_amount};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Member, Permission, Role};
use crate::domain::treasury::rates::find_currency_of_place;
use crate::ids::{MemberId, RequestId};

/// What came in for whom, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrepaidDeposit {
    pub member: MemberId,
    pub amount: String,
    /// A currency, a reference, or both in this order.
    pub behind: Option<String>,
}

/// Puts money into a reseller's own account, which is opened when there is none. A deposit of many times the usual amount is
/// only asked about.
///
/// # Errors
/// [`AccountError::NotAllowed`] unless admin or superuser; [`AccountError::NoReseller`], [`AccountError::NotHere`];
/// otherwise as [`super::deposit`].
pub async fn deposit_prepaid(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &PrepaidDeposit,
    as_typed: &AsTyped,
) -> Result<Moved, AccountError> {
    actor.require(Permission::AdjustAccounts)?;
    let asked = Asked::new(request, "accounts.deposit_prepaid", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let owner = prepaying(tx, typed.member).await?;
        let usual = desk.policy.default_corridor.send;
        let (currency, reason) = read_behind(tx, typed.behind.as_deref(), usual).await?;
        let currency = currency.or(currency_beside(&typed.amount, usual)).unwrap_or(usual);
        let account = ensure_member_account(tx, owner.id, currency, actor.member, now).await?;
        let deposit = Deposit {
            account: AccountName::of_id(account),
            amount: typed.amount.clone(),
            reason,
        };
        carry_out(tx, (desk, actor), request, (&deposit, as_typed), now).await
    })
    .await
}

/// The member for update, who may be paid in advance: a reseller who works here.
///
/// # Errors
/// [`AccountError::NoReseller`], [`AccountError::NotHere`].
pub(super) async fn prepaying(tx: &mut Tx, member: MemberId) -> Result<Member, AccountError> {
    let owner = members::get_member_for_update(tx, member).await?;
    if owner.role != Role::Reseller || !owner.works() {
        return Err(AccountError::NoReseller { name: owner.name });
    }
    owner.require_here()?;
    Ok(owner)
}

/// The currency that is written beside the number: `500 soles`.
fn currency_beside(amount: &str, usual: Currency) -> Option<Currency> {
    match parse_amount(amount, usual) {
        Err(AmountError::OtherCurrency { given, .. }) => Some(given),
        Ok(_) | Err(_) => None,
    }
}

/// The first word may be a currency or a country; what follows is the reference.
async fn read_behind(
    tx: &mut Tx,
    behind: Option<&str>,
    usual: Currency,
) -> Result<(Option<Currency>, Option<String>), AccountError> {
    let behind = behind.unwrap_or_default().trim();
    // `500 en soles` says the currency and no reference.
    let behind = behind.strip_prefix("en ").unwrap_or(behind);
    let (word, rest) = behind.split_once(char::is_whitespace).unwrap_or((behind, ""));
    let currency = match word.is_empty() {
        true => None,
        false => find_currency_of_place(tx, word).await?,
    };
    if currency.is_none() && is_like_currency(word) {
        let typed = word.to_owned();
        return Err(AccountError::CurrencyOrReference { typed, usual });
    }
    let reference = match currency {
        Some(_) => rest.trim(),
        None => behind,
    };
    Ok((currency, (!reference.is_empty()).then(|| reference.to_owned())))
}

/// Whether a word is written as codes of currencies are, or is one letter off from what a currency is called.
fn is_like_currency(word: &str) -> bool {
    let is_code = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut shorter = word.to_owned();
    let is_longer = shorter.pop().is_some() && currency_called(&shorter).is_some();
    is_code || is_longer || currency_called(&format!("{word}s")).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_like_currency;

    #[test]
    fn a_mistyped_currency_is_no_reference() {
        for word in ["XXX", "USDD", "soless", "dolare"] {
            assert!(is_like_currency(word), "{word}");
        }
        for word in ["efectivo", "pago", "Zelle", "123", "por", "", "S"] {
            assert!(!is_like_currency(word), "{word}");
        }
    }
}
