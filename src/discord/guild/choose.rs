//! Chooses the guild of the desk: the one in the books. Before the first opening: the one in the configuration, else
//! the one that has the desk's channels, else the only one there is.

use crate::domain::people::guild::GuildReason;
use crate::ids::DiscordGuildId;

/// A guild's id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildName {
    pub id: DiscordGuildId,
    pub name: String,
}

/// Why the desk opens for no guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoGuild {
    /// The bot is in no guild.
    NotInvited,
    /// The bot is in several guilds, and nothing says which is the desk's.
    Several { guilds: Vec<GuildName> },
    /// The bot is not in the configured guild.
    NotInConfigured { guild: DiscordGuildId },
    /// The bot is not in the desk's guild.
    NotInDesks { guild: DiscordGuildId },
    /// The desk is to move to a guild that the bot is not in, or that does not exist.
    NotInWanted {
        guild: DiscordGuildId,
        guilds: Vec<GuildName>,
    },
    /// The configuration names another guild than the books.
    OtherConfigured {
        desks: DiscordGuildId,
        configured: DiscordGuildId,
    },
    /// The books name no guild yet, and their resellers' channels are in another guild than the configured one.
    ChannelsElsewhere {
        guild: GuildName,
        configured: DiscordGuildId,
    },
}

/// What the choice depends on.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// The guild in the books.
    pub(super) desks: Option<DiscordGuildId>,
    pub(super) configured: Option<DiscordGuildId>,
    /// The guilds that the bot is in.
    pub(super) guilds: Vec<GuildName>,
    /// Those of them that contain channels which the books bind to resellers. Looked up only while the books name no
    /// guild.
    pub(super) with_channels: Vec<DiscordGuildId>,
}

/// The chosen guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Choice {
    pub(in crate::discord) guild: GuildName,
    /// Why the desk claims it; `None` when it already belongs to the desk.
    pub(super) claim: Option<GuildReason>,
}

pub(super) fn choose(facts: &Facts) -> Result<Choice, NoGuild> {
    match facts.desks {
        Some(desks) => again(facts, desks),
        None => for_the_first_time(facts),
    }
}

fn again(facts: &Facts, desks: DiscordGuildId) -> Result<Choice, NoGuild> {
    if let Some(configured) = facts.configured.filter(|configured| *configured != desks) {
        return Err(NoGuild::OtherConfigured { desks, configured });
    }
    let guild = find(facts, desks).ok_or(NoGuild::NotInDesks { guild: desks })?;
    Ok(Choice { guild, claim: None })
}

fn for_the_first_time(facts: &Facts) -> Result<Choice, NoGuild> {
    // A desk from before guilds were stored: its guild is the one that contains its channels.
    let with_channels = match facts.with_channels.as_slice() {
        [only] => find(facts, *only),
        _ => None,
    };
    if let Some(configured) = facts.configured {
        let guild = find(facts, configured).ok_or(NoGuild::NotInConfigured { guild: configured })?;
        return match with_channels.filter(|with| with.id != configured) {
            Some(guild) => Err(NoGuild::ChannelsElsewhere { guild, configured }),
            None => Ok(claim(guild, GuildReason::Configured)),
        };
    }
    if let Some(guild) = with_channels {
        return Ok(claim(guild, GuildReason::Channels));
    }
    match facts.guilds.as_slice() {
        [] => Err(NoGuild::NotInvited),
        [only] => Ok(claim(only.clone(), GuildReason::OnlyOne)),
        several => Err(NoGuild::Several {
            guilds: several.to_vec(),
        }),
    }
}

fn claim(guild: GuildName, reason: GuildReason) -> Choice {
    Choice {
        guild,
        claim: Some(reason),
    }
}

fn find(facts: &Facts, id: DiscordGuildId) -> Option<GuildName> {
    facts.guilds.iter().find(|guild| guild.id == id).cloned()
}

#[cfg(test)]
mod tests {
    use super::{Choice, Facts, GuildName, NoGuild, choose};
    use crate::domain::people::guild::GuildReason;
    use crate::ids::DiscordGuildId;

    fn id(number: i64) -> DiscordGuildId {
        DiscordGuildId::new(number)
    }

    fn guild(number: i64) -> GuildName {
        GuildName {
            id: id(number),
            name: format!("guild {number}"),
        }
    }

    fn in_guilds(numbers: &[i64]) -> Facts {
        Facts {
            guilds: numbers.iter().map(|number| guild(*number)).collect(),
            ..Facts::default()
        }
    }

    fn chosen(number: i64, claim: Option<GuildReason>) -> Result<Choice, NoGuild> {
        Ok(Choice {
            guild: guild(number),
            claim,
        })
    }

    #[test]
    fn the_first_opening_claims_the_configured_guild_or_the_only_one() {
        assert_eq!(choose(&in_guilds(&[7])), chosen(7, Some(GuildReason::OnlyOne)));
        let configured = Facts {
            configured: Some(id(8)),
            ..in_guilds(&[7, 8])
        };
        assert_eq!(choose(&configured), chosen(8, Some(GuildReason::Configured)));
        assert_eq!(choose(&in_guilds(&[])), Err(NoGuild::NotInvited));
        let several = vec![guild(7), guild(8)];
        assert_eq!(choose(&in_guilds(&[7, 8])), Err(NoGuild::Several { guilds: several }));
        let elsewhere = Facts {
            configured: Some(id(9)),
            ..in_guilds(&[7])
        };
        assert_eq!(choose(&elsewhere), Err(NoGuild::NotInConfigured { guild: id(9) }));
    }

    #[test]
    fn afterwards_it_is_that_one_in_whatever_order_discord_lists_them() {
        for guilds in [&[7, 8], &[8, 7]] {
            let facts = Facts {
                desks: Some(id(8)),
                ..in_guilds(guilds)
            };
            assert_eq!(choose(&facts), chosen(8, None));
        }
        let alone = Facts {
            desks: Some(id(8)),
            ..in_guilds(&[7])
        };
        assert_eq!(choose(&alone), Err(NoGuild::NotInDesks { guild: id(8) }));
        let contradicted = Facts {
            desks: Some(id(8)),
            configured: Some(id(7)),
            ..in_guilds(&[7, 8])
        };
        let (desks, configured) = (id(8), id(7));
        assert_eq!(
            choose(&contradicted),
            Err(NoGuild::OtherConfigured { desks, configured })
        );
    }

    #[test]
    fn a_desk_from_before_is_where_its_channels_are() {
        let upgraded = |with_channels: &[i64], configured: Option<i64>| Facts {
            configured: configured.map(id),
            with_channels: with_channels.iter().map(|number| id(*number)).collect(),
            ..in_guilds(&[7, 8])
        };
        assert_eq!(choose(&upgraded(&[8], None)), chosen(8, Some(GuildReason::Channels)));
        assert!(matches!(choose(&upgraded(&[7, 8], None)), Err(NoGuild::Several { .. })));
        assert_eq!(
            choose(&upgraded(&[7, 8], Some(7))),
            chosen(7, Some(GuildReason::Configured))
        );
        let refused = NoGuild::ChannelsElsewhere {
            guild: guild(8),
            configured: id(7),
        };
        assert_eq!(choose(&upgraded(&[8], Some(7))), Err(refused));
    }
}
