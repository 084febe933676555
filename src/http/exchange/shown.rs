//! Rates, quotes, receipts and accounts as they are shown.

use serde::Serialize;
use utoipa::ToSchema;

use super::amounts::amount;
use crate::domain::flows::exchange::{OperationKind, Quote, Quoted, QuotedAccount, Side};
use crate::domain::kernel::money::{Currency, Money, Rate};
use crate::domain::people::requests::AccountType;
use crate::domain::treasury::rates::ExchangeRates;
use crate::http::show;
use crate::reports::accounts::AccountCard;
use crate::reports::exchange::{Receipt, Side as SideSeen};
use crate::reports::worth::Worth;

/// Both published rates of a currency, in bolívares.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RatesShown {
    #[schema(example = "USD")]
    moneda: String,
    /// What a client pays for a unit.
    #[schema(example = "38")]
    venta: String,
    /// What a client gets for a unit.
    #[schema(example = "37.5")]
    compra: String,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    publicadas: String,
}

impl RatesShown {
    pub(super) fn of(found: &ExchangeRates) -> RatesShown {
        RatesShown {
            moneda: found.currency.to_string(),
            venta: found.rates.ask.to_text(),
            compra: found.rates.bid.to_text(),
            publicadas: show::moment(found.at),
        }
    }
}

/// A rate that counts in an exchange: bolívares for a unit of a currency.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RateShown {
    #[schema(example = "USD")]
    moneda: String,
    #[schema(example = "38")]
    bolivares: String,
}

/// The bid of what is given, and the ask of what is got.
fn rates(sold: Option<(Currency, Rate)>, bought: Option<(Currency, Rate)>) -> Vec<RateShown> {
    let shown = |(currency, rate): (Currency, Rate)| RateShown {
        moneda: currency.to_string(),
        bolivares: rate.to_text(),
    };
    [sold, bought].into_iter().flatten().map(shown).collect()
}

/// One account of a quote or of a receipt.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountMovedShown {
    /// The n.º of the account; nothing for one that is opened when the quote is confirmed.
    #[schema(example = 3)]
    cuenta_id: Option<i64>,
    #[schema(example = "01123456789012345678")]
    numero: Option<String>,
    #[schema(example = "VES")]
    moneda: String,
    /// What leaves it, or comes into it.
    #[schema(example = "3800.00")]
    monto: String,
    /// Nothing for an account that is somebody else's.
    #[schema(example = "10000.00")]
    saldo_anterior: Option<String>,
    #[schema(example = "6200.00")]
    saldo_actual: Option<String>,
}

impl AccountMovedShown {
    fn quoted(quoted: &QuotedAccount, moved: Money) -> AccountMovedShown {
        AccountMovedShown {
            cuenta_id: quoted.account.as_ref().map(|(id, _)| id.get()),
            numero: quoted.account.as_ref().map(|(_, number)| number.digits().to_owned()),
            moneda: moved.currency().to_string(),
            monto: amount(moved),
            saldo_anterior: Some(amount(quoted.before)),
            saldo_actual: Some(amount(quoted.after)),
        }
    }

    fn done(side: &SideSeen) -> AccountMovedShown {
        AccountMovedShown {
            cuenta_id: Some(side.account.get()),
            numero: Some(side.number.digits().to_owned()),
            moneda: side.amount.currency().to_string(),
            monto: amount(side.amount),
            saldo_anterior: side.balances.map(|(previous, _)| amount(previous)),
            saldo_actual: side.balances.map(|(_, current)| amount(current)),
        }
    }
}

/// What an exchange would come to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuoteShown {
    #[schema(example = 7)]
    id: i64,
    /// `compra` or `venta`.
    #[schema(example = "compra")]
    operacion: &'static str,
    entrega: AccountMovedShown,
    recibe: AccountMovedShown,
    /// Two of them when both currencies are foreign: what is given becomes bolívares, and they become what is got.
    tasas: Vec<RateShown>,
    /// What the desk earns, in bolívares; it is in the amounts already.
    #[schema(example = "25.00")]
    diferencial: String,
    /// The last moment at which it can be confirmed.
    #[schema(example = "2026-11-20T12:02:00.000Z")]
    vence_en: String,
}

