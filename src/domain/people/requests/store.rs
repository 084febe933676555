//! Requests and what became of them.

use super::{Details, NewRequest, Request, RequestKind, RequestState};
use crate::clock::Moment;
use crate::db::{DbError, Lockable, Numbered, Place, Source, Tx};
use crate::ids::{MemberId, RequestNumber};

/// Above the number of every request: where a list of the newest begins.
const NEWEST: i64 = i64::MAX;

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: RequestNumber,
    member_id: MemberId,
    state: RequestState,
    details: String,
    created_at_ms: Moment,
    expires_at_ms: Option<Moment>,
    decided_at_ms: Option<Moment>,
    decided_by: Option<MemberId>,
    reason: Option<String>,
    undone_at_ms: Option<Moment>,
}

impl TryFrom<RequestRow> for Request {
    type Error = DbError;

    fn try_from(row: RequestRow) -> Result<Self, DbError> {
        let details: Details = serde_json::from_str(&row.details)
            .map_err(|error| DbError::Corrupt(format!("request {}: {error}", row.id)))?;
        Ok(Self {
            number: row.id,
            member: row.member_id,
            state: if row.undone_at_ms.is_some() {
                RequestState::Undone
            } else {
                row.state
            },
            details,
            created_at: row.created_at_ms,
            expires_at: row.expires_at_ms,
            decided_at: row.decided_at_ms,
            decided_by: row.decided_by,
            reason: row.reason,
        })
    }
}

/// The columns of a request, in one place; `$tail` says which requests.
macro_rules! select_requests {
    ($tail:literal) => {
        concat!(
            "select id, member_id, state, details, created_at_ms, expires_at_ms, decided_at_ms, decided_by, reason, \
             undone_at_ms from requests ",
            $tail
        )
    };
}

pub async fn find_request(source: &mut impl Source, number: RequestNumber) -> Result<Option<Request>, DbError> {
    let row: Option<RequestRow> = sqlx::query_as(select_requests!("where id = $1"))
        .bind(number)
        .fetch_optional(source.conn())
        .await?;
    row.map(Request::try_from).transpose()
}

pub(crate) async fn find_request_for_update(tx: &mut Tx, number: RequestNumber) -> Result<Option<Request>, DbError> {
    tx.lock(Lockable::Requests, number.get()).await?;
    find_request(tx, number).await
}

pub(super) async fn find_open(tx: &mut Tx, open_key: &str) -> Result<Option<RequestNumber>, DbError> {
    let row: Option<(RequestNumber,)> =
        sqlx::query_as("select id from requests where open_key = $1 and state = 'pending'")
            .bind(open_key.to_owned())
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.map(|(number,)| number))
}

/// The pending request with this key, locked.
pub(crate) async fn find_pending_about(tx: &mut Tx, open_key: &str) -> Result<Option<Request>, DbError> {
    match find_open(tx, open_key).await? {
        Some(number) => find_request_for_update(tx, number).await,
        None => Ok(None),
    }
}

