//! What every command is asked with: who gives it, whom it names, its numbers, and the id that makes it safe to repeat.

use super::person;
use crate::discord::answer::{Declined, unread};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::ids::{channel_id, message_id};
use crate::discord::typing::given::{ends_here, line_of};
use crate::discord::typing::line::{Line, Stage};
use crate::discord::{Context, view};
use crate::domain::kernel::letters::narrow;
use crate::domain::kernel::money::UnreadableAmount;
use crate::domain::kernel::questions::AsTyped;
use crate::domain::people::members::Actor;
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId};

/// What people write before the number of something.
const NUMBER_MARKS: [&str; 6] = ["#", "n.º", "N.º", "nº", "Nº", "n°"];

/// Who gives the command. Everything a command can be wrong in without the books is read before this is asked: one that
/// is only to be read ends here.
pub(super) async fn actor(context: Context<'_>) -> Result<Actor, Declined> {
    if ends_here(context).await {
        return Err(Declined::because(String::new()));
    }
    let found = context.data().identify(context.author()).await;
    found.map_err(unread("members.identify"))
}

/// Another person of the command.
pub(super) async fn member(context: Context<'_>, actor: &Actor, named: &PersonArg) -> Result<MemberId, Declined> {
    Ok(person::member(context, actor, named).await?.id)
}

/// The command's own id: doing it twice does it once.
pub(super) fn request(context: Context<'_>) -> RequestId {
    Line::request(context.id(), line_of(context).nth)
}

/// The command as it was written, to be given back. People stand in it by name, as whoever wrote it read them.
pub(super) fn as_typed(context: Context<'_>) -> AsTyped {
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

pub(super) fn typed_in(context: Context<'_>) -> DiscordChannelId {
    channel_id(context.channel_id())
}

/// The message that was typed; a slash command has none.
pub(super) fn typed_message(context: Context<'_>) -> Option<DiscordMessageId> {
    match context {
        poise::Context::Prefix(typed) => Some(message_id(typed.msg.id)),
        poise::Context::Application(_) => None,
    }
}

/// What can be told of an amount before its currency is known, where the command is only to be read; else its use-case
/// reads it, and says more.
pub(super) fn check(
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
pub(super) fn here(context: Context<'_>) -> Content {
    Content::OfChannel(context.channel_id())
}

/// `12`, `#12` or `n.º 12`.
pub(super) fn order_number(typed: &str) -> Result<OrderId, Declined> {
    let number = read_number(typed);
    let number = number.ok_or_else(|| Declined::because(view::arguments::not_an_order_number(typed.trim())));
    number.map(OrderId::new)
}

/// The number of something that is no order, as people write it.
pub(super) fn number(typed: &str) -> Result<i64, Declined> {
    read_number(typed).ok_or_else(|| Declined::because(view::arguments::not_a_number(typed.trim())))
}

fn read_number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let digits = NUMBER_MARKS
        .iter()
        .find_map(|mark| typed.strip_prefix(mark))
        .unwrap_or(typed);
    let digits: String = digits.trim().chars().map(narrow).collect();
    digits.parse::<i64>().ok().filter(|number| 0 < *number)
}
