//! `POST /auth/token`: gives an app a token for its key.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::retrying;
use crate::domain::people::tokens::{OwnSubject, issue_token};
use crate::http::auth::Calling;
use crate::http::show;
use crate::http::state::Api;
use crate::http::under_api::described::Always;
use crate::http::under_api::refusal::Refusal;

/// A token. It is shown this once, and stored nowhere.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TokenShown {
    #[schema(example = true)]
    exito: bool,
    /// What goes into the `Authorization` header of every other call: `Bearer eyJ…`.
    #[schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImtpZCI6IjBmM2EifQ.eyJpc3MiOiJjYW1iaXN0YSJ9.c2lnbmF0dXJl")]
    token: String,
    /// What it lets do: `bot`, `sistema` or `admin`.
    #[schema(example = "bot")]
    rol: String,
    /// From then on it is refused.
    #[schema(example = "2026-11-20T13:00:00.000Z")]
    expira_en: String,
    /// For how many seconds from now it is valid.
    #[schema(example = 3600)]
    valido_segundos: i64,
}

/// Gives an app a token for its key.
#[utoipa::path(
    post, path = "/auth/token", tag = "tokens", security(("key" = [])),
    responses((status = 201, description = "A token", body = TokenShown), Always)
)]
pub(super) async fn issue(
    State(api): State<Api>,
    Calling(caller): Calling,
) -> Result<(StatusCode, Json<TokenShown>), Refusal> {
    let (subject, role) = (OwnSubject::App(caller.app), caller.role.of_token());
    let issued = retrying(|| issue_token(&api.desk, subject, role)).await;
    let issued = issued.map_err(|fault| Refusal::fault("tokens.issue", &fault))?;
    let shown = TokenShown {
        exito: true,
        token: issued.token.reveal().to_owned(),
        rol: issued.role.code().to_owned(),
        expira_en: show::moment(issued.expires_at),
        valido_segundos: issued.valid_seconds,
    };
    Ok((StatusCode::CREATED, Json(shown)))
}
