//! Clients: what they send, what they earn, and who brought them.

use poise::serenity_prelude::Attachment;

use super::asked::{actor, member, typed_in, typed_message};
use super::group::Group;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::ids::channel_id;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, proofs, view};
use crate::domain::flows::batches::{ClientPlace, ClientTransfer, RateChoice};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::places::Place;
use crate::domain::people::requests::StoredCapture;
use crate::ids::DiscordMessageId;
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[CLIENTES, PUNTOS],
    functions: &[clientes, puntos],
};

/// Whether something is typed where clients type.
pub(super) fn is_here(context: Context<'_>) -> bool {
    let surface = context.data();
    surface.place(Place::Clients) == Some(context.channel_id())
}

/// What is said to whoever works on a batch. Where clients read, the courier says the figures elsewhere.
pub(super) fn told(context: Context<'_>, words: String) -> Answer {
    match (is_here(context), context) {
        (true, poise::Context::Prefix(_)) => Answer::Say(view::clients::noted()).containing(Content::Public),
        (_, poise::Context::Prefix(_) | poise::Context::Application(_)) => Answer::Told(words),
    }
}

/// A client's transfer as it was typed; its capture is fetched and kept before anything is decided.
pub(super) async fn transfer(
    context: Context<'_>,
    amount: String,
    rate: RateChoice,
    beneficiary: Option<String>,
    capture: Option<Attachment>,
) -> Result<ClientTransfer, Declined> {
    let surface = context.data();
    let place = if context.guild_id().is_none() || is_here(context) {
        ClientPlace::Allowed
    } else {
        let clients = surface.place(Place::Clients);
        ClientPlace::Elsewhere(clients.map(channel_id))
    };
    let receipt = match capture.filter(|_| place == ClientPlace::Allowed) {
        Some(capture) => Some(proofs::stored(surface, &capture, carried_by(context)).await?),
        None => None,
    };
    Ok(ClientTransfer {
        channel: typed_in(context),
        message: typed_message(context),
        place,
        amount,
        rate,
        beneficiary,
        receipt,
    })
}

/// The picture that came with a reseller's or cashier's transfer, fetched and kept; nothing of somebody who may send none.
pub(super) async fn kept(
    context: Context<'_>,
    actor: &Actor,
    picture: Option<Attachment>,
) -> Result<Option<StoredCapture>, Declined> {
    match picture.filter(|_| actor.may(Permission::SendTransfer)) {
        Some(picture) => Ok(Some(
            proofs::stored(context.data(), &picture, carried_by(context)).await?,
        )),
        None => Ok(None),
    }
}

/// The message, or the interaction, that carried a capture.
pub(super) fn carried_by(context: Context<'_>) -> DiscordMessageId {
    DiscordMessageId::new(i64::try_from(context.id()).unwrap_or(i64::MAX))
}

const PUNTOS: Record = Record {
    name: "puntos",
    aliases: &[],
    synonyms: &[],
    usage: "puntos",
    example: "puntos",
    what: "sus puntos y sus últimos movimientos",
    who: Who::Only(Permission::SeePoints),
    probe: "",
};

/// Muestra sus puntos
#[poise::command(prefix_command, slash_command)]
async fn puntos(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::clients::own_points(&mut reader, &actor).await
        };
        let points = read.await.map_err(declined("reports.clients", view::reads::refused))?;
        Ok(Answer::Show(Box::new(view::clients::points(&points))))
    };
    answer(context, Content::Own, work).await
}

const CLIENTES: Record = Record {
    name: "clientes",
    aliases: &[],
    synonyms: &[],
    usage: "clientes [@revendedor]",
    example: "clientes",
    what: "los clientes que usted trajo, lo que enviaron y sus comisiones",
    who: Who::Only(Permission::SeeClients),
    probe: "",
};

/// Muestra los clientes que trajo y sus comisiones
#[poise::command(prefix_command, slash_command)]
async fn clientes(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        reports::clients::allow(&actor).map_err(declined("reports.clients", view::reads::refused))?;
        let whose = match persona {
            Some(persona) => member(context, &actor, &persona).await?,
            None => actor.member,
        };
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::clients::clients_of(&mut reader, &actor, whose).await
        };
        let clients = read.await.map_err(declined("reports.clients", view::reads::refused))?;
        Ok(Answer::Show(Box::new(view::clients::list(&clients))))
    };
    answer(context, Content::Own, work).await
}
