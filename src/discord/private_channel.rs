//! Makes a reseller's channel: named after them, and visible only to them, the cashiers, the admins and the bot.

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, ChannelType, CreateChannel, EditChannel, GuildChannel, PermissionOverwrite, PermissionOverwriteType,
    Permissions, UserId,
};

use super::permissions::MAY_WORK;
use super::retry::retried;
use super::surface::Surface;
use super::view;
use crate::domain::people::members::Role;
use crate::domain::people::places::Place;

/// A channel's name may have 100 characters; some are left for a number.
const NAME_CHARS_MAX: usize = 90;
/// How many channels Discord allows in a category.
const CATEGORY_CHANNELS_MAX: usize = 50;
/// How many channels of the same name are numbered at most.
const NUMBERS_MAX: u32 = 50;

/// What to make.
pub(super) struct Making<'a> {
    pub(super) reseller: UserId,
    /// The name of the reseller.
    pub(super) name: &'a str,
    /// Channels of this name that belong to others.
    pub(super) taken: &'a [ChannelId],
}

/// The guild's channels that are named after this person, with or without a number.
pub(super) fn existing(surface: &Surface, user_name: &str) -> Vec<(ChannelId, String)> {
    let base = channel_name(user_name);
    let Some(guild) = surface.cache.guild(surface.guild()) else {
        return Vec::new();
    };
    let is_like = |name: &str| {
        let rest = name.strip_prefix(&base).unwrap_or("?");
        rest.is_empty()
            || rest
                .strip_prefix('-')
                .is_some_and(|number| number.parse::<u32>().is_ok())
    };
    let mut found: Vec<(ChannelId, String)> = guild
        .channels
        .values()
        .filter(|channel| channel.kind == ChannelType::Text && is_like(&channel.name))
        .map(|channel| (channel.id, channel.name.clone()))
        .collect();
    found.sort();
    found
}

/// Makes the channel. If an unbound channel with the name exists, it is made private and used instead.
pub(super) async fn make(surface: &Surface, making: &Making<'_>) -> serenity::Result<GuildChannel> {
    let guild = surface.guild();
    let base = channel_name(making.name);
    let existing = existing(surface, making.name);
    let overwrites = overwrites(surface, making.reseller);
    let reusable = existing
        .iter()
        .find(|(id, name)| *name == base && !making.taken.contains(id) && !is_the_desks(surface, *id));
    if let Some((id, _)) = reusable {
        let edit = EditChannel::new().permissions(overwrites);
        return retried(|| id.edit(&surface.http, edit.clone())).await;
    }
    let is_free = |name: &String| !existing.iter().any(|(_, taken)| taken == name);
    let numbered = (2..=NUMBERS_MAX).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    let name = names.find(is_free).unwrap_or(base);
    let mut create = CreateChannel::new(name)
        .kind(ChannelType::Text)
        .topic(view::channels::topic(making.name))
        .permissions(overwrites);
    if let Some(category) = category_with_room(surface) {
        create = create.category(category);
    }
    retried(|| guild.create_channel(&surface.http, create.clone())).await
}

/// Whether the channel is one of the desk's places. A reseller called "pending" must not get such a channel, but one
/// with a number.
fn is_the_desks(surface: &Surface, channel: ChannelId) -> bool {
    Place::ALL.iter().any(|place| surface.place(*place) == Some(channel))
}

/// The category of the resellers' channels, if Discord still accepts channels in it; else the channel is made outside.
fn category_with_room(surface: &Surface) -> Option<ChannelId> {
    let category = surface.place(Place::Category)?;
    let guild = surface.cache.guild(surface.guild())?;
    let inside = guild
        .channels
        .values()
        .filter(|channel| channel.parent_id == Some(category))
        .count();
    (inside < CATEGORY_CHANNELS_MAX).then_some(category)
}

/// Gives a channel to its reseller again, because Discord may have dropped the permission when they left.
pub(super) async fn reopen(surface: &Surface, channel: ChannelId, reseller: UserId) -> serenity::Result<()> {
    let overwrite = PermissionOverwrite {
        allow: MAY_WORK,
        deny: Permissions::empty(),
        kind: PermissionOverwriteType::Member(reseller),
    };
    retried(|| channel.create_permission(&surface.http, overwrite.clone())).await
}

fn overwrites(surface: &Surface, reseller: UserId) -> Vec<PermissionOverwrite> {
    let allow = |kind| PermissionOverwrite {
        allow: MAY_WORK,
        deny: Permissions::empty(),
        kind,
    };
    let mut overwrites = vec![
        allow(PermissionOverwriteType::Member(reseller)),
        PermissionOverwrite {
            allow: Permissions::empty(),
            deny: Permissions::VIEW_CHANNEL,
            // The role @everyone has the id of the guild.
            kind: PermissionOverwriteType::Role(serenity::RoleId::new(surface.guild().get())),
        },
    ];
    for role in [Role::Cashier, Role::Admin] {
        if let Some(role) = surface.desk_role(role) {
            overwrites.push(allow(PermissionOverwriteType::Role(role)));
        }
    }
    let bot = surface.cache.current_user().id;
    overwrites.push(PermissionOverwrite {
        allow: MAY_WORK | Permissions::EMBED_LINKS,
        deny: Permissions::empty(),
        kind: PermissionOverwriteType::Member(bot),
    });
    overwrites
}

/// `transacciones-<name>` in the form that Discord accepts: lower case, letters, digits, hyphens and underscores.
fn channel_name(user_name: &str) -> String {
    let mut name = String::new();
    for character in user_name.to_lowercase().chars() {
        if character.is_alphanumeric() || character == '_' {
            name.push(character);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "revendedor" } else { name };
    format!("transacciones-{name}").chars().take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::channel_name;

    #[test]
    fn a_channel_is_named_as_discord_wants_it() {
        assert_eq!(channel_name("david"), "transacciones-david");
        assert_eq!(channel_name("David Pérez."), "transacciones-david-pérez");
        assert_eq!(channel_name("..."), "transacciones-revendedor");
        assert_eq!(channel_name("a  b__c"), "transacciones-a-b__c");
        assert_eq!(channel_name(&"x".repeat(200)).chars().count(), 90);
    }
}
