//! Reads achievements for an app, which may read only its own.

use super::{AchievementError, store};
use crate::db::Source;
use crate::domain::games::apps::keys::Caller;
use crate::ids::AchievementId;

/// The picture of one of the caller's achievements; `None` when it has none.
///
/// # Errors
/// [`AchievementError::Unknown`], [`AchievementError::OtherApp`].
pub async fn show_graphic(
    source: &mut impl Source,
    caller: &Caller,
    id: AchievementId,
) -> Result<Option<Vec<u8>>, AchievementError> {
    let achievement = store::find_achievement(source, id).await?;
    let achievement = achievement.ok_or(AchievementError::Unknown(id))?;
    if achievement.app != caller.app {
        return Err(AchievementError::OtherApp(id));
    }
    Ok(store::find_graphic(source, id).await?)
}
