//! Words about rates, dollar values and fees.

use poise::serenity_prelude::CreateEmbed;

use super::money::{codes, percent, rate, symbol, to_type};
use super::refusals::not_allowed;
use super::{COLOUR_OPEN, FAULT, OTHER_INPUT, questions, text, when};
use crate::domain::kernel::money::{Currency, Rate};
use crate::domain::kernel::outbox::PublishedPrice;
use crate::domain::treasury::rates::{
    ExchangeRatesSet, FeeSet, PriceChange, PriceError, RatePublished, TwoWay, UsdValueSet,
};
use crate::reports::prices::{Prices, PublishedRates};

/// To the person who set it.
pub(crate) fn set(done: &PriceChange) -> String {
    match done {
        PriceChange::Rate(set) => rate_published(set),
        PriceChange::UsdValue(set) => usd_value_set(set),
        PriceChange::Fee(set) => fee_set(set),
        PriceChange::Exchange(set) => exchange_set(set),
    }
}

/// What it was before: `antes: 9`.
fn before(before: Option<Rate>, now: Rate) -> String {
    match before {
        None => "antes: no había".to_owned(),
        Some(before) if before == now => "ya era esa".to_owned(),
        Some(before) => format!("antes: {}", rate(before)),
    }
}

fn rate_published(done: &RatePublished) -> String {
    let (from, to) = (done.corridor.receive, done.corridor.send);
    let before = before(done.before, done.now);
    format!(
        "Tasa {from} → {to} publicada: **{}** ({before}). `p` significa esta tasa desde ahora; las órdenes ya \
         hechas conservan la suya.",
        rate(done.now)
    )
}

fn exchange_set(done: &ExchangeRatesSet) -> String {
    let (before, quotes) = match done.before {
        Some(before) if before == done.now => ("ya eran esas".to_owned(), ""),
        before => (
            before.map_or_else(
                || "antes: no había".to_owned(),
                |before| format!("antes: {}", two_way(before)),
            ),
            " Una cotización que todavía no se confirmó se hace otra vez.",
        ),
    };
    format!(
        "Cambio de 1 {}: {} ({before}).{quotes}",
        done.currency,
        two_way(done.now)
    )
}

/// Both rates, as a client sees them.
pub(super) fn two_way(rates: TwoWay) -> String {
    paid_and_got(&format!("**{}**", rate(rates.ask)), &format!("**{}**", rate(rates.bid)))
}

/// The same without emphasis, to stand inside of some.
pub(super) fn two_way_plain(rates: TwoWay) -> String {
    paid_and_got(&rate(rates.ask), &rate(rates.bid))
}

fn paid_and_got(paid: &str, got: &str) -> String {
    format!("el cliente paga {paid} Bs y recibe {got} Bs")
}

fn usd_value_set(done: &UsdValueSet) -> String {
    let before = before(done.before, done.now);
    format!(
        "1 $ = **{} {}** ({before}). Cuenta para las órdenes que se hagan desde ahora.",
        rate(done.now),
        symbol(done.currency)
    )
}

/// To resellers and cashiers.
pub(crate) fn announced(price: &PublishedPrice, by: &str) -> String {
    let or_none = |before: &Option<Rate>| before.map_or_else(|| "no había".to_owned(), rate);
    let what = match price {
        PublishedPrice::Rate {
            receive,
            send,
            before,
            now,
        } => format!(
            "la tasa {receive} → {send} es ahora **{}** (antes: {})",
            rate(*now),
            or_none(before)
        ),
        PublishedPrice::UsdValue { currency, before, now } => format!(
            "1 $ son ahora **{} {}** (antes: {})",
            rate(*now),
            symbol(*currency),
            or_none(before)
        ),
        PublishedPrice::Exchange {
            currency,
            now: (ask, bid),
            ..
        } => format!(
            "el cambio de 1 {currency}: {}",
            two_way(TwoWay { ask: *ask, bid: *bid })
        ),
        PublishedPrice::Fee { country, before, now } => format!(
            "la comisión por transferir a {} es ahora **{}** (antes: {})",
            text::plain(country),
            percent(*now),
            percent(*before)
        ),
    };
    let counts = match price {
        PublishedPrice::Exchange { .. } => "Cuenta para los cambios entre cuentas desde ahora.",
        PublishedPrice::Rate { .. } | PublishedPrice::UsdValue { .. } | PublishedPrice::Fee { .. } => {
            "Cuenta para las órdenes nuevas."
        }
    };
    format!("📢 **{}** publicó: {what}. {counts}", text::name(by))
}

fn fee_set(done: &FeeSet) -> String {
    format!(
        "La comisión por transferir a {} es ahora **{}** (antes: {}).",
        text::plain(&done.country),
        percent(done.now),
        percent(done.before)
    )
}

