//! The commands: typed with a prefix or chosen with a slash, from one definition each.
//!
//! Each reads its arguments, calls one use-case and shows the outcome. Doc comments here are what Discord shows people.

mod accounts;
mod apps;
mod batches;
mod cashiers;
mod channels;
pub(super) mod clients;
mod coins;
mod completion;
mod help;
mod members;
mod orders;
mod payouts;
mod person;
mod prices;
mod queries;
mod setup;
mod shift;

use super::answer::{Declined, unread};
use super::args::PersonArg;
use super::content::Content;
use super::ids::{channel_id, message_id};
use super::surface::Surface;
use super::typing::given::{ends_here, line_of};
use super::typing::line::{Line, Stage};
use super::{Context, Never, view};
use crate::db::DbError;
use crate::domain::kernel::letters::narrow;
use crate::domain::kernel::money::UnreadableAmount;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::people::members::Actor;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId};

/// What people write before the number of something.
const NUMBER_MARKS: [&str; 6] = ["#", "n.º", "N.º", "nº", "Nº", "n°"];

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
        batches::reabrir(),
        cashiers::disponible(),
        cashiers::ocupado(),
        shift::listo(),
        shift::siguiente(),
        shift::relevo(),
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

/// Who gives the command. Everything a command can be wrong in without the books is read before this is asked: one that
/// is only to be read ends here.
async fn actor(context: Context<'_>) -> Result<Actor, Declined> {
    if ends_here(context).await {
        return Err(Declined::because(String::new()));
    }
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
    Line::request(context.id(), line_of(context).nth)
}

/// The command as it was written, to be given back. People stand in it by name, as whoever wrote it read them.
fn as_typed(context: Context<'_>) -> AsTyped {
    let mut text = context.invocation_string();
    if let poise::Context::Prefix(typed) = context {
        for user in &typed.msg.mentions {
            for mention in [format!("<@{}>", user.id), format!("<@!{}>", user.id)] {
                text = text.replace(&mention, &format!("@{}", user.name));
            }
        }
    }
    AsTyped::new(text)
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

/// What can be told of an amount before its currency is known, where the command is only to be read; else its use-case
/// reads it, and says more.
fn check(
    context: Context<'_>,
    read: impl FnOnce(&str) -> Result<(), UnreadableAmount>,
    amount: &str,
) -> Result<(), Declined> {
    match line_of(context).stage {
        Stage::CarryOut => Ok(()),
        Stage::Read => read(amount).map_err(|error| Declined::because(view::refusals::unreadable_amount(&error))),
    }
}

/// What belongs to the batches and orders of the channel where it is typed.
fn here(context: Context<'_>) -> Content {
    Content::OfChannel(context.channel_id())
}

/// `12`, `#12` or `n.º 12`.
fn order_number(typed: &str) -> Result<OrderId, Declined> {
    number(typed).map(OrderId::new)
}

/// The number of something, as people write it.
fn number(typed: &str) -> Result<i64, Declined> {
    let typed = typed.trim();
    let digits = NUMBER_MARKS
        .iter()
        .find_map(|mark| typed.strip_prefix(mark))
        .unwrap_or(typed);
    let digits: String = digits.trim().chars().map(narrow).collect();
    match digits.parse::<i64>() {
        Ok(number) if 0 < number => Ok(number),
        _ => Err(Declined::because(view::arguments::not_an_order_number(typed))),
    }
}
