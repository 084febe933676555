//! The main job: batches, transfers, purchases. What they say in public is said by the courier.

use super::asked::{actor, as_typed, check, here, request, typed_in, typed_message};
use super::clients;
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::amounts::{ARate, AmountArg, AnAmount, PlaceArg, RateArg, TwoPlaces, is_published};
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::flows::batches::{
    self, Bought, Ended, Named, NamedCorridor, NewTransfer, Purchase, RateChoice, StartBatch, StartDeskBatch,
    Transferred,
};
use crate::domain::kernel::money::{check_amount, parse_rate};
use crate::domain::people::members::{Permission, Role};
use crate::domain::people::places::Place;
use crate::domain::treasury::rates::PlaceOrCurrency;
use crate::ids::BatchId;
use crate::reports;
use poise::serenity_prelude::Attachment;

pub(super) const COMMANDS: Group = Group {
    records: &[START_BATCH, T, BATCH, C, ENDBATCH],
    functions: &[start, startbatch, t, batch, c, endbatch],
};

/// Empieza algo en este canal
#[poise::command(prefix_command, slash_command, subcommands("start_batch"), subcommand_required)]
async fn start(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

const START_BATCH: Record = Record {
    name: "start batch",
    aliases: &["startbatch"],
    synonyms: &["abrir", "iniciar", "empezar", "inicio", "nuevo"],
    usage: "start batch [de] [a]",
    example: "start batch PEN VES",
    what: "abre un batch en su canal",
    who: Who::Only(Permission::RunBatch),
    probe: "XXX YYY",
};

/// Abre un batch en su canal
#[poise::command(prefix_command, slash_command, rename = "batch")]
async fn start_batch(
    context: Context<'_>,
    #[description = "Moneda o país que recibe: PEN"] de: Option<PlaceArg>,
    #[description = "Moneda o país a donde envía: VES"] a: Option<PlaceArg>,
) -> Result<(), Never> {
    answer(context, here(context), open(context, de, a)).await
}

/// Abre un batch en su canal
#[poise::command(prefix_command)]
async fn startbatch(context: Context<'_>, de: Option<PlaceArg>, a: Option<PlaceArg>) -> Result<(), Never> {
    answer(context, here(context), open(context, de, a)).await
}

async fn open(context: Context<'_>, from: Option<PlaceArg>, to: Option<PlaceArg>) -> Outcome {
    let corridor = corridor(&START_BATCH, from, to)?;
    let (actor, request) = (actor(context).await?, request(context));
    let channel = typed_in(context);
    let desk = &context.data().desk;
    if clients::is_here(context) {
        let channel_name = context.data().name_of(Place::Clients);
        let asked = StartDeskBatch {
            channel,
            channel_name,
            corridor,
        };
        let done = retrying(|| batches::start_desk(desk, &actor, &request, &asked)).await;
        let done = done.map_err(declined("batches.start_desk", view::desk::start_refused))?;
        return Ok(Answer::Told(view::batches::started(&done)));
    }
    let asked = StartBatch { channel, corridor };
    let done = retrying(|| batches::start(desk, &actor, &request, &asked)).await;
    let done = done.map_err(declined("batches.start", view::desk::start_refused))?;
    Ok(Answer::Told(view::batches::started(&done)))
}

/// From where to where: both or neither.
fn corridor(command: &Record, from: Option<PlaceArg>, to: Option<PlaceArg>) -> Result<NamedCorridor, Declined> {
    match (from, to) {
        (Some(PlaceArg(from)), Some(PlaceArg(to))) => {
            Ok(Some((PlaceOrCurrency::new(&from), PlaceOrCurrency::new(&to))))
        }
        (None, None) => Ok(None),
        // Poise gives the first word first; what is no word is something too many.
        (Some(PlaceArg(one)), None) | (None, Some(PlaceArg(one))) => {
            let problem = if one.chars().all(char::is_alphabetic) {
                view::arguments::too_few()
            } else {
                view::arguments::too_many()
            };
            Err(Declined::because(view::arguments::usage(Some(command), problem)))
        }
    }
}

/// Which open batch: `b7`, or from where to where, or the only one.
fn which(command: &Record, from: Option<PlaceArg>, to: Option<PlaceArg>) -> Result<Named, Declined> {
    if let (Some(PlaceArg(one)), None) = (&from, &to)
        && let Some(number) = batch_number(one)
    {
        return Ok(Named::Number(number));
    }
    Ok(corridor(command, from, to)?.into())
}

/// `b7`.
pub(super) fn batch_number(typed: &str) -> Option<BatchId> {
    let digits = typed.strip_prefix(['b', 'B'])?;
    let number = digits.parse::<i64>().ok().filter(|number| 0 < *number)?;
    Some(BatchId::new(number))
}

const T: Record = Record {
    name: "t",
    aliases: &[],
    synonyms: &[
        "transferencia",
        "transfer",
        "enviar",
        "envio",
        "envia",
        "mandar",
        "girar",
        "remesa",
    ],
    usage: "t <monto> <p o tasa> [beneficiario]",
    example: "t 100 p María Pérez 0102-1234",
    what: "envía una transferencia: `p` es la tasa publicada; un cliente adjunta la captura de su pago; una imagen de quien \
               revende le llega al cajero",
    who: Who::Only(Permission::SendTransfer),
    probe: "0 p",
};

/// Envía una transferencia: !t 100 p
#[poise::command(prefix_command, slash_command)]
async fn t(
    context: Context<'_>,
    #[description = "Lo que recibió: 100"] monto: AmountArg<ARate>,
    #[description = "p para la tasa publicada, o un número: 9.2"] tasa: RateArg,
    #[description = "La captura de su pago, u otra imagen para el cajero"] captura: Option<Attachment>,
    #[description = "A quién y a qué cuenta"]
    #[rest]
    beneficiario: Option<String>,
) -> Result<(), Never> {
    let work = async {
        if is_published(&monto.text) {
            return Err(Declined::because(view::refusals::rate_first(&tasa.0)));
        }
        check(context, check_amount, &monto.text)?;
        let rate = rate_choice(&tasa)?;
        let (actor, request) = (actor(context).await?, request(context));
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = if actor.role == Role::Client && !actor.superuser {
            let typed = clients::transfer(context, monto.text, rate, beneficiario, captura).await?;
            retrying(|| batches::transfer_for_client(desk, &actor, &request, &typed, &as_typed)).await
        } else {
            let typed = NewTransfer {
                channel: typed_in(context),
                message: typed_message(context),
                amount: monto.text,
                rate,
                beneficiary: beneficiario,
                picture: clients::kept(context, &actor, captura).await?,
            };
            retrying(|| batches::transfer(desk, &actor, &request, &typed, &as_typed)).await
        };
        let done = done.map_err(declined("batches.transfer", view::desk::transfer_refused))?;
        Ok(match done {
            Transferred::Placed(done) => Answer::Told(view::orders::placed(&done)),
            Transferred::Asked(done) => Answer::Say(view::batch_requests::rate_asked(&done)),
            Transferred::Repeated(asked) => Answer::Face(Box::new(view::questions::transfer_repeated(&asked))),
        })
    };
    answer(context, here(context), work).await
}

fn rate_choice(RateArg(typed): &RateArg) -> Result<RateChoice, Declined> {
    if is_published(typed) {
        return Ok(RateChoice::Published);
    }
    let rate = parse_rate(typed).map_err(|error| Declined::because(view::refusals::rate(&error)))?;
    Ok(RateChoice::Typed(rate))
}

const BATCH: Record = Record {
    name: "batch",
    aliases: &[],
    synonyms: &[],
    usage: "batch [de] [a]",
    example: "batch",
    what: "muestra el batch abierto del canal",
    who: Who::ShownTo(Permission::SeeBatch),
    probe: "",
};

/// Muestra el batch abierto de este canal
#[poise::command(prefix_command, slash_command)]
async fn batch(
    context: Context<'_>,
    #[description = "Donde hay varios: moneda o país que recibe, o su número: b7"] de: Option<PlaceArg>,
    #[description = "Y a donde envía"] a: Option<PlaceArg>,
) -> Result<(), Never> {
    let work = async {
        let corridor = which(&BATCH, de, a)?;
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            let channel = typed_in(context);
            match clients::is_here(context) {
                true => reports::batches::open_card_of_desk(&mut reader, &actor, channel, &corridor).await,
                false => reports::batches::open_card(&mut reader, &actor, channel, &corridor).await,
            }
        };
        let card = read.await.map_err(declined("reports.batches", view::reads::refused))?;
        let embed = view::batches::open_embed(&card, &card.figures);
        Ok(Answer::Show(Box::new(embed)))
    };
    answer(context, here(context), work).await
}

