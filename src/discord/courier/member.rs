//! A member's role changed: Discord's roles follow, and the person hears it.

use poise::serenity_prelude as serenity;
use serenity::{CreateMessage, GuildId, UserId};

use super::post::{TellError, Teller};
use crate::discord::retry::{code, code_of, describe};
use crate::discord::surface::{Surface, discord_user};
use crate::discord::view;
use crate::domain::members::{self, Member, Role};
use crate::ids::MemberId;

pub(super) async fn role_assigned(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    let Some(member) = members::find_member(&mut teller.reader().await?, member).await? else {
        return Ok(());
    };
    follow_desk(teller, &member).await?;
    let user = discord_user(member.discord_user);
    let words = teller.surface.with_prefix(view::members::your_role(role_of(&member)));
    let told = async {
        let channel = user.create_dm_channel(&teller.surface.http).await?;
        teller
            .send_once('d', channel.id, CreateMessage::new().content(words))
            .await
    };
    match told.await {
        // Whoever closed their direct messages sees the role beside their name.
        Err(TellError::Discord(error)) if code_of(&error) == Some(code::CLOSED_DM) => Ok(()),
        told => told,
    }
}

/// Their Discord role was made anew: they get it, without a word.
pub(super) async fn role_owed(teller: &Teller<'_>, member: MemberId) -> Result<(), TellError> {
    match members::find_member(&mut teller.reader().await?, member).await? {
        Some(member) => follow_desk(teller, &member).await,
        None => Ok(()),
    }
}

/// What the member is for others: somebody who was sent away is nothing.
fn role_of(member: &Member) -> Role {
    if member.active { member.role } else { Role::Guest }
}

/// Brings somebody's Discord roles up to date. Who left, and a role above the bot's own, cannot be helped.
pub(super) async fn follow_desk(teller: &Teller<'_>, member: &Member) -> Result<(), TellError> {
    let Some(guild) = teller.surface.guild() else {
        return Ok(());
    };
    match follow(
        teller.surface,
        guild,
        discord_user(member.discord_user),
        role_of(member),
    )
    .await
    {
        Ok(()) => Ok(()),
        Err(error) if matches!(code_of(&error), Some(code::UNKNOWN_MEMBER | code::MISSING_PERMISSION)) => {
            tracing::warn!(error = describe(&error), "a Discord role could not follow the desk's");
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// Gives the one role of ours that mirrors the desk's and takes the others of ours.
async fn follow(surface: &Surface, guild: GuildId, user: UserId, now: Role) -> serenity::Result<()> {
    let has = surface.http.get_member(guild, user).await?.roles;
    for role in [Role::Reseller, Role::Cashier, Role::Client, Role::Admin] {
        let Some(id) = surface.desk_role(role) else {
            if role == now {
                tracing::warn!(
                    role = role.code(),
                    "the desk has no such role in the guild; `!setup` makes it"
                );
            }
            continue;
        };
        if role == now && !has.contains(&id) {
            surface.http.add_member_role(guild, user, id, None).await?;
        } else if role != now && has.contains(&id) {
            surface.http.remove_member_role(guild, user, id, None).await?;
        }
    }
    Ok(())
}
