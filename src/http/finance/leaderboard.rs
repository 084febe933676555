//! The users with the most coins.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::DbError;
use crate::domain::books::ledger::{self, CoinHolder};
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::people::members::{self, Member};
use crate::http::auth::Calling;
use crate::http::error::ApiError;
use crate::http::openapi::{Always, Unreadable};
use crate::http::page::{Page, PlacesAsked, cursor};
use crate::http::state::Api;
use crate::ids::{LedgerAccountId, MemberId};

/// One place of the leaderboard.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Place {
    #[schema(example = 1)]
    rank: i64,
    #[schema(example = "169015299834642432")]
    user_id: String,
    #[schema(example = "ana")]
    name: String,
    /// Final coins.
    #[schema(example = 100)]
    posted: i64,
}

/// Users with coins, the richest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Leaderboard {
    places: Vec<Place>,
    /// The `cursor` of the next page; null on the last one.
    #[schema(example = "100-7-50")]
    next: Option<String>,
}

/// Shows the users with the most coins.
#[utoipa::path(
    get, path = "/finance/leaderboard", tag = "finance", security(("key" = [])),
    params(PlacesAsked),
    responses((status = 200, description = "A page of it", body = Leaderboard), Always, Unreadable)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(_): Calling,
    page: Page,
) -> Result<Json<Leaderboard>, ApiError> {
    let (after, ranked) = match page.after::<3>()? {
        None => (None, 0),
        Some([minor, account, ranked]) => {
            let balance = Money::from_minor(minor, Currency::COIN);
            (Some((balance, LedgerAccountId::new(account))), ranked)
        }
    };
    let found = find(&api, after, page.limit + 1).await;
    let (mut holders, people) = found.map_err(|fault| ApiError::fault("leaderboard.show", &fault))?;
    let more = page.cut(&mut holders);
    let rank_of = |index: usize| ranked.saturating_add(i64::try_from(index).unwrap_or(i64::MAX));
    let last = holders.last().filter(|_| more);
    let next = last.map(|last| cursor([last.balance.minor(), last.account.get(), rank_of(holders.len())]));
    let place = |(index, holder): (usize, &CoinHolder)| {
        let member = people.get(&holder.member)?;
        Some(Place {
            rank: rank_of(index + 1),
            user_id: member.discord_user?.to_string(),
            name: member.name.clone(),
            posted: holder.balance.minor(),
        })
    };
    Ok(Json(Leaderboard {
        places: holders.iter().enumerate().filter_map(place).collect(),
        next,
    }))
}

type Found = (Vec<CoinHolder>, HashMap<MemberId, Member>);

async fn find(api: &Api, after: Option<(Money, LedgerAccountId)>, holders_max: i64) -> Result<Found, DbError> {
    let mut reader = api.desk.db.snapshot().await?;
    let holders = ledger::list_coin_holders(&mut reader, after, holders_max).await?;
    let ids: Vec<MemberId> = holders.iter().map(|holder| holder.member).collect();
    let people = members::find_members(&mut reader, &ids).await?;
    Ok((holders, people.into_iter().map(|member| (member.id, member)).collect()))
}
