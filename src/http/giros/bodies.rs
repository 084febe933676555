//! The bodies of calls about giros, as their description has them. They are read field by field
//! ([`crate::http::under_api::body::Body`]).

use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use super::amounts::{optional_rate_schema, optional_schema, positive_schema, signed_schema};

/// The id of a bank, or the n.º of an account: a number, or the same as text.
fn id_schema() -> Schema {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^[0-9 -]+$"));
    let either = OneOfBuilder::new()
        .item(number)
        .item(text)
        .examples([serde_json::json!(3)]);
    Schema::OneOf(either.build())
}

/// A giro. `accountNumber` may be missing when `phone` and `documentId` are there.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct GiroAsked {
    /// As `GET /api/bancos` answers it.
    #[schema(schema_with = id_schema)]
    bank_id: i64,
    #[schema(schema_with = positive_schema)]
    amount_bs: String,
    #[schema(example = "María Pérez", min_length = 1, max_length = 80)]
    beneficiary_name: String,
    #[schema(example = "01340001630000000001", max_length = 60)]
    account_number: Option<String>,
    /// What the customer was told; nothing is computed with it.
    #[schema(schema_with = optional_rate_schema, required = false)]
    rate_applied: Option<String>,
    #[schema(example = "04141234567", max_length = 60)]
    phone: Option<String>,
    #[schema(example = "V12345678", max_length = 60)]
    document_id: Option<String>,
}

/// How a giro was paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct ExecutionAsked {
    /// The n.º of an account of the transferencista's, or its number of 20 digits as text.
    #[schema(schema_with = id_schema)]
    bank_account_id: i64,
    execution_type: ExecutionTypeAsked,
    /// What the bank took on top, from the same account.
    #[schema(schema_with = optional_schema, required = false)]
    commission: Option<String>,
    /// Stored and shown, never fetched.
    #[schema(
        example = "https://example.com/pago.png",
        max_length = 1_000,
        pattern = "^https?://[^ ]+$"
    )]
    proof_url: Option<String>,
}

/// The way in which a giro was paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[schema(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum ExecutionTypeAsked {
    Transferencia,
    PagoMovil,
    Efectivo,
    Zelle,
    Otros,
}

/// Why a giro is given back.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct GiroReasonAsked {
    #[schema(example = "El banco rechaza la cuenta", min_length = 3, max_length = 200)]
    motivo: String,
}

/// Money that came into a reseller's balance.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct RechargeAsked {
    #[schema(schema_with = positive_schema)]
    amount: String,
    #[schema(example = "efectivo", min_length = 3, max_length = 200)]
    reference: Option<String>,
    /// The currency of the balance; `VES` unless the desk says otherwise.
    #[schema(example = "VES")]
    currency: Option<String>,
}

/// A correction of a reseller's balance, of either sign, and why.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct BalanceAdjustmentAsked {
    #[schema(schema_with = signed_schema)]
    amount: String,
    #[schema(example = "se cobró dos veces", min_length = 3, max_length = 200)]
    reference: String,
    /// The currency of the balance; `VES` unless the desk says otherwise.
    #[schema(example = "VES")]
    currency: Option<String>,
}

/// Money that came into a bank account.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct AccountDepositAsked {
    #[schema(schema_with = positive_schema)]
    amount: String,
    #[schema(example = "recarga operativa", min_length = 3, max_length = 200)]
    reference: Option<String>,
}

/// A correction of a bank account, of either sign, and why.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct AccountAdjustmentAsked {
    #[schema(schema_with = signed_schema)]
    amount: String,
    #[schema(example = "comisión del banco", min_length = 3, max_length = 200)]
    reference: String,
}

/// Money that came into a central balance.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct CentralRechargeAsked {
    #[schema(schema_with = positive_schema)]
    amount: String,
    /// What it cost on top.
    #[schema(schema_with = optional_schema, required = false)]
    commission: Option<String>,
    #[schema(example = "efectivo", min_length = 3, max_length = 200)]
    reference: Option<String>,
}

/// A correction of a central balance, of either sign, and why.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(super) struct CentralAdjustmentAsked {
    #[schema(schema_with = signed_schema)]
    amount: String,
    #[schema(schema_with = optional_schema, required = false)]
    commission: Option<String>,
    #[schema(example = "cuadre", min_length = 3, max_length = 200)]
    reference: String,
}

/// Money from a central balance into a bank account.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct CentralTransferAsked {
    #[schema(schema_with = id_schema)]
    bank_account_id: i64,
    #[schema(schema_with = positive_schema)]
    amount: String,
    #[schema(example = "para los giros de hoy", min_length = 3, max_length = 200)]
    reference: Option<String>,
}

/// Who pays to a bank.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignmentAsked {
    #[schema(schema_with = id_schema)]
    bank_id: i64,
    /// Any identity of the transferencista.
    #[schema(example = "discord:169015299834642432", min_length = 1, max_length = 60)]
    transferencista_id: String,
    /// The highest comes first.
    #[schema(example = 10, minimum = 0, maximum = 999)]
    priority: i64,
}

/// What changes about an assignment: at least one of the two.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignmentChangeAsked {
    is_active: Option<bool>,
    #[schema(example = 10, minimum = 0, maximum = 999)]
    priority: Option<i64>,
}
