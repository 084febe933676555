//! Asking for an account, deciding on it, and turning the pages of its movements.

use super::press::Press;
use super::typed::Typed;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, declined};
use crate::discord::content::Content;
use crate::discord::view;
use crate::discord::view::account_forms::{BALANCE, BANK, CURRENCY, HOLDER, TYPE};
use crate::domain::people::members::Permission;
use crate::domain::treasury::accounts::{self, AccountName, AskAccount};
use crate::domain::treasury::rates::PlaceOrCurrency;
use crate::ids::{AccountId, EntryId, RequestNumber};
use crate::reports;
use crate::reports::accounts::Moves;

pub(super) async fn ask(press: &Press<'_>, typed: &Typed<'_>) -> Outcome {
    let account_type = typed.field(TYPE);
    let account_type = view::account_forms::type_named(account_type)
        .ok_or_else(|| Declined::because(view::account_forms::unknown_type(account_type)))?;
    let actor = press.actor().await?;
    let asked = AskAccount {
        currency: PlaceOrCurrency::new(typed.field(CURRENCY)),
        account_type,
        bank_line: typed.field(BANK).to_owned(),
        holder: typed.field(HOLDER).to_owned(),
        opening_balance: typed.field(BALANCE).to_owned(),
    };
    let done = retrying(|| accounts::ask(&press.surface.desk, &actor, &press.request, &asked)).await;
    let done = done.map_err(declined("accounts.ask", view::accounts::refused))?;
    Ok(Answer::Say(view::accounts::asked(&done)))
}

pub(super) async fn approve(press: &Press<'_>, number: RequestNumber) -> Outcome {
    let actor = press.actor().await?;
    let done = retrying(|| accounts::approve(&press.surface.desk, &actor, &press.request, number)).await;
    let done = done.map_err(declined("accounts.approve", view::accounts::approval_refused))?;
    Ok(Answer::Say(view::accounts::approved(&done)))
}

pub(super) async fn turn_page(press: &Press<'_>, account: AccountId, newest: EntryId, page: i64) -> Outcome {
    let actor = press.actor().await?;
    let read = async {
        let mut reader = press.surface.desk.db.reader().await?;
        reports::accounts::movements(&mut reader, &actor, &AccountName::of_id(account), Some(newest), page).await
    };
    let found = read
        .await
        .map_err(declined("reports.accounts", view::accounts::refused))?;
    match found {
        Moves::Page(page) if !page.movements.is_empty() => {
            let face = view::movements::page(&page);
            Ok(press.turn(face, Content::For(Permission::SeeAccounts)))
        }
        Moves::OldBook(page) if !page.transactions.is_empty() => {
            let face = view::old_book::page(&page);
            Ok(press.turn(face, Content::For(Permission::SeeAccounts)))
        }
        Moves::Page(_) | Moves::OldBook(_) | Moves::None(_) => super::press::stale(),
    }
}

pub(super) async fn set_bank_number(press: &Press<'_>, account: AccountId, typed: &str) -> Outcome {
    let actor = press.actor().await?;
    let desk = &press.surface.desk;
    let done = retrying(|| accounts::set_bank_number(desk, &actor, &press.request, account, typed)).await;
    let done = done.map_err(declined("accounts.set_bank_number", view::accounts::refused))?;
    Ok(Answer::Say(view::accounts::bank_number_set(&done)))
}
