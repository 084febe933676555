//! Rates, dollar values, fees.

use super::asked::{actor, as_typed, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::broken;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::amounts::PlaceArg;
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::kernel::money::{currency_called, parse_percent, parse_rate};
use crate::domain::people::members::Permission;
use crate::domain::treasury::rates::{self, PlaceOrCurrency, PriceOutcome};
use crate::reports;

/// How many rates the history of a currency shows.
const HISTORY_ROWS: i64 = 20;

pub(super) const COMMANDS: Group = Group {
    records: &[TASAS, SETRATES, SETUSDVALUE, SETBSUSDVALUE, SETFEE],
    functions: &[tasas, setrates, setusdvalue, setbsusdvalue, setfee],
};

const SETRATES: Record = Record {
    name: "setrates",
    aliases: &["setrate"],
    synonyms: &[],
    usage: "setrates <de> <a> <tasa>",
    example: "setrates PEN VES 9",
    what: "publica una tasa",
    who: Who::Only(Permission::PublishPrices),
    probe: "XXX VES 9",
};

/// Publica la tasa que significa `p`
#[poise::command(prefix_command, slash_command, aliases("setrate"))]
async fn setrates(
    context: Context<'_>,
    #[description = "Moneda o país de donde sale: PEN"] de: PlaceArg,
    #[description = "Moneda o país a donde va: VES"] a: PlaceArg,
    #[description = "Cuántas unidades se envían por cada una: 9"]
    #[rest]
    tasa: String,
) -> Result<(), Never> {
    let work = async {
        let rate = parse_rate(&tasa).map_err(|error| Declined::because(view::refusals::published_rate(&error)))?;
        let (actor, request) = (actor(context).await?, request(context));
        let (source, target) = (PlaceOrCurrency::new(&de.0), PlaceOrCurrency::new(&a.0));
        let (desk, as_typed) = (&context.data().desk, as_typed(context));
        let done = retrying(|| rates::publish_rate(desk, &actor, &request, &source, &target, rate, &as_typed)).await;
        let done = done.map_err(declined("rates.publish_rate", view::prices::refused))?;
        Ok(said(done))
    };
    answer(context, Content::Public, work).await
}

const SETUSDVALUE: Record = Record {
    name: "setusdvalue",
    aliases: &[],
    synonyms: &[],
    usage: "setusdvalue <moneda> <valor>",
    example: "setusdvalue VES 38",
    what: "cuántas unidades de una moneda hacen un dólar",
    who: Who::Only(Permission::PublishPrices),
    probe: "XXX 9",
};

/// Dice cuántas unidades de una moneda hacen un dólar
#[poise::command(prefix_command, slash_command)]
async fn setusdvalue(
    context: Context<'_>,
    #[description = "Moneda: VES"] moneda: PlaceArg,
    #[description = "Unidades por dólar: 38"]
    #[rest]
    valor: String,
) -> Result<(), Never> {
    answer(context, Content::Public, set_usd_value(context, &moneda.0, &valor)).await
}

const SETBSUSDVALUE: Record = Record {
    name: "setbsusdvalue",
    aliases: &[],
    synonyms: &[],
    usage: "setbsusdvalue <valor>",
    example: "setbsusdvalue 38",
    what: "cuántos bolívares hacen un dólar",
    who: Who::Only(Permission::PublishPrices),
    probe: "38",
};

/// Dice cuántos bolívares hacen un dólar
#[poise::command(prefix_command, slash_command)]
async fn setbsusdvalue(
    context: Context<'_>,
    #[description = "Bolívares por dólar: 38"]
    #[rest]
    valor: String,
) -> Result<(), Never> {
    answer(context, Content::Public, set_usd_value(context, "VES", &valor)).await
}

pub(super) fn said(done: PriceOutcome) -> Answer {
    match done {
        PriceOutcome::Set(change) => Answer::Say(view::prices::set(&change)),
        PriceOutcome::Asked(asked) => Answer::Face(Box::new(view::questions::price_asked(&asked))),
    }
}

async fn set_usd_value(context: Context<'_>, currency: &str, value: &str) -> Outcome {
    let value = parse_rate(value).map_err(|error| Declined::because(view::refusals::usd_value(&error)))?;
    let (actor, request) = (actor(context).await?, request(context));
    let currency = PlaceOrCurrency::new(currency);
    let (desk, as_typed) = (&context.data().desk, as_typed(context));
    let done = retrying(|| rates::set_usd_value(desk, &actor, &request, &currency, value, &as_typed)).await;
    let done = done.map_err(declined("rates.set_usd_value", view::prices::refused))?;
    Ok(said(done))
}

const SETFEE: Record = Record {
    name: "setfee",
    aliases: &[],
    synonyms: &[],
    usage: "setfee <país> <porcentaje>",
    example: "setfee VE 0.3",
    what: "la comisión por transferir a un país",
    who: Who::Only(Permission::PublishPrices),
    probe: "XX 0.3",
};

/// Pone la comisión por transferir a un país
#[poise::command(prefix_command, slash_command)]
async fn setfee(
    context: Context<'_>,
    #[description = "País: VE"] pais: PlaceArg,
    #[description = "Porcentaje: 0.3"]
    #[rest]
    porcentaje: String,
) -> Result<(), Never> {
    let work = async {
        let percent = parse_percent(&porcentaje).map_err(|error| Declined::because(view::refusals::percent(&error)))?;
        let (actor, request) = (actor(context).await?, request(context));
        let (desk, as_typed) = (&context.data().desk, as_typed(context));
        let done = retrying(|| rates::set_fee(desk, &actor, &request, &pais.0, percent, &as_typed)).await;
        let done = done.map_err(declined("rates.set_fee", view::prices::refused))?;
        Ok(said(done))
    };
    answer(context, Content::Public, work).await
}

const TASAS: Record = Record {
    name: "tasas",
    aliases: &[],
    synonyms: &[
        "tasa",
        "precio",
        "precios",
        "cambio",
        "rate",
        "rates",
        "comision",
        "comisiones",
    ],
    usage: "tasas [moneda]",
    example: "tasas",
    what: "las tasas y comisiones publicadas; con una moneda, sus últimas tasas de cambio",
    who: Who::Everybody,
    probe: "",
};

/// Muestra las tasas y comisiones publicadas
#[poise::command(prefix_command, slash_command)]
async fn tasas(
    context: Context<'_>,
    #[description = "Las últimas tasas de cambio de una moneda: USD"]
    #[rest]
    moneda: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let Some(typed) = moneda else {
            return published(context).await;
        };
        let currency = currency_called(&typed);
        let currency = currency.ok_or_else(|| Declined::because(view::prices::no_history_of(&typed)))?;
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::prices::exchange_history(&mut reader, &actor, currency, None, HISTORY_ROWS).await
        };
        let history = read.await.map_err(declined("reports.prices", broken))?;
        Ok(Answer::Show(Box::new(view::prices::history(currency, &history))))
    };
    answer(context, Content::Public, work).await
}

async fn published(context: Context<'_>) -> Outcome {
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::prices::published(&mut reader).await
    };
    let prices = read.await.map_err(declined("reports.prices", broken))?;
    Ok(Answer::Show(Box::new(view::prices::published(&prices))))
}
