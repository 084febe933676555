//! Reads players.

use super::{Player, PublicId};
use crate::db::{DbError, Source};
use crate::domain::kernel::money::Currency;
use crate::domain::people::members::IdentityKind;
use crate::ids::{AccountId, DiscordUserId, MemberId, TelegramUserId};

#[derive(sqlx::FromRow)]
struct PlayerRow {
    member_id: MemberId,
    player_id: PublicId,
    name: String,
    telegram_id: Option<TelegramUserId>,
    discord_id: Option<DiscordUserId>,
    account_id: Option<AccountId>,
}

/// The columns of a player, whose account in the currency `$1` is the open one (the one that debits are taken from), else the newest
/// closed one.
macro_rules! select_players {
    ($tail:literal) => {
        concat!(
            "select m.id as member_id, p.value as player_id, coalesce(m.display_name, m.name) as name,
                    (select cast(i.value as bigint) from member_identities i
                      where i.member_id = m.id and i.kind = 'telegram') as telegram_id,
                    (select cast(i.value as bigint) from member_identities i
                      where i.member_id = m.id and i.kind = 'discord') as discord_id,
                    (select a.id from accounts a
                      where a.member_id = m.id and a.currency = $1 and a.class = 'member'
                      order by case a.state when 'active' then 0 else 1 end,
                               case a.state when 'active' then a.id else -a.id end limit 1) as account_id
               from members m join member_identities p on p.member_id = m.id and p.kind = 'jugador' ",
            $tail
        )
    };
}

fn player_of(row: PlayerRow, currency: Currency) -> Option<Player> {
    Some(Player {
        member: row.member_id,
        player_id: row.player_id,
        name: row.name,
        telegram: row.telegram_id,
        discord: row.discord_id,
        account: row.account_id?,
        currency,
    })
}

/// The player who is known by this value; `None` also for somebody without an account in the currency.
pub(super) async fn find_by(
    source: &mut impl Source,
    kind: IdentityKind,
    value: &str,
    currency: Currency,
) -> Result<Option<Player>, DbError> {
    let row: Option<PlayerRow> = sqlx::query_as(select_players!(
        "where m.id = (select k.member_id from member_identities k where k.kind = $2 and k.value = $3)"
    ))
    .bind(currency)
    .bind(kind)
    .bind(value.to_owned())
    .fetch_optional(source.conn())
    .await?;
    Ok(row.and_then(|row| player_of(row, currency)))
}

/// A member as a player; `None` when they are none, or have no account in the currency.
pub async fn find_player_of_member(
    source: &mut impl Source,
    member: MemberId,
    currency: Currency,
) -> Result<Option<Player>, DbError> {
    let row: Option<PlayerRow> = sqlx::query_as(select_players!("where m.id = $2"))
        .bind(currency)
        .bind(member)
        .fetch_optional(source.conn())
        .await?;
    Ok(row.and_then(|row| player_of(row, currency)))
}