impl QuoteShown {
    pub(super) fn of(quoted: &Quoted) -> QuoteShown {
        let Quote {
            side,
            deal,
            from,
            to,
            valid_until,
        } = &quoted.quote;
        QuoteShown {
            id: quoted.question.get(),
            operacion: match side {
                Side::Buy => OperationKind::Purchase.code(),
                Side::Sell => OperationKind::Sale.code(),
            },
            entrega: AccountMovedShown::quoted(from, deal.give),
            recibe: AccountMovedShown::quoted(to, deal.take),
            tasas: rates(
                deal.sold.map(|sold| (sold.currency, sold.rates.bid)),
                deal.bought.map(|bought| (bought.currency, bought.rates.ask)),
            ),
            diferencial: amount(deal.spread),
            vence_en: show::moment(*valid_until),
        }
    }
}

/// An exchange or a transfer that was done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OperationShown {
    #[schema(example = "CB-7K2M-9QXD")]
    comprobante: String,
    /// `compra`, `venta` or `transferencia`.
    #[schema(example = "compra")]
    operacion: &'static str,
    entrega: AccountMovedShown,
    recibe: AccountMovedShown,
    /// Empty for a transfer.
    tasas: Vec<RateShown>,
    #[schema(example = "25.00")]
    diferencial: String,
    /// `completada`, or `deshecha` when a superuser took it back.
    #[schema(example = "completada")]
    estado: &'static str,
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    fecha: String,
}

impl OperationShown {
    pub(super) fn of(receipt: &Receipt) -> OperationShown {
        OperationShown {
            comprobante: receipt.voucher.as_str().to_owned(),
            operacion: receipt.kind.code(),
            entrega: AccountMovedShown::done(&receipt.from),
            recibe: AccountMovedShown::done(&receipt.to),
            tasas: rates(
                receipt.bid.map(|bid| (receipt.from.amount.currency(), bid)),
                receipt.ask.map(|ask| (receipt.to.amount.currency(), ask)),
            ),
            diferencial: amount(receipt.spread),
            estado: if receipt.is_undone { "deshecha" } else { "completada" },
            fecha: show::moment(receipt.at),
        }
    }
}

/// One of the caller's accounts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnAccountShown {
    #[schema(example = 3)]
    id: i64,
    #[schema(example = "01123456789012345678")]
    numero: String,
    #[schema(example = "VES")]
    moneda: String,
    /// `corriente`, `ahorro` or `bancaria`.
    #[schema(example = "corriente")]
    tipo: &'static str,
    #[schema(example = "10000.00")]
    saldo: String,
    /// What can be taken from it now.
    #[schema(example = "10000.00")]
    disponible: String,
}

impl OwnAccountShown {
    pub(super) fn of(card: &AccountCard) -> OwnAccountShown {
        OwnAccountShown {
            id: card.account.id.get(),
            numero: card.account.number.digits().to_owned(),
            moneda: card.account.currency.to_string(),
            tipo: match card.account.account_type {
                AccountType::Checking => "corriente",
                AccountType::Savings => "ahorro",
                AccountType::Bank => "bancaria",
            },
            saldo: amount(card.balance.balance),
            disponible: amount(card.balance.available()),
        }
    }
}

/// What all accounts of the caller are worth together, at the published rates.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WorthShown {
    #[schema(example = "9950.00")]
    bolivares: String,
    #[schema(example = "261.84")]
    dolares: Option<String>,
    /// When the oldest of the rates that count was published.
    #[schema(example = "2026-11-20T12:00:00.000Z")]
    tasas_desde: Option<String>,
    /// Currencies that have no published rate and are not in the sum.
    sin_contar: Vec<String>,
}

impl WorthShown {
    pub(super) fn of(worth: &Worth) -> WorthShown {
        WorthShown {
            bolivares: amount(worth.ves),
            dolares: worth.usd.map(amount),
            tasas_desde: worth.oldest.map(show::moment),
            sin_contar: worth.left_out.iter().map(ToString::to_string).collect(),
        }
    }
}
