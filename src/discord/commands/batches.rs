//! The main job: batches, transfers, purchases. What they say in public is said by the courier.

use super::{actor, broken, request, typed_in, typed_message};
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::{Context, Never, view};
use crate::domain::batches::{self, Ended, NewTransfer, Purchase, RateChoice, StartBatch, Transferred};
use crate::domain::members::Permission;
use crate::domain::money::parse_rate;
use crate::domain::rates::PlaceOrCurrency;
use crate::reports;

/// Empieza algo en este canal
#[poise::command(prefix_command, slash_command, subcommands("start_batch"), subcommand_required)]
pub(super) async fn start(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

/// Abre un batch en su canal
#[poise::command(prefix_command, slash_command, rename = "batch")]
async fn start_batch(
    context: Context<'_>,
    #[description = "Moneda o país que recibe: PEN"] de: Option<String>,
    #[description = "Moneda o país a donde envía: VES"] a: Option<String>,
) -> Result<(), Never> {
    answer(context, open(context, de, a)).await
}

/// Abre un batch en su canal
#[poise::command(prefix_command)]
pub(super) async fn startbatch(context: Context<'_>, de: Option<String>, a: Option<String>) -> Result<(), Never> {
    answer(context, open(context, de, a)).await
}

async fn open(context: Context<'_>, from: Option<String>, to: Option<String>) -> Outcome {
    let corridor = match (from, to) {
        (Some(from), Some(to)) => Some((PlaceOrCurrency::new(&from), PlaceOrCurrency::new(&to))),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            let usage = view::arguments::usage("start batch", view::arguments::too_few());
            return Err(Declined::because(usage));
        }
    };
    let (actor, request) = (actor(context).await?, request(context));
    let channel = typed_in(context);
    let asked = StartBatch { channel, corridor };
    let desk = &context.data().desk;
    let done = retrying(|| batches::start(desk, &actor, &request, &asked)).await;
    let done = done.map_err(declined("batches.start", view::desk::start_refused))?;
    Ok(Answer::Told(view::batches::started(&done)))
}

/// Envía una transferencia: !t 100 p
#[poise::command(prefix_command, slash_command)]
pub(super) async fn t(
    context: Context<'_>,
    #[description = "Lo que recibió: 100"] monto: String,
    #[description = "p para la tasa publicada, o un número: 9.2"] tasa: String,
    #[description = "A quién y a qué cuenta"]
    #[rest]
    beneficiario: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let rate = if tasa.trim().eq_ignore_ascii_case("p") {
            RateChoice::Published
        } else {
            let rate = parse_rate(&tasa).map_err(|error| Declined::because(view::refusals::rate(&error)))?;
            RateChoice::Typed(rate)
        };
        let (actor, request) = (actor(context).await?, request(context));
        let typed = NewTransfer {
            channel: typed_in(context),
            message: typed_message(context),
            amount: monto,
            rate,
            beneficiary: beneficiario,
        };
        let desk = &context.data().desk;
        let done = retrying(|| batches::transfer(desk, &actor, &request, &typed)).await;
        let done = done.map_err(declined("batches.transfer", view::desk::transfer_refused))?;
        Ok(match done {
            Transferred::Placed(done) => Answer::Told(view::orders::placed(&done)),
            Transferred::Asked(done) => Answer::Say(view::batch_requests::rate_asked(&done)),
        })
    };
    answer(context, work).await
}

/// Muestra el batch abierto de este canal
#[poise::command(prefix_command, slash_command)]
pub(super) async fn batch(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::batches::open_card(&mut reader, typed_in(context)).await
        };
        let card = read.await.map_err(declined("reports.batches", broken))?;
        let card = card.ok_or_else(|| Declined::because(view::batches::none_open()))?;
        if card.batch.reseller != actor.member && !actor.may(Permission::SeeEverything) {
            return Err(Declined::because(view::batches::not_yours_to_see()));
        }
        let embed = view::batches::open_embed(&card, &card.figures);
        Ok(Answer::Show(Box::new(embed)))
    };
    answer(context, work).await
}

/// Compra USDT para el batch: !c 200 52.63
#[poise::command(prefix_command, slash_command)]
pub(super) async fn c(
    context: Context<'_>,
    #[description = "Por cuánto del batch compró: 200"] cantidad: String,
    #[description = "Cuántos USDT: 52.63"] usdt: String,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let typed = Purchase {
            channel: typed_in(context),
            bought: cantidad,
            usdt,
        };
        let desk = &context.data().desk;
        let done = retrying(|| batches::purchase(desk, &actor, &request, &typed)).await;
        let done = done.map_err(declined("batches.purchase", view::desk::purchase_refused))?;
        Ok(Answer::Told(view::batches::purchased(&done)))
    };
    answer(context, work).await
}

/// Cierra un batch vacío; con dinero sin comprar lo decide un superusuario
#[poise::command(prefix_command, slash_command)]
pub(super) async fn endbatch(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let channel = typed_in(context);
        let desk = &context.data().desk;
        let done = retrying(|| batches::end(desk, &actor, &request, channel)).await;
        let done = done.map_err(declined("batches.end", view::desk::end_refused))?;
        Ok(match done {
            Ended::Closed(done) => Answer::Told(view::batches::ended(&done)),
            Ended::Asked(done) => Answer::Say(view::batch_requests::closing_asked(&done)),
        })
    };
    answer(context, work).await
}
