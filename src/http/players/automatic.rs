//! Automatic transactions: a player's money moves at once.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::cash_bodies::identity_schema;
use super::inside::Inside;
use super::players_error::players_refused;
use crate::clock::Moment;
use crate::db::retrying;
use crate::domain::flows::players::{self, Automatic, Category, Done, Side, TransactionState};
use crate::domain::kernel::money::{Currency, Money};
use crate::http::idempotency::RepeatableAsked;
use crate::http::show;
use crate::http::state::Api;
use crate::http::under_api::auth::Calling;
use crate::http::under_api::body::Body;
use crate::http::under_api::centavos::{centavos_of, money_of};
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;

/// The longest identity of a player, in characters.
const IDENTITY_CHARS_MAX: usize = 60;
const DESCRIPTION_CHARS_MAX: usize = 500;
/// The longest `salaId` and `juegoId`, in characters.
const OUTSIDE_ID_CHARS_MAX: usize = 100;
const POSITION_MAX: i64 = 1_000_000;

/// The body. It is read field by field ([`Body`]); this type only describes it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct AutomaticAsked {
    /// Any identity of the player.
    #[schema(schema_with = identity_schema)]
    jugador_id: String,
    tipo: SideAsked,
    categoria: CategoryAsked,
    /// Whole centavos.
    #[schema(example = 1_000, minimum = 1, maximum = 1_000_000_000_000_i64)]
    monto: i64,
    #[schema(example = "Pago entrada a Sala de Ludo", min_length = 1, max_length = 500)]
    descripcion: String,
    #[schema(required = false)]
    referencia_externa: Option<ExternalAsked>,
    #[schema(required = false)]
    metadata: Option<MetadataAsked>,
}

/// `debito` takes money from the player, `credito` gives them some.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[schema(rename_all = "lowercase")]
pub(super) enum SideAsked {
    Debito,
    Credito,
}

/// Each category has one `tipo`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[schema(rename_all = "snake_case")]
pub(super) enum CategoryAsked {
    EntradaSala,
    Comision,
    Transferencia,
    PremioJuego,
    Reembolso,
    Bonificacion,
    AjusteAdmin,
}

/// What it belongs to outside. Other fields are stored as they are.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalAsked {
    /// The refunds of a room never exceed the entries that the player paid for it.
    #[schema(example = "675a1b2c3d4e5f6789abcdef", max_length = 100)]
    sala_id: Option<String>,
    /// A prize is paid once per player, game and position.
    #[schema(max_length = 100)]
    juego_id: Option<String>,
    #[schema(minimum = 1, maximum = 1_000_000)]
    posicion: Option<i64>,
    /// Any identity of the player who gets a `transferencia`.
    #[schema(max_length = 60)]
    jugador_destino_id: Option<String>,
}

/// About the call. Other fields are stored as they are.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct MetadataAsked {
    #[schema(example = "bot-telegram")]
    ip_origen: Option<String>,
    #[schema(example = "telegram-bot")]
    dispositivo_origen: Option<String>,
    procesado_por: Option<String>,
    tipo_operacion: Option<String>,
    /// A prize or refund that looks like a repetition is meant.
    permitir_repetida: Option<bool>,
}

/// A transaction, as the specification shows it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AutomaticShown {
    #[serde(rename = "_id")]
    #[schema(example = "68b39f775dd16c26cd064e60")]
    id: String,
    #[schema(example = "ENTRADA_SALA_68ab54e05475d8a12e468add_1756602231919_kx6gt")]
    referencia: String,
    #[schema(example = "debito")]
    tipo: &'static str,
    #[schema(example = "entrada_sala")]
    categoria: &'static str,
    /// Centavos.
    #[schema(example = 1_000)]
    monto: i64,
    #[schema(example = "completada")]
    estado: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    created_at: String,
}

