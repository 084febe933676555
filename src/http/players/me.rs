//! `GET /api/yo`: whose token this is.

use axum::{Extension, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::people::tokens::Holder;
use crate::http::show;
use crate::http::under_api::auth::{Calling, ExpiresAt};
use crate::http::under_api::described::Always;

/// Whose token this is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MeShown {
    #[schema(example = true)]
    exito: bool,
    /// `jugador`, `cajero`, `admin`, `bot` or `sistema`.
    #[schema(example = "bot")]
    rol: String,
    /// The name of the app or of the person.
    #[schema(example = "Ludo")]
    titular: String,
    /// When the token expires.
    #[schema(example = "2026-11-20T13:00:00.000Z")]
    vence_en: String,
}

/// Shows whose token this is, what it lets do and until when: a first call to try a token with.
#[utoipa::path(
    get, path = "/api/yo", tag = "tokens", security(("token" = [])),
    responses((status = 200, description = "Whose token this is", body = MeShown), Always)
)]
pub(super) async fn show(
    Calling(principal): Calling,
    Extension(ExpiresAt(expires_at)): Extension<ExpiresAt>,
) -> Json<MeShown> {
    let holder = match principal.holder {
        Holder::App { name, .. } => name,
        Holder::Member(actor) => actor.name,
        Holder::Outside { subject, .. } => subject,
    };
    Json(MeShown {
        exito: true,
        rol: principal.role.code().to_owned(),
        titular: holder,
        vence_en: show::moment(expires_at),
    })
}
