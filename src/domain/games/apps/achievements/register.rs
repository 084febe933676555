//! `POST /achievement/register`: makes an achievement.

use super::register_store;
use sha2::{Digest, Sha256};

use super::{ACHIEVEMENTS_MAX, AchievementError, Graphic};
use crate::db::Lockable;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, once};
use crate::ids::{AchievementId, RequestId};

/// The achievement to make. The target is positive, the reward not negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAchievement {
    pub name: String,
    pub description: String,
    pub target: i64,
    pub reward: Money,
    pub graphic: Option<Graphic>,
}

/// Makes an achievement.
///
/// # Errors
/// [`AchievementError::NameTaken`], [`AchievementError::TooMany`].
pub async fn register(
    desk: &Desk,
    caller: &Caller,
    request: &RequestId,
    typed: &NewAchievement,
) -> Result<AchievementId, AchievementError> {
    // The receipt stores the picture's hash, and not its 32 KiB.
    let picture = typed
        .graphic
        .as_ref()
        .map(|graphic| hex::encode(Sha256::digest(graphic.bytes())));
    let input = (
        caller.app,
        &typed.name,
        &typed.description,
        typed.target,
        typed.reward,
        picture,
    );
    let asked = Asked::new(request, "achievements.register", &input);
    once(desk, asked, async |tx, now| {
        tx.lock(Lockable::Apps, caller.app.get()).await?;
        if let Some(taken) = register_store::find_like(tx, caller.app, &typed.name).await? {
            return Err(AchievementError::NameTaken(taken));
        }
        if ACHIEVEMENTS_MAX <= register_store::count_of(tx, caller.app).await? {
            return Err(AchievementError::TooMany { max: ACHIEVEMENTS_MAX });
        }
        Ok(register_store::insert_achievement(tx, caller.app, typed, now).await?)
    })
    .await
}
