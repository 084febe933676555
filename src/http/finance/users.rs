//! A user's coins and transactions.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::transactions::TransactionShown;
use crate::db::DbError;
use crate::domain::books::ledger::{self, AccountKey, Balance};
use crate::domain::games::apps::events::{self, MemberFunds, Transaction};
use crate::domain::games::apps::keys::Caller;
use crate::http::auth::Calling;
use crate::http::body::{Segment, parse_user};
use crate::http::error::{ApiError, Code};
use crate::http::openapi::{Always, NotThere, Unreadable};
use crate::http::page::{Page, PageAsked, cursor};
use crate::http::state::Api;
use crate::ids::{AppTransactionId, DiscordUserId};

/// A user's coins. All apps share them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UserShown {
    #[schema(example = "169015299834642432")]
    user_id: String,
    #[schema(example = "COIN")]
    currency: String,
    /// Final coins.
    #[schema(example = 100)]
    posted: i64,
    /// The part of `posted` that open events hold.
    #[schema(example = 15)]
    held: i64,
    /// Coins that open events will give when they close. They can be spent only inside their own event.
    #[schema(example = 30)]
    pending: i64,
    /// Coins that can be spent anywhere: posted minus held.
    #[schema(example = 85)]
    available: i64,
}

/// Transactions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransactionsShown {
    transactions: Vec<TransactionShown>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(example = "7")]
    next: Option<String>,
}

fn user_id(text: &str) -> Result<DiscordUserId, ApiError> {
    parse_user(text).ok_or_else(|| ApiError::new(Code::UserNotFound))
}

/// Shows a user's coins.
#[utoipa::path(
    get, path = "/finance/user/{user_id}", tag = "finance", security(("key" = [])),
    params(("user_id" = String, Path, description = "A Discord id")),
    responses((status = 200, description = "As it stands", body = UserShown), Always, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(_): Calling,
    Segment(id): Segment,
) -> Result<Json<UserShown>, ApiError> {
    let user = user_id(&id)?;
    let found = find(&api, user)
        .await
        .map_err(|fault| ApiError::fault("users.show", &fault))?;
    let (funds, balance) = found.ok_or_else(|| ApiError::new(Code::UserNotFound))?;
    Ok(Json(UserShown {
        user_id: user.to_string(),
        currency: balance.balance.currency().to_string(),
        posted: balance.balance.minor(),
        held: balance.held.minor(),
        pending: funds.pending.minor(),
        available: balance.available().minor(),
    }))
}

async fn find(api: &Api, user: DiscordUserId) -> Result<Option<(MemberFunds, Balance)>, DbError> {
    // A snapshot, so that no coin is counted both as posted and as pending.
    let mut reader = api.desk.db.snapshot().await?;
    let Some(funds) = events::find_funds(&mut reader, user).await? else {
        return Ok(None);
    };
    let balance = ledger::find_balance(&mut reader, AccountKey::Coins(funds.member)).await?;
    Ok(Some((funds, balance)))
}

/// Shows the transactions of a user that this app made, newest first.
#[utoipa::path(
    get, path = "/finance/user/{user_id}/transactions", tag = "finance", security(("key" = [])),
    params(("user_id" = String, Path, description = "A Discord id"), PageAsked),
    responses((status = 200, description = "A page of them", body = TransactionsShown), Always, NotThere, Unreadable)
)]
pub(super) async fn transactions(
    State(api): State<Api>,
    Calling(caller): Calling,
    Segment(id): Segment,
    page: Page,
) -> Result<Json<TransactionsShown>, ApiError> {
    let user = user_id(&id)?;
    let before = page.after::<1>()?.map_or(i64::MAX, |[before]| before);
    let found = list(&api, &caller, user, AppTransactionId::new(before), page.limit + 1).await;
    let found = found.map_err(|fault| ApiError::fault("users.transactions", &fault))?;
    let mut found = found.ok_or_else(|| ApiError::new(Code::UserNotFound))?;
    let more = page.cut(&mut found);
    let last = found.last().filter(|_| more);
    Ok(Json(TransactionsShown {
        next: last.map(|last| cursor([last.id.get()])),
        transactions: found.iter().map(TransactionShown::from).collect(),
    }))
}

async fn list(
    api: &Api,
    caller: &Caller,
    user: DiscordUserId,
    before: AppTransactionId,
    transactions_max: i64,
) -> Result<Option<Vec<Transaction>>, DbError> {
    let mut reader = api.desk.db.reader().await?;
    let Some(funds) = events::find_funds(&mut reader, user).await? else {
        return Ok(None);
    };
    let found = events::list_transactions_of(&mut reader, caller, funds.member, before, transactions_max).await?;
    Ok(Some(found))
}
