//! The bodies of calls about deposits and withdrawals, as their description has them. They are read field by field
//! ([`crate::http::under_api::body::Body`]).

use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use crate::domain::flows::players::{DETAIL_CHARS_MAX, NOTES_CHARS_MAX, PaymentDetails};
use crate::domain::treasury::accounts::AccountNumber;
use crate::http::under_api::body::Body;
use crate::http::under_api::refusal::Refusal;

/// A number has 20 digits; people may write spaces or dashes between them.
const ACCOUNT_CHARS_MAX: usize = 40;

/// An identity of somebody, as text or as a user id in digits.
pub(super) fn identity_schema() -> Schema {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(60));
    let either = OneOfBuilder::new()
        .item(number)
        .item(text)
        .description(Some("An identity: text, or a user id as a number (never rounded)"))
        .examples([serde_json::json!("68ab54e05475d8a12e468add")]);
    Schema::OneOf(either.build())
}

/// A request for a deposit or a withdrawal.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct CashRequest {
    /// Any identity of the player.
    #[schema(schema_with = identity_schema)]
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
    #[schema(schema_with = identity_schema)]
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
    #[schema(
        example = "https://example.com/pago.png",
        max_length = 1_000,
        pattern = "^https?://[^ ]+$"
    )]
    comprobante_url: Option<String>,
    #[schema(example = "Transferencia confirmada", max_length = 500)]
    notas: Option<String>,
    #[schema(example = "04141234567", max_length = 100)]
    telefono_origen: Option<String>,
    #[schema(example = "V12345678", max_length = 100)]
    cedula_origen: Option<String>,
    /// The cashier's account that received or paid, by its number of 20 digits, where its bank alone does not say it.
    #[schema(example = "01234567890123456789", max_length = 40)]
    cuenta_cajero_id: Option<String>,
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

/// What is known of the payment.
pub(super) fn details(body: &Body) -> Result<PaymentDetails, Refusal> {
    let text = |field| body.optional_text(field, DETAIL_CHARS_MAX);
    Ok(PaymentDetails {
        method: text("metodoPago")?,
        bank_reference: text("numeroReferencia")?,
        bank_from: text("bancoOrigen")?,
        bank_to: text("bancoDestino")?,
        proof_url: body.web_address("comprobanteUrl")?,
        notes: body.optional_text("notas", NOTES_CHARS_MAX)?,
        phone_from: text("telefonoOrigen")?,
        id_card_from: text("cedulaOrigen")?,
    })
}

/// The account that is named by its number.
pub(super) fn account(body: &Body) -> Result<Option<AccountNumber>, Refusal> {
    let typed = body.optional_text("cuentaCajeroId", ACCOUNT_CHARS_MAX)?;
    let number = typed.as_deref().map(AccountNumber::parse).transpose();
    number.map_err(|_| Refusal::field("cuentaCajeroId", "el número de 20 dígitos de una cuenta del cajero"))
}