/// The pending requests whose key begins with this text. Keys contain no wildcard of `like`.
pub(crate) async fn list_pending_like(tx: &mut Tx, key_begins: &str) -> Result<Vec<RequestNumber>, DbError> {
    let rows: Vec<(RequestNumber,)> =
        sqlx::query_as("select id from requests where open_key like $1 and state = 'pending' order by id limit 1000")
            .bind(format!("{key_begins}%"))
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// A member's pending request of a kind.
pub async fn find_open_of(
    source: &mut impl Source,
    member: MemberId,
    kind: RequestKind,
) -> Result<Option<Request>, DbError> {
    let row: Option<RequestRow> = sqlx::query_as(select_requests!(
        "where member_id = $1 and kind = $2 and state = 'pending' order by id desc limit 1"
    ))
    .bind(member)
    .bind(kind)
    .fetch_optional(source.conn())
    .await?;
    row.map(Request::try_from).transpose()
}

/// The newest request of a kind that a member ever made.
pub async fn find_last_of(
    source: &mut impl Source,
    member: MemberId,
    kind: RequestKind,
) -> Result<Option<Request>, DbError> {
    let row: Option<RequestRow> = sqlx::query_as(select_requests!(
        "where member_id = $1 and kind = $2 order by id desc limit 1"
    ))
    .bind(member)
    .bind(kind)
    .fetch_optional(source.conn())
    .await?;
    row.map(Request::try_from).transpose()
}

pub(super) async fn list_pending_of(tx: &mut Tx, member: MemberId) -> Result<Vec<RequestNumber>, DbError> {
    let rows: Vec<(RequestNumber,)> =
        sqlx::query_as("select id from requests where member_id = $1 and state = 'pending' order by id limit 1000")
            .bind(member)
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Pending requests whose time is over at `now`, oldest first.
pub(super) async fn list_due(
    source: &mut impl Source,
    now: Moment,
    requests_max: i64,
) -> Result<Vec<RequestNumber>, DbError> {
    let rows: Vec<(RequestNumber,)> = sqlx::query_as(
        "select id from requests where state = 'pending' and expires_at_ms is not null and expires_at_ms < $1
          order by id limit $2",
    )
    .bind(now)
    .bind(requests_max)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Which requests are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    pub kind: Option<RequestKind>,
    pub state: Option<RequestState>,
}

impl Listing {
    /// The values of `$1` and `$2`; an empty text means any.
    fn bound(self) -> (&'static str, &'static str) {
        (
            self.kind.map_or("", RequestKind::code),
            self.state.map_or("", RequestState::code),
        )
    }
}

/// A page of requests, newest first.
pub async fn list_requests(
    source: &mut impl Source,
    listing: Listing,
    place: Place,
    requests_max: i64,
) -> Result<Vec<Request>, DbError> {
    let (text, key) = match place {
        Place::First => (OLDER, NEWEST),
        Place::After(key) => (OLDER, key),
        Place::Before(key) => (NEWER, key),
    };
    let (kind, state) = listing.bound();
    let query = sqlx::query_as(text).bind(kind).bind(state).bind(key).bind(requests_max);
    let rows: Vec<RequestRow> = query.fetch_all(source.conn()).await?;
    let mut requests: Vec<Request> = rows.into_iter().map(Request::try_from).collect::<Result<_, _>>()?;
    if matches!(place, Place::Before(_)) {
        requests.reverse();
    }
    Ok(requests)
}

const OLDER: &str =
    select_requests!("where ($1 = '' or kind = $1) and ($2 = '' or state = $2) and id < $3 order by id desc limit $4");
const NEWER: &str =
    select_requests!("where ($1 = '' or kind = $1) and ($2 = '' or state = $2) and $3 < id order by id limit $4");

/// How many requests a list has in all, and how many of them are newer than this one.
pub async fn count_requests(
    source: &mut impl Source,
    listing: Listing,
    newer_than: Option<RequestNumber>,
) -> Result<(i64, i64), DbError> {
    let (kind, state) = listing.bound();
    Ok(sqlx::query_as(
        "select count(*), cast(coalesce(sum(case when $3 < id then 1 else 0 end), 0) as bigint)
           from requests where ($1 = '' or kind = $1) and ($2 = '' or state = $2)",
    )
    .bind(kind)
    .bind(state)
    .bind(newer_than.map_or(NEWEST, RequestNumber::get))
    .fetch_one(source.conn())
    .await?)
}

pub(super) async fn insert_request(tx: &mut Tx, new: &NewRequest, at: Moment) -> Result<RequestNumber, DbError> {
    let details = serde_json::to_string(&new.details).expect("details are plain data with text keys");
    let number = tx.next_number(Numbered::Requests).await?;
    let (number,): (RequestNumber,) = sqlx::query_as(
        "insert into requests (kind, member_id, state, open_key, details, created_at_ms, expires_at_ms, id)
         values ($1, $2, 'pending', $3, $4, $5, $6, $7) returning id",
    )
    .bind(new.details.kind())
    .bind(new.member)
    .bind(new.open_key.clone())
    .bind(details)
    .bind(at)
    .bind(new.expires_at)
    .bind(number)
    .fetch_one(tx.conn())
    .await?;
    let made = Change {
        to: RequestState::Pending,
        actor: Some(new.member),
        reason: None,
    };
    insert_backlog(tx, number, None, &made, at).await?;
    Ok(number)
}

/// Who sent captures of what was asked for, which was carried out then (payouts only).
pub(super) async fn list_provers(source: &mut impl Source, number: RequestNumber) -> Result<Vec<MemberId>, DbError> {
    let rows: Vec<(MemberId,)> =
        sqlx::query_as("select distinct uploader_id from request_proofs where request_id = $1 limit 50")
            .bind(number)
            .fetch_all(source.conn())
            .await?;
    Ok(rows.into_iter().map(|(prover,)| prover).collect())
}

/// What a request becomes, through whom and why.
pub(super) struct Change {
    pub(super) to: RequestState,
    /// `None` for the desk itself.
    pub(super) actor: Option<MemberId>,
    pub(super) reason: Option<String>,
}

/// Ends a request if it is still pending; returns whether it was.
pub(super) async fn change_state(
    tx: &mut Tx,
    number: RequestNumber,
    change: &Change,
    at: Moment,
) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update requests set state = $2, decided_at_ms = $3, decided_by = $4, reason = $5
          where id = $1 and state = 'pending'",
    )
    .bind(number)
    .bind(change.to)
    .bind(at)
    .bind(change.actor)
    .bind(change.reason.clone())
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 0 {
        return Ok(false);
    }
    insert_backlog(tx, number, Some(RequestState::Pending), change, at).await?;
    Ok(true)
}

/// Records that an approved request was undone; false when it was not approved, or was undone before.
pub(super) async fn mark_undone(
    tx: &mut Tx,
    number: RequestNumber,
    actor: MemberId,
    reason: &str,
    at: Moment,
) -> Result<bool, DbError> {
    let touched = sqlx::query(
        "update requests set undone_at_ms = $2 where id = $1 and state = 'approved' and undone_at_ms is null",
    )
    .bind(number)
    .bind(at)
    .execute(tx.conn())
    .await?
    .rows_affected();
    if touched == 0 {
        return Ok(false);
    }
    let change = Change {
        to: RequestState::Undone,
        actor: Some(actor),
        reason: Some(reason.to_owned()),
    };
    insert_backlog(tx, number, Some(RequestState::Approved), &change, at).await?;
    Ok(true)
}

async fn insert_backlog(
    tx: &mut Tx,
    number: RequestNumber,
    from: Option<RequestState>,
    change: &Change,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into request_backlog (request_id, from_state, to_state, actor_id, reason, at_ms)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(number)
    .bind(from)
    .bind(change.to)
    .bind(change.actor)
    .bind(change.reason.clone())
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One step of a request's life.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DecisionRow {
    pub from_state: Option<RequestState>,
    pub to_state: RequestState,
    /// `None` for the desk itself.
    pub actor_id: Option<MemberId>,
    pub reason: Option<String>,
    pub at_ms: Moment,
}

/// The steps of a request's life, oldest first.
pub async fn list_backlog(source: &mut impl Source, number: RequestNumber) -> Result<Vec<DecisionRow>, DbError> {
    Ok(sqlx::query_as(
        "select from_state, to_state, actor_id, reason, at_ms from request_backlog
          where request_id = $1 order by id limit 100",
    )
    .bind(number)
    .fetch_all(source.conn())
    .await?)
}
