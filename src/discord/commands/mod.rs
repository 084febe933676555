//! The commands: typed with a prefix or chosen with a slash, from one definition each.
//!
//! Each reads its arguments, calls one use-case and shows the outcome. Doc comments here are what Discord shows people.

mod accounts;
mod apps;
mod batches;
mod cashiers;
mod channels;
mod clients;
mod coins;
mod help;
mod members;
mod orders;
mod payouts;
mod person;
mod prices;
mod queries;
mod setup;

use super::answer::{Declined, unread};
use super::args::PersonArg;
use super::content::Content;
use super::surface::{Surface, channel_id, message_id};
use super::{Context, Never, view};
use crate::db::DbError;
use crate::domain::members::Actor;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId};

/// All of them, in the order of `!ayuda`.
pub(super) fn all() -> Vec<poise::Command<std::sync::Arc<Surface>, Never>> {
    vec![
        batches::start(),
        batches::startbatch(),
        batches::t(),
        batches::batch(),
        batches::c(),
        batches::endbatch(),
        orders::cancelar(),
        orders::orden(),
        queries::transacciones(),
        queries::pendientes(),
        queries::canceladas(),
        queries::historial(),
        queries::ganancias(),
        queries::solicitudes(),
        queries::solicitud(),
        orders::revertir(),
        cashiers::disponible(),
        cashiers::ocupado(),
        cashiers::cola(),
        cashiers::asignar(),
        cashiers::confirmar(),
        prices::tasas(),
        prices::setrates(),
        prices::setusdvalue(),
        prices::setbsusdvalue(),
        prices::setfee(),
        members::rol(),
        members::setcut(),
        members::baja(),
        setup::setup(),
        channels::canal(),
        accounts::cuenta(),
        coins::diario(),
        coins::monedas(),
        coins::ranking(),
        coins::logros(),
        coins::pagar(),
        coins::canjear(),
        coins::dar(),
        apps::app(),
        accounts::cuentas(),
        accounts::saldo(),
        accounts::movimientos(),
        accounts::depositar(),
        accounts::ajustar(),
        accounts::sobregiro(),
        accounts::cerrar_cuenta(),
        clients::clientes(),
        clients::puntos(),
        payouts::request_retiro(),
        help::ayuda(),
    ]
}

/// Who gives the command.
async fn actor(context: Context<'_>) -> Result<Actor, Declined> {
    let found = context.data().identify(context.author()).await;
    found.map_err(unread("members.identify"))
}

/// Another person of the command.
async fn member(context: Context<'_>, actor: &Actor, named: &PersonArg) -> Result<MemberId, Declined> {
    Ok(person::member(context, actor, named).await?.id)
}

/// The words for a fault of a read.
fn broken(_: &DbError) -> String {
    view::FAULT.to_owned()
}

/// The command's own id: doing it twice does it once.
fn request(context: Context<'_>) -> RequestId {
    RequestId::new("discord", context.id())
}

fn typed_in(context: Context<'_>) -> DiscordChannelId {
    channel_id(context.channel_id())
}

/// The message that was typed; a slash command has none.
fn typed_message(context: Context<'_>) -> Option<DiscordMessageId> {
    match context {
        poise::Context::Prefix(typed) => Some(message_id(typed.msg.id)),
        poise::Context::Application(_) => None,
    }
}

/// What belongs to the batches and orders of the channel where it is typed.
fn here(context: Context<'_>) -> Content {
    Content::OfChannel(context.channel_id())
}

/// `12` or `#12`.
fn order_number(typed: &str) -> Result<OrderId, Declined> {
    let digits = typed.trim().trim_start_matches('#');
    match digits.parse::<i64>() {
        Ok(number) if 0 < number => Ok(OrderId::new(number)),
        _ => Err(Declined::because(view::arguments::not_an_order_number(typed))),
    }
}
