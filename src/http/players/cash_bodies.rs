//! The bodies of calls about deposits and withdrawals, as their description has them. They are read field by field
//! ([`crate::http::under_api::body::Body`]).

use utoipa::ToSchema;

/// A request for a deposit or a withdrawal.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct CashRequest {
    /// Any identity of the player.
    #[schema(example = "68ab54e05475d8a12e468add", min_length = 1, max_length = 60)]
    jugador_id: String,
    /// `credito` for a deposit, `debito` for a withdrawal.
    #[schema(example = "credito")]
    tipo: String,
    /// `deposito` or `retiro`.
    #[schema(example = "deposito")]
    categoria: String,
    /// Whole centavos.
    #[schema(example = 10_000, minimum = 1, maximum = 1_000_000_000_000_i64)]
    monto: i64,
    #[schema(example = "Depósito via transferencia", min_length = 1, max_length = 500)]
    descripcion: String,
    #[schema(example = "transferencia", min_length = 1, max_length = 60)]
    metodo_pago: String,
    /// Where a withdrawal is paid to; needed for one.
    #[schema(example = "Banesco 0134-1234567890 María Pérez", max_length = 200)]
    destino: Option<String>,
    #[schema(value_type = Option<Object>)]
    referencia_externa: Option<serde_json::Value>,
    #[schema(value_type = Option<Object>)]
    metadata: Option<serde_json::Value>,
}

/// Who carries it out.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct CashierAsked {
    /// As `cajeros-disponibles` answers it.
    #[schema(example = "discord:169015299834642432", max_length = 60)]
    cajero_id: String,
}

/// What is known of the payment. Each field may be missing.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentAsked {
    #[schema(example = "transferencia", max_length = 100)]
    metodo_pago: Option<String>,
    #[schema(example = "123456789", max_length = 100)]
    numero_referencia: Option<String>,
    #[schema(example = "Banco Venezuela", max_length = 100)]
    banco_origen: Option<String>,
    #[schema(example = "Banco Mercantil", max_length = 100)]
    banco_destino: Option<String>,
    /// Stored and shown, never fetched.
    #[schema(example = "https://example.com/pago.png", max_length = 1_000)]
    comprobante_url: Option<String>,
    #[schema(example = "Transferencia confirmada", max_length = 500)]
    notas: Option<String>,
    #[schema(example = "04141234567", max_length = 100)]
    telefono_origen: Option<String>,
    #[schema(example = "V12345678", max_length = 100)]
    cedula_origen: Option<String>,
    /// An admin's word that the payment counts although another deposit has the same.
    confirmar_repetida: Option<bool>,
}

/// Why.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct ReasonAsked {
    #[schema(example = "Comprobante no válido", min_length = 3, max_length = 200)]
    motivo: String,
}
