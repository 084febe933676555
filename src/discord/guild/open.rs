//! Finds the guild before the gateway is dialled, and claims it when the desk opens for the first time.

use std::collections::HashSet;

use poise::serenity_prelude as serenity;
use serenity::{GuildId, GuildPagination, Http};

use super::choose::{Choice, Facts, GuildName, NoGuild, choose};
use crate::config::Config;
use crate::db::{DbError, Source, retrying};
use crate::discord::connect::{StartError, connect};
use crate::discord::ids::signed;
use crate::discord::retry::{describe, retried};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::channels;
use crate::domain::people::guild;
use crate::domain::people::members::Actor;
use crate::ids::{DiscordChannelId, DiscordGuildId, RequestId};

/// The largest page of guilds that Discord returns, and the highest number of pages that are read.
const PAGE_GUILDS: u64 = 200;
const PAGES_MAX: usize = 50;
/// More resellers' channels than any desk has.
const CHANNELS_MAX: i64 = 10_000;

/// What the books say about guilds.
#[derive(Debug, Clone, Default)]
pub(in crate::discord) struct InBooks {
    pub(in crate::discord) guild: Option<DiscordGuildId>,
    /// The channels that are bound to somebody. Read only while there is no guild.
    pub(in crate::discord) channels: HashSet<DiscordChannelId>,
}

impl InBooks {
    pub(in crate::discord) async fn read(source: &mut impl Source) -> Result<InBooks, DbError> {
        let guild = guild::find_guild(source).await?;
        let channels = match guild {
            Some(_) => Vec::new(),
            None => channels::list_bound(source, CHANNELS_MAX).await?,
        };
        Ok(InBooks {
            guild,
            channels: channels.into_iter().collect(),
        })
    }
}

/// Finds the guild, or the reason why there is none.
pub(in crate::discord) async fn find(
    http: &Http,
    config: &Config,
    in_books: &InBooks,
) -> serenity::Result<Result<Choice, NoGuild>> {
    let guilds = guilds_of_bot(http).await?;
    let mut with_channels = Vec::new();
    if !in_books.channels.is_empty() {
        for guild in &guilds {
            if has_any(http, guild.id, &in_books.channels).await? {
                with_channels.push(guild.id);
            }
        }
    }
    let configured = config.discord.guild_id.filter(|id| *id != 0);
    Ok(choose(&Facts {
        desks: in_books.guild,
        configured: configured.map(|id| DiscordGuildId::new(signed(id))),
        guilds,
        with_channels,
    }))
}

/// Finds the guild and claims it for the desk, unless it already belongs to it.
///
/// # Errors
/// [`StartError::NoGuild`]; a fault of Discord or of the database.
pub(in crate::discord) async fn open(http: &Http, desk: &Desk, config: &Config) -> Result<GuildId, StartError> {
    let in_books = InBooks::read(&mut desk.db.reader().await?).await?;
    let found = find(http, config, &in_books).await;
    let found = found.map_err(|error| StartError::Discord(describe(&error)))?;
    let Choice { guild, claim } = found.map_err(|why| StartError::no_guild(http, why))?;
    if let Some(reason) = claim {
        let request = RequestId::new("start", hex::encode(rand::random::<[u8; 16]>()));
        let actor = Actor::desk();
        match retrying(|| guild::claim(desk, &actor, &request, guild.id, reason)).await {
            Ok(claimed) => tracing::info!(
                guild.id = claimed.guild.get(),
                how = reason.code(),
                "the desk belongs to this guild from now on"
            ),
            Err(guild::GuildError::Db(fault)) => return Err(fault.into()),
            // Another process claimed one first.
            Err(error) => return Err(StartError::Claim(error)),
        }
    }
    Ok(super::guild_of(guild.id))
}

/// Checks with Discord that the bot is in the guild to which the desk is to move.
///
/// # Errors
/// [`StartError::NoGuild`] when the bot is not in it; another [`StartError`] when Discord cannot be asked.
pub async fn require_in_guild(config: &Config, guild: DiscordGuildId) -> Result<(), StartError> {
    let http = connect(config).await?;
    let guilds = guilds_of_bot(&http).await;
    let guilds = guilds.map_err(|error| StartError::Discord(describe(&error)))?;
    if guilds.iter().any(|one| one.id == guild) {
        return Ok(());
    }
    Err(StartError::no_guild(&http, NoGuild::NotInWanted { guild, guilds }))
}

async fn guilds_of_bot(http: &Http) -> serenity::Result<Vec<GuildName>> {
    let mut guilds: Vec<GuildName> = Vec::new();
    let mut after = None;
    for _ in 0..PAGES_MAX {
        let page = retried(|| http.get_guilds(after.map(GuildPagination::After), Some(PAGE_GUILDS))).await?;
        let is_last = u64::try_from(page.len()).unwrap_or(u64::MAX) < PAGE_GUILDS;
        after = page.iter().map(|guild| guild.id).max();
        guilds.extend(page.into_iter().map(|guild| GuildName {
            id: DiscordGuildId::new(signed(guild.id.get())),
            name: guild.name,
        }));
        if is_last {
            break;
        }
    }
    Ok(guilds)
}

/// Whether the guild contains any of these channels.
async fn has_any(http: &Http, guild: DiscordGuildId, wanted: &HashSet<DiscordChannelId>) -> serenity::Result<bool> {
    let guild = super::guild_of(guild);
    let channels = retried(|| http.get_channels(guild)).await?;
    let mut ids = channels
        .iter()
        .map(|channel| DiscordChannelId::new(signed(channel.id.get())));
    Ok(ids.any(|id| wanted.contains(&id)))
}
