//! The body of an error, for the description of the API.

use serde_json::Value;
use utoipa::ToSchema;

/// The body of every error of the API for players.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(in crate::http) struct PlayerErrorBody {
    /// Always false.
    #[schema(example = false)]
    exito: bool,
    /// For people; it may change.
    mensaje: String,
    /// Stable, for programs. docs/API.md lists all codes.
    #[schema(example = "TOKEN_VENCIDO")]
    codigo: String,
    /// Facts that depend on the code.
    #[schema(value_type = Option<Object>)]
    detalles: Option<Value>,
}
