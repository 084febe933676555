//! Whether the guild can be reached, and who owns it.
//!
//! serenity forgets a guild during an outage, and does not store the new owner after GUILD_UPDATE, so both are kept
//! here.

use std::sync::{PoisonError, RwLock};

use poise::serenity_prelude::{GuildId, UserId};
use tokio::sync::{Mutex, MutexGuard, Notify};

/// Whether the desk can work in its guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::discord) enum Reach {
    /// Discord has not shown it yet.
    #[default]
    NotYet,
    Here,
    /// Discord has an outage there, which ends by itself.
    Outage,
    /// The bot was removed from it.
    Removed,
}

/// The desk's guild.
pub(in crate::discord) struct Home {
    id: GuildId,
    state: RwLock<State>,
    /// Held while Discord is asked for the owner, so that the last answer is the newest.
    asking: Mutex<()>,
    /// Rung to request a comparison of all members with the books.
    pub(super) compare: Notify,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    reach: Reach,
    owner: Option<UserId>,
    /// The number of the last requested comparison, and of the last one that was done.
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

    /// The last known owner; it stays known during an outage.
    pub(in crate::discord) fn owner(&self) -> Option<UserId> {
        self.state().owner
    }

    /// Whether the books are known to be right about who is in the guild.
    pub(in crate::discord) fn is_compared(&self) -> bool {
        let state = self.state();
        0 < state.asked && state.asked == state.compared
    }

    /// Requests a comparison of all members. Until it is done, the books do not count as right.
    pub(super) fn ask_to_compare(&self) {
        self.change(|state| state.asked += 1);
        self.compare.notify_one();
    }

    /// The number of the last requested comparison.
    pub(super) fn comparison(&self) -> u64 {
        self.state().asked
    }

    /// Records that a comparison is done.
    pub(super) fn compared(&self, comparison: u64) {
        self.change(|state| state.compared = comparison);
    }

    fn state(&self) -> State {
        *self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and returns the previous one.
    fn change(&self, how: impl FnOnce(&mut State)) -> State {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let before = *state;
        how(&mut state);
        before
    }

    pub(super) fn set_owner(&self, owner: UserId) {
        let before = self.change(|state| state.owner = Some(owner)).owner;
        if before.is_some_and(|before| before != owner) {
            tracing::info!(
                "the guild has another owner, who is a superuser from now on; the previous owner is one only if the configuration names them"
            );
        }
    }

    /// Records that the bot was removed from the guild.
    pub(super) fn note_removed(&self) {
        let before = self.change(|state| {
            state.reach = Reach::Removed;
            // From now on nobody sees who comes or leaves, so a new comparison is needed.
            state.asked += 1;
        });
        if before.reach != Reach::Removed {
            tracing::error!(
                guild.id = self.id.get(),
                "the bot is not in the desk's guild any more; invite it again (`cambista setup` prints the link)"
            );
        }
    }

    /// Sets the reach and returns the previous one.
    pub(super) fn note_reach(&self, reach: Reach) -> Reach {
        self.change(|state| state.reach = reach).reach
    }

    /// Waits until nobody else asks Discord for the owner, so that the last answer is the newest.
    pub(super) async fn ask_in_turn(&self) -> MutexGuard<'_, ()> {
        self.asking.lock().await
    }
}

#[cfg(test)]
mod tests {
    use poise::serenity_prelude::{GuildId, UserId};

    use super::{Home, Reach};

    #[test]
    fn the_owner_stays_known_when_the_guild_is_gone() {
        let home = Home::new(GuildId::new(7), Some(UserId::new(2)));
        assert_eq!((home.reach(), home.owner()), (Reach::NotYet, Some(UserId::new(2))));
        home.set_owner(UserId::new(1));
        home.ask_to_compare();
        home.compared(home.comparison());
        assert!(home.is_compared());
        home.note_removed();
        assert_eq!((home.reach(), home.owner()), (Reach::Removed, Some(UserId::new(1))));
        assert!(!home.is_compared());
    }
}
