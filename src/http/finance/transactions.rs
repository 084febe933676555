//! Transactions: making them inside an event, and reading them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::retrying;
use crate::domain::games::apps::events::{
    self, AMOUNT_MAX, DESCRIPTION_MAX_CHARS, EventState, Transact, Transaction, TransactionKind,
};
use crate::domain::kernel::money::{Currency, Money};
use crate::http::auth::Calling;
use crate::http::body::{Fields, Segment, number, user_id_schema};
use crate::http::error::{ApiError, Code, event_refused};
use crate::http::idempotency::{Repeatable, RepeatableAsked};
use crate::http::openapi::{Always, Conflicts, NotThere, NotYours, Unreadable};
use crate::http::show;
use crate::http::state::Api;
use crate::ids::{AppEventId, AppTransactionId};

/// The body of a request. It is read field by field ([`Fields`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct TransactionAsked {
    #[schema(schema_with = user_id_schema)]
    user_id: i64,
    /// An open event of this app.
    #[schema(example = 12, minimum = 1)]
    event_id: i64,
    /// `credit` gives the user coins, `debit` takes them.
    r#type: TransactionType,
    /// Whole coins.
    #[schema(example = 15, minimum = 1, maximum = 1_000_000_000_000_i64)]
    amount: i64,
    /// What for, on one line.
    #[schema(example = "test transaction", min_length = 1, max_length = 500)]
    description: String,
}

/// The direction in which coins move.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[schema(rename_all = "lowercase")]
pub(super) enum TransactionType {
    Credit,
    Debit,
}

/// A transaction in its current state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransactionShown {
    #[schema(example = 7)]
    transaction_id: i64,
    #[schema(example = 12)]
    event_id: i64,
    /// A Discord id as text: it does not fit a JavaScript number.
    #[schema(example = "169015299834642432")]
    user_id: String,
    #[schema(example = "credit")]
    r#type: &'static str,
    #[schema(example = 15)]
    amount: i64,
    #[schema(example = "test transaction")]
    description: String,
    /// `pending` while its event is open, then `final` or `refunded`.
    #[schema(example = "pending")]
    state: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
}

/// The answer to a new transaction.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TransactionMade {
    #[serde(flatten)]
    transaction: TransactionShown,
    /// How many coins the user can spend inside this event afterwards.
    #[schema(example = 115)]
    available: i64,
}

impl From<&Transaction> for TransactionShown {
    fn from(transaction: &Transaction) -> Self {
        Self {
            transaction_id: transaction.id.get(),
            event_id: transaction.event.get(),
            user_id: transaction.user.to_string(),
            r#type: transaction.kind.code(),
            amount: transaction.amount.minor(),
            description: transaction.description.clone(),
            state: match transaction.state {
                EventState::Open => "pending",
                EventState::Closed => "final",
                EventState::Expired => "refunded",
            },
            created_at: show::moment(transaction.created_at),
        }
    }
}

fn read(fields: &Fields) -> Result<Transact, ApiError> {
    let kind = |word: &str| TransactionKind::from_code(word).ok();
    Ok(Transact {
        user: fields.user("user_id")?,
        event: AppEventId::new(fields.whole("event_id", 1..=i64::MAX)?),
        kind: fields.word("type", "`credit` or `debit`", kind)?,
        amount: Money::from_minor(fields.whole("amount", 1..=AMOUNT_MAX)?, Currency::COIN),
        description: fields.text("description", DESCRIPTION_MAX_CHARS)?,
    })
}

/// Moves coins inside an open event. They stay pending until the event is closed.
#[utoipa::path(
    post, path = "/finance/transaction", tag = "finance", security(("key" = [])),
    params(RepeatableAsked),
    request_body = TransactionAsked,
    responses((status = 201, description = "It is promised", body = TransactionMade), Always, NotYours, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn make(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    fields: Fields,
) -> Result<(StatusCode, Json<TransactionMade>), ApiError> {
    let typed = read(&fields)?;
    let made = retrying(|| events::transact(&api.desk, &caller, &request, &typed)).await;
    let made = made.map_err(event_refused("events.transact"))?;
    let shown = TransactionMade {
        transaction: TransactionShown::from(&made.transaction),
        available: made.available.minor(),
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Shows a transaction.
#[utoipa::path(
    get, path = "/finance/transaction/{transaction_id}", tag = "finance", security(("key" = [])),
    params(("transaction_id" = i64, Path, description = "As its making answered it")),
    responses((status = 200, description = "As it stands", body = TransactionShown), Always, NotYours, NotThere)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(caller): Calling,
    Segment(id): Segment,
) -> Result<Json<TransactionShown>, ApiError> {
    let not_there = || ApiError::new(Code::TransactionNotFound);
    let id = number(&id).map(AppTransactionId::new).ok_or_else(not_there)?;
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        events::show_transaction(&mut reader, &caller, id).await
    };
    let transaction = read.await.map_err(event_refused("transactions.show"))?;
    Ok(Json(TransactionShown::from(&transaction)))
}