const C: Record = Record {
    name: "c",
    aliases: &[],
    synonyms: &["compra", "compro", "usdt"],
    usage: "c <cantidad> <usdt> [de] [a]",
    example: "c 200 52.63",
    what: "compra USDT para el batch; con todo comprado se cierra y se reparte la ganancia",
    who: Who::Only(Permission::RunBatch),
    probe: "0 0",
};

/// Compra USDT para el batch: !c 200 52.63
#[poise::command(prefix_command, slash_command)]
async fn c(
    context: Context<'_>,
    #[description = "Por cuánto del batch compró: 200"] cantidad: AmountArg<AnAmount>,
    #[description = "Cuántos USDT: 52.63"] usdt: AmountArg<TwoPlaces>,
    #[description = "Donde hay varios: moneda o país que recibe, o su número: b7"] de: Option<PlaceArg>,
    #[description = "Y a donde envía"] a: Option<PlaceArg>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &cantidad.text)?;
        check(context, check_amount, &usdt.text)?;
        let corridor = which(&C, de, a)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = Purchase {
            channel: typed_in(context),
            bought: cantidad.text,
            usdt: usdt.text,
            corridor,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| batches::purchase(desk, &actor, &request, &typed, &as_typed)).await;
        let done = done.map_err(declined("batches.purchase", view::desk::purchase_refused))?;
        Ok(match done {
            Bought::Booked(done) => clients::told(context, view::batches::purchased(&done)),
            Bought::Asked(asked) => Answer::Face(Box::new(view::questions::purchase(&asked))),
            Bought::Raised(done) => Answer::Say(view::questions::purchase_raised(&done)),
        })
    };
    answer(context, here(context), work).await
}

