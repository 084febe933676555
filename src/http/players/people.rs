//! Players: registering them, linking identities, showing them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use super::players_error::players_refused;
use crate::db::retrying;
use crate::domain::flows::players::{self, Elsewhere, Funds, NewPlayer, Player, PlayersError, Registered};
use crate::domain::people::members::IdentityKind;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::auth::Calling;
use crate::http::under_api::body::Body;
use crate::http::under_api::centavos::centavos_of;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::{DiscordUserId, TelegramUserId};

/// The longest name, in characters: as long as a name at the desk may be.
const NAME_CHARS_MAX: usize = 80;

/// The id of a user on Discord or Telegram.
fn outside_id_schema() -> Schema {
    Schema::OneOf(outside_id().build())
}

/// The same, or null.
fn optional_outside_id_schema() -> Schema {
    let null = ObjectBuilder::new().schema_type(Type::Null);
    Schema::OneOf(outside_id().item(null).build())
}

fn outside_id() -> OneOfBuilder {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[1-9][0-9]{0,18}$"));
    OneOfBuilder::new()
        .item(number)
        .item(text)
        .description(Some("The id of a user there, as a number (never rounded) or as text"))
        .examples([serde_json::json!(5_551_234_567_i64)])
}

/// The body of a registration. It is read field by field ([`Body`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct PlayerAsked {
    /// What the player is called. Used only for somebody whom the desk does not know yet.
    #[schema(example = "Ana", min_length = 1, max_length = 80)]
    nombre: String,
    /// The id of a Telegram user, as a number or as text.
    #[schema(schema_with = optional_outside_id_schema, required = false)]
    telegram_id: Option<i64>,
    /// The id of a Discord user, as a number or as text.
    #[schema(schema_with = optional_outside_id_schema, required = false)]
    discord_id: Option<i64>,
}

/// The body that links an identity.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct IdentityAsked {
    tipo: IdentityType,
    /// The id there, as a number or as text.
    #[schema(schema_with = outside_id_schema)]
    valor: i64,
}

/// Where the identity is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[schema(rename_all = "lowercase")]
pub(super) enum IdentityType {
    Discord,
    Telegram,
}

/// A player.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlayerShown {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "68ab54e05475d8a12e468add")]
    jugador_id: String,
    #[schema(example = "Ana")]
    nombre: String,
    identidades: IdentitiesShown,
    /// What can be spent, in centavos.
    #[schema(example = 90_400)]
    saldo: i64,
    /// What open withdrawals hold, in centavos.
    #[schema(example = 0)]
    saldo_retenido: i64,
    #[schema(example = "VES")]
    moneda: String,
}

/// What a player is known by. Each is text: ids do not fit a JavaScript number.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IdentitiesShown {
    #[schema(example = "169015299834642432")]
    discord: Option<String>,
    #[schema(example = "5551234567")]
    telegram: Option<String>,
    #[schema(example = "68ab54e05475d8a12e468add")]
    jugador: String,
}

impl PlayerShown {
    fn of(player: &Player, funds: Funds) -> PlayerShown {
        PlayerShown {
            exito: true,
            jugador_id: player.player_id.to_string(),
            nombre: player.name.clone(),
            identidades: IdentitiesShown {
                discord: player.identity(IdentityKind::Discord),
                telegram: player.identity(IdentityKind::Telegram),
                jugador: player.player_id.to_string(),
            },
            saldo: centavos_of(funds.available),
            saldo_retenido: centavos_of(funds.held),
            moneda: player.currency.to_string(),
        }
    }
}

/// 201 when something was made, 200 when all of it was there before.
fn registered(found: &Registered) -> (StatusCode, Json<PlayerShown>) {
    let status = if found.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    (status, Json(PlayerShown::of(&found.player, found.funds)))
}

/// Registers a player. Somebody whom the desk knows by one of the ids becomes a player and keeps their role; a guest
/// becomes a client. Registering the same ids again changes nothing and answers 200.
#[utoipa::path(
    post, path = "/api/jugadores", tag = "jugadores", security(("token" = [])),
    params(RepeatableAsked),
    request_body = PlayerAsked,
    responses(
        (status = 201, description = "The player, who is registered now", body = PlayerShown),
        (status = 200, description = "The player, who was registered before", body = PlayerShown),
        Always, Conflicts, Unreadable
    )
)]
pub(super) async fn register(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<PlayerShown>), Refusal> {
    let new = NewPlayer {
        name: body.text("nombre", NAME_CHARS_MAX)?,
        telegram: body.optional_id("telegramId")?.map(TelegramUserId::new),
        discord: body.optional_id("discordId")?.map(DiscordUserId::new),
    };
    let found = retrying(|| players::register(&api.desk, &caller, &request, &new)).await;
    Ok(registered(&found.map_err(players_refused("players.register"))?))
}

/// Links an identity to a player, who has none of that kind. Linking the same one again changes nothing.
#[utoipa::path(
    post, path = "/api/jugadores/{id}/identidades", tag = "jugadores", security(("token" = [])),
    params(("id" = String, Path, description = "Any identity of the player"), RepeatableAsked),
    request_body = IdentityAsked,
    responses(
        (status = 201, description = "The player, with the identity", body = PlayerShown),
        (status = 200, description = "The player, who had it before", body = PlayerShown),
        Always, NotThere, Conflicts, Unreadable
    )
)]
pub(super) async fn link(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    Part(player): Part,
    body: Body,
) -> Result<(StatusCode, Json<PlayerShown>), Refusal> {
    let value = body.id("valor")?;
    let identity = body.word("tipo", "`discord` o `telegram`", |word| match word {
        "discord" => Some(Elsewhere::Discord(DiscordUserId::new(value))),
        "telegram" => Some(Elsewhere::Telegram(TelegramUserId::new(value))),
        _ => None,
    })?;
    let found = retrying(|| players::link(&api.desk, &caller, &request, &player, identity)).await;
    Ok(registered(&found.map_err(players_refused("players.link"))?))
}

/// Shows a player, by any of their identities. A player sees only themselves.
#[utoipa::path(
    get, path = "/api/jugadores/{id}", tag = "jugadores", security(("token" = [])),
    params(("id" = String, Path, description = "A player's id, or a Discord or Telegram id; `discord:` or `telegram:` before it says which")),
    responses((status = 200, description = "The player", body = PlayerShown), Always, NotThere, Conflicts)
)]
pub(super) async fn show(
    State(api): State<Api>,
    Calling(caller): Calling,
    Part(player): Part,
) -> Result<Json<PlayerShown>, Refusal> {
    let read = async {
        let currency = api.desk.policy.players.currency;
        let mut snapshot = api.desk.db.snapshot().await?;
        players::show_player(&mut snapshot, &caller, &player, currency).await
    };
    let found: Result<(Player, Funds), PlayersError> = read.await;
    let (player, funds) = found.map_err(players_refused("players.show"))?;
    Ok(Json(PlayerShown::of(&player, funds)))
}
