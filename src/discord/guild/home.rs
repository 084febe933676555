//! Whether the guild can be reached, and who owns it.
//!
//! serenity forgets a guild during its outage, and never writes down who owns it after GUILD_UPDATE; both are kept here.
//! Handlers of two events may run in either order, so each looks at serenity's cache, which is written in the order of the
//! events, or asks Discord.

use std::sync::{PoisonError, RwLock};

use poise::serenity_prelude as serenity;
use serenity::{Guild, GuildId, Http, Ready, UnavailableGuild, UserId};
use tokio::sync::{Mutex, Notify};

use crate::db::{DbError, retrying};
use crate::discord::retry::{describe, retried};
use crate::discord::surface::{Surface, signed, user_id};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox;
use crate::domain::people::guild;
use crate::ids::DiscordGuildId;

/// Whether the desk can work in its guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::discord) enum Reach {
    /// Discord has not shown it yet.
    #[default]
    NotYet,
    Here,
    /// Discord has an outage there. It ends by itself.
    Outage,
    /// The bot was removed from it.
    Removed,
}

/// The desk's guild.
pub(in crate::discord) struct Home {
    id: GuildId,
    state: RwLock<State>,
    /// Who asks Discord for the owner: the last answer is the newest.
    asking: Mutex<()>,
    /// Somebody wants everybody to be compared.
    pub(super) compare: Notify,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    reach: Reach,
    owner: Option<UserId>,
    /// How often somebody asked for a comparison, and which of them was done last.
    asked: u64,
    compared: u64,
}

impl Home {
    pub(in crate::discord) fn new(id: GuildId, owner: Option<UserId>) -> Self {
        let state = State {
            owner,
            ..State::default()
        };
        Self {
            id,
            state: RwLock::new(state),
            asking: Mutex::default(),
            compare: Notify::new(),
        }
    }

    pub(in crate::discord) fn id(&self) -> GuildId {
        self.id
    }

    pub(in crate::discord) fn reach(&self) -> Reach {
        self.state().reach
    }

    /// The last owner Discord named; known also during an outage.
    pub(in crate::discord) fn owner(&self) -> Option<UserId> {
        self.state().owner
    }

    /// Whether who is in the guild can be read off the books.
    pub(in crate::discord) fn is_compared(&self) -> bool {
        let state = self.state();
        0 < state.asked && state.asked == state.compared
    }

    /// Asks for everybody to be compared; until then the books do not count as right.
    pub(super) fn ask_to_compare(&self) {
        self.change(|state| state.asked += 1);
        self.compare.notify_one();
    }

    /// Which comparison is asked for.
    pub(super) fn comparison(&self) -> u64 {
        self.state().asked
    }

    /// It is done.
    pub(super) fn compared(&self, comparison: u64) {
        self.change(|state| state.compared = comparison);
    }