/// The answer to an automatic transaction.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AutomaticDone {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Transacción procesada exitosamente")]
    mensaje: &'static str,
    transaccion: AutomaticShown,
    /// What the player could spend before, in centavos.
    #[schema(example = 90_400)]
    saldo_anterior: i64,
    /// What they can spend now, in centavos.
    #[schema(example = 89_400)]
    saldo_nuevo: i64,
}

/// What is shown of a transaction.
pub(super) struct Facts<'a> {
    pub(super) id: String,
    pub(super) reference: &'a str,
    pub(super) side: Side,
    pub(super) category: Category,
    pub(super) amount: Money,
    pub(super) state: TransactionState,
    pub(super) created_at: Moment,
}

impl AutomaticShown {
    pub(super) fn of(facts: &Facts<'_>) -> AutomaticShown {
        AutomaticShown {
            id: facts.id.clone(),
            referencia: facts.reference.to_owned(),
            tipo: facts.side.code(),
            categoria: facts.category.code(),
            monto: centavos_of(facts.amount),
            estado: facts.state.code(),
            created_at: show::moment(facts.created_at),
        }
    }
}

impl AutomaticDone {
    fn of(done: &Done) -> AutomaticDone {
        let facts = Facts {
            id: done.id.to_string(),
            reference: &done.reference,
            side: done.side,
            category: done.category,
            amount: done.amount,
            state: TransactionState::Completed,
            created_at: done.created_at,
        };
        AutomaticDone {
            exito: true,
            mensaje: "Transacción procesada exitosamente",
            transaccion: AutomaticShown::of(&facts),
            saldo_anterior: centavos_of(done.previous),
            saldo_nuevo: centavos_of(done.current),
        }
    }
}

fn read(body: &Body, currency: Currency) -> Result<Automatic, Refusal> {
    let (external, metadata) = (body.object("referenciaExterna")?, body.object("metadata")?);
    let (known, about) = (external.value(), metadata.value());
    let of_external = Inside::new("referenciaExterna", &known);
    let centavos = body.centavos("monto")?;
    let amount = money_of(centavos, currency).map_err(|_| Refusal::field("monto", "un monto menor"))?;
    Ok(Automatic {
        player: body.identity("jugadorId", IDENTITY_CHARS_MAX)?,
        side: body.word("tipo", "`debito` o `credito`", |word| Side::from_code(word).ok())?,
        category: body.word("categoria", &categories(), |word| Category::from_code(word).ok())?,
        amount,
        description: body.text("descripcion", DESCRIPTION_CHARS_MAX)?,
        recipient: of_external.id("jugadorDestinoId", IDENTITY_CHARS_MAX)?,
        room: of_external.id("salaId", OUTSIDE_ID_CHARS_MAX)?,
        game: of_external.id("juegoId", OUTSIDE_ID_CHARS_MAX)?,
        position: of_external.whole("posicion", 1..=POSITION_MAX)?,
        repeat_allowed: Inside::new("metadata", &about).flag("permitirRepetida")?,
        external,
        metadata,
    })
}

/// The categories, for whoever sent another word.
fn categories() -> String {
    let codes: Vec<String> = Category::ALL
        .iter()
        .filter(|category| !category.needs_cashier())
        .map(|category| format!("`{category}`"))
        .collect();
    format!("una de estas categorías: {}", codes.join(", "))
}

/// Moves a player's money at once. Without enough money nothing moves, and a failed transaction is kept.
#[utoipa::path(
    post, path = "/api/transacciones/procesar-automatica", tag = "transacciones", security(("token" = [])),
    params(RepeatableAsked),
    request_body = AutomaticAsked,
    responses((status = 201, description = "It is in the books", body = AutomaticDone), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn process(
    State(api): State<Api>,
    Calling(caller): Calling,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<AutomaticDone>), Refusal> {
    let typed = read(&body, api.desk.policy.players.currency)?;
    let done = retrying(|| players::process(&api.desk, &caller, &request, &typed)).await;
    let done = done.map_err(players_refused("players.process"))?;
    Ok((StatusCode::CREATED, Json(AutomaticDone::of(&done))))
}
