//! `cambista setup`: looks at token, intents, server and permissions, and makes the roles and channels that are
//! missing.

mod make;

use poise::serenity_prelude as serenity;
use serenity::{ApplicationFlags, CurrentApplicationInfo, GuildId, Http, Member, PartialGuild, Permissions};

use super::guild::{self, InBooks, NoGuild};
use super::permissions::{PERMISSIONS, invite_link};
use super::retry::{describe, retried};
use super::start::{StartError, connect};
use super::view;
use crate::config::Config;
use crate::db::Db;

/// One thing that was looked at, found wanting, or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    TokenAccepted {
        application: String,
    },
    /// Privileged, and switched on only by hand.
    IntentOn(PrivilegedIntent),
    IntentOff(PrivilegedIntent),
    Guild {
        name: String,
    },
    NoGuild(NoGuild),
    PermissionMissing {
        name: String,
    },
    PermissionsComplete,
    RoleFound {
        name: String,
    },
    RoleMade {
        name: String,
    },
    /// The bot cannot give a role that stands above its own.
    RoleTooHigh {
        name: String,
    },
    ChannelFound {
        name: String,
    },
    ChannelMade {
        name: String,
    },
    NotMade {
        name: String,
        cause: String,
    },
}

/// An intent that is switched on in Discord's developer portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivilegedIntent {
    GuildMembers,
    MessageContent,
}

/// What setup saw and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupReport {
    pub findings: Vec<Finding>,
    pub invite_link: String,
}

impl Finding {
    /// Whether the desk can work with it.
    pub fn is_fine(&self) -> bool {
        match self {
            Finding::TokenAccepted { .. }
            | Finding::IntentOn(_)
            | Finding::Guild { .. }
            | Finding::PermissionsComplete
            | Finding::RoleFound { .. }
            | Finding::RoleMade { .. }
            | Finding::ChannelFound { .. }
            | Finding::ChannelMade { .. } => true,
            Finding::IntentOff(_)
            | Finding::NoGuild(_)
            | Finding::PermissionMissing { .. }
            | Finding::RoleTooHigh { .. }
            | Finding::NotMade { .. } => false,
        }
    }
}

impl SetupReport {
    pub fn is_fine(&self) -> bool {
        self.findings.iter().all(Finding::is_fine)
    }

    /// As it is read on a terminal, one line each.
    pub fn to_text(&self) -> String {
        view::setup::report(self)
    }
}

/// What is known about the server by now.
struct Site<'a> {
    http: &'a Http,
    config: &'a Config,
    guild: PartialGuild,
    bot: Member,
}

/// Looks at everything a desk needs on Discord and makes what is missing. Safe to repeat.
///
/// # Errors
/// [`StartError`] when Discord does not answer or does not know the token. Everything else is a [`Finding`].
pub async fn setup(config: &Config) -> Result<SetupReport, StartError> {
    let http = connect(config).await?;
    let asked = |error: serenity::Error| StartError::Discord(describe(&error));
    let application = retried(|| http.get_current_application_info()).await.map_err(asked)?;
    let mut findings = vec![Finding::TokenAccepted {
        application: application.name.clone(),
    }];
    findings.extend(intents(&application));
    match find_guild(&http, config).await.map_err(asked)? {
        Err(finding) => findings.push(finding),
        Ok(guild) => {
            let site = site(&http, config, guild).await.map_err(asked)?;
            findings.push(Finding::Guild {
                name: site.guild.name.clone(),
            });
            findings.extend(missing_permissions(&site));
            findings.extend(make::what_is_missing(&site).await);
        }
    }
    Ok(SetupReport {
        findings,
        invite_link: invite_link(application.id.get()),
    })
}

fn intents(application: &CurrentApplicationInfo) -> Vec<Finding> {
    let flags = application.flags.unwrap_or(ApplicationFlags::empty());
    let look = |intent, on: ApplicationFlags| {
        if flags.intersects(on) {
            Finding::IntentOn(intent)
        } else {
            Finding::IntentOff(intent)
        }
    };
    vec![
        look(
            PrivilegedIntent::GuildMembers,
            ApplicationFlags::GATEWAY_GUILD_MEMBERS | ApplicationFlags::GATEWAY_GUILD_MEMBERS_LIMITED,
        ),
        look(
            PrivilegedIntent::MessageContent,
            ApplicationFlags::GATEWAY_MESSAGE_CONTENT | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED,
        ),
    ]
}

/// The server that `cambista run` would open for. Books that are not there, or older than this cambista, name none.
async fn find_guild(http: &Http, config: &Config) -> serenity::Result<Result<GuildId, Finding>> {
    let in_books = match Db::open_snapshot(config.database.url.reveal()).await {
        Ok(mut snapshot) => InBooks::read(&mut snapshot).await,
        Err(fault) => Err(fault),
    };
    let in_books = in_books.unwrap_or_else(|fault| {
        tracing::info!(%fault, "the books do not say whose desk it is");
        InBooks::default()
    });
    let found = guild::find(http, config, &in_books).await?;
    Ok(found
        .map(|choice| guild::guild_of(choice.guild.id))
        .map_err(Finding::NoGuild))
}

async fn site<'a>(http: &'a Http, config: &'a Config, guild: GuildId) -> serenity::Result<Site<'a>> {
    let bot = retried(|| http.get_current_user()).await?;
    Ok(Site {
        http,
        config,
        guild: retried(|| http.get_guild(guild)).await?,
        bot: retried(|| http.get_member(guild, bot.id)).await?,
    })
}

fn missing_permissions(site: &Site<'_>) -> Vec<Finding> {
    let has = site.guild.member_permissions(&site.bot);
    if has.contains(Permissions::ADMINISTRATOR) {
        return vec![Finding::PermissionsComplete];
    }
    let missing: Vec<Finding> = PERMISSIONS
        .iter()
        .filter(|(permission, _)| !has.contains(*permission))
        .map(|(permission, _)| Finding::PermissionMissing {
            name: permission.get_permission_names().join(", "),
        })
        .collect();
    if missing.is_empty() {
        vec![Finding::PermissionsComplete]
    } else {
        missing
    }
}
