//! Somebody comes to the server.

use poise::serenity_prelude as serenity;
use serenity::Member;

use super::surface::{Surface, user_id};
use crate::db::{MayBeFault, retrying};
use crate::domain::members::Person;
use crate::domain::registration;
use crate::ids::RequestId;

/// Registers and greets them, once per joining.
pub(super) async fn joined(surface: &Surface, member: &Member) {
    if member.user.bot || surface.guild() != Some(member.guild_id) {
        return;
    }
    let person = Person {
        discord_user: user_id(member.user.id),
        name: member.user.name.clone(),
        superuser: surface.is_superuser(member.user.id),
    };
    let since = member.joined_at.map_or(0, |at| at.timestamp_millis());
    let request = RequestId::new("discord", format!("join-{}-{since}", member.user.id));
    if let Err(error) = retrying(|| registration::join(&surface.desk, &request, &person)).await {
        match error.fault() {
            Some(fault) => tracing::error!(error = %fault, "whoever joined could not be registered"),
            None => tracing::warn!(%error, "whoever joined was not registered"),
        }
    }
}
