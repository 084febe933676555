//! Making the roles and channels that are missing.

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, ChannelType, CreateChannel, EditRole, GuildChannel, PermissionOverwrite, PermissionOverwriteType,
    Permissions, Role, RoleId,
};

use super::{Finding, Site};
use crate::discord::retry::{describe, retried};

/// Who sees a channel, besides the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SeenBy {
    Everybody,
    /// Cashiers and admins.
    Desk,
    Admins,
    /// Clients, and the desk.
    Clients,
}

/// Roles first: private channels are opened to them.
pub(super) async fn what_is_missing(site: &Site<'_>) -> Vec<Finding> {
    let (mut findings, roles) = make_roles(site).await;
    findings.extend(make_channels(site, &roles).await);
    findings
}

async fn make_roles(site: &Site<'_>) -> (Vec<Finding>, Vec<Role>) {
    let names = &site.config.discord.roles;
    let (mut findings, mut roles) = (Vec::new(), Vec::new());
    let own_height = height_of_bot(site);
    for name in [&names.admin, &names.cashier, &names.reseller, &names.client] {
        let name = name.clone();
        let found = site
            .guild
            .roles
            .values()
            .find(|role| role.name.to_lowercase() == name.to_lowercase());
        if let Some(found) = found {
            roles.push(found.clone());
            let is_too_high = own_height.is_some_and(|height| height <= found.position);
            findings.push(if is_too_high {
                Finding::RoleTooHigh { name }
            } else {
                Finding::RoleFound { name }
            });
            continue;
        }
        let role = EditRole::new()
            .name(&name)
            .permissions(Permissions::empty())
            .mentionable(false);
        match retried(|| site.guild.id.create_role(site.http, role.clone())).await {
            Ok(made) => {
                roles.push(made);
                findings.push(Finding::RoleMade { name });
            }
            Err(error) => findings.push(not_made(name, &error)),
        }
    }
    (findings, roles)
}

/// How high the bot's highest role stands; `None` for the owner's own bot with no role.
fn height_of_bot(site: &Site<'_>) -> Option<u16> {
    let roles = site.bot.roles.iter().filter_map(|role| site.guild.roles.get(role));
    roles.map(|role| role.position).max()
}

async fn make_channels(site: &Site<'_>, roles: &[Role]) -> Vec<Finding> {
    let names = &site.config.discord.channels;
    let existing = match retried(|| site.http.get_channels(site.guild.id)).await {
        Ok(existing) => existing,
        Err(error) => return vec![not_made(names.category.clone(), &error)],
    };
    let mut findings = Vec::new();
    let category = category(site, &existing, &mut findings).await;
    let wanted = [
        (&names.pending, SeenBy::Desk),
        (&names.cashiers, SeenBy::Desk),
        (&names.requests, SeenBy::Admins),
        (&names.alerts, SeenBy::Admins),
        (&names.registration, SeenBy::Everybody),
        (&names.clients, SeenBy::Clients),
        (&names.payouts, SeenBy::Everybody),
        (&names.achievements, SeenBy::Everybody),
    ];
    for (name, seen_by) in wanted {
        let name = name.clone();
        if existing
            .iter()
            .any(|channel| channel.kind == ChannelType::Text && channel.name == name)
        {
            findings.push(Finding::ChannelFound { name });
            continue;
        }
        let mut create = CreateChannel::new(&name)
            .kind(ChannelType::Text)
            .permissions(overwrites(site, roles, seen_by));
        if let Some(category) = category {
            create = create.category(category);
        }
        match retried(|| site.guild.id.create_channel(site.http, create.clone())).await {
            Ok(_) => findings.push(Finding::ChannelMade { name }),
            Err(error) => findings.push(not_made(name, &error)),
        }
    }
    findings
}

async fn category(site: &Site<'_>, existing: &[GuildChannel], findings: &mut Vec<Finding>) -> Option<ChannelId> {
    let name = site.config.discord.channels.category.clone();
    let is_it = |channel: &&GuildChannel| {
        channel.kind == ChannelType::Category && channel.name.to_lowercase() == name.to_lowercase()
    };
    if let Some(found) = existing.iter().find(is_it) {
        findings.push(Finding::ChannelFound {
            name: found.name.clone(),
        });
        return Some(found.id);
    }
    let create = CreateChannel::new(&name).kind(ChannelType::Category);
    match retried(|| site.guild.id.create_channel(site.http, create.clone())).await {
        Ok(made) => {
            findings.push(Finding::ChannelMade { name });
            Some(made.id)
        }
        Err(error) => {
            findings.push(not_made(name, &error));
            None
        }
    }
}

fn overwrites(site: &Site<'_>, roles: &[Role], seen_by: SeenBy) -> Vec<PermissionOverwrite> {
    let names = &site.config.discord.roles;
    let allowed: &[&String] = match seen_by {
        SeenBy::Everybody => return Vec::new(),
        SeenBy::Desk => &[&names.cashier, &names.admin],
        SeenBy::Admins => &[&names.admin],
        SeenBy::Clients => &[&names.client, &names.cashier, &names.admin],
    };
    let may_work = Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::ATTACH_FILES;
    let mut overwrites = vec![
        PermissionOverwrite {
            allow: Permissions::empty(),
            deny: Permissions::VIEW_CHANNEL,
            // The role of everybody has the guild's id.
            kind: PermissionOverwriteType::Role(RoleId::new(site.guild.id.get())),
        },
        PermissionOverwrite {
            allow: may_work | Permissions::EMBED_LINKS,
            deny: Permissions::empty(),
            kind: PermissionOverwriteType::Member(site.bot.user.id),
        },
    ];
    for role in roles
        .iter()
        .filter(|role| allowed.iter().any(|name| role.name.eq_ignore_ascii_case(name)))
    {
        overwrites.push(PermissionOverwrite {
            allow: may_work,
            deny: Permissions::empty(),
            kind: PermissionOverwriteType::Role(role.id),
        });
    }
    overwrites
}

fn not_made(name: String, error: &serenity::Error) -> Finding {
    Finding::NotMade {
        name,
        cause: describe(error),
    }
}
