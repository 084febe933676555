//! Changes of a member that several use-cases make, each in its caller's unit of work and each with a row in the backlog.

use super::{Member, Role, store};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::ids::MemberId;

/// Who somebody says they are.
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

/// Gives a member a role, and takes them back when they had been sent away. The same again changes nothing.
pub(crate) async fn change_role(tx: &mut Tx, member: &Member, role: Role, by: By) -> Result<(), DbError> {
    if member.role != role {
        store::update_role(tx, member.id, role).await?;
        note(tx, member, "role", member.role.code(), role.code(), by).await?;
    }
    change_active(tx, member, Active::Yes, by).await
}

/// Whether somebody works at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Active {
    Yes,
    No,
}

impl Active {
    fn code(self) -> &'static str {
        match self {
            Active::Yes => "1",
            Active::No => "0",
        }
    }
}

pub(crate) async fn change_active(tx: &mut Tx, member: &Member, active: Active, by: By) -> Result<(), DbError> {
    let before = if member.active { Active::Yes } else { Active::No };
    if before != active {
        store::update_active(tx, member.id, active == Active::Yes).await?;
        note(tx, member, "active", before.code(), active.code(), by).await?;
    }
    Ok(())
}

/// Writes down who somebody says they are.
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

async fn note(tx: &mut Tx, member: &Member, field: &'static str, old: &str, new: &str, by: By) -> Result<(), DbError> {
    if old == new {
        return Ok(());
    }
    store::insert_backlog(tx, member.id, store::Change { field, old, new }, by.actor, by.at).await
}
