//! Quotes, and their confirmation.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::amounts::{self, amount_schema};
use super::code::ExchangeCode;
use super::lists::receipt_of;
use super::refused::exchange_refused;
use super::shown::{OperationShown, QuoteShown};
use crate::db::retrying;
use crate::domain::flows::exchange::{self, AmountOf, Exchanged, Fixed, Side, Wanted, WhyAgain};
use crate::domain::kernel::money::Currency;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::treasury::rates::PlaceOrCurrency;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::QuestionId;

/// The longest code of a currency, in characters.
const CURRENCY_CHARS_MAX: usize = 10;

/// An exchange that is asked for: two currencies, and exactly one of the amounts or `todo`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
#[serde(rename_all = "camelCase")]
pub(super) struct QuoteAsked {
    /// The currency that is given.
    #[schema(example = "VES")]
    entrega: String,
    /// The currency that is got.
    #[schema(example = "USD")]
    recibe: String,
    #[schema(schema_with = amount_schema, required = false)]
    monto_entrega: Option<String>,
    #[schema(schema_with = amount_schema, required = false)]
    monto_recibe: Option<String>,
    /// Everything that can be taken from the account.
    todo: Option<bool>,
}

/// A quote that waits for its confirmation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuoteAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Cotización creada")]
    mensaje: &'static str,
    cotizacion: QuoteShown,
}

/// What was exchanged.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OperationAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Cambio hecho")]
    mensaje: &'static str,
    operacion: OperationShown,
}

fn read(body: &Body) -> Result<Wanted, Refusal> {
    let (give, take) = (currency(body, "entrega")?, currency(body, "recibe")?);
    let gives = amounts::optional(body, "montoEntrega", give)?;
    let takes = amounts::optional(body, "montoRecibe", take)?;
    let is_all = body.optional_flag("todo")?.unwrap_or(false);
    let amount = match (gives, takes, is_all) {
        (Some(give), None, false) => AmountOf::Exactly(Fixed::Give(give)),
        (None, Some(take), false) => AmountOf::Exactly(Fixed::Take(take)),
        (None, None, true) => AmountOf::All,
        (None, None, false) => {
            return Err(Refusal::field(
                "montoEntrega",
                "un monto, o mande `montoRecibe` o `todo`",
            ));
        }
        (Some(_), _, _) => return Err(Refusal::field("montoEntrega", "solo, sin `montoRecibe` ni `todo`")),
        (None, Some(_), true) => return Err(Refusal::field("montoRecibe", "solo, sin `todo`")),
    };
    Ok(Wanted {
        side: if take == Currency::VES { Side::Sell } else { Side::Buy },
        give: PlaceOrCurrency::new(give.as_str()),
        take: PlaceOrCurrency::new(take.as_str()),
        amount,
    })
}

/// Whether the desk has this currency, and rates for it, is the use-case's to say.
fn currency(body: &Body, field: &str) -> Result<Currency, Refusal> {
    let text = body.text(field, CURRENCY_CHARS_MAX)?;
    Currency::parse(&text).map_err(|_| Refusal::field(field, "el código de una moneda: `VES` o `USD`"))
}

/// What an exchange would come to. Nothing moves until it is confirmed.
#[utoipa::path(
    post, path = "/api/cambios/cotizaciones", tag = "cambios", security(("token" = [])),
    params(RepeatableAsked),
    request_body = QuoteAsked,
    responses((status = 201, description = "The quote", body = QuoteAnswer), Always, Conflicts, Unreadable)
)]
pub(super) async fn quote(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<QuoteAnswer>), Refusal> {
    let wanted = read(&body)?;
    let as_typed = AsTyped::new("POST /api/cambios/cotizaciones");
    let quoted = retrying(|| exchange::quote(&api.desk, &actor, &request, &wanted, &as_typed)).await;
    let quoted = quoted.map_err(exchange_refused("exchange.quote"))?;
    let answer = QuoteAnswer {
        exito: true,
        mensaje: "Cotización creada",
        cotizacion: QuoteShown::of(&quoted),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Exchanges what was quoted, once, for whoever asked for the quote. When it is stale, nothing moves, and the details
/// have the quote that takes its place.
#[utoipa::path(
    post, path = "/api/cambios/cotizaciones/{id}/confirmar", tag = "cambios", security(("token" = [])),
    params(("id" = String, Path, description = "The id of the quote"), RepeatableAsked),
    responses((status = 200, description = "It is done", body = OperationAnswer), Always, NotThere, Conflicts)
)]
pub(super) async fn confirm(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
) -> Result<Json<OperationAnswer>, Refusal> {
    let unknown = || Refusal::new(ExchangeCode::CotizacionNoEncontrada);
    let is_digits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let number: i64 = id.parse().ok().filter(|_| is_digits).ok_or_else(unknown)?;
    let question = QuestionId::new(number);
    let done = retrying(|| exchange::confirm(&api.desk, &actor, &request, question)).await;
    match done.map_err(exchange_refused("exchange.confirm"))? {
        Exchanged::Asked(asked) => {
            let code = match asked.again {
                Some(WhyAgain::RatesChanged) => ExchangeCode::TasasCambiaron,
                Some(WhyAgain::Expired) | None => ExchangeCode::CotizacionVencida,
            };
            Err(Refusal::new(code).with_details(json!({ "cotizacion": QuoteShown::of(&asked) })))
        }
        Exchanged::Done(done) => {
            let receipt = receipt_of(&api, &actor, &done.voucher).await?;
            Ok(Json(OperationAnswer {
                exito: true,
                mensaje: "Cambio hecho",
                operacion: OperationShown::of(&receipt),
            }))
        }
    }
}
