//! Whom a message mentions, and which message it replies to.

use serde_json::Value;

use super::call::id_of;
use super::error::{Problems, Result};
use crate::sandbox::model::Message;
use crate::sandbox::permissions;
use crate::sandbox::validate::message::Draft;
use crate::sandbox::wire;
use crate::sandbox::world::World;

/// Sets whom the message mentions, as far as it is allowed to. Other mentions stay plain text.
pub(super) fn mention(world: &World, message: &mut Message, draft: &Draft) {
    let everyone_allowed = world
        .channels
        .get(&message.channel_id)
        .is_some_and(|one| permissions::in_channel(world, message.author_id, one) & permissions::MENTION_EVERYONE != 0);
    let named = mentions_in(&message.content);
    let mut users: Vec<u64> = named.users.into_iter().filter(|id| draft.pings.user(*id)).collect();
    users.retain(|id| world.users.contains_key(id));
    let answered = message
        .reply_to
        .and_then(|id| world.message(message.channel_id, id))
        .map(|first| first.author_id);
    users.extend(answered.filter(|id| draft.pings.replied_user && !users.contains(id)));
    message.mentions = users;
    message.mention_roles = named.roles.into_iter().filter(|id| draft.pings.role(*id)).collect();
    let guild_id = wire::guild_of(world, message.channel_id);
    let is_here = |id: &u64| world.roles.get(id).is_some_and(|role| Some(role.guild_id) == guild_id);
    message.mention_roles.retain(is_here);
    message.mention_everyone = named.everyone && everyone_allowed && draft.pings.everyone();
}

/// Who is named in a text.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Named {
    pub users: Vec<u64>,
    pub roles: Vec<u64>,
    pub everyone: bool,
}

/// Finds `<@1>`, `<@!1>`, `<@&1>` and `@everyone` in a text.
pub(in crate::sandbox) fn mentions_in(content: &str) -> Named {
    let mut named = Named {
        everyone: content.contains("@everyone") || content.contains("@here"),
        ..Named::default()
    };
    for piece in content.split("<@").skip(1) {
        let Some((inside, _)) = piece.split_once('>') else {
            continue;
        };
        let (list, digits) = match inside.strip_prefix('&') {
            Some(digits) => (&mut named.roles, digits),
            None => (&mut named.users, inside.trim_start_matches('!')),
        };
        if let Ok(id) = digits.parse()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    named
}

/// The message of this channel to which a new message replies.
pub(super) fn reference(world: &World, channel_id: u64, reference: &Value) -> Result<Option<u64>> {
    if reference.is_null() {
        return Ok(None);
    }
    let Some(id) = id_of(&reference["message_id"]) else {
        return Err(Problems::one(
            "message_reference.message_id",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    };
    let here = id_of(&reference["channel_id"]).is_none_or(|other| other == channel_id);
    if here && world.message(channel_id, id).is_some() {
        return Ok(Some(id));
    }
    if reference["fail_if_not_exists"] == false {
        return Ok(None);
    }
    Err(Problems::one(
        "message_reference",
        "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
        "Unknown message",
    ))
}
