//! `cambista setup` and `!setup`: check token, intents, server, permissions and readers of channels, and make missing
//! roles and channels.

mod finding;
mod make;

use poise::serenity_prelude as serenity;
use serenity::{ApplicationFlags, CurrentApplicationInfo, GuildId, Http, Permissions, UserId};

use super::connect::{StartError, connect};
use super::guild::{self, GuildName, InBooks};
use super::permissions::{PERMISSIONS, invite_link};
use super::places::{Premises, Seen, Site, look, note_all};
use super::retry::{describe, retried};
use super::view;
use crate::config::Config;
use crate::db::{Db, DbError};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::Actor;

pub use super::places::LookError;
pub use finding::{Finding, Mode, PrivilegedIntent, SetupReport, Weight};

/// Why setup could not continue.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Look(#[from] LookError),
}

impl SetupReport {
    pub fn is_fine(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight() != Weight::Wrong)
    }

    /// The report as text for a terminal, one line per finding.
    pub fn to_text(&self) -> String {
        view::setup::report(self)
    }
}

/// Checks everything that a desk needs on Discord, and fixes what is missing as far as `mode` allows. Safe to repeat.
/// `books` stores what fills which place; without them nothing is made.
///
/// # Errors
/// [`SetupError`] when Discord does not answer or refuses the token, or when the books cannot be read. Anything else is
/// a [`Finding`].
pub async fn setup(config: &Config, books: Result<&Desk, &DbError>, mode: Mode) -> Result<SetupReport, SetupError> {
    let http = connect(config).await?;
    let asked = |error: serenity::Error| StartError::Discord(describe(&error));
    let application = retried(|| http.get_current_application_info()).await.map_err(asked)?;
    let mut findings = vec![Finding::TokenAccepted {
        application: application.name.clone(),
    }];
    findings.extend(intents(&application));
    match find_guild(&http, config, books).await.map_err(asked)? {
        Err(finding) => findings.push(finding),
        Ok(found) => {
            findings.push(Finding::Guild { name: found.name });
            match books {
                Ok(desk) => {
                    let bot = retried(|| http.get_current_user()).await.map_err(asked)?.id;
                    let premises = Premises {
                        desk,
                        config: &config.discord,
                        http: &http,
                    };
                    let guild = guild::guild_of(found.id);
                    findings.extend(in_guild(&premises, (guild, bot), &Actor::desk(), mode).await?.0);
                }
                Err(fault) => findings.push(Finding::no_books(fault)),
            }
        }
    }
    Ok(SetupReport {
        findings,
        invite_link: invite_link(application.id.get()),
    })
}

/// Checks the guild and fixes it as far as `mode` allows. Returns the findings, the guild afterwards, and what the last
/// review saw.
///
/// # Errors
/// [`LookError`].
pub(super) async fn in_guild(
    premises: &Premises<'_>,
    (guild, bot): (GuildId, UserId),
    actor: &Actor,
    mode: Mode,
) -> Result<(Vec<Finding>, Site, Seen), LookError> {
    let mut site = Site::fetch(premises.http, guild, bot).await?;
    let mut findings = missing_permissions(&site);
    findings.extend(make::fill(premises, actor, &mut site, mode).await?);
    // Fetch again, because channels and roles may have been made or opened.
    let mut site = Site::fetch(premises.http, guild, bot).await?;
    let seen = look(premises, &mut site).await?;
    note_all(premises.desk, &seen.found).await?;
    findings.extend(make::opened(&site, &seen));
    Ok((findings, site, seen))
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

/// The server for which `cambista run` would open. Books that are missing, or older than this cambista, name none.
async fn find_guild(
    http: &Http,
    config: &Config,
    books: Result<&Desk, &DbError>,
) -> serenity::Result<Result<GuildName, Finding>> {
    let read = async {
        match books {
            Ok(desk) => InBooks::read(&mut desk.db.reader().await?).await,
            // The books of a running desk can still be read.
            Err(_) => InBooks::read(&mut Db::open_snapshot(config.database.url.reveal()).await?).await,
        }
    };
    let in_books = read.await.unwrap_or_else(|fault| {
        tracing::info!(%fault, "cannot read the desk's guild from the books");
        InBooks::default()
    });
    let found = guild::find(http, config, &in_books).await?;
    Ok(found.map(|choice| choice.guild).map_err(Finding::NoGuild))
}

fn missing_permissions(site: &Site) -> Vec<Finding> {
    let own = site.people.get(&site.bot).map_or(&[][..], |bot| &bot.roles);
    let everyone = site.guild.everyone_role();
    let roles = own.iter().chain(std::iter::once(&everyone));
    let permissions = roles
        .filter_map(|role| site.roles.get(role))
        .map(|role| role.permissions);
    let has = permissions.fold(Permissions::empty(), |sum, more| sum | more);
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
