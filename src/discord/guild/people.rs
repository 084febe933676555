//! Keeps the books right about who is in the guild ([`crate::domain::flows::registration`]).
//!
//! GUILD_MEMBER_ADD and GUILD_MEMBER_REMOVE change the books at once. Changes that no event reported are found by
//! comparing all members. That ends nobody's rights unless the list is complete, and it asks Discord again about each
//! difference, because somebody may have come or gone while the list was read.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{Member, User, UserId};

use super::home::Reach;
use crate::db::{DbError, retrying};
use crate::discord::ids::{discord_user, user_id};
use crate::discord::retry::{code, code_of, describe, retried};
use crate::discord::surface::Surface;
use crate::domain::flows::registration::{self, RegistrationError};
use crate::domain::people::members::{self, Person, Role, Whereabouts};
use crate::ids::{MemberId, RequestId};

/// The largest page of members that Discord returns, and the highest number of pages that are read.
const PAGE_MEMBERS: u64 = 1_000;
const PAGES_MAX: usize = 1_000;
/// How many people of the books are compared at once.
const BOOKS_PAGE: i64 = 1_000;
/// The pause after a failed comparison; it doubles up to the maximum.
const WAIT_FIRST: Duration = Duration::from_secs(1);
const WAIT_MAX: Duration = Duration::from_secs(300);

/// Who sends a direct message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discord) enum Whose {
    /// Somebody in the guild, or somebody with a role who left it.
    Member,
    Stranger,
}

/// Why it is unknown whether somebody is in the guild.
#[derive(Debug, thiserror::Error)]
pub(in crate::discord) enum CannotTell {
    #[error("Discord: {}", describe(.0))]
    Discord(#[from] serenity::Error),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Refused(RegistrationError),
    #[error("the list of members has no end")]
    Endless,
}

impl Surface {
    pub(in crate::discord) fn person(&self, user: &User) -> Person {
        Person {
            discord_user: user_id(user.id),
            name: user.name.clone(),
            superuser: self.is_superuser(user.id),
        }
    }

    /// Whether somebody is in the guild, according to Discord.
    ///
    /// # Errors
    /// When Discord does not answer.
    pub(in crate::discord) async fn is_in_guild(&self, user: UserId) -> serenity::Result<bool> {
        let is_cached = |guild: serenity::cache::GuildRef<'_>| guild.members.contains_key(&user);
        if self.home.reach() == Reach::Here && self.cache.guild(self.guild()).is_some_and(is_cached) {
            return Ok(true);
        }
        self.asks_guild(user).await
    }

