//! Giros and the records of balances, as somebody asks for them.

use cambista::db::Reader;
use cambista::domain::flows::giros::GiroFilter;
use cambista::domain::people::members::Actor;
use cambista::domain::treasury::{accounts, banks};
use cambista::ids::{JournalId, MemberId};
use cambista::reports::ReadError;
use cambista::reports::giro_records::{BalanceOf, CentralCard, RecordFilter, Records, central_card, records_after};
use cambista::reports::giros_of_api::{GirosSeen, Posted, giros_after, records_of_posting};

/// Of the first account of a member.
pub(super) async fn of_account(r: &mut Reader, actor: &Actor, owner: MemberId) -> Result<Records, ReadError> {
    let own = accounts::list_accounts_of(r, owner).await?;
    let of = BalanceOf::Account(own.first().expect("an account"));
    records_after(r, actor, &of, RecordFilter::default(), (None, 5)).await
}

/// Of the first posting.
pub(super) async fn of_posting(r: &mut Reader, actor: &Actor) -> Result<Posted, ReadError> {
    records_of_posting(r, actor, JournalId::new(1)).await
}

/// Giros, newest first.
pub(super) async fn giros(r: &mut Reader, actor: &Actor) -> Result<GirosSeen, ReadError> {
    giros_after(r, actor, GiroFilter::default(), None, 5).await
}

/// Of the first bank.
pub(super) async fn of_bank(r: &mut Reader, actor: &Actor) -> Result<Records, ReadError> {
    let banks = banks::list_banks(r).await?;
    let of = BalanceOf::Bank(banks.first().expect("a bank"));
    records_after(r, actor, &of, RecordFilter::default(), (None, 5)).await
}

/// The first bank's central balance.
pub(super) async fn central(r: &mut Reader, actor: &Actor) -> Result<CentralCard, ReadError> {
    let banks = banks::list_banks(r).await?;
    let bank = banks.first().expect("a bank").clone();
    central_card(r, actor, bank).await
}
