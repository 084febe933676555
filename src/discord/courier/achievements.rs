//! Who completed an achievement is said where everybody reads it.

use poise::serenity_prelude::{CreateAttachment, CreateMessage};

use super::post::{TellError, Teller};
use crate::discord::view;
use crate::domain::apps::achievements;
use crate::domain::members;
use crate::domain::places::Place;
use crate::ids::{AchievementId, MemberId};

/// With the badge's picture, when it has one. A server without that channel does not want to hear it.
pub(super) async fn completed(
    teller: &Teller<'_>,
    achievement: AchievementId,
    member: MemberId,
) -> Result<(), TellError> {
    let Some(channel) = teller.surface.place(Place::Achievements) else {
        tracing::debug!("nobody hears of achievements: the channel is not there");
        return Ok(());
    };
    let mut reader = teller.reader().await?;
    let Some(found) = achievements::find_achievement(&mut reader, achievement).await? else {
        return Ok(());
    };
    let member = members::get_member(&mut reader, member).await?;
    let picture = achievements::find_graphic(&mut reader, achievement).await?;
    drop(reader);
    let embed = view::badges::completed(&found, &member, picture.is_some().then_some(BADGE_FILE));
    let message = CreateMessage::new().embed(embed);
    let message = match picture {
        Some(bytes) => message.add_file(CreateAttachment::bytes(bytes, BADGE_FILE)),
        None => message,
    };
    teller.send_once('l', channel, message).await
}

const BADGE_FILE: &str = "insignia.png";
