//! Finds the member behind a Discord user: the first step of everything a person does.

use super::{Actor, Member, Role, identities_store as store};
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::ids::DiscordUserId;

/// A person as Discord names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub discord_user: DiscordUserId,
    pub name: String,
    /// Whether the configuration or the guild makes them a superuser.
    pub superuser: bool,
}

/// Finds the member behind a person. A person seen for the first time becomes a guest; a changed Discord name is
/// updated.
pub async fn identify(desk: &Desk, person: &Person) -> Result<Actor, DbError> {
    let mut reader = desk.db.reader().await?;
    let found = store::find_member_by_discord(&mut reader, person.discord_user).await?;
    drop(reader);
    let member = match found {
        Some(member) if member.discord_name == person.name => member,
        _ => register(desk, person).await?,
    };
    Ok(Actor {
        member: member.id,
        role: member.role,
        standing: member.standing(),
        superuser: person.superuser && member.left_at.is_none(),
        name: member.name,
    })
}

async fn register(desk: &Desk, person: &Person) -> Result<Member, DbError> {
    let mut tx = desk.db.begin().await?;
    let member = store::upsert_member(
        &mut tx,
        person.discord_user,
        &person.name,
        Role::Guest,
        desk.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(member)
}