const ENDBATCH: Record = Record {
    name: "endbatch",
    aliases: &[],
    synonyms: &[],
    usage: "endbatch [de] [a]",
    example: "endbatch",
    what: "cierra un batch vacío; con dinero sin comprar lo decide un superusuario",
    who: Who::Only(Permission::RunBatch),
    probe: "",
};

/// Cierra un batch vacío; con dinero sin comprar lo decide un superusuario
#[poise::command(prefix_command, slash_command)]
async fn endbatch(
    context: Context<'_>,
    #[description = "Donde hay varios: moneda o país que recibe, o su número: b7"] de: Option<PlaceArg>,
    #[description = "Y a donde envía"] a: Option<PlaceArg>,
) -> Result<(), Never> {
    let work = async {
        let corridor = which(&ENDBATCH, de, a)?;
        let (actor, request) = (actor(context).await?, request(context));
        let channel = typed_in(context);
        let desk = &context.data().desk;
        let done = retrying(|| batches::end(desk, &actor, &request, channel, &corridor)).await;
        let done = done.map_err(declined("batches.end", view::desk::end_refused))?;
        Ok(match done {
            Ended::Closed(done) => clients::told(context, view::batches::ended(&done)),
            Ended::Asked(done) => Answer::Say(view::batch_requests::closing_asked(&done)),
        })
    };
    answer(context, here(context), work).await
}
