//! Whether the guild can be reached, and who owns it.
//!
//! serenity forgets a guild during its outage, and never writes down who owns it after GUILD_UPDATE; both are kept here.

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

    pub(super) fn set_owner(&self, owner: UserId) {
        let before = self.change(|state| state.owner = Some(owner)).owner;
        if before.is_some_and(|before| before != owner) {
            tracing::info!("the guild has another owner; they are superuser from now on, and who was is not");
        }
    }

    /// The bot was removed from it.
    pub(super) fn note_removed(&self) {
        let before = self.change(|state| {
            state.reach = Reach::Removed;
            // Whoever comes or leaves from now on is not seen.
            state.asked += 1;
        });
        if before.reach != Reach::Removed {
            tracing::error!(
                guild.id = self.id.get(),
                "the bot is not in the desk's guild any more; invite it again (`cambista setup` prints the link)"
            );
        }
    }

    /// The reach changes; gives the one before.
    pub(super) fn note_reach(&self, reach: Reach) -> Reach {
        self.change(|state| state.reach = reach).reach
    }

    /// Whoever asks Discord for the owner takes a turn: the last answer is the newest.
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