pub(crate) fn refused(error: &PriceError) -> String {
    match error {
        PriceError::NotAllowed(no) => not_allowed(*no),
        PriceError::UnknownCurrency { typed, known } => unknown_currency(typed, known),
        PriceError::UnknownCountry { typed, known } => {
            let known: Vec<String> = known.iter().map(|code| format!("`{}`", text::plain(code))).collect();
            format!(
                "No conozco el país «{}». Escriba uno de estos: {}. Por ejemplo: `!setfee VE 0.3`.",
                text::plain(&text::clip(typed, 40)),
                text::listed(&known, "o")
            )
        }
        PriceError::SameCurrency(currency) => {
            format!("Una tasa va de una moneda a otra, no de {currency} a {currency}. Ejemplo: `!setrates PEN VES 9`.")
        }
        PriceError::DollarIsOne => {
            "Un dólar vale un dólar. Ponga el valor de otra moneda: `!setusdvalue VES 38`.".into()
        }
        PriceError::InBolivares => {
            "El cambio se publica en bolívares: escriba la otra moneda, por ejemplo `!setcambio USD 38 37.5`."
                .to_owned()
        }
        PriceError::AskBelowBid { currency, ask, bid } => format!(
            "Con cada {currency} el cliente pagaría {} Bs y recibiría {}: así la mesa pierde. Escriba primero lo que paga el \
             cliente y después lo que recibe: `!setcambio {currency} {} {}`.",
            rate(*ask),
            rate(*bid),
            to_type(bid.as_decimal()),
            to_type(ask.as_decimal())
        ),
        PriceError::Question(error) => questions::refused(error),
        PriceError::OtherInput(_) => OTHER_INPUT.to_owned(),
        PriceError::Db(_) => FAULT.to_owned(),
    }
}

pub(crate) fn unknown_currency(typed: &str, known: &[Currency]) -> String {
    format!(
        "No conozco la moneda ni el país «{}». Escriba una de estas: {}.",
        text::plain(&text::clip(typed, 40)),
        text::listed(&codes(known), "o")
    )
}

/// All published prices.
pub(crate) fn published(prices: &Prices) -> CreateEmbed {
    let rates: Vec<String> = prices
        .rates
        .iter()
        .map(|(corridor, now, at)| {
            format!(
                "{} → {}: **{}** ({})",
                corridor.receive,
                corridor.send,
                rate(*now),
                when::ago(*at)
            )
        })
        .collect();
    let countries: Vec<String> = prices
        .countries
        .iter()
        .map(|(country, fee, value)| {
            let value = value.filter(|_| country.currency != Currency::USD);
            let value = value.map_or_else(String::new, |value| {
                format!(" · 1 $ = {} {}", rate(value), symbol(country.currency))
            });
            format!(
                "{} (`{}`): comisión {}{value}",
                text::plain(&country.name),
                country.code,
                percent(*fee)
            )
        })
        .collect();
    let rates = if rates.is_empty() {
        "Ninguna todavía. Un superusuario publica con `!setrates PEN VES 9`.".to_owned()
    } else {
        rates.join("\n")
    };
    let others: Vec<String> = prices
        .others
        .iter()
        .map(|(currency, value)| format!("1 $ = {} {}", rate(*value), symbol(*currency)))
        .collect();
    let embed = CreateEmbed::new()
        .title("Tasas publicadas")
        .colour(COLOUR_OPEN)
        .description(text::clip(&rates, text::DESCRIPTION_CHARS_MAX))
        .field(
            "Países",
            text::clip(&countries.join("\n"), text::FIELD_CHARS_MAX),
            false,
        );
    let exchange: Vec<String> = prices
        .exchange
        .iter()
        .map(|found| {
            let (currency, rates) = (found.currency, two_way(found.rates));
            format!("{currency}: {rates} ({})", when::ago(found.at))
        })
        .collect();
    [("Otras monedas", others), ("Cambio entre cuentas", exchange)]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .fold(embed, |embed, (name, lines)| {
            embed.field(name, text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX), false)
        })
}

/// `!tasas USD`: what a currency was sold and bought for, the newest first.
pub(crate) fn history(currency: Currency, history: &[PublishedRates]) -> CreateEmbed {
    let line = |found: &PublishedRates| {
        let by = found.by.as_deref();
        let by = by.map_or_else(String::new, |name| format!(" · **{}**", text::name(name)));
        format!("{} · {}{by}", when::at(found.rates.at), two_way(found.rates.rates))
    };
    let lines: Vec<String> = history.iter().map(line).collect();
    let lines = match lines.is_empty() {
        true => "No se publicó ninguna todavía. Un superusuario publica, por ejemplo, con `!setcambio USD 38 37.5`."
            .to_owned(),
        false => lines.join("\n"),
    };
    CreateEmbed::new()
        .title(format!("Cambio de {currency}"))
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines, text::DESCRIPTION_CHARS_MAX))
}

pub(crate) fn no_history_of(typed: &str) -> String {
    format!(
        "No conozco la moneda «{}». Escriba una, por ejemplo `!tasas USD`, o `!tasas` para ver todas.",
        text::plain(&text::clip(typed, 40))
    )
}
