//! Tells a person who took money from an account which orders lose their cover.

use super::surface::Surface;
use super::view;
use crate::db::DbError;
use crate::domain::flows::undoing::PostingUndone;
use crate::domain::orders::{self, Unbacked};
use crate::domain::treasury::accounts::AccountFigure;
use crate::ids::AccountId;

/// A sentence about what the account promised to orders and no longer holds; empty when it holds enough.
pub(super) async fn words(surface: &Surface, account: AccountId) -> String {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        orders::find_unbacked(&mut reader, account).await
    };
    said(read.await, view::floats::unbacked)
}

/// The same for an amount that is only asked about: what the account would no longer hold.
pub(super) async fn words_before(surface: &Surface, figure: &AccountFigure) -> String {
    let Some((account, _)) = figure.account.as_ref().filter(|_| figure.sums.amount.is_negative()) else {
        return String::new();
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        orders::find_unbacked_after(&mut reader, *account, figure.sums.amount).await
    };
    said(read.await, view::floats::would_be_unbacked)
}

/// The same for each account from which an undone posting took money.
pub(super) async fn words_of_undone(surface: &Surface, done: &PostingUndone) -> String {
    let taken = done.moved.iter().filter(|moved| moved.amount.is_negative());
    let mut all = String::new();
    for account in taken.filter_map(|moved| moved.account) {
        all.push_str(&words(surface, account).await);
    }
    all
}

fn said(read: Result<Option<Unbacked>, DbError>, words: fn(&Unbacked) -> String) -> String {
    match read {
        Ok(found) => found.map(|found| words(&found)).unwrap_or_default(),
        Err(error) => {
            // This is only extra information: the change is saved, and the sweep checks the same.
            tracing::warn!(%error, "cannot read what the account promised to orders");
            String::new()
        }
    }
}
