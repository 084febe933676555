//! Decides which events are handled: those in the desk's guild, and direct messages of people who are in it or had a
//! role when they left.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use poise::serenity_prelude as serenity;
use serenity::{FullEvent, GuildId, Interaction, User};

use super::home::Reach;
use super::people::Whose;
use crate::discord::answer::{Declined, Pressed, answer_interaction};
use crate::discord::reply::reply_to;
use crate::discord::surface::Surface;
use crate::discord::view;

/// Ignores other guilds, and refuses strangers.
#[derive(Default)]
pub(in crate::discord) struct Gate {
    /// Other guilds that were logged, so that each is logged once.
    others: Mutex<HashSet<GuildId>>,
}

impl Gate {
    /// Whether an event is handled. A stranger who writes or presses by direct message is refused here, with an answer.
    pub(in crate::discord) async fn lets_in(&self, surface: &Surface, event: &FullEvent) -> bool {
        if let Some(guild) = guild_of(event) {
            let is_home = guild == surface.guild();
            if !is_home {
                self.note(guild);
            }
            return is_home;
        }
        let Some(somebody) = direct(event) else { return true };
        let words = match refusal(surface, somebody).await {
            None => return true,
            Some(words) => words,
        };
        turn_away(surface, event, words).await;
        false
    }

    fn note(&self, guild: GuildId) {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if others.insert(guild) {
            tracing::warn!(
                guild.id = guild.get(),
                "the bot is in another guild than the desk's; what happens there is ignored"
            );
        }
    }
}

/// The guild of an event, if the desk reacts to it.
fn guild_of(event: &FullEvent) -> Option<GuildId> {
    match event {
        FullEvent::Message { new_message } => new_message.guild_id,
        FullEvent::MessageUpdate { event, .. } => event.guild_id,
        FullEvent::MessageDelete { guild_id, .. } | FullEvent::MessageDeleteBulk { guild_id, .. } => *guild_id,
        FullEvent::InteractionCreate { interaction } => match interaction {
            Interaction::Command(one) | Interaction::Autocomplete(one) => one.guild_id,
            Interaction::Component(one) => one.guild_id,
            Interaction::Modal(one) => one.guild_id,
            _ => None,
        },
        FullEvent::GuildCreate { guild, .. } => Some(guild.id),
        FullEvent::GuildUpdate { new_data, .. } => Some(new_data.id),
        FullEvent::GuildDelete { incomplete, .. } => Some(incomplete.id),
        FullEvent::GuildMemberAddition { new_member } => Some(new_member.guild_id),
        FullEvent::GuildMemberRemoval { guild_id, .. } => Some(*guild_id),
        FullEvent::GuildMemberUpdate { event, .. } => Some(event.guild_id),
        FullEvent::ChannelCreate { channel } | FullEvent::ChannelDelete { channel, .. } => Some(channel.guild_id),
        FullEvent::CategoryCreate { category } | FullEvent::CategoryDelete { category } => Some(category.guild_id),
        FullEvent::ChannelUpdate { new, .. } => Some(new.guild_id),
        FullEvent::GuildRoleCreate { new } | FullEvent::GuildRoleUpdate { new, .. } => Some(new.guild_id),
        FullEvent::GuildRoleDelete { guild_id, .. } => Some(*guild_id),
        _ => None,
    }
}

/// The person who writes or presses by direct message.
fn direct(event: &FullEvent) -> Option<&User> {
    let user = match event {
        FullEvent::Message { new_message } => &new_message.author,
        FullEvent::MessageUpdate { event, .. } => event.author.as_ref()?,
        FullEvent::InteractionCreate { interaction } => match interaction {
            Interaction::Command(one) => &one.user,
            Interaction::Component(one) => &one.user,
            Interaction::Modal(one) => &one.user,
            _ => return None,
        },
        _ => return None,
    };
    (!user.bot).then_some(user)
}

/// Why a direct message is refused; `None` if it is accepted.
async fn refusal(surface: &Surface, user: &User) -> Option<String> {
    if surface.home.reach() == Reach::Removed {
        return Some(view::guild::no_guild_now());
    }
    match surface.whose(user.id).await {
        Ok(Whose::Member) => None,
        Ok(Whose::Stranger) => Some(view::guild::stranger()),
        Err(_) => Some(view::guild::cannot_tell()),
    }
}

async fn turn_away(surface: &Surface, event: &FullEvent, words: String) {
    let refused = Err(Declined::because(words));
    match event {
        FullEvent::Message { new_message } => reply_to(surface, new_message, refused).await,
        FullEvent::InteractionCreate { interaction } => {
            let pressed = match interaction {
                Interaction::Command(one) => Pressed::command(one),
                Interaction::Component(one) => Pressed::button(one),
                Interaction::Modal(one) => Pressed::modal(one),
                _ => return,
            };
            answer_interaction(surface, &pressed, async { refused }).await;
        }
        _ => {}
    }
}
