//! Changes of a member that several use-cases make, each in its caller's unit of work and each with a row in the backlog.

use super::identities_store::{insert_identity, insert_member, update_identity_owner};
use super::store::get_member;
use super::{IdentityKind, Member, Role, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::{DiscordUserId, MemberId};

/// What somebody says of themselves at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Profile<'a> {
    pub(crate) name: &'a str,
    /// ISO code.
    pub(crate) country: &'a str,
    pub(crate) referrer: Option<MemberId>,
}

/// Who did it and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct By {
    pub(crate) actor: MemberId,
    pub(crate) at: Moment,
}

/// Gives a member a role, and reinstates them when they had been sent away. Changes nothing when both are so already.
pub(crate) async fn change_role(tx: &mut Tx, member: &Member, role: Role, by: By) -> Result<(), DbError> {
    if member.role != role {
        store::update_role(tx, member.id, role).await?;
        note(tx, member, "role", member.role.code(), role.code(), by).await?;
    }
    if member.sent_away {
        store::update_active(tx, member.id, 1).await?;
        note(tx, member, "active", "0", "1", by).await?;
    }
    Ok(())
}

/// Registers a client who is not known by anything yet. `Some(left_at)`: they are not in the desk's guild.
pub(crate) async fn register_client(
    tx: &mut Tx,
    name: &str,
    left_at: Option<Moment>,
    by: By,
) -> Result<Member, DbError> {
    let member = insert_member(tx, name, Role::Client, by.at, left_at).await?;
    let member = get_member(tx, member).await?;
    note(tx, &member, "role", "", Role::Client.code(), by).await?;
    Ok(member)
}

/// Links an identity to a member, who has none of that kind.
///
/// # Errors
/// [`DbError::Raced`] when another unit wrote that identity in the meantime: the unit is repeated, and finds it.
pub(crate) async fn add_identity(
    tx: &mut Tx,
    member: &Member,
    kind: IdentityKind,
    value: &str,
    by: By,
) -> Result<(), DbError> {
    insert_identity(tx, member.id, kind, value, by.at).await?;
    note(tx, member, "identity", "", &format!("{kind}:{value}"), by).await
}

/// Moves a Discord user from one member to another, who has none and keeps the name that they have.
///
/// # Errors
/// [`DbError::Raced`] when another unit moved it in the meantime.
pub(crate) async fn move_discord(
    tx: &mut Tx,
    from: &Member,
    to: &Member,
    user: DiscordUserId,
    by: By,
) -> Result<(), DbError> {
    let identity = format!("{}:{user}", IdentityKind::Discord);
    update_identity_owner(tx, (from.id, to.id), IdentityKind::Discord, &user.to_string()).await?;
    store::keep_name(tx, to.id).await?;
    note(tx, from, "identity", &identity, "", by).await?;
    note(tx, to, "identity", "", &identity, by).await
}

/// Sends a member away (`!baja`). Changes nothing when they were sent away before.
pub(crate) async fn send_away(tx: &mut Tx, member: &Member, by: By) -> Result<(), DbError> {
    if !member.sent_away {
        store::update_active(tx, member.id, 0).await?;
        note(tx, member, "active", "1", "0", by).await?;
    }
    Ok(())
}

/// Writes what somebody says of themselves.
pub(crate) async fn change_profile(tx: &mut Tx, member: &Member, profile: Profile<'_>, by: By) -> Result<(), DbError> {
    store::update_profile(tx, member.id, profile).await?;
    note(tx, member, "name", &member.name, profile.name, by).await?;
    let country = member.country.as_deref().unwrap_or_default();
    note(tx, member, "country", country, profile.country, by).await?;
    let shown = |referrer: Option<MemberId>| referrer.map_or_else(String::new, |referrer| referrer.to_string());
    note(
        tx,
        member,
        "referrer",
        &shown(member.referrer),
        &shown(profile.referrer),
        by,
    )
    .await
}

pub(super) async fn note(
    tx: &mut Tx,
    member: &Member,
    field: &'static str,
    old: &str,
    new: &str,
    by: By,
) -> Result<(), DbError> {
    if old == new {
        return Ok(());
    }
    store::insert_backlog(tx, member.id, store::Change { field, old, new }, by.actor, by.at).await
}