    fn state(&self) -> State {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and gives the one before.
    fn change(&self, how: impl FnOnce(&mut State)) -> State {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let before = *state;
        how(&mut state);
        before
    }

    fn set_owner(&self, owner: UserId) {
        let before = self.change(|state| state.owner = Some(owner)).owner;
        if before.is_some_and(|before| before != owner) {
            tracing::info!("the guild has another owner; they are superuser from now on, and who was is not");
        }
    }
}

/// READY: Discord lists the guilds of the bot.
pub(in crate::discord) fn ready(surface: &Surface, ready: &Ready) {
    let home = &surface.home;
    if !ready.guilds.iter().any(|guild| guild.id == home.id) {
        removed(home);
    }
}

/// GUILD_CREATE of the desk's guild: at the start, after an outage, after a new invitation. Says what it was before.
pub(in crate::discord) async fn came(surface: &Surface, guild: &Guild) -> Reach {
    let home = &surface.home;
    let before = home.change(|state| state.reach = Reach::Here).reach;
    if before != Reach::NotYet {
        tracing::info!(guild.id = home.id.get(), "the desk's guild is there again");
        if let Err(fault) = hurry(surface).await {
            tracing::warn!(error = %fault, "notices that waited for the guild are told when they come due");
        }
    }
    home.ask_to_compare();
    if home.owner().is_none() {
        home.set_owner(guild.owner_id);
    }
    ask_owner(surface, guild.owner_id).await;
    before
}

/// GUILD_UPDATE of the desk's guild: perhaps it has another owner.
pub(in crate::discord) async fn changed(surface: &Surface, owner: UserId) {
    if surface.home.owner() == Some(owner) {
        return;
    }
    surface.home.set_owner(owner);
    ask_owner(surface, owner).await;
}

/// GUILD_DELETE of the desk's guild: an outage, or the bot was removed from it.
pub(in crate::discord) fn went(surface: &Surface, gone: &UnavailableGuild) {
    let home = &surface.home;
    if surface.cache.guild(home.id).is_some() {
        // It came back before this handler ran.
        return;
    }
    if gone.unavailable {
        home.change(|state| state.reach = Reach::Outage);
        tracing::warn!(
            guild.id = home.id.get(),
            "Discord has an outage in the desk's guild; what is owed waits"
        );
    } else {
        removed(home);
    }
}

fn removed(home: &Home) {
    let before = home.change(|state| {
        state.reach = Reach::Removed;
        // Whoever comes or leaves from now on is not seen.
        state.asked += 1;
    });
    if before.reach != Reach::Removed {
        tracing::error!(
            guild.id = home.id.get(),
            "the bot is not in the desk's guild any more; invite it again (`cambista setup` prints the link)"
        );
    }
}

/// Who owns the guild, as Discord says it now. Asked also before the gateway is dialled, so that a command that comes before
/// GUILD_CREATE finds its superuser.
pub(in crate::discord) async fn find_owner(http: &Http, guild: GuildId) -> Option<UserId> {
    match retried(|| http.get_guild(guild)).await {
        Ok(guild) => Some(guild.owner_id),
        Err(error) => {
            tracing::warn!(
                error = describe(&error),
                "Discord does not say who owns the guild; whom an event names counts"
            );
            None
        }
    }
}

/// Asks Discord who owns the guild; what an event said counts when Discord does not answer.
async fn ask_owner(surface: &Surface, said: UserId) {
    let home = &surface.home;
    let _turn = home.asking.lock().await;
    let owner = find_owner(&surface.http, home.id).await.unwrap_or(said);
    home.set_owner(owner);
    note_owner(&surface.desk, home.id, owner).await;
}

/// Writes down whose the guild is, so that superusers hear it when that is news: also what happened while the desk was down.
pub(in crate::discord) async fn note_owner(desk: &Desk, guild: GuildId, owner: UserId) {
    let (guild, owner) = (DiscordGuildId::new(signed(guild.get())), user_id(owner));
    match retrying(|| guild::note_owner(desk, guild, owner)).await {
        Ok(false) => {}
        Ok(true) => tracing::warn!("the guild changed hands; superusers are told"),
        Err(error) => {
            tracing::error!(%error, "who owns the guild could not be written down; it is when it comes again")
        }
    }
}

/// What could not be told while the guild was away is told now.
async fn hurry(surface: &Surface) -> Result<(), DbError> {
    let desk = &surface.desk;
    let again = async || {
        let mut tx = desk.db.begin().await?;
        let now = desk.clock.now();
        outbox::try_unreached_again(&mut tx, now).await?;
        outbox::try_closed_again(&mut tx, now).await?;
        tx.commit().await
    };
    retrying(again).await
}

#[cfg(test)]
mod tests {
    use poise::serenity_prelude::{GuildId, UserId};

    use super::{Home, Reach, removed};

    #[test]
    fn the_owner_stays_known_when_the_guild_is_gone() {
        let home = Home::new(GuildId::new(7), Some(UserId::new(2)));
        assert_eq!((home.reach(), home.owner()), (Reach::NotYet, Some(UserId::new(2))));
        home.set_owner(UserId::new(1));
        home.ask_to_compare();
        home.compared(home.comparison());
        assert!(home.is_compared());
        removed(&home);
        assert_eq!((home.reach(), home.owner()), (Reach::Removed, Some(UserId::new(1))));
        assert!(!home.is_compared());
    }
}