    async fn asks_guild(&self, user: UserId) -> serenity::Result<bool> {
        match retried(|| self.http.get_member(self.guild(), user)).await {
            Ok(_) => Ok(true),
            // The member was found; only the response could not be parsed.
            Err(serenity::Error::Json(_)) => Ok(true),
            Err(error) if matches!(code_of(&error), Some(code::UNKNOWN_MEMBER | code::UNKNOWN_USER)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether somebody who writes by direct message belongs to the desk. The books are used once they were compared;
    /// before that, and for people they do not know, Discord is asked.
    ///
    /// # Errors
    /// [`CannotTell`]; it is already logged.
    pub(in crate::discord) async fn whose(&self, user: UserId) -> Result<Whose, CannotTell> {
        let whose = self.looks_whose(user).await;
        whose.inspect_err(|error| tracing::warn!(%error, "cannot find out whether the sender of a direct message belongs to the desk"))
    }

    async fn looks_whose(&self, user: UserId) -> Result<Whose, CannotTell> {
        let mut reader = self.desk.db.reader().await?;
        let known = members::find_member_by_discord(&mut reader, user_id(user)).await?;
        drop(reader);
        let is_guest = known.as_ref().is_none_or(|member| member.role == Role::Guest);
        let is_here = match &known {
            Some(member) if member.left_at.is_none() && self.home.is_compared() => true,
            // Whether they are back is checked only where it matters.
            Some(member) if member.left_at.is_some() && !is_guest => true,
            Some(_) | None => self.is_in_guild(user).await?,
        };
        if is_here {
            return Ok(Whose::Member);
        }
        if known.is_some() {
            note_left(self, user).await?;
        }
        Ok(if is_guest { Whose::Stranger } else { Whose::Member })
    }
}

impl Surface {
    /// Checks whether somebody who is recorded as gone is in the guild, and records that they are back.
    pub(in crate::discord) async fn looks_for(&self, user: UserId) -> bool {
        if self.home.reach() != Reach::Here {
            return false;
        }
        let _turn = self.comings.take(user.get()).await;
        if !self.is_in_guild(user).await.unwrap_or(false) {
            return false;
        }
        let noted = note_back(self, user).await;
        noted
            .inspect_err(|error| tracing::error!(%error, "cannot record that somebody is back in the guild"))
            .is_ok()
    }
}

/// GUILD_MEMBER_ADD.
pub(in crate::discord) async fn joined(surface: &Surface, member: &Member) {
    settle(surface, &member.user, Some(member)).await;
}

/// GUILD_MEMBER_REMOVE: somebody left, or was kicked or banned.
pub(in crate::discord) async fn left(surface: &Surface, user: &User) {
    settle(surface, user, None).await;
}

/// Records whether somebody is in the guild, after an event about them. Two events may be handled in either order, but
/// serenity's cache is written in the order of the events. So the cache decides, if it has the guild.
async fn settle(surface: &Surface, user: &User, said: Option<&Member>) {
    if user.bot {
        return;
    }
    let _turn = surface.comings.take(user.id.get()).await;
    let cached = surface
        .cache
        .guild(surface.guild())
        .map(|guild| guild.members.get(&user.id).cloned());
    let now = cached.unwrap_or_else(|| said.cloned());
    let settled = match &now {
        Some(member) => note_joined(surface, member).await,
        None => note_left(surface, user.id).await,
    };
    if let Err(error) = settled {
        tracing::error!(%error, "cannot record that somebody came or left; all members will be compared with the books");
        surface.home.ask_to_compare();
    }
}

/// Registers and greets somebody, once per joining. Somebody who was here before keeps everything.
async fn note_joined(surface: &Surface, member: &Member) -> Result<(), CannotTell> {
    let person = surface.person(&member.user);
    let since = member.joined_at.map_or(0, |at| at.timestamp_millis());
    let request = RequestId::new("discord", format!("join-{}-{since}", member.user.id));
    retrying(|| registration::join(&surface.desk, &request, &person))
        .await
        .map_err(refused)?;
    // This joining was recorded before, and they were recorded as gone after it.
    note_back(surface, member.user.id).await
}

async fn note_back(surface: &Surface, user: UserId) -> Result<(), CannotTell> {
    let back = retrying(|| registration::come_back(&surface.desk, user_id(user))).await;
    if back.map_err(refused)? {
        tracing::info!("somebody who was recorded as gone is in the guild again");
    }
    Ok(())
}

async fn note_left(surface: &Surface, user: UserId) -> Result<(), CannotTell> {
    let left = retrying(|| registration::leave(&surface.desk, user_id(user))).await;
    if let Some(left) = left.map_err(refused)? {
        tracing::info!(
            member.id = left.member.get(),
            orders_given = left.reassigned.given.len(),
            orders_waiting = left.reassigned.waiting.len(),
            orders_kept = left.reassigned.kept.len(),
            "somebody left the guild; their rights ended"
        );
    }
    Ok(())
}

fn refused(error: RegistrationError) -> CannotTell {
    match error {
        RegistrationError::Db(fault) => CannotTell::Db(fault),
        other => CannotTell::Refused(other),
    }
}

/// Compares all members whenever that is requested, and retries until it succeeds. Never returns.
pub(in crate::discord) async fn compare_forever(surface: Arc<Surface>) {
    loop {
        surface.home.compare.notified().await;
        let mut wait = WAIT_FIRST;
        // If the guild cannot be reached, the comparison is requested again when it comes back.
        while surface.home.reach() == Reach::Here {
            let asked = surface.home.comparison();
            match compare(&surface).await {
                Ok(()) => {
                    surface.home.compared(asked);
                    break;
                }
                Err(error) => {
                    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
                    tracing::error!(%error, wait_ms, "cannot compare the guild's members with the books; the comparison is retried");
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(WAIT_MAX);
                }
            }
        }
    }
}

async fn compare(surface: &Surface) -> Result<(), CannotTell> {
    let listed = everybody(surface).await?;
    let mut after = MemberId::DESK;
    loop {
        let mut reader = surface.desk.db.reader().await?;
        let page = members::list_whereabouts(&mut reader, after, BOOKS_PAGE).await?;
        drop(reader);
        let Some(last) = page.last() else { break };
        after = last.member;
        for known in &page {
            let user = discord_user(known.discord_user);
            if known.left_at.is_none() != listed.contains(&user) {
                look_again(surface, known).await?;
            }
        }
    }
    tracing::info!(people = listed.len(), "the guild's members agree with the books");
    Ok(())
}

/// Asks Discord about somebody on whom books and list differ, because the list may have changed while it was read.
async fn look_again(surface: &Surface, known: &Whereabouts) -> Result<(), CannotTell> {
    let user = discord_user(known.discord_user);
    let _turn = surface.comings.take(user.get()).await;
    match (surface.asks_guild(user).await?, known.left_at) {
        (true, Some(_)) => note_back(surface, user).await,
        (false, None) => note_left(surface, user).await,
        (true, None) | (false, Some(_)) => Ok(()),
    }
}

/// All members of the guild; an error if the list is not complete.
async fn everybody(surface: &Surface) -> Result<HashSet<UserId>, CannotTell> {
    let mut people = HashSet::new();
    let mut after = None;
    for _ in 0..PAGES_MAX {
        let ask = || {
            surface
                .http
                .get_guild_members(surface.guild(), Some(PAGE_MEMBERS), after)
        };
        let page = retried(ask).await?;
        let is_last = u64::try_from(page.len()).unwrap_or(u64::MAX) < PAGE_MEMBERS;
        after = page.iter().map(|member| member.user.id.get()).max();
        people.extend(page.into_iter().map(|member| member.user.id));
        if is_last {
            return Ok(people);
        }
    }
    Err(CannotTell::Endless)
}
