//! `POST /achievement/register`.

mod store;

use sha2::{Digest, Sha256};

use super::{ACHIEVEMENTS_MAX, AchievementError, Graphic};
use crate::db::Lockable;
use crate::domain::games::apps::keys::Caller;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::recall::{Asked, recall, remember};
use crate::ids::{AchievementId, RequestId};

/// What an app asks for. Target is positive, the reward not negative.
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
    let mut tx = desk.db.begin().await?;
    // The picture by its hash: a receipt is not the place for 32 KiB.
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
    if let Some(outcome) = recall(&mut tx, &asked).await? {
        tx.commit().await?;
        return Ok(outcome);
    }
    tx.lock(Lockable::Apps, caller.app.get()).await?;
    if let Some(taken) = store::find_like(&mut tx, caller.app, &typed.name).await? {
        return Err(AchievementError::NameTaken(taken));
    }
    if ACHIEVEMENTS_MAX <= store::count_of(&mut tx, caller.app).await? {
        return Err(AchievementError::TooMany { max: ACHIEVEMENTS_MAX });
    }
    let now = desk.clock.now();
    let outcome = store::insert_achievement(&mut tx, caller.app, typed, now).await?;
    remember(&mut tx, &asked, &outcome, now).await?;
    tx.commit().await?;
    Ok(outcome)
}
