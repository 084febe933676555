//! Achievements: what an app counts for people, and the reward they get when the target is reached (S1-3, Q-20).
//!
//! An achievement never changes. Somebody completes it once, however often it is advanced; the reward is paid once,
//! from `issuance:COIN` in the same commit.

mod advance;
mod error;
mod graphic;
mod register;
mod register_store;
mod show;
mod store;

pub use advance::{Advance, Advanced, advance};
pub use error::AchievementError;
pub use graphic::{GRAPHIC_BYTES_MAX, GRAPHIC_SIDE_MAX, Graphic, GraphicMistake};
pub use register::{NewAchievement, register};
pub use show::show_graphic;
pub use store::{
    count_badges, find_achievement, find_completed, find_graphic, list_achievements, list_badges, list_progress,
};

use crate::clock::Moment;
use crate::domain::kernel::money::Money;
use crate::ids::{AchievementId, AppId, DiscordUserId};

/// The longest name and description, in characters.
pub const NAME_MAX_CHARS: usize = 60;
pub const DESCRIPTION_MAX_CHARS: usize = 200;
/// The largest target, reward and step.
pub const COUNT_MAX: i64 = 1_000_000_000_000;
/// The most achievements of one app.
pub const ACHIEVEMENTS_MAX: i64 = 500;

/// Something to achieve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Achievement {
    pub id: AchievementId,
    pub app: AppId,
    pub name: String,
    pub description: String,
    pub target: i64,
    pub reward: Money,
    pub has_graphic: bool,
    pub created_at: Moment,
}

/// Somebody's progress; zero when nothing was counted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub achievement: Achievement,
    pub value: i64,
    pub completed_at: Option<Moment>,
}

/// An achievement that somebody completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    pub achievement: Achievement,
    pub user: DiscordUserId,
    pub completed_at: Moment,
}

/// Somebody's progress with an achievement of some app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// The app's name.
    pub app: String,
    pub progress: Progress,
}
